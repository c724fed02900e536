"""Small forms of labelled one-line boxes, as the windows about keys and passwords need them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from census_desktop.base.text import _
from census_desktop.gui import messages
from census_desktop.gui.sticks import start_folder
from census_desktop.gui.widgets import button, muted_label, restyle


class Lines(QWidget):
    """Boxes below each other; Enter goes on to the next that is visible.

    Signals:
        finished(): Enter in the last visible box.
    """

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self._pickers: dict[str, QPushButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, label: str, *, is_secret: bool = False, hint: str = "") -> QLineEdit:
        """Add a box.

        Args:
            name: for tests ("field_<name>") and for `text`.
            label: before the box.
            is_secret: dots instead of letters.
            hint: shown while the box is empty.
        """
        box = QLineEdit()
        box.setObjectName(f"field_{name}")
        box.setAccessibleName(label)
        box.setPlaceholderText(hint)
        box.setFixedHeight(box.fontMetrics().height() + 10)
        if is_secret:
            box.setEchoMode(QLineEdit.EchoMode.Password)
        box.installEventFilter(self)
        row = self._grid.rowCount()
        caption = muted_label(label)
        caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        caption.setBuddy(box)
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(box, row, 1)
        self._boxes[name], self._labels[name] = box, caption
        return box

    def add_file(self, name: str, label: str, pattern: str, *, hint: str = "") -> QLineEdit:
        """Add a box for the path of a file, with a button that looks for it.

        Args:
            name: as in `add`.
            label: as in `add`; also the title of the file dialog.
            pattern: Qt name filter.
            hint: as in `add`.
        """
        box = self.add(name, label, hint=hint)

        def choose() -> None:
            chosen = messages.choose_files(self, label, start_folder(), pattern)
            if chosen:
                box.setText(str(chosen[0]))
                box.setFocus()

        picker = button(_("Chọn tệp…"), choose, f"choose_{name}")
        self._grid.addWidget(picker, self._grid.rowCount() - 1, 2)
        self._pickers[name] = picker
        return box

    def text(self, name: str) -> str:
        """What stands in a box."""
        return self._boxes[name].text()

    def path(self, name: str) -> Path | None:
        """The file named in a box, None while it is empty."""
        text = self.text(name).strip()
        return Path(text) if text else None

    def show_only(self, *names: str) -> None:
        """Show these boxes and hide the others."""
        for name, box in self._boxes.items():
            for part in (box, self._labels[name], self._pickers.get(name)):
                if part is not None:
                    part.setVisible(name in names)

    def take_cursor(self) -> None:
        """Put the cursor into the first visible box that is empty."""
        visible = [box for box in self._boxes.values() if box.isVisibleTo(self)]
        target = next((box for box in visible if not box.text()), visible[0] if visible else None)
        if target is not None:
            target.setFocus()

    def complain(self, name: str) -> None:
        """Mark a box as the one to be looked at, all others as well; "" marks none."""
        for each, box in self._boxes.items():
            restyle(box, state="error" if each == name else "normal")
        if name:
            self._boxes[name].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter ends here: a dialog would press its first button with it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._go_on()
            return True
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        order = [box for box in self._boxes.values() if box.isVisibleTo(self)]
        here = next((at for at, box in enumerate(order) if box.hasFocus()), -1)
        if here + 1 < len(order):
            order[here + 1].setFocus()
        else:
            self.finished.emit()
