"""Trao đổi on a ward machine: write the package for the town."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.moments import local_moment
from census_desktop.gui.pages.exchange_page import ExchangePage
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, card, muted_label, plain_label
from census_desktop.services.exchange import export_to
from census_desktop.store.packages import out_packages
from census_desktop.store.records import counts
from census_desktop.transfer.outbox import ExportResult


class WardExchangePage(ExchangePage):
    """Export to the stick; keys."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._column.addWidget(plain_label(_("Trao đổi với thị xã"), "page_title"))
        self._column.addWidget(self.banner)
        frame, inside = card(_("Gửi phiếu lên thị xã"))
        self.waiting = plain_label("", wraps=True)
        self.last = muted_label(wraps=True)
        inside.addWidget(self.waiting)
        inside.addWidget(self.last)
        inside.addWidget(
            muted_label(
                _(
                    "Gói được ký và niêm phong: chỉ máy thị xã mở được. Mất USB không mất dữ liệu, cứ xuất lại."
                ),
                wraps=True,
            )
        )
        row = QHBoxLayout()
        self.export_button = button(_("Chọn USB và xuất gói…"), self.export, "export_button", primary=True)
        self.export_button.setMinimumHeight(34)
        row.addWidget(self.export_button)
        row.addStretch(1)
        inside.addLayout(row)
        self._column.addWidget(frame)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self._own_key_card(), 1)
        town, column = card(_("Khóa của máy thị xã"))
        column.addWidget(self._machine_table(), 1)
        column.addWidget(button(_("Nhập tệp khóa thị xã…"), self.register, "register_button"))
        across.addWidget(town, 2)
        self._column.addLayout(across, 1)
        self.refresh()

    def refresh(self) -> None:
        """Say what would go out and what went out last."""
        super().refresh()
        people, households = counts(self._session.store)
        self.waiting.setText(
            _("Máy này có {people} phiếu trong {households} hộ.").format(
                people=number(people), households=number(households)
            )
        )
        written = out_packages(self._session.store)
        if not written:
            self.last.setText(_("Chưa xuất gói nào."))
            return
        newest = written[-1]
        self.last.setText(
            _("Gói gần nhất: số {number} lúc {at}, {people} người, {households} hộ.").format(
                number=newest.sequence,
                at=local_moment(newest.at),
                people=number(newest.people),
                households=number(newest.households),
            )
        )

    def export(self) -> None:
        """Write the package in the worker thread."""
        folder = messages.choose_folder(self, _("Chọn USB để xuất gói"), Path.home())
        if folder is None:
            return
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang xuất gói ra USB"),
            lambda control: export_to(store, folder, control),
            self._exported,
            self._fail,
        )

    def _exported(self, result: ExportResult) -> None:
        self.refresh()
        self.banner.say(
            _(
                "Đã xuất {file}: gói số {sequence}, {people} người, {households} hộ."
                " Đã đọc lại và so từng byte: có thể rút USB."
            ).format(
                file=result.path.name,
                sequence=result.sequence,
                people=number(result.people),
                households=number(result.households),
            ),
            "ok",
        )
