"""A line that asks why: free words, with the usual reasons proposed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from census_desktop.base.text import N_, _
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.gui.forms.choice_editor import WordsEditor

_FIELD = FieldDef(N_("Lý do"), Kind.TEXT, name="reason", max_length=250)


class ReasonEditor(WordsEditor):
    """Free words; the usual reasons follow what is typed, F9 shows all of them.

    Signals:
        given_up(): Esc, once no list is open.
    """

    given_up = Signal()

    def __init__(self, name: str, spoken: str, reasons: Sequence[str]) -> None:
        """Make the line.

        Args:
            name: object name, ``field_<name>``.
            spoken: name for screen readers.
            reasons: message ids of the usual reasons.
        """
        super().__init__(_FIELD, name, lambda: tuple(_(reason) for reason in reasons))
        self.setAccessibleName(spoken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 opens the list of reasons, Esc leaves the question."""
        if event.key() == Qt.Key.Key_Escape and not self.is_list_open:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_F9:
            self.open_list()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
