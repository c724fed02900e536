"""Looking things up in a town of any size: people in the order of names, households in the order of houses.

Only one page is read at a time, and the next begins where the last ended (nothing is skipped over, nothing counted).
Few hits are fetched and put in order; many are met on a walk along the order itself, which ends with a full page.
Both ways read indexes that hold everything the filters ask for, so that rows are touched only to be shown.
"""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, text

from census_desktop.domain.code_names import HEAD, VOIDED
from census_desktop.domain.lookup import read_lookup
from census_desktop.store.browse_readings import (
    BORN,
    LISTED,
    few_hits,
    household_readings,
    of_members,
    readings,
    settled,
)
from census_desktop.store.rows import house_key
from census_desktop.store.store import Store

PAGE = 200  # rows
ANY = "*"  # any answer but none


@dataclass(frozen=True, slots=True)
class Flagged:
    """Records that something was found about, by their row numbers; see `flagged`."""

    people: tuple[int, ...] = ()
    households: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What else must hold; "" for anything.

    Attributes:
        unit: unit text.
        residential_group: name of the thôn or tổ dân phố, beside a unit.
        slip_state: code; the code of void slips shows those, which are left out otherwise.
        presence: code.
        service: code, or `ANY`.
        flagged: only these; None for all.
    """

    unit: str = ""
    residential_group: str = ""
    slip_state: str = ""
    presence: str = ""
    service: str = ""
    flagged: Flagged | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended.

    Attributes:
        key: place in the order; None among those who have none (slips without a name), who come last.
        row: row number.
    """

    key: bytes | None
    row: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as a line of a list; void slips are marked."""

    person_uuid: uuid.UUID
    household_uuid: uuid.UUID | None
    full_name: str | None
    birth_date: str | None
    sex: str | None
    personal_id: str | None
    old_id: str | None
    relation_to_head: str | None
    slip_state: str | None
    is_void: bool
    household_no: str | None
    residential_group: str | None
    unit: str | None
    mark: Mark = field(compare=False)


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as a line of a list.

    Attributes:
        head_name: name of the member whose relation is head, else of the first member, else None.
        people: members without void slips.
    """

    household_uuid: uuid.UUID
    household_no: str | None
    head_name: str | None
    people: int
    residential_group: str | None
    unit: str | None
    address: str | None
    phone: str | None
    is_void: bool
    mark: Mark = field(compare=False)


def browse_people(
    store: Store, typed: str, filters: Filters, after: Mark | None = None, limit: int = PAGE
) -> tuple[PersonLine, ...]:
    """A page of people in the order of Vietnamese lists: given name, surname, middle name.

    Args:
        store: the store.
        typed: as in the search line; blank for everybody.
        filters: what else must hold.
        after: the mark of the last line of the page before.
        limit: most lines of the page; fewer come only when there are no more.
    """
    lookup = read_lookup(typed)
    if typed.strip() and lookup.is_blank:
        return ()
    conditions, values = _person_filters(filters)
    with store.read() as connection:
        if lookup.is_blank:
            way = _NAME_ORDER
        else:
            lookup = settled(connection, lookup)
            found, more = readings(lookup)
            values |= more
            if lookup.names and lookup.born:
                conditions.append(BORN)
            few = few_hits(connection, found, values)
            way = _NAME_ORDER if few is None else ""
            conditions.append(f"+p.id IN ({found})" if few is None else f"p.id IN ({LISTED.format('few')})")
            values["few"] = few
        lines: list[PersonLine] = []
        for where, start in _stages(after):
            rows = connection.execute(
                text(_PEOPLE.format(way=way, where=" AND ".join((*conditions, where)))),
                {**values, **start, "limit": limit - len(lines)},
            ).mappings()
            lines += map(_person_line, rows)
            if len(lines) >= limit:
                break
    return tuple(lines)


def browse_households(
    store: Store, typed: str, filters: Filters, after: Mark | None = None, limit: int = PAGE
) -> tuple[HouseholdLine, ...]:
    """A page of households by unit, residential group and number.

    A household is found by its own numbers and place, and by everything its members are found by; a filter about
    slips holds when it holds for one member. Arguments as of `browse_people`.
    """
    lookup = read_lookup(typed)
    if typed.strip() and lookup.is_blank:
        return ()
    conditions, values = _household_filters(filters)
    with store.read() as connection:
        if not lookup.is_blank:
            lookup = settled(connection, lookup)
            own, more = household_readings(lookup)
            values |= more
            conditions.append(f"({' OR '.join([*own, of_members(connection, lookup, values)])})")
        start = {"key": after.key, "row": after.row} if after is not None else {}
        if after is not None:
            conditions.append("(h.place_key, h.id) > (:key, :row)")
        rows = connection.execute(
            text(_HOUSEHOLDS.format(where=" AND ".join(conditions))),
            {**values, **start, "head": HEAD, "limit": limit},
        ).mappings()
        return tuple(map(_household_line, rows))


def flagged(store: Store, people: Sequence[uuid.UUID], households: Sequence[uuid.UUID]) -> Flagged:
    """These records as a filter; unknown ones are left out. A household is meant by its members' findings too."""
    with store.read() as connection:
        rows = connection.execute(text(_PEOPLE_ROWS), {"wanted": _hexes(people)}).all()
        own = connection.execute(text(_HOUSEHOLD_ROWS), {"wanted": _hexes(households)}).scalars().all()
    return Flagged(
        tuple(row.id for row in rows),
        tuple(sorted({row.household for row in rows if row.household is not None} | set(own))),
    )


def _hexes(records: Sequence[uuid.UUID]) -> str:
    return json.dumps([each.hex for each in records])


_WANTED = "(SELECT unhex(value) FROM json_each(:wanted))"
_PEOPLE_ROWS = (
    "SELECT p.id, h.id AS household FROM person p LEFT JOIN household h ON h.household_uuid = p.household_uuid"  # noqa: S608
    f" WHERE p.person_uuid IN {_WANTED} ORDER BY p.id"
)
_HOUSEHOLD_ROWS = f"SELECT id FROM household WHERE household_uuid IN {_WANTED}"  # noqa: S608

_NAME_ORDER = "INDEXED BY person_by_name_key"
_PEOPLE = (
    "SELECT p.id, p.name_key, p.person_uuid, p.household_uuid, p.full_name, p.birth_date, p.sex, p.personal_id,"
    " p.old_id, p.relation_to_head, p.slip_state, p.void, h.household_no, h.residential_group, h.unit"
    " FROM person p {way} LEFT JOIN household h ON h.household_uuid = p.household_uuid"
    " WHERE {where} ORDER BY p.name_key, p.id LIMIT :limit"
)
_HOUSEHOLDS = (
    "SELECT h.id, h.place_key, h.household_uuid, h.household_no, h.residential_group, h.unit, h.address, h.phone,"
    " h.void, (SELECT p.full_name FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL"
    "  ORDER BY p.relation_to_head IS NOT :head, p.id LIMIT 1) AS head_name,"
    " (SELECT count(*) FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL) AS people"
    " FROM household h INDEXED BY household_by_place_key WHERE {where} ORDER BY h.place_key, h.id LIMIT :limit"
)


def _stages(after: Mark | None) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Those with a name from `after` on, then those without one."""
    nameless = "p.name_key IS NULL AND p.id > :row"
    if after is None:
        return (("p.name_key IS NOT NULL", {}), (nameless, {"row": 0}))
    if after.key is None:
        return ((nameless, {"row": after.row}),)
    return (
        ("(p.name_key, p.id) > (:key, :row)", {"key": after.key, "row": after.row}),
        (nameless, {"row": 0}),
    )


# -- filters ----------------------------------------------------------------------------------------------------


def _member_filters(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Conditions on a slip `p` alone."""
    conditions = [f"p.void IS {'NOT ' if filters.slip_state == VOIDED else ''}NULL"]
    values: dict[str, Any] = {}
    for name in ("slip_state", "presence", "service"):
        wanted = getattr(filters, name)
        if wanted == ANY:
            conditions.append(f"p.{name} IS NOT NULL")
        elif wanted and wanted != VOIDED:
            conditions.append(f"p.{name} = :{name}")
            values[name] = wanted
    return conditions, values


def _person_filters(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    conditions, values = _member_filters(filters)
    if filters.unit:
        inside, more = _place_filter(filters, "")
        conditions.append(
            "p.household_uuid IN (SELECT household_uuid FROM household INDEXED BY household_by_place_key"  # noqa: S608
            f" WHERE {' AND '.join(inside)})"
        )
        values |= more
    if filters.flagged is not None:
        conditions.append(f"+p.id IN ({LISTED.format('flagged')})")
        values["flagged"] = json.dumps(filters.flagged.people)
    return conditions, values


def _household_filters(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    conditions, values = _place_filter(filters, "h.")
    is_void = filters.slip_state == VOIDED
    conditions.append(f"h.void IS {'NOT ' if is_void else ''}NULL")
    about_slips, more = _member_filters(dataclasses.replace(filters, slip_state="") if is_void else filters)
    if len(about_slips) > 1:
        conditions.append(
            f"EXISTS (SELECT 1 FROM person p WHERE p.household_uuid = h.household_uuid AND {' AND '.join(about_slips)})"  # noqa: S608
        )
        values |= more
    if filters.flagged is not None:
        conditions.append(f"+h.id IN ({LISTED.format('flagged')})")
        values["flagged"] = json.dumps(filters.flagged.households)
    return conditions, values


def _place_filter(filters: Filters, prefix: str) -> tuple[list[str], dict[str, Any]]:
    """A stretch of the order of houses."""
    if not filters.unit:
        return ["1"], {}
    group = filters.residential_group or None
    low = house_key(filters.unit, group, None)[: -1 if group else -3]
    return (
        [f"{prefix}place_key >= :low AND {prefix}place_key < :high"],
        {"low": low, "high": low + b"\xff"},
    )


# -- rows -------------------------------------------------------------------------------------------------------


def _uuid(value: bytes | None) -> uuid.UUID | None:
    return uuid.UUID(bytes=value) if value else None


def _person_line(row: RowMapping) -> PersonLine:
    names = (
        "full_name", "birth_date", "sex", "personal_id", "old_id", "relation_to_head", "slip_state",
        "household_no", "residential_group", "unit",
    )  # fmt: skip
    return PersonLine(
        person_uuid=uuid.UUID(bytes=row["person_uuid"]),
        household_uuid=_uuid(row["household_uuid"]),
        is_void=row["void"] is not None,
        mark=Mark(row["name_key"], row["id"]),
        **{name: row[name] for name in names},
    )


def _household_line(row: RowMapping) -> HouseholdLine:
    names = ("household_no", "head_name", "people", "residential_group", "unit", "address", "phone")
    return HouseholdLine(
        household_uuid=uuid.UUID(bytes=row["household_uuid"]),
        is_void=row["void"] is not None,
        mark=Mark(row["place_key"], row["id"]),
        **{name: row[name] for name in names},
    )
