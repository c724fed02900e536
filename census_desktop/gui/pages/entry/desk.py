"""What happens in the entry room: opening, checking, copying, keeping drafts, saving slip by slip."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.spec import BadInput
from census_desktop.gui import messages
from census_desktop.gui.actions import commit_input
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX
from census_desktop.gui.pages.entry import state
from census_desktop.gui.pages.entry.accept import EntryAcceptor, EntryComparer
from census_desktop.gui.pages.entry.alarm import EntryAlarm
from census_desktop.gui.pages.entry.check import EntryChecker, EntryCopier
from census_desktop.gui.pages.entry.drafts import DraftKeeper
from census_desktop.gui.pages.entry.history import SlipHistory
from census_desktop.gui.pages.entry.household import EntryHouseholder
from census_desktop.gui.pages.entry.proposals import EntryProposer
from census_desktop.gui.pages.entry.undo import EntryUndoer
from census_desktop.gui.session import Session
from census_desktop.services.drafts import Draft
from census_desktop.services.entry import SavedSlip, Sheet

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

FIRST_BOX = HOUSEHOLD_PREFIX + "residential_group"


class EntryController(QObject):
    """Keeps the slip in hand and moves it between the page and the desk.

    Signals:
        saved(slip): a slip was put on the disk.
        draft_kept(): the half-typed slip was put on the disk.
        shown(): another slip is open, or what is known about it changed.
    """

    saved = Signal(object)
    draft_kept = Signal()
    shown = Signal()

    def __init__(self, session: Session, page: EntryPage) -> None:
        super().__init__(page)
        self._desk = session.desk
        self._session = session
        self._page = page
        self._checker = EntryChecker(session.desk, page)
        self._copier = EntryCopier(page)
        self._proposer = EntryProposer(session.desk, page)
        self._history = SlipHistory(page)
        self._alarm = EntryAlarm(page)
        self.undo_saved = EntryUndoer(session, page).show  # Ctrl+U
        self.household_deeds = EntryHouseholder(session, page).show  # F5
        self._acceptor = EntryAcceptor(session.desk, page, self._checker)
        self.accept_finding = self._acceptor.ask  # F2
        self.on_reason_given_up = self._acceptor.go_back
        self.next_finding = self._checker.next_finding  # Ctrl+E
        self.compare = EntryComparer(session.desk, page).show  # F8
        self._is_loading = False
        self._last_key = ""
        self._drafts = DraftKeeper(session.desk, page)
        self._drafts.kept.connect(self.draft_kept)
        self.keep_draft = self._drafts.keep
        self.sheet: Sheet = self._desk.new_sheet()
        self.person: Person = self._desk.new_member(self.sheet)

    # -- opening ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open where the work ended: the half-typed slip, else an empty sheet."""
        self._page.households.put(self._desk.households())
        draft = self._desk.recover_draft()
        if draft is not None:
            self._recover(draft)
            return
        self._show(self._desk.new_sheet(), None)
        self._page.sheet.focus_on("residential_group")

    def _recover(self, draft: Draft) -> None:
        try:
            sheet = self._desk.open_household(draft.household.household_uuid)
        except CensusError:
            sheet = Sheet(draft.household, (), is_stored=False)
        stored = next((one for one in sheet.members if one.person_uuid == draft.person.person_uuid), None)
        blank = Person(person_uuid=draft.person.person_uuid, household_uuid=sheet.household.household_uuid)
        self._show(sheet, stored or blank)
        self._drafts.show(draft)
        self.check()
        self._last_key = draft.focus or "full_name"
        self.focus_again()
        self._page.banner.say(_("Đã mở lại phiếu đang gõ dở của lần trước; chưa mất chữ nào."), "info")

    def open(self, household_uuid: uuid.UUID, person_uuid: uuid.UUID | None = None) -> None:
        """Open a household, at one of its slips or at the first."""
        if not self.leave_slip():
            return
        try:
            sheet = self._desk.open_household(household_uuid)
        except CensusError as error:
            self._page.banner.say_error(error)
            return
        person = next((one for one in sheet.members if one.person_uuid == person_uuid), None)
        self._page.banner.hide()  # it spoke of the household before
        self._show(sheet, person or (sheet.members[0] if sheet.members else None))
        self._page.slip.focus_on("full_name")

    def open_member(self, person_uuid: uuid.UUID) -> None:
        """Open another slip of this household."""
        if person_uuid == self.person.person_uuid:
            self._page.slip.focus_on("full_name")
        elif self.leave_slip():
            person = next((one for one in self.sheet.members if one.person_uuid == person_uuid), None)
            self._show(self.sheet, person)
            self._page.slip.focus_on("full_name")

    def new_member(self) -> None:
        """Open an empty slip in this household."""
        if self.leave_slip():
            self._show(self.sheet, None)
            self._start_slip()

    def new_household(self) -> None:
        """Open an empty sheet, its group as in the one before."""
        if self.leave_slip():
            self._page.banner.hide()
            self._show(self._desk.new_sheet(self.sheet.household), None)
            self._page.sheet.focus_on("residential_group")

    def _show(self, sheet: Sheet, person: Person | None) -> None:
        """Put a sheet and one of its slips (None: a new one) on the page."""
        self.sheet = sheet
        self.person = person if person is not None else self._desk.new_member(sheet)
        self._is_loading = True
        self._page.release_cursor()  # leaving a box of the old slip is no visit to that box of the new one
        self._page.sheet.set_record(sheet.household)
        self._page.slip.set_record(self.person)
        self._proposer.forget()
        self._proposer.update(self.sheet, self.person)
        self._is_loading = False
        self._history.begin()
        self._checker.learn(self.sheet, self.person)
        self._refresh_lists()
        self.check()
        self._alarm.begin()

    def propose(self) -> None:
        """Fill in what a new slip probably holds, from all that has been typed so far."""
        self._proposer.update(self.sheet, self.person)

    def refuse_proposal(self) -> None:
        """F7."""
        self._proposer.refuse()
        self.on_changed()

    def _start_slip(self) -> None:
        """Put the cursor where a new slip begins: at the relation once there is somebody to be related to."""
        self._page.slip.start(asks_relation=bool(self.sheet.members))

    def _refresh_lists(self) -> None:
        page = self._page
        page.members.put(state.member_lines(self._desk, self.sheet, self.person))
        page.mark_member(self.person.person_uuid)
        page.mark_household(self.sheet.household.household_uuid)

    def residential_groups(self) -> tuple[str, ...]:
        """Names of hamlets and quarters of the unit of this sheet."""
        try:
            key = UnitKey.from_text(self.sheet.household.unit or "")
        except BadInput:
            return ()
        return tuple(group.label for group in area().groups_of(key))

    def is_untouched(self) -> bool:
        """True when nothing is being typed."""
        return not self._drafts.is_needed()

    def focus_again(self) -> None:
        """Put the cursor back where it was when the room was left; behind a dialog it has stayed where it is."""
        kept = self._page.window().focusWidget()
        if not (isinstance(kept, AnswerEditor) and kept.isVisible() and self._page.isAncestorOf(kept)):
            self._page.go_to(self._last_key or FIRST_BOX)
            editor = self._page.focused_editor()
            if editor is not None:
                editor.end(False)

    def _household_now(self) -> Household:
        return self._page.sheet.read().record

    def place_text(self) -> str:
        """Which slip of which household is open."""
        return state.place_text(self.sheet, self.person, self._household_now())

    # -- checking -----------------------------------------------------------------------------------------------

    def on_changed(self) -> None:
        """A key was typed: the draft is kept shortly after."""
        if not self._is_loading:
            self._drafts.keep_soon()

    def on_left(self) -> None:
        """A field was left: check, and keep the draft at once."""
        if self._is_loading:
            return
        self._history.keep()
        self.propose()
        self._history.look()
        self.check()
        self._alarm.look()
        self.keep_draft()

    def on_entered(self) -> None:
        """The cursor moved: part of the draft."""
        self._last_key = self._page.focused_key()
        if self._drafts.is_due:
            self.keep_draft()

    def check(self) -> None:
        """Look for what is wrong and mark it."""
        self._checker.check(self.sheet, self.person)
        self._page.sheet_title.setText(state.sheet_title(self._household_now(), len(self.sheet.members)))
        self.shown.emit()

    def on_reason(self, reason: str) -> None:
        """The reason for what was asked by F2 was given."""
        if self._acceptor.answer(reason):
            self._checker.learn(self.sheet, self.person)
            self.check()
        self._acceptor.go_back()

    def on_compared(self) -> None:
        """The comparison was closed: what was decided may answer a finding."""
        self.check()
        self.focus_again()

    def copy_previous(self) -> None:
        """F3."""
        self._copier.copy_previous(self.sheet)

    def copy_head(self) -> None:
        """F4."""
        self._copier.copy_head(self.sheet)

    def copy_address(self) -> None:
        """F6."""
        if self._copier.copy_address(self.sheet, self.person):
            self._history.keep()
            self.check()
            self.keep_draft()

    def step(self, back: bool) -> None:  # noqa: FBT001  a Qt signal
        """Ctrl+Z and Ctrl+Y, beyond the box with the cursor."""
        if self._history.undo() if back else self._history.redo():
            self.check()
            self.keep_draft()

    # -- drafts and saving --------------------------------------------------------------------------------------

    def leave_slip(self) -> bool:
        """Make sure nothing typed is lost before another slip is opened; False when the user stays."""
        is_free = self._may_leave()
        if not is_free:
            self._page.mark_household(self.sheet.household.household_uuid)
            self._page.mark_member(self.person.person_uuid)
            self.focus_again()
        return is_free

    def secure_slip(self) -> bool:
        """As `leave_slip`, but the slip stays open, shown as it is stored now: a dialog about stored work follows."""
        here, was_typed = self._page.focused_key(), self._drafts.is_needed()
        is_free = self.leave_slip()
        if is_free and was_typed:
            self._show(self.sheet, self.person)
            self._page.go_to(here)
        return is_free

    def _may_leave(self) -> bool:
        self._settle()
        if not self._drafts.is_needed():
            self._drafts.forget()
            return True
        slip = self._page.slip.read()
        is_new = not state.is_stored(self.sheet, self.person)
        if is_new and slip.record.full_name is None:
            return self._may_discard()
        return self._write(finished=False) is not None

    def _may_discard(self) -> bool:
        if self.sheet.is_stored and not self._page.slip.is_changed():
            return self._write_sheet()
        go_on = messages.ask(
            self._page,
            _("Phiếu đang gõ chưa có họ tên nên chưa được lưu."),
            _("Bỏ phiếu này hay ở lại gõ tiếp?"),
            yes=_("Bỏ phiếu này"),
            no=_("Ở lại gõ tiếp"),
            is_danger=True,
        )
        if go_on:
            self._drafts.forget()
        return go_on

    def _write_sheet(self) -> bool:
        reading = self._page.sheet.read()
        if self._checker.stop_at_unreadable():
            return False
        try:
            self.sheet = self._desk.save_household(reading.record)
        except CensusError as error:
            self._page.banner.say_error(error)
            return False
        self._drafts.forget()
        self._page.list_households()
        self._session.bus.changed.emit()
        return True

    def read_again(self) -> None:
        """Something was changed behind the page's back: show what is stored now."""
        try:
            sheet = self._desk.open_household(self.sheet.household.household_uuid)
        except CensusError:
            sheet = self._desk.new_sheet()
        if sheet.household.void is not None:
            sheet = self._desk.new_sheet(sheet.household)
        person = next((one for one in sheet.members if one.person_uuid == self.person.person_uuid), None)
        if person is None and sheet.members and self.sheet.members:
            person = sheet.members[-1]
        self._show(sheet, person)
        self._page.list_households()
        self._page.go_to(self._last_key or FIRST_BOX)

    def drop_changes(self) -> None:
        """Show the slip as it is stored; what was typed since is gone."""
        here = self._page.focused_key()
        self._drafts.forget()
        self._show(self.sheet, self.person)
        self._page.go_to(here)

    def save(self) -> None:
        """Ctrl+S: put the slip on the disk and stay in it."""
        here = self._page.focused_key()
        saved = self._write(finished=True)
        if saved is not None:
            self._show(saved.sheet, saved.person)
            self._page.go_to(here or "full_name")

    def finish(self) -> None:
        """F10: put the slip on the disk and open the next one."""
        saved = self._write(finished=True)
        if saved is not None:
            self._show(saved.sheet, None)
            self._start_slip()

    def _settle(self) -> None:
        commit_input()
        focused = self._page.focused_editor()
        if focused is not None:
            focused.accept_choice()
            focused.confirm()
            focused.settle()

    def _write(self, *, finished: bool) -> SavedSlip | None:
        self._settle()
        page = self._page
        if self._checker.stop_at_unreadable():
            return None
        if not self._drafts.is_needed() and not state.is_stored(self.sheet, self.person):
            page.news.emit(_("Phiếu còn trống, chưa có gì để lưu."), "")
            return None
        if finished and not self._proposer.may_take_all():
            return None
        person = page.slip.read(leave_out=() if finished else self._proposer.unseen()).record
        try:
            saved = self._desk.save_slip(page.sheet.read().record, person, is_finished=finished)
        except CensusError as error:
            page.banner.say_error(error)
            return None
        self._drafts.is_saved()
        self.sheet, self.person = saved.sheet, saved.person
        page.banner.hide()
        page.list_households()
        self.saved.emit(saved)
        self._session.bus.changed.emit()
        return saved
