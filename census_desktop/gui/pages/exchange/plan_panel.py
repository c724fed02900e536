"""Packages chosen or dropped, the plan as a tree, then the merge: what wards and town have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import LatestJob, run_job
from census_desktop.gui.models.plan_tree import PlanTree, nodes_of
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick, start_folder
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.services.documents import merge_plan_document
from census_desktop.services.exchange import merge
from census_desktop.services.merge_plan import PlanByPlace, plan_by_place
from census_desktop.transfer.inbox import MergePlan
from census_desktop.transfer.package import SUFFIX


class PlanPanel(QWidget):
    """First the plan, then the deed; the totals add up before anything is done.

    Signals:
        merged(plan): the packages are in.
    """

    merged = Signal(object)

    def __init__(
        self, session: Session, title: str, banner: Banner, fail: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self._session = session
        self._banner = banner
        self._fail = fail
        self._reading = LatestJob(session.jobs, self)
        self.plan: MergePlan | None = None
        self.found: PlanByPlace | None = None
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self.head = QHBoxLayout()
        self.head.addWidget(plain_label(title, "page_title"))
        self.head.addStretch(1)
        self.stick_button = button(_("Chọn thư mục USB…"), self.choose_folder, "choose_stick")
        self.head.addWidget(self.stick_button)
        self.head.addWidget(button(_("Chọn gói…"), self.choose_files, "choose_packages"))
        self.print_button = button(_("In kế hoạch…"), self.print_plan, "print_plan")
        self.print_button.setEnabled(False)
        self.head.addWidget(self.print_button)
        self.merge_button = button(_("Gộp vào máy này"), self.merge, "merge_button", primary=True)
        self.merge_button.setEnabled(False)
        self.head.addWidget(self.merge_button)
        column.addLayout(self.head)
        column.addWidget(banner)
        self.sum = muted_label(
            _(
                "Chọn gói, hoặc kéo tệp và thư mục vào đây, để xem kế hoạch gộp. Xem không làm thay đổi dữ liệu."
            ),
            wraps=True,
        )
        column.addWidget(self.sum)
        self.tree = PlanTree()
        column.addWidget(self.tree, 1)

    # -- choosing -----------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Take all packages of a stick."""
        folder = choose_stick(self, _("Thư mục USB có các gói"))
        if folder is not None:
            self.look_at((folder,))

    def choose_files(self) -> None:
        """Take single packages."""
        chosen = messages.choose_files(self, _("Các gói dữ liệu"), start_folder(), _("Gói dữ liệu (*.dcpkg)"))
        if chosen:
            self.look_at(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this machine may be dropped."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.look_at(paths)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Make the plan in the worker thread. A folder stands for the packages that are in it now."""
        store, wanted = self._session.store, tuple(paths)
        self.merge_button.setEnabled(False)  # the plan that is still shown is no longer the one asked for
        self._reading.start(
            _("Đang đọc các gói"),
            lambda control: plan_by_place(store, wanted, control),
            self._show_plan,
            self._not_read,
        )

    def _not_read(self, error: BaseException) -> None:
        self.merge_button.setEnabled(self._may_merge())  # the plan shown holds on
        self._fail(error)

    # -- showing ------------------------------------------------------------------------------------------------

    def _show_plan(self, found: PlanByPlace) -> None:
        self.found, self.plan = found, found.plan
        self._show(is_done=False)
        may_merge = self._may_merge()
        self.merge_button.setEnabled(may_merge)
        self.print_button.setEnabled(True)
        if may_merge:
            self._banner.hide()
            self.merge_button.setFocus()
        else:
            self._banner.say(_("Không có gói nào để gộp: xem ghi chú từng gói."), "warning")
            self.tree.setFocus()

    def _may_merge(self) -> bool:
        return self.plan is not None and any(package.status == "merged" for package in self.plan.packages)

    def _show(self, *, is_done: bool) -> None:
        assert self.found is not None
        found = self.found.plan
        self.tree.put(nodes_of(self.found, is_done=is_done))
        self.sum.setText(
            _("Trong gói có {records} bản ghi ({people} người, {households} hộ) = {added} mới + {already} đã có"
              " + {changed} đổi. Gói bị từ chối: {refused}.").format(
                records=number(found.people + found.households),
                people=number(found.people),
                households=number(found.households),
                added=number(found.added),
                already=number(found.already),
                changed=number(found.changed),
                refused=number(sum(package.status == "refused" for package in found.packages)),
            )
        )  # fmt: skip

    def print_plan(self) -> None:
        """Show the plan as it will be printed."""
        if self.found is not None:
            preview(self, (merge_plan_document(self._session.store, self.found),), self._banner)

    # -- merging ------------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Merge what the plan shows, in the worker thread."""
        if self.plan is None or self.found is None or not self.merge_button.isEnabled():
            return
        good = sum(package.status == "merged" for package in self.plan.packages)
        go_on = messages.ask(
            self,
            _("Gộp {count} gói vào dữ liệu máy này?").format(count=good),
            _("Máy sao lưu trước, rồi gộp tất cả trong một lần: được hết hoặc không đổi gì."),
            yes=_("Gộp"),
            no=_("Chưa gộp"),
        )
        if not go_on:
            return
        store, files = self._session.store, self.found.files
        run_job(
            self._session.jobs,
            self,
            _("Đang gộp vào dữ liệu máy này"),
            lambda control: merge(store, files, control),
            self._merged,
            self._fail,
            waits=True,
        )

    def _merged(self, result: MergePlan) -> None:
        assert self.found is not None
        result = replace(result, duplicates=self.found.plan.duplicates)
        self.found = replace(self.found, plan=result)
        self.plan = None
        self.merge_button.setEnabled(False)
        self._show(is_done=True)
        words = _(
            "Đã gộp xong: {added} bản ghi mới, {changed} đổi, {conflicts} xung đột cần quyết định."
        ).format(
            added=number(result.added), changed=number(result.changed), conflicts=number(result.conflicts)
        )
        if result.conflicts:
            words += " " + _("Alt+3 sang phòng Cần xử lý để quyết định.")
        if self.found.suspected:
            words += " " + _("Nghi trùng người: {count} cặp, Alt+3 rồi Ctrl+T để xem.").format(
                count=number(len(self.found.suspected))
            )
        self._banner.say(words, "ok")
        self._session.bus.changed.emit()
        self.merged.emit(result)


def _dropped(event: QDropEvent) -> tuple[Path, ...]:
    """Folders and packages among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.is_dir() or path.suffix == SUFFIX)
