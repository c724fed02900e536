"""People and households as they stand, as they were collected, or as of a day."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter

from census_desktop.domain.boundaries import Home, Place
from census_desktop.store.boundaries import histories, load_plans, place_counts, standings
from census_desktop.store.store import Store


def counts_by_place(
    store: Store, *, day: datetime.date | None = None, as_collected: bool = False
) -> dict[Place, tuple[int, int]]:
    """People and households by unit and residential group: as they stand, as collected, or as of a day."""
    if day is None and not as_collected:
        with store.read() as connection:
            return place_counts(connection)
    plans = load_plans(store)
    people: Counter[Place] = Counter()
    households: Counter[Place] = Counter()
    with store.read() as connection:
        found = standings(connection)
        elsewhere: dict[uuid.UUID, Place] = {}
        for each in histories(connection, plans.to_units | plans.from_units):
            if each.declared:
                home = Home(each.household, each.declared[0], each.number)
                elsewhere[each.household] = home.place if as_collected else plans.place_on(home, day)
    for one in found:
        if not one.is_void:
            place = elsewhere.get(one.household, one.place)
            people[place] += one.people
            households[place] += 1
    return {place: (people[place], count) for place, count in sorted(households.items())}
