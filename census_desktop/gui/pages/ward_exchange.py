"""Trao đổi on a ward machine: write the package for the town, take in its receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.merge_journal import show_journal
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.moments import local_moment
from census_desktop.gui.pages.exchange_page import ExchangePage
from census_desktop.gui.pages.plan_panel import PlanPanel
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, card, muted_label, plain_label
from census_desktop.services.exchange import export_to
from census_desktop.services.follow_up import open_questions
from census_desktop.store.packages import out_packages
from census_desktop.store.records import counts
from census_desktop.transfer.inbox import MergePlan
from census_desktop.transfer.outbox import ExportResult


class WardExchangePage(ExchangePage):
    """Export to the stick, receipts from the town, keys."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.panel = PlanPanel(session, _("Trao đổi với thị xã"), self.banner, self._fail)
        self.panel.head.insertWidget(2, button(_("Sổ các lần gộp…"), self.show_journal, "show_journal"))
        self.panel.merged.connect(self._received)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self._export_card(), 3)
        across.addWidget(self._own_key_card(), 2)
        town, column = card(_("Khóa của máy thị xã"))
        column.addWidget(self._machine_table(), 1)
        column.addWidget(button(_("Nhập tệp khóa thị xã…"), self.register, "register_button"))
        across.addWidget(town, 5)
        self._column.addWidget(self.panel, 3)
        self._column.addLayout(across, 2)
        self.refresh()

    def _export_card(self) -> QWidget:
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
        inside.addStretch(1)
        self.export_button = button(_("Chọn USB và xuất gói…"), self.export, "export_button", primary=True)
        self.export_button.setMinimumHeight(34)
        inside.addWidget(self.export_button)
        return frame

    def show_journal(self) -> None:
        """What came from the town, what it changed, and taking it back."""
        show_journal(self._session, self)

    def _received(self, result: MergePlan) -> None:
        """Say what the town has confirmed, and show what its receipt changed here."""
        confirmed = sum(package.confirmed for package in result.packages)
        waiting = len(open_questions(self._session.store))
        self.banner.say(
            _(
                "Thị xã đã xác nhận thêm {confirmed} gói. Đã nhận {added} bản ghi mới, {changed} bản ghi đổi."
                " Câu hỏi còn phải hỏi: {questions}."
            ).format(
                confirmed=number(confirmed),
                added=number(result.added),
                changed=number(result.changed),
                questions=number(waiting),
            ),
            "ok",
        )
        self.refresh()
        if any(package.status == "merged" for package in result.packages):
            self.show_journal()

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
