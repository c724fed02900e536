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
from census_desktop.gui.pages.paper_cards import OthersCard, SummaryCard
from census_desktop.gui.pages.paper_place import PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.services.spreadsheets import import_sheet, make_template
from census_desktop.transfer.import_report import ImportResult


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
        column.addWidget(self.summaries)
        column.addWidget(self.others, 1)
        frame, inside = card(_("Excel"))
        inside.addWidget(muted_label(_("Mẫu trống có sẵn tên cột để nhập phiếu bằng Excel."), wraps=True))
        inside.addWidget(button(_("Lưu mẫu Excel trống…"), self.save_template, "save_template"))
        inside.addWidget(button(_("Nhập phiếu từ Excel…"), self.import_workbook, "import_workbook"))
        column.addWidget(frame)
        return column

    def refresh(self) -> None:
        """Look again after records changed."""
        self.place.refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.place.search.take_cursor()

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
