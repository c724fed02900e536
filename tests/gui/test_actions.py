"""One table of keys; every key does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit

from census_desktop.base.shortcuts import SHORTCUTS
from census_desktop.gui.dialogs.key_card import KeyCard
from census_desktop.gui.rooms import ROOMS
from tests.windows import window_of

if TYPE_CHECKING:
    from tests.robot import Typist


def test_shortcuts_when_listed_have_keys_of_their_own_wherever_they_work() -> None:
    names = [entry.name for entry in SHORTCUTS]
    everywhere = [entry.keys for entry in SHORTCUTS if entry.keys and not entry.room]
    for room in {entry.room for entry in SHORTCUTS} - {""}:
        keys = [*everywhere, *(entry.keys for entry in SHORTCUTS if entry.keys and entry.room == room)]
        assert len(set(keys)) == len(keys), room
    assert len(set(names)) == len(names)


def test_shortcuts_when_listed_stay_clear_of_input_methods() -> None:
    for entry in SHORTCUTS:
        assert "Ctrl+Shift" not in entry.keys
        assert "Alt+Z" not in entry.keys
        assert not entry.keys or QKeySequence(entry.keys).toString() == entry.keys


def test_shortcuts_when_window_is_open_are_all_answered(typist: Typist) -> None:
    window = window_of(typist)
    for room in ROOMS:
        if room.name != "exchange":  # this machine has no keys; see test_machines_room.py
            window.page(room.name)
    bound = {found.objectName() for found in window.findChildren(QShortcut)}
    wanted = {f"shortcut_{entry.name}" for entry in SHORTCUTS if entry.keys and entry.room != "exchange"}
    assert bound == wanted


def test_room_keys_when_pressed_change_rooms(typist: Typist) -> None:
    window = window_of(typist)
    for number, name in enumerate(("entry", "browse", "todo", "progress", "exchange", "paper"), start=1):
        if name in {"todo", "exchange"}:  # these need a job or keys; they have tests of their own
            continue
        typist.press(f"Alt+{number}")
        assert window.stack.currentWidget() is window.pages[name]


def test_key_card_when_asked_for_shows_every_key(typist: Typist) -> None:
    window = window_of(typist)
    typist.press("F1")
    card = window.findChild(KeyCard)
    assert card is not None
    assert card.isVisible()
    shown = {label.text() for label in card.findChildren(type(window.place))}
    assert {entry.shown for entry in SHORTCUTS} <= shown
    card.accept()
    typist.settle()


class _GreedyBox(QLineEdit):
    """A box as Linux makes it: it wants every key for itself."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


@pytest.mark.parametrize(
    ("key", "is_ours"), [("E", True), ("U", True), ("K", True), ("C", False), ("V", False)]
)
def test_own_keys_when_a_box_wants_them_stay_shortcuts(typist: Typist, key: str, is_ours: bool) -> None:
    box = _GreedyBox(window_of(typist))
    code = Qt.Key(ord(key))
    wish = QKeyEvent(QEvent.Type.ShortcutOverride, code, Qt.KeyboardModifier.ControlModifier)
    wish.ignore()
    QApplication.sendEvent(box, wish)
    assert wish.isAccepted() is not is_ours


def test_words_about_a_key_when_its_box_is_left_are_gone(typist: Typist) -> None:
    window = window_of(typist)
    window.entry().go_to("old_id")
    typist.type("a")
    assert "chữ số" in window.news.text()
    typist.press("Enter")
    assert not window.news.text()
