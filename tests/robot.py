"""Types as a person does: one key event per letter, keys by name, fields by machine name.

QTest's own typing aborts the process on a Vietnamese letter, so letters are sent as events that carry their text,
as UniKey and the input methods of Linux do. A failing wait leaves a picture of the window beside the test's data.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from census_desktop.gui.forms.choice_editor import ChoiceEditor
from tests.waiting import let_pass

PATIENCE = 15.0  # seconds


class Typist:
    """Ten fingers on one window.

    Attributes:
        window: the window typed into.
    """

    def __init__(self, window: QWidget, pictures: Path | None = None) -> None:
        self.window = window
        self._pictures = pictures
        self._failures = 0

    # -- finding ------------------------------------------------------------------------------------------------

    def field(self, name: str) -> QLineEdit:
        """The editor of a box; household boxes are named ``household.<name>``."""
        found = self.window.findChild(QLineEdit, f"field_{name}")
        assert found is not None, f"no field {name}"
        return found

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """A widget by object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"no {kind.__name__} {name}"
        return found

    @property
    def focused(self) -> str:
        """Machine name of the field with the cursor, "" when it is elsewhere."""
        widget = QApplication.focusWidget()
        name = widget.objectName() if widget is not None else ""
        return name.removeprefix("field_") if name.startswith("field_") else ""

    # -- typing -------------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Type letters wherever the cursor is."""
        for letter in text:
            self._send(_key_of(letter), letter)

    def press(self, keys: str) -> None:
        """Press a key by its name as on the key card: "Enter", "F10", "Ctrl+N", "Shift+Enter"."""
        combination = QKeySequence.fromString(keys.replace("Enter", "Return"))[0]  # type: ignore[index]
        key, modifiers = combination.key(), combination.keyboardModifiers()
        text = "\r" if key == Qt.Key.Key_Return else " " if key == Qt.Key.Key_Space else ""
        widget = self._target()
        # QTest lets shortcuts have the first look, as a real keyboard does.
        if text:
            self._send(key, text, modifiers)
        else:
            QTest.keyClick(widget, key, modifiers)
        self.settle()

    def fill(self, name: str, text: str) -> None:
        """Type into the named field, which must have the cursor already, and go on with Enter.

        A field that is full goes on by itself; Enter is pressed only when the cursor is still there.
        """
        assert self.focused == name, f"cursor in {self.focused!r}, not in {name!r}"
        self.type(text)
        self.settle()
        if self.focused == name:
            self.press("Enter")

    def skip_to(self, name: str) -> None:
        """Press Enter until the cursor is in the named field."""
        for _step in range(60):
            if self.focused == name:
                return
            self.press("Enter")
        raise AssertionError(f"Enter never came to {name}, cursor in {self.focused!r}")

    def compose(self, preedit: str, commit: str = "") -> None:
        """Compose a word as an input method does: a preedit first, then perhaps its letters."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QCoreApplication.sendEvent(self._target(), event)
        self.settle()

    def suggestions(self) -> list[str]:
        """What is offered under the field with the cursor, [] when nothing is."""
        widget = QApplication.focusWidget()
        if not isinstance(widget, ChoiceEditor) or not widget.is_list_open:
            return []
        return [choice.text for choice in widget.suggestions.choices]

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click with the left button."""
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place or widget.rect().center()
        )
        self.settle()

    def _target(self) -> QWidget:
        if (
            QApplication.activeWindow() is None
        ):  # a dialog has closed; here no window manager goes back by itself
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)
        return QApplication.focusWidget() or self.window

    def _send(
        self, key: int, text: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._target(), QKeyEvent(kind, key, modifiers, text))

    # -- waiting ------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let everything that is due happen."""
        QCoreApplication.sendPostedEvents()
        let_pass()

    def wait_for(self, condition: Callable[[], object], words: str = "") -> None:
        """Wait until `condition` holds; fails with a picture after some seconds."""
        if not _comes_true(condition):
            raise AssertionError(f"waited in vain: {words} {self.picture()}")

    def picture(self) -> str:
        """A picture of the window for whoever looks into a failure; gives its path."""
        if self._pictures is None:
            return ""
        self._failures += 1
        path = self._pictures / f"failure-{self._failures}.png"
        self.window.grab().save(str(path))
        return str(path)


def wait_until(condition: Callable[[], object], words: str = "") -> None:
    """Wait until `condition` holds, for tests without a typist."""
    if not _comes_true(condition):
        raise AssertionError(f"waited in vain: {words}")


def _comes_true(condition: Callable[[], object]) -> bool:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up:
            return False
        let_pass(15)
    return True


def _key_of(letter: str) -> int:
    """Qt's number for a letter of the keyboard; 0 for what only an input method sends."""
    if letter == " ":
        return int(Qt.Key.Key_Space.value)
    upper = letter.upper()
    return ord(upper) if upper.isascii() and upper.isalnum() else 0
