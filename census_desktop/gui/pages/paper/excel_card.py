"""Spreadsheets out and in, as one card of the room of papers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.import_wizard import ImportWizard
from census_desktop.gui.dialogs.waiting_rows import WaitingRowsDialog
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.paper.place import PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label
from census_desktop.services.excel import TITLES, ExcelDone, ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope
from census_desktop.services.spreadsheets import look_at_sheets, make_template
from census_desktop.services.waiting_rows import count_queued
from census_desktop.store.opening import MachineRole


class _Kinds(QComboBox):
    """Turned by the wheel only when chosen: whoever scrolls past must not ask for another spreadsheet."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ExcelCard(QWidget):
    """Choose a spreadsheet and write it; the empty template; the import."""

    def __init__(self, session: Session, place: PaperPlace, banner: Banner) -> None:
        super().__init__()
        self._session = session
        self._place = place
        self._banner = banner
        self._kinds = tuple(ExcelKind)
        frame, inside = card(_("Excel"))
        inside.addWidget(
            muted_label(_("Của đơn vị, thôn đang chọn; ghi xong được đọc lại và so sánh từng ô."), wraps=True)
        )
        self.kind = _Kinds()
        self.kind.setObjectName("excel_kind")
        self.kind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind.setAccessibleName(_("Loại bảng"))
        for kind in self._kinds:
            self.kind.addItem(_(TITLES[kind][0]))
        inside.addWidget(self.kind)
        inside.addWidget(button(_("Ghi ra Excel hoặc CSV…"), self.save_excel, "save_excel"))
        inside.addWidget(muted_label(_("Nhập được cả tệp của nơi khác, mã TCVN3, VNI."), wraps=True))
        inside.addWidget(button(_("Lưu mẫu Excel trống…"), self.save_template, "save_template"))
        inside.addWidget(button(_("Nhập phiếu từ Excel…"), self.import_workbook, "import_workbook"))
        self.waiting = button("", self.show_waiting, "waiting_rows_button")
        inside.addWidget(self.waiting)
        session.bus.changed.connect(self.count_waiting)
        self.count_waiting()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def count_waiting(self) -> None:
        """Say how many rows wait; the button is there while any do."""
        count = count_queued(self._session.store)
        self.waiting.setVisible(count > 0)
        self.waiting.setText(_("Xem {count} dòng chờ…").format(count=number(count)))

    def show_waiting(self) -> None:
        """Decide about the rows that imports have put aside."""
        dialog = WaitingRowsDialog(self._session, self.window())
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        """Show a dialog that changes what the list of households shows."""
        dialog.finished.connect(self._place.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_excel(self) -> None:
        """Write the chosen spreadsheet, in the worker thread."""
        kind = self._kinds[self.kind.currentIndex()]
        name = Path.home() / f"{TITLES[kind][1]}.xlsx"
        path = messages.choose_new_file(
            self, _("Ghi ra Excel"), name, _("Bảng tính Excel (*.xlsx);;Bảng CSV (*.csv)")
        )
        if path is None:
            return
        store = self._session.store
        own, chosen = store.installation, self._place.scope()
        unit = chosen.unit or (None if own.machine_role is MachineRole.TOWN else own.unit)
        scope = Scope(unit, chosen.residential_group)
        run_job(
            self._session.jobs,
            self,
            _("Đang ghi {path}").format(path=path.name),
            lambda control: write_excel(store, kind, path, scope, control, replace=True),
            self._written,
            self._fail,
        )

    def _written(self, done: ExcelDone) -> None:
        self._banner.say(
            _("Đã ghi và đọc lại {path}: {rows} dòng.").format(path=done.path, rows=number(done.rows)), "ok"
        )

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
            self._banner.say_error(error)
            return
        self._banner.say(_("Đã lưu {path}.").format(path=path), "ok")

    def import_workbook(self) -> None:
        """Look at a workbook, in the worker thread, and open the steps of its import."""
        chosen = messages.choose_files(
            self, _("Bảng tính có phiếu"), Path.home(), _("Bảng tính Excel (*.xlsx *.xlsm)")
        )
        if not chosen:
            return
        store, path, unit = self._session.store, chosen[0], self._place.scope().unit
        run_job(
            self._session.jobs,
            self,
            _("Đang xem {file}").format(file=path.name),
            lambda _control: look_at_sheets(store, path),
            lambda look: self._open(ImportWizard(self._session, look, unit, self.window())),
            self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error, _("Đã dừng, không có tệp nào được ghi."))
