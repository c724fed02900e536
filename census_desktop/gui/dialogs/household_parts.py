"""Questions answered by keyboard: choose a line by its number, tick lines, find a household."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _
from census_desktop.gui.widgets import SearchLine
from census_desktop.store.records import HouseholdRow

_DATA = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Choices(QListWidget):
    """Numbered lines: a digit or Enter chooses.

    Signals:
        chosen(data): a line was chosen.
    """

    chosen = Signal(object)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)

    def offer(self, words: str, data: object, *, is_open: bool = True) -> None:
        """Add a line; one that is not open cannot be chosen."""
        item = QListWidgetItem(f"{self.count() + 1}  {words}")
        item.setData(_DATA, data)
        if not is_open:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.addItem(item)
        if self.currentRow() < 0 and is_open:
            self.setCurrentItem(item)

    def current(self) -> Any | None:
        """What stands behind the marked line."""
        row = self.currentRow()
        return self.item(row).data(_DATA) if row >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses its line, Enter the marked one."""
        row = int(event.text()) - 1 if event.text().isdecimal() else -1
        if event.key() in _ENTER:
            row = self.currentRow()
        if row < 0:
            super().keyPressEvent(event)
            return
        event.accept()
        if row < self.count() and self.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentRow(row)
            self.chosen.emit(self.item(row).data(_DATA))


class Ticks(QListWidget):
    """Lines to be ticked with the blank key.

    Signals:
        done(data): Enter; what stands behind the ticked lines.
    """

    done = Signal(object)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)

    def put(self, lines: Sequence[tuple[str, object]], ticked: Collection[object] = ()) -> None:
        """Show other lines; ticked are those whose data is among `ticked`."""
        self.clear()
        for words, data in lines:
            item = QListWidgetItem(words)
            item.setData(_DATA, data)
            item.setCheckState(Qt.CheckState.Checked if data in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)

    def ticked(self) -> tuple[Any, ...]:
        """What stands behind the ticked lines."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(item.data(_DATA) for item in items if item.checkState() is Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: all are ticked that should be."""
        if event.key() in _ENTER:
            event.accept()
            self.done.emit(self.ticked())
        else:
            super().keyPressEvent(event)


class HouseholdPicker(QWidget):
    """Type a number or a name, arrows mark, Enter chooses.

    Signals:
        chosen(household_uuid): a household was chosen.
    """

    HINT = N_("Gõ số hộ hoặc tên · mũi tên: chọn dòng · Enter: nhận · Esc: lùi")

    chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[HouseholdRow]], leave_out: uuid.UUID) -> None:
        """Make the part.

        Args:
            find: households by words.
            leave_out: the open household, which is none to choose.
        """
        super().__init__()
        self._find, self._leave_out = find, leave_out
        self.line = _PickLine("deed_search", _("Tìm hộ"), _("Tìm hộ: số hộ hoặc tên"))
        self.found = QListWidget()
        self.found.setObjectName("deed_households")
        self.found.setAccessibleName(_("Danh sách hộ"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.found, 1)
        self.setFocusProxy(self.line)
        self.line.paused.connect(self._search)
        self.line.stepped.connect(self._step)
        self.line.entered.connect(self._choose)
        self.found.itemActivated.connect(lambda item: self.chosen.emit(item.data(_DATA)))
        self._searched: str | None = None
        self._search()

    def _search(self) -> None:
        typed = self.line.typed()
        if typed == self._searched:
            return
        self._searched = typed
        self.found.clear()
        for row in self._find(typed):
            if row.household_uuid == self._leave_out:
                continue
            item = QListWidgetItem(
                _("Hộ {number} · {group} · {name}, {count} người").format(
                    number=row.household_no or "–",
                    group=row.residential_group or "–",
                    name=row.head_name or _("chưa có phiếu"),
                    count=row.people,
                )
            )
            item.setData(_DATA, row.household_uuid)
            self.found.addItem(item)
        self.found.setCurrentRow(0)

    def _step(self, by: int) -> None:
        self._search()
        self.found.setCurrentRow(max(0, min(self.found.count() - 1, self.found.currentRow() + by)))

    def _choose(self) -> None:
        self._search()
        row = self.found.currentRow()
        if row >= 0:
            self.chosen.emit(self.found.item(row).data(_DATA))


class _PickLine(SearchLine):
    """A search line that steers the list under it."""

    stepped = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
