"""Reading what is shown gives the stored answer back, for every box and every answer."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.area import area
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import MAX_YEAR, MIN_YEAR, PartialDate
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.formats import BETWEEN_ANSWERS, is_stored_form, parse_answer, show_answer
from census_desktop.domain.spec import BadInput, FieldDef, Kind
from census_desktop.domain.vietnamese import clean

BOXES = [
    pytest.param(field, id=f"{record}.{name}")
    for record, fields in (("person", PERSON_FIELDS), ("household", HOUSEHOLD_FIELDS))
    for name, field in fields.items()
]


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    year = draw(st.integers(MIN_YEAR, MAX_YEAR))
    month = draw(st.none() | st.integers(1, 12))
    if month is None:
        return PartialDate(year).iso()
    day = draw(st.none() | st.integers(1, calendar.monthrange(year, month)[1]))
    return PartialDate(year, month, day).iso()


def numbers(field: FieldDef) -> st.SearchStrategy[str]:
    most = max(field.lengths, default=field.max_length)
    one = st.text("0123456789", min_size=1, max_size=most)
    if not field.many:
        return one
    return st.lists(one, min_size=1, max_size=5, unique=True).map(BETWEEN_ANSWERS.join)


def stored_answers(field: FieldDef) -> st.SearchStrategy[str]:
    """Stored answers this box may hold."""
    match field.kind:
        case Kind.DATE:
            return partial_dates()
        case Kind.CODE:
            return st.sampled_from([item.code for item in code_list(field.codes)])
        case Kind.DIGITS:
            return numbers(field)
        case Kind.FLAG:
            return st.just("1")
        case Kind.UNIT:
            return st.sampled_from([str(unit.key) for unit in area().units if unit != area().town])
        case _:
            return (
                st.text(min_size=1, max_size=field.max_length)
                .map(clean)
                .filter(lambda text: 0 < len(text) <= field.max_length)
            )


@pytest.mark.parametrize("field", BOXES)
@given(data=st.data())
def test_parse_when_shown_answer_then_stored_answer(field: FieldDef, data: st.DataObject) -> None:
    stored = data.draw(stored_answers(field))
    assert parse_answer(field, show_answer(field, stored)) == stored
    assert is_stored_form(field, stored)


@pytest.mark.parametrize("field", BOXES)
@given(typed=st.text())
def test_parse_when_anything_is_typed_then_stored_form_or_refused(field: FieldDef, typed: str) -> None:
    try:
        stored = parse_answer(field, typed)
    except BadInput:
        return
    if stored is None:
        assert not clean(typed) or field.kind is Kind.FLAG
    else:
        assert is_stored_form(field, stored)
        assert parse_answer(field, show_answer(field, stored)) == stored
