"""The area as a store knows it: units and residential groups, those that come with the program or a loaded list.

A list of another town is an .xlsx or .csv with the columns `COLUMNS` (docs/boundaries.md). What was loaded is kept as
records, so wards learn it from the town's receipts; the program speaks about the area of the store opened last.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.area import (
    Area,
    BoundaryChange,
    ResidentialGroup,
    Unit,
    UnitKey,
    area,
    shipped_area,
    use_area,
)
from census_desktop.domain.area_records import AreaGroup, AreaUnit, area_group_uuid_of, area_unit_uuid_of
from census_desktop.domain.boundaries import groups_after
from census_desktop.domain.dates import parse_partial_date
from census_desktop.domain.places import forget_places
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.places import forget_units
from census_desktop.domain.spec import BadInput
from census_desktop.linkage.places import forget_names
from census_desktop.services.rights import must_be_town, must_lead
from census_desktop.store.boundaries import load_plans
from census_desktop.store.records import records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.small_sheets import Complaints, ListRow, read_list

COLUMNS = (
    "code", "valid_from", "valid_to", "name", "kind", "successors", "legal_basis", "group", "group_kind",
)  # fmt: skip
_CODE = re.compile(r"[0-9]{1,5}")
_ONE_DAY = datetime.timedelta(days=1)
_BETWEEN = re.compile(r"[;,]")


# -- reading a list --------------------------------------------------------------------------------------------------


def read_area(path: Path) -> Area:
    """Read the area of a town from a list.

    Raises:
        CensusError: BAD_LIST naming rows and reasons (no such day, an end before its beginning, the same code twice on
            one day, successors that are unknown, do not follow at once or lead back, groups of unknown units, no town);
            the codes of `read_list`.
    """
    complaints = Complaints(path)
    rows = read_list(path, COLUMNS, "code")
    units: dict[UnitKey, tuple[int, Unit, str]] = {}
    groups: list[ResidentialGroup] = []
    for row in rows:
        if "group" not in row.values:
            _read_unit(row, units, complaints)
    for row in rows:
        if "group" in row.values:
            _read_group(row, units, groups, complaints)
    _check_overlaps(units, complaints)
    _check_successors(units, complaints)
    if not any(unit.is_town for _row, unit, _basis in units.values()):
        complaints.add(1, _("thiếu dòng của thị xã, thành phố, huyện hoặc quận"))
    complaints.raise_any()
    return _area([(unit, basis) for _row, unit, basis in units.values()], groups)


def _read_unit(row: ListRow, units: dict[UnitKey, tuple[int, Unit, str]], complaints: Complaints) -> None:
    said = row.values
    try:
        key = _key(said)
        end = _day(said["valid_to"]) if "valid_to" in said else None
        successors = tuple(
            _successor(part) for part in _BETWEEN.split(said.get("successors", "")) if part.strip()
        )
    except BadInput as error:
        complaints.add(row.row_no, error.why)
        return
    missing = [name for name in ("name", "kind") if name not in said]
    if missing:
        complaints.add(row.row_no, _("thiếu cột {names}").format(names=", ".join(missing)))
        return
    if end is not None and end < key.valid_from:
        complaints.add(row.row_no, _("ngày cuối trước ngày đầu"))
        return
    if key in units:
        complaints.add(row.row_no, _("đơn vị này đã có ở dòng {row}").format(row=units[key][0]))
        return
    units[key] = (
        row.row_no,
        Unit(key, said["name"], said["kind"], end, successors),
        said.get("legal_basis", ""),
    )


def _read_group(
    row: ListRow,
    units: Mapping[UnitKey, tuple[int, Unit, str]],
    groups: list[ResidentialGroup],
    complaints: Complaints,
) -> None:
    try:
        key = _key(row.values)
    except BadInput as error:
        complaints.add(row.row_no, error.why)
        return
    if key not in units:
        complaints.add(row.row_no, _("không có đơn vị {unit} trong danh sách").format(unit=key))
        return
    group = ResidentialGroup(key, row.values["group"], row.values.get("group_kind", ""))
    if group in groups:
        complaints.add(row.row_no, _("thôn, tổ dân phố này đã có ở dòng trên"))
        return
    groups.append(group)


def _key(said: Mapping[str, str]) -> UnitKey:
    code = said.get("code", "")
    if not _CODE.fullmatch(code):
        raise BadInput(code, _("mã đơn vị gồm 1 đến 5 chữ số"))
    if "valid_from" not in said:
        raise BadInput("", _("thiếu cột {names}").format(names="valid_from"))
    return UnitKey(code, _day(said["valid_from"]))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(parse_partial_date(text).iso())
    except (BadInput, ValueError) as error:
        raise BadInput(
            text, _("{text} không phải là một ngày đủ ngày, tháng, năm.").format(text=text)
        ) from error


def _successor(text: str) -> UnitKey:
    return UnitKey.from_text(text.strip())


def _check_overlaps(units: Mapping[UnitKey, tuple[int, Unit, str]], complaints: Complaints) -> None:
    known = sorted(units.values(), key=lambda item: item[1].key)
    for (first_row, one, _b), (row, other, _c) in pairwise(known):
        same = one.key.code == other.key.code
        if same and (one.valid_to is None or one.valid_to >= other.key.valid_from):
            complaints.add(
                row, _("mã {code} còn dùng cho đơn vị ở dòng {row}").format(code=one.key.code, row=first_row)
            )


def _check_successors(units: Mapping[UnitKey, tuple[int, Unit, str]], complaints: Complaints) -> None:
    for row, unit, _basis in units.values():
        if _leads_back(unit.key, units):
            complaints.add(row, _("đơn vị kế tục đi vòng về chính {name}").format(name=unit.name))
            continue
        for successor in unit.successors:
            if successor not in units:
                complaints.add(row, _("không có đơn vị kế tục {unit}").format(unit=successor))
            elif unit.valid_to is None or successor.valid_from != unit.valid_to + _ONE_DAY:
                complaints.add(
                    row, _("đơn vị kế tục {unit} phải bắt đầu đúng hôm sau").format(unit=successor)
                )


def _leads_back(start: UnitKey, units: Mapping[UnitKey, tuple[int, Unit, str]]) -> bool:
    waiting, seen = list(units[start][1].successors), set[UnitKey]()
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key in units and key not in seen:
            seen.add(key)
            waiting += units[key][1].successors
    return False


def _area(units: Sequence[tuple[Unit, str]], groups: Sequence[ResidentialGroup]) -> Area:
    bases = {unit.key: basis for unit, basis in units}
    changes = [
        BoundaryChange(
            effective_on=successor.valid_from,
            origin=unit.key,
            origin_name=unit.name,
            target=successor,
            is_divided=len(unit.successors) > 1,
            legal_basis=bases.get(successor, ""),
        )
        for unit, _basis in units
        for successor in unit.successors
    ]
    changes.sort(key=lambda change: (change.effective_on, change.origin_name))
    return Area([unit for unit, _basis in units], changes, groups)


# -- keeping and knowing ---------------------------------------------------------------------------------------------


def load_area_list(store: Store, path: Path) -> int:
    """Keep the area of a list in the store of the town; returns the number of records that changed.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED; what `read_area` raises; UNITS_IN_USE when households lie in units
            the list does not know.
    """
    must_be_town(store)
    must_lead(store)
    found = read_area(path)
    with store.read() as connection:
        used = (
            connection.exec_driver_sql("SELECT DISTINCT unit FROM household WHERE unit IS NOT NULL")
            .scalars()
            .all()
        )
    known = {str(unit.key) for unit in found.units}
    lost = sorted(set(used) - known)
    if lost:
        raise CensusError(
            "UNITS_IN_USE",
            _("Danh sách thiếu {count} đơn vị đang có hộ: {units}.").format(
                count=number(len(lost)), units=", ".join(lost[:5])
            ),
            _("Hãy thêm các đơn vị đó vào danh sách; chưa có gì thay đổi."),
        )
    changed = keep_area(store, found)
    learn_area(store)
    return changed


def keep_area(store: Store, found: Area) -> int:
    """Write an area as records; what the list does not hold any more is left without a name."""
    records: list[AreaUnit | AreaGroup] = [_unit_record(unit, found) for unit in found.units]
    records += [
        AreaGroup(
            area_group_uuid=area_group_uuid_of(str(group.unit), group.name),
            within=str(group.unit),
            name=group.name,
            kind=group.kind or None,
        )
        for group in found.residential_groups
    ]
    kept = {
        getattr(record, "area_unit_uuid", None) or getattr(record, "area_group_uuid", None)
        for record in records
    }
    gone: list[AreaUnit | AreaGroup] = [
        AreaUnit(area_unit_uuid=each.area_unit_uuid)
        for each in records_where(store, RecordKind.AREA_UNIT)
        if each.area_unit_uuid not in kept
    ]
    gone += [
        AreaGroup(area_group_uuid=each.area_group_uuid)
        for each in records_where(store, RecordKind.AREA_GROUP)
        if each.area_group_uuid not in kept
    ]
    with store.transaction(Action.SETTING) as tx:
        return sum(bool(tx.save(record)) for record in (*records, *gone))


def _unit_record(unit: Unit, found: Area) -> AreaUnit:
    bases = {change.target: change.legal_basis for change in found.changes}
    return AreaUnit(
        area_unit_uuid=area_unit_uuid_of(str(unit.key)),
        code=unit.key.code,
        valid_from=unit.key.valid_from.isoformat(),
        valid_to=unit.valid_to.isoformat() if unit.valid_to is not None else None,
        name=unit.name,
        kind=unit.kind,
        successors="; ".join(map(str, unit.successors)) or None,
        legal_basis=bases.get(unit.key) or None,
    )


def base_area(store: Store) -> Area:
    """The area before plans: the loaded one, else the one that comes with the program."""
    units: list[tuple[Unit, str]] = []
    for each in records_where(store, RecordKind.AREA_UNIT):
        try:
            key = UnitKey.from_text(f"{each.code}@{each.valid_from}")
            end = datetime.date.fromisoformat(each.valid_to) if each.valid_to else None
            after = tuple(_successor(part) for part in (each.successors or "").split(";") if part.strip())
        except ValueError:  # BadInput too: left out by a newer list, or spoiled on the way
            continue
        units.append((Unit(key, each.name or str(key), each.kind or "", end, after), each.legal_basis or ""))
    if not any(unit.is_town for unit, _basis in units):
        return shipped_area()
    keys = {unit.key for unit, _basis in units}
    groups = []
    for each in records_where(store, RecordKind.AREA_GROUP):
        try:
            key = UnitKey.from_text(each.within or "")
        except BadInput:
            continue
        if key in keys and each.name:
            groups.append(ResidentialGroup(key, each.name, each.kind or ""))
    return _area(units, groups)


def current_groups(store: Store) -> dict[str, list[str]]:
    """Residential groups by unit text, all plans followed."""
    return _followed(store, base_area(store))


def _followed(store: Store, base: Area) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for group in base.residential_groups:
        groups.setdefault(str(group.unit), []).append(group.label)
    for plan in load_plans(store).active:
        groups = groups_after(plan, groups)
    return groups


def learn_area(store: Store) -> None:
    """Let the whole program speak about the area of this store, with the groups that plans have made."""
    base = base_area(store)
    if load_plans(store).active:
        after = _followed(store, base)
        groups = [
            ResidentialGroup(UnitKey.from_text(unit), name, "")
            for unit, names in after.items()
            for name in names
        ]
        # A unit that is no more keeps the names its last slips may still carry.
        groups += [group for group in base.residential_groups if str(group.unit) not in after]
        base = Area(base.units, base.changes, groups)
    speak_about(None if base is shipped_area() else base)


def speak_about(other: Area | None) -> None:
    """Let the program speak about an area; what was read of another one's units is read again."""
    before = area().units
    use_area(other)
    if area().units != before:
        forget_places()
        forget_units()
        forget_names()
