"""Taking the slips of a spreadsheet: everything is decided first, then written in one transaction.

`rows = added + skipped + queued + rows with errors`. A trial run decides exactly the same and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.dc01 import Household, Person
from census_desktop.store.import_queue import queue_row, queued
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_households import SheetHousehold, group_slips
from census_desktop.transfer.sheet_match import (
    HOUSEHOLD_DIFFERS,
    HOUSEHOLD_VOID,
    HOUSEHOLD_WAITS,
    SEVERAL_HOUSEHOLDS,
    Known,
    agrees,
    homes_of,
    match_person,
)
from census_desktop.transfer.sheet_slip import RowError, Slip, read_slip
from census_desktop.transfer.workbook import read_rows

__all__ = ["ImportResult", "RowError", "import_workbook"]

_STEP = 200  # rows between two reports of progress
_COLUMN_OF = {name: column for column, name in HOUSEHOLD_COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the rows.

    Attributes:
        rows: filled rows of the sheet.
        added: new people.
        skipped: rows whose person is here already, identical.
        queued: rows put aside for somebody to look at.
        errors: why the remaining rows were not taken; a row may have several.
    """

    rows: int
    added: int
    skipped: int
    queued: int
    errors: tuple[RowError, ...]


@dataclass(slots=True)
class _Decision:
    """What the import will write."""

    households: list[Household] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    queue: list[tuple[Slip, str]] = field(default_factory=list)
    skipped: int = 0


def import_workbook(store: Store, path: Path, dry_run: bool, control: JobControl) -> ImportResult:  # noqa: FBT001
    """Take the slips of the first sheet.

    Args:
        store: where to.
        path: the .xlsx file.
        dry_run: decide everything, write nothing.
        control: progress and stop.

    Raises:
        CensusError: NO_FILE, NOT_A_WORKBOOK, TOO_BIG, NO_MACHINE_NAMES, UNKNOWN_COLUMNS, COLUMN_TWICE or
            TOO_MANY_ROWS; nothing has been changed.
        CancelledError: the user stopped; nothing has been changed.
    """
    own = store.installation
    own_unit = own.unit if own.machine_role is MachineRole.WARD else None
    slips: list[Slip] = []
    for row in read_rows(path):
        if len(slips) % _STEP == 0:
            control.step(len(slips), 0, _("Đang đọc bảng tính"))
        slips.append(_checked(read_slip(row, own_unit)))
    groups = group_slips(slips)
    known = Known.of(iter_households(store), iter_people(store))
    desk = _Desk(store, known)
    for done, group in enumerate(groups):
        if done % _STEP == 0:
            control.step(done, len(groups), _("Đang đối chiếu với dữ liệu đã có"))
        desk.decide(group)
    decision = desk.decision
    if not dry_run and (decision.people or decision.queue):
        _write(store, path.name, decision, control)
    errors = tuple(error for slip in slips for error in slip.errors)
    return ImportResult(
        rows=len(slips),
        added=len(decision.people),
        skipped=decision.skipped,
        queued=len(decision.queue),
        errors=errors,
    )


def _checked(slip: Slip) -> Slip:
    if slip.unit is None and not any(error.field == "unit" for error in slip.errors):
        slip.fail("unit", _("Dòng này không ghi đơn vị hành chính."))
    return slip


class _Desk:
    """Decides household by household; what it adds counts as known for the rows below."""

    def __init__(self, store: Store, known: Known) -> None:
        self._clock = store.clock
        self._known = known
        self.decision = _Decision()

    def decide(self, group: SheetHousehold) -> None:
        """Decide what becomes of the rows of one household."""
        slips = [slip for slip in group.slips if self._is_sound(slip)]
        homes = homes_of(self._known, group)
        if len(homes) > 1:
            self._queue(slips, SEVERAL_HOUSEHOLDS)
            return
        home = homes[0] if homes else self._home_of_members(group, slips)
        newcomers = [slip for slip in slips if not self._is_settled(group, slip, home)]
        if home is None and not group.key and len(newcomers) < len(slips):
            self._queue(newcomers, HOUSEHOLD_WAITS)
            return
        for slip in newcomers:
            home = home or self._new_household(group, slip.unit)
            if home.void is not None:
                self._queue([slip], HOUSEHOLD_VOID)
            elif not agrees(slip, home):
                self._queue([slip], HOUSEHOLD_DIFFERS)
            elif not self._is_settled(group, slip, home):  # rows just above may have been the same person
                self._add(slip, home)

    def _home_of_members(self, group: SheetHousehold, slips: list[Slip]) -> Household | None:
        """The household of rows that name none, when a member is here already, identical."""
        if group.key:
            return None
        for slip in slips:
            match = match_person(self._known, slip, None, is_keyless=True)
            if match is not None and not match.reason and match.person.household_uuid is not None:
                return self._known.households.get(match.person.household_uuid)
        return None

    def _is_settled(self, group: SheetHousehold, slip: Slip, home: Household | None) -> bool:
        """True when the row is about somebody known: skipped when identical, else put aside."""
        match = match_person(self._known, slip, home, is_keyless=not group.key)
        if match is None:
            return False
        if match.reason:
            self._queue([slip], match.reason)
        else:
            self.decision.skipped += 1
        return True

    def _queue(self, slips: Iterable[Slip], reason: str) -> None:
        self.decision.queue += [(slip, reason) for slip in slips]

    def _is_sound(self, slip: Slip) -> bool:
        """False for rows with errors; one identifier must not name a household and a person."""
        if slip.person_uuid is not None and slip.person_uuid in self._known.households:
            slip.fail("person_uuid", _("Đây là mã của một hộ, không phải của người."))
        if slip.household_uuid is not None and (
            slip.household_uuid in self._known.people or slip.household_uuid == slip.person_uuid
        ):
            slip.fail("household_uuid", _("Đây là mã của một người, không phải của hộ."))
        return not slip.errors

    def _new_household(self, group: SheetHousehold, unit: str | None) -> Household:
        stated = next((slip.household_uuid for slip in group.slips if slip.household_uuid is not None), None)
        answers: dict[str, str | None] = {"unit": unit, **group.answers}
        made = Household(household_uuid=stated or self._clock.new_uuid(), **answers)
        self._known.note_household(made)
        self.decision.households.append(made)
        return made

    def _add(self, slip: Slip, home: Household) -> None:
        person = Person(
            person_uuid=slip.person_uuid or self._clock.new_uuid(),
            household_uuid=home.household_uuid,
            **slip.person,
        )
        self._known.note_person(person, is_added=True)
        self.decision.people.append(person)


def _write(store: Store, file_name: str, decision: _Decision, control: JobControl) -> None:
    waiting = {tuple(sorted(row.answers.items())) for row in queued(store)}
    with store.transaction(Action.IMPORT) as transaction:
        for household in decision.households:
            transaction.create_household(household)
        for done, person in enumerate(decision.people):
            if done % _STEP == 0:
                control.step(done, len(decision.people), _("Đang ghi vào dữ liệu"))
            transaction.create_person(person)
        for slip, reason in decision.queue:
            answers = _answers(slip)
            if (
                tuple(sorted(answers.items())) not in waiting
            ):  # the same file twice asks the same question once
                queue_row(transaction, file_name, slip.row_no, answers, reason)
        transaction.detail |= {"people": len(decision.people), "queued": len(decision.queue)}


def _answers(slip: Slip) -> dict[str, str]:
    """The answers of a row by column name, in stored form."""
    answers = {_COLUMN_OF[name]: value for name, value in slip.household.items()} | slip.person
    if slip.person_uuid is not None:
        answers["person_uuid"] = str(slip.person_uuid)
    if slip.household_uuid is not None:
        answers["household_uuid"] = str(slip.household_uuid)
    return answers
