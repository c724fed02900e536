"""Lists into the room of progress, spreadsheets and papers out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.progress.views import Level
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner
from census_desktop.reports.document import Document
from census_desktop.services.documents import progress_paper
from census_desktop.services.excel import ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope
from census_desktop.services.field_lists import missing_documents
from census_desktop.services.progress_lists import take_any_list


class ProgressDeeds:
    """Work that ends in a line of news; all of it in the worker thread."""

    def __init__(self, session: Session, page: QWidget, banner: Banner) -> None:
        self._session, self._page, self._banner = session, page, banner

    def take_list(self) -> None:
        """Targets, or registered households, from a spreadsheet; which of them its columns say."""
        chosen = messages.choose_files(
            self._page,
            _("Bảng chỉ tiêu hoặc danh sách hộ đăng ký"),
            Path.home(),
            _("Bảng tính (*.xlsx *.csv)"),
        )
        if chosen:
            store, path = self._session.store, chosen[0]
            run_job(
                self._session.jobs,
                self._page,
                _("Đang nhập {file}").format(file=path.name),
                lambda _control: take_any_list(store, path),
                self._taken,
                self._fail,
            )

    def _taken(self, words: str) -> None:
        self._banner.say(words, "ok")
        self._session.bus.changed.emit()

    def save_excel(self, level: Level) -> None:
        """Units, groups, batches, weeks and who has no slip as one spreadsheet."""
        path = messages.choose_new_file(
            self._page, _("Ghi tiến độ ra Excel"), Path.home() / "tien-do.xlsx", _("Bảng tính Excel (*.xlsx)")
        )
        if path is None:
            return
        store = self._session.store
        scope = Scope(level.unit.unit if level.unit is not None else None)

        def work(control: JobControl) -> str:
            done = write_excel(store, ExcelKind.PROGRESS, path, scope, control, replace=True)
            return _("Đã ghi và đọc lại {path}: {rows} dòng.").format(path=done.path, rows=number(done.rows))

        run_job(
            self._session.jobs,
            self._page,
            _("Đang ghi {path}").format(path=path.name),
            work,
            lambda words: self._banner.say(words, "ok"),
            self._fail,
        )

    def print_report(self, level: Level, *, is_missing: bool) -> None:
        """The report of the place, or the lists of who has no slip, as they will be printed."""
        store, scope = self._session.store, level.scope()
        run_job(
            self._session.jobs,
            self._page,
            _("Đang lập giấy"),
            lambda _control: (
                missing_documents(store, scope) if is_missing else (progress_paper(store, scope.unit),)
            ),
            self._show,
            self._fail,
        )

    def _show(self, documents: Sequence[Document]) -> None:
        if documents:
            preview(self._page, documents, self._banner)
        else:
            self._banner.say(_("Không có ai thiếu phiếu ở đây."), "ok")

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error)
