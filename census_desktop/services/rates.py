"""Where slips are careless or untrue: findings per hundred slips by officer, collector and residential group.

Only a supervisor may look, and looking is entered in the audit chain: a rate is a suspicion against a person.
"""

from __future__ import annotations

import enum
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.findings import Severity
from census_desktop.services.checks import checked
from census_desktop.store.creators import creators
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Role, Store
from census_desktop.store.transaction import Action


class By(enum.StrEnum):
    """Whose slips are put together."""

    OFFICER = "officer"  # who typed them
    COLLECTOR = "collector"  # who collected them
    GROUP = "group"  # where the families live


@dataclass(frozen=True, slots=True)
class Rate:
    """One line.

    Attributes:
        name: login, name of the collector, or unit and residential group; "" where the sheet does not say.
        slips: slips without void ones.
        errors: open findings that cannot be.
        warnings: open findings that are unlikely.
        frequent: the rule found most often, "" when none was.
    """

    name: str
    slips: int
    errors: int
    warnings: int
    frequent: str

    @property
    def per_hundred(self) -> float:
        """Errors and warnings per hundred slips."""
        return 100 * (self.errors + self.warnings) / self.slips if self.slips else 0.0


def rates(store: Store, by: By) -> tuple[Rate, ...]:
    """Findings per hundred slips, the worst first.

    Raises:
        CensusError: NOT_ALLOWED for anybody but a supervisor.
    """
    return all_rates(store, (by,))[by]


def all_rates(store: Store, wanted: Sequence[By] = tuple(By)) -> dict[By, tuple[Rate, ...]]:
    """Rates in several ways at once: the slips are checked only once.

    Raises:
        CensusError: NOT_ALLOWED for anybody but a supervisor.
    """
    if store.account.role is not Role.SUPERVISOR:
        raise CensusError(
            "NOT_ALLOWED",
            _("Chỉ người giám sát được xem tỷ lệ lỗi theo người."),
            _("Hãy để người giám sát đăng nhập."),
        )
    with store.transaction(Action.LOOK) as tx:
        tx.detail["rates"] = ",".join(by.value for by in wanted)
    people = [person.person_uuid for person in iter_people(store) if person.void is None]
    found = [
        (finding.record_uuid, finding.severity, finding.rule)
        for finding, _record in checked(store, today(store.clock))
    ]
    return {by: _lines(_names(store, by), people, found) for by in wanted}


def _lines(
    whose: Mapping[uuid.UUID, str],
    people: Iterable[uuid.UUID],
    findings: Iterable[tuple[uuid.UUID, Severity, str]],
) -> tuple[Rate, ...]:
    slips = Counter(whose.get(person, "") for person in people)
    found: dict[str, Counter[Severity]] = defaultdict(Counter)
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for record, severity, rule in findings:
        name = whose.get(record, "")
        found[name][severity] += 1
        rules[name][rule] += 1
    lines = [
        Rate(
            name,
            slips[name],
            found[name][Severity.ERROR],
            found[name][Severity.WARNING],
            next((rule for rule, _count in rules[name].most_common(1)), ""),
        )
        for name in {*slips, *found}
    ]
    return tuple(sorted(lines, key=lambda line: (-line.per_hundred, line.name)))


def _names(store: Store, by: By) -> dict[uuid.UUID, str]:
    """Whose each record is."""
    if by is By.OFFICER:
        return creators(store)
    homes: dict[uuid.UUID, str] = {}
    for household in iter_households(store):
        if by is By.COLLECTOR:
            homes[household.household_uuid] = household.collector or ""
        else:
            parts = (household.unit, household.residential_group)
            homes[household.household_uuid] = " · ".join(part for part in parts if part)
    people = {
        person.person_uuid: homes.get(person.household_uuid, "") if person.household_uuid else ""
        for person in iter_people(store)
    }
    return homes | people
