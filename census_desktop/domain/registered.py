"""Who should answer: the list of registered households, and what came of each visit to them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A household of the register (hộ đã đăng ký cư trú), the denominator of the collection.

    Attributes:
        registered_uuid: made from unit, group and number or book, so that a list imported twice is one list.
        unit: unit text.
        residential_group: thôn or tổ dân phố.
        household_no: number on the list.
        household_book_no: number of the household book.
        head_name: name of the head.
        people: people the register knows.
        address: as on the list.
        collector: who collects there.
        source: name of the list.
        household: the household typed for it, None while there is none.
        exempt: "1" when there will justly be no slip.
        exempt_reason: why.
    """

    registered_uuid: uuid.UUID
    unit: Annotated[str | None, FieldDef(N_("Đơn vị hành chính"), Kind.UNIT, required=True, cell="entry")] = (
        None
    )
    residential_group: Annotated[
        str | None, FieldDef(N_("Thôn/tổ dân phố"), Kind.TEXT, required=True, cell="entry", max_length=80)
    ] = None
    household_no: Annotated[
        str | None, FieldDef(N_("Số thứ tự hộ"), Kind.TEXT, cell="entry", max_length=20)
    ] = None
    household_book_no: Annotated[
        str | None, FieldDef(N_("Sổ hộ khẩu số"), Kind.TEXT, cell="entry", max_length=40)
    ] = None
    head_name: Annotated[
        str | None, FieldDef(N_("Họ tên chủ hộ"), Kind.NAME, required=True, cell="entry", max_length=120)
    ] = None
    people: Annotated[str | None, FieldDef(N_("Số nhân khẩu"), Kind.DIGITS, cell="entry", max_length=4)] = (
        None
    )
    address: Annotated[str | None, FieldDef(N_("Địa chỉ hộ"), Kind.PLACE, cell="entry")] = None
    source: Annotated[str | None, FieldDef(N_("Nguồn danh sách"), Kind.TEXT, cell="entry")] = None
    collector: Annotated[str | None, FieldDef(N_("Người thu phiếu"), Kind.NAME, max_length=120)] = None
    household: Annotated[uuid.UUID | None, FieldDef(N_("Hộ đã nhập"), Kind.RECORD)] = None
    exempt: Annotated[str | None, FieldDef(N_("Được miễn phiếu"), Kind.FLAG, cell="exempt")] = None
    exempt_reason: Annotated[str | None, FieldDef(N_("Lý do được miễn"), Kind.TEXT, cell="exempt")] = None


def registered_uuid_of(
    unit: str, residential_group: str, household_no: str | None, household_book_no: str | None
) -> uuid.UUID:
    """The id of a registered household, the same on every machine: by its number, by its book where it has none."""
    known = f"no:{household_no}" if household_no else f"book:{household_book_no or ''}"
    return made_id("census.hh_list", unit.encode(), residential_group.encode(), known.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit of a collector.

    Attributes:
        visit_uuid: its own id.
        about: the registered household, or a household already typed.
        visited_on: day.
        result: code of the list `visit_result`.
        reason: in the collector's words.
        collector: who went.
    """

    visit_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Hộ"), Kind.RECORD, cell="visit")] = None
    visited_on: Annotated[str | None, FieldDef(N_("Ngày đến"), Kind.DATE, required=True, cell="visit")] = None
    result: Annotated[
        str | None,
        FieldDef(N_("Kết quả"), Kind.CODE, codes="visit_result", required=True, cell="visit"),
    ] = None
    reason: Annotated[str | None, FieldDef(N_("Lý do"), Kind.TEXT, cell="visit")] = None
    collector: Annotated[
        str | None, FieldDef(N_("Người thu phiếu"), Kind.NAME, cell="visit", max_length=120)
    ] = None
