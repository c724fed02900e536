"""Questions of the entry room: F2, why an answer stands that looks wrong; F8, whether a slip is there already."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.evidence import CLAIMS
from census_desktop.gui.dialogs.compare import CompareDialog
from census_desktop.gui.dialogs.evidence import EvidenceDialog
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX
from census_desktop.gui.pages.entry import state
from census_desktop.gui.pages.entry.check import EntryChecker
from census_desktop.gui.session import Session
from census_desktop.services.entry import EntryDesk

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage


class EntryAcceptor:
    """Asks for the reason and keeps it."""

    def __init__(self, desk: EntryDesk, page: EntryPage, checker: EntryChecker) -> None:
        self._desk = desk
        self._page = page
        self._checker = checker
        self._key = ""

    def ask(self) -> None:
        """Ask about the findings at the box with the cursor."""
        key = self._page.focused_key()
        found = self._checker.at(key) if key else ()
        if not found:
            self._page.news.emit(_("Ô này không có gì phải giải thích."), "")
            return
        self._key = key
        is_sheet = key.startswith(HOUSEHOLD_PREFIX)
        label = state.remark_of(found[0][0]).label
        before = next((why for one in found if (why := self._checker.reason(*one))), None)
        self._page.reason.ask(_("Hộ – {box}").format(box=label) if is_sheet else label, before)

    def answer(self, reason: str) -> bool:
        """Keep the reason ("" takes an earlier one back); False when it could not be kept."""
        found = self._checker.at(self._key)
        try:
            self._desk.accept(found, reason or None)
        except CensusError as error:
            self._page.banner.say_error(error)
            return False
        self._page.news.emit(_("Đã ghi lý do.") if reason else _("Đã bỏ lý do; lỗi lại được nêu."), "ok")
        return True

    def go_back(self) -> None:
        """Put the cursor where it was."""
        self._page.go_to(self._key)


class EntryComparer:
    """Shows who else could be the person of the slip in hand."""

    def __init__(self, desk: EntryDesk, page: EntryPage) -> None:
        self._desk = desk
        self._page = page

    def show(self) -> None:
        """Open the comparison, or say that there is nobody."""
        person = self._page.slip.read().record
        others = self._desk.lookalikes(person)
        if not others:
            self._page.news.emit(_("Không thấy phiếu nào cùng số hay cùng họ tên và năm sinh."), "ok")
            return
        dialog = CompareDialog(person, others, self._page)
        dialog.decided.connect(partial(self._decide, dialog, person.person_uuid))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._page.control.on_compared())
        dialog.open()

    def _decide(
        self, dialog: CompareDialog, person_uuid: uuid.UUID, other_uuid: uuid.UUID, verdict: str
    ) -> None:
        try:
            self._desk.decide_pair(person_uuid, other_uuid, verdict)
        except CensusError as error:
            dialog.close()
            self._page.banner.say_error(error)
            return
        dialog.show_verdict(verdict)


class EntryEvidence:
    """Shows what documents say about the box with the cursor."""

    def __init__(self, session: Session, page: EntryPage) -> None:
        self._session = session
        self._page = page

    def show(self) -> None:
        """Open the documents of this box; a slip has to be stored before documents can be about it."""
        box = self._page.slip.focused()
        if box not in CLAIMS:
            self._page.news.emit(_("Ô này không giữ giấy tờ đối chiếu."), "")
            return
        control = self._page.control
        if not state.is_stored(control.sheet, control.person):
            self._page.news.emit(_("Hãy lưu phiếu (Ctrl+S) rồi mới ghi giấy tờ đối chiếu."), "")
            return
        dialog = EvidenceDialog(self._session, control.person, box, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._page.go_to(box))
        dialog.open()
