"""All findings of a store, household by household."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.rules_household import check_household
from census_desktop.domain.rules_person import check_person
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Store


def check_all(store: Store, today: date) -> Iterator[Finding]:
    """Findings of every household and its people, in order of household; void slips are left out.

    Args:
        store: the store.
        today: local day, for ages and dates in the future.
    """
    by_household: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
    for person in iter_people(store):
        if person.void is None:
            by_household[person.household_uuid].append(person)
    for household in iter_households(store):
        people = by_household.pop(household.household_uuid, [])
        if household.void is None:
            yield from check_household(household, people, today)
        for person in people:
            yield from check_person(person, today)
    for people in by_household.values():  # slips whose household has not come yet
        for person in people:
            yield from check_person(person, today)
