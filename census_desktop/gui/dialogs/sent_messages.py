"""Messages written on the town's machine: who has read them; one can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.formats import show_answer
from census_desktop.domain.notices import Notice
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui import messages
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.notices import notices, withdraw_notice
from census_desktop.services.units import unit_name


def _day(stored: str | None) -> str:
    return show_answer(FIELDS[RecordKind.NOTICE]["written_on"], stored)


def _state(one: Notice) -> str:
    if one.withdrawn_on is not None:
        return _("đã rút lại {day}").format(day=_day(one.withdrawn_on))
    if one.read_on is not None:
        return _("{who} đã đọc {day}").format(who=one.read_by or "", day=_day(one.read_on))
    return _("chưa đọc")


COLUMNS: tuple[Column[Notice], ...] = (
    Column(N_("Gửi đơn vị"), lambda one: unit_name(one.unit or ""), 20),
    Column(N_("Ngày viết"), lambda one: _day(one.written_on), 11, order=lambda one: one.written_on or ""),
    Column(N_("Tình trạng"), _state, 24, sign=lambda one: "warning" if one.is_open else "ok"),
    Column(N_("Lời nhắn"), lambda one: one.words or "", 0),
)


class SentMessages(QDialog):
    """Open ones first; Delete takes the marked one back, Esc closes."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("sent_messages")
        self.setWindowTitle(_("Sổ lời nhắn"))
        self.resize(960, 440)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.table: RowTable[Notice] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "messages", _("Sổ lời nhắn"))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(
            muted_label(_("Lời nhắn rút lại vẫn còn trong sổ; đơn vị biết khi nhận biên nhận tới · Esc đóng"))
        )
        row.addStretch(1)
        row.addWidget(button(_("Rút lại… (Delete)"), self.withdraw, "withdraw_message"))
        column.addLayout(row)
        self.finished.connect(self.deleteLater)
        self._refresh(0)
        self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the marked message back."""
        if event.key() == Qt.Key.Key_Delete:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    def _refresh(self, row: int) -> None:
        self.table.put(notices(self._session.store))
        if self.table.rows:
            self.view.selectRow(min(row, len(self.table.rows) - 1))

    def withdraw(self) -> None:
        """Take the marked message back, after asking."""
        row = self.view.currentIndex().row()
        if not 0 <= row < len(self.table.rows) or self.table.rows[row].withdrawn_on is not None:
            return
        marked = self.table.rows[row]
        question = _("Rút lại lời nhắn cho {unit}?").format(unit=unit_name(marked.unit or ""))
        if not messages.ask(self, question, marked.words or "", yes=_("Rút lại"), no=_("Giữ nguyên")):
            return
        try:
            withdraw_notice(self._session.store, marked.notice_uuid)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._refresh(row)
        self.banner.say(_("Đã rút lại; đơn vị biết khi nhận biên nhận tới."), "ok")
        self._session.bus.changed.emit()
