"""Readings of one box one under the other, each with the key that takes it; letters that differ stand out."""

from __future__ import annotations

import difflib
import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from census_desktop.base.text import _
from census_desktop.gui.widgets import plain_label, restyle


class Readings(QFrame):
    """Asks which reading the paper has; a digit answers, nothing else does: Enter from habit decides nothing.

    Signals:
        chosen(place): the reading with that number, from 1.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("state", "warning")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(2, 1)
        self._shown: list[QWidget] = []
        self._count = 0
        self.hide()

    def ask(self, question: str, readings: Sequence[tuple[str, str | None]]) -> None:
        """Show the readings and take the cursor.

        Args:
            question: what is asked.
            readings: what each is called, and its words; "" is a blank box, None has no words of its own.
        """
        for widget in self._shown:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._shown = []
        self._count = len(readings)
        self._put(plain_label(question, "card_title", wraps=True), 0, 0, 1, 3)
        texts = [text for _name, text in readings if text is not None]
        for at, (name, text) in enumerate(readings, start=1):
            key = plain_label(str(at), "key_cap")
            key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._put(key, at, 0)
            self._put(plain_label(name), at, 1)
            if text is not None:
                other = next((one for one in texts if one is not text), text)
                self._put(_words(text, other), at, 2)
        spoken = "; ".join(f"{at}: {name} {text or ''}" for at, (name, text) in enumerate(readings, start=1))
        self.setAccessibleName(question)
        self.setAccessibleDescription(spoken)
        self.show()
        self.setFocus()

    def words(self) -> str:
        """All that is shown, as plain text."""
        return "\n".join(
            label.property("plain") or label.text() for label in self._shown if isinstance(label, QLabel)
        )

    def _put(self, widget: QWidget, *place: int) -> None:
        self._grid.addWidget(widget, *place)
        self._shown.append(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses; Esc goes to the dialog."""
        place = event.key() - Qt.Key.Key_0
        if 1 <= place <= self._count and not event.isAutoRepeat():
            event.accept()
            self.chosen.emit(place)
        elif event.key() == Qt.Key.Key_Escape or event.text().isalpha():
            super().keyPressEvent(event)
        else:
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        restyle(self, focused="true")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys go elsewhere."""
        super().focusOutEvent(event)
        restyle(self, focused="false")


def _words(text: str, other: str) -> QLabel:
    """A reading with what differs from the other one underlined and bold."""
    label = QLabel()
    label.setObjectName("reading")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setText(marked(text, other) if text else html.escape(_("(bỏ trống)")))
    label.setProperty("plain", text or _("(bỏ trống)"))
    return label


def marked(text: str, other: str) -> str:
    """`text` as HTML in which every part that `other` does not have is bold and underlined."""
    parts: list[str] = []
    for kind, start, end, _other_start, _other_end in difflib.SequenceMatcher(
        None, text, other, autojunk=False
    ).get_opcodes():
        part = html.escape(text[start:end])
        parts.append(f"<b><u>{part}</u></b>" if kind != "equal" and part else part)
    return "".join(parts)
