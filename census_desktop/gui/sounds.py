"""Sounds for eyes that are on the paper: two beeps for what cannot be, one for what is unlikely.

Ctrl+B switches them off. The system's own beep, so that nothing is added to the program and the volume is the one the
person has chosen. A sound never comes alone: the mark and the sentence stand in the window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from census_desktop.gui.forms.editors import FieldState

BETWEEN = 180  # milliseconds between the two beeps


class Bell(QObject):
    """Rings, unless it is switched off.

    Attributes:
        is_on: whether it rings.
        beep: makes one sound.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = True
        self.beep: Callable[[], object] = QApplication.beep
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(BETWEEN)
        self._again.timeout.connect(self._beep_again)

    def _beep_again(self) -> None:
        self.beep()

    def ring(self, state: FieldState) -> None:
        """Two beeps for an error, one for a warning."""
        if not self.is_on or state not in {FieldState.ERROR, FieldState.WARNING}:
            return
        self.beep()
        if state is FieldState.ERROR:
            self._again.start()
