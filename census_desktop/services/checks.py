"""All findings of a store, household by household."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.rules_household import check_household
from census_desktop.domain.rules_person import check_person
from census_desktop.services.acceptance import all_acceptances
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Store


def check_all(store: Store, today: date) -> Iterator[Finding]:
    """Open findings of every household and its people, in order of household.

    Void slips are left out, and what was accepted as the paper has it.

    Args:
        store: the store.
        today: local day, for ages and dates in the future.
    """
    accepted = all_acceptances(store)
    for finding, record in _all(store, today):
        if accepted.reason(finding, record) is None:
            yield finding


def _all(store: Store, today: date) -> Iterator[tuple[Finding, Household | Person]]:
    by_household: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
    for person in iter_people(store):
        if person.void is None:
            by_household[person.household_uuid].append(person)
    for household in iter_households(store):
        people = by_household.pop(household.household_uuid, [])
        if household.void is None:
            records = {person.person_uuid: person for person in people}
            for finding in check_household(household, people, today):
                yield finding, records.get(finding.record_uuid, household)
        yield from _of_people(people, today)
    for people in by_household.values():  # slips whose household has not come yet
        yield from _of_people(people, today)


def _of_people(people: list[Person], today: date) -> Iterator[tuple[Finding, Person]]:
    for person in people:
        for finding in check_person(person, today):
            yield finding, person
