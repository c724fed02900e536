"""The browse room, by keys alone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.code_names import RETURNED
from census_desktop.gui.pages.browse.filters import Chooser
from census_desktop.gui.pages.browse.page import BrowsePage
from census_desktop.store.browse import ANY, PAGE
from census_desktop.store.store import Role
from tests.builders import edit, make_household, make_person, save, save_family
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.robot import Typist


def enter(typist: Typist) -> BrowsePage:
    page = room(typist, "browse").pages["browse"]
    assert isinstance(page, BrowsePage)
    return page


def names(page: BrowsePage) -> list[str | None]:
    return [line.full_name for line in page.people.rows]


def answers(page: BrowsePage) -> dict[str, str]:
    return {line.label: line.words for line in page.details.answers.rows}


def search(typist: Typist, page: BrowsePage, words: str, found: int) -> None:
    page.focus_search()
    typist.type(words)
    typist.wait_for(lambda: len(page.table.rows) == found, words)


# -- looking --------------------------------------------------------------------------------------------------------


def test_people_when_nothing_is_typed_then_everybody_stands_in_the_order_of_given_names(
    typist: Typist, store: Store
) -> None:
    save_family(store)
    page = enter(typist)

    assert names(page) == ["ĐẬU THỊ HOÀ", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN"]
    assert page.count.text() == "3 người"
    assert page.details.title.text() == "ĐẬU THỊ HOÀ"


def test_people_when_searched_without_marks_are_found_opened_with_enter_and_left_with_esc(
    typist: Typist, store: Store
) -> None:
    household, people = save_family(store)
    page = enter(typist)
    search(typist, page, "vo huong", 1)
    assert page.table.data(page.table.index(0, 1)) == "1967"
    typist.press("Enter")
    typist.press("Enter")

    window = window_of(typist)
    assert window.stack.currentWidget() is window.entry()
    assert window.entry().control.person.person_uuid == people[1].person_uuid
    assert window.entry().control.sheet.household.household_uuid == household.household_uuid
    assert "Tra cứu" in window.news.text()

    typist.press("Esc")
    assert window.stack.currentWidget() is page
    assert page.search.text() == "vo huong"
    assert QApplication.focusWidget() is page.people_view


def test_entry_when_nobody_came_from_another_room_then_esc_stays(typist: Typist) -> None:
    window = window_of(typist)
    typist.press("Esc")
    assert window.stack.currentWidget() is window.entry()
    room(typist, "browse")
    room(typist, "entry")
    typist.press("Esc")
    assert window.stack.currentWidget() is window.entry()


def test_entry_when_a_list_is_open_then_esc_closes_the_list_first(typist: Typist, store: Store) -> None:
    save_family(store)
    page = enter(typist)
    typist.press("Enter")
    typist.press("Enter")
    window = window_of(typist)
    window.entry().go_to("religion")
    typist.type("1")
    typist.wait_for(typist.suggestions)
    typist.press("Esc")
    assert typist.suggestions() == []
    assert window.stack.currentWidget() is window.entry()
    typist.press("Esc")
    assert window.stack.currentWidget() is page


def test_changes_when_made_after_opening_then_the_list_shows_them_on_return(
    typist: Typist, store: Store
) -> None:
    _household, people = save_family(store)
    page = enter(typist)
    typist.press("Enter")
    typist.press("Down")
    assert page.view.currentIndex().row() == 1
    typist.press("Enter")
    edit(store, people[1], full_name="VÕ THỊ HƯƠNG GIANG")
    window_of(typist).session.bus.changed.emit()
    typist.press("Esc")

    assert names(page) == ["VÕ THỊ HƯƠNG GIANG", "ĐẬU THỊ HOÀ", "ĐẬU VĂN THÌN"]
    assert page.view.currentIndex().row() == 0  # still on her
    assert page.details.title.text() == "VÕ THỊ HƯƠNG GIANG"


def test_nobody_when_found_then_it_says_so_and_the_cursor_stays(typist: Typist, store: Store) -> None:
    save_family(store)
    page = enter(typist)
    search(typist, page, "zzz", 0)
    typist.press("Enter")

    assert page.count.text() == "0 người"
    assert page.search.hasFocus()
    assert answers(page) == {}
    assert not page.details.history_button.isVisible()
    typist.press("Esc")
    assert page.search.text() == ""
    assert len(page.table.rows) == 3


def test_list_when_arrows_and_letters_are_pressed_then_they_lead_between_line_and_list(
    typist: Typist, store: Store
) -> None:
    save_family(store)
    page = enter(typist)
    typist.press("Down")
    assert page.people_view.hasFocus()
    typist.press("Down")
    typist.press("Up")
    assert page.people_view.hasFocus()
    typist.press("Up")
    assert page.search.hasFocus()
    typist.press("Down")
    typist.type("th")
    assert page.search.text() == "th"
    typist.wait_for(lambda: names(page) == ["ĐẬU THỊ HOÀ", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN"])
    typist.type("in")
    typist.wait_for(lambda: names(page) == ["ĐẬU VĂN THÌN"])
    typist.press("Down")
    typist.press("Esc")
    assert page.search.hasFocus()
    typist.press("Esc")
    assert page.search.text() == ""


def test_pages_when_scrolled_to_then_come_from_the_store(typist: Typist, store: Store) -> None:
    household = make_household(store.clock)
    many = [make_person(store.clock, household, full_name=f"LÊ THỊ SỐ {at:03}") for at in range(PAGE + 20)]
    save(store, household, *many)
    page = enter(typist)
    assert len(page.table.rows) == PAGE
    assert "còn nữa" in page.count.text()

    page.take_cursor()
    typist.press("End")
    typist.wait_for(lambda: len(page.table.rows) == PAGE + 20)
    assert page.count.text() == f"{PAGE + 20} người"
    typist.press("End")
    assert page.view.currentIndex().row() == PAGE + 19
    window_of(typist).session.bus.changed.emit()
    page.refresh()
    assert len(page.table.rows) == PAGE + 20
    assert page.view.currentIndex().row() == PAGE + 19


def test_slip_when_in_no_household_then_opening_says_why_not(typist: Typist, store: Store) -> None:
    save(store, make_person(store.clock, None))
    page = enter(typist)
    typist.press("Enter")
    typist.press("Enter")

    assert window_of(typist).stack.currentWidget() is page
    assert "chưa thuộc hộ nào" in page.banner.text
    assert "chưa thuộc hộ nào" in page.details.note.text()


# -- households -----------------------------------------------------------------------------------------------------


def test_households_when_f2_is_pressed_then_are_listed_with_their_people(
    typist: Typist, store: Store
) -> None:
    household, _people = save_family(store, phone="0912345678")
    page = enter(typist)
    typist.press("F2")

    assert [line.household_no for line in page.households.rows] == ["12"]
    assert page.count.text() == "1 hộ"
    assert answers(page)["Chủ hộ"] == "ĐẬU VĂN THÌN, sinh 1964"
    assert answers(page)["Điện thoại"] == "0912345678"
    search(typist, page, "5679", 0)
    search(typist, page, "5678", 1)
    typist.press("Enter")
    typist.press("Enter")
    assert window_of(typist).entry().control.sheet.household.household_uuid == household.household_uuid
    typist.press("Esc")
    typist.press("F2")
    assert page.is_people
    assert len(page.people.rows) == 3


# -- filters --------------------------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_filters_when_opened_by_their_keys_then_arrows_and_enter_choose(typist: Typist, store: Store) -> None:
    household, _people = save_family(store)
    save(store, make_person(store.clock, household, full_name="LÊ THỊ MAI", slip_state=RETURNED))
    page = enter(typist)
    for keys, name in (("F3", "unit"), ("F4", "group"), ("F5", "state"), ("F6", "presence")):
        typist.press(keys)
        chooser = page.filters.choosers[name]
        typist.wait_for(chooser.view().isVisible, keys)
        chooser.hidePopup()
        typist.wait_for(lambda: typist.window.focusWidget() is page.view, keys)
    page.filters.choose("state", RETURNED)

    assert names(page) == ["LÊ THỊ MAI"]
    assert page.filters.choosers["state"].property("chosen") == "true"
    assert page.filters.clear_button.isVisible()
    typist.press("F10")
    assert len(page.people.rows) == 4
    assert not page.filters.clear_button.isVisible()


def test_filters_when_a_place_is_chosen_then_only_its_people_are_shown(typist: Typist, store: Store) -> None:
    save_family(store)
    there = make_household(store.clock, residential_group="Tổ dân phố 10", household_no="7")
    save(store, there, make_person(store.clock, there, full_name="LÊ THỊ MAI"))
    page = enter(typist)
    groups = page.filters.choosers["group"]

    assert [groups.itemText(at) for at in range(1, groups.count())] == ["Tổ dân phố 3", "Tổ dân phố 10"]
    page.filters.choose("group", "Tổ dân phố 10")
    assert names(page) == ["LÊ THỊ MAI"]
    typist.press("F2")
    assert [line.household_no for line in page.households.rows] == ["7"]
    page.filters.choose("unit", page.filters.choosers["unit"].itemData(1))
    assert page.filters.filters().residential_group == "Tổ dân phố 10"


def test_findings_when_filtered_then_only_slips_with_some_are_shown(typist: Typist, store: Store) -> None:
    household, people = save_family(store)
    for person in people:
        edit(store, person, ethnicity="kinh")
    bad = make_person(
        store.clock, household, full_name="LÊ THỊ MAI", birth_date="2031", relation_to_head="CD"
    )
    save(store, bad)
    page = enter(typist)
    page.filters.choose("findings", "error")
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    typist.wait_for(lambda: "LÊ THỊ MAI" in names(page) and len(page.people.rows) < 4)

    edit(store, people[0], note="xem lại")
    window_of(typist).session.bus.changed.emit()
    page.refresh()
    assert "kiểm tra trước" in page.banner.text
    page.filters.choose("findings", "warning")
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    assert not page.banner.isVisible()
    page.filters.choose("findings", "error")  # known by now
    assert "LÊ THỊ MAI" in names(page)
    typist.press("F10")
    assert len(page.people.rows) == 4


# -- history --------------------------------------------------------------------------------------------------------


def test_history_when_f9_is_pressed_then_shows_each_box_and_esc_leads_back(
    typist: Typist, store: Store
) -> None:
    _household, people = save_family(store)
    edit(store, people[2], birth_date="1993-02")
    page = enter(typist)
    typist.press("Down")
    typist.press("F9")

    lines = page.details.history.rows
    assert [(line.label, line.said.value, line.sign) for line in lines[:2]] == [
        ("Ngày, tháng, năm sinh", "02/1993", "ok"),
        ("", "02/1992", ""),
    ]
    assert "1 ô đã đổi" in page.details.note.text()
    assert page.details.history_view.hasFocus()
    typist.press("Esc")
    assert page.people_view.hasFocus()
    typist.press("Down")
    assert page.details.history.rows
    assert "Chưa ô nào bị đổi" in page.details.note.text()
    typist.press("F9")
    assert answers(page)["Họ, chữ đệm và tên khai sinh"] == "VÕ THỊ HƯỜNG"
    press(typist, "browse_history_button")
    assert page.details.is_history


# -- service --------------------------------------------------------------------------------------------------------


@pytest.fixture
def supervised(qapp: QApplication, store: Store, tmp_path: Path) -> Iterator[Typist]:
    """A supervisor before the ward's window."""
    store.account = dataclasses.replace(store.account, role=Role.SUPERVISOR)
    with main_window(qapp, store, tmp_path) as made:
        yield made


def save_soldier(store: Store) -> None:
    household = make_household(store.clock)
    save(store, household, make_person(store.clock, household, service="qncn", service_counted_at="gia_dinh"))


def test_service_when_an_officer_looks_then_it_is_hidden_and_no_filter(typist: Typist, store: Store) -> None:
    save_soldier(store)
    page = enter(typist)

    assert answers(page)["Quân đội/công an"] == "•••"
    assert not page.filters.choosers["service"].isEnabled()
    typist.press("F7")
    assert not page.filters.choosers["service"].view().isVisible()
    assert "giám sát" in page.banner.text
    typist.press("F9")
    assert {line.said.value for line in page.details.history.rows if line.label == "Quân đội/công an"} == {
        "•••"
    }


def test_service_when_a_supervisor_looks_then_it_is_shown_and_filtered(
    supervised: Typist, store: Store
) -> None:
    save_soldier(store)
    save_family(store)
    page = enter(supervised)
    page.filters.choose("service", ANY)

    assert names(page) == ["ĐẬU VĂN THÌN"]
    assert answers(page)["Quân đội/công an"] == "Quân nhân chuyên nghiệp"


# -- for every eye --------------------------------------------------------------------------------------------------


def test_choosers_when_read_aloud_then_say_what_they_filter_and_their_key(typist: Typist) -> None:
    page = enter(typist)
    for chooser in page.findChildren(Chooser):
        assert chooser.accessibleName().startswith("Lọc theo")
        assert chooser.accessibleDescription().startswith("Phím F")
        assert chooser.itemText(0).startswith("F")


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (1366, {"Họ và tên", "Ngày sinh", "Giới", "Số định danh", "Quan hệ", "Hộ số", "Thôn/TDP"}),
        (911, {"Họ và tên", "Ngày sinh", "Hộ số"}),
    ],
)
def test_list_when_the_window_is_narrow_then_names_keep_their_room(
    typist: Typist, width: int, shown: set[str]
) -> None:
    page = enter(typist)
    typist.window.resize(width, 460)
    typist.settle()
    view, titles = page.people_view, [column.title for column in page.people.columns]
    left = {title for at, title in enumerate(titles) if not view.isColumnHidden(at)}

    assert shown <= left
    assert (width > 1000) == ("Giới" in left)
    assert view.columnWidth(0) >= 20 * view.fontMetrics().horizontalAdvance("0")
    assert typist.window.height() <= 512  # what 150 % leaves of a ward laptop
