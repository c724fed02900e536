"""Targets against what is in, for the town and down to what one collector brought."""

from __future__ import annotations

import datetime
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.area import ResidentialGroup, UnitKey, area
from census_desktop.domain.findings import Severity
from census_desktop.domain.goals import Goal
from census_desktop.domain.operations import RecordKind
from census_desktop.domain.progress import WORKING_DAYS, UnitProgress, total
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import sort_key
from census_desktop.services.checks import check_all
from census_desktop.services.units import unit_name
from census_desktop.store import progress as figures
from census_desktop.store.opening import MachineRole
from census_desktop.store.progress import Tally
from census_desktop.store.records import HouseholdRow, household_rows, records_where, units_of_records
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


@dataclass(slots=True)
class _Known:
    """What was counted for one open store, as long as it stays true."""

    state: tuple[object, ...] = ()
    progress: Progress | None = None
    arrival: int = 0
    typed: Counter[tuple[str, str]] = field(default_factory=Counter)
    error_state: tuple[int, int, int] | None = None
    errors: Counter[str] = field(default_factory=Counter)


_known: weakref.WeakKeyDictionary[Store, _Known] = weakref.WeakKeyDictionary()


def progress(store: Store) -> Progress:
    """How far the collection is on this machine: all units on the town's, its own on a ward's.

    Counted anew only when something changed; errors are those of the last `count_errors`.
    """
    known = _known.setdefault(store, _Known())
    day = today(store.clock)
    state = (figures.state_number(store), day, known.error_state)
    if known.progress is None or known.state != state:
        known.progress = _counted(store, known, day)
        known.state = state
    return known.progress


def forget(store: Store) -> None:
    """Count everything anew next time: slips typed earlier now lie in other units."""
    _known.pop(store, None)


def count_errors(store: Store, control: JobControl) -> int:
    """Look through all slips for open errors, so that `progress` knows them; returns how many there are.

    Raises:
        CancelledError: stopped; the earlier figures stay.
    """
    state = figures.state_number(store)
    found: Counter[str] = Counter()
    units = units_of_records(store)
    for number, finding in enumerate(check_all(store, today(store.clock))):
        if number % 200 == 0:
            control.step(number, 0, _("Đang kiểm tra mọi phiếu"))
        if finding.severity is Severity.ERROR:
            found[units.get(finding.record_uuid.bytes, "")] += 1
    known = _known.setdefault(store, _Known())
    known.errors, known.error_state = found, state
    return found.total()


def groups_progress(store: Store, unit: str) -> tuple[UnitProgress, ...]:
    """The residential groups of a unit (its text, "" for households without one) by name."""
    goals = {goal.residential_group or "": goal for goal in _goals(store) if goal.unit == unit}
    found = figures.tallies(store, _long_ago(store), unit=unit)
    households = figures.household_counts(store, unit=unit)
    parts = _parts(found, lambda tally: tally.part)
    names = {*parts, *(part for _unit, part in households), *(name for name in goals if name)}
    names |= {group.name for group in _listed_groups(unit)}
    lines = [
        replace(
            _line(
                unit,
                goals.get(name) if name else None,
                None,
                parts.get(name, ()),
                households.get((unit, name), 0),
            ),
            name=name or _("Chưa ghi thôn, tổ dân phố"),
            residential_group=name,
        )
        for name in names
    ]
    return tuple(sorted(lines, key=lambda line: sort_key(line.name)))


def collectors_progress(store: Store, unit: str, group: str) -> tuple[UnitProgress, ...]:
    """What each collector of a residential group brought, by name."""
    found = figures.tallies(store, _long_ago(store), part="collector", unit=unit, group=group)
    households = figures.household_counts(store, part="collector", unit=unit, group=group)
    parts = _parts(found, lambda tally: tally.part)
    lines = [
        replace(
            _line(unit, None, None, parts.get(name, ()), households.get((unit, name), 0)),
            name=name or _("Chưa ghi người thu"),
            residential_group=group,
            collector=name,
        )
        for name in {*parts, *(part for _unit, part in households)}
    ]
    return tuple(sorted(lines, key=lambda line: sort_key(line.name)))


def households_progress(
    store: Store, unit: str, group: str, collector: str | None = None
) -> tuple[HouseholdRow, ...]:
    """The households of a group, or of one collector in it, by number."""
    return household_rows(store, figures.households_of(store, unit, group, collector))


def weeks(store: Store, count: int = 12) -> tuple[Week, ...]:
    """Slips typed in each of the last `count` weeks, oldest first, the present one last."""
    typed = _typed(store, _known.setdefault(store, _Known()))
    day = today(store.clock)
    monday = day - datetime.timedelta(days=day.weekday())
    found: dict[datetime.date, Counter[str]] = defaultdict(Counter)
    for (unit, text), people in typed.items():
        on = _day(text)
        if on is not None:
            found[on - datetime.timedelta(days=on.weekday())][unit] += people
    starts = [monday - datetime.timedelta(weeks=back) for back in reversed(range(count))]
    return tuple(Week(start, found[start].total(), MappingProxyType(dict(found[start]))) for start in starts)


# --- parts -----------------------------------------------------------------------------------------------------


def _counted(store: Store, known: _Known, day: datetime.date) -> Progress:
    goals = _goals(store)
    by_unit = {goal.unit: goal for goal in goals if goal.unit and not goal.residential_group}
    set_up = figures.targets(store)
    found = figures.tallies(store, _long_ago(store))
    parts = _parts(found, lambda tally: tally.unit)
    households: Counter[str] = Counter()
    for (unit, _part), count in figures.household_counts(store).items():
        households[unit] += count
    last = figures.last_packages(store)
    conflicts, doubts = figures.conflicts_by_unit(store), figures.doubts_by_unit(store)
    recent = _recent(_typed(store, known), day)
    town = by_unit.pop(str(area().town.key), None)
    lines: list[UnitProgress] = []
    for unit in sorted({*set_up, *by_unit, *parts, *households}, key=lambda unit: (unit == "", unit)):
        goal = by_unit.get(unit)
        line = _line(unit, goal, set_up.get(unit), parts.get(unit, ()), households[unit])
        lines.append(
            replace(
                line,
                last_package_at=last.get(unit),
                conflicts=conflicts.get(unit, 0),
                to_look_at=doubts.get(unit, 0),
                errors=None if known.error_state is None else known.errors[unit],
                needs_package=store.installation.machine_role is MachineRole.TOWN,
                deadline=line.deadline or (town.deadline if town is not None else None),
                recent=recent[unit],
            )
        )
    own = store.installation
    name = _("Toàn thị xã") if own.machine_role is MachineRole.TOWN else unit_name(own.unit)
    stranded = sum(tally.people for tally in found if tally.is_stranded)
    return Progress(tuple(lines), total(lines, name), stranded)


def _line(
    unit: str, goal: Goal | None, set_up: tuple[int, int] | None, tallies: Iterable[Tally], households: int
) -> UnitProgress:
    code, _at, valid_from = unit.partition("@")
    counted = [tally for tally in tallies if not tally.is_stranded]
    states: Counter[str] = Counter()
    for tally in counted:
        states[tally.state] += tally.people
    given = set_up or (0, 0)
    if goal is not None and (goal.people or goal.households):
        given = (int(goal.people or 0), int(goal.households or 0))
    return UnitProgress(
        code=code,
        valid_from=valid_from,
        name=unit_name(unit) if unit else _("Chưa ghi đơn vị"),
        target_people=given[0],
        target_households=given[1],
        people=states.total(),
        households=households,
        last_package_at=None,
        states=MappingProxyType(dict(states)),
        away=sum(tally.people for tally in counted if tally.is_away),
        at_unit=sum(tally.people for tally in counted if tally.is_at_unit),
        exceptions=int(goal.exceptions or 0) if goal is not None else 0,
        closed=goal is not None and goal.closed is not None,
        deadline=goal.deadline if goal is not None else None,
    )


def _parts(found: Iterable[Tally], of: Callable[[Tally], str]) -> dict[str, list[Tally]]:
    parts: dict[str, list[Tally]] = defaultdict(list)
    for tally in found:
        parts[of(tally)].append(tally)
    return parts


def _typed(store: Store, known: _Known) -> Counter[tuple[str, str]]:
    known.arrival, news = figures.typed_since(store, known.arrival)
    known.typed.update(news)
    return known.typed


def _recent(typed: Counter[tuple[str, str]], day: datetime.date) -> Counter[str]:
    first = (day - datetime.timedelta(days=WORKING_DAYS - 1)).isoformat()
    found: Counter[str] = Counter()
    for (unit, on), people in typed.items():
        if first <= on <= day.isoformat():
            found[unit] += people
    return found


def _goals(store: Store) -> tuple[Goal, ...]:
    return records_where(store, RecordKind.GOAL)


def _long_ago(store: Store) -> str:
    return (today(store.clock) - LONG_AWAY).isoformat()


def _listed_groups(unit: str) -> tuple[ResidentialGroup, ...]:
    try:
        return area().groups_of(UnitKey.from_text(unit))
    except BadInput:
        return ()


def _day(text: str) -> datetime.date | None:
    """The day an operation says it was made on; laptops with wrong clocks may write anything."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
