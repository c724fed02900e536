"""The audit chain on screen: the newest entries, and whether everything is whole."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _, number
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.services.audit_log import action_name, audit_entries, entry_detail
from census_desktop.services.upkeep import verify_store
from census_desktop.store.audit import AuditEntry
from census_desktop.store.store import Store
from census_desktop.store.verify import VerifyReport


class AuditLog(QDialog):
    """Entries above, the outcome of the check below; Esc closes."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("audit_log")
        self.setWindowTitle(_("Nhật ký của máy"))
        self.resize(980, 520)
        self._session = session
        self.report: VerifyReport | None = None
        columns: tuple[Column[AuditEntry], ...] = (
            Column(N_("Số"), lambda one: str(one.number), 7, is_right=True, sign=self._sign),
            Column(N_("Lúc"), lambda one: local_moment(one.at), 16),
            Column(N_("Cán bộ"), lambda one: one.officer, 12),
            Column(N_("Việc"), lambda one: action_name(one.action), 24),
            Column(N_("Chi tiết"), entry_detail, 0),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Nhật ký của máy"), "page_title"))
        head.addStretch(1)
        self.check_button = button(_("Kiểm tra toàn vẹn"), self.check, "verify_button", primary=True)
        head.addWidget(self.check_button)
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.problems = muted_label(wraps=True)
        self.problems.hide()
        column.addWidget(self.problems)
        self.entries: RowTable[AuditEntry] = RowTable(columns, self)
        self.view = table_view(self.entries, "audit_entries", _("Nhật ký của máy"))
        column.addWidget(self.view, 1)
        column.addWidget(
            muted_label(
                _(
                    "Mỗi mục nối với mục trước bằng dấu băm: sửa hay xóa một mục là lộ ra. Trong nhật ký không có"
                    " nội dung phiếu. Esc đóng."
                ),
                wraps=True,
            )
        )
        self.finished.connect(self.deleteLater)
        self.refresh()
        self.view.setFocus()

    def _sign(self, entry: AuditEntry) -> str:
        broken = self.report.broken_entry if self.report is not None else None
        return "error" if broken is not None and entry.number >= broken else ""

    def refresh(self) -> None:
        """Read the newest entries again."""
        self.entries.put(audit_entries(self._session.store))
        if self.entries.rows:
            self.view.selectRow(0)

    def check(self) -> None:
        """Check pages, operations, derived rows and the chain in the worker thread."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang kiểm tra toàn bộ dữ liệu"),
            lambda control: _verified(store, control),
            self._show,
            self._fail,
            waits=True,
        )

    def _show(self, report: VerifyReport) -> None:
        self.report = report
        self.refresh()
        self.problems.setVisible(not report.ok)
        self.problems.setText("\n".join(report.problems))
        if report.ok:
            self.banner.say(
                _(
                    "Nguyên vẹn: {people} người, {households} hộ, {operations} thay đổi, {entries} mục nhật ký."
                    " Mục cuối: {head}"
                ).format(
                    people=number(report.people),
                    households=number(report.households),
                    operations=number(report.operations),
                    entries=number(report.entries),
                    head=report.head[:16],
                ),
                "ok",
            )
            return
        self.banner.say(
            _(
                "Dữ liệu có chỗ không nguyên vẹn. Đừng xóa gì; sao chép cả thư mục dữ liệu và báo người phụ trách."
            ),
            "error",
        )
        broken = report.broken_entry
        at = next((row for row, one in enumerate(self.entries.rows) if one.number == broken), None)
        if at is not None:
            self.view.selectRow(at)
            self.view.scrollTo(self.entries.index(at, 0))

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng."))


def _verified(store: Store, control: JobControl) -> VerifyReport:
    control.step(0, 0, _("Đang đọc từng trang, từng thay đổi, từng mục nhật ký"))
    return verify_store(store, control)
