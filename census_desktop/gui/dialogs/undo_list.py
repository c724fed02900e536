"""Ctrl+U: saved work by name, to be taken back or done again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.moments import clock_time_and_day
from census_desktop.gui.widgets import muted_label
from census_desktop.services.undo import UndoItem


class UndoList(QDialog):
    """The newest deeds first; what stands in the way of taking one back stands beside it.

    Signals:
        wanted(number): Enter on a deed that can be taken back.
    """

    wanted = Signal(int)

    def __init__(self, items: Sequence[UndoItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("undo_list")
        self.setWindowTitle(_("Hoàn tác việc đã lưu"))
        self.resize(760, 420)
        column = QVBoxLayout(self)
        self.list = QListWidget()
        self.list.setObjectName("deeds")
        self.list.setAccessibleName(_("Việc đã lưu"))
        self.list.setWordWrap(True)
        for item in items:
            row = QListWidgetItem(_words(item))
            row.setData(Qt.ItemDataRole.UserRole, item.number)
            if item.obstacle is not None:
                row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(row)
        first = next((at for at, item in enumerate(items) if item.obstacle is None), -1)
        self.list.setCurrentRow(first)
        self.list.itemActivated.connect(lambda row: self._take(row.data(Qt.ItemDataRole.UserRole)))
        column.addWidget(self.list, 1)
        column.addWidget(muted_label(_("Enter: hoàn tác việc đang chọn (lịch sử vẫn được giữ) · Esc: đóng")))
        self.list.setFocus()

    def _take(self, number: int) -> None:
        self.accept()
        self.wanted.emit(number)


def _words(item: UndoItem) -> str:
    title = _("Làm lại: {title}").format(title=item.title) if item.is_redo else item.title
    line = _("{time} · {officer} · {title}").format(
        time=clock_time_and_day(item.at), officer=item.officer, title=title
    )
    return line if item.obstacle is None else f"{line}\n    {item.obstacle}"
