"""What plans of boundaries mean for a household: where it was declared, and where it belongs on a day.

Where a household stands is derived, never guessed: from the place written by people (*declared*), all plans that are
not withdrawn are followed in order of their dates. The answer depends on nothing else, so a package made before a
plan, between two, or after, brings a household to the same place; following twice is following once; and taking a
plan back is following the others.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.vietnamese import fold, natural_key

LOCATION = "location"  # the merge cell of unit and residential group
_UNIT, _GROUP = "unit", "residential_group"
# Slips write "Thôn Hoa Đông", "Hoa Đông", "TDP Hoa Đông"; before a bare number the kind is the name: "Thôn 1".
_KIND = re.compile(r"(?:thon|xom|khu pho|to dan pho|tdp)\.? +(?=[^0-9 ])")
_SHORT = re.compile(r"(?:tdp|to)\.? +(?=[0-9])")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a household is counted.

    Attributes:
        unit: unit text; "" when none is written.
        group: thôn or tổ dân phố; "" when none is written.
    """

    unit: str
    group: str

    @classmethod
    def said_by(cls, operation: Operation) -> Place:
        """The place an operation of the location cell writes."""
        return cls(operation.values.get(_UNIT) or "", operation.values.get(_GROUP) or "")

    def boxes(self) -> dict[str, str | None]:
        """The boxes of the location cell."""
        return {_UNIT: self.unit or None, _GROUP: self.group or None}


@lru_cache(maxsize=4096)
def group_key(name: str) -> str:
    """Residential groups of one unit with the same key are the same group, however slips spell it."""
    folded = fold(name)
    if (short := _SHORT.match(folded)) is not None:
        return "to dan pho " + folded[short.end() :]
    kind = _KIND.match(folded)
    return folded[kind.end() :] if kind is not None else folded


def is_same_group(one: str | None, other: str | None) -> bool:
    """True for two spellings of one residential group of a unit; blank is the same as blank only."""
    return group_key(one or "") == group_key(other or "")


@dataclass(frozen=True, slots=True)
class Home:
    """What rules look at.

    Attributes:
        household: its id.
        place: where it is before the rule.
        number: number on the sheet, None when none is written.
    """

    household: uuid.UUID
    place: Place
    number: str | None


class Plan:
    """One plan with its rules; the narrowest rule that fits a household speaks for it.

    Attributes:
        record: title, day, legal basis, whether it was taken back.
        rules: its rules.
        from_units: units that rules speak about.
        to_units: units that households go to.
    """

    def __init__(self, record: BoundaryPlan, rules: Iterable[BoundaryRule]) -> None:
        self.record = record
        self.rules = tuple(rules)
        self.from_units = frozenset(rule.from_unit for rule in self.rules if rule.from_unit)
        self.to_units = frozenset(rule.to_unit for rule in self.rules if rule.to_unit)
        self._by_household: dict[tuple[uuid.UUID, str], BoundaryRule] = {}
        self._by_range: dict[tuple[str, str], list[BoundaryRule]] = defaultdict(list)
        self._by_group: dict[tuple[str, str], BoundaryRule] = {}
        self._by_unit: dict[str, BoundaryRule] = {}
        # Two machines may have added rules for the same place; all machines must read the same one of them.
        for rule in sorted(self.rules, key=lambda rule: rule.boundary_rule_uuid, reverse=True):
            unit = rule.from_unit or ""
            place = unit, group_key(rule.from_group or "")
            if rule.household is not None:
                self._by_household[rule.household, unit] = rule
            elif rule.first_no is not None or rule.last_no is not None:
                self._by_range[place].append(rule)
            elif rule.from_group is not None:
                self._by_group[place] = rule
            else:
                self._by_unit[unit] = rule

    @property
    def effective_on(self) -> datetime.date:
        """First day of the new state; a plan without a readable day never takes effect."""
        try:
            return datetime.date.fromisoformat(self.record.effective_on or "")
        except ValueError:
            return datetime.date.max

    @property
    def is_withdrawn(self) -> bool:
        """True when it was taken back."""
        return self.record.withdrawn is not None

    def rule_for(self, home: Home) -> BoundaryRule | None:
        """The narrowest rule: this household, a range of numbers, the residential group, the unit."""
        unit = home.place.unit
        known = self._by_household.get((home.household, unit))
        if known is not None or unit not in self.from_units:
            return known
        place = unit, group_key(home.place.group)
        if home.number is not None:
            known = next((rule for rule in self._by_range[place] if is_in_range(rule, home.number)), None)
        return known or self._by_group.get(place) or self._by_unit.get(unit)

    def waits(self, home: Home) -> bool:
        """True when a person has to choose the unit of this household."""
        rule = self.rule_for(home)
        return rule is not None and rule.to_unit is None

    def target(self, home: Home) -> Place:
        """Where the household is afterwards; where it was when no rule speaks about it or somebody has to choose."""
        rule = self.rule_for(home)
        if rule is None or rule.to_unit is None:
            return home.place
        return Place(rule.to_unit, rule.to_group or home.place.group)


def is_in_range(rule: BoundaryRule, number: str) -> bool:
    """True when the number of a household lies in the range of a rule; "12A" lies between 12 and 13."""
    key = natural_key(number)
    if rule.first_no is not None and key < natural_key(rule.first_no):
        return False
    if rule.last_no is None:
        return True
    last = natural_key(rule.last_no)
    return key <= last or key[: len(last) - 1] == last[:-1]


class Plans:
    """All plans of a store, in the order they are followed."""

    def __init__(self, records: Iterable[BoundaryPlan], rules: Iterable[BoundaryRule]) -> None:
        by_plan: dict[uuid.UUID | None, list[BoundaryRule]] = defaultdict(list)
        for rule in rules:
            by_plan[rule.plan].append(rule)
        found = [Plan(record, by_plan[record.boundary_plan_uuid]) for record in records]
        self.all = tuple(sorted(found, key=lambda plan: (plan.effective_on, plan.record.boundary_plan_uuid)))

    @property
    def active(self) -> tuple[Plan, ...]:
        """Those not withdrawn that have a day, in order of their days."""
        return tuple(
            plan for plan in self.all if not plan.is_withdrawn and plan.effective_on != datetime.date.max
        )

    @property
    def from_units(self) -> frozenset[str]:
        """Units whose households active plans move."""
        return frozenset(unit for plan in self.active for unit in plan.from_units)

    @property
    def to_units(self) -> frozenset[str]:
        """Units households were moved to by any plan, withdrawn ones too."""
        return frozenset(unit for plan in self.all for unit in plan.to_units)

    def place_on(self, home: Home, day: datetime.date | None = None) -> Place:
        """Where a household declared at `home` belongs, today or on a day."""
        for plan in self.active:
            if day is None or plan.effective_on <= day:
                home = Home(home.household, plan.target(home), home.number)
        return home.place

    def waiting_plan(self, home: Home) -> Plan | None:
        """The plan in which somebody has to choose for a household that is now at `home`."""
        return next((plan for plan in self.active if plan.waits(home)), None)


def declared(operations: Collection[Operation]) -> tuple[Operation, ...]:
    """What people wrote about the location of a household and nobody has replaced since, newest first.

    Operations of plans stand between what people write: an edit that names one replaces what lies behind it.
    """
    known = {
        operation.op_id: operation
        for operation in operations
        if operation.kind is OpKind.CREATE or operation.cell == LOCATION
    }
    written = {op_id: each for op_id, each in known.items() if each.kind is not OpKind.BOUNDARY}
    replaced: set[bytes] = set()
    for operation in written.values():
        waiting = list(operation.replaces)
        while waiting:
            head = waiting.pop()
            if head not in replaced:
                replaced.add(head)
                waiting += known[head].replaces if head in known else ()
    left = [(each.lamport, op_id, each) for op_id, each in written.items() if op_id not in replaced]
    return tuple(each for _lamport, _id, each in sorted(left, key=lambda item: item[:2], reverse=True))


def settled_place(
    plans: Plans, household: uuid.UUID, said: Sequence[Place], number: str | None
) -> Place | None:
    """Where the declared places lead together; None when they lead to different places: a conflict for a person."""
    found = {plans.place_on(Home(household, place, number)) for place in said}
    return found.pop() if len(found) == 1 else None


def groups_after(plan: Plan, groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Names of residential groups by unit text after a plan, each once, in their order."""
    after: dict[str, list[str]] = defaultdict(list)

    def put(unit: str, group: str) -> None:
        if group not in after[unit]:
            after[unit].append(group)

    for unit, names in groups.items():
        for name in names:
            for rule in plan.rules:
                is_part = rule.from_unit == unit and group_key(rule.from_group or "") == group_key(name)
                if is_part and rule.to_unit is not None:
                    put(rule.to_unit, rule.to_group or name)
            whole = plan.target(Home(uuid.UUID(int=0), Place(unit, name), None))
            put(whole.unit, whole.group)
    return dict(after)
