"""Conflicts decided in the window with keys, the decision read from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.gui.dialogs.undo_list import UndoList
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.services.conflicts import conflicts
from census_desktop.store.records import load_person
from tests.builders import edit, make_household, make_store, merge_stores, save, save_family
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.domain.dc01 import Household, Person
    from census_desktop.gui.pages.todo.conflict_review import ConflictReview
    from census_desktop.store.store import Store
    from tests.robot import Typist

Family = tuple["Household", tuple["Person", ...]]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """The second laptop of the ward."""
    with make_store(tmp_path, "ST-02") as made:
        yield made


@pytest.fixture
def family(store: Store, other: Store) -> Family:
    """Three people whose notes and the household's telephone both laptops know differently."""
    found = save_family(store)
    merge_stores(other, store)
    for number, person in enumerate(found[1]):
        edit(store, person, note=f"Đi biển {number}")
        edit(other, person, note=f"Ở nhà {number}")
    edit(store, found[0], phone="0912345678")
    edit(other, found[0], phone="0987654321")
    merge_stores(store, other)
    return found


@pytest.fixture
def seated(app: QApplication, store: Store, family: Family, tmp_path: Path) -> Iterator[Typist]:
    """Somebody sitting before the list of things to do."""
    assert family
    with main_window(app, store, tmp_path) as typist:
        room(typist, "todo")
        yield typist


def opened(typist: Typist) -> ConflictReview:
    """The review, opened with Enter on the first line, which is a conflict."""
    page = window_of(typist).pages["todo"]
    assert isinstance(page, TodoPage)
    typist.wait_for(lambda: page.table.rows)
    typist.press("Enter")
    typist.wait_for(lambda: page.review.table.rows)
    return page.review


def notes(store: Store, family: Family) -> list[str | None]:
    found = [load_person(store, one.person_uuid) for one in family[1]]
    return [one.note for one in found if one is not None]


def go_to(typist: Typist, review: ConflictReview, cell: str) -> None:
    row = next(at for at, line in enumerate(review.table.rows) if line.conflict.cell == cell)
    typist.press("Home")
    for _step in range(row):
        typist.press("Down")
    assert review.view.currentIndex().row() == row


def key_of(review: ConflictReview, device: str) -> str:
    return next(row.key for row in review.sides.rows if row.key and row.side.said.device == device)


def test_conflict_when_shown_tells_base_sides_who_when_and_the_slip(
    seated: Typist,
) -> None:
    review = opened(seated)
    assert len(review.table.rows) == 4
    go_to(seated, review, "note")
    shown = {(row.key, row.side.words, row.side.said.device) for row in review.sides.rows if row.key in "12"}
    assert {words for key, words, _device in shown if key} >= {"Đi biển 0", "Ở nhà 0"}
    assert [row.key for row in review.sides.rows] == ["0", "1", "2", ""]
    assert review.sides.rows[0].side.words == "(để trống)"
    assert all(row.side.said.officer == "hoa.nt" and row.side.said.at for row in review.sides.rows)
    assert "hộ số 12" in review.place.text()


def test_conflict_when_a_digit_is_pressed_is_decided_and_the_next_one_is_marked(
    seated: Typist, store: Store, family: Family
) -> None:
    review = opened(seated)
    go_to(seated, review, "note")
    person = review.table.rows[review.view.currentIndex().row()].conflict.record_uuid
    seated.press(key_of(review, "ST-02"))
    decided = load_person(store, person)
    assert decided is not None
    assert decided.note is not None
    assert decided.note.startswith("Ở nhà")
    assert len(conflicts(store)) == 3
    assert len(review.table.rows) == 3
    assert review.view.currentIndex().isValid()
    assert "1 xung đột" in review.banner.text
    assert family


def test_conflicts_when_a_is_pressed_are_decided_alike_and_taken_back_together(
    seated: Typist, store: Store, family: Family
) -> None:
    review = opened(seated)
    go_to(seated, review, "note")
    seated.press("A")
    assert "3 xung đột" in review.marked.text()
    seated.press(key_of(review, "ST-02"))
    assert notes(store, family) == ["Ở nhà 0", "Ở nhà 1", "Ở nhà 2"]
    assert [one.cell for one in conflicts(store)] == ["phone"]

    seated.press("Ctrl+U")
    dialog = window_of(seated).findChild(UndoList)
    assert dialog is not None
    seated.press("Enter")
    seated.wait_for(lambda: len(review.table.rows) == 4)
    assert len(conflicts(store)) == 4
    assert "Đã hoàn tác" in review.banner.text


def test_conflict_when_both_are_wrong_takes_what_is_typed(
    seated: Typist, store: Store, family: Family
) -> None:
    review = opened(seated)
    go_to(seated, review, "phone")
    seated.press("E")
    seated.type("sai")
    seated.press("Enter")
    assert review.banner.isVisible()
    assert len(conflicts(store)) == 4
    seated.press("Esc")
    assert review.view.hasFocus()
    seated.press("E")
    seated.type("0911222333")
    seated.press("Enter")
    assert [one.cell for one in conflicts(store)] == ["note", "note", "note"]
    assert family


def test_review_when_left_with_esc_is_the_list_again(seated: Typist) -> None:
    page = window_of(seated).pages["todo"]
    assert isinstance(page, TodoPage)
    review = opened(seated)
    seated.press("X")  # no search, no move
    assert review.view.currentIndex().row() == 0
    seated.press("Esc")
    seated.wait_for(page.view.isVisible)
    press(seated, "decide_conflicts")
    seated.wait_for(review.isVisible)


def test_conflict_when_enter_is_pressed_opens_the_slip(seated: Typist) -> None:
    review = opened(seated)
    line = review.table.rows[0]
    seated.press("Enter")
    assert window_of(seated).stack.currentWidget() is window_of(seated).entry()
    assert window_of(seated).entry().control.sheet.household.household_uuid == line.household_uuid


def test_conflicts_when_all_are_marked_and_zero_is_pressed_say_what_they_said_before(
    seated: Typist, store: Store, family: Family
) -> None:
    review = opened(seated)
    seated.press("Ctrl+A")
    assert len(review.view.selectionModel().selectedRows()) == 4
    seated.press("0")
    assert conflicts(store) == ()
    assert notes(store, family) == [None, None, None]


def test_conflicts_when_marked_but_without_the_side_are_left_and_told(
    app: QApplication, store: Store, family: Family, tmp_path: Path
) -> None:
    with make_store(tmp_path, "ST-03") as third:
        merge_stores(third, store)
        edit(third, family[1][0], full_name="VÕ THỊ HƯỜNG THẢO")
        edit(store, family[1][0], full_name="VÕ THỊ HƯƠNG THẢO")
        merge_stores(store, third)
    with main_window(app, store, tmp_path) as typist:
        room(typist, "todo")
        review = opened(typist)
        go_to(typist, review, "full_name")
        typist.press("Ctrl+A")
        typist.press(key_of(review, "ST-03"))
        assert "Để lại 4" in review.banner.text
        assert len(conflicts(store)) == 4


def test_moves_when_in_conflict_are_shown_by_the_number_of_the_household(
    app: QApplication, store: Store, other: Store, tmp_path: Path
) -> None:
    _household, people = save_family(store)
    merge_stores(other, store)
    here, there = (
        make_household(store.clock, household_no="20"),
        make_household(other.clock, household_no="31"),
    )
    save(store, here)
    save(other, there)
    edit(store, people[2], household_uuid=here.household_uuid.hex)
    edit(other, people[2], household_uuid=there.household_uuid.hex)
    edit(store, people[1], void="1", void_reason="Đã chuyển đi")
    edit(other, people[1], note="Đi thăm con")
    merge_stores(store, other)
    with main_window(app, store, tmp_path) as typist:
        room(typist, "todo")
        review = opened(typist)
        words = [side.words for line in review.table.rows for side in line.sides]
        assert {"hộ số 20", "hộ số 31", "Hủy: Đã chuyển đi"} <= set(words)
        assert any(one.startswith("Giữ lại, vì đã sửa") for one in words)
