"""Rows an import has put aside: whom they may be, deciding, and taking the decision back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.services.undo import undo, undoable
from census_desktop.services.waiting_rows import (
    ask_again,
    blanks_filled,
    count_queued,
    differing,
    leave_out,
    look_at_row,
    take_as_new,
    take_into,
    waiting_rows,
)
from census_desktop.store.records import counts, iter_households, load_person, members
from census_desktop.store.transaction import Action
from census_desktop.transfer.import_report import Choice, Fate, ImportResult
from census_desktop.transfer.workbook_import import import_workbook
from tests.messy_sheets import people_of
from tests.sheets import FAMILY, NAME, import_rows, write_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from census_desktop.store.store import Store

KEYLESS = tuple(
    {
        name: value
        for name, value in row.items()
        if name not in {"residential_group", "household_no", "address"}
    }
    for row in FAMILY
)


@pytest.fixture
def store(ward_store: Store) -> Store:
    return ward_store


def _again(store: Store, *rows: Mapping[str, Any]) -> ImportResult:
    path = write_sheet(store.folder.root / NAME, rows)
    return import_workbook(store, path, False, JobControl(), bad_rows=Choice.QUEUE)


def test_row_when_the_person_is_here_with_other_answers_is_shown_beside_and_changes_marked_boxes_only(
    store: Store,
) -> None:
    import_rows(store, *FAMILY)
    import_rows(store, {**FAMILY[0], "religion": "Phật giáo", "blood_group": "O", "native_place": "Xã Kỳ Hà"})
    before = people_of(store)["ĐẬU VĂN THÌN"]
    (row,) = waiting_rows(store)
    look = look_at_row(store, row.number)
    (match,) = look.matches
    assert match.person == before
    assert look.belongs
    assert [home.household_no for home in look.homes] == ["12"]
    assert (
        blanks_filled(look, before) == differing(look, before) == {"religion", "blood_group", "native_place"}
    )
    assert take_into(store, row.number, before.person_uuid, {"religion", "sex"}) == 1
    after = people_of(store)["ĐẬU VĂN THÌN"]
    assert (after.religion, after.blood_group, after.native_place, after.sex) == (
        "01",
        None,
        None,
        before.sex,
    )
    assert count_queued(store) == 0


def test_row_when_found_to_be_somebody_is_not_asked_about_again(store: Store) -> None:
    import_rows(store, *FAMILY)
    changed = {**FAMILY[0], "religion": "Phật giáo"}
    import_rows(store, changed)
    (row,) = waiting_rows(store)
    person = people_of(store)["ĐẬU VĂN THÌN"]
    assert take_into(store, row.number, person.person_uuid, ()) == 0
    done = import_rows(store, changed)
    assert (done.skipped, done.queued, count_queued(store)) == (1, 0, 0)
    assert "quyết định" in done.fates[0].message
    ask_again(store, row.number)
    assert waiting_rows(store) == (row,)


def test_row_when_taken_as_somebody_new_joins_the_household_and_undo_lets_it_wait_again(store: Store) -> None:
    import_rows(store, *FAMILY)
    import_rows(store, {**FAMILY[1], "birth_date": None})
    (row,) = waiting_rows(store)
    (home,) = iter_households(store)
    person = take_as_new(store, row.number, home.household_uuid)
    assert (counts(store)[0], count_queued(store)) == (4, 0)
    assert person in members(store, home.household_uuid)
    item = undoable(store, 1)[0]
    undo(store, item.number)
    assert waiting_rows(store) == (row,)
    assert counts(store)[0] == 3
    with pytest.raises(CensusError):
        ask_again(store, row.number)


def test_row_when_it_needs_a_household_of_its_own_makes_it_of_what_it_says(store: Store) -> None:
    import_rows(store, *FAMILY)
    import_rows(store, {**FAMILY[1], "birth_date": None, "household_book_no": "3100123"})
    (row,) = waiting_rows(store)
    person = take_as_new(store, row.number, None)
    homes = {home.household_uuid: home for home in iter_households(store)}
    assert len(homes) == 2
    made = homes[person.household_uuid or uuid.UUID(int=0)]
    assert (made.household_no, made.residential_group, made.household_book_no) == (
        "12", "Tổ dân phố 3", "3100123",
    )  # fmt: skip


def test_row_when_it_says_otherwise_about_the_household_keeps_that_in_the_note(store: Store) -> None:
    import_rows(store, *FAMILY)
    import_rows(
        store,
        {**FAMILY[0], "full_name": "LÊ MINH TÚ", "personal_id": None, "address": "Ngõ 9", "note": "mới đến"},
    )
    (row,) = waiting_rows(store)
    (home,) = iter_households(store)
    assert take_as_new(store, row.number, home.household_uuid).note == "mới đến; Địa chỉ hộ: Ngõ 9"
    assert [home.address for home in iter_households(store)] == ["Ngõ 5 đường Lê Đại Hành"]


def test_row_when_left_out_stays_out_until_asked_again(store: Store) -> None:
    import_rows(store, *FAMILY)
    import_rows(store, {**FAMILY[1], "birth_date": None})
    (row,) = waiting_rows(store)
    leave_out(store, row.number)
    assert waiting_rows(store) == ()
    with pytest.raises(CensusError) as caught:
        leave_out(store, row.number)
    assert caught.value.code == "NO_SUCH_ROW"
    ask_again(store, row.number)
    assert waiting_rows(store) == (row,)


def test_family_when_it_names_no_household_follows_the_one_decided_first(store: Store) -> None:
    import_rows(store, *KEYLESS)
    import_rows(store, {**KEYLESS[0], "religion": "Phật giáo"}, {**KEYLESS[2], "full_name": "ĐẬU VĂN TÝ"})
    first, newborn = waiting_rows(store)
    assert not look_at_row(store, newborn.number).belongs
    head = people_of(store)["ĐẬU VĂN THÌN"]
    take_into(store, first.number, head.person_uuid, {"religion"})
    look = look_at_row(store, newborn.number)
    assert look.belongs
    assert [home.household_uuid for home in look.homes] == [head.household_uuid]


def test_row_when_a_cell_cannot_be_read_becomes_a_slip_with_the_words_in_its_note(store: Store) -> None:
    done = _again(store, {**FAMILY[0], "birth_date": "31/02/1964"})
    assert [fate.fate for fate in done.fates] == [Fate.QUEUED]
    (row,) = waiting_rows(store)
    look = look_at_row(store, row.number)
    assert (look.matches, look.homes, look.belongs) == ((), (), False)
    person = take_as_new(store, row.number, None)
    assert (person.birth_date, person.note) == (None, "Ngày, tháng, năm sinh: 31/02/1964")
    assert len(list(iter_households(store))) == 1


def test_row_when_it_names_a_person_by_uuid_finds_the_person_and_never_makes_the_same_one_twice(
    store: Store,
) -> None:
    named = {**FAMILY[0], "person_uuid": str(uuid.UUID(int=7)), "household_uuid": str(uuid.UUID(int=8))}
    import_rows(store, named)
    import_rows(store, {**named, "full_name": "ĐẬU VĂN THÌN ANH", "personal_id": None, "birth_date": "1970"})
    (row,) = waiting_rows(store)
    look = look_at_row(store, row.number)
    assert [one.person.person_uuid for one in look.matches] == [uuid.UUID(int=7)]
    assert [home.household_uuid for home in look.homes] == [uuid.UUID(int=8)]
    person = take_as_new(store, row.number, None)
    assert person.person_uuid != uuid.UUID(int=7)
    assert person.household_uuid != uuid.UUID(int=8)
    assert counts(store) == (2, 2)


def test_row_when_its_household_is_void_proposes_none(store: Store) -> None:
    named = {**FAMILY[0], "household_uuid": str(uuid.UUID(int=8))}
    import_rows(store, named)
    with store.transaction(Action.VOID) as transaction:
        for kind, record in (
            (RecordKind.PERSON, people_of(store)["ĐẬU VĂN THÌN"].person_uuid),
            (RecordKind.HOUSEHOLD, uuid.UUID(int=8)),
        ):
            transaction.edit(kind, record, {"void": "1", "void_reason": "nhập nhầm"})
    import_rows(store, {**named, "full_name": "VÕ THỊ HƯỜNG", "personal_id": None})
    (row,) = waiting_rows(store)
    assert look_at_row(store, row.number).homes == ()


def test_row_when_the_person_or_household_is_unknown_is_refused(store: Store) -> None:
    import_rows(store, *FAMILY)
    import_rows(store, {**FAMILY[1], "birth_date": None})
    (row,) = waiting_rows(store)
    nobody = uuid.UUID(int=99)
    for attempt in (
        lambda: take_into(store, row.number, nobody, ()),
        lambda: take_as_new(store, row.number, nobody),
        lambda: look_at_row(store, 99),
    ):
        with pytest.raises(CensusError) as caught:
            attempt()
        assert caught.value.code in {"NO_SUCH_RECORD", "NO_SUCH_ROW"}
    assert load_person(store, nobody) is None
    assert count_queued(store) == 1
