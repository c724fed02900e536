"""Spreadsheets imported again, and rows about people who are here already or look like them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from census_desktop.domain.records import RecordKind
from census_desktop.store.import_queue import queued
from census_desktop.store.records import counts, iter_people
from census_desktop.store.transaction import Action
from tests.sheets import FAMILY, NAME, homes, import_rows, only, tally
from tests.transfer_world import all_lines

if TYPE_CHECKING:
    from census_desktop.store.store import Store

KEYLESS = (
    {"full_name": "Lê Văn Tý", "birth_date": "1960", "sex": "Nam", "relation_to_head": "CH"},
    {"full_name": "Phạm Thị Lựu", "birth_date": "1962", "sex": "Nữ", "relation_to_head": "V"},
)


@pytest.mark.parametrize("rows", [FAMILY, KEYLESS])
def test_sheet_when_imported_twice_changes_nothing(store: Store, rows: tuple[Mapping[str, str], ...]) -> None:
    import_rows(store, *rows)
    before = all_lines(store)
    assert tally(import_rows(store, *rows)) == (0, len(rows), 0, [])
    assert all_lines(store) == before


def test_sheet_when_a_keyless_family_has_a_newborn_finds_its_household(store: Store) -> None:
    import_rows(store, *KEYLESS)
    child = {"full_name": "Lê Minh Anh", "birth_date": "2019", "sex": "Nữ", "relation_to_head": "CD"}
    assert tally(import_rows(store, *KEYLESS, child)) == (1, 2, 0, [])
    assert [len(names) for names in homes(store)] == [3]


def test_sheet_when_a_keyless_family_is_in_doubt_waits_as_a_whole(store: Store) -> None:
    import_rows(store, KEYLESS[0])
    changed = {**KEYLESS[0], "religion": "Công giáo"}
    assert tally(import_rows(store, changed, KEYLESS[1])) == (0, 0, 2, [])
    assert counts(store) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"religion": "Công giáo"}, {"address": "Đường khác"}, {"personal_id": ""}]
)
def test_person_when_here_with_other_answers_waits_for_somebody(store: Store, change: dict[str, str]) -> None:
    import_rows(store, FAMILY[0])
    before = all_lines(store)
    done = import_rows(store, {**FAMILY[0], **change})
    assert tally(done) == ((0, 1, 0, []) if "" in change.values() else (0, 0, 1, []))
    assert all_lines(store) == before
    for row in queued(store):
        assert row.file_name == NAME
        assert row.answers["full_name"] == "ĐẬU VĂN THÌN"
        assert set(change) <= set(row.answers)


def test_person_when_put_aside_before_is_not_put_aside_twice(store: Store) -> None:
    import_rows(store, FAMILY[0])
    for _each in range(2):
        assert import_rows(store, {**FAMILY[0], "religion": "Công giáo"}).queued == 1
    assert len(queued(store)) == 1


def test_person_when_the_tone_stands_elsewhere_is_the_same_person(store: Store) -> None:
    import_rows(store, *FAMILY)
    done = import_rows(store, FAMILY[0], FAMILY[1], {**FAMILY[2], "full_name": "Đậu Thị Hòa"})
    assert tally(done) == (0, 2, 1, [])


@pytest.mark.parametrize(
    ("born", "waits"), [("1964", True), ("", True), ("08/1964", True), ("15/08/1994", False)]
)
def test_person_when_of_the_same_name_in_one_household_waits_unless_born_apart(
    store: Store, born: str, waits: bool
) -> None:
    import_rows(store, *FAMILY)
    row = {**FAMILY[0], "birth_date": born, "personal_id": "", "relation_to_head": "Con đẻ"}
    assert tally(import_rows(store, row)) == ((0, 0, 1, []) if waits else (1, 0, 0, []))


def test_person_when_alike_in_another_numbered_household_is_somebody_else(store: Store) -> None:
    row = {"residential_group": "Thôn 1", "full_name": "Nguyễn Thị Lan", "birth_date": "1950", "sex": "Nữ"}
    assert import_rows(store, {**row, "household_no": "1"}, {**row, "household_no": "2"}).added == 2


def test_person_when_the_id_number_is_here_waits(store: Store) -> None:
    import_rows(store, FAMILY[0])
    row = {
        "full_name": "Đậu Văn Thình",
        "personal_id": "042064001234",
        "household_no": "99",
        "residential_group": "X",
    }
    assert tally(import_rows(store, row)) == (0, 0, 1, [])
    assert "Số định danh" in queued(store)[0].reason


def test_person_when_named_by_uuid_is_found_whatever_else_is_written(store: Store) -> None:
    import_rows(store, *KEYLESS)
    person = next(each for each in iter_people(store) if each.full_name == "Lê Văn Tý")
    key = str(person.person_uuid)
    same = {"person_uuid": key, "full_name": "Lê Văn Tý", "birth_date": "1960"}
    assert tally(import_rows(store, same)) == (0, 1, 0, [])
    assert tally(import_rows(store, {**same, "household_uuid": str(person.household_uuid)})) == (0, 1, 0, [])
    assert tally(import_rows(store, {**same, "birth_date": "1961"})) == (0, 0, 1, [])
    assert tally(import_rows(store, {**same, "household_uuid": str(uuid.UUID(int=9))})) == (0, 0, 1, [])


def test_person_when_void_is_not_taken_for_the_row(store: Store) -> None:
    import_rows(store, FAMILY[0])
    person = only(store)
    with store.transaction(Action.VOID) as transaction:
        transaction.edit(RecordKind.PERSON, person.person_uuid, {"void": "1", "void_reason": "khai trùng"})
    assert import_rows(store, FAMILY[0]).added == 1
    assert import_rows(store, {**FAMILY[1], "person_uuid": str(person.person_uuid)}).queued == 1


def test_person_when_twice_in_one_household_of_the_sheet_is_added_once(store: Store) -> None:
    assert tally(import_rows(store, FAMILY[0], FAMILY[0], {**FAMILY[0], "religion": "Công giáo"})) == (
        1,
        1,
        1,
        [],
    )


def test_person_when_twice_in_a_keyless_sheet_waits(store: Store) -> None:
    """Two women of one name and birth year are common; only a person can tell whether a row was pasted twice."""
    row = {"full_name": "Nguyễn Thị Lan", "birth_date": "1950", "sex": "Nữ"}
    assert tally(import_rows(store, row, row)) == (1, 0, 1, [])


def test_person_when_the_stored_birth_date_is_spoiled_may_still_be_the_same(store: Store) -> None:
    """Packages may bring anything; what cannot be read cannot speak against two people being one."""
    import_rows(store, FAMILY[0])
    with store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, only(store).person_uuid, {"birth_date": "khoảng 1964"})
    assert tally(import_rows(store, {**FAMILY[0], "personal_id": ""})) == (0, 0, 1, [])


def test_person_when_in_no_household_is_found_by_uuid_only(store: Store) -> None:
    import_rows(store, KEYLESS[0])
    person = only(store)
    with store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, person.person_uuid, {"household_uuid": None})
    assert tally(import_rows(store, KEYLESS[0])) == (1, 0, 0, [])
    assert tally(import_rows(store, {**KEYLESS[0], "person_uuid": str(person.person_uuid)})) == (0, 0, 1, [])
