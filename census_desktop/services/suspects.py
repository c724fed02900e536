"""Which pairs of slips may be one person, with reasons; `services.duplicates` keeps what is decided.

Import this module when it is needed, not when the program starts: it loads numpy.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

from census_desktop.base.jobs import JobControl
from census_desktop.domain.area import area
from census_desktop.domain.code_names import LOOK
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.links import same_groups
from census_desktop.linkage.against import against_others
from census_desktop.linkage.model import probability
from census_desktop.linkage.people import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, People, PeopleBuilder
from census_desktop.linkage.reasons import reasons_of
from census_desktop.linkage.search import Found, find_pairs
from census_desktop.services.duplicates import decision_on, decisions, must_be_two
from census_desktop.services.pairs import Coming, Suspect
from census_desktop.services.rights import may_lead
from census_desktop.store.person_columns import person_count, person_pages, void_people
from census_desktop.store.records import load_household, load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

Pair = tuple[uuid.UUID, uuid.UUID]

SHOWN_FROM = 0.5
_BYTES = ("person_uuid", "household_uuid")


def suspects(
    store: Store, control: JobControl | None = None, *, at_least: float = SHOWN_FROM
) -> tuple[Suspect, ...]:
    """Pairs over the whole store that wait for a decision, the most likely first.

    Void slips and those of closed units are looked at too, but a pair of two void slips needs no decision. Pairs that
    were decided are not asked again; "look at the paper" stays in the list. An officer of a ward sees pairs of which
    one slip is of the ward; that somebody looked is kept in the audit chain.

    Args:
        store: the store.
        control: progress and cancel.
        at_least: score from which a pair is shown.

    Raises:
        CancelledError: the user stopped.
    """
    people = read_people(store)
    found = find_pairs(people, control)
    void, of_others = void_people(store), _of_others(store)
    result = [
        suspect
        for suspect in _undecided(store, _listed(people, found, at_least))
        if not (suspect.first.bytes in void and suspect.second.bytes in void)
        and not of_others((suspect.first, suspect.second))
    ]
    _leave_trail(store, len(result))
    return tuple(result)


def suspects_among(
    store: Store, coming: Sequence[Coming], control: JobControl | None = None, *, at_least: float = SHOWN_FROM
) -> tuple[Suspect, ...]:
    """Pairs that merging would bring: of each at least one slip is not known yet; the most likely first.

    Everybody in the store and all that comes is looked at, as in `suspects`, so that the scores are those the review
    will show after the merge. Who may not see all suspicions gets none; that somebody looked is kept in the audit
    chain.

    Args:
        store: the store before the merge.
        coming: slips as they would stand after it.
        control: progress and cancel.
        at_least: score from which a pair is shown.

    Raises:
        CancelledError: the user stopped.
    """
    fresh = {one.person.person_uuid for one in coming if one.is_new and one.person.void is None}
    if not fresh or not may_lead(store):
        return ()
    come = {one.person.person_uuid.bytes for one in coming}
    builder = PeopleBuilder()
    for page in person_pages(store, PERSON_COLUMNS, HOUSEHOLD_COLUMNS):
        builder.add(row for row in page if row[0] not in come)
    builder.add(_row(one.person, one.household) for one in coming)
    people = builder.finish()
    listed = _listed(people, find_pairs(people, control), at_least)
    result = tuple(one for one in _undecided(store, listed) if fresh & {one.first, one.second})
    if result:
        _leave_trail(store, len(result))
    return result


def _undecided(store: Store, found: Iterable[Suspect]) -> Iterator[Suspect]:
    """Pairs that wait for a decision; of those whose paper is to be looked at, that it is."""
    links = decisions(store)
    verdicts = {(link.first, link.second): link.verdict for link in links if link.verdict is not None}
    group_of = {each: group.leading for group in same_groups(links) for each in group.members}
    for suspect in found:
        verdict = verdicts.get((suspect.first, suspect.second))
        is_joined = group_of.get(suspect.first, suspect.first) == group_of.get(suspect.second, suspect.second)
        if verdict in {None, LOOK} and not is_joined:
            yield dataclasses.replace(suspect, verdict=verdict)


def _leave_trail(store: Store, count: int) -> None:
    with store.transaction(Action.LOOK) as tx:
        tx.detail["suspects"] = count


def _of_others(store: Store) -> Callable[[Pair], bool]:
    """Who may not see a suspicion: an officer of a ward, where neither slip is of the ward."""
    if may_lead(store):
        return lambda _pair: False
    own = _own_codes(store.installation.unit.partition("@")[0])

    def is_of_others(pair: Pair) -> bool:
        people = [load_person(store, each) for each in pair]
        homes = [
            load_household(store, each.household_uuid)
            for each in people
            if each is not None and each.household_uuid is not None
        ]
        units = [each.unit for each in homes if each is not None and each.unit is not None]
        return bool(units) and not any(each.partition("@")[0] in own for each in units)

    return is_of_others


def _own_codes(code: str) -> set[str]:
    """Codes of a unit and of whatever it became part of."""
    codes = {code}
    for change in area().changes:  # in order of their days
        if change.origin is not None and change.origin.code in codes:
            codes.add(change.target.code)
    return codes


def compared(store: Store, person: Person, others: Sequence[Person]) -> Iterable[tuple[Person, Suspect]]:
    """A slip against a few others, the most likely first; the slip need not be stored.

    Args:
        store: the store.
        person: the slip.
        others: slips of the store.
    """
    builder = PeopleBuilder()
    builder.add([_row(each, _home(store, each)) for each in (person, *others)])
    people = builder.finish()
    found = against_others(people, person_count(store))
    scores, at = probability(found.odds), found.evidence.pairs[1]
    for place in range(len(found)):
        other = others[int(at[place]) - 1]
        first, second = sorted((person.person_uuid, other.person_uuid))
        yield other, Suspect(first, second, float(scores[place]), reasons_of(found, place))


def by_hand(store: Store, one: uuid.UUID, other: uuid.UUID) -> Suspect:
    """Any two slips as a pair to decide about, however unlike they are.

    Raises:
        CensusError: ONE_SLIP, NO_SUCH_RECORD.
    """
    must_be_two(store, one, other)
    first, second = (load_person(store, each) for each in sorted((one, other)))
    assert first is not None  # looked for above
    assert second is not None
    ((_other, suspect),) = compared(store, first, [second])
    link = decision_on(store, one, other)
    return dataclasses.replace(suspect, verdict=link.verdict if link is not None else None)


def _home(store: Store, person: Person) -> Household | None:
    return load_household(store, person.household_uuid) if person.household_uuid is not None else None


def _row(person: Person, home: Household | None) -> list[str | bytes | None]:
    """A slip as `PeopleBuilder` takes it."""
    boxes = [getattr(person, name) for name in PERSON_COLUMNS]
    boxes[: len(_BYTES)] = [each.bytes if each is not None else None for each in boxes[: len(_BYTES)]]
    return [*boxes, *(getattr(home, name, None) for name in HOUSEHOLD_COLUMNS)]


def read_people(store: Store) -> People:
    """Everybody as columns, read in pages."""
    builder = PeopleBuilder()
    for page in person_pages(store, PERSON_COLUMNS, HOUSEHOLD_COLUMNS):
        builder.add(page)
    return builder.finish()


def _listed(people: People, found: Found, at_least: float) -> Iterable[Suspect]:
    scores = probability(found.odds)
    one, other = found.evidence.pairs
    for place in range(len(found)):
        score = float(scores[place])
        if score < at_least:
            return
        first, second = sorted((people.uuid_of(int(one[place])), people.uuid_of(int(other[place]))))
        yield Suspect(first, second, score, reasons_of(found, place))
