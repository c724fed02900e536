"""Boxes of signs instead of words: numbers that are names, and ticks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from census_desktop.base.text import _
from census_desktop.domain.formats import show_answer
from census_desktop.domain.spec import FieldDef
from census_desktop.domain.vietnamese import unseen_signs
from census_desktop.gui.forms.editors import AnswerEditor


class DigitsEditor(AnswerEditor):
    """A number that is a name: only digits get in.

    A key too many is not taken; a pasted number too long is kept as it is and marked. When the only allowed length is
    reached by typing at the end, the cursor goes on by itself.

    Signals:
        filled(): the number is complete.
    """

    SEPARATORS = " .-/,;"  # people write them between digits; they go without a word

    filled = Signal()

    def __init__(self, field: FieldDef, name: str, parent: QWidget | None = None) -> None:
        super().__init__(field, name, parent)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._most = max(field.lengths, default=field.max_length)
        self._advances = len(set(field.lengths)) == 1 and not field.many
        self._before = ""  # what stood here before the last key
        self.textChanged.connect(self._note_text)

    def _note_text(self, text: str) -> None:
        self._before = text

    def _on_edited(self, text: str) -> None:
        """Drop what is no digit, with a word about it unless people write it between digits."""
        before = self._before
        super()._on_edited(text)
        wanted = "; " if self.field.many else ""
        kept = "".join(sign for sign in text if sign.isdecimal() or sign in wanted)
        if any(not (sign.isdecimal() or sign in self.SEPARATORS or unseen_signs(sign)) for sign in text):
            self.told.emit(_("Chỉ ghi chữ số 0–9."))
        place = self.cursorPosition() - (len(text) - len(kept))
        if not self.field.many and len(kept) > self._most:
            self.told.emit(_("Ô này nhiều nhất {count} chữ số.").format(count=self._most))
            if len(kept) - len(before) == 1:  # one key: it is not taken, wherever it was
                kept, place = before, place - 1
        if kept != text:
            self.setText(kept)
            self.setCursorPosition(max(0, place))
        elif self._advances and len(kept) == self._most and self.cursorPosition() == len(kept):
            self.filled.emit()


class FlagEditor(AnswerEditor):
    """A box to tick, as on the paper: blank, 1, X or a click changes it."""

    TICKING = "1xXcC "
    CLEARING = "0-kK"

    def __init__(self, field: FieldDef, name: str, parent: QWidget | None = None) -> None:
        super().__init__(field, name, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setProperty("flag", "true")
        self.setReadOnly(True)  # the text is a picture of the tick; keys are read below

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key ticks or clears."""
        typed = event.text()
        if typed == " ":
            self._tick(on=not self.text())
        elif typed and typed in self.TICKING:
            self._tick(on=True)
        elif (typed and typed in self.CLEARING) or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._tick(on=False)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click changes the tick."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._tick(on=not self.text())

    def _tick(self, *, on: bool) -> None:
        self.setText(show_answer(self.field, "1" if on else None))
        self._on_edited("")

    def copy_in(self, stored: str | None) -> None:
        """Replace the tick."""
        self._tick(on=stored is not None)

    def event(self, event: QEvent) -> bool:
        """A tick takes no input method."""
        if event.type() == QEvent.Type.InputMethod:
            event.ignore()
            return True
        return super().event(event)
