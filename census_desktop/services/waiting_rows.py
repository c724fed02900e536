"""Rows of spreadsheets put aside by an import: whom each may be, and what a person decides about it.

Nothing here is overwritten unasked: of somebody who is here already, only boxes that a person has marked change.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import RecordKind
from census_desktop.services.lookalikes import Lookalike, lookalikes
from census_desktop.store.import_queue import (
    QueuedRow,
    all_queued,
    count_queued,
    reopen_queued,
    settle_queued,
)
from census_desktop.store.import_queue import queued as waiting_rows
from census_desktop.store.records import iter_households, load_household, load_person, members
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.transaction import Action, Transaction
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_households import Key, book_key, place_key, same_words
from census_desktop.transfer.sheet_match import HOUSEHOLD_WAITS, may_be_same

__all__ = ["QueuedRow", "count_queued", "waiting_rows"]

AS_NEW, INTO, LEFT_OUT = "new", "into", "left_out"
_NEAR = 15  # rows of a sheet within which a decided neighbour tells the household
_UUIDS = frozenset({"person_uuid", "household_uuid"})


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row with all that is needed to decide about it.

    Attributes:
        row: where it came from and why it waits.
        person: its answers as a slip; its identifier means nothing unless the row names one.
        of_household: its answers about the household.
        matches: people here whom it may be, the most likely first.
        homes: households here that it may belong to, the most likely first.
        belongs: the first of `homes` is what the row itself, or a row beside it, says.
    """

    row: QueuedRow
    person: Person
    of_household: Household
    matches: tuple[Lookalike, ...]
    homes: tuple[Household, ...]
    belongs: bool


def look_at_row(store: Store, number: int) -> WaitingRow:
    """A waiting row, with whom it may be and where it may belong.

    Raises:
        CensusError: NO_SUCH_ROW.
    """
    return _looked_at(store, _waiting(store, number))


def blanks_filled(row: WaitingRow, other: Person) -> frozenset[str]:
    """Boxes the row answers and the other slip leaves blank: taking them overwrites nothing."""
    return frozenset(
        name for name in PERSON_FIELDS if getattr(row.person, name) and getattr(other, name) is None
    )


def differing(row: WaitingRow, other: Person) -> frozenset[str]:
    """Boxes in which the row says something that the other slip does not."""
    return frozenset(
        name
        for name in PERSON_FIELDS
        if getattr(row.person, name) and getattr(row.person, name) != getattr(other, name)
    )


def take_as_new(store: Store, number: int, household_uuid: uuid.UUID | None) -> Person:
    """The row is somebody who is not here yet.

    Args:
        store: the store.
        number: of the row.
        household_uuid: where the person belongs; None makes a household of what the row says.

    Raises:
        CensusError: NO_SUCH_ROW, NO_SUCH_RECORD; nothing has been changed.
    """
    found = _looked_at(store, _waiting(store, number))
    is_known = load_person(store, found.person.person_uuid) is not None
    person_uuid = store.clock.new_uuid() if is_known else found.person.person_uuid
    with store.transaction(Action.SAVE_SLIP) as tx:
        home = _home(store, tx, found, household_uuid)
        note = _kept_in_note(found, home)
        person = dataclasses.replace(
            found.person, person_uuid=person_uuid, household_uuid=home.household_uuid, note=note
        )
        tx.create_person(person)
        settle_queued(tx, found.row, AS_NEW, person_uuid)
    return person


def take_into(store: Store, number: int, person_uuid: uuid.UUID, boxes: Collection[str]) -> int:
    """The row is this person; take the answers of some boxes, keep everything else as it is.

    Returns:
        How many answers changed.

    Raises:
        CensusError: NO_SUCH_ROW, NO_SUCH_RECORD; nothing has been changed.
    """
    found = _looked_at(store, _waiting(store, number))
    other = load_person(store, person_uuid)
    if other is None:
        raise _no_record(person_uuid)
    changes = {name: getattr(found.person, name) for name in sorted(differing(found, other) & set(boxes))}
    with store.transaction(Action.EDIT) as tx:
        if changes:
            tx.edit(RecordKind.PERSON, person_uuid, changes)
        settle_queued(tx, found.row, INTO, person_uuid)
    return len(changes)


def leave_out(store: Store, number: int) -> None:
    """Nothing of the row is taken.

    Raises:
        CensusError: NO_SUCH_ROW.
    """
    row = _waiting(store, number)
    with store.transaction(Action.IMPORT) as tx:
        tx.detail["left_out"] = number
        settle_queued(tx, row, LEFT_OUT)


def ask_again(store: Store, number: int) -> None:
    """Let a row wait again that was left out, or found to be somebody here; answers taken from it stay.

    Raises:
        CensusError: NO_SUCH_ROW.
    """
    row = next(
        (one for one in all_queued(store) if one.number == number and one.outcome in {LEFT_OUT, INTO}), None
    )
    if row is None:
        raise _no_row(number)
    with store.transaction(Action.IMPORT) as tx:
        tx.detail["asked_again"] = number
        reopen_queued(tx, row)


# ---------------------------------------------------------------------------------------------------------- inside


def _waiting(store: Store, number: int) -> QueuedRow:
    row = next((one for one in waiting_rows(store) if one.number == number), None)
    if row is None:
        raise _no_row(number)
    return row


def _looked_at(store: Store, row: QueuedRow) -> WaitingRow:
    said = {name: value for name, value in row.answers.items() if name not in _UUIDS}
    own = store.installation
    unit = said.pop("unit", own.unit if own.machine_role is MachineRole.WARD else None)
    home_answers = {
        name: said.pop(column)
        for column, name in HOUSEHOLD_COLUMNS.items()
        if column in said and name != "unit"
    }
    stated = _uuid(row.answers.get("household_uuid"))
    of_household = Household(household_uuid=stated or store.clock.new_uuid(), unit=unit, **home_answers)
    person = Person(
        person_uuid=_uuid(row.answers.get("person_uuid")) or store.clock.new_uuid(),
        household_uuid=of_household.household_uuid,
        **said,
    )
    book = book_key(unit, person.household_book_no)
    said_homes = _homes_by_key(store, of_household, stated, book) or _homes_beside(store, row)
    matches = _matches(store, person, said_homes)
    near = [one.household for one in matches if one.household is not None and one.household.void is None]
    homes = {home.household_uuid: home for home in (*said_homes, *near)}
    return WaitingRow(row, person, of_household, matches, tuple(homes.values()), belongs=bool(said_homes))


def _homes_by_key(
    store: Store, said: Household, stated: uuid.UUID | None, book: Key
) -> tuple[Household, ...]:
    """What the row says, strongest first: the identifier, the number on the list, the household book."""
    known = load_household(store, stated) if stated is not None else None
    if known is not None:
        return (known,) if known.void is None else ()
    place = place_key(said.unit, said.residential_group, said.household_no)
    wanted = place or book
    if not wanted:
        return ()
    return tuple(
        home
        for home in iter_households(store)
        if home.void is None
        and wanted
        in {
            place_key(home.unit, home.residential_group, home.household_no),
            book_key(home.unit, home.household_book_no),
        }
    )


def _homes_beside(store: Store, row: QueuedRow) -> tuple[Household, ...]:
    """The household of the nearest row of the same file that has been decided; for families that name none."""
    if row.reason != HOUSEHOLD_WAITS:
        return ()
    beside = [
        one
        for one in all_queued(store)
        if one.file_name == row.file_name and one.record is not None and abs(one.row_no - row.row_no) <= _NEAR
    ]
    for one in sorted(beside, key=lambda other: abs(other.row_no - row.row_no)):
        person = load_person(store, one.record) if one.record is not None else None
        if person is not None and person.household_uuid is not None and person.void is None:
            home = load_household(store, person.household_uuid)
            return (home,) if home is not None else ()
    return ()


def _matches(store: Store, person: Person, homes: Sequence[Household]) -> tuple[Lookalike, ...]:
    found: dict[uuid.UUID, Lookalike] = {}
    named = load_person(store, person.person_uuid)
    if named is not None:
        home = load_household(store, named.household_uuid) if named.household_uuid is not None else None
        found[named.person_uuid] = Lookalike(named, home, (_("cùng mã nhân khẩu"),), None)
    for home in homes:
        for member in members(store, home.household_uuid):
            if member.void is None and may_be_same(person.full_name, person.birth_date, member):
                found.setdefault(
                    member.person_uuid, Lookalike(member, home, (_("cùng họ tên trong hộ"),), None)
                )
    for other in lookalikes(store, person):
        if other.person.void is None:
            found.setdefault(other.person.person_uuid, other)
    return tuple(found.values())


def _home(store: Store, tx: Transaction, found: WaitingRow, household_uuid: uuid.UUID | None) -> Household:
    if household_uuid is not None:
        home = load_household(store, household_uuid)
        if home is None:
            raise _no_record(household_uuid)
        return home
    is_known = load_household(store, found.of_household.household_uuid) is not None
    made = (
        dataclasses.replace(found.of_household, household_uuid=store.clock.new_uuid())
        if is_known
        else found.of_household
    )
    if found.person.household_book_no and made.household_book_no is None:
        made = dataclasses.replace(made, household_book_no=found.person.household_book_no)
    tx.create_household(made)
    return made


def _kept_in_note(found: WaitingRow, home: Household) -> str | None:
    """The note of the slip, with what the row says about the household and the household says otherwise."""
    beside = [
        f"{_(field.label)}: {show_answer(field, said)}"
        for name, field in HOUSEHOLD_FIELDS.items()
        if (said := getattr(found.of_household, name)) and not same_words(getattr(home, name), said)
    ]
    parts = [*filter(None, [found.person.note]), *beside]
    return "; ".join(parts) or None


def _uuid(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text is not None else None


def _no_row(number: int) -> CensusError:
    return CensusError(
        "NO_SUCH_ROW",
        _("Không có dòng chờ nào mang số {number}.").format(number=number),
        _("Có thể dòng này đã được quyết định."),
    )


def _no_record(record_uuid: uuid.UUID) -> CensusError:
    return CensusError(
        "NO_SUCH_RECORD",
        _("Không có nhân khẩu hay hộ nào mang mã {uuid}.").format(uuid=record_uuid),
        _("Không có gì được ghi."),
    )
