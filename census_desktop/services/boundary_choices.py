"""Households of divided units: a person chooses where each belongs."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.boundaries import Home, group_key
from census_desktop.domain.boundary_records import BoundaryPlan
from census_desktop.domain.vietnamese import clean_or_none
from census_desktop.services.boundaries import Applied, follow
from census_desktop.services.boundary_list import make_rule
from census_desktop.services.rights import must_be_town, must_lead
from census_desktop.services.units import unit_name
from census_desktop.store.boundaries import addresses, load_plans, standings
from census_desktop.store.records import HouseholdRow, household_rows
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household of a divided unit.

    Attributes:
        row: the household as a line.
        address: words of the sheet.
        plan: the plan that divides its unit.
        choices: units it may go to, as the area says; any unit of that day when it says nothing.
    """

    row: HouseholdRow
    address: str | None
    plan: BoundaryPlan
    choices: tuple[str, ...]


def waiting_households(
    store: Store, unit: str | None = None, group: str | None = None, limit: int = 5000
) -> tuple[Waiting, ...]:
    """Households whose unit was divided and for which nobody has chosen yet, in order of group and number."""
    plans = load_plans(store)
    divided = {rule.from_unit or "" for plan in plans.active for rule in plan.rules if rule.to_unit is None}
    if not divided:
        return ()
    with store.read() as connection:
        found = [
            (each, plan)
            for each in standings(connection, divided)
            if not each.is_void
            and unit in {None, each.place.unit}
            and (group is None or group_key(group) == group_key(each.place.group))
            and (plan := plans.waiting_plan(Home(each.household, each.place, each.number))) is not None
        ]
    by_id = {each.household: plan for each, plan in found[:limit]}
    rows, words = household_rows(store, list(by_id)), addresses(store, list(by_id))
    return tuple(
        Waiting(
            row=row,
            address=words.get(row.household_uuid),
            plan=by_id[row.household_uuid].record,
            choices=choices_of(row.unit or "", by_id[row.household_uuid].effective_on),
        )
        for row in rows
    )


def choices_of(unit: str, day: datetime.date) -> tuple[str, ...]:
    """Units a household of a divided unit may go to."""
    listed = [
        str(change.target)
        for change in area().changes_of(UnitKey.from_text(unit))
        if change.effective_on == day
    ]
    return tuple(listed) or tuple(str(each.key) for each in area().units_on(day))


def choose_unit(
    store: Store,
    households: Sequence[uuid.UUID],
    unit: str,
    group: str | None = None,
    control: JobControl | None = None,
) -> Applied:
    """Say where households of a divided unit belong; each becomes one more rule of the plan.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED; NOT_WAITING when a household has its unit already; WRONG_UNIT
            when the unit does not exist on the day of the plan.
    """
    must_be_town(store)
    must_lead(store)
    waiting = {each.row.household_uuid: each for each in waiting_households(store)}
    missing = [each for each in households if each not in waiting]
    if missing or not households:
        raise CensusError(
            "NOT_WAITING",
            _("{count} hộ không chờ chọn đơn vị.").format(count=number(len(missing) or 0)),
            _("Xem danh sách chờ: boundary waiting. Chưa có gì thay đổi."),
        )
    plans = {waiting[each].plan.boundary_plan_uuid: waiting[each].plan for each in households}
    known = area().get(UnitKey.from_text(unit))
    done = None
    for plan in plans.values():
        day = datetime.date.fromisoformat(plan.effective_on or "")
        if known is None or not known.is_valid_on(day):
            raise CensusError(
                "WRONG_UNIT",
                _("{unit} không có trong ngày {day:%d/%m/%Y}.").format(unit=unit_name(unit), day=day),
                _("Chưa có gì thay đổi."),
            )
        rules = [
            make_rule(
                plan,
                {
                    "from_unit": waiting[each].row.unit,
                    "to_unit": unit,
                    "to_group": clean_or_none(group or ""),
                },
                each,
            )
            for each in households
            if waiting[each].plan.boundary_plan_uuid == plan.boundary_plan_uuid
        ]
        done = follow(store, plan, rules, control or JobControl())
    assert done is not None
    return done


def unchoose(store: Store, households: Sequence[uuid.UUID], control: JobControl | None = None) -> int:
    """Let households wait again that were given a unit by `choose_unit`; returns how many.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED.
    """
    must_be_town(store)
    must_lead(store)
    wanted, count = set(households), 0
    for plan in load_plans(store).active:
        divided = {rule.from_unit for rule in plan.rules if rule.to_unit is None}
        mine = [
            rule
            for rule in plan.rules
            if rule.household in wanted and rule.from_unit in divided and rule.to_unit is not None
        ]
        if mine:
            silent = [dataclasses.replace(rule, to_unit=None, to_group=None) for rule in mine]
            count += follow(store, plan.record, silent, control or JobControl()).households
    return count
