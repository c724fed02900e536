"""Trao đổi: the stick. A ward writes its package; the town reads packages, looks at the plan and merges."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.gui import messages
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.services.exchange import (
    KnownMachine,
    copy_public_key,
    known_machines,
    own_machine,
    register_device,
)

MACHINE_COLUMNS: tuple[Column[KnownMachine], ...] = (
    Column(N_("Máy"), lambda one: one.device, 14, sign=lambda one: "refused" if one.revoked_at else "ok"),
    Column(N_("Đơn vị"), lambda one: one.unit_name, 20),
    Column(N_("Dấu vân khóa"), lambda one: one.fingerprint, 0),
    Column(N_("Đăng ký lúc"), lambda one: local_moment(one.registered_at), 16),
)


class ExchangePage(QWidget):
    """What wards and town have in common: keys, fingerprints, the banner."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(9)
        self.banner = Banner()

    def _own_key_card(self) -> QWidget:
        frame, column = card(_("Khóa của máy này"))
        own = own_machine(self._session.store)
        column.addWidget(
            plain_label(_("{unit} – máy {device}").format(unit=own.unit_name, device=own.device), wraps=True)
        )
        column.addWidget(muted_label(_("Dấu vân khóa, đọc qua điện thoại để so:"), wraps=True))
        mark = plain_label(own.fingerprint, "fingerprint", wraps=True)
        column.addWidget(mark)
        column.addWidget(button(_("Chép tệp khóa ra USB…"), self.copy_key, "copy_key"))
        column.addStretch(1)
        return frame

    def copy_key(self) -> None:
        """Write the public key file of this machine to a stick."""
        folder = messages.choose_folder(self, _("Thư mục USB để chép tệp khóa"), Path.home())
        if folder is None:
            return
        try:
            path = copy_public_key(self._session.store, folder)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã chép {path}.").format(path=path), "ok")

    def register(self) -> None:
        """Take over the public key file of the other side, after people compared the fingerprint."""
        chosen = messages.choose_files(
            self, _("Tệp khóa công khai (.pub)"), Path.home(), _("Tệp khóa (*.pub)")
        )
        for path in chosen:
            try:
                machine = register_device(self._session.store, path)
            except CensusError as error:
                self.banner.say_error(error)
                return
            self.banner.say(
                _("Đã đăng ký {unit}, máy {device}. So dấu vân khóa qua điện thoại: {mark}").format(
                    unit=machine.unit_name, device=machine.device, mark=machine.fingerprint
                ),
                "ok",
            )
        self.show_machines()

    def _machine_table(self) -> QWidget:
        self.machines: RowTable[KnownMachine] = RowTable(MACHINE_COLUMNS, self)
        self.machine_view = table_view(self.machines, "machines", _("Máy đã đăng ký"))
        return self.machine_view

    def show_machines(self) -> None:
        """List the machines whose keys are known."""
        self.machines.put(known_machines(self._session.store))

    def refresh(self) -> None:
        """Look again after records changed."""
        self.show_machines()

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self.banner.say(_("Đã dừng. Dữ liệu giữ nguyên như trước."), "warning")
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error
