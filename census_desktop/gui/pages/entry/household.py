"""Putting the open household right: asks by `HouseholdDeeds`, does it in one transaction, shows what came of it."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS
from census_desktop.gui.dialogs.household_deeds import DeedKind, HouseholdDeed, HouseholdDeeds
from census_desktop.gui.session import Session
from census_desktop.services import households
from census_desktop.services.entry import Sheet

if TYPE_CHECKING:
    from census_desktop.domain.dc01 import Person
    from census_desktop.gui.pages.entry.page import EntryPage


class EntryHouseholder:
    """F5."""

    def __init__(self, session: Session, page: EntryPage) -> None:
        self._session = session
        self._page = page
        self._ticked: tuple[uuid.UUID, ...] = ()  # who was to leave when Esc closed the questions

    def show(self) -> None:
        """Open the questions, once what is being typed is safe."""
        control = self._page.control
        if not control.secure_slip():
            return
        sheet, person = control.sheet, control.person
        if not sheet.is_stored:
            self._page.news.emit(_("Hộ này chưa được lưu, chưa có gì để chuyển, tách hay hủy."), "")
            control.focus_again()
            return
        is_stored = any(one.person_uuid == person.person_uuid for one in sheet.members)
        dialog = HouseholdDeeds(
            sheet,
            person if is_stored else None,
            lambda words: self._session.desk.households(words or None),
            partial(households.propose_relations, self._session.store, sheet.household.household_uuid),
            self._page,
            ticked=self._ticked,
        )
        dialog.finished.connect(lambda _result: self._keep_ticks(dialog))
        dialog.wanted.connect(partial(self._do, sheet, person))
        dialog.rejected.connect(control.focus_again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_ticks(self, dialog: HouseholdDeeds) -> None:
        was_closed = dialog.result() == HouseholdDeeds.DialogCode.Rejected
        self._ticked = dialog.ticks.ticked() if was_closed else ()

    def _do(self, sheet: Sheet, person: Person, deed: HouseholdDeed) -> None:
        control = self._page.control
        try:
            words, opened = self._done(sheet, person, deed)
        except CensusError as error:
            self._page.banner.say_error(error)
            control.focus_again()
            return
        control.read_again()
        if opened is not None:
            control.open(opened)
            self._page.go_to("household.household_no")
        self._session.bus.changed.emit()
        self._page.banner.say(_("{words} Ctrl+U: hoàn tác.").format(words=words), "ok")

    def _done(self, sheet: Sheet, person: Person, deed: HouseholdDeed) -> tuple[str, uuid.UUID | None]:
        """Do it; gives what to say and which household to open, None for the one that is open."""
        store, here = self._session.store, sheet.household.household_uuid
        name = person.full_name or _("phiếu chưa ghi tên")
        if deed.kind is DeedKind.MOVE:
            assert deed.household is not None
            households.move_person(store, person.person_uuid, deed.household, deed.relation)
            return _("Đã chuyển {name} sang hộ khác.").format(name=name), None
        if deed.kind is DeedKind.SPLIT:
            made = households.split_household(store, here, deed.people, deed.head)
            words = _("Đã tách {count} người thành hộ mới, hãy ghi số hộ.").format(count=len(deed.people))
            return words, made.household_uuid
        if deed.kind is DeedKind.COMBINE:
            assert deed.household is not None
            return _combined(households.combine_households(store, here, deed.household)), None
        if deed.kind is DeedKind.CHANGE_HEAD:
            assert deed.head is not None
            return _new_head(sheet, deed.head, households.change_head(store, here, deed.head)), None
        if deed.kind is DeedKind.VOID_PERSON:
            households.void_person(store, person.person_uuid, deed.reason)
            return _("Đã hủy phiếu {name}.").format(name=name), None
        count = households.void_household(store, here, deed.reason)
        return _("Đã hủy hộ và {count} phiếu.").format(count=count), None


def _combined(found: households.Combined) -> str:
    parts = [_("Đã gộp: {count} người sang hộ này.").format(count=found.moved)]
    if found.differing:
        boxes = ", ".join(_(HOUSEHOLD_FIELDS[name].form_label) for name in found.differing)
        parts.append(_("Hai hộ ghi khác nhau ở {boxes}: giữ như hộ này.").format(boxes=boxes))
    if found.twice:
        parts.append(_("{count} người có hai phiếu: mở từng phiếu, F8 để so.").format(count=len(found.twice)))
    return " ".join(parts)


def _new_head(sheet: Sheet, head: uuid.UUID, relations: dict[uuid.UUID, str | None]) -> str:
    name = next((one.full_name for one in sheet.members if one.person_uuid == head), None)
    parts = [_("Chủ hộ nay là {name}.").format(name=name or "–")]
    left = sum(relation is None for relation in relations.values())
    if left:
        parts.append(_("{count} người chưa rõ quan hệ, hãy gõ lại.").format(count=left))
    return " ".join(parts)
