"""The fields of the form: plain line edits that read their answer when they are left.

Why so plain: everything cleverer (masks, validators, date edits, editable combo boxes, inline completion, changing
the text while typing) was seen to spoil what UniKey or IBus sends. The text is put in order once, on leaving.
"""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from census_desktop.base.text import _
from census_desktop.domain.formats import parse_answer, show_answer
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.domain.vietnamese import unseen_signs
from census_desktop.gui import icons
from census_desktop.gui.plain import plain_tip


class FieldState(enum.StrEnum):
    """How a field looks; always with words beside the colour."""

    NORMAL = "normal"
    ERROR = "error"
    WARNING = "warning"
    PROPOSED = "proposed"  # filled in by the program, not yet confirmed by the officer


# The cursor stays in the field while a menu or another window has the keys.
_STILL_HERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_NOT_BY_KEYBOARD = (Qt.FocusReason.MouseFocusReason, *_STILL_HERE)
_SEVERITY_ICONS = {FieldState.ERROR: "error", FieldState.WARNING: "warning"}


class AnswerEditor(QLineEdit):
    """A line edit bound to one box of the slip.

    Signals:
        changed(): the user changed the text.
        left(): focus went away and the text was put in order.
        entered(): focus came.
        moved(forward): Enter or Shift+Enter was pressed, or the field is full.
        told(words): something typed or pasted did not stay as it came, and why.
        stepped(back): Ctrl+Z or Ctrl+Y, and the field has no typing of its own to take back.
    """

    changed = Signal()
    left = Signal()
    entered = Signal()
    moved = Signal(bool)
    told = Signal(str)
    stepped = Signal(bool)

    def __init__(self, field: FieldDef, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.name = name
        self.was_visited = False
        self._has_typing = False  # since the cursor came
        # Why the program filled this in; None once it is the officer's answer.
        self._proposed: str | None = None
        self._is_beginning = False
        self._began_with = ""  # a surname that was proposed, for as long as the answer stands
        self._state = FieldState.NORMAL
        self._sign: QAction | None = None
        self._is_inserting = False
        self._stored: str | None = None
        self._shown = ""
        self.setObjectName(f"field_{name}")
        self.inputRejected.connect(self._tell_full)
        self.setToolTip(_(field.help) if field.help else "")
        self.textEdited.connect(self._take_key)

    # -- answers ------------------------------------------------------------------------------------------------

    def put(self, stored: str | None) -> None:
        """Show an answer; the history of typing starts anew."""
        self._forget_proposal()
        self._began_with = ""
        self._remember(stored)
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.was_visited = False
        self.set_state(FieldState.NORMAL)

    # -- proposals ----------------------------------------------------------------------------------------------

    @property
    def is_proposed(self) -> bool:
        """True while what stands here is the program's proposal and not yet the officer's answer."""
        return self._proposed is not None

    def propose(self, stored: str, why: str, *, is_beginning: bool = False) -> None:
        """Fill in what the box probably says, marked until the cursor has passed.

        Args:
            stored: the answer; of a beginning its first words.
            why: where it comes from, in words.
            is_beginning: only the beginning (a surname): the cursor waits behind it, and alone it is no answer.
        """
        if is_beginning:
            self._remember(None)
            self.setText(stored)
            self._began_with = stored
        else:
            self._remember(stored)
            self.setText(self._shown)
            self.setCursorPosition(0)
        self._proposed, self._is_beginning = why, is_beginning
        self.look_proposed()

    def look_proposed(self) -> None:
        """Look like a proposal again (a finding may have looked more urgent meanwhile)."""
        assert self._proposed is not None
        words = _("{why}: Enter để nhận, gõ để thay, F7 để bỏ.").format(why=self._proposed)
        self.set_state(FieldState.PROPOSED, words)

    def withdraw(self) -> None:
        """Take a proposal back: the box is blank again, and Ctrl+Z has nothing to bring back."""
        was_visited = self.was_visited
        self.put(None)
        self.was_visited = was_visited

    def confirm(self) -> None:
        """Make a proposal the officer's answer; a beginning nobody went on with goes away."""
        if self._proposed is None:
            return
        if self._is_beginning:
            self.setText("")
        self._forget_proposal()
        if self._state is FieldState.PROPOSED:
            self.set_state(FieldState.NORMAL)

    def _forget_proposal(self) -> None:
        self._proposed, self._is_beginning = None, False

    def take_cursor(self) -> None:
        """Put the cursor here: over the old answer so that typing replaces it, or behind a proposed beginning."""
        self.setFocus()
        if self._is_beginning:
            self.end(False)
        else:
            self.selectAll()

    def put_text(self, text: str) -> None:
        """Show typed words as they are, answer or not (a recovered draft)."""
        self.setText(text)
        self.was_visited = bool(text)

    def copy_in(self, stored: str | None) -> None:
        """Replace the answer as if typed, so that Ctrl+Z brings back the old one."""
        self._forget_proposal()
        self._remember(stored)
        self.replace_text(self._shown)
        self.set_state(FieldState.NORMAL)
        self.changed.emit()

    def put_back(self, text: str) -> None:
        """Show the words of an earlier or later step of the slip's history."""
        self._forget_proposal()
        self.setText(text)
        self._has_typing = False
        self.set_state(FieldState.NORMAL)
        self.changed.emit()

    def replace_text(self, text: str) -> None:
        """Put other words in the place of all words; Ctrl+Z brings the old ones back. Nothing counts as typed."""
        self._is_inserting = True
        self.selectAll()
        self.insert(text)
        self._is_inserting = False

    def stored(self) -> str | None:
        """The answer in stored form; None when blank.

        Raises:
            BadInput: what stands here cannot be read.
        """
        if self.text() == self._shown:
            return self._stored
        if self._is_beginning:
            return None
        return parse_answer(self.field, self.text())

    def _remember(self, stored: str | None) -> None:
        """Keep an answer as it came: one this machine cannot read (a newer code list) must survive untouched."""
        self._stored, self._shown = stored, show_answer(self.field, stored)

    def settle(self) -> None:
        """Put the text in order (blanks, order of a date, full label); what cannot be read stays as typed."""
        self._drop_repeated_surname()
        unseen = unseen_signs(self.text())
        try:
            shown = show_answer(self.field, self.stored())
        except BadInput as problem:
            self.set_state(FieldState.ERROR, problem.why)
            return
        if shown != self.text():
            self.replace_text(shown)
            if unseen:
                self.told.emit(
                    _("{box}: đã bỏ {count} ký tự không nhìn thấy.").format(
                        box=_(self.field.label), count=unseen
                    )
                )
        if self._state is FieldState.ERROR:
            self.set_state(FieldState.NORMAL)

    def _tell_full(self) -> None:
        self.told.emit(_("{box}: chữ dài quá, phần cuối không vào được.").format(box=_(self.field.label)))

    def _drop_repeated_surname(self) -> None:
        """Fingers type the surname from habit although it stands here already."""
        twice = 2 * self._began_with
        if twice and self.text().casefold().startswith(twice.casefold()):
            self.replace_text(self.text()[len(self._began_with) :])
        self._began_with = ""

    # -- looks --------------------------------------------------------------------------------------------------

    @property
    def state(self) -> FieldState:
        """How the field looks now."""
        return self._state

    def set_state(self, state: FieldState, words: str = "") -> None:
        """Change the look; `words` say why, for the tool tip and for screen readers."""
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tip(words or (_(self.field.help) if self.field.help else "")))
        if state is self._state:
            return
        self._state = state
        self._show_sign(state, words)
        self.setProperty("state", state.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _show_sign(self, state: FieldState, words: str) -> None:
        """One sign for the life of the box: states change with every key."""
        has_sign = state in _SEVERITY_ICONS and self.width() >= 60
        if has_sign and self._sign is None:
            self._sign = QAction(self)
            self.addAction(self._sign, QLineEdit.ActionPosition.TrailingPosition)
        if self._sign is not None:
            self._sign.setVisible(has_sign)
            if has_sign:
                self._sign.setIcon(icons.icon(_SEVERITY_ICONS[state]))
                self._sign.setText(words)

    # -- keys and focus -----------------------------------------------------------------------------------------

    def _take_key(self, text: str) -> None:
        """Qt also calls it typing when the program inserts; only the user's keys count here."""
        if not self._is_inserting:
            self._on_edited(text)

    def _on_edited(self, _text: str) -> None:
        self._has_typing = True
        self._forget_proposal()
        if self._state is FieldState.PROPOSED:
            self.set_state(FieldState.NORMAL)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter goes back; everything else is ordinary typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.go(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return
        if event.matches(QKeySequence.StandardKey.Undo) and not (self._has_typing and self.isUndoAvailable()):
            event.accept()
            self.stepped.emit(True)
            return
        if event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            event.accept()
            self.stepped.emit(False)
            return
        super().keyPressEvent(event)

    def go(self, *, forward: bool) -> None:
        """Leave the field; the form decides where to."""
        self.accept_choice()
        self.moved.emit(forward)

    def accept_choice(self) -> None:
        """Take over a marked suggestion; nothing to do for plain fields."""

    def open_list(self) -> None:
        """Show all choices (F9); nothing to do for plain fields."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's signature
        """Tab and Shift+Tab do what Enter and Shift+Enter do."""
        self.go(forward=forward)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the old answer when the field is reached by keyboard, so that typing replaces it.

        Not when the whole program comes back from behind another window: the next letter would wipe out a half-typed
        answer.
        """
        super().focusInEvent(event)
        self._has_typing = self._has_typing and event.reason() in _STILL_HERE
        if event.reason() not in _NOT_BY_KEYBOARD and not self._is_beginning:
            self.selectAll()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the answer in order, unless the whole program lost the focus."""
        super().focusOutEvent(event)
        if event.reason() in _STILL_HERE:
            return
        self.was_visited = True
        self.deselect()
        self.setCursorPosition(0)
        self.confirm()
        self.settle()
        self.left.emit()
