"""Máy và khóa: this machine's key, the machines it knows, passwords, and the town's keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.gui import messages
from census_desktop.gui.dialogs.audit_log import AuditLog
from census_desktop.gui.dialogs.key_deeds import ask_new_keys, ask_password, ask_unlock
from census_desktop.gui.dialogs.laptops import LaptopsDialog
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick, start_folder
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label, unbroken
from census_desktop.services.exchange import (
    KnownMachine,
    copy_public_key,
    examine_key,
    known_machines,
    own_machine,
    register_device,
)
from census_desktop.services.machines import replace, revoke


def _state(machine: KnownMachine) -> str:
    if machine.revoked_at is not None:
        return _("thu hồi {at}").format(at=local_moment(machine.revoked_at))
    return local_moment(machine.registered_at) or _("đang dùng")


MACHINE_COLUMNS: tuple[Column[KnownMachine], ...] = (
    Column(N_("Máy"), lambda one: one.device, 12, sign=lambda one: "refused" if one.revoked_at else "ok"),
    Column(N_("Đơn vị"), lambda one: one.unit_name, 18),
    Column(N_("Dấu vân khóa"), lambda one: one.fingerprint, 28),
    Column(N_("Đăng ký, thu hồi"), _state, 0),
)


class MachinesView(QWidget):
    """Keys at the left, machines at the right; arrows choose a machine, Esc goes back.

    Signals:
        left(): back to the packages.
    """

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Máy và khóa"), "page_title"))
        head.addStretch(1)
        head.addWidget(button(_("Gói từ từng máy…"), self.show_laptops, "show_laptops"))
        head.addWidget(button(_("Nhật ký và kiểm tra…"), self.show_audit, "show_audit"))
        head.addWidget(button(_("Về gói dữ liệu (Esc)"), self.left.emit, "leave_machines"))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        across = QHBoxLayout()
        across.setSpacing(9)
        side = QVBoxLayout()
        side.setSpacing(9)
        side.addWidget(self._own_card())
        side.addWidget(self._password_card())
        if session.is_town:
            side.addWidget(self._town_card())
        side.addStretch(1)
        across.addLayout(side, 2)
        across.addWidget(self._machines_card(), 5)
        column.addLayout(across, 1)
        self.refresh()

    # -- cards --------------------------------------------------------------------------------------------------

    def _own_card(self) -> QWidget:
        frame, column = card(_("Khóa của máy này"))
        self.own = plain_label("", wraps=True)
        self.mark = plain_label("", "fingerprint", wraps=True)
        column.addWidget(self.own)
        column.addWidget(muted_label(_("Dấu vân khóa, đọc qua điện thoại để so:"), wraps=True))
        column.addWidget(self.mark)
        column.addWidget(button(_("Chép tệp khóa ra USB…"), self.copy_key, "copy_key"))
        return frame

    def _password_card(self) -> QWidget:
        frame, column = card(_("Mật khẩu"))
        column.addWidget(button(_("Đổi mật khẩu…"), self.change_password, "change_password"))
        if self._session.is_town:
            column.addWidget(button(_("Mở giúp máy quên mật khẩu…"), self.unlock, "make_unlock"))
        return frame

    def _town_card(self) -> QWidget:
        frame, column = card(_("Khóa thị xã"))
        column.addWidget(button(_("Đổi khóa thị xã…"), self.change_keys, "change_keys"))
        return frame

    def _machines_card(self) -> QWidget:
        is_town = self._session.is_town
        title = _("Máy phường, xã đã đăng ký") if is_town else _("Máy thị xã và các máy trong phường")
        frame, column = card(title)
        self.machines: RowTable[KnownMachine] = RowTable(MACHINE_COLUMNS, self)
        self.view = table_view(self.machines, "machines", title)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        words = (
            _("Đăng ký khóa của phường, xã…") if is_town else _("Nhập tệp khóa thị xã hoặc máy cùng phường…")
        )
        row.addWidget(button(words, self.register, "register_button"))
        row.addStretch(1)
        row.addWidget(button(_("Thay bằng máy mới…"), self.replace, "replace_machine"))
        row.addWidget(button(_("Thu hồi…"), self.revoke, "revoke_machine"))
        column.addLayout(row)
        return frame

    def refresh(self) -> None:
        """Read keys and machines again; the marked machine stays marked."""
        own = own_machine(self._session.store)
        self.own.setText(_("{unit} – máy {device}").format(unit=own.unit_name, device=own.device))
        self.mark.setText(own.fingerprint)
        row = max(self.view.currentIndex().row(), 0)
        self.machines.put(known_machines(self._session.store))
        if self.machines.rows:
            self.view.selectRow(min(row, len(self.machines.rows) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # -- this machine -------------------------------------------------------------------------------------------

    def show_laptops(self) -> None:
        """What has come from each machine."""
        LaptopsDialog(self._session, None, self).open()

    def show_audit(self) -> None:
        """The journal of this machine, and the check of everything."""
        AuditLog(self._session, self).open()

    def copy_key(self) -> None:
        """Write the public key file of this machine to a stick."""
        folder = choose_stick(self, _("Thư mục USB để chép tệp khóa"))
        if folder is None:
            return
        try:
            path = copy_public_key(self._session.store, folder)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã chép {path}.").format(path=path), "ok")

    def change_password(self) -> None:
        """A new password; a supervisor also for others."""
        ask_password(self._session, self, self.banner)

    def unlock(self) -> None:
        """Make an unlock file for a machine on which nobody remembers a password."""
        ask_unlock(self._session, self, self.banner)

    def change_keys(self) -> None:
        """New keys for the town."""
        ask_new_keys(self._session, self, self.banner, self.refresh)

    # -- other machines -----------------------------------------------------------------------------------------

    def _chosen_key(self, title: str) -> Path | None:
        chosen = messages.choose_files(self, title, start_folder(), _("Tệp khóa (*.pub)"))
        return chosen[0] if chosen else None

    def _is_same(self, machine: KnownMachine) -> bool:
        """Ask whether the other side reads out the same fingerprint; not of a key its predecessor has signed."""
        if machine.is_vouched:
            return True
        return messages.ask(
            self,
            _("{unit}, máy {device}: dấu vân khóa {mark}").format(
                unit=machine.unit_name, device=machine.device, mark=unbroken(machine.fingerprint)
            ),
            _("Gọi điện cho bên kia đọc dấu vân khóa trên máy của họ. Chỉ đăng ký khi giống hệt từng chữ."),
            yes=_("Giống hệt, đăng ký"),
            no=_("Chưa so, để sau"),
            is_danger=True,
        )

    def register(self) -> None:
        """Take over the key file of another machine once people have compared the fingerprint."""
        path = self._chosen_key(_("Tệp khóa công khai (.pub)"))
        if path is None:
            return
        store = self._session.store
        try:
            machine = examine_key(store, path)
            if machine.registered_at and any(one == machine for one in known_machines(store)):
                self.banner.say(_("Máy {device} đã đăng ký từ trước.").format(device=machine.device), "info")
                return
            if not self._is_same(machine):
                self.banner.say(_("Chưa đăng ký máy {device}.").format(device=machine.device), "warning")
                return
            register_device(store, path)
        except CensusError as error:
            self.banner.say_error(error)
            return
        words = _("Đã đăng ký {unit}, máy {device}.").format(unit=machine.unit_name, device=machine.device)
        if machine.is_vouched:
            words += " " + _("Khóa mới đã được khóa cũ của thị xã ký chứng nhận.")
        self.banner.say(words, "ok")
        self._session.bus.changed.emit()
        self.refresh()

    def _marked(self) -> KnownMachine | None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.machines.rows):
            return self.machines.rows[row]
        self.banner.say(_("Chọn một máy trong bảng trước."), "warning")
        return None

    def revoke(self) -> None:
        """Refuse packages of a lost machine from now on."""
        machine = self._marked()
        if machine is None:
            return
        go_on = messages.ask(
            self,
            _("Thu hồi máy {device} của {unit}?").format(device=machine.device, unit=machine.unit_name),
            _(
                "Gói của máy này bị từ chối từ nay và biên nhận mới không mở được trên máy đó."
                " Phiếu đã gộp giữ nguyên."
            ),
            yes=_("Thu hồi"),
            no=_("Để nguyên"),
            is_danger=True,
        )
        if not go_on:
            return
        try:
            revoke(self._session.store, machine.device)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã thu hồi máy {device}.").format(device=machine.device), "ok")
        self._session.bus.changed.emit()
        self.refresh()

    def replace(self) -> None:
        """Register a machine in place of the marked one, which is revoked."""
        machine = self._marked()
        if machine is None:
            return
        path = self._chosen_key(_("Tệp khóa của máy mới thay {device}").format(device=machine.device))
        if path is None:
            return
        try:
            successor = examine_key(self._session.store, path)
            if not self._is_same(successor):
                self.banner.say(_("Chưa thay máy {device}.").format(device=machine.device), "warning")
                return
            replace(self._session.store, machine.device, path)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(
            _("Máy {device} thay cho máy {former}; máy cũ đã bị thu hồi.").format(
                device=successor.device, former=machine.device
            ),
            "ok",
        )
        self._session.bus.changed.emit()
        self.refresh()
