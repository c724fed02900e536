"""Absence and service beside the slip in the entry room; a withheld address shows as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from census_desktop.base.text import _
from census_desktop.gui.dialogs.beside import BesideDialog
from census_desktop.gui.pages.entry import state
from census_desktop.gui.session import Session
from census_desktop.services.service import masked

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

_ADDRESS = "service_unit_address"


class EntryBeside:
    """Opens the dialog, and keeps back what this user may not see."""

    def __init__(self, session: Session, page: EntryPage) -> None:
        self._session = session
        self._page = page

    def show(self) -> None:
        """Open the dialog, once what is being typed is safe; beside an empty slip nothing can stand."""
        control = self._page.control
        if not control.secure_slip():
            return
        if not state.is_stored(control.sheet, control.person):
            self._page.news.emit(_("Phiếu còn trống: gõ phiếu rồi mới ghi việc vắng mặt, phục vụ."), "")
            return
        dialog = BesideDialog(self._session, control.person, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(control.read_again)  # the dialog may have asked whether the person is there
        dialog.finished.connect(lambda _result: self.withhold())
        dialog.open()

    def withhold(self) -> None:
        """Dots that cannot be typed over, copied or read aloud; the answer itself stays as it is."""
        person = self._page.control.person
        editor = self._page.slip.editors[_ADDRESS]
        is_withheld = masked(self._session.store, person) is not person
        editor.setEchoMode(QLineEdit.EchoMode.Password if is_withheld else QLineEdit.EchoMode.Normal)
        editor.setReadOnly(is_withheld)
