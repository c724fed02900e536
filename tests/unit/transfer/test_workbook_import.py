"""Slips from spreadsheets into a real store: added, skipped, put aside, or named with what is wrong."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

import openpyxl
import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.store.import_queue import queued
from census_desktop.store.records import (
    counts,
    iter_households,
    load_household,
    load_person,
    members,
)
from census_desktop.store.transaction import Action
from census_desktop.transfer.workbook_import import import_workbook
from tests.sheets import FAMILY, homes, import_rows, only, tally, write_sheet
from tests.transfer_world import KY_TRINH, SONG_TRI, World, all_lines, stopping

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

# ------------------------------------------------------------------------------------------------------- reading


def test_rows_when_good_become_people_in_stored_form(store: Store) -> None:
    assert tally(import_rows(store, *FAMILY)) == (3, 0, 0, [])
    (household,) = iter_households(store)
    assert (household.unit, household.residential_group, household.household_no, household.address) == (
        SONG_TRI, "Tổ dân phố 3", "12", "Ngõ 5 đường Lê Đại Hành",
    )  # fmt: skip
    head, wife, daughter = members(store, household.household_uuid)
    assert (head.full_name, head.birth_date, head.sex, head.ethnicity) == (
        "ĐẬU VĂN THÌN",
        "1964-08-15",
        "1",
        "kinh",
    )
    assert (head.personal_id, head.relation_to_head) == ("042064001234", "CH")
    assert (wife.birth_date, wife.religion) == ("1967", None)
    assert daughter.birth_date == "1992-02"


def test_row_when_typed_by_excel_keeps_what_is_certain(store: Store) -> None:
    born = datetime.datetime(1990, 2, 14)  # noqa: DTZ001  as openpyxl writes it
    import_rows(
        store, {"full_name": "Nguyễn Thị Hoà", "birth_date": born, "sex": 2, "signed_declarant": True}
    )
    person = only(store)
    assert (person.birth_date, person.sex, person.signed_declarant) == ("1990-02-14", "2", "1")


def test_row_when_it_cannot_be_read_is_named_and_the_others_go_on(store: Store) -> None:
    done = import_rows(
        store,
        {"full_name": "Nguyễn Thị Hoà", "birth_date": "31/02/1990", "sex": "Nữ", "personal_id": 42190001234},
        {"full_name": "Võ Thị Hường", "birth_date": "1/2/90", "sex": "đàn bà", "personal_id": None},
        {"full_name": "Đậu Văn Thìn", "birth_date": "1964", "sex": "Nam", "personal_id": "042064001234"},
        {"birth_date": "1970", "sex": "Nam"},
    )
    assert tally(done) == (1, 0, 0, [
        (2, "birth_date"), (2, "personal_id"), (3, "birth_date"), (3, "sex"), (5, "full_name"),
    ])  # fmt: skip
    assert "số 0 ở đầu" in done.errors[1].message
    assert all(error.message.endswith(".") for error in done.errors)
    assert only(store).full_name == "Đậu Văn Thìn"


def test_row_when_a_cell_is_a_formula_is_refused(store: Store) -> None:
    done = import_rows(store, {"full_name": ('=WEBSERVICE("http://x")',), "sex": "Nam"})
    assert tally(done) == (0, 0, 0, [(2, "full_name")])
    assert "công thức" in done.errors[0].message


def test_row_when_a_name_begins_with_an_equals_sign_is_only_text(store: Store) -> None:
    assert import_rows(store, {"full_name": "=1+1"}).added == 1
    assert only(store).full_name == "=1+1"


def test_row_when_data_stand_beside_the_columns_is_refused(store: Store, tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường", "x": "1"}], ["full_name", "x"])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B1"] = None
    book.save(path)
    done = import_workbook(store, path, False, JobControl())
    assert tally(done) == (0, 0, 0, [(2, "")])


def test_row_when_too_long_for_its_box_is_refused(store: Store) -> None:
    assert tally(import_rows(store, {"full_name": "A" * 121}))[3] == [(2, "full_name")]


@pytest.mark.parametrize("code", ["18754", SONG_TRI, "Phường Sông Trí", "sông trí", 18754, None])
def test_unit_when_it_is_the_own_one_may_be_written_in_any_way(store: Store, code: object) -> None:
    assert import_rows(store, {"full_name": "Võ Thị Hường", "unit": code}).added == 1
    (household,) = iter_households(store)
    assert household.unit == SONG_TRI


def test_unit_when_it_is_another_is_kept(store: Store) -> None:
    import_rows(store, {"full_name": "Võ Thị Hường", "unit": KY_TRINH})
    (household,) = iter_households(store)
    assert household.unit == KY_TRINH


@pytest.mark.parametrize("code", ["99999", "Phường Không Có", ("=A1",)])
def test_unit_when_unknown_is_refused(store: Store, code: object) -> None:
    assert tally(import_rows(store, {"full_name": "Võ Thị Hường", "unit": code}))[3] == [(2, "unit")]


def test_unit_when_blank_on_the_town_machine_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path)
    done = import_rows(
        world.town.store, {"full_name": "Võ Thị Hường"}, {"full_name": "Lê Văn Tý", "unit": KY_TRINH}
    )
    world.close()
    assert tally(done) == (1, 0, 0, [(2, "unit")])


def test_uuid_when_it_is_none_is_refused(store: Store) -> None:
    done = import_rows(store, {"full_name": "Võ Thị Hường", "person_uuid": "5", "household_uuid": "hộ 5"})
    assert tally(done)[3] == [(2, "person_uuid"), (2, "household_uuid")]


def test_uuid_when_it_names_a_household_and_a_person_is_refused(store: Store) -> None:
    import_rows(store, {"full_name": "Võ Thị Hường"})
    person = only(store)
    done = import_rows(
        store,
        {"full_name": "Lê Văn Tý", "person_uuid": str(person.household_uuid), "household_uuid": ""},
        {"full_name": "Lê Văn Sửu", "person_uuid": "", "household_uuid": str(person.person_uuid)},
    )
    assert tally(done)[3] == [(2, "person_uuid"), (3, "household_uuid")]


def test_uuids_when_new_are_kept(store: Store) -> None:
    person, household = uuid.UUID(int=7 << 64), uuid.UUID(int=8 << 64)
    import_rows(
        store, {"full_name": "Võ Thị Hường", "person_uuid": str(person), "household_uuid": household.hex}
    )
    stored = load_person(store, person)
    assert stored is not None
    assert stored.household_uuid == household


# ------------------------------------------------------------------------------------------------------ households


def test_households_when_numbered_are_one_per_number_and_group(store: Store) -> None:
    rows = [
        {"residential_group": group, "household_no": number, "full_name": name}
        for group, number, name in (
            ("Thôn Hoà Lộc", "1", "A An"), ("Thôn Hoà Lộc", "2", "B Ba"), ("Thôn Hòa Lộc", "1", "C Ca"),
            ("Thôn Hải Hà", "1", "D Du"), ("thôn hoà lộc", "2", "E Em"),
        )
    ]  # fmt: skip
    assert import_rows(store, *rows[:4]).added == 4
    assert homes(store) == [["A An", "C Ca"], ["B Ba"], ["D Du"]]
    assert import_rows(store, rows[4]).added == 1
    assert homes(store) == [["A An", "C Ca"], ["B Ba", "E Em"], ["D Du"]]
    assert {each.residential_group for each in iter_households(store)} == {"Thôn Hoà Lộc", "Thôn Hải Hà"}


def test_household_when_here_with_another_address_takes_nobody_unseen(store: Store) -> None:
    import_rows(store, FAMILY[0])
    assert tally(import_rows(store, {**FAMILY[1], "address": "Đường khác"})) == (0, 0, 1, [])
    assert "dữ liệu của hộ khác" in queued(store)[0].reason


def test_households_when_only_the_book_is_known_are_one_per_book(store: Store) -> None:
    import_rows(
        store,
        {"full_name": "A An", "household_book_no": "310012345"},
        {"full_name": "B Ba", "household_book_no": "310054321"},
        {"full_name": "C Ca", "household_book_no": "310012345"},
    )
    assert homes(store) == [["A An", "C Ca"], ["B Ba"]]
    assert {household.household_book_no for household in iter_households(store)} == {"310012345", "310054321"}


def test_households_when_nothing_is_known_follow_their_heads(store: Store) -> None:
    rows = [
        ("A An", "CH", None), ("B Ba", "V", None), ("C Ca", "CD", "A AN"),
        ("D Du", "CH", None), ("E Em", "C", None), ("F Phượng", "V", "Ai Khác"), ("G Gấm", "CD", None),
    ]  # fmt: skip
    import_rows(
        store,
        *(
            {"full_name": name, "relation_to_head": relation, "head_name": head}
            for name, relation, head in rows
        ),
    )
    assert homes(store) == [["A An", "B Ba", "C Ca"], ["D Du", "E Em"], ["F Phượng"], ["G Gấm"]]


def test_households_when_members_stand_below_a_numbered_head_follow_it(store: Store) -> None:
    import_rows(
        store,
        {"full_name": "A An", "relation_to_head": "CH", "household_no": "1", "residential_group": "Thôn 1"},
        {"full_name": "B Ba", "relation_to_head": "V"},
        {"full_name": "C Ca", "relation_to_head": "CD", "residential_group": "Thôn 2"},
        {"full_name": "D Du", "unit": KY_TRINH, "relation_to_head": "CD"},
        {"full_name": "E Em"},
    )
    assert homes(store) == [["A An", "B Ba"], ["C Ca"], ["D Du"], ["E Em"]]


def test_household_when_the_row_of_its_head_is_corrected_later_takes_the_head_in(store: Store) -> None:
    wrong = {**FAMILY[0], "birth_date": "31/02/1964"}
    others = [
        {"full_name": row["full_name"], "relation_to_head": row["relation_to_head"]} for row in FAMILY[1:]
    ]
    assert tally(import_rows(store, wrong, *others)) == (2, 0, 0, [(2, "birth_date")])
    (household,) = iter_households(store)
    assert (household.household_no, household.address) == ("12", "Ngõ 5 đường Lê Đại Hành")
    assert tally(import_rows(store, FAMILY[0], *others)) == (1, 2, 0, [])
    assert [len(names) for names in homes(store)] == [3]


def test_household_when_only_its_refused_head_names_the_book_is_found_again(store: Store) -> None:
    head = {"full_name": "Đậu Văn Thìn", "relation_to_head": "CH", "household_book_no": "310"}
    wife = {"full_name": "Võ Thị Hường", "relation_to_head": "V"}
    assert tally(import_rows(store, {**head, "birth_date": "1/2/90"}, wife)) == (1, 0, 0, [(2, "birth_date")])
    assert tally(import_rows(store, head, wife)) == (1, 1, 0, [])
    assert homes(store) == [["Đậu Văn Thìn", "Võ Thị Hường"]]


def test_members_when_the_number_on_the_row_of_their_head_is_refused_wait_for_its_correction(
    store: Store,
) -> None:
    head = {"full_name": "Đậu Văn Thìn", "relation_to_head": "CH", "residential_group": "Thôn 1"}
    wife = {"full_name": "Võ Thị Hường", "relation_to_head": "V"}
    done = import_rows(store, {**head, "household_no": ("=A1+1",)}, wife)
    assert tally(done) == (0, 0, 0, [(2, "household_no"), (3, "")])
    assert "dòng 2" in done.errors[1].message
    assert tally(import_rows(store, {**head, "household_no": "7"}, wife)) == (2, 0, 0, [])


def test_households_when_rows_disagree_about_them_name_the_row(store: Store) -> None:
    done = import_rows(store, FAMILY[0], {**FAMILY[1], "address": "Đường khác"}, FAMILY[2])
    assert tally(done) == (2, 0, 0, [(3, "address")])
    assert "dòng 2" in done.errors[0].message


def test_households_when_two_carry_one_book_leave_a_third_row_to_a_person(store: Store) -> None:
    done = import_rows(
        store,
        {"full_name": "A An", "residential_group": "Thôn 1", "household_no": "1", "household_book_no": "31"},
        {"full_name": "B Ba", "residential_group": "Thôn 1", "household_no": "2", "household_book_no": "31"},
        {"full_name": "C Ca", "household_book_no": "31"},
    )
    assert tally(done) == (2, 0, 0, [(4, "household_uuid")])
    assert tally(import_rows(store, {"full_name": "C Ca", "household_book_no": "31"})) == (0, 0, 1, [])
    assert "nhiều hộ" in queued(store)[0].reason


def test_households_when_here_already_take_new_members(store: Store) -> None:
    import_rows(store, *FAMILY)
    child = {
        "residential_group": "Tổ dân phố 3", "household_no": "12", "full_name": "Đậu Minh Khôi",
        "birth_date": "03/09/2018", "sex": "Nam", "relation_to_head": "Cháu ruột",
    }  # fmt: skip
    assert tally(import_rows(store, child)) == (1, 0, 0, [])
    assert [len(names) for names in homes(store)] == [4]


def test_households_when_void_take_nobody(store: Store) -> None:
    import_rows(store, *FAMILY)
    (household,) = iter_households(store)
    with store.transaction(Action.VOID) as transaction:
        transaction.edit(
            RecordKind.HOUSEHOLD, household.household_uuid, {"void": "1", "void_reason": "trùng"}
        )
    row = {"full_name": "Đậu Minh Khôi", "household_uuid": str(household.household_uuid)}
    assert tally(import_rows(store, row)) == (0, 0, 1, [])
    assert "hủy" in queued(store)[0].reason


# ----------------------------------------------------------------------------------------------------- all or nothing


def test_sheet_when_the_header_is_foreign_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = all_lines(store)
    path = write_sheet(tmp_path / "a.xlsx", [{"Tên xe": "Võ Thị Hường", "Biển số": "38A"}])
    with pytest.raises(CensusError) as caught:
        import_workbook(store, path, False, JobControl())
    assert caught.value.code == "NO_MACHINE_NAMES"
    assert all_lines(store) == before


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_import_when_stopped_changes_nothing(store: Store, tmp_path: Path, after: int) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": f"Đậu Văn {number}"} for number in range(250)])
    with pytest.raises(CancelledError):
        import_workbook(store, path, False, stopping(after))
    assert counts(store) == (0, 0)


def test_household_when_it_has_a_telephone_and_a_collector_keeps_them(store: Store) -> None:
    import_rows(
        store,
        {**FAMILY[0], "phone": "0912 345 678", "collector": "Võ Thị Hường", "household_note": "nhà mới"},
    )
    (household,) = iter_households(store)
    loaded = load_household(store, household.household_uuid)
    assert loaded is not None
    assert (loaded.phone, loaded.collector, loaded.note) == ("0912345678", "Võ Thị Hường", "nhà mới")
