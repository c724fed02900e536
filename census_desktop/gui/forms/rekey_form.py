"""The boxes that are keyed a second time, one under the other: only the one in hand takes keys."""

from __future__ import annotations

import time
import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.second_keying import KEYED_TWICE
from census_desktop.domain.spec import Kind
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.factory import PADDING
from census_desktop.gui.forms.layout import Row, Section
from census_desktop.gui.forms.record_form import RecordForm
from census_desktop.gui.widgets import restyle

NAME_LETTERS = 36  # width of a box for names, in digits of the screen font
PREFIX = "again."


class RekeyForm(RecordForm[Person]):
    """Empty boxes; nothing of the first keying ever comes near them.

    Signals:
        keyed(name): Enter on a box, or its number is complete.
    """

    keyed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        rows = tuple(Row((name,)) for name in KEYED_TWICE)
        super().__init__((Section("", rows),), PERSON_FIELDS, prefix=PREFIX, short_labels={}, parent=parent)
        for name, editor in self.editors.items():
            if PERSON_FIELDS[name].kind is Kind.NAME:
                letter = editor.fontMetrics().horizontalAdvance("0")
                editor.setFixedWidth(letter * NAME_LETTERS + PADDING)

    def begin(self, person_uuid: uuid.UUID) -> None:
        """Empty all boxes for the slip of that person."""
        self.set_record(Person(person_uuid=person_uuid))
        for name, editor in self.editors.items():
            editor.clearFocus()
            editor.setEnabled(False)
            self.say(name, "", "")

    def ask(self, name: str) -> None:
        """Let the box be keyed."""
        editor = self.editors[name]
        editor.setEnabled(True)
        editor.take_cursor()

    def ask_again(self, name: str, words: str) -> None:
        """Empty the box and say why; an Enter that fingers still have in them is not taken for the answer."""
        editor = self.editors[name]
        editor.put(None)
        editor.set_state(FieldState.WARNING, words)
        self.say(name, words, "warning")
        self._came_by_itself = (name, time.monotonic())
        self.ask(name)

    def refuse(self, name: str, words: str) -> None:
        """Say why what stands in the box cannot be read; it stays for correcting."""
        editor = self.editors[name]
        editor.set_state(FieldState.ERROR, words)
        self.say(name, words, "error")
        editor.take_cursor()

    def settle(self, name: str, words: str, state: str) -> None:
        """The box is done; say with what."""
        editor = self.editors[name]
        editor.settle()
        editor.set_state(FieldState.NORMAL)
        editor.clearFocus()  # a field disabled under the cursor would hand itself in once more
        editor.setEnabled(False)
        self.say(name, words, state)

    def say(self, name: str, words: str, state: str) -> None:
        """Words beside the box; state "ok", "warning", "error" or ""."""
        label = self._row_words[name]
        label.setText(words)
        restyle(label, state=state)

    def words(self, name: str) -> str:
        """What is said beside the box."""
        return self._row_words[name].text()

    def move_from(self, name: str, *, forward: bool) -> None:
        """Enter hands the box in; there is no way back, for what agreed is agreed."""
        if self._is_habit(name, forward=forward):
            return
        if forward:
            self.keyed.emit(name)
        else:
            self.told.emit(_("Kiểm lần 2 không quay lại ô trước; ô đã khớp thì xong."))
