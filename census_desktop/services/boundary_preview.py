"""What a re-assignment plan would do, before anything happens."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.boundaries import Home, Place, Plan, Plans, group_key
from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.services.areas import current_groups
from census_desktop.services.boundary_list import PlanDraft, official_days, official_plan
from census_desktop.services.units import unit_name
from census_desktop.store.boundaries import Standing, load_plans, standings, touched_papers
from census_desktop.store.store import Store

_BATCH = 2000  # households between two safe points to stop at


@dataclass(frozen=True, slots=True)
class Move:
    """Households that go from one place to another.

    Attributes:
        origin: where they stand now.
        target: where they will stand; None when somebody has to choose for each.
        households: how many, without void ones.
        people: members with slips.
    """

    origin: Place
    target: Place | None
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What a plan would do.

    Attributes:
        draft: the plan.
        moves: by old and new residential group, in order of places.
        before: people and households by unit text, all units.
        after: the same after the plan.
        drafts: half-typed slips of households that move.
        prints: households that move and were printed with their old place.
        refusal: why it must not be applied now: plans of earlier days come first; "" when it may be.
        remarks: what a person should know before applying it; the refusal stands first.
        is_known: the same plan is applied already.
    """

    draft: PlanDraft
    moves: tuple[Move, ...]
    before: Mapping[str, tuple[int, int]]
    after: Mapping[str, tuple[int, int]]
    drafts: int
    prints: int
    refusal: str
    remarks: tuple[str, ...]
    is_known: bool

    @property
    def people(self) -> int:
        """People who will be counted elsewhere."""
        return sum(move.people for move in self.moves if move.target is not None)

    @property
    def households(self) -> int:
        """Households that will stand elsewhere."""
        return sum(move.households for move in self.moves if move.target is not None)

    @property
    def waiting(self) -> int:
        """Households for which a person will have to choose."""
        return sum(move.households for move in self.moves if move.target is None)

    def promises_as(self, other: PlanPreview) -> bool:
        """True when both speak of the same plan and move the same people and households to the same places."""
        return (self.draft.record, self.moves) == (other.draft.record, other.moves)

    @property
    def is_zero_sum(self) -> bool:
        """Nobody is lost and nobody is counted twice."""
        return _sum(self.before) == _sum(self.after)


def _sum(counts: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(one for one, _two in counts.values()), sum(two for _one, two in counts.values())


def preview_plan(store: Store, draft: PlanDraft, control: JobControl) -> PlanPreview:
    """What applying the plan would do; nothing is changed.

    Raises:
        CensusError: RULE_MATCHES_NOTHING, RULE_TWICE, PLAN_DIFFERS naming the rule.
        CancelledError: the user stopped.
    """
    known = load_plans(store)
    is_known = _is_known(known, draft)
    with store.read() as connection:
        everything = standings(connection)
    control.step(0, 1, _("Đang xem trước phương án"))
    if not is_known:
        _check_rules(store, known, draft, everything)
    plan = Plan(draft.record, draft.rules)
    moves: dict[tuple[Place, Place | None], list[Standing]] = defaultdict(list)
    before, after = _Counts(), _Counts()
    for at, each in enumerate(everything):
        if at % _BATCH == 0:
            control.check()
        before.add(each, each.place)
        home = Home(each.household, each.place, each.number)
        target = plan.target(home)
        after.add(each, target)
        if plan.waits(home):
            moves[each.place, None].append(each)
        elif target != each.place:
            moves[each.place, target].append(each)
    leaving = {each.household for (_at, to), found in moves.items() if to is not None for each in found}
    drafts, prints = touched_papers(store, leaving)
    behind = _left_behind(draft, before.by_unit())
    return PlanPreview(
        draft=draft,
        moves=tuple(
            Move(origin, target, sum(not one.is_void for one in found), sum(one.people for one in found))
            for (origin, target), found in sorted(moves.items(), key=_walk)
        ),
        before=before.by_unit(),
        after=after.by_unit(),
        drafts=drafts,
        prints=prints,
        refusal=behind[0] if behind and not is_known and _crosses_units(draft) else "",
        remarks=(*behind, *_remarks(store, plan, draft, moves)),
        is_known=is_known,
    )


class _Counts:
    def __init__(self) -> None:
        self._people: Counter[str] = Counter()
        self._households: Counter[str] = Counter()

    def add(self, each: Standing, place: Place) -> None:
        self._people[place.unit] += each.people
        self._households[place.unit] += not each.is_void

    def by_unit(self) -> dict[str, tuple[int, int]]:
        return {unit: (self._people[unit], self._households[unit]) for unit in sorted(self._people)}


def _walk(pair: tuple[tuple[Place, Place | None], object]) -> tuple[object, ...]:
    (origin, target), _found = pair
    return origin, target is None, target or origin


def _is_known(known: Plans, draft: PlanDraft) -> bool:
    """True when exactly this plan stands; choices made since are part of it."""
    same = next(
        (plan for plan in known.all if plan.record.boundary_plan_uuid == draft.record.boundary_plan_uuid),
        None,
    )
    if same is None or same.is_withdrawn:
        return False
    if not set(draft.rules) <= set(same.rules):
        raise CensusError(
            "PLAN_DIFFERS",
            _("Phương án “{title}” đã áp dụng với quy tắc khác.").format(title=same.record.title),
            _("Hãy hoàn tác phương án đó trước, hoặc đặt tên khác. Chưa có gì thay đổi."),
        )
    return True


def _check_rules(store: Store, known: Plans, draft: PlanDraft, everything: Sequence[Standing]) -> None:
    groups = current_groups(store)
    listed = {(unit, group_key(name)) for unit, names in groups.items() for name in names}
    lived = {(each.place.unit, group_key(each.place.group)) for each in everything}
    others = [
        plan
        for plan in known.active
        if plan.effective_on == draft.day
        and plan.record.boundary_plan_uuid != draft.record.boundary_plan_uuid
    ]
    taken = {_about(rule): plan for plan in others for rule in plan.rules}
    for rule, row_no in zip(draft.rules, draft.rows, strict=True):
        where = _("Dòng {row}: ").format(row=row_no) if row_no else ""
        if (other := taken.get(_about(rule))) is not None:
            raise CensusError(
                "RULE_TWICE",
                where
                + _("{place} đã có trong phương án “{title}” cùng ngày.").format(
                    place=rule_place(rule), title=other.record.title
                ),
                _("Mỗi nơi chỉ có một quy tắc trong một ngày; chưa có gì thay đổi."),
            )
        if not _matches(rule, everything, listed | lived):
            raise CensusError(
                "RULE_MATCHES_NOTHING",
                where + _("không có hộ hay thôn, tổ dân phố nào là {place}.").format(place=rule_place(rule)),
                _("Hãy kiểm tra cách ghi tên và số; chưa có gì thay đổi."),
            )


def _about(rule: BoundaryRule) -> tuple[object, ...]:
    return rule.from_unit, group_key(rule.from_group or ""), rule.first_no, rule.last_no, rule.household


def _matches(rule: BoundaryRule, everything: Sequence[Standing], known: Collection[tuple[str, str]]) -> bool:
    """Units may be empty yet, their packages come later; a group, a number or a household must be known."""
    if rule.household is not None:
        return any(
            each.household == rule.household and each.place.unit == rule.from_unit for each in everything
        )
    if rule.from_group is None:
        return True
    place = rule.from_unit or "", group_key(rule.from_group)
    if rule.first_no is None and rule.last_no is None:
        return place in known
    there = [each for each in everything if (each.place.unit, group_key(each.place.group)) == place]
    alone = Plan(BoundaryPlan(boundary_plan_uuid=uuid.UUID(int=0)), [rule])
    hit = any(alone.rule_for(Home(each.household, each.place, each.number)) for each in there)
    return hit or (not there and place in known)


def rule_place(rule: BoundaryRule) -> str:
    """What a rule speaks about, in words: "hộ số 1–50, Tổ dân phố 3, Phường Sông Trí"."""
    numbers = None
    if rule.first_no is not None or rule.last_no is not None:
        numbers = _("hộ số {first}–{last}").format(first=rule.first_no or "…", last=rule.last_no or "…")
    one = _("hộ {household}").format(household=rule.household) if rule.household is not None else None
    return ", ".join(
        part for part in (one, numbers, rule.from_group, unit_name(rule.from_unit or "")) if part
    )


def _crosses_units(draft: PlanDraft) -> bool:
    """False for new names of groups, which no change of units has to come before."""
    return any(rule.to_unit != rule.from_unit for rule in draft.rules)


def _left_behind(draft: PlanDraft, standing: Mapping[str, tuple[int, int]]) -> list[str]:
    """Households in units that ended on an earlier day: this plan passes them by, so the earlier one comes first."""
    found = []
    for day in official_days():
        ended = {rule.from_unit or "" for rule in official_plan(day).rules} if day < draft.day else set()
        left = sum(households for unit, (_people, households) in standing.items() if unit in ended)
        if left:
            found.append(
                _(
                    "Còn {count} hộ ở đơn vị đã hết từ {day:%d/%m/%Y}; hãy áp dụng phương án ngày đó trước."
                ).format(count=left, day=day)
            )
    return found


def _remarks(
    store: Store,
    plan: Plan,
    draft: PlanDraft,
    moves: Mapping[tuple[Place, Place | None], Sequence[Standing]],
) -> list[str]:
    found = []
    if draft.day > today(store.clock):
        found.append(
            _("Phương án có hiệu lực từ {day:%d/%m/%Y}: trước ngày đó chỉ xem, chưa áp dụng được.").format(
                day=draft.day
            )
        )
    empty = plan.from_units - {origin.unit for origin, _target in moves}
    found += [_("Chưa có phiếu nào của {unit}.").format(unit=unit_name(unit)) for unit in sorted(empty)]
    meeting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for origin, target in moves:
        if target is not None and target.group:
            meeting[target.unit, group_key(target.group)].add(origin.unit)
    names = {(to.unit, group_key(to.group)): to.group for _at, to in moves if to is not None}
    for key, units in sorted(meeting.items()):
        if len(units) > 1:
            found.append(
                _("{group} của {units} sẽ cùng tên trong {unit}; nên đặt tên riêng.").format(
                    group=names[key],
                    units=", ".join(unit_name(unit) for unit in sorted(units)),
                    unit=unit_name(key[0]),
                )
            )
    return found
