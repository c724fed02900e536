"""Out to the stick in three steps: what goes, writing with a way to stop, "có thể rút USB"."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.gui import icons
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.services.exchange import KnownMachine, export_to
from census_desktop.services.outgoing import Outgoing, handover_paper, outgoing, receivers
from census_desktop.services.units import unit_name
from census_desktop.store.operations import PlaceCount
from census_desktop.store.store import MachineRole
from census_desktop.transfer.outbox import ExportResult

PLACE_COLUMNS: tuple[Column[PlaceCount], ...] = (
    Column(N_("Thôn/TDP"), lambda one: one.residential_group or _("Chưa ghi thôn/TDP"), 0),
    Column(N_("Đơn vị"), lambda one: unit_name(one.unit) if one.unit else "–", 20),
    Column(N_("Người"), lambda one: number(one.people), 9, is_right=True),
    Column(N_("Hộ"), lambda one: number(one.households), 9, is_right=True),
)


class ExportWizard(QDialog):
    """Enter goes on in every step; Esc stops the writing, then closes.

    Signals:
        exported(result): a package stands on the stick.
    """

    exported = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("export_wizard")
        self.setWindowTitle(_("Xuất gói ra USB"))
        self.resize(760, 520)
        self._session = session
        self.result_of: ExportResult | None = None
        self.steps = QStackedWidget()
        for step in (self._what(), self._writing(), self._end()):
            self.steps.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.addWidget(self.steps)
        self.finished.connect(self.deleteLater)
        self._count()
        self.go.setFocus()

    # -- 1: what goes -------------------------------------------------------------------------------------------

    def _what(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Gói sắp gửi"), "page_title"))
        self._receivers: list[tuple[QRadioButton, KnownMachine]] = []
        found = receivers(self._session.store)
        if len(found) > 1:
            column.addWidget(muted_label(_("Gửi cho")))
        for machine in found:
            choice = QRadioButton(_receiver_words(machine))
            choice.setObjectName(f"receiver_{machine.device}")
            choice.setChecked(machine is found[0])
            choice.setVisible(len(found) > 1)
            choice.toggled.connect(lambda _on: self._count())
            self._receivers.append((choice, machine))
            column.addWidget(choice)
        self.sum = plain_label("", wraps=True)
        column.addWidget(self.sum)
        column.addWidget(
            muted_label(
                _(
                    "Gói được ký và niêm phong: chỉ máy thị xã mở được. Mất USB không mất dữ liệu, cứ xuất lại."
                ),
                wraps=True,
            )
        )
        self.places: RowTable[PlaceCount] = RowTable(PLACE_COLUMNS, self)
        self.view = table_view(self.places, "outgoing", _("Số phiếu theo thôn, tổ dân phố"))
        column.addWidget(self.view, 1)
        self.everything = QCheckBox(
            _("Gửi lại tất cả, cả những gì bên kia đã xác nhận (khi bên kia mất dữ liệu)")
        )
        self.everything.setObjectName("everything")
        self.everything.toggled.connect(lambda _on: self._count())
        column.addWidget(self.everything)
        self.banner = Banner()
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.addWidget(button(_("Thôi (Esc)"), self.reject, "export_cancel"))
        row.addStretch(1)
        self.go = button(_("Chọn USB và xuất…"), self.start, "export_go", primary=True)
        self.go.setMinimumHeight(34)
        row.addWidget(self.go)
        column.addLayout(row)
        return page

    def _receiver(self) -> KnownMachine | None:
        return next((machine for choice, machine in self._receivers if choice.isChecked()), None)

    def _to_device(self) -> str | None:
        machine = self._receiver()
        return None if machine is None or machine.machine_role is MachineRole.TOWN else machine.device

    def _count(self) -> None:
        found: Outgoing = outgoing(
            self._session.store, self._to_device(), everything=self.everything.isChecked()
        )
        self.places.put(found.places)
        if self.places.rows:
            self.view.setCurrentIndex(QModelIndex())
        words = _("{people} người trong {households} hộ mới hoặc có thay đổi mà bên nhận chưa xác nhận.")
        if not found.places:
            words = _("Không có phiếu mới: bên nhận đã xác nhận mọi phiếu của máy này. Vẫn xuất được.")
        self.sum.setText(words.format(people=number(found.people), households=number(found.households)))

    # -- 2: writing ---------------------------------------------------------------------------------------------

    def _writing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(1)
        title = _("Đang xuất gói ra USB – chưa rút USB")
        column.addWidget(plain_label(title, "page_title"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        column.addWidget(self.bar)
        self.words = muted_label(_("Đang chuẩn bị…"), wraps=True)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.stop_button = button(_("Dừng lại (Esc)"), self.stop, "export_stop")
        row.addWidget(self.stop_button)
        column.addLayout(row)
        column.addStretch(2)
        return page

    def start(self) -> None:
        """Choose the stick and write in the worker thread."""
        if self._session.jobs.is_running:
            self.banner.say(_("Máy đang làm việc khác, hãy chờ một chút."), "warning")
            return
        folder = choose_stick(self, _("Chọn USB để xuất gói"))
        if folder is None:
            return
        self.banner.hide()
        store, device, everything = self._session.store, self._to_device(), self.everything.isChecked()
        self.bar.setRange(0, 0)
        self.words.setText(_("Đang chuẩn bị…"))
        self.stop_button.setEnabled(True)
        self.steps.setCurrentIndex(1)
        self.stop_button.setFocus()
        self._session.jobs.progressed.connect(self._progress)
        self._session.jobs.ended.connect(self._ended)
        self._session.jobs.start(
            lambda control: export_to(store, folder, control, everything=everything, to_device=device),
            self._done,
            self._failed,
        )

    def _progress(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.words.setText(text)

    def _ended(self) -> None:
        self._session.jobs.progressed.disconnect(self._progress)
        self._session.jobs.ended.disconnect(self._ended)

    def stop(self) -> None:
        """Ask the writing to end; nothing is left on the stick."""
        self._session.jobs.stop()
        self.stop_button.setEnabled(False)
        self.words.setText(_("Đang dừng; tệp viết dở sẽ được xóa khỏi USB…"))

    def _failed(self, error: BaseException) -> None:
        self.steps.setCurrentIndex(0)
        self.go.setFocus()
        if was_cancelled(error):
            self.banner.say(
                _("Đã dừng. Trên USB không còn gì của lần xuất này; số phiếu chờ giữ nguyên."), "warning"
            )
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error

    # -- 3: the end ---------------------------------------------------------------------------------------------

    def _end(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        self.title = plain_label(_("Có thể rút USB"), "big_done")
        column.addWidget(self.title)
        self.file = plain_label("", "card_title", wraps=True)
        column.addWidget(self.file)
        for words in (
            N_("Đã ghi ra USB và ép xuống tới đĩa"),
            N_("Đã đọc lại từ USB và so từng byte với bản gốc"),
            N_("Bản gốc còn giữ trong máy này: mất USB thì chép lại hoặc xuất lại"),
        ):
            row = QHBoxLayout()
            sign = plain_label()
            sign.setPixmap(icons.pixmap("ok"))
            row.addWidget(sign)
            row.addWidget(plain_label(_(words), wraps=True), 1)
            column.addLayout(row)
        column.addWidget(
            muted_label(
                _(
                    "Gói chỉ được coi là đã giao khi biên nhận của bên nhận về tới máy này. Trước đó mỗi gói mới vẫn"
                    " mang theo những phiếu này."
                ),
                wraps=True,
            )
        )
        column.addWidget(table_view(self.places, "sent_places", _("Số phiếu theo thôn, tổ dân phố")), 1)
        self.end_banner = Banner()
        column.addWidget(self.end_banner)
        row = QHBoxLayout()
        row.addWidget(button(_("In phiếu giao nhận…"), self.print_paper, "print_handover"))
        row.addStretch(1)
        self.close_button = button(_("Xong"), self.accept, "export_close", primary=True)
        self.close_button.setMinimumHeight(34)
        row.addWidget(self.close_button)
        column.addLayout(row)
        return page

    def _done(self, result: ExportResult) -> None:
        self.result_of = result
        self.file.setText(
            _("{file}: gói số {sequence}, {people} người, {households} hộ").format(
                file=result.path.name,
                sequence=result.sequence,
                people=number(result.people),
                households=number(result.households),
            )
        )
        self.steps.setCurrentIndex(2)
        self.close_button.setFocus()
        self.exported.emit(result)

    def print_paper(self) -> None:
        """Show the paper that goes with the stick."""
        assert self.result_of is not None
        paper = handover_paper(
            self._session.store,
            self.result_of.sequence,
            self._to_device(),
            everything=self.everything.isChecked(),
        )
        preview(self, (paper,), self.end_banner)

    def reject(self) -> None:
        """Esc: stop the writing; close when nothing is being written."""
        if self.steps.currentIndex() == 1:
            if self.stop_button.isEnabled():
                self.stop()
            return
        super().reject()


def _receiver_words(machine: KnownMachine) -> str:
    if machine.machine_role is MachineRole.TOWN:
        return _("{unit} – máy thị xã {device}").format(unit=machine.unit_name, device=machine.device)
    return _("{unit} – máy gom {device}").format(unit=machine.unit_name, device=machine.device)
