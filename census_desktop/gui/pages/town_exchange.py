"""Trao đổi on the town's machine: packages, the plan, merging, registered machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.plan_rows import COLUMNS, PlanRow, rows_of
from census_desktop.gui.models.row_table import RowTable, table_view
from census_desktop.gui.pages.exchange_page import ExchangePage
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Kpi, button, card, muted_label, plain_label
from census_desktop.services.exchange import merge, package_files, plan
from census_desktop.transfer.inbox import MergePlan


class TownExchangePage(ExchangePage):
    """First the plan, then the deed; the totals add up before anything is done."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._paths: tuple[Path, ...] = ()
        self.plan: MergePlan | None = None
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Nhận gói từ các phường, xã"), "page_title"))
        head.addStretch(1)
        head.addWidget(button(_("Chọn thư mục USB…"), self.choose_folder, "choose_stick"))
        head.addWidget(button(_("Chọn gói…"), self.choose_files, "choose_packages"))
        self.merge_button = button(_("Gộp vào dữ liệu thị xã"), self.merge, "merge_button", primary=True)
        self.merge_button.setEnabled(False)
        head.addWidget(self.merge_button)
        self._column.addLayout(head)
        self._column.addWidget(self.banner)
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.packages, self.added = Kpi(_("Gói nhận / tất cả")), Kpi(_("Mới"))
        self.changed, self.already = Kpi(_("Đổi (kết hợp)")), Kpi(_("Đã có sẵn"))
        self.conflicts, self.duplicates = Kpi(_("Xung đột")), Kpi(_("Nghi trùng người"))
        for tile in (self.packages, self.added, self.changed, self.already, self.conflicts, self.duplicates):
            tiles.addWidget(tile, 1)
        self._column.addLayout(tiles)
        self.sum = muted_label(
            _("Chọn gói để xem kế hoạch gộp. Xem kế hoạch không làm thay đổi dữ liệu."), wraps=True
        )
        self._column.addWidget(self.sum)
        self.table: RowTable[PlanRow] = RowTable(COLUMNS, self)
        self.table.emphasise(lambda row: row.is_total)
        self.view = table_view(self.table, "plan", _("Kế hoạch gộp"))
        self.view.setWordWrap(True)
        self._column.addWidget(self.view, 3)
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

    def choose_folder(self) -> None:
        """Take all packages of a stick."""
        folder = messages.choose_folder(self, _("Thư mục USB có các gói"), Path.home())
        if folder is not None:
            self.look_at((folder,))

    def choose_files(self) -> None:
        """Take single packages."""
        chosen = messages.choose_files(self, _("Các gói dữ liệu"), Path.home(), _("Gói dữ liệu (*.dcpkg)"))
        if chosen:
            self.look_at(chosen)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Make the plan in the worker thread. A folder stands for the packages that are in it now."""
        store = self._session.store
        try:
            wanted = package_files(paths, store.installation)
        except CensusError as error:
            self.banner.say_error(error)
            return
        run_job(
            self._session.jobs,
            self,
            _("Đang đọc các gói"),
            lambda control: plan(store, wanted, control),
            lambda found: self._show_plan(found, wanted),
            self._fail,
        )

    def _show_plan(self, found: MergePlan, paths: tuple[Path, ...]) -> None:
        self.plan, self._paths = found, paths
        self._show(found, is_done=False)
        may_merge = any(package.status == "merged" for package in found.packages)
        self.merge_button.setEnabled(may_merge)
        if may_merge:
            self.banner.hide()
            self.merge_button.setFocus()
        else:
            self.banner.say(_("Không có gói nào để gộp: xem ghi chú từng gói."), "warning")

    def _show(self, found: MergePlan, *, is_done: bool) -> None:
        self.table.put(rows_of(found, is_done=is_done))
        self.view.resizeRowsToContents()
        good = sum(package.status == "merged" for package in found.packages)
        refused = sum(package.status == "refused" for package in found.packages)
        self.packages.put(f"{good} / {len(found.packages)}", "warning" if refused else "ok")
        self.added.put(number(found.added))
        self.changed.put(f"{number(found.changed)} ({number(found.combined)})")
        self.already.put(number(found.already))
        self.conflicts.put(number(found.conflicts), "error" if found.conflicts else "ok")
        self.duplicates.put(number(found.duplicates), "warning" if found.duplicates else "ok")
        self.sum.setText(
            _("Trong gói có {records} bản ghi ({people} người, {households} hộ) = {added} mới + {already} đã có"
              " + {changed} đổi. Gói bị từ chối: {refused}.").format(
                records=number(found.people + found.households),
                people=number(found.people),
                households=number(found.households),
                added=number(found.added),
                already=number(found.already),
                changed=number(found.changed),
                refused=refused,
            )
        )  # fmt: skip

    def merge(self) -> None:
        """Merge what the plan shows, in the worker thread."""
        if self.plan is None or not self.merge_button.isEnabled():
            return
        good = sum(package.status == "merged" for package in self.plan.packages)
        go_on = messages.ask(
            self,
            _("Gộp {count} gói vào dữ liệu thị xã?").format(count=good),
            _("Máy sao lưu trước, rồi gộp tất cả trong một lần: được hết hoặc không đổi gì."),
            yes=_("Gộp"),
            no=_("Chưa gộp"),
        )
        if not go_on:
            return
        store, wanted = self._session.store, self._paths
        run_job(
            self._session.jobs,
            self,
            _("Đang gộp vào dữ liệu thị xã"),
            lambda control: merge(store, wanted, control),
            self._merged,
            self._fail,
        )

    def _merged(self, result: MergePlan) -> None:
        self.plan = None
        self.merge_button.setEnabled(False)
        self._show(result, is_done=True)
        self.banner.say(
            _("Đã gộp xong: {added} bản ghi mới, {changed} đổi, {conflicts} xung đột cần quyết định.").format(
                added=number(result.added), changed=number(result.changed), conflicts=number(result.conflicts)
            ),
            "ok",
        )
        self._session.bus.changed.emit()
