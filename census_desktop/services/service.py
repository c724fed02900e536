"""People who serve in the army or the police: each counted once, by a rule that shows its law; addresses withheld."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from census_desktop.domain.absence import AT_HOME, AT_UNIT, UNCLEAR, Counting, counted_where, duty_uuid_of
from census_desktop.domain.dc01 import Person
from census_desktop.domain.links import same_groups
from census_desktop.domain.records import RecordKind
from census_desktop.services.rights import may_see_withheld
from census_desktop.store.away import SERVING, Told, people_where
from census_desktop.store.records import iter_records, load, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

WITHHELD = "•••"
UNIT_ADDRESS = "service_unit_address"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Somebody who serves.

    Attributes:
        told: the person.
        said: where the slip says the person counts; None when it says nothing.
        rule: where the law says so.
        is_second: another slip of the same person counts (decided in the duplicate search).
    """

    told: Told
    said: str | None
    rule: Counting
    is_second: bool

    @property
    def is_settled(self) -> bool:
        """The slip and the rule agree, or the rule leaves it to the slip."""
        return self.said is not None and self.said != UNCLEAR and self.rule.place in {UNCLEAR, self.said}

    @property
    def counted(self) -> str | None:
        """Where the person counts once: by the slip, else by the rule; None where another slip counts."""
        if self.is_second:
            return None
        return self.said if self.said not in {None, UNCLEAR} else self.rule.place


def service_lines(store: Store, unit: str | None = None) -> tuple[ServiceLine, ...]:
    """Everybody who serves, in the order of houses."""
    groups = same_groups(records_where(store, RecordKind.LINK))
    seconds = {person for group in groups for person in group.members if person != group.leading}
    return tuple(
        ServiceLine(
            told,
            told.person.service_counted_at,
            counted_where(
                told.person.service or "",
                told.duty.lodging if told.duty is not None else None,
                told.person.declared_on,
            ),
            told.person.person_uuid in seconds,
        )
        for told in people_where(store, SERVING)
        if unit in {None, told.household.unit}
    )


def service_counts(lines: tuple[ServiceLine, ...]) -> Mapping[str, int]:
    """People by where they count; the sum of all is everybody once."""
    found = Counter(line.counted for line in lines if line.counted is not None)
    return {place: found[place] for place in (AT_HOME, AT_UNIT, UNCLEAR)}


def fill_by_rule(store: Store) -> int:
    """Write where the rule is clear and the slip says nothing; returns how many slips."""
    todo = [
        line
        for line in service_lines(store)
        if line.said is None and line.rule.place != UNCLEAR and not line.is_second
    ]
    if not todo:
        return 0
    with store.transaction(Action.EDIT) as tx:
        for line in todo:
            tx.edit(RecordKind.PERSON, line.told.person.person_uuid, {"service_counted_at": line.rule.place})
    return len(todo)


def masked(store: Store, person: Person) -> Person:
    """The slip as this user may see it: a withheld address of a unit is dots for all but supervisors."""
    if person.service_unit_address is None or may_see_withheld(store):
        return person
    duty = load(store, RecordKind.DUTY, duty_uuid_of(person.person_uuid))
    if duty is None or duty.withheld is None:
        return person
    return dataclasses.replace(person, service_unit_address=WITHHELD)


def withheld_people(store: Store) -> frozenset[uuid.UUID]:
    """People whose unit address this user may not see."""
    if may_see_withheld(store):
        return frozenset()
    return frozenset(
        duty.about
        for duty in iter_records(store, RecordKind.DUTY)
        if duty.withheld is not None and duty.about
    )
