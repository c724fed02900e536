"""Proposals in the entry room: boxes of a new slip filled in from the family, marked until the cursor has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.text import _
from census_desktop.domain.carry_over import Proposal
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry import state
from census_desktop.services.entry import EntryDesk, Sheet

if TYPE_CHECKING:
    from census_desktop.domain.dc01 import Person
    from census_desktop.gui.pages.entry.page import EntryPage


class EntryProposer:
    """Fills in, takes back and remembers what was refused, for the slip in hand."""

    def __init__(self, desk: EntryDesk, page: EntryPage) -> None:
        self._desk = desk
        self._page = page
        self._refused: set[str] = set()
        self._given: dict[str, Proposal] = {}
        self._told: tuple[str, ...] = ()

    def forget(self) -> None:
        """Another slip is open."""
        self._refused.clear()
        self._given.clear()
        self._told = ()

    def update(self, sheet: Sheet, person: Person) -> None:
        """Propose anew after something was typed; slips that are stored already are left alone."""
        if state.is_stored(sheet, person):
            return
        slip = self._page.slip
        pending = slip.proposed()
        confirmed = slip.read(leave_out=pending).record
        now = Sheet(self._page.sheet.read().record, sheet.members, is_stored=sheet.is_stored)
        wanted = {one.field: one for one in self._desk.propose(now, confirmed, self._refused)}
        for name in pending:
            if name not in wanted:
                slip.editors[name].withdraw()
        for name, proposal in wanted.items():
            editor = slip.editors.get(name)
            is_known = name in pending and self._given.get(name) == proposal
            is_typed = (
                editor is not None and name not in pending and bool(editor.text())
            )  # perhaps no answer yet
            if editor is None or is_known or is_typed or (proposal.is_beginning and editor.was_visited):
                continue
            editor.propose(proposal.value, proposal.text(), is_beginning=proposal.is_beginning)
            self._given[name] = proposal

    def refuse(self) -> None:
        """F7: empty the box with the cursor and do not propose anything there again."""
        name = self._page.slip.focused()
        editor = self._page.slip.editors.get(name)
        if editor is None or not editor.is_proposed:
            self._page.news.emit(_("Ô này không phải ô được điền sẵn."), "")
            return
        self._refused.add(name)
        editor.withdraw()
        self._page.news.emit(_("Đã bỏ nội dung điền sẵn của ô này."), "")

    def unseen(self) -> tuple[str, ...]:
        """Boxes about this very person that hold a proposal nobody has passed over; a surname alone is none."""
        return tuple(
            name
            for name in self._page.slip.proposed()
            if name in self._given and not (self._given[name].is_shared or self._given[name].is_beginning)
        )

    def may_take_all(self) -> bool:
        """Before a slip is finished: True when every proposal about this person was seen, or the officer insists.

        The first time the cursor goes to the first of them and the number is told; pressing the key again takes all.
        """
        unseen = self.unseen()
        if set(unseen) <= set(self._told):
            return True
        self._told = unseen
        page, first = self._page, unseen[0]
        words = _(
            "Chưa lưu: còn {count} ô điền sẵn chưa xem, ô đầu là “{box}”. "
            "Nhấn lại phím lưu để nhận cả, F7 để bỏ ô này."
        ).format(count=len(unseen), box=_(page.slip.editors[first].field.label))
        page.go_to(first)
        page.slip.editors[first].set_state(FieldState.WARNING, words)
        page.tell_of_slip(_("Còn {count} ô điền sẵn chưa xem.").format(count=len(unseen)), "error")
        page.refuse(words)
        return False
