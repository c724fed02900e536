"""Targets against what is in, for the town and down to what one collector brought."""

from __future__ import annotations

import datetime
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.area import area
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.goals import Goal
from census_desktop.domain.progress import WORKING_DAYS, UnitProgress, total
from census_desktop.domain.records import RecordKind
from census_desktop.domain.vietnamese import sort_key
from census_desktop.services.error_counts import count_errors, errors_behind
from census_desktop.services.group_names import GroupNames, listed_groups
from census_desktop.services.targets_followed import (
    Targets,
    followed_packages,
    followed_register,
    followed_targets,
)
from census_desktop.services.units import unit_name
from census_desktop.store import progress as figures
from census_desktop.store import progress_known as known
from census_desktop.store.boundaries import load_plans
from census_desktop.store.opening import MachineRole
from census_desktop.store.progress import RegisterCount, Tally
from census_desktop.store.progress_known import Place
from census_desktop.store.records import HouseholdRow, household_rows, records_where
from census_desktop.store.store import Store

# Luật Cư trú 2020, Điều 31: who leaves for twelve months declares it; from then on "away for long".
LONG_AWAY = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Progress:
    """All units by code, and their sum.

    Attributes:
        units: units with a target or slips.
        total: their sum.
        stranded: live slips whose household is void; they count nowhere until somebody moves them.
    """

    units: tuple[UnitProgress, ...]
    total: UnitProgress
    stranded: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """One week of typing.

    Attributes:
        begins_on: its Monday.
        people: slips typed in it.
        by_unit: the same by unit text.
    """

    begins_on: datetime.date
    people: int
    by_unit: MappingProxyType[str, int]


# Operations that are caught up with at once, when somebody only looks; more of them are work for `catch_up`.
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted for one open store, as long as it stays true."""

    state: tuple[object, ...]
    progress: Progress
    context: _Context


_cache: weakref.WeakKeyDictionary[Store, _Counted] = weakref.WeakKeyDictionary()


def progress(store: Store) -> Progress:
    """How far the collection is on this machine: all units on the town's, its own on a ward's.

    Counted anew only when something changed; errors, and days of typing where much arrived, are those of the last
    `catch_up`.
    """
    return _current(store).progress


def is_behind(store: Store) -> bool:
    """True when `catch_up` has something to do."""
    return errors_behind(store) != 0 or known.typed_behind(store) > 0


def catch_up(store: Store, control: JobControl) -> int:
    """Look at everything that arrived since the last time; returns how many open errors there are.

    Raises:
        CancelledError: stopped; the earlier figures stay.
    """
    control.step(0, 0, _("Đang đếm phiếu theo ngày"))
    known.learn_typed(store)
    found = count_errors(store, control)
    _cache.pop(store, None)
    return found


def count_days(store: Store) -> None:
    """Look at the days on which newly arrived slips were typed, however many there are."""
    known.learn_typed(store)


def _current(store: Store) -> _Counted:
    day = today(store.clock)
    until = known.errors_until(store)
    if 0 < known.typed_behind(store) <= _AT_ONCE:
        count_days(store)
    state = (figures.state_number(store), day, until, known.typed_behind(store))
    counted = _cache.get(store)
    if counted is None or counted.state != state:
        counted = _cache[store] = _counted(store, day, state)
    return counted


def groups_progress(store: Store, unit: str) -> tuple[UnitProgress, ...]:
    """The residential groups of a unit (its text, "" for households without one) by name."""
    context = _current(store).context
    found, _stranded = figures.tallies(store, _long_ago(store), unit=unit)
    goals = [goal for goal in context.goals if goal.unit == unit and goal.residential_group]
    names = GroupNames()
    names.learn((unit, group.label) for group in listed_groups(unit))
    names.learn((unit, goal.residential_group or "") for goal in goals)
    names.learn((unit, tally.part) for tally in sorted(found, key=lambda tally: (-tally.people, tally.part)))
    tallies: dict[str, Tally] = {}
    for tally in found:
        name = names.of(unit, tally.part)
        tallies.setdefault(name, Tally(unit, name)).join(tally)
    households: Counter[str] = Counter()
    for (_unit, group), count in figures.household_counts(store, unit=unit).items():
        households[names.of(unit, group)] += count
    part = context.of(lambda place: place.unit == unit, lambda place: names.of(unit, place.residential_group))
    goal_of = {names.of(unit, goal.residential_group or ""): goal for goal in goals}
    every = {*tallies, *households, *part.register, *goal_of, *(group.label for group in listed_groups(unit))}
    lines = [
        replace(
            part.line(unit, name, goal_of.get(name), tallies.get(name), households[name]),
            name=name or _("Chưa ghi thôn, tổ dân phố"),
            residential_group=name,
        )
        for name in every
    ]
    return tuple(sorted(lines, key=lambda line: sort_key(line.name)))


def collectors_progress(store: Store, unit: str, group: str) -> tuple[UnitProgress, ...]:
    """What each collector of a residential group brought, by name."""
    context = _current(store).context
    found, _stranded = figures.tallies(store, _long_ago(store), part="collector", unit=unit, group=group)
    tallies = {tally.part: tally for tally in found}
    households = figures.household_counts(store, part="collector", unit=unit, group=group)
    part = context.of(
        lambda place: place.unit == unit and is_same_group(place.residential_group, group),
        lambda place: place.collector,
    )
    lines = [
        replace(
            part.line(unit, name, None, tallies.get(name), households.get((unit, name), 0)),
            name=name or _("Chưa ghi người thu"),
            residential_group=group,
            collector=name,
        )
        for name in {*tallies, *(name for _unit, name in households), *part.register}
    ]
    return tuple(sorted(lines, key=lambda line: sort_key(line.name)))


def households_progress(
    store: Store, unit: str, group: str, collector: str | None = None
) -> tuple[HouseholdRow, ...]:
    """The households of a group, or of one collector in it, by number."""
    return household_rows(store, figures.households_of(store, unit, group, collector))


def weeks(store: Store, count: int = 12) -> tuple[Week, ...]:
    """Slips typed in each of the last `count` weeks, oldest first, the present one last."""
    _current(store)  # counts the days of what has just arrived
    day = today(store.clock)
    monday = day - datetime.timedelta(days=day.weekday())
    starts = [monday - datetime.timedelta(weeks=back) for back in reversed(range(count))]
    found: dict[datetime.date, Counter[str]] = defaultdict(Counter)
    for (place, text), people in known.typed_between(store, starts[0].isoformat(), day.isoformat()).items():
        on = _day(text)
        if on is not None:
            found[on - datetime.timedelta(days=on.weekday())][place.unit] += people
    return tuple(Week(start, found[start].total(), MappingProxyType(dict(found[start]))) for start in starts)


# --- parts -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """What lines of one level need beside their people, by name of the line."""

    context: _Context
    register: Mapping[str, RegisterCount]
    conflicts: Counter[str]
    doubts: Counter[str]
    errors: Counter[str] | None
    recent: Counter[str]

    def line(
        self,
        unit: str,
        name: str,
        goal: Goal | None,
        tally: Tally | None,
        households: int,
        set_up: tuple[int, int] | None = None,
    ) -> UnitProgress:
        """One line; the figures of a goal go before those of the set-up, these before the register's."""
        code, _at, valid_from = unit.partition("@")
        counted = tally or Tally(unit, name)
        register = self.register.get(name)
        given, source = set_up or (0, 0), None
        if goal is not None and (goal.people or goal.households):
            given, source = (int(goal.people or 0), int(goal.households or 0)), goal.source
        elif not any(given) and register is not None:
            given, source = (register.people, register.households), _("danh sách hộ đăng ký")
        exempt = register.exempt if register is not None else 0
        if goal is not None and goal.exceptions:
            exempt = int(goal.exceptions)
        return UnitProgress(
            code=code,
            valid_from=valid_from,
            name=unit_name(unit) if unit else _("Chưa ghi đơn vị"),
            target_people=given[0],
            target_households=given[1],
            people=counted.people,
            households=households,
            last_package_at=self.context.last_packages.get(unit),
            states=MappingProxyType(dict(counted.states)),
            away=counted.away,
            at_unit=counted.at_unit,
            exceptions=exempt,
            conflicts=self.conflicts[name],
            to_look_at=self.doubts[name],
            errors=None if self.errors is None else self.errors[name],
            needs_package=self.context.is_town,
            closed=goal is not None and goal.closed is not None,
            deadline=(goal.deadline if goal is not None else None) or self.context.deadline(unit),
            recent=self.recent[name],
            source=source,
            unanswered=register.unanswered if register is not None else 0,
        )


@dataclass(frozen=True, slots=True)
class _Context:
    """What was read once for lines of all levels."""

    goals: tuple[Goal, ...]
    set_up: Targets
    is_town: bool
    last_packages: Mapping[str, str]
    register: Mapping[Place, RegisterCount]
    conflicts: Mapping[Place, int]
    doubts: Mapping[Place, int]
    errors: Mapping[Place, int] | None
    recent: Mapping[Place, int]

    def deadline(self, unit: str) -> str | None:
        """The deadline of a unit, else of the town."""
        found = {
            goal.unit: goal.deadline for goal in self.goals if goal.deadline and not goal.residential_group
        }
        return found.get(unit) or found.get(str(area().town.key))

    def of(self, is_inside: Callable[[Place], bool], name_of: Callable[[Place], str]) -> _Part:
        """The same for the lines of one level: those inside, each under its name."""

        def summed(found: Mapping[Place, int]) -> Counter[str]:
            sums: Counter[str] = Counter()
            for place, count in found.items():
                if is_inside(place):
                    sums[name_of(place)] += count
            return sums

        register: dict[str, RegisterCount] = {}
        for place, count in self.register.items():
            if is_inside(place):
                register[name_of(place)] = count + register.get(name_of(place), RegisterCount(0, 0, 0, 0))
        return _Part(
            context=self,
            register=register,
            conflicts=summed(self.conflicts),
            doubts=summed(self.doubts),
            errors=None if self.errors is None else summed(self.errors),
            recent=summed(self.recent),
        )


def _context(store: Store, day: datetime.date) -> _Context:
    first = (day - datetime.timedelta(days=WORKING_DAYS - 1)).isoformat()
    recent: Counter[Place] = Counter()
    for (place, _on), people in known.typed_between(store, first, day.isoformat()).items():
        recent[place] += people
    own, plans = store.installation, load_plans(store)
    goals, set_up = followed_targets(plans, records_where(store, RecordKind.GOAL), figures.targets(store))
    is_town = own.machine_role is MachineRole.TOWN
    last = figures.last_packages(store) if is_town else figures.last_export(store, own.unit)
    return _Context(
        goals=goals,
        set_up=set_up,
        is_town=is_town,
        last_packages=followed_packages(plans, last),
        register=followed_register(plans, figures.register_by_place(store)),
        conflicts=figures.conflicts_by_place(store),
        doubts=figures.doubts_by_place(store),
        errors=None if errors_behind(store) is None else known.errors_by_place(store),
        recent=recent,
    )


def _counted(store: Store, day: datetime.date, state: tuple[object, ...]) -> _Counted:
    context = _context(store, day)
    town = str(area().town.key)
    goals = {
        goal.unit: goal
        for goal in context.goals
        if goal.unit and goal.unit != town and not goal.residential_group
    }
    set_up = context.set_up
    found, stranded = figures.tallies(store, _long_ago(store))
    tallies: dict[str, Tally] = {}
    for tally in found:
        tallies.setdefault(tally.unit, Tally(tally.unit, "")).join(tally)
    households: Counter[str] = Counter()
    for (unit, _group), count in figures.household_counts(store).items():
        households[unit] += count
    part = context.of(lambda _place: True, lambda place: place.unit)
    units = {*set_up, *goals, *tallies, *households, *part.register}
    lines = tuple(
        part.line(unit, unit, goals.get(unit), tallies.get(unit), households[unit], set_up.get(unit))
        for unit in sorted(units, key=lambda unit: (unit == "", unit))
    )
    own = store.installation
    name = _("Toàn thị xã") if context.is_town else unit_name(own.unit)
    return _Counted(state, Progress(lines, total(lines, name), stranded), context)


def _long_ago(store: Store) -> str:
    return (today(store.clock) - LONG_AWAY).isoformat()


def _day(text: str) -> datetime.date | None:
    """The day an operation says it was made on; laptops with wrong clocks may write anything."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
