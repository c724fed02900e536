"""Households put right: void, move, split, combine, another head.

Each is one transaction of operations, so it keeps history, travels like typing and can be taken back as a whole.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.counter import VOID, VOID_REASON
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, MEMBERSHIP, Household, Person
from census_desktop.domain.family import number_of
from census_desktop.domain.kinship import relations_to
from census_desktop.domain.records import RecordKind
from census_desktop.domain.slip_states import voided
from census_desktop.domain.vietnamese import clean_or_none, fold
from census_desktop.services.editing import no_such_record
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction

_PERSON, _HOUSEHOLD = RecordKind.PERSON, RecordKind.HOUSEHOLD
_NOT_SHARED = ("household_no", "household_book_no", "phone", "note", VOID, VOID_REASON)


@dataclass(frozen=True, slots=True)
class Combined:
    """Two sheets made one.

    Attributes:
        household: the sheet that stays.
        moved: people who came over.
        filled: boxes of the sheet filled from the other.
        differing: boxes where the sheets disagree; the staying one is kept, the other remains readable in history.
        twice: pairs of slips with the same name and birth, for a person to look at.
    """

    household: Household
    moved: int
    filled: tuple[str, ...]
    differing: tuple[str, ...]
    twice: tuple[tuple[uuid.UUID, uuid.UUID], ...]


def void_person(store: Store, person_uuid: uuid.UUID, reason: str) -> None:
    """Make a slip void; it stays readable and can be brought back.

    Raises:
        CensusError: NO_SUCH_RECORD, REASON_MISSING, ALREADY_VOID.
    """
    person, why = _live_person(store, person_uuid), _reason(reason)
    with store.transaction(Action.VOID) as tx:
        _void_person(tx, person, why)


def void_household(store: Store, household_uuid: uuid.UUID, reason: str) -> int:
    """Make a sheet and all its slips void; returns the number of slips.

    Raises:
        CensusError: NO_SUCH_RECORD, REASON_MISSING, ALREADY_VOID.
    """
    household, why = _live_household(store, household_uuid), _reason(reason)
    with store.transaction(Action.VOID) as tx:
        people = members(store, household.household_uuid)
        for person in people:
            _void_person(tx, person, why)
        tx.edit(_HOUSEHOLD, household.household_uuid, {VOID: "1", VOID_REASON: why})
    return len(people)


def move_person(
    store: Store, person_uuid: uuid.UUID, household_uuid: uuid.UUID, relation: str | None = None
) -> None:
    """Put a slip into another sheet.

    Args:
        store: the store.
        person_uuid: whom.
        household_uuid: where to.
        relation: code of the relation to the head there; the box stays as written when None.

    Raises:
        CensusError: NO_SUCH_RECORD, ALREADY_VOID, SAME_HOUSEHOLD.
    """
    person, target = _live_person(store, person_uuid), _live_household(store, household_uuid)
    if person.household_uuid == target.household_uuid:
        raise CensusError("SAME_HOUSEHOLD", _("Người này đã ở trong hộ đó."))
    changes: dict[str, str | None] = {MEMBERSHIP: target.household_uuid.hex}
    if relation is not None:
        changes |= {"relation_to_head": relation, **_named_head(members(store, target.household_uuid))}
    with store.transaction(Action.MOVE) as tx:
        tx.edit(_PERSON, person.person_uuid, changes)


def split_household(
    store: Store,
    household_uuid: uuid.UUID,
    people: Collection[uuid.UUID],
    head: uuid.UUID | None = None,
    relations: Mapping[uuid.UUID, str | None] | None = None,
) -> Household:
    """Put some members into a new household in the same place.

    Args:
        store: the store.
        household_uuid: the sheet they stand on.
        people: who leaves; not nobody and not all.
        head: the head of the new household; relations stay as written when None.
        relations: relations to the new head where they differ from those proposed by `relations_to`.

    Returns:
        The new sheet; number, household book and phone are still to be typed.

    Raises:
        CensusError: NO_SUCH_RECORD, ALREADY_VOID, BAD_CHOICE.
    """
    household = _live_household(store, household_uuid)
    present = members(store, household_uuid)
    leaving = [one for one in present if one.person_uuid in people]
    is_head_known = head is None or any(one.person_uuid == head for one in leaving)
    if len(leaving) != len(set(people)) or not leaving or len(leaving) == len(present) or not is_head_known:
        raise CensusError(
            "BAD_CHOICE",
            _("Hãy chọn một số người trong hộ, không phải tất cả; chủ hộ mới phải ở trong số đó."),
        )
    made = dataclasses.replace(
        household, household_uuid=store.clock.new_uuid(), **dict.fromkeys(_NOT_SHARED, None)
    )
    with store.transaction(Action.SPLIT) as tx:
        tx.create_household(made)
        for person in leaving:
            tx.edit(_PERSON, person.person_uuid, {MEMBERSHIP: made.household_uuid.hex})
        if head is not None:
            _set_head(tx, leaving, head, relations or {}, present)
    return made


def combine_households(store: Store, keep: uuid.UUID, other: uuid.UUID) -> Combined:
    """Make one of two sheets typed for the same household; the other becomes void.

    Slips of the same person are not joined: they are pointed out.

    Raises:
        CensusError: NO_SUCH_RECORD, ALREADY_VOID, SAME_HOUSEHOLD.
    """
    if keep == other:
        raise CensusError("SAME_HOUSEHOLD", _("Hai hộ này là một."))
    staying, going = _live_household(store, keep), _live_household(store, other)
    boxes = [name for name in HOUSEHOLD_FIELDS if name not in {VOID, VOID_REASON}]
    pairs = {name: (getattr(staying, name), getattr(going, name)) for name in boxes}
    filled = {name: theirs for name, (ours, theirs) in pairs.items() if ours is None and theirs is not None}
    differing = tuple(
        name for name, (ours, theirs) in pairs.items() if None not in {ours, theirs} and ours != theirs
    )
    present, coming = members(store, keep), members(store, other)
    with store.transaction(Action.COMBINE) as tx:
        for person in coming:
            tx.edit(_PERSON, person.person_uuid, {MEMBERSHIP: keep.hex})
        tx.edit(_HOUSEHOLD, keep, filled)
        why = _("Trùng với hộ {household}").format(household=staying.household_no or str(keep))
        tx.edit(_HOUSEHOLD, other, {VOID: "1", VOID_REASON: why})
    twice = tuple(
        (one.person_uuid, two.person_uuid) for one in present for two in coming if _is_same(one, two)
    )
    return Combined(dataclasses.replace(staying, **filled), len(coming), tuple(filled), differing, twice)


def propose_relations(
    store: Store, household_uuid: uuid.UUID, head: uuid.UUID
) -> dict[uuid.UUID, str | None]:
    """Relations of all members to another head, to be looked at before `change_head`.

    Raises:
        CensusError: BAD_CHOICE when that person is no member.
    """
    people = members(store, household_uuid)
    return relations_to(_member(people, head), people)


def change_head(
    store: Store,
    household_uuid: uuid.UUID,
    head: uuid.UUID,
    relations: Mapping[uuid.UUID, str | None] | None = None,
) -> dict[uuid.UUID, str | None]:
    """Make another member the head; every slip of the household names the new head.

    Args:
        store: the store.
        household_uuid: the household.
        head: who becomes head.
        relations: where they differ from `propose_relations`; what stays open becomes blank and a finding.

    Returns:
        The relations written.

    Raises:
        CensusError: NO_SUCH_RECORD, ALREADY_VOID, BAD_CHOICE.
    """
    _live_household(store, household_uuid)
    people = members(store, household_uuid)
    with store.transaction(Action.CHANGE_HEAD) as tx:
        return _set_head(tx, people, head, relations or {}, people)


# --- parts -----------------------------------------------------------------------------------------------------


def _set_head(
    tx: Transaction,
    people: Collection[Person],
    head: uuid.UUID,
    relations: Mapping[uuid.UUID, str | None],
    family: Collection[Person],
) -> dict[uuid.UUID, str | None]:
    """Write relations and the name of the head on the slips of `people`; `family` are all the old head's members."""
    chosen = _member(people, head)
    proposed = relations_to(chosen, tuple(family))
    written: dict[uuid.UUID, str | None] = {}
    for person in people:
        relation = relations.get(person.person_uuid, proposed[person.person_uuid])
        written[person.person_uuid] = HEAD if person.person_uuid == head else relation
        changes = {"relation_to_head": written[person.person_uuid], **_named_head([chosen])}
        tx.edit(_PERSON, person.person_uuid, changes)
    return written


def _named_head(people: Collection[Person]) -> dict[str, str | None]:
    """Item 15 as the slips of these people should say it; a single one is the head whatever the slip says yet."""
    heads = people if len(people) == 1 else [one for one in people if one.relation_to_head == HEAD]
    if len(heads) != 1:
        return {}
    head = next(iter(heads))
    return {"head_name": head.full_name, "head_id": number_of(head)}


def _void_person(tx: Transaction, person: Person, why: str) -> None:
    changes = {VOID: "1", VOID_REASON: why, **voided()}
    tx.edit(_PERSON, person.person_uuid, changes)


def _member(people: Collection[Person], person_uuid: uuid.UUID) -> Person:
    found = next((one for one in people if one.person_uuid == person_uuid), None)
    if found is None:
        raise CensusError("BAD_CHOICE", _("Người được chọn không ở trong hộ này."))
    return found


def _live_person(store: Store, person_uuid: uuid.UUID) -> Person:
    person = load_person(store, person_uuid)
    if person is None:
        raise no_such_record(person_uuid)
    if person.void is not None:
        raise CensusError("ALREADY_VOID", _("Phiếu này đã hủy."), _("Hãy khôi phục trước."))
    return person


def _live_household(store: Store, household_uuid: uuid.UUID) -> Household:
    household = load_household(store, household_uuid)
    if household is None:
        raise no_such_record(household_uuid)
    if household.void is not None:
        raise CensusError("ALREADY_VOID", _("Hộ này đã hủy."), _("Hãy khôi phục trước."))
    return household


def _reason(text: str) -> str:
    reason = clean_or_none(text)
    if reason is None:
        raise CensusError("REASON_MISSING", _("Hãy ghi lý do hủy."), _("Chưa có gì bị hủy."))
    return reason


def _is_same(one: Person, two: Person) -> bool:
    return (
        one.full_name is not None
        and two.full_name is not None
        and fold(one.full_name) == fold(two.full_name)
        and one.birth_date == two.birth_date
    )
