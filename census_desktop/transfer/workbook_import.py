"""Taking the slips of a spreadsheet: everything is decided first, then written in one transaction.

`rows = added + skipped + queued + rows with errors`. A trial run decides exactly the same and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _
from census_desktop.domain.dc01 import Household, Person
from census_desktop.store.import_queue import all_queued, queue_row
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.import_report import Choice, Fate, HouseholdLook, ImportResult, RowFate
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_guess import look_at, target_label
from census_desktop.transfer.sheet_households import SheetHousehold, group_slips
from census_desktop.transfer.sheet_lines import SheetRows, rows_of
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
from census_desktop.transfer.sheet_plan import BookPlan, check_machine_names, check_plan, propose
from census_desktop.transfer.sheet_slip import Slip, read_slip
from census_desktop.transfer.workbook_file import Book

_STEP = 200  # rows between two reports of progress
_COLUMN_OF = {name: column for column, name in HOUSEHOLD_COLUMNS.items()}
DECIDED_BEFORE = N_("Dòng này đã được quyết định khi xem các dòng chờ của lần nhập trước.")
CANNOT_READ = N_("Có ô chưa đọc được; để lại xem giấy.")


@dataclass(slots=True)
class _Decision:
    """What the import will write, and what became of each row."""

    households: list[Household] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    queue: list[tuple[Slip, str]] = field(default_factory=list)
    fates: dict[tuple[str, int], tuple[Fate, str]] = field(default_factory=dict)

    def note(self, slip: Slip, fate: Fate, message: str = "") -> None:
        """Note what became of a row; once only."""
        self.fates[slip.sheet, slip.row_no] = fate, message


def import_workbook(
    store: Store,
    source: Path | Book,
    dry_run: bool,  # noqa: FBT001
    control: JobControl,
    plan: BookPlan | None = None,
    choices: Mapping[tuple[str, int], Choice] | None = None,
    bad_rows: Choice = Choice.REFUSE,
) -> ImportResult:
    """Take the slips of a workbook.

    Args:
        store: where to.
        source: the .xlsx file, or the same opened already.
        dry_run: decide everything, write nothing.
        control: progress and stop.
        plan: which sheets and columns; what looking proposes when None.
        choices: what becomes of single rows that cannot be read, by sheet and row.
        bad_rows: what becomes of the others.

    Raises:
        CensusError: what `Book` raises, NO_MACHINE_NAMES, UNKNOWN_COLUMNS or COLUMN_TWICE; nothing has been changed.
        CancelledError: the user stopped; nothing has been changed.
    """
    book = Book(source) if isinstance(source, Path) else source
    sheets, corrections = _read(book, plan, control)
    own = store.installation
    chosen_unit = plan.unit if plan is not None else None
    own_unit = own.unit if own.machine_role is MachineRole.WARD else chosen_unit
    slips = [
        _checked(read_slip(row, own_unit, corrections)) for found in sheets.values() for row in found.rows
    ]
    groups = group_slips(slips)
    known = Known.of(iter_households(store), iter_people(store))
    desk = _Desk(store, known, choices or {}, bad_rows)
    for done, group in enumerate(groups):
        if done % _STEP == 0:
            control.step(done, len(groups), _("Đang đối chiếu với dữ liệu đã có"))
        desk.decide(group)
    decision = desk.decision
    places = {(slip.sheet, slip.row_no): place for place, slip in enumerate(slips)}
    decision.queue.sort(
        key=lambda waiting: places[waiting[0].sheet, waiting[0].row_no]
    )  # as the sheet has them
    if not dry_run and (decision.people or decision.queue):
        _write(store, book.path.name, decision, control)
    return _result(slips, groups, sheets, decision)


def _read(
    opened: Book, plan: BookPlan | None, control: JobControl
) -> tuple[dict[str, SheetRows], Mapping[tuple[str, str], str]]:
    """Rows of the sheets that are taken, in order of the book."""
    found: dict[str, SheetRows] = {}
    proposed = []
    with opened as book:
        plans = {sheet.sheet: sheet for sheet in plan.sheets} if plan is not None else None
        for place, sheet in enumerate(book.sheets):
            control.step(place, len(book.sheets), _("Đang đọc bảng tính"))
            if plans is not None and not (sheet.name in plans and plans[sheet.name].is_taken):
                continue
            lines = sheet.kept_lines()
            if plans is None:
                look = look_at(sheet, lines)
                check_machine_names(book.path, look)
                chosen = propose(look)
                if chosen.is_ours and found:
                    break
                proposed.append(chosen)
            else:
                chosen = plans[sheet.name]
            if chosen.is_taken:
                found[sheet.name] = rows_of(sheet, lines, chosen)
            if chosen.is_ours:
                break  # beside the slips of the template stand its guide and its lists
    check_plan(book.path, plan or BookPlan(tuple(proposed)))
    return found, plan.corrections if plan is not None else {}


def _checked(slip: Slip) -> Slip:
    if slip.unit is None and not any(error.field == "unit" for error in slip.errors):
        slip.fail("unit", _("Dòng này không ghi đơn vị: hãy chọn đơn vị trong In và Excel rồi nhập lại."))
    return slip


def _result(
    slips: list[Slip], groups: list[SheetHousehold], sheets: Mapping[str, SheetRows], decision: _Decision
) -> ImportResult:
    fates = [
        RowFate(slip.sheet, slip.row_no, slip.person.get("full_name", ""), fate, _joined(message, slip))
        for slip in slips
        for fate, message in (decision.fates[slip.sheet, slip.row_no],)
    ]
    left_out = [
        RowFate(sheet, row_no, "", Fate.LEFT_OUT, _(reason.value))
        for sheet, found in sheets.items()
        for row_no, reason in found.left_out
    ]
    order = {sheet: place for place, sheet in enumerate(sheets)}
    counted = [fate.fate for fate in fates]
    return ImportResult(
        rows=len(slips),
        added=counted.count(Fate.ADDED),
        skipped=counted.count(Fate.SKIPPED),
        queued=counted.count(Fate.QUEUED),
        errors=tuple(
            error
            for slip in slips
            if decision.fates[slip.sheet, slip.row_no][0] is Fate.ERROR
            for error in slip.errors
        ),
        fates=tuple(sorted([*fates, *left_out], key=lambda one: (order[one.sheet], one.row))),
        households=tuple(_household_look(group) for group in groups),
    )


def _joined(message: str, slip: Slip) -> str:
    return " ".join([part for part in (_(message) if message else "", "; ".join(slip.remarks)) if part])


def _household_look(group: SheetHousehold) -> HouseholdLook:
    first = group.slips[0]
    head = next((slip for slip in group.slips if slip.is_head), first)
    how = group.key[0] if group.key else "mark" if first.mark else "head" if len(group.slips) > 1 else "alone"
    return HouseholdLook(
        head.person.get("full_name", ""),
        len(group.slips),
        first.row_no,
        first.sheet,
        how,
        first.household.get("household_no", ""),
    )


class _Desk:
    """Decides household by household; what it adds counts as known for the rows below."""

    def __init__(
        self, store: Store, known: Known, choices: Mapping[tuple[str, int], Choice], bad_rows: Choice
    ) -> None:
        self._clock = store.clock
        self._known = known
        self._choices = choices
        self._bad_rows = bad_rows
        self._decided = {_fingerprint(row.answers) for row in all_queued(store) if row.outcome}
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
            self.decision.note(slip, Fate.SKIPPED, N_("Người này đã có, giống hệt."))
        return True

    def _queue(self, slips: Iterable[Slip], reason: str) -> None:
        for slip in slips:
            if self._decided and _fingerprint(_answers(slip)) in self._decided:
                self.decision.note(slip, Fate.SKIPPED, DECIDED_BEFORE)
                continue
            self.decision.queue.append((slip, reason))
            self.decision.note(slip, Fate.QUEUED, reason)

    def _is_sound(self, slip: Slip) -> bool:
        """False for rows with errors; one identifier must not name a household and a person."""
        if slip.person_uuid is not None and slip.person_uuid in self._known.households:
            slip.fail("person_uuid", _("Đây là mã của một hộ, không phải của người."))
        if slip.household_uuid is not None and (
            slip.household_uuid in self._known.people or slip.household_uuid == slip.person_uuid
        ):
            slip.fail("household_uuid", _("Đây là mã của một người, không phải của hộ."))
        if not slip.errors:
            return True
        choice = self._choices.get((slip.sheet, slip.row_no), self._bad_rows)
        if choice is Choice.SKIP:
            self.decision.note(slip, Fate.SKIPPED, N_("Người nhập chọn bỏ dòng này."))
        elif choice is Choice.QUEUE:
            self._queue([slip], CANNOT_READ)
        else:
            self.decision.note(slip, Fate.ERROR, " ".join(error.message for error in slip.errors))
        return False

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
        self.decision.note(slip, Fate.ADDED)


def _write(store: Store, file_name: str, decision: _Decision, control: JobControl) -> None:
    waiting = {_fingerprint(row.answers) for row in all_queued(store)}
    with store.transaction(Action.IMPORT) as transaction:
        for household in decision.households:
            transaction.create_household(household)
        for done, person in enumerate(decision.people):
            if done % _STEP == 0:
                control.step(done, len(decision.people), _("Đang ghi vào dữ liệu"))
            transaction.create_person(person)
        for slip, reason in decision.queue:
            answers = _answers(slip)
            if _fingerprint(answers) not in waiting:  # the same file twice asks the same question once
                queue_row(transaction, file_name, slip.row_no, answers, reason)
        transaction.detail |= {"people": len(decision.people), "queued": len(decision.queue)}


def _fingerprint(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The same for rows that say the same."""
    return tuple(sorted(answers.items()))


def _answers(slip: Slip) -> dict[str, str]:
    """The answers of a row by column name, in stored form; what could not be read follows in the note."""
    answers = {_COLUMN_OF[name]: value for name, value in slip.household.items()} | slip.person
    if slip.person_uuid is not None:
        answers["person_uuid"] = str(slip.person_uuid)
    if slip.household_uuid is not None:
        answers["household_uuid"] = str(slip.household_uuid)
    unread = [f"{target_label(error.field)}: {error.value}" for error in slip.errors if error.value]
    if unread:
        answers["note"] = " · ".join([*filter(None, [answers.get("note")]), *unread])
    return answers
