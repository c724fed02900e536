"""Reviewing pairs by one key each: the same, different, whose slip counts, box by box, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.code_names import DIFFERENT, SAME, TWINS
from census_desktop.domain.dc01 import Person
from census_desktop.gui.dialogs.duplicates import DuplicatesDialog
from census_desktop.gui.pages.browse.page import BrowsePage
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.services.counted import as_counted
from census_desktop.services.duplicates import decision_on, group_of
from census_desktop.store.records import iter_people
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import make_household, make_person
from tests.robot import Typist
from tests.windows import main_window, room


@pytest.fixture
def twice(ward_store: Store) -> tuple[Person, Person]:
    """A woman who was declared in two households, once without marks and with another place."""
    answers = {
        "birth_date": "1971-08-15",
        "sex": "2",
        "personal_id": "042171000321",
        "father_name": "NGUYỄN VĂN KHOÁT",
    }
    slips = []
    with ward_store.transaction(Action.SAVE_SLIP) as tx:
        for number, name, place in (
            ("12", "NGUYỄN THỊ HƯỜNG", "Kỳ Hà"),
            ("40", "NGUYỄN THỊ HƯƠNG", "Kỳ Ninh"),
        ):
            household = make_household(ward_store.clock, household_no=number)
            person = make_person(ward_store.clock, household, full_name=name, native_place=place, **answers)
            tx.create(household)
            tx.create(person)
            slips.append(person)
    return slips[0], slips[1]


@pytest.fixture
def typist(
    qapp: QApplication, ward_store: Store, tmp_path: Path, twice: tuple[Person, Person]
) -> Iterator[Typist]:
    with main_window(qapp, ward_store, tmp_path) as typist:
        room(typist, "todo")
        typist.press("Ctrl+T")
        typist.wait_for(lambda: typist.window.findChild(DuplicatesDialog) is not None, "the pairs are found")
        yield typist


@pytest.fixture
def dialog(typist: Typist) -> DuplicatesDialog:
    page = typist.window.findChild(TodoPage)
    assert page is not None
    found = page.findChild(DuplicatesDialog)
    assert found is not None
    found.activateWindow()
    found.table.setFocus()
    return found


def words(dialog: DuplicatesDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    return item.text() if item is not None else ""


def test_pair_when_shown_gives_reasons_and_marks_what_differs(dialog: DuplicatesDialog) -> None:
    assert dialog.pairs.count() == 1
    assert "cùng số định danh" in dialog.reasons.text()
    labels = [words(dialog, row, 0) for row in range(dialog.table.rowCount())]
    assert any(label.startswith("≠ Quê quán") for label in labels)
    assert not any(label.startswith("≠ Giới tính") for label in labels)
    assert "hộ 12" in dialog.where.text()


def test_pair_when_decided_different_is_remembered_and_can_be_withdrawn(
    typist: Typist, dialog: DuplicatesDialog, ward_store: Store, twice: tuple[Person, Person]
) -> None:
    one, other = twice
    typist.type("2")
    link = decision_on(ward_store, one.person_uuid, other.person_uuid)
    assert link is not None
    assert link.verdict == DIFFERENT
    assert "✓" in dialog.pairs.item(0).text()
    assert dialog.title.text() == "Chờ kết luận: 0"
    typist.type("u")
    assert dialog.title.text() == "Chờ kết luận: 1"
    assert decision_on(ward_store, one.person_uuid, other.person_uuid) is None
    assert "✓" not in dialog.pairs.item(0).text()
    typist.type("u")
    assert "Chưa có kết luận nào" in dialog.banner.text


def test_pair_when_decided_same_names_who_counts_and_which_boxes_come_from_the_other(
    typist: Typist, dialog: DuplicatesDialog, ward_store: Store, twice: tuple[Person, Person]
) -> None:
    one, other = twice
    typist.type("l")  # the other slip counts
    row = dialog.table.names.index("native_place")
    dialog.table.setCurrentCell(row, 0)
    typist.press("Space")
    assert words(dialog, row, 2).startswith("←")
    typist.type("1")
    link = decision_on(ward_store, one.person_uuid, other.person_uuid)
    assert link is not None
    assert (link.verdict, link.leading) == (SAME, max(one.person_uuid, other.person_uuid))
    counted = as_counted(ward_store, one.person_uuid)
    by_uuid = {each.person_uuid: each for each in twice}
    assert counted.full_name == by_uuid[max(by_uuid)].full_name
    assert counted.native_place == by_uuid[min(by_uuid)].native_place
    assert len(list(iter_people(ward_store))) == 2  # both slips stay


def test_search_when_all_is_decided_shows_what_was_decided(
    typist: Typist, dialog: DuplicatesDialog, ward_store: Store, twice: tuple[Person, Person]
) -> None:
    typist.type("l1")
    typist.press("Esc")
    typist.settle()
    again = reopened(typist)
    assert "Không còn cặp nào chờ" in again.banner.text
    assert again.title.text() == "Đã kết luận: 1"
    assert "✓ Cùng một người" in again.pairs.item(0).text()
    assert "cùng số định danh" in again.reasons.text()
    assert "đã là một người với 2 phiếu" in again.reasons.text()
    assert f"Được tính: {twice[1].full_name}" in again.where.text()  # as it was decided, not as usual
    typist.type("u")
    assert decision_on(ward_store, *(each.person_uuid for each in twice)) is None
    typist.press("Esc")
    typist.settle()
    assert reopened(typist).title.text() == "Chờ kết luận: 1"


def reopened(typist: Typist) -> DuplicatesDialog:
    page = typist.window.findChild(TodoPage)
    assert page is not None
    typist.press("Ctrl+T")
    typist.wait_for(lambda: page.findChild(DuplicatesDialog) is not None, "the pairs are found again")
    found = page.findChild(DuplicatesDialog)
    assert found is not None
    found.activateWindow()
    found.table.setFocus()
    return found


def test_search_when_nothing_was_ever_alike_says_so(
    qapp: QApplication, ward_store: Store, tmp_path: Path
) -> None:
    with main_window(qapp, ward_store, tmp_path) as typist:
        room(typist, "todo")
        typist.press("Ctrl+T")
        page = typist.window.findChild(TodoPage)
        assert page is not None
        typist.wait_for(lambda: "Không thấy cặp phiếu nào" in page.banner.text, "nothing is there")


@pytest.fixture
def thrice(ward_store: Store, twice: tuple[Person, Person]) -> tuple[Person, ...]:
    """A third slip of the same woman."""
    household = make_household(ward_store.clock, household_no="77")
    third = make_person(
        ward_store.clock,
        household,
        full_name="NGUYEN THI HUONG",
        birth_date="1971-08-15",
        sex="2",
        personal_id="042171000321",
    )
    with ward_store.transaction(Action.SAVE_SLIP) as tx:
        tx.create(household)
        tx.create(third)
    return (*twice, third)


def test_group_when_three_slips_hang_together_is_decided_and_withdrawn_as_a_whole(
    thrice: tuple[Person, ...], typist: Typist, dialog: DuplicatesDialog, ward_store: Store
) -> None:
    assert dialog.pairs.count() == 3
    assert "nhóm 3 phiếu" in dialog.pairs.item(0).text()
    typist.type("g")
    group = group_of(ward_store, thrice[0].person_uuid)
    assert group is not None
    assert set(group.members) == {each.person_uuid for each in thrice}
    assert "3 phiếu là một người, tính ở" in dialog.banner.text
    typist.type("u")
    typist.type("u")
    assert group_of(ward_store, thrice[0].person_uuid) is None
    typist.type("2")
    typist.type("g")  # two of them were just told apart
    assert "hai người khác nhau" in dialog.banner.text
    typist.type("d")
    assert dialog.title.text() == "Đã kết luận: 1"
    typist.type("d")
    assert dialog.title.text() == "Chờ kết luận: 2"


def test_group_when_a_pair_stands_alone_says_so(typist: Typist, dialog: DuplicatesDialog) -> None:
    typist.type("g")
    assert "không thuộc nhóm nào" in dialog.banner.text
    typist.type("d")
    assert "Chưa có kết luận nào" in dialog.banner.text


def test_two_slips_when_chosen_by_hand_are_compared_and_decided(
    qapp: QApplication, ward_store: Store, tmp_path: Path, twice: tuple[Person, Person]
) -> None:
    with main_window(qapp, ward_store, tmp_path) as typist:
        room(typist, "browse")
        page = typist.window.findChild(BrowsePage)
        assert page is not None
        page.search.setText("zzz")
        page.search.returnPressed.emit()
        typist.press("Ctrl+W")
        assert "chọn một phiếu" in page.count.text()
        for name in ("Kho", "Huong"):
            page.search.setText(name)
            page.search.returnPressed.emit()
            typist.press("Ctrl+W")
        dialog = page.findChild(DuplicatesDialog)
        if dialog is None:
            assert "Đã giữ phiếu" in page.count.text()
            page.view.selectRow(1)
            typist.press("Ctrl+W")
            dialog = page.findChild(DuplicatesDialog)
        assert dialog is not None
        dialog.activateWindow()
        dialog.table.setFocus()
        typist.type("3")
        link = decision_on(ward_store, *(each.person_uuid for each in twice))
        assert link is not None
        assert link.verdict == TWINS
