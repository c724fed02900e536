"""The entry room: typed by keyboard alone, saved slip by slip, and what is read afterwards is the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint

from census_desktop.gui import messages
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.moments import clock_time
from census_desktop.services.entry import EntryDesk
from census_desktop.store.operations import history
from census_desktop.store.records import counts, iter_people, load_household, members
from tests.builders import save_family
from tests.disk_faults import database_may_not_grow
from tests.waiting import let_pass
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.domain.dc01 import Person
    from census_desktop.gui.pages.entry.page import EntryPage
    from census_desktop.store.store import Store
    from tests.robot import Typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    """The entry room."""
    return window_of(typist).entry()


def people_of(store: Store) -> list[Person]:
    return list(iter_people(store))


def type_sheet(typist: Typist) -> None:
    """Group, number and address of a new household, then Enter into the slip."""
    typist.fill("household.residential_group", "Tổ dân phố 3")
    typist.fill("household.household_no", "0401")
    typist.skip_to("household.address")
    typist.fill("household.address", "12 đường Nguyễn Trọng Bình")
    typist.skip_to("full_name")


def test_new_household_when_typed_is_stored_with_its_first_slip(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    typist.fill("birth_date", "1971")
    typist.skip_to("sex")
    typist.fill("sex", "1")
    typist.press("F10")
    (person,) = people_of(store)
    assert (person.full_name, person.birth_date, person.sex) == ("ĐẬU VĂN THÌN", "1971", "1")
    assert person.slip_state == "da_nhap"
    assert person.household_uuid is not None
    household = load_household(store, person.household_uuid)
    assert household is not None
    assert (household.household_no, household.residential_group) == ("0401", "Tổ dân phố 3")
    assert household.unit == store.installation.unit
    assert typist.focused == "relation_to_head"  # somebody is there to be related to
    assert page.editor("full_name").text() == ""
    assert clock_time(store.clock.now()) in window_of(typist).saved.text()


def test_slip_when_only_opened_stores_nothing(typist: Typist, store: Store) -> None:
    typist.press("Ctrl+N")
    typist.press("Ctrl+H")
    typist.press("F10")
    assert counts(store) == (0, 0)
    assert messages.shown == []


def test_second_slip_when_opened_carries_over_what_families_share(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    typist.skip_to("ethnicity")
    typist.fill("ethnicity", "kinh")
    typist.skip_to("relation_to_head")
    typist.fill("relation_to_head", "01")
    typist.press("F10")
    assert page.editor("ethnicity").text() == "Kinh"
    assert page.editor("ethnicity").state is FieldState.PROPOSED
    assert page.editor("head_name").text() == "ĐẬU VĂN THÌN"
    assert page.editor("permanent_address").text() == "12 đường Nguyễn Trọng Bình"
    typist.fill("relation_to_head", "khác")
    typist.fill("full_name", "NGUYỄN THỊ HOÀ")
    typist.press("F10")
    names = {person.full_name: person for person in people_of(store)}
    assert names["NGUYỄN THỊ HOÀ"].ethnicity == names["ĐẬU VĂN THÌN"].ethnicity
    assert names["NGUYỄN THỊ HOÀ"].head_name == "ĐẬU VĂN THÌN"


def test_proposal_when_cursor_passes_becomes_an_answer(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    assert page.editor("permanent_address").state is FieldState.PROPOSED
    typist.skip_to("current_address")
    assert page.editor("permanent_address").state is FieldState.NORMAL


def test_stored_slip_when_changed_writes_only_the_changed_cell(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    household, people = save_family(store)
    page.control.open(household.household_uuid, people[1].person_uuid)
    typist.skip_to("native_place")
    typist.fill("native_place", "Xã Kỳ Nam, huyện Kỳ Anh, Hà Tĩnh")
    typist.press("Ctrl+S")
    written = history(store, people[1].person_uuid)
    assert [operation.cell for operation in written[1:]] == ["slip_state", "native_place"] or {
        operation.cell for operation in written[1:]
    } == {"slip_state", "native_place"}
    assert typist.focused in {"birth_registration_place", "ethnicity"}
    before = len(written)
    typist.press("Ctrl+S")
    assert len(history(store, people[1].person_uuid)) == before


def test_slip_when_left_unfinished_is_kept_as_unfinished(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "VÕ THỊ HƯỜNG")
    typist.press("Ctrl+N")
    (person,) = people_of(store)
    assert person.slip_state == "dang_nhap"
    page.control.open_member(person.person_uuid)
    typist.press("F10")
    (person,) = people_of(store)
    assert person.slip_state == "da_nhap"


def test_slip_without_name_when_left_asks_first(typist: Typist, page: EntryPage, store: Store) -> None:
    type_sheet(typist)
    typist.skip_to("birth_date")
    typist.fill("birth_date", "1990")
    messages.next_answer(False)
    typist.press("Ctrl+H")
    assert page.editor("birth_date").text() == "1990"
    messages.next_answer(True)
    typist.press("Ctrl+H")
    assert page.editor("birth_date").text() == ""
    assert counts(store) == (0, 0)
    assert len(messages.shown) == 2


def test_unreadable_box_when_saving_stops_there_and_loses_nothing(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    typist.fill("birth_date", "31/02/1971")
    typist.press("F10")
    assert counts(store) == (0, 0)
    assert typist.focused == "birth_date"
    assert page.editor("birth_date").text() == "31/02/1971"
    assert page.banner.isVisible()
    typist.fill("birth_date", "28/02/1971")
    typist.press("F10")
    assert people_of(store)[0].birth_date == "1971-02-28"
    assert not page.banner.isVisible()


def test_findings_when_present_never_stop_saving(typist: Typist, page: EntryPage, store: Store) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    typist.skip_to("personal_id")
    typist.fill("personal_id", "042071")
    assert any(remark.field == "personal_id" for remark in page.findings.remarks)
    typist.press("F10")
    assert people_of(store)[0].personal_id == "042071"
    assert page.members.lines[0].sign == "error"


def test_blank_boxes_when_not_passed_yet_are_not_complained_about(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    assert not page.findings.remarks
    typist.press("Enter")  # past the blank name
    assert [remark.field for remark in page.findings.remarks] == ["full_name"]


def test_next_finding_when_pressed_walks_through_marked_boxes(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    typist.skip_to("permanent_address")
    marked = [key for key in page.box_keys() if key in {remark.field for remark in page.findings.remarks}]
    assert len(marked) >= 3
    walked = []
    for _step in marked:
        typist.press("Ctrl+E")
        walked.append(typist.focused)
    assert walked == marked
    typist.press("Ctrl+E")
    assert typist.focused == marked[0]


def test_next_finding_when_there_is_none_says_so(typist: Typist) -> None:
    typist.press("Ctrl+E")
    assert window_of(typist).news.text()


def test_remark_when_clicked_brings_the_cursor_there(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    typist.skip_to("birth_registration_place")
    remark = page.findings.remarks[0]
    view = page.findings.findChild(type(page.findings._list), "findings")
    assert view is not None
    typist.click(view.viewport(), view.visualItemRect(view.item(0)).center())
    assert typist.focused == remark.field


def test_f3_when_pressed_copies_from_the_slip_before(typist: Typist, page: EntryPage, store: Store) -> None:
    household, people = save_family(store)
    page.control.open(household.household_uuid, people[1].person_uuid)
    page.go_to("birth_date")
    typist.press("F3")
    assert page.editor("birth_date").text() == "15/08/1964"
    assert typist.focused == "blood_group"
    typist.press("F3")
    assert page.editor("blood_group").text() == ""
    assert window_of(typist).news.text()


def test_f4_when_pressed_copies_from_the_head(typist: Typist, page: EntryPage, store: Store) -> None:
    household, people = save_family(store)
    page.control.open(household.household_uuid, people[2].person_uuid)
    page.go_to("head_name")
    typist.press("F4")
    assert page.editor("head_name").text() == people[0].full_name
    page.go_to("full_name")
    typist.press("F4")
    assert page.editor("full_name").text() == people[0].full_name


def test_f4_when_the_slip_is_the_heads_takes_his_own_name(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    page.go_to("head_name")
    typist.press("F4")
    assert page.editor("head_name").text() == "ĐẬU VĂN THÌN"
    page.go_to("native_place")
    typist.press("F4")
    assert page.editor("native_place").text() == ""


def test_f6_when_pressed_copies_the_addresses(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    page.go_to("permanent_address")
    page.editor("permanent_address").copy_in(None)
    typist.press("F6")
    assert page.editor("permanent_address").text() == "12 đường Nguyễn Trọng Bình"
    assert typist.focused == "father_name"


def test_f6_when_there_is_no_address_says_so(typist: Typist, page: EntryPage) -> None:
    page.go_to("permanent_address")
    typist.press("F6")
    assert page.editor("permanent_address").text() == ""
    assert window_of(typist).news.text()


def test_note_key_when_pressed_goes_to_the_note(typist: Typist) -> None:
    typist.press("Ctrl+M")
    assert typist.focused == "note"


def test_end_of_slip_when_passed_says_what_comes_next(typist: Typist, page: EntryPage) -> None:
    page.go_to("service")
    typist.press("Enter")
    assert "F10" in window_of(typist).news.text()
    page.go_to("form_version")
    typist.press("Shift+Enter")
    assert typist.focused == "household.note"


def test_household_when_searched_by_name_without_marks_is_opened(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    save_family(store, household_no="0007")
    other, _people = save_family(store, household_no="0008", residential_group="Tổ dân phố 5")
    page.list_households()
    assert len(page.households.rows) == 2
    typist.press("Ctrl+F")
    typist.type("0008")
    typist.wait_for(lambda: len(page.households.rows) == 1)
    typist.press("Enter")
    assert page.control.sheet.household.household_uuid == other.household_uuid
    assert [line.name for line in page.members.lines] == ["ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG", "ĐẬU THỊ HOÀ"]
    assert page.editor("full_name").text() == "ĐẬU VĂN THÌN"


def test_lists_when_clicked_open_household_and_member(typist: Typist, page: EntryPage, store: Store) -> None:
    save_family(store)
    page.list_households()
    typist.click(page.household_view.viewport(), QPoint(60, 10))
    assert page.editor("full_name").text() == "ĐẬU VĂN THÌN"
    row = page.member_view.visualRect(page.members.index(2)).center()
    typist.click(page.member_view.viewport(), row)
    assert page.editor("full_name").text() == "ĐẬU THỊ HOÀ"
    assert window_of(typist).place.text().startswith("Phiếu 3/3")


def test_sheet_alone_when_changed_is_saved_on_leaving(typist: Typist, page: EntryPage, store: Store) -> None:
    household, _people = save_family(store)
    page.control.open(household.household_uuid)
    page.go_to("household.phone")
    typist.fill("household.phone", "0912345678")
    typist.press("Ctrl+N")
    stored = load_household(store, household.household_uuid)
    assert stored is not None
    assert stored.phone == "0912345678"
    page.go_to("household.collector")
    typist.fill("household.collector", "Trần Quốc Tuấn")
    typist.press("Ctrl+H")
    stored = load_household(store, household.household_uuid)
    assert stored is not None
    assert stored.collector == "Trần Quốc Tuấn"
    assert counts(store) == (3, 1)


def test_full_disk_when_saving_says_so_and_keeps_what_was_typed(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    for name, length in (("note", 1000), ("native_place", 250), ("current_address", 250)):
        page.editor(name).setText("ố" * length)  # more than the pages at hand can take
    with database_may_not_grow(store):
        typist.press("F10")
        assert page.banner.isVisible()
        assert page.editor("full_name").text() == "ĐẬU VĂN THÌN"
        assert counts(store) == (0, 0)
    typist.press("F10")
    assert counts(store) == (1, 1)


def test_half_typed_slip_when_window_closes_comes_back_with_cursor(
    app: QApplication, store: Store, tmp_path: Path
) -> None:
    with main_window(app, store, tmp_path) as typist:
        type_sheet(typist)
        typist.fill("full_name", "ĐẬU VĂN THÌN")
        typist.type("14/0")
        let_pass(800)  # the pause after which a draft is kept
        assert window_of(typist).draft.text()
    with main_window(app, store, tmp_path) as typist:
        page = window_of(typist).entry()
        assert page.editor("full_name").text() == "ĐẬU VĂN THÌN"
        assert page.editor("birth_date").text() == "14/0"
        assert page.editor("household.household_no").text() == "0401"
        assert typist.focused == "birth_date"
        typist.type("2/1971")
        typist.press("F10")
        assert [person.birth_date for person in people_of(store)] == ["1971-02-14"]
    with main_window(app, store, tmp_path) as typist:
        assert window_of(typist).entry().editor("full_name").text() == ""


def test_draft_of_a_stored_slip_when_recovered_is_an_edit_of_it(
    app: QApplication, store: Store, tmp_path: Path
) -> None:
    household, people = save_family(store)
    with main_window(app, store, tmp_path) as typist:
        page = window_of(typist).entry()
        page.control.open(household.household_uuid, people[1].person_uuid)
        typist.skip_to("native_place")
        typist.fill("native_place", "Xã Kỳ Nam")
    with main_window(app, store, tmp_path) as typist:
        page = window_of(typist).entry()
        assert page.editor("native_place").text() == "Xã Kỳ Nam"
        typist.press("F10")
    assert members(store, household.household_uuid)[1].native_place == "Xã Kỳ Nam"
    assert counts(store) == (3, 1)


def test_slip_when_left_for_another_room_keeps_its_draft(typist: Typist, store: Store) -> None:
    type_sheet(typist)
    typist.type("ĐẬU VĂN")
    typist.press("Alt+4")
    draft = EntryDesk(store).recover_draft()
    assert draft is not None
    assert draft.person.full_name == "ĐẬU VĂN"
    typist.press("Alt+1")
    assert typist.focused == "full_name"
    assert window_of(typist).entry().editor("full_name").text() == "ĐẬU VĂN"


def test_unknown_household_when_wanted_is_told(typist: Typist, page: EntryPage, store: Store) -> None:
    page.control.open(store.clock.new_uuid())
    assert page.banner.isVisible()
