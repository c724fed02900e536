"""The slip: what the paper has, and nothing twice."""

from __future__ import annotations

import dataclasses

import pytest

from census_desktop.base.paths import resource
from census_desktop.domain.dc01 import (
    HOUSEHOLD_CELLS,
    HOUSEHOLD_FIELDS,
    MEMBERSHIP,
    PAPER_FIELDS,
    PERSON_CELLS,
    PERSON_FIELDS,
    Household,
    Person,
)
from census_desktop.domain.operations import MAX_ANSWER
from census_desktop.domain.spec import FieldDef, Kind

ALL_FIELDS = [*PERSON_FIELDS.values(), *HOUSEHOLD_FIELDS.values()]


def test_slip_when_read_then_has_the_17_items_of_the_paper_in_order() -> None:
    items = [int(field.box) for field in PERSON_FIELDS.values() if field.box]

    assert items == sorted(items)
    assert set(items) == set(range(1, 18))


@pytest.mark.parametrize("record", [Person, Household])
def test_record_when_read_then_every_attribute_is_an_identifier_or_a_box(record: type) -> None:
    fields = PERSON_FIELDS if record is Person else HOUSEHOLD_FIELDS
    attributes = {field.name for field in dataclasses.fields(record)}

    assert attributes - set(fields) == ({"person_uuid", MEMBERSHIP} if record is Person else {MEMBERSHIP})
    assert all(field.default is None for field in dataclasses.fields(record) if field.name in fields)


@pytest.mark.parametrize(
    ("cells", "boxes"),
    [
        (PERSON_CELLS, {*PERSON_FIELDS, MEMBERSHIP}),
        (HOUSEHOLD_CELLS, set(HOUSEHOLD_FIELDS)),
    ],
    ids=["person", "household"],
)
def test_cells_when_added_up_then_hold_every_box_once(
    cells: dict[str, tuple[str, ...]], boxes: set[str]
) -> None:
    held = [name for names in cells.values() for name in names]

    assert sorted(held) == sorted(boxes)


def test_cells_when_a_mixture_makes_no_sense_then_are_shared() -> None:
    assert PERSON_CELLS["void"] == HOUSEHOLD_CELLS["void"] == ("void", "void_reason")
    assert HOUSEHOLD_CELLS["location"] == ("unit", "residential_group")
    assert PERSON_CELLS["nationality"] == ("nationality", "other_nationality")
    assert PERSON_CELLS["service"][0] == "service"
    assert all(name.startswith("presence") for name in PERSON_CELLS["presence"])


@pytest.mark.parametrize("field", ALL_FIELDS, ids=lambda field: field.name)
def test_box_when_declared_then_says_what_its_kind_needs(field: FieldDef) -> None:
    assert field.label
    assert bool(field.codes) == (field.kind is Kind.CODE)
    assert bool(field.lengths) == (field.kind is Kind.DIGITS)
    assert 0 < field.max_length <= MAX_ANSWER
    if field.codes:
        assert list(resource("codes").glob(f"{field.codes}*")), field.codes


def test_paper_boxes_when_listed_then_all_boxes_with_an_item_number_are_among_them() -> None:
    assert [name for name in PERSON_FIELDS if name in PAPER_FIELDS] == list(PAPER_FIELDS)
    assert {name for name, field in PERSON_FIELDS.items() if field.box} <= set(PAPER_FIELDS)
    assert not {"void", "presence", "service", "slip_state"} & set(PAPER_FIELDS)


def test_sensitive_boxes_when_asked_then_are_ethnicity_religion_and_health() -> None:
    marked = {field.name for field in ALL_FIELDS if field.sensitive}

    assert marked == {"ethnicity", "religion", "blood_group"}
