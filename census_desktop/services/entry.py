"""The entry desk: slips typed one by one into the sheet of their household."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.acceptance import Acceptances
from census_desktop.domain.carry_over import Proposal, propose
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.domain.slip_states import after_typing
from census_desktop.services.acceptance import accept, acceptances_of
from census_desktop.services.batches import BatchInHand
from census_desktop.services.drafts import ENTRY_SLOT, Draft, draft_body, draft_from
from census_desktop.services.duplicates import decide
from census_desktop.services.lookalikes import Lookalike, findings_elsewhere, lookalikes
from census_desktop.store.drafts import drop_draft, load_draft, save_draft
from census_desktop.store.opening import MachineRole
from census_desktop.store.records import HouseholdRow, list_households, load_household, load_person, members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

_TELLING = ("full_name", "birth_date", "personal_id", "old_id")  # what other households are asked about


@dataclass(frozen=True, slots=True)
class Sheet:
    """A household with its slips, head first, then in order of entry.

    Attributes:
        is_stored: False for a household that has only been opened.
    """

    household: Household
    members: tuple[Person, ...]
    is_stored: bool = True


@dataclass(frozen=True, slots=True)
class SavedSlip:
    """What a save has put on the disk.

    Attributes:
        at: moment of the commit, aware, UTC.
        person: the slip as stored.
        sheet: the household with all its slips after the save.
        findings: what still looks wrong with this slip; never an obstacle.
        operations: number of changes written, 0 when nothing differed.
    """

    at: datetime
    person: Person
    sheet: Sheet
    findings: tuple[Finding, ...]
    operations: int


class EntryDesk:
    """Everything the entry room needs of the store.

    Attributes:
        batch: the batch of slips that is being typed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.batch = BatchInHand(store)
        self._asked_elsewhere: Person | None = None
        self._elsewhere: tuple[Finding, ...] = ()

    def households(self, text: str | None = None, limit: int = 500) -> tuple[HouseholdRow, ...]:
        """Households whose number, group or head's name matches `text`; all when None."""
        return list_households(self._store, search=text, limit=limit)

    def open_household(self, household_uuid: uuid.UUID) -> Sheet:
        """The household with its slips.

        Raises:
            CensusError: NO_SUCH_RECORD.
        """
        household = load_household(self._store, household_uuid)
        if household is None:
            raise CensusError("NO_SUCH_RECORD", _("Không có hộ này trong dữ liệu của máy."))
        return Sheet(household, members(self._store, household_uuid))

    def new_household(self, after: Household | None = None) -> Household:
        """A household that is not stored yet: own unit, and group and collector of the batch or the sheet before."""
        own = self._store.installation
        batch = self.batch.state()
        group = batch.batch.residential_group if batch is not None else None
        collector = batch.batch.collector if batch is not None else None
        unit = own.unit if own.machine_role is MachineRole.WARD else None
        return Household(
            household_uuid=self._store.clock.new_uuid(),
            unit=after.unit if after is not None and after.unit is not None else unit,
            residential_group=group or (after.residential_group if after is not None else None),
            collector=collector or (after.collector if after is not None else None),
        )

    def new_sheet(self, after: Household | None = None) -> Sheet:
        """An empty sheet around `new_household`."""
        return Sheet(self.new_household(after), (), is_stored=False)

    def new_member(self, sheet: Sheet) -> Person:
        """A slip of the sheet that is not stored yet, with nothing in it but its number in the batch in hand.

        `propose` says what it probably holds.
        """
        batch = self.batch.state()
        return Person(
            person_uuid=self._store.clock.new_uuid(),
            household_uuid=sheet.household.household_uuid,
            slip_no=batch.next_slip_no if batch is not None else None,
        )

    def propose(self, sheet: Sheet, person: Person, refused: Collection[str] = ()) -> tuple[Proposal, ...]:
        """What the blank boxes of a slip probably say, from the slips of its sheet; see `domain.carry_over`."""
        return propose(person, sheet.household, sheet.members, refused)

    def check(self, person: Person, sheet: Sheet) -> tuple[Finding, ...]:
        """What looks wrong with this slip, alone and among the others of its sheet."""
        day = today(self._store.clock)
        others = check_household(sheet.household, with_member(sheet.members, person), day)
        return check_person(person, day) + tuple(
            finding for finding in others if finding.record_uuid == person.person_uuid
        )

    def check_elsewhere(self, person: Person) -> tuple[Finding, ...]:
        """What slips of other households say against this one; looked up again only when its name or numbers change."""
        asked = _telling(person)
        if asked != self._asked_elsewhere:
            self._asked_elsewhere, self._elsewhere = asked, findings_elsewhere(self._store, asked)
        return self._elsewhere

    def elsewhere(self, person: Person) -> tuple[Finding, ...]:
        """What slips of other households say against a stored one, looked up now."""
        return findings_elsewhere(self._store, _telling(person))

    def lookalikes(self, person: Person) -> tuple[Lookalike, ...]:
        """Who else in the store could be this person (F8)."""
        return lookalikes(self._store, person)

    def decide_pair(self, person_uuid: uuid.UUID, other_uuid: uuid.UUID, verdict: str) -> None:
        """Keep whether two slips are of one person; see `services.duplicates`."""
        decide(self._store, person_uuid, other_uuid, verdict, in_hand=person_uuid)
        self._asked_elsewhere = None

    def acceptances(self, sheet: Sheet, person: Person) -> Acceptances:
        """What has been accepted about the sheet, its members and the slip."""
        slips = {one.person_uuid for one in (*sheet.members, person)}
        return acceptances_of(self._store, (sheet.household.household_uuid, *slips))

    def accept(self, findings: Iterable[tuple[Finding, Any]], reason: str | None) -> None:
        """Keep that answers stand as the paper has them; see `services.acceptance`."""
        accept(self._store, findings, reason)

    def check_sheet(self, sheet: Sheet) -> tuple[Finding, ...]:
        """What looks wrong with the household as a whole."""
        return check_household(sheet.household, sheet.members, today(self._store.clock))

    def save_slip(self, household: Household, person: Person, *, is_finished: bool = True) -> SavedSlip:
        """Put slip and sheet on the disk; when this returns they survive a power cut.

        Args:
            household: the sheet.
            person: the slip.
            is_finished: False when it is left half-typed.

        Raises:
            CensusError: DISK_FULL, READ_ONLY …; nothing has been changed.
        """
        person = after_typing(
            dataclasses.replace(person, household_uuid=household.household_uuid), is_finished=is_finished
        )
        with self._store.transaction(Action.SAVE_SLIP) as tx:
            count = tx.save_household(household) + tx.save_person(person)
        at = self._store.clock.now()
        self._drop_draft_of(person.person_uuid)
        sheet = self.open_household(household.household_uuid)
        stored = next((one for one in sheet.members if one.person_uuid == person.person_uuid), person)
        return SavedSlip(at, stored, sheet, self.check(stored, sheet), count)

    def save_household(self, household: Household) -> Sheet:
        """Put the sheet alone on the disk (its slips follow one by one)."""
        with self._store.transaction(Action.NEW_HOUSEHOLD) as tx:
            tx.save_household(household)
        return self.open_household(household.household_uuid)

    def keep_draft(
        self,
        household: Household,
        person: Person,
        typed: Mapping[str, str] | None = None,
        focus: str = "",
        proposed: Sequence[str] = (),
    ) -> None:
        """Remember the half-typed slip; called when a field is left and shortly after typing."""
        save_draft(
            self._store, ENTRY_SLOT, draft_body(Draft(household, person, typed or {}, focus, tuple(proposed)))
        )

    def recover_draft(self) -> Draft | None:
        """The slip that was being typed when the program ended, unless it has been saved since."""
        body = load_draft(self._store, ENTRY_SLOT)
        draft = draft_from(body) if body is not None else None
        if draft is None or (not draft.typed and self._is_saved(draft)):
            return None
        return draft

    def drop_draft(self) -> None:
        """Forget the half-typed slip."""
        drop_draft(self._store, ENTRY_SLOT)

    def _is_saved(self, draft: Draft) -> bool:
        """True when the store already says what the draft says (the power went between saving and dropping)."""
        stored = load_person(self._store, draft.person.person_uuid)
        if stored is None:
            return False
        state = draft.person.slip_state or stored.slip_state
        membership = draft.person.household_uuid or stored.household_uuid
        same = dataclasses.replace(draft.person, slip_state=state, household_uuid=membership) == stored
        return same and load_household(self._store, draft.household.household_uuid) == draft.household

    def _drop_draft_of(self, person_uuid: uuid.UUID) -> None:
        body = load_draft(self._store, ENTRY_SLOT)
        if body is not None and body.get("person_uuid") == person_uuid.hex:
            drop_draft(self._store, ENTRY_SLOT)


def head_of(people: Sequence[Person]) -> Person | None:
    """The slip of the head of the household, if it has been typed."""
    return next((person for person in people if person.relation_to_head == HEAD), None)


def with_member(people: Sequence[Person], person: Person) -> tuple[Person, ...]:
    """`people` with `person` in the place of its stored self, or at the end."""
    if any(one.person_uuid == person.person_uuid for one in people):
        return tuple(person if one.person_uuid == person.person_uuid else one for one in people)
    return (*people, person)


def _telling(person: Person) -> Person:
    """Of a slip only the boxes that other slips can speak against."""
    return dataclasses.replace(
        Person(person_uuid=person.person_uuid, household_uuid=person.household_uuid),
        **{name: getattr(person, name) for name in _TELLING},
    )
