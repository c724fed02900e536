"""Residential groups edited by the supervisor: renamed, put together, divided, each with its day and its history.

A change of groups is a plan like any other (see `domain.boundaries`), inside one unit: it travels, is followed by
packages that come later, and can be taken back.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.boundaries import Place, group_key
from census_desktop.domain.boundary_records import BoundaryPlan
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean_or_none, natural_key
from census_desktop.services.areas import current_groups
from census_desktop.services.boundary_counts import counts_by_place
from census_desktop.services.boundary_list import PlanDraft, contradictions, make_rule, plan_record
from census_desktop.services.units import unit_name
from census_desktop.store.boundaries import load_plans
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A residential group as it is.

    Attributes:
        place: unit and name.
        people: with slips.
        households: of the group.
        is_listed: it stands in the list of the area; False when only slips name it.
        since: first day when a plan made it, None when it was always there.
    """

    place: Place
    people: int
    households: int
    is_listed: bool
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One entry of the history of a group.

    Attributes:
        plan: the plan with its day and basis.
        before: name before, with the numbers when only a part changed.
        after: name and unit afterwards; None when a person chooses.
    """

    plan: BoundaryPlan
    before: str
    after: Place | None


def groups_of(store: Store, unit: str | None = None) -> tuple[GroupLine, ...]:
    """Groups of one unit, or of all units that are in use, in their order."""
    listed = current_groups(store)
    counts = counts_by_place(store)
    used = {place.unit for place in counts} | {of for of in listed if _is_present(of)}
    since = {
        (rule.to_unit, group_key(rule.to_group)): plan.effective_on
        for plan in load_plans(store).active
        for rule in plan.rules
        if rule.to_group is not None
    }
    lines: list[GroupLine] = []
    for of in sorted(used if unit is None else {unit}):
        names = {group_key(name): name for name in listed.get(of, ())}
        known = set(names)
        for place in counts:
            if place.unit == of and place.group:
                names.setdefault(group_key(place.group), place.group)
        for key, name in sorted(names.items(), key=lambda item: natural_key(item[1])):
            there = [
                count for place, count in counts.items() if place.unit == of and group_key(place.group) == key
            ]
            lines.append(
                GroupLine(
                    Place(of, name),
                    sum(people for people, _households in there),
                    sum(households for _people, households in there),
                    is_listed=key in known,
                    since=since.get((of, key)),
                )
            )
    return tuple(lines)


def _is_present(unit: str) -> bool:
    try:
        known = area().get(UnitKey.from_text(unit))
    except BadInput:
        return False
    return known is not None and known.valid_to is None


def change_groups(
    store: Store,
    unit: str,
    groups: Sequence[str],
    name: str,
    day: datetime.date,
    *,
    basis: str | None = None,
    numbers: tuple[str | None, str | None] = (None, None),
) -> PlanDraft:
    """The plan that renames a group, puts several together under one name, or makes a part of one a group of its own.

    Args:
        store: the store.
        unit: unit text.
        groups: what is changed; several become one.
        name: the new name.
        day: first day of the new state.
        basis: the decision behind it.
        numbers: of a part, its first and last household number.

    Raises:
        CensusError: NO_NAME; NO_SUCH_GROUP; BAD_CHOICE for parts of several groups at once, numbers that are no range,
            or the name it has; WRONG_UNIT when the unit does not exist on that day; NAME_TAKEN when another group has
            the name.
    """
    first_no, last_no = (clean_or_none(each or "") for each in numbers)
    new = clean_or_none(name)
    if new is None:
        raise CensusError("NO_NAME", _("Chưa có tên thôn, tổ dân phố mới."), _("Chưa có gì thay đổi."))
    known = area().get(UnitKey.from_text(unit))
    if known is None or not known.is_valid_on(day):
        raise CensusError(
            "WRONG_UNIT",
            _("{unit} không có trong ngày {day:%d/%m/%Y}.").format(unit=unit_name(unit), day=day),
            _("Chưa có gì thay đổi."),
        )
    is_part = first_no is not None or last_no is not None
    present = {group_key(line.place.group): line.place.group for line in groups_of(store, unit)}
    found = [present.get(group_key(group)) for group in groups]
    if not groups or None in found:
        missing = next((group for group in groups if group_key(group) not in present), "")
        raise CensusError(
            "NO_SUCH_GROUP",
            _("{unit} không có thôn, tổ dân phố {group}.").format(unit=unit_name(unit), group=missing),
            _("Xem danh sách: groups list. Chưa có gì thay đổi."),
        )
    olds = [group for group in found if group is not None]
    _check_name(present, olds, new, is_part=is_part)
    record = plan_record(_title(unit, olds, new, is_part=is_part), day, basis)
    rules = tuple(
        make_rule(
            record,
            {
                "from_unit": unit,
                "from_group": old,
                "first_no": first_no,
                "last_no": last_no,
                "to_unit": unit,
                "to_group": new,
            },
            None,
        )
        for old in olds
        if old != new
    )
    draft = PlanDraft(record, rules, (0,) * len(rules))
    wrong = contradictions(draft)
    if wrong:
        raise CensusError(
            "BAD_CHOICE", f"{wrong[0][1][:1].upper()}{wrong[0][1][1:]}.", _("Chưa có gì thay đổi.")
        )
    return draft


def _check_name(present: dict[str, str], olds: Sequence[str], new: str, *, is_part: bool) -> None:
    if is_part and len(olds) > 1:
        raise CensusError(
            "BAD_CHOICE", _("Mỗi lần chỉ tách một thôn, tổ dân phố."), _("Chưa có gì thay đổi.")
        )
    if olds == [new]:
        raise CensusError("BAD_CHOICE", _("Tên mới giống tên cũ."), _("Chưa có gì thay đổi."))
    mine = {group_key(old) for old in olds}
    if group_key(new) in set(present) - mine:
        raise CensusError(
            "NAME_TAKEN",
            _("Đơn vị này đã có {group}.").format(group=present[group_key(new)]),
            _("Muốn gộp vào đó thì chọn cả hai rồi gộp; chưa có gì thay đổi."),
        )


@in_vietnamese()
def _title(unit: str, olds: Sequence[str], new: str, *, is_part: bool) -> str:
    """The same in every language: the id of the plan is made from it."""
    words = {"old": ", ".join(olds), "new": new, "unit": unit_name(unit)}
    if is_part:
        return _("Tách một phần {old} thành {new}, {unit}").format(**words)
    if len(olds) > 1:
        return _("Gộp {old} thành {new}, {unit}").format(**words)
    return _("Đổi tên {old} thành {new}, {unit}").format(**words)


def group_history(store: Store, unit: str) -> tuple[GroupChange, ...]:
    """Everything that became of groups of a unit, oldest first; plans taken back say so themselves."""
    return tuple(
        GroupChange(
            plan.record,
            _before(rule.from_group, rule.first_no, rule.last_no),
            Place(rule.to_unit, rule.to_group or rule.from_group) if rule.to_unit is not None else None,
        )
        for plan in load_plans(store).all
        for rule in plan.rules
        if rule.from_group is not None and unit in {rule.from_unit, rule.to_unit}
    )


def _before(group: str, first_no: str | None, last_no: str | None) -> str:
    if first_no is None and last_no is None:
        return group
    return _("{group} (hộ số {first}–{last})").format(group=group, first=first_no or "…", last=last_no or "…")
