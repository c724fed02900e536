"""All findings of a store, household by household."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from census_desktop.domain.acceptance import Acceptance, Acceptances
from census_desktop.domain.code_names import DIFFERENT, TWINS
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import split_many
from census_desktop.domain.links import Link
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.elsewhere import check_changed, check_elsewhere, check_named
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.store.records import iter_households, iter_people, iter_records
from census_desktop.store.store import Store

Checked = tuple[Finding, Household | Person]


def check_all(store: Store, today: date) -> Iterator[Finding]:
    """Open findings of every household and its people, in order of household.

    Void slips are left out, and what was accepted as the paper has it.

    Args:
        store: the store.
        today: local day, for ages and dates in the future.
    """
    for finding, _record in checked(store, today):
        yield finding


def checked(store: Store, today: date) -> Iterator[Checked]:
    """As `check_all`, each finding with the person or household it is about."""
    explained: dict[uuid.UUID | None, list[Acceptance]] = defaultdict(list)
    for one in iter_records(store, RecordKind.ACCEPTANCE):
        explained[one.about].append(one)
    accepted = Acceptances(one for some in explained.values() for one in some)
    town = _Town(store)
    for finding, record in _all(store, town, explained, today):
        if accepted.reason(finding, record) is None:
            yield finding, record


class _Town:
    """What slips say against slips of other households; only what several slips share is held."""

    def __init__(self, store: Store) -> None:
        by_number: dict[str, list[Person]] = defaultdict(list)
        by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self.people: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
        for person in iter_people(store):
            if person.void is not None:
                continue
            self.people[person.household_uuid].append(person)
            for number in (*split_many(person.personal_id), *split_many(person.old_id)):
                by_number[number].append(person)
            if person.full_name is not None and person.birth_date is not None:
                by_name[person.full_name, person.birth_date].append(person)
        self.holders = {number: some[0] for number, some in by_number.items() if len(some) == 1}
        self._shared: dict[uuid.UUID, list[Person]] = defaultdict(list)
        for some in (*by_number.values(), *by_name.values()):
            for person in some if len(some) > 1 else ():
                self._shared[person.person_uuid] += [one for one in some if one is not person]
        self._apart = {
            frozenset((link.first, link.second))
            for link in _links(store)
            if link.verdict in {DIFFERENT, TWINS}
        }

    def against(self, person: Person) -> Iterator[Finding]:
        """Findings of one slip; pairs decided to be different people are at peace."""
        others = [
            one
            for one in self._shared.get(person.person_uuid, ())
            if frozenset((one.person_uuid, person.person_uuid)) not in self._apart
        ]
        yield from check_elsewhere(person, others)
        yield from check_named(person, self.holders)


def _links(store: Store) -> Iterator[Link]:
    return iter_records(store, RecordKind.LINK)


def _all(
    store: Store, town: _Town, explained: dict[uuid.UUID | None, list[Acceptance]], today: date
) -> Iterator[Checked]:
    left = dict(town.people)
    for household in iter_households(store):
        people = left.pop(household.household_uuid, [])
        if household.void is None:
            records = {person.person_uuid: person for person in people}
            for finding in check_household(household, people, today):
                yield finding, records.get(finding.record_uuid, household)
        yield from _of_people(people, town, explained, today)
    for people in left.values():  # slips whose household has not come yet
        yield from _of_people(people, town, explained, today)


def _of_people(
    people: list[Person], town: _Town, explained: dict[uuid.UUID | None, list[Acceptance]], today: date
) -> Iterator[Checked]:
    for person in people:
        for finding in check_person(person, today):
            yield finding, person
        for finding in town.against(person):
            yield finding, person
        for finding in check_changed(person, explained.get(person.person_uuid, ())):
            yield finding, person
