"""In và Excel: summaries for families to check and sign, and the spreadsheet template."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui import messages
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, SearchLine, button, card, muted_label, plain_label
from census_desktop.printing.pdf import write_pdf
from census_desktop.reports.document import Document
from census_desktop.services.documents import household_paper
from census_desktop.services.spreadsheets import import_sheet, make_template
from census_desktop.services.units import unit_name
from census_desktop.store.records import HouseholdRow, list_households
from census_desktop.store.store import Store
from census_desktop.transfer.import_report import ImportResult

LIMIT = 2000

COLUMNS: tuple[Column[HouseholdRow], ...] = (
    Column(N_("Hộ số"), lambda row: row.household_no or "–", 8),
    Column(
        N_("Chủ hộ"),
        lambda row: row.head_name or _("chưa có phiếu"),
        0,
        order=lambda row: name_key(row.head_name or ""),
    ),
    Column(N_("Người"), lambda row: str(row.people), 5, is_right=True, order=lambda row: row.people),
    Column(N_("Thôn/TDP"), lambda row: row.residential_group or "", 24),
    Column(N_("Đơn vị"), lambda row: unit_name(row.unit) if row.unit else "", 20),
)


class PaperPage(QWidget):
    """Choose a household, look at its paper, print it or keep it as PDF."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        column.addWidget(plain_label(_("In và Excel"), "page_title"))
        self.banner = Banner()
        column.addWidget(self.banner)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self._households(), 3)
        across.addLayout(self._actions(), 1)
        column.addLayout(across, 1)
        bind(self, "find", self.focus_search)
        self.refresh()

    def _households(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.search = SearchLine(
            "paper_search", _("Tìm hộ để in"), _("Tìm hộ: số hộ hoặc tên người trong hộ")
        )
        self.search.setFixedHeight(self.search.fontMetrics().height() + 12)
        column.addWidget(self.search)
        self.table: RowTable[HouseholdRow] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "paper_households", _("Các hộ"))
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, self.view.horizontalHeader().sortIndicatorOrder())
        self.view.activated.connect(self._preview_row)
        column.addWidget(self.view, 1)
        self.search.paused.connect(self.refresh)
        self.search.returnPressed.connect(self._find_and_go)
        return side

    def _actions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(9)
        frame, inside = card(_("Bảng tổng hợp hộ gia đình"))
        inside.addWidget(
            muted_label(_("Một hộ một bản để gia đình kiểm tra, sửa và ký khi phúc tra."), wraps=True)
        )
        inside.addWidget(
            button(_("Xem và in hộ đang chọn"), self.preview_marked, "preview_household", primary=True)
        )
        inside.addWidget(button(_("Lưu PDF các hộ trong danh sách…"), self.save_all, "save_all_pdf"))
        column.addWidget(frame)
        frame, inside = card(_("Excel"))
        inside.addWidget(muted_label(_("Mẫu trống có sẵn tên cột để nhập phiếu bằng Excel."), wraps=True))
        inside.addWidget(button(_("Lưu mẫu Excel trống…"), self.save_template, "save_template"))
        inside.addWidget(button(_("Nhập phiếu từ Excel…"), self.import_workbook, "import_workbook"))
        column.addWidget(frame)
        column.addStretch(1)
        return column

    # -- households ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List the households found."""
        typed = self.search.typed() or None
        self.table.put(list_households(self._session.store, search=typed, limit=LIMIT))

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.take_cursor()

    def _find_and_go(self) -> None:
        self.refresh()
        if self.table.rows:
            self.view.setFocus()
            self.view.selectRow(0)

    def mark(self, household_uuid: uuid.UUID) -> None:
        """Mark a household in the list."""
        for at, row in enumerate(self.table.rows):
            if row.household_uuid == household_uuid:
                self.view.selectRow(at)

    def _preview_row(self, index: QModelIndex) -> None:
        self._preview(self.table.rows[index.row()].household_uuid)

    def preview_marked(self) -> None:
        """Show the paper of the marked household."""
        index = self.view.currentIndex()
        if not index.isValid():
            self.banner.say(_("Chọn một hộ trong danh sách trước."), "warning")
            return
        self._preview_row(index)

    def _preview(self, household_uuid: uuid.UUID) -> None:
        try:
            document = household_paper(self._session.store, household_uuid).document
        except CensusError as error:
            self.banner.say_error(error)
            return
        preview(self, (document,), self.banner)

    def save_all(self) -> None:
        """Write the papers of all listed households into one PDF, in the worker thread."""
        wanted = [row.household_uuid for row in self.table.rows if row.people]
        if not wanted:
            self.banner.say(_("Không có hộ nào để in."), "warning")
            return
        name = Path.home() / _("tong-hop-{count}-ho.pdf").format(count=len(wanted))
        path = messages.choose_new_file(self, _("Lưu PDF các hộ"), name, _("Tệp PDF (*.pdf)"))
        if path is None:
            return
        store, title = self._session.store, _("Bảng tổng hợp {count} hộ").format(count=len(wanted))

        def work(control: JobControl) -> int:
            papers = _papers(store, wanted)
            return write_pdf(papers, path, control, title=title, expected=len(wanted), replace=True)

        run_job(
            self._session.jobs,
            self,
            _("Đang ghi {count} hộ ra PDF").format(count=len(wanted)),
            work,
            lambda pages: self.banner.say(
                _("Đã lưu {path}: {count} trang.").format(path=path, count=number(pages)), "ok"
            ),
            self._fail,
        )

    # -- spreadsheets -------------------------------------------------------------------------------------------

    def save_template(self) -> None:
        """Write the empty spreadsheet."""
        path = messages.choose_new_file(
            self, _("Lưu mẫu Excel"), Path.home() / "mau-phieu-dc01.xlsx", _("Bảng tính Excel (*.xlsx)")
        )
        if path is None:
            return
        try:
            make_template(path)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã lưu {path}.").format(path=path), "ok")

    def import_workbook(self) -> None:
        """Take the slips of a spreadsheet, in the worker thread."""
        chosen = messages.choose_files(
            self, _("Bảng tính có phiếu"), Path.home(), _("Bảng tính Excel (*.xlsx)")
        )
        if not chosen:
            return
        store, path = self._session.store, chosen[0]
        run_job(
            self._session.jobs,
            self,
            _("Đang nhập {file}").format(file=path.name),
            lambda control: import_sheet(store, path, dry_run=False, control=control),
            self._imported,
            self._fail,
        )

    def _imported(self, result: ImportResult) -> None:
        self.banner.say(
            _("Đọc {rows} dòng: thêm {added}, bỏ qua {skipped} đã có, {queued} dòng chờ xem lại.").format(
                rows=number(result.rows),
                added=number(result.added),
                skipped=number(result.skipped),
                queued=number(result.queued),
            ),
            "warning" if result.queued or result.errors else "ok",
        )
        self._session.bus.changed.emit()

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self.banner.say(_("Đã dừng, không có tệp nào được ghi."), "warning")
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error


def _papers(store: Store, wanted: Sequence[uuid.UUID]) -> Iterator[Document]:
    for household_uuid in wanted:
        yield household_paper(store, household_uuid).document
