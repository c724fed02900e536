"""Trao đổi on the town's machine: packages in, receipts out, the journal of merges, registered machines."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.merge_journal import show_journal
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.exchange_page import ExchangePage
from census_desktop.gui.pages.plan_panel import PlanPanel
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, card
from census_desktop.services.exchange import export_receipt_to
from census_desktop.transfer.outbox import ExportResult


class TownExchangePage(ExchangePage):
    """The plan of incoming packages above; receipts, machines and keys below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.panel = PlanPanel(session, _("Nhận gói từ các phường, xã"), self.banner, self._fail)
        self.panel.head.insertWidget(2, button(_("Sổ các lần gộp…"), self.show_journal, "show_journal"))
        self._column.addWidget(self.panel, 3)
        self._column.addWidget(self._machines())
        self.refresh()

    def _machines(self) -> QWidget:
        side = QWidget()
        side.setMaximumHeight(self.fontMetrics().height() * 11)
        across = QHBoxLayout(side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(9)
        frame, column = card(_("Máy phường, xã đã đăng ký"))
        column.addWidget(self._machine_table(), 1)
        self.machine_view.activated.connect(lambda _index: self.write_receipt())
        column.addWidget(
            button(_("Ghi biên nhận cho đơn vị đang chọn…"), self.write_receipt, "write_receipt")
        )
        across.addWidget(frame, 5)
        own = self._own_key_card()
        own_column = own.layout()
        assert isinstance(own_column, QVBoxLayout)
        own_column.insertWidget(
            own_column.count() - 1,
            button(_("Đăng ký khóa của phường, xã…"), self.register, "register_button"),
        )
        across.addWidget(own, 2)
        return side

    def show_journal(self) -> None:
        """What was merged here, what it changed, and taking it back."""
        show_journal(self._session, self)

    def write_receipt(self) -> None:
        """Write the receipt for the unit of the marked machine."""
        row = self.machine_view.currentIndex().row()
        if not 0 <= row < len(self.machines.rows):
            self.banner.say(_("Chọn máy của đơn vị cần gửi biên nhận trong bảng, rồi nhấn Enter."), "warning")
            self.machine_view.setFocus()
            return
        unit, name = self.machines.rows[row].unit, self.machines.rows[row].unit_name
        folder = messages.choose_folder(
            self, _("Chọn USB để ghi biên nhận cho {unit}").format(unit=name), Path.home()
        )
        if folder is None:
            return
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang ghi biên nhận cho {unit}").format(unit=name),
            lambda control: export_receipt_to(store, unit, folder, control),
            lambda done: self._written(done, name),
            self._fail,
        )

    def _written(self, done: ExportResult, name: str) -> None:
        self.banner.say(
            _(
                "Đã ghi biên nhận {file} cho {unit}: {people} người, {households} hộ."
                " Đã đọc lại và so từng byte: có thể rút USB."
            ).format(
                file=done.path.name,
                unit=name,
                people=number(done.people),
                households=number(done.households),
            ),
            "ok",
        )
