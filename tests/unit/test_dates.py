"""Partial dates: every spelling officers use, and every one that must be refused."""

from __future__ import annotations

import datetime

import pytest

from census_desktop.domain.dates import PartialDate, parse_partial_date
from census_desktop.domain.spec import BadInput


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1/2/1990", "1990-02-01"),
        ("01/02/1990", "1990-02-01"),
        ("01021990", "1990-02-01"),
        ("1.2.1990", "1990-02-01"),
        ("1-2-1990", "1990-02-01"),
        (" 1 / 2 / 1990 ", "1990-02-01"),
        ("1990", "1990"),
        ("2/1990", "1990-02"),
        ("02.1990", "1990-02"),
        ("2-1990", "1990-02"),
        ("021990", "1990-02"),
        ("1990-02", "1990-02"),
        ("1990-02-14", "1990-02-14"),
        ("29/2/2016", "2016-02-29"),
        ("31121850", "1850-12-31"),
        ("2100", "2100"),
    ],
)
def test_parse_when_spelled_as_on_papers_then_stored_form(typed: str, stored: str) -> None:
    assert parse_partial_date(typed).iso() == stored


@pytest.mark.parametrize(
    "typed",
    [
        "31/2/1990",
        "29/2/2015",
        "31/4/2000",
        "13/1990",
        "131990",
        "0/1990",
        "00/00/1990",
        "00/05/1990",
        "00001990",
        "1849",
        "2101",
        "0990",
        "1990-13",
        "1990-02-30",
        "1990-2-3",
        "19900214",
        "1431990",
        "21990",
        "1/2.1990",
        "1/2-1990",
        "",
        " ",
        "khoảng 1952",
        "1990?",
        "1/2/19900",
        "１９９０",
        "-1990",
    ],
)
def test_parse_when_no_such_date_then_refused_with_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_partial_date(typed)
    assert refusal.value.text == typed
    assert refusal.value.why.endswith(".")


@pytest.mark.parametrize("typed", ["90", "1/2/90", "1.2.26", "2/90", "010290", "14/02", "5"])
def test_parse_when_year_is_short_then_asks_for_four_digits(typed: str) -> None:
    with pytest.raises(BadInput, match="bốn chữ số"):
        parse_partial_date(typed)


@pytest.mark.parametrize(
    ("stored", "paper"), [("1990", "1990"), ("1990-02", "02/1990"), ("1990-02-14", "14/02/1990")]
)
def test_paper_when_parts_missing_then_only_known_parts(stored: str, paper: str) -> None:
    assert PartialDate.from_iso(stored).paper() == paper


@pytest.mark.parametrize(
    "text", ["14/02/1990", "199002", "1990-2", "1990-02-", "", "1990-02-14T00:00", " 1990"]
)
def test_from_iso_when_not_stored_form_then_refused(text: str) -> None:
    with pytest.raises(BadInput):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1990, None, 3), (1700, 1, 1), (1990, 0, None), (1990, 2, 0)]
)
def test_construct_when_parts_make_no_date_then_value_error(
    year: int, month: int | None, day: int | None
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        PartialDate(year, month, day)


def test_bounds_when_parts_missing_then_span_of_days() -> None:
    assert PartialDate(1990).earliest() == datetime.date(1990, 1, 1)
    assert PartialDate(1990).latest() == datetime.date(1990, 12, 31)
    assert PartialDate(2016, 2).latest() == datetime.date(2016, 2, 29)
    assert (
        PartialDate(1990, 2, 14).earliest() == PartialDate(1990, 2, 14).latest() == datetime.date(1990, 2, 14)
    )


def test_is_whole_when_day_known_then_true() -> None:
    assert PartialDate(1990, 2, 14).is_whole
    assert not PartialDate(1990, 2).is_whole


def test_from_date_when_spreadsheet_date_then_whole_day() -> None:
    assert PartialDate.from_date(datetime.date(2018, 11, 5)) == PartialDate(2018, 11, 5)


def test_order_when_mixed_precision_then_like_iso_text() -> None:
    dates = [PartialDate.from_iso(text) for text in ("1991", "1990-02-14", "1990", "1990-02", "1990-01-31")]
    assert [date.iso() for date in sorted(dates)] == ["1990", "1990-01-31", "1990-02", "1990-02-14", "1991"]
    assert PartialDate(1990) <= PartialDate(1990)
    assert PartialDate(1990, 2) > PartialDate(1990)


def test_order_when_other_type_then_type_error() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate(1990) < "1990"


@pytest.mark.parametrize(
    ("birth", "day", "ages"),
    [
        ("1990-02-14", datetime.date(2018, 2, 13), (27, 27)),
        ("1990-02-14", datetime.date(2018, 2, 14), (28, 28)),
        ("1990", datetime.date(2018, 6, 1), (27, 28)),
        ("1990-06", datetime.date(2018, 6, 15), (27, 28)),
        ("2000-02-29", datetime.date(2018, 2, 28), (17, 17)),
        ("2000-02-29", datetime.date(2018, 3, 1), (18, 18)),
        ("2018", datetime.date(2018, 6, 1), (-1, 0)),
        ("2020", datetime.date(2018, 6, 1), (-3, -2)),
    ],
)
def test_age_on_when_birthday_uncertain_then_range(
    birth: str, day: datetime.date, ages: tuple[int, int]
) -> None:
    assert PartialDate.from_iso(birth).age_on(day) == ages


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1990", "1990-02-14", True),
        ("1990-02", "1990-03-01", False),
        ("1990-02", "1990", True),
        ("1990", "1991", False),
    ],
)
def test_can_be_same_when_spans_touch_then_true(one: str, other: str, *, same: bool) -> None:
    assert PartialDate.from_iso(one).can_be_same(PartialDate.from_iso(other)) is same
