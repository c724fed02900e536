"""In và Excel: papers for families, teams and the town, and spreadsheets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.jobs import was_cancelled
<<<<<<< HEAD
from census_desktop.gui.pages.paper_cards import OthersCard, SummaryCard
from census_desktop.gui.pages.paper_place import PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.services.spreadsheets import import_sheet, make_template
from census_desktop.transfer.import_report import ImportResult
=======
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.pages.excel_card import ExcelCard
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, SearchLine, button, card, muted_label, plain_label
from census_desktop.printing.pdf import write_pdf
from census_desktop.reports.document import Document
from census_desktop.services.documents import household_paper
from census_desktop.services.units import unit_name
from census_desktop.store.records import HouseholdRow, list_households
from census_desktop.store.store import Store
>>>>>>> 5920ddb (A window of three steps imports other people's workbooks by keys alone; spreadsheets out have a card; benchmarks of both)


class PaperPage(QWidget):
    """Choose households or a place, look at their papers, print them or keep them as PDF; spreadsheets beside."""

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
        self.place = PaperPlace(session)
        self.summaries = SummaryCard(session, self.place, self.banner)
        self.others = OthersCard(session, self.place, self.banner)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self.place, 3)
        across.addLayout(self._cards(), 1)
        column.addLayout(across, 1)
        bind(self, "find", self.focus_search)
        self.refresh()

    def _cards(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(9)
<<<<<<< HEAD
        column.addWidget(self.summaries)
        column.addWidget(self.others, 1)
        frame, inside = card(_("Excel"))
        inside.addWidget(muted_label(_("Mẫu trống có sẵn tên cột để nhập phiếu bằng Excel."), wraps=True))
        inside.addWidget(button(_("Lưu mẫu Excel trống…"), self.save_template, "save_template"))
        inside.addWidget(button(_("Nhập phiếu từ Excel…"), self.import_workbook, "import_workbook"))
        column.addWidget(frame)
=======
        frame, inside = card(_("Bảng tổng hợp hộ gia đình"))
        inside.addWidget(
            muted_label(_("Một hộ một bản để gia đình kiểm tra, sửa và ký khi phúc tra."), wraps=True)
        )
        inside.addWidget(
            button(_("Xem và in hộ đang chọn"), self.preview_marked, "preview_household", primary=True)
        )
        inside.addWidget(button(_("Lưu PDF các hộ trong danh sách…"), self.save_all, "save_all_pdf"))
        column.addWidget(frame)
        column.addWidget(ExcelCard(self._session, self.banner))
        column.addStretch(1)
>>>>>>> 5920ddb (A window of three steps imports other people's workbooks by keys alone; spreadsheets out have a card; benchmarks of both)
        return column

    def refresh(self) -> None:
        """Look again after records changed."""
        self.place.refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.place.search.take_cursor()

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self.banner.say(_("Đã dừng, không có tệp nào được ghi."), "warning")
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error
