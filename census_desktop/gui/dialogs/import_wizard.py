"""Importing a workbook: look at its columns, try without writing, correct, take; the keyboard is enough."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.gui import messages
from census_desktop.gui.dialogs.import_steps import ColumnsStep, RowsStep
from census_desktop.gui.dialogs.waiting_rows import WaitingRowsDialog
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, plain_label
from census_desktop.services.spreadsheets import import_sheet, save_report
from census_desktop.transfer.import_report import Choice, ImportResult
from census_desktop.transfer.sheet_plan import BookLook


class ImportWizard(QDialog):
    """Three steps: columns, trial, result. Esc leaves; until “Nhập vào dữ liệu” nothing is written.

    Rows that name no unit go to `unit`, which is what the room has chosen.
    """

    def __init__(self, session: Session, look: BookLook, unit: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_wizard")
        self.setWindowTitle(_("Nhập phiếu từ Excel"))
        self._session = session
        self._look = look
        self._plan = dataclasses.replace(look.plan, unit=unit)
        self._choices: dict[tuple[str, int], Choice] = {}
        self.result_shown: ImportResult | None = None
        self.is_done = False
        self.columns = ColumnsStep(look)
        self.rows = RowsStep()
        self.banner = Banner()
        self.title = plain_label(look.path.name, "card_title")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.columns)
        self.stack.addWidget(self.rows)
        self.back = button(_("Quay lại các cột"), self.go_back, "import_back")
        self.save = button(_("Lưu kết quả từng dòng…"), self.save_result, "import_save")
        self.go = button("", self.go_on, "import_go", primary=True)
        self.waiting = button(_("Xem các dòng chờ…"), self.show_waiting, "import_waiting")
        self.leave = button(_("Đóng"), self.reject, "import_leave")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        for above in (self.title, self.banner):
            column.addWidget(above)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.addWidget(self.leave)
        row.addStretch(1)
        for widget in (self.back, self.save, self.waiting, self.go):
            row.addWidget(widget)
        column.addLayout(row)
        self.rows.corrected.connect(self._correct)
        self.rows.chosen.connect(self._choose)
        self.resize(1180, 620)
        if look.book.notes:
            self.banner.say(" ".join(look.book.notes), "warning")
        self._show_step(0)
        self.columns.view.setFocus()

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.back.setVisible(step == 1 and not self.is_done)
        self.save.setVisible(step == 1)
        self.go.setVisible(not self.is_done)
        self.waiting.setVisible(
            self.is_done and self.result_shown is not None and self.result_shown.queued > 0
        )
        self.go.setText(_("Nhập vào dữ liệu") if step else _("Thử, chưa ghi gì"))

    def go_back(self) -> None:
        """To the columns again."""
        self._show_step(0)
        self.columns.view.setFocus()

    def go_on(self) -> None:
        """Try, and then take."""
        self._run(dry_run=self.stack.currentIndex() == 0)

    def _run(self, *, dry_run: bool) -> None:
        self._plan = plan = self.columns.book_plan(self._plan)
        store, look, choices = self._session.store, self._look, dict(self._choices)

        def done(result: ImportResult) -> None:
            self.result_shown = result
            self.is_done = not dry_run
            self.rows.show_result(result, is_done=not dry_run)
            self._show_step(1)
            if dry_run:
                self.banner.say(_("Thử xong, chưa ghi gì. Xem các dòng lỗi trước khi nhập."), "info")
            else:
                self.banner.say(
                    _(
                        "Đã nhập {count} người. Muốn hoàn tác cả lần nhập: về phòng Nhập phiếu, bấm Ctrl+U."
                    ).format(count=result.added),
                    "ok" if result.added else "warning",
                )
                self._session.bus.changed.emit()

        run_job(
            self._session.jobs,
            self,
            _("Đang nhập {file}").format(file=look.path.name),
            lambda control: import_sheet(
                store, look, dry_run=dry_run, control=control, plan=plan, choices=choices
            ),
            done,
            self._fail,
        )

    def show_waiting(self) -> None:
        """Decide about the rows put aside."""
        dialog = WaitingRowsDialog(self._session, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _correct(self, target: str, said: str, meant: str) -> None:
        self._plan = dataclasses.replace(
            self._plan, corrections={**self._plan.corrections, (target, said): meant}
        )
        self._try_again()

    def _choose(self, sheet: str, row: int, choice: Choice) -> None:
        self._choices[sheet, row] = choice
        self._try_again()

    def _try_again(self) -> None:
        if not self.is_done:
            self._run(dry_run=True)

    def save_result(self) -> None:
        """Keep what became of every row as a spreadsheet."""
        name = Path.home() / f"ket-qua-{self._look.path.stem}.xlsx"
        path = messages.choose_new_file(self, _("Lưu kết quả nhập"), name, _("Bảng tính Excel (*.xlsx)"))
        if path is None or self.result_shown is None:
            return
        try:
            save_report(self.result_shown, self._look.path.name, path, replace=True)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã lưu {path}.").format(path=path), "ok")

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng, chưa ghi gì."))
