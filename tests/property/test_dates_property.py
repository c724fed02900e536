"""Properties of partial dates: writing and reading are inverse, and text order is date order."""

from __future__ import annotations

import contextlib
import datetime

from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.dates import PartialDate, parse_partial_date
from census_desktop.domain.spec import BadInput

_DAYS = st.dates(datetime.date(1850, 1, 1), datetime.date(2100, 12, 31))
PARTIAL_DATES = st.one_of(
    st.builds(PartialDate.from_date, _DAYS),
    st.builds(lambda day: PartialDate(day.year, day.month), _DAYS),
    st.builds(lambda day: PartialDate(day.year), _DAYS),
)


@given(PARTIAL_DATES)
def test_parse_when_formatted_then_same_date(date: PartialDate) -> None:
    assert parse_partial_date(date.paper()) == date
    assert parse_partial_date(date.iso()) == date
    assert parse_partial_date(date.paper().replace("/", "")) == date
    assert PartialDate.from_iso(date.iso()) == date


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_order_when_compared_then_equals_text_order(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (one.iso() < other.iso())


@given(PARTIAL_DATES, _DAYS)
def test_age_when_date_partial_then_range_is_at_most_one_year_wide(
    date: PartialDate, day: datetime.date
) -> None:
    least, greatest = date.age_on(day)
    assert 0 <= greatest - least <= 1
    assert date.earliest() <= date.latest()


@given(st.text(alphabet="0123456789/.- ab", max_size=12))
def test_parse_when_any_text_then_date_of_that_year_or_bad_input(text: str) -> None:
    date = None
    with contextlib.suppress(BadInput):
        date = parse_partial_date(text)
    assert date is None or str(date.year) in text
