"""What stands beside a slip about people who are away, people who serve, and houses that are no families.

Each is a record of its own about a person or a household (docs/decisions/008): the boxes of the slip keep their cells,
so packages of older programs still merge.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """The absence of a person as a process; the slip says since when, where and why.

    Attributes:
        away_uuid: made from the person.
        about: the person.
        declared: "1" when tạm vắng was declared to the police.
        declared_on: when.
        declared_at: where, or the number of the paper.
        country: code of the country, blank for Việt Nam.
        province: code of the province.
        slip_given: how the slip came, a code of the list `slip_given`.
        remind_on: day on which the family is asked again.
        remind_note: what to ask.
        reminded_on: day on which it was done.
    """

    away_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Người"), Kind.RECORD)] = None
    declared: Annotated[str | None, FieldDef(N_("Đã khai báo tạm vắng"), Kind.FLAG, cell="declaration")] = (
        None
    )
    declared_on: Annotated[
        str | None, FieldDef(N_("Ngày khai báo tạm vắng"), Kind.DATE, cell="declaration")
    ] = None
    declared_at: Annotated[
        str | None, FieldDef(N_("Nơi khai báo, số phiếu"), Kind.TEXT, cell="declaration")
    ] = None
    country: Annotated[
        str | None, FieldDef(N_("Đang ở nước"), Kind.CODE, codes="nationality", cell="whereabouts")
    ] = None
    province: Annotated[
        str | None, FieldDef(N_("Đang ở tỉnh"), Kind.CODE, codes="cccd_province", cell="whereabouts")
    ] = None
    slip_given: Annotated[str | None, FieldDef(N_("Phiếu do ai đưa"), Kind.CODE, codes="slip_given")] = None
    remind_on: Annotated[str | None, FieldDef(N_("Nhắc lại ngày"), Kind.DATE, cell="reminder")] = None
    remind_note: Annotated[str | None, FieldDef(N_("Nhắc việc gì"), Kind.TEXT, cell="reminder")] = None
    reminded_on: Annotated[str | None, FieldDef(N_("Đã nhắc ngày"), Kind.DATE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """How somebody serves in the army or the police.

    Attributes:
        duty_uuid: made from the person.
        about: the person.
        lodging: inside or outside barracks, a code of the list `lodging`.
        withheld: "1" when the address of the unit is shown to supervisors only.
    """

    duty_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Người"), Kind.RECORD)] = None
    lodging: Annotated[str | None, FieldDef(N_("Chỗ ở khi phục vụ"), Kind.CODE, codes="lodging")] = None
    withheld: Annotated[str | None, FieldDef(N_("Giữ kín địa chỉ đơn vị"), Kind.FLAG)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """A household that is no family (hộ tập thể): barracks, dormitory, home of a charity, building site.

    Attributes:
        collective_uuid: made from the household.
        about: the household.
        kind: a code of the list `collective_kind`.
        manager: who answers for it.
        capacity: people it lodges as the manager says.
    """

    collective_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Hộ"), Kind.RECORD)] = None
    kind: Annotated[
        str | None, FieldDef(N_("Loại hộ tập thể"), Kind.CODE, codes="collective_kind", cell="collective")
    ] = None
    manager: Annotated[
        str | None, FieldDef(N_("Người quản lý"), Kind.NAME, cell="collective", max_length=120)
    ] = None
    capacity: Annotated[
        str | None, FieldDef(N_("Số người ở"), Kind.DIGITS, cell="collective", max_length=6)
    ] = None


def away_uuid_of(person: uuid.UUID) -> uuid.UUID:
    """The id of the record about a person's absence, the same on every machine."""
    return made_id("census.away", person.bytes)


def duty_uuid_of(person: uuid.UUID) -> uuid.UUID:
    """The id of the record about a person's service."""
    return made_id("census.duty", person.bytes)


def collective_uuid_of(household: uuid.UUID) -> uuid.UUID:
    """The id of the record about a collective household."""
    return made_id("census.house", household.bytes)


# First day of the lunar year in Việt Nam, when those who work far away come home.
_TET = ("2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01",
        "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13")  # fmt: skip
TET_DAYS = tuple(datetime.date.fromisoformat(day) for day in _TET)
BEFORE_TET, AFTER_TET = datetime.timedelta(days=30), datetime.timedelta(days=15)


def next_tet(today: datetime.date) -> datetime.date | None:
    """The coming Tết, or the one whose holidays are not over; None beyond the table."""
    return next((day for day in TET_DAYS if day + AFTER_TET >= today), None)


AT_UNIT, AT_HOME, UNCLEAR = "tai_don_vi", "tai_ho", "chua_ro"  # service_counted_at
INSIDE, OUTSIDE = "trong_doanh_trai", "ngoai_doanh_trai"  # lodging
_CONSCRIPTS = frozenset({"nghia_vu_quan_su", "nghia_vu_cong_an"})
_STUDENTS = frozenset({"hoc_vien"})
LAW_2020_FROM = "2021-07-01"


@dataclass(frozen=True, slots=True)
class Counting:
    """Where somebody who serves is counted, and why.

    Attributes:
        place: a code of the list `service_counted_at`.
        why: one sentence, a Vietnamese message id.
        source: the law it rests on, a Vietnamese message id.
    """

    place: str
    why: str
    source: str


_LAW_2006 = N_("Luật Cư trú 2006 (sửa đổi 2013), Điều 16; Thông tư 35/2014/TT-BCA, Điều 3")
_LAW_2020 = N_(
    "Luật Cư trú 2020 (68/2020/QH14), nơi cư trú của người phục vụ; Thông tư 55/2021/TT-BCA, Điều 18"
)


def counted_where(service: str, lodging: str | None, declared_on: str | None) -> Counting:
    """The rule: conscripts and students where their unit is stationed; others there when they live in barracks.

    Args:
        service: a code of the list `service`.
        lodging: a code of the list `lodging`.
        declared_on: stored day of the slip; it decides which law was in force.
    """
    source = (
        _LAW_2020
        if declared_on is not None and declared_on >= LAW_2020_FROM[: len(declared_on)]
        else _LAW_2006
    )
    if service in _CONSCRIPTS:
        return Counting(AT_UNIT, N_("Người làm nghĩa vụ cư trú tại nơi đơn vị đóng quân."), source)
    if service in _STUDENTS and lodging != OUTSIDE:
        return Counting(AT_UNIT, N_("Học viên ở tập trung tại trường."), source)
    if lodging == INSIDE:
        return Counting(AT_UNIT, N_("Ở trong doanh trại: nơi cư trú là nơi đơn vị đóng quân."), source)
    if lodging == OUTSIDE:
        return Counting(AT_HOME, N_("Ở ngoài doanh trại, đã có nơi cư trú khác: tính tại hộ."), source)
    return Counting(UNCLEAR, N_("Chưa rõ ở trong hay ngoài doanh trại: hỏi lại."), source)
