"""Targets follow plans of boundaries: what two units had to collect, the unit made of them has to collect.

Nothing is written: a plan taken back leaves the targets as they were given. Where the new unit was given a target of
its own, that one counts. The target of a divided unit stays where it was until shares of it are confirmed
(`target_shares`).
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Mapping

from census_desktop.domain.boundaries import Home, Place, Plan, Plans
from census_desktop.domain.boundary_records import BoundaryRule
from census_desktop.domain.goals import Goal, goal_uuid_of, is_share, share_uuid_of
from census_desktop.store.progress import RegisterCount
from census_desktop.store.progress_known import Place as Listed

_NOBODY = uuid.UUID(int=0)
Targets = Mapping[str, tuple[int, int]]


def followed_targets(
    plans: Plans, goals: Iterable[Goal], set_up: Targets
) -> tuple[tuple[Goal, ...], Targets]:
    """Goals and figures of the set-up as they are after all plans.

    Args:
        plans: the plans.
        goals: as they were given.
        set_up: people and households by unit text, for units without a goal.
    """
    every = tuple(goals)
    by_place = {(goal.unit or "", goal.residential_group): goal for goal in every if not is_share(goal)}
    shares = [goal for goal in every if is_share(goal)]
    figures = dict(set_up)
    own = {unit for (unit, group), goal in by_place.items() if group is None and _has_figures(goal)}
    for plan in plans.active:
        _follow(plan, by_place, figures)
        born = {unit for unit in own if unit.endswith(f"@{plan.record.effective_on}")}
        _share_out(plan, shares, by_place, figures, born)
    return tuple(by_place.values()), figures


def followed_register(plans: Plans, register: Mapping[Listed, RegisterCount]) -> dict[Listed, RegisterCount]:
    """Counts of the register of households where its places are after all plans."""
    found: dict[Listed, RegisterCount] = {}
    for at, count in register.items():
        place = plans.place_on(Home(_NOBODY, Place(at.unit, at.residential_group), None))
        key = Listed(place.unit, place.group, at.collector)
        found[key] = count + found[key] if key in found else count
    return found


def followed_packages(plans: Plans, last: Mapping[str, str]) -> dict[str, str]:
    """When the newest package of each unit came; machines go on speaking for their old unit."""
    found = dict(last)
    for unit, at in last.items():
        now = plans.place_on(Home(_NOBODY, Place(unit, ""), None)).unit
        found[now] = max(at, found.get(now, ""))
    return found


def _follow(
    plan: Plan, goals: dict[tuple[str, str | None], Goal], figures: dict[str, tuple[int, int]]
) -> None:
    whole = {rule.from_unit or "": rule.to_unit or "" for rule in plan.rules if _is_whole(rule)}
    given = {to for to in whole.values() if _has_figures(goals.get((to, None)))}
    for origin, target in whole.items():
        goal, first = goals.pop((origin, None), None), figures.pop(origin, None)
        if target in given:
            continue
        if not _has_figures(goal) and first is not None:
            people, households = map(str, first)
            goal = Goal(goal_uuid=goal_uuid_of(origin), unit=origin, people=people, households=households)
        if goal is not None:
            goals[target, None] = _joined(goals.get((target, None)), goal, target, None, plan)
    for (unit, group), goal in list(goals.items()):
        if group is None or unit not in plan.from_units:
            continue
        place = plan.target(Home(_NOBODY, Place(unit, group), None))
        if place != Place(unit, group):
            del goals[unit, group]
            key = place.unit, place.group
            goals[key] = _joined(goals.get(key), goal, place.unit, place.group, plan)


def divided_units(plan: Plan) -> frozenset[str]:
    """Units of which only parts go elsewhere, or in which somebody chooses for each household."""
    whole = {rule.from_unit for rule in plan.rules if _is_whole(rule)}
    return frozenset(
        rule.from_unit
        for rule in plan.rules
        if rule.from_unit and rule.from_unit != rule.to_unit and rule.from_unit not in whole
    )


def _is_whole(rule: BoundaryRule) -> bool:
    """True for a rule by which a unit goes into another one as a whole."""
    is_part = rule.from_group or rule.first_no or rule.last_no or rule.household
    return bool(rule.from_unit and rule.to_unit and rule.to_unit != rule.from_unit and not is_part)


def _share_out(
    plan: Plan,
    shares: Iterable[Goal],
    goals: dict[tuple[str, str | None], Goal],
    figures: dict[str, tuple[int, int]],
    given: Collection[str],
) -> None:
    """Confirmed shares take the place of targets of the units that the plan divides; not where others were given."""
    uuid_of_plan = plan.record.boundary_plan_uuid
    mine = [goal for goal in shares if goal.goal_uuid == share_uuid_of(goal.unit or "", uuid_of_plan)]
    if not mine:
        return
    for unit in divided_units(plan):
        former = goals.pop((unit, None), None)
        figures.pop(unit, None)
        if former is not None:  # what is no figure stays with the unit: deadline, exceptions, closing
            goals[unit, None] = dataclasses.replace(former, people=None, households=None)
    for share in mine:
        unit = share.unit or ""
        if unit in given:
            continue
        first = figures.pop(unit, None)
        known = goals.get((unit, None))
        if first is not None and not _has_figures(known):
            blank = known or Goal(goal_uuid=goal_uuid_of(unit), unit=unit)
            people, households = map(str, first)
            goals[unit, None] = dataclasses.replace(blank, people=people, households=households)
        joined = _joined(goals.get((unit, None)), share, unit, None, plan)
        goals[unit, None] = dataclasses.replace(joined, source=share.source)


def _has_figures(goal: Goal | None) -> bool:
    return goal is not None and bool(goal.people or goal.households)


def _joined(known: Goal | None, goal: Goal, unit: str, group: str | None, plan: Plan) -> Goal:
    """The goal of a new place with what an old one brings."""
    before = known or Goal(goal_uuid=goal_uuid_of(unit, group), unit=unit, residential_group=group)
    days = [day for day in (before.deadline, goal.deadline) if day]
    return dataclasses.replace(
        before,
        people=_sum(before.people, goal.people),
        households=_sum(before.households, goal.households),
        exceptions=_sum(before.exceptions, goal.exceptions),
        source=plan.record.title,
        deadline=min(days, default=None),
    )


def _sum(one: str | None, other: str | None) -> str | None:
    return str(int(one or 0) + int(other or 0)) if one or other else None
