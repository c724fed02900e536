"""What a unit or residential group has to collect, from where that figure comes, and whether it is closed.

One record for each place, its id made from the place, so that the town and its wards speak about the same one. The
record of the town itself holds the deadline. Beside them stand shares: what a confirmed plan of boundaries gives a unit
of the target of a divided one. They are records of their own, so that taking the plan back leaves all targets as given.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The target (chỉ tiêu) of a place.

    Attributes:
        goal_uuid: made from the place, see `goal_uuid_of`.
        unit: unit text; the town's own key for the whole town.
        residential_group: None for the whole unit.
        people: people to be collected.
        households: households to be collected.
        source: where the figures come from.
        as_of: the day they are of.
        exceptions: people who justly have no slip; they are not missing.
        exceptions_reason: why.
        deadline: day by which all should be in.
        closed: "1" when the place is closed (khóa sổ): slips there are not changed any more.
        closing_reason: why it was closed or opened again.
    """

    goal_uuid: uuid.UUID
    unit: Annotated[
        str | None, FieldDef(N_("Đơn vị hành chính"), Kind.UNIT, short=N_("Đơn vị"), cell="place")
    ] = None
    residential_group: Annotated[
        str | None, FieldDef(N_("Thôn/tổ dân phố"), Kind.TEXT, short=N_("Thôn/TDP"), cell="place")
    ] = None
    people: Annotated[
        str | None, FieldDef(N_("Chỉ tiêu nhân khẩu"), Kind.DIGITS, cell="figures", max_length=9)
    ] = None
    households: Annotated[
        str | None, FieldDef(N_("Chỉ tiêu hộ"), Kind.DIGITS, cell="figures", max_length=9)
    ] = None
    source: Annotated[str | None, FieldDef(N_("Nguồn số liệu"), Kind.TEXT, cell="figures")] = None
    as_of: Annotated[str | None, FieldDef(N_("Số liệu ngày"), Kind.DATE, cell="figures")] = None
    exceptions: Annotated[
        str | None, FieldDef(N_("Được miễn phiếu"), Kind.DIGITS, cell="exceptions", max_length=9)
    ] = None
    exceptions_reason: Annotated[
        str | None, FieldDef(N_("Lý do được miễn"), Kind.TEXT, cell="exceptions")
    ] = None
    deadline: Annotated[str | None, FieldDef(N_("Hạn hoàn thành"), Kind.DATE)] = None
    closed: Annotated[str | None, FieldDef(N_("Khóa sổ"), Kind.FLAG, cell="closing")] = None
    closing_reason: Annotated[str | None, FieldDef(N_("Lý do khóa hoặc mở"), Kind.TEXT, cell="closing")] = (
        None
    )


def goal_uuid_of(unit: str, residential_group: str | None = None) -> uuid.UUID:
    """The id of the goal of one place, the same on every machine."""
    return made_id("census.goal", unit.encode(), (residential_group or "").encode())


def share_uuid_of(unit: str, plan: uuid.UUID) -> uuid.UUID:
    """The id of the share that a plan gives a unit of the target of a divided one."""
    return made_id("census.share", unit.encode(), plan.bytes)


def is_share(goal: Goal) -> bool:
    """True for a share of a plan, which is no target of its own."""
    return goal.goal_uuid != goal_uuid_of(goal.unit or "", goal.residential_group)


def shared_out(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A whole number shared out by weights, largest remainders first; the parts add up to it.

    Returns:
        By name as in `weights`; {} when nothing has any weight.
    """
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    parts = {name: total * weight // whole for name, weight in weights.items()}
    left = total - sum(parts.values())
    for name in sorted(weights, key=lambda name: (-(total * weights[name] % whole), name))[:left]:
        parts[name] += 1
    return parts
