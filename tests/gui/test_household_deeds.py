"""F5 in the entry room: households put right by keyboard alone, read back from the database, taken back by Ctrl+U."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.dc01 import Household, Person
from census_desktop.gui.dialogs.household_deeds import HouseholdDeeds
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.services.households import combine_households
from census_desktop.store.records import iter_households, iter_people, load_household, load_person, members
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import make_household, make_person, save, save_family
from tests.robot import Typist
from tests.windows import main_window, window_of

Family = tuple[Household, tuple[Person, ...]]


@pytest.fixture
def family(ward_store: Store) -> Family:
    return save_family(ward_store, household_no="0401")


@pytest.fixture
def neighbours(ward_store: Store, family: Family) -> Family:
    household = make_household(ward_store.clock, household_no="0402", phone="0912345678")
    person = make_person(ward_store.clock, household, full_name="BIỆN VĂN QUẾ", birth_date="1958")
    save(ward_store, household, person)
    return household, (person,)


@pytest.fixture
def typist(
    qapp: QApplication, ward_store: Store, neighbours: Family, family: Family, tmp_path: Path
) -> Iterator[Typist]:
    with main_window(qapp, ward_store, tmp_path) as typist:
        window_of(typist).entry().control.open(family[0].household_uuid)
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def dialog_of(page: EntryPage) -> HouseholdDeeds:
    found = [one for one in page.findChildren(HouseholdDeeds) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def stored(store: Store, person: Person) -> Person:
    found = load_person(store, person.person_uuid)
    assert found is not None
    return found


def test_person_when_moved_is_in_the_other_household_with_the_new_relation(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family, neighbours: Family
) -> None:
    daughter = family[1][2]
    page.control.open_member(daughter.person_uuid)
    typist.press("F5")
    typist.press("1")
    typist.type("0402")
    typist.press("Enter")
    assert typist.focused == "deed_relation"
    typist.type("con dau")
    typist.press("Enter")
    moved = stored(ward_store, daughter)
    assert moved.household_uuid == neighbours[0].household_uuid
    assert (moved.relation_to_head, moved.head_name) == ("CDAU", "BIỆN VĂN QUẾ")
    assert "Đã chuyển ĐẬU THỊ HOÀ" in page.banner.text
    assert [line.name for line in page.members.lines] == ["ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG"]
    typist.press("Ctrl+U")
    typist.press("Enter")
    assert stored(ward_store, daughter) == daughter
    assert verify(ward_store).ok


def test_relation_when_left_blank_stays_as_written(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    page.control.open_member(family[1][2].person_uuid)
    typist.press("F5")
    typist.press("1")
    typist.press("Enter")
    typist.press("Enter")
    assert stored(ward_store, family[1][2]).relation_to_head == "CD"


def test_people_when_split_off_have_a_household_of_their_own_that_waits_for_its_number(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    typist.press("F5")
    typist.press("2")
    typist.press("Enter")
    assert "không phải tất cả" in dialog_of(page).hint.text()
    typist.press("Down")
    typist.press("Space")
    typist.press("Down")
    typist.press("Space")
    typist.press("Enter")
    assert "ĐẬU THỊ HOÀ: Con đẻ" in dialog_of(page).hint.text()
    typist.press("Enter")
    wife = stored(ward_store, family[1][1])
    assert wife.household_uuid not in {None, family[0].household_uuid}
    assert wife.relation_to_head == "CH"
    assert wife.household_uuid is not None
    assert [one.full_name for one in members(ward_store, wife.household_uuid)] == [
        "VÕ THỊ HƯỜNG", "ĐẬU THỊ HOÀ",
    ]  # fmt: skip
    assert typist.focused == "household.household_no"
    assert page.control.sheet.household.household_uuid == wife.household_uuid


def test_households_when_typed_twice_are_combined_and_say_what_differed(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family, neighbours: Family
) -> None:
    typist.press("F5")
    typist.press("3")
    typist.type("que")
    typist.press("Enter")
    assert len(members(ward_store, family[0].household_uuid)) == 4
    gone = load_household(ward_store, neighbours[0].household_uuid)
    assert gone is not None
    assert gone.void == "1"
    assert "1 người sang hộ này" in page.banner.text
    assert "Hộ số" in page.banner.text
    kept = load_household(ward_store, family[0].household_uuid)
    assert kept is not None
    assert kept.phone == "0912345678"


def test_head_when_changed_turns_all_relations(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    typist.press("F5")
    typist.press("4")
    assert "ĐẬU VĂN THÌN: Chồng" in dialog_of(page).hint.text()
    typist.press("Enter")
    head, wife, daughter = (stored(ward_store, one) for one in family[1])
    assert [one.relation_to_head for one in (head, wife, daughter)] == ["C", "CH", "CD"]
    assert {one.head_name for one in (head, wife, daughter)} == {"VÕ THỊ HƯỜNG"}
    assert "Chủ hộ nay là VÕ THỊ HƯỜNG" in page.banner.text
    typist.press("Ctrl+H")
    assert page.banner.isHidden()  # it would seem to speak of the next household


def test_slip_when_made_void_needs_a_reason(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    typist.press("F5")
    typist.press("5")
    typist.press("Enter")
    assert "lý do" in dialog_of(page).hint.text()
    typist.type("nhập trùng")
    typist.press("Down")
    typist.press("Enter")
    gone = stored(ward_store, family[1][0])
    assert (gone.void, gone.void_reason, gone.slip_state) == ("1", "Nhập trùng phiếu", "huy")
    assert all(line.person_uuid != gone.person_uuid for line in page.members.lines)


def test_household_when_made_void_leaves_an_empty_sheet(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    typist.press("F5")
    typist.press("6")
    typist.type("Nhập thử")
    typist.press("Enter")
    assert "3 phiếu" in page.banner.text
    assert not page.control.sheet.is_stored
    void = [one.household_no for one in iter_households(ward_store) if one.void]
    assert void == ["0401"]
    assert sum(one.void is not None for one in iter_people(ward_store)) == 3
    typist.press("Ctrl+U")
    typist.press("Enter")
    assert not [one for one in iter_people(ward_store) if one.void is not None]


def test_questions_when_given_up_change_nothing(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    page.go_to("native_place")
    typist.press("F5")
    for key in "123456":
        typist.press(key)
        assert dialog_of(page).kinds.isHidden()
        typist.press("Esc")
        assert dialog_of(page).kinds.isVisible()
    typist.press("Esc")
    assert [one for one in page.findChildren(HouseholdDeeds) if one.isVisible()] == []
    typist.type("Xã Kỳ Hoa")  # goes where the cursor was
    assert page.editor("native_place").text() == "Xã Kỳ Hoa"
    assert members(ward_store, family[0].household_uuid) == family[1]


def test_new_slip_when_open_offers_nothing_about_the_person(typist: Typist, page: EntryPage) -> None:
    typist.press("Ctrl+N")
    typist.press("F5")
    typist.press("1")
    assert dialog_of(page).kinds.isVisible()
    typist.press("Esc")


def test_sheet_when_not_stored_yet_says_so(typist: Typist, page: EntryPage) -> None:
    typist.press("Ctrl+H")
    typist.press("F5")
    assert "chưa được lưu" in window_of(typist).news.text()


def test_half_typed_box_when_the_household_is_put_right_is_not_lost(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    page.go_to("native_place")
    typist.type("Xã Kỳ Hoa")
    typist.press("F5")
    typist.press("4")
    typist.press("Enter")
    assert stored(ward_store, family[1][0]).native_place == "Xã Kỳ Hoa"


def test_household_when_gone_meanwhile_says_so_and_changes_nothing(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family, neighbours: Family
) -> None:
    typist.press("F5")
    typist.press("1")
    typist.type("0402")
    typist.press("Enter")
    third = make_household(ward_store.clock, household_no="0403")
    save(ward_store, third)
    combine_households(ward_store, third.household_uuid, neighbours[0].household_uuid)
    typist.press("Enter")
    assert "đã hủy" in page.banner.text
    assert stored(ward_store, family[1][0]) == family[1][0]


def test_ticks_when_esc_is_pressed_are_there_again(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family
) -> None:
    typist.press("F5")
    typist.press("2")
    typist.press("Down")
    typist.press("Space")
    typist.press("Enter")
    typist.press("Esc")
    dialog = dialog_of(page)
    assert dialog.ticks.isVisible()
    assert dialog.question.text() == "Ai tách đi?"
    assert dialog.ticks.ticked() == (family[1][1].person_uuid,)
    typist.press("Esc")
    assert dialog.kinds.isVisible()
    typist.press("Esc")
    assert not [one for one in page.findChildren(HouseholdDeeds) if one.isVisible()]
    typist.press("F5")
    typist.press("2")
    assert dialog_of(page).ticks.ticked() == (family[1][1].person_uuid,)
    typist.press("Enter")
    typist.press("Enter")
    assert stored(ward_store, family[1][1]).household_uuid != family[0].household_uuid
    typist.press("F5")
    assert dialog_of(page).ticks.ticked() == ()  # it was done


@pytest.mark.parametrize("key", ["F5", "Ctrl+U"])
def test_half_typed_slip_when_a_dialog_is_closed_again_is_counted(
    typist: Typist, page: EntryPage, ward_store: Store, family: Family, key: str
) -> None:
    typist.press("Ctrl+N")
    typist.skip_to("full_name")
    typist.type("ĐẬU VĂN NAM")
    typist.press(key)
    typist.press("Esc")
    assert [one.full_name for one in members(ward_store, family[0].household_uuid)][-1] == "ĐẬU VĂN NAM"
    assert page.sheet_title.text() == "Hộ 0401 · 4 người"
    assert [line.is_stored for line in page.members.lines] == [True] * 4
    assert window_of(typist).focusWidget() is page.editor("full_name")
    assert page.control.is_untouched()
    typist.press("Enter")
    typist.fill("birth_date", "1990")
    typist.press("Ctrl+S")
    assert members(ward_store, family[0].household_uuid)[-1].birth_date == "1990"
