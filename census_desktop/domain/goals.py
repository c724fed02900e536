"""What a unit or residential group has to collect, from where that figure comes, and whether it is closed.

One record for each place, its id made from the place, so that the town and its wards speak about the same one. The
record of the town itself holds the deadline.
"""

from __future__ import annotations

import uuid
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
