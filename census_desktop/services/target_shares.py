"""The target of a divided unit shared out among the units its households went to: proposed, then confirmed by a person.

Shares are in proportion to the households and people that are in. They are proposed once nobody waits for a choice, and
add up to the target that is shared out.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.boundaries import Home, Plan, Plans
from census_desktop.domain.goals import Goal, share_uuid_of, shared_out
from census_desktop.domain.records import RecordKind
from census_desktop.services.rights import must_be_town, must_lead
from census_desktop.services.targets_followed import divided_units, followed_targets
from census_desktop.store.boundaries import histories, load_plans, standings
from census_desktop.store.progress import targets
from census_desktop.store.records import records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One unit.

    Attributes:
        unit: unit text.
        in_now: people of the divided unit that are in and stand here.
        people_before: its target of people as it is.
        people: its target with the share.
        households_before: its target of households as it is.
        households: its target with the share.
    """

    unit: str
    in_now: int
    people_before: int
    people: int
    households_before: int
    households: int


@dataclass(frozen=True, slots=True)
class ShareProposal:
    """What a plan proposes.

    Attributes:
        plan: the plan.
        lines: the divided units and those their households went to.
        waiting: households for which somebody still has to choose; shares are confirmed when there are none.
        is_confirmed: the shares hold already; `lines` say what they are.
    """

    plan: Plan
    lines: tuple[ShareLine, ...]
    waiting: int
    is_confirmed: bool

    @property
    def people(self) -> tuple[int, int]:
        """Targets of people of all lines, before and after."""
        return sum(line.people_before for line in self.lines), sum(line.people for line in self.lines)

    @property
    def households(self) -> tuple[int, int]:
        """Targets of households of all lines, before and after."""
        return sum(line.households_before for line in self.lines), sum(line.households for line in self.lines)

    @property
    def is_zero_sum(self) -> bool:
        """Nothing is lost and nothing is asked for twice."""
        return self.people[0] == self.people[1] and self.households[0] == self.households[1]


def source_words(plan: Plan) -> str:
    """How the source of such a target is written."""
    return _("Đề xuất từ kế hoạch: {title}").format(title=plan.record.title or "–")


def share_proposal(store: Store, plan_uuid: uuid.UUID) -> ShareProposal | None:
    """The shares of one plan; None when it divides no unit that has a target, or nobody of it is in yet."""
    plans = load_plans(store)
    order = plans.active
    place = next((at for at, plan in enumerate(order) if plan.record.boundary_plan_uuid == plan_uuid), None)
    if place is None or not divided_units(order[place]):
        return None
    plan, divided = order[place], divided_units(order[place])
    every = records_where(store, RecordKind.GOAL)
    mine = {goal.goal_uuid for goal in every if goal.goal_uuid == share_uuid_of(goal.unit or "", plan_uuid)}
    before = _figures(store, order[: place + 1], [goal for goal in every if goal.goal_uuid not in mine])
    weights, waiting = _where_they_went(store, order[:place], plan, divided)
    people_of: Counter[str] = Counter()
    households_of: Counter[str] = Counter()
    for unit in divided:
        people, households = before.get(unit, (0, 0))
        at = weights.get(unit, {})
        shared = shared_out(people, {to: count for to, (count, _homes) in at.items()})
        homes = shared_out(households, {to: count for to, (_people, count) in at.items()})
        if not shared and not homes:
            continue
        people_of[unit] -= people if shared else 0
        households_of[unit] -= households if homes else 0
        people_of.update(shared)
        households_of.update(homes)
    touched = {*people_of, *households_of}
    if not touched or not any(before.get(unit, (0, 0)) != (0, 0) for unit in divided):
        return None
    came: Counter[str] = Counter()
    for at in weights.values():
        came.update({to: people for to, (people, _households) in at.items()})
    lines = tuple(
        ShareLine(
            unit,
            came[unit],
            before.get(unit, (0, 0))[0],
            before.get(unit, (0, 0))[0] + people_of[unit],
            before.get(unit, (0, 0))[1],
            before.get(unit, (0, 0))[1] + households_of[unit],
        )
        for unit in sorted(touched, key=lambda unit: (unit not in divided, unit))
    )
    return ShareProposal(plan, lines, waiting, bool(mine))


def confirm_shares(store: Store, plan_uuid: uuid.UUID) -> ShareProposal:
    """Let the proposed shares hold; confirming again takes the present proportions.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED; NO_SHARES when the plan proposes none; STILL_WAITING while
            somebody has to choose for households.
    """
    must_be_town(store)
    must_lead(store)
    found = share_proposal(store, plan_uuid)
    if found is None:
        raise CensusError(
            "NO_SHARES",
            _("Phương án này không chia đơn vị nào đang có chỉ tiêu, hoặc chưa có hộ nào của đơn vị đó."),
        )
    if found.waiting:
        raise CensusError(
            "STILL_WAITING",
            _("Còn {count} hộ chờ chọn đơn vị nên chưa chia chỉ tiêu được.").format(
                count=number(found.waiting)
            ),
            _("Chọn xong ở thẻ Hộ phải chọn rồi làm lại. Chưa có gì thay đổi."),
        )
    divided = divided_units(found.plan)
    with store.transaction(Action.GOAL) as tx:
        for line in found.lines:
            # A divided unit keeps what is left of its target, the others get theirs on top of what they have.
            is_divided = line.unit in divided
            people = line.people - (0 if is_divided else line.people_before)
            households = line.households - (0 if is_divided else line.households_before)
            tx.save(
                Goal(
                    goal_uuid=share_uuid_of(line.unit, plan_uuid),
                    unit=line.unit,
                    people=str(people),
                    households=str(households),
                    source=source_words(found.plan),
                    as_of=found.plan.record.effective_on,
                )
            )
    return found


# --- parts -----------------------------------------------------------------------------------------------------


def _figures(store: Store, order: tuple[Plan, ...], goals: list[Goal]) -> dict[str, tuple[int, int]]:
    """Targets by unit after these plans, without the shares of the last of them."""
    plans = Plans([plan.record for plan in order], [rule for plan in order for rule in plan.rules])
    found, figures = followed_targets(plans, goals, targets(store))
    by_unit = dict(figures)
    for goal in found:
        if goal.residential_group is None and (goal.people or goal.households):
            by_unit[goal.unit or ""] = int(goal.people or 0), int(goal.households or 0)
    return by_unit


def _where_they_went(
    store: Store, earlier: tuple[Plan, ...], plan: Plan, divided: frozenset[str]
) -> tuple[dict[str, dict[str, tuple[int, int]]], int]:
    """People and households by divided unit and by where the plan brings them; and how many wait for a choice."""
    plans = load_plans(store)
    before = Plans([each.record for each in earlier], [rule for each in earlier for rule in each.rules])
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    waiting = 0
    with store.read() as connection:
        known = {each.household: each for each in standings(connection) if not each.is_void}
        for each in histories(connection, plans.from_units | plans.to_units):
            standing = known.get(each.household)
            if standing is None or not each.declared:
                continue
            place = before.place_on(Home(each.household, each.declared[0], each.number))
            if place.unit not in divided:
                continue
            home = Home(each.household, place, each.number)
            if plan.waits(home):
                waiting += 1
            line = sums[place.unit][plan.target(home).unit]
            line[0] += standing.people
            line[1] += 1
    return {
        unit: {to: (people, households) for to, (people, households) in at.items()}
        for unit, at in sums.items()
    }, waiting
