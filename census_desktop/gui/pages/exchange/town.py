"""Trao đổi on the town's machine: packages in, receipts and messages out, the journal of merges."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.gui.dialogs.receipt_deeds import ask_message, write_receipts
from census_desktop.gui.dialogs.sent_packages import SentPackages
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.pages.exchange.page import ExchangePage
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, card
from census_desktop.services.receipts_due import UnitExchange, unit_exchanges


def _came(one: UnitExchange) -> str:
    if one.last_in is None:
        return "–"
    return _("số {number}, {at}").format(number=one.last_in.sequence, at=local_moment(one.last_in.at))


UNIT_COLUMNS: tuple[Column[UnitExchange], ...] = (
    Column(N_("Đơn vị"), lambda one: one.unit_name, 22, sign=lambda one: "warning" if one.is_due else "ok"),
    Column(N_("Máy"), lambda one: number(one.machines), 4, is_right=True),
    Column(N_("Gói mới nhất đã gộp"), _came, 24),
    Column(N_("Biên nhận gần nhất"), lambda one: local_moment(one.last_out.at) if one.last_out else "–", 17),
    Column(
        N_("Việc còn lại"),
        lambda one: ", ".join(
            filter(
                None,
                (
                    _("chờ biên nhận") if one.is_due else "",
                    _("{count} lời nhắn chưa đọc").format(count=one.unread) if one.unread else "",
                    "" if one.machines else _("không còn máy nào"),
                ),
            )
        ),
        0,
    ),
)


class TownExchangePage(ExchangePage):
    """The plan of incoming packages above; units with their receipts and the keys below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Nhận gói từ các phường, xã"), parent)
        side = QWidget()
        side.setMaximumHeight(self.fontMetrics().height() * 13)
        across = QHBoxLayout(side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(9)
        across.addWidget(self._units_card(), 5)
        across.addWidget(self._key_card(), 2)
        self._column.addWidget(side)
        self.refresh()

    def _units_card(self) -> QWidget:
        frame, column = card(_("Biên nhận cho phường, xã"))
        self.units: RowTable[UnitExchange] = RowTable(UNIT_COLUMNS, self)
        self.unit_view = table_view(self.units, "units", _("Biên nhận cho phường, xã"))
        self.unit_view.activated.connect(lambda _index: self.write_receipt())
        column.addWidget(self.unit_view, 1)
        row = QHBoxLayout()
        row.addWidget(button(_("Ghi cho đơn vị này…"), self.write_receipt, "write_receipt"))
        self.due_button = button(_("Ghi mọi đơn vị chờ… (Ctrl+J)"), self.send, "write_due")
        row.addWidget(self.due_button)
        row.addStretch(1)
        row.addWidget(button(_("Lời nhắn… (Ctrl+R)"), self.show_news, "write_message"))
        row.addWidget(button(_("Sổ biên nhận…"), self.show_sent, "show_sent"))
        column.addLayout(row)
        return frame

    def take_focus(self) -> None:
        """Enter asks for the stick, or merges what has been looked at."""
        ready = self.panel.merge_button
        (ready if ready.isEnabled() else self.panel.stick_button).setFocus()

    def _marked(self) -> UnitExchange | None:
        row = self.unit_view.currentIndex().row()
        return self.units.rows[row] if 0 <= row < len(self.units.rows) else None

    def write_receipt(self) -> None:
        """Write the receipt for the marked unit."""
        unit = self._marked()
        if unit is None:
            self.banner.say(_("Chọn đơn vị cần gửi biên nhận trong bảng, rồi nhấn Enter."), "warning")
            self.unit_view.setFocus()
            return
        write_receipts(self._session, self, (unit.unit,), self.banner, self._fail)

    def send(self) -> None:
        """Ctrl+J: receipts for all units that wait, onto one stick."""
        due = tuple(one.unit for one in self.units.rows if one.is_due)
        if not due:
            self.banner.say(_("Không đơn vị nào đang chờ biên nhận."), "info")
            return
        write_receipts(self._session, self, due, self.banner, self._fail)

    def show_news(self) -> None:
        """Ctrl+R: a message to units."""
        if not self.units.rows:
            self.banner.say(_("Chưa đăng ký máy của đơn vị nào."), "warning")
            return
        unit = self._marked()
        ask_message(
            self._session, self, self.units.rows, unit.unit if unit is not None else None, self.banner
        )

    def show_sent(self) -> None:
        """Every receipt written here."""
        SentPackages(self._session, self).open()

    def refresh(self) -> None:
        """List units again; the marked one stays marked."""
        super().refresh()
        unit = self._marked()
        self.units.put(unit_exchanges(self._session.store))
        due = sum(one.is_due for one in self.units.rows)
        self.due_button.setEnabled(due > 0)
        at = next((row for row, one in enumerate(self.units.rows) if unit and one.unit == unit.unit), None)
        if at is not None:
            self.unit_view.selectRow(at)
