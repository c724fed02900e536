"""Checking and copying in the entry room: what the officer is told and helped with while typing."""

from __future__ import annotations

import dataclasses
import uuid
from typing import TYPE_CHECKING

from census_desktop.base.text import _
from census_desktop.domain.acceptance import Acceptances
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX, states_of
from census_desktop.gui.pages.entry import state
from census_desktop.gui.pages.entry.parts import Remark
from census_desktop.services.entry import EntryDesk, Sheet, with_member

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

Marks = dict[str, tuple[FieldState, str]]


class EntryChecker:
    """Marks what looks wrong on the page."""

    def __init__(self, desk: EntryDesk, page: EntryPage) -> None:
        self._desk = desk
        self._page = page
        self._accepted = Acceptances(())
        self._told: tuple[tuple[Finding, Person | Household], ...] = ()

    def learn(self, sheet: Sheet, person: Person) -> None:
        """Another slip is open, or something was accepted: read what has been accepted about it."""
        self._accepted = self._desk.acceptances(sheet, person)

    def at(self, key: str) -> tuple[tuple[Finding, Person | Household], ...]:
        """Findings at a box, accepted ones too, each with its record as it is on the page."""
        is_sheet = key.startswith(HOUSEHOLD_PREFIX)
        box = key.removeprefix(HOUSEHOLD_PREFIX)
        return tuple(
            (finding, record)
            for finding, record in self._told
            if finding.field == box and isinstance(record, Household) is is_sheet
        )

    def reason(self, finding: Finding, record: Person | Household) -> str | None:
        """Why a finding was accepted, None when it is open."""
        return self._accepted.reason(finding, record)

    def check(self, sheet: Sheet, person: Person) -> None:
        """Look for what is wrong and mark it, blank boxes only once they were passed."""
        page = self._page
        slip, outside = page.slip.read(), page.sheet.read()
        now = Sheet(outside.record, with_member(sheet.members, slip.record), is_stored=sheet.is_stored)
        is_old = state.is_stored(sheet, person)
        mine = [
            finding
            for finding in (*self._desk.check(slip.record, now), *self._desk.check_elsewhere(slip.record))
            if finding.field not in slip.unreadable and (is_old or self._is_due(finding))
        ]
        ours = [
            finding
            for finding in self._desk.check_sheet(now)
            if finding.record_uuid == sheet.household.household_uuid
            and (sheet.is_stored or (finding.field and not state.is_about_blank(finding)))
        ]
        records: dict[uuid.UUID, Person | Household] = {
            slip.record.person_uuid: slip.record,
            outside.record.household_uuid: outside.record,
        }
        self._told = tuple((finding, records[finding.record_uuid]) for finding in (*mine, *ours))
        accepted = [(finding, why) for finding, record in self._told if (why := self.reason(finding, record))]
        settled = {(finding.rule, finding.record_uuid, finding.field) for finding, _why in accepted}
        mine, ours = (
            [one for one in found if (one.rule, one.record_uuid, one.field) not in settled]
            for found in (mine, ours)
        )
        broken = self._seen({name: (FieldState.ERROR, why) for name, why in slip.unreadable.items()})
        broken_sheet: Marks = {name: (FieldState.ERROR, why) for name, why in outside.unreadable.items()}
        page.slip.mark({**states_of(mine, state.short_text), **broken})
        page.sheet.mark({**states_of(ours, state.short_text), **broken_sheet})
        remarks: list[Remark] = [
            *state.unreadable_remarks({name: why for name, (_state, why) in broken.items()}),
            *state.unreadable_remarks(dict(outside.unreadable), is_household=True),
            *(state.remark_of(finding) for finding in (*mine, *ours)),
            *(state.accepted_remark(finding, why) for finding, why in accepted),
        ]
        page.findings.put(remarks)
        page.members.update_line(state.line_of(slip.record, mine, is_stored=is_old))

    def stop_at_unreadable(self) -> bool:
        """True when a box holds what is no answer; the cursor goes there. Nothing typed is lost."""
        page = self._page
        broken = [HOUSEHOLD_PREFIX + name for name in page.sheet.read().unreadable]
        broken += list(page.slip.read().unreadable)
        if not broken:
            return False
        page.control.check()
        page.go_to(broken[0])
        page.refuse(
            _("Chưa lưu: có {count} ô không đọc được. Sửa ô này, hoặc xóa trắng và ghi vào ghi chú.").format(
                count=len(broken)
            )
        )
        return True

    def _seen(self, broken: Marks) -> Marks:
        """Half-typed text of the field with the cursor is not called wrong yet."""
        return {name: mark for name, mark in broken.items() if name != self._page.slip.focused()}

    def _is_due(self, finding: Finding) -> bool:
        """On a new slip a blank box is told only after the cursor passed it."""
        editor = self._page.slip.editors.get(finding.field)
        return not state.is_about_blank(finding) or (editor is not None and editor.was_visited)

    def next_finding(self) -> None:
        """Put the cursor into the next marked field, from the top again after the last."""
        marked = {
            remark.field
            for remark in self._page.findings.remarks
            if remark.field and remark.state is not FieldState.NORMAL
        }
        keys = self._page.box_keys()
        order = [key for key in keys if key in marked]
        if not order:
            self._page.tell_of_slip(_("Không còn lỗi hay cảnh báo nào ở phiếu này."), "ok")
            return
        here = self._page.focused_key()
        at = keys.index(here) if here in keys else -1
        self._page.go_to(next((key for key in order if keys.index(key) > at), order[0]))


class EntryCopier:
    """F3, F4 and F6."""

    def __init__(self, page: EntryPage) -> None:
        self._page = page

    def copy_previous(self, sheet: Sheet) -> None:
        """F3: this box as on the slip before."""
        self._copy(sheet, state.answer_of_previous, _("Phiếu trước không có gì ở ô này."))

    def copy_head(self, sheet: Sheet) -> None:
        """F4: this box as on the head's slip."""
        self._copy(sheet, state.answer_of_head, _("Phiếu chủ hộ không có gì ở ô này."))

    def _copy(self, sheet: Sheet, source: state.AnswerSource, nothing: str) -> None:
        name = self._page.slip.focused()
        if not name:
            return
        value = source(sheet, self._page.slip.read().record, name)
        if value is None:
            self._page.news.emit(nothing, "")
            return
        self._page.slip.editors[name].copy_in(value)
        self._page.slip.move_from(name, forward=True)

    def copy_address(self, sheet: Sheet, person: Person) -> bool:
        """F6: both addresses of the head, of the slip before, or of the sheet; True when there were any."""
        now = dataclasses.replace(sheet, household=self._page.sheet.read().record)
        found = state.address_block(now, person.person_uuid)
        if not found:
            self._page.news.emit(_("Chưa có địa chỉ để chép."), "")
            return False
        for name, value in found.items():
            self._page.slip.editors[name].copy_in(value)
        self._page.slip.move_from(state.ADDRESS_BOXES[-1], forward=True)
        return True
