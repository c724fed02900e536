"""The area as records, for towns other than the one that comes with the program: units, changes, residential groups."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUnit:
    """A unit of a loaded area; its boxes are plain text, so that the record goes to every ward.

    Attributes:
        area_unit_uuid: made from code and first day.
        code: code of the statistics office.
        valid_from: first day, ISO.
        valid_to: last day, None when it still exists.
        name: with its kind.
        kind: "Phường", "Xã", "Thị trấn"; of the town itself "Thị xã", "Thành phố", "Huyện", "Quận".
        successors: keys of the units its territory went to, joined by "; ".
        legal_basis: the resolution.
    """

    area_unit_uuid: uuid.UUID
    code: Annotated[str | None, FieldDef(N_("Mã"), Kind.TEXT, cell="unit")] = None
    valid_from: Annotated[str | None, FieldDef(N_("Có từ ngày"), Kind.TEXT, cell="unit")] = None
    valid_to: Annotated[str | None, FieldDef(N_("Đến hết ngày"), Kind.TEXT, cell="unit")] = None
    name: Annotated[str | None, FieldDef(N_("Tên"), Kind.TEXT, cell="unit")] = None
    kind: Annotated[str | None, FieldDef(N_("Loại"), Kind.TEXT, cell="unit")] = None
    successors: Annotated[str | None, FieldDef(N_("Đơn vị kế tục"), Kind.TEXT, cell="unit")] = None
    legal_basis: Annotated[str | None, FieldDef(N_("Căn cứ pháp lý"), Kind.TEXT, cell="unit")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGroup:
    """A residential group of a loaded area.

    Attributes:
        area_group_uuid: made from unit and name.
        within: unit text it lies in.
        name: as written on slips.
        kind: "thôn" or "tổ dân phố".
    """

    area_group_uuid: uuid.UUID
    within: Annotated[str | None, FieldDef(N_("Đơn vị"), Kind.TEXT, cell="group")] = None
    name: Annotated[str | None, FieldDef(N_("Tên"), Kind.TEXT, cell="group")] = None
    kind: Annotated[str | None, FieldDef(N_("Loại"), Kind.TEXT, cell="group")] = None


def area_unit_uuid_of(key: str) -> uuid.UUID:
    """The id of the record of a unit, the same on every machine."""
    return made_id("census.unit", key.encode())


def area_group_uuid_of(unit: str, name: str) -> uuid.UUID:
    """The id of the record of a group."""
    return made_id("census.group", unit.encode(), name.encode())
