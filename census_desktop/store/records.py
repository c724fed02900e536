"""Reading households and people; frozen records out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from census_desktop.base.errors import BugError
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.records import RECORD_TYPES, RecordKind
from census_desktop.domain.vietnamese import fold
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, household_from, person_from, record_from
from census_desktop.store.search import match_expression
from census_desktop.store.store import Store

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household as a line of a list.

    Attributes:
        head_name: name of the member whose relation is head, else of the first member, else None.
        people: members without void slips.
    """

    household_uuid: uuid.UUID
    household_no: str | None
    head_name: str | None
    residential_group: str | None
    unit: str | None
    people: int


def load_person(store: Store, person_uuid: uuid.UUID) -> Person | None:
    """One person, also when void; None when unknown."""
    with store.read() as connection:
        row = connection.execute(
            text("SELECT * FROM person WHERE person_uuid = :key"), {"key": person_uuid.bytes}
        ).mappings().first()  # fmt: skip
    return None if row is None else person_from(row)


def load_household(store: Store, household_uuid: uuid.UUID) -> Household | None:
    """One household, also when void; None when unknown."""
    with store.read() as connection:
        row = connection.execute(
            text("SELECT * FROM household WHERE household_uuid = :key"), {"key": household_uuid.bytes}
        ).mappings().first()  # fmt: skip
    return None if row is None else household_from(row)


def members(store: Store, household_uuid: uuid.UUID) -> tuple[Person, ...]:
    """People of a household without void slips: the head first, then in order of entry."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT * FROM person WHERE household_uuid = :key AND void IS NULL "
                "ORDER BY relation_to_head IS NOT :head, id"
            ),
            {"key": household_uuid.bytes, "head": HEAD},
        ).mappings()
        return tuple(person_from(row) for row in rows)


def list_households(
    store: Store,
    *,
    search: str | None = None,
    unit: str | None = None,
    residential_group: str | None = None,
    limit: int = 500,
) -> tuple[HouseholdRow, ...]:
    """Households without void ones, newest first.

    Args:
        search: words of a member's name (marks do not matter) or the beginning of a household number.
        unit: unit text "18754@2015-04-10".
        residential_group: name of the thôn or tổ dân phố.
        limit: most rows returned.
    """
    conditions = ["h.void IS NULL"]
    values: dict[str, Any] = {"limit": limit, "head": HEAD}
    if search and search.strip():
        expression = match_expression(search)
        found = "substr(h.household_no, 1, length(:number)) = :number"  # LIKE would read % and _ as wildcards
        values["number"] = search.strip()
        if expression:
            found += (
                " OR h.household_uuid IN (SELECT p.household_uuid FROM person_search s JOIN person p ON p.id = s.rowid"
                " WHERE person_search MATCH :words)"
            )
            values["words"] = expression
        conditions.append(f"({found})")
    if unit is not None:
        conditions.append("h.unit = :unit")
        values["unit"] = unit
    if residential_group is not None:
        conditions.append("group_key(h.residential_group) = group_key(:residential_group)")
        values["residential_group"] = residential_group
    with store.read() as connection:
        return _household_rows(
            connection, f"{' AND '.join(conditions)} ORDER BY h.id DESC LIMIT :limit", values
        )


def household_rows(store: Store, wanted: Sequence[uuid.UUID]) -> tuple[HouseholdRow, ...]:
    """These households as lines of a list, in the same order; unknown ones are left out."""
    found: dict[uuid.UUID, HouseholdRow] = {}
    with store.read() as connection:
        for start in range(0, len(wanted), _PAGE):
            ids = ", ".join(f"x'{each.hex}'" for each in wanted[start : start + _PAGE])
            rows = _household_rows(connection, f"h.household_uuid IN ({ids})", {"head": HEAD})
            found |= {row.household_uuid: row for row in rows}
    return tuple(found[each] for each in wanted if each in found)


def _household_rows(
    connection: Connection, condition: str, values: Mapping[str, Any]
) -> tuple[HouseholdRow, ...]:
    rows = connection.execute(
        text(
            "SELECT h.household_uuid, h.household_no, h.residential_group, h.unit,"  # noqa: S608  fixed parts
            " (SELECT p.full_name FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL"
            "  ORDER BY p.relation_to_head IS NOT :head, p.id LIMIT 1) AS head_name,"
            " (SELECT count(*) FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL)"
            f" AS people FROM household h WHERE {condition}"
        ),
        values,
    )
    return tuple(
        HouseholdRow(
            household_uuid=uuid.UUID(bytes=row.household_uuid),
            household_no=row.household_no,
            head_name=row.head_name,
            residential_group=row.residential_group,
            unit=row.unit,
            people=int(row.people),
        )
        for row in rows
    )


def units_of_records(store: Store) -> dict[bytes, str]:
    """Unit text of every household and person, by id; "" when none is written."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT household_uuid AS record, coalesce(unit, '') AS unit FROM household UNION ALL"
                " SELECT p.person_uuid, coalesce(h.unit, '') FROM person p"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
            )
        )
        return {bytes(row.record): row.unit for row in rows}


def load(store: Store, kind: RecordKind, record_uuid: uuid.UUID) -> Any | None:
    """One record of any kind as its frozen dataclass; None when unknown."""
    found = records_where(store, kind, **{RECORD_TYPES[kind].key: record_uuid})
    return found[0] if found else None


def records_where(store: Store, kind: RecordKind, **equal: str | uuid.UUID | None) -> tuple[Any, ...]:
    """Records of one kind whose boxes hold these stored answers (None = blank), in order of arrival.

    Args:
        store: the store.
        kind: what to read.
        equal: by machine name; none gives all records of the kind.

    Raises:
        BugError: a name that is no box of the kind.
    """
    unknown = set(equal) - set(COLUMNS_OF[kind])
    if unknown:
        raise BugError(f"no box {sorted(unknown)} in {kind}")
    conditions = " AND ".join(f"{name} IS :{name}" for name in equal) or "1"
    values = {name: each.bytes if isinstance(each, uuid.UUID) else each for name, each in equal.items()}
    with store.read() as connection:
        rows = connection.execute(
            text(f"SELECT * FROM {TABLE_OF[kind]} WHERE {conditions} ORDER BY id"),  # noqa: S608  names are columns
            values,
        ).mappings()
        return tuple(record_from(kind, row) for row in rows)


def iter_records(store: Store, kind: RecordKind) -> Iterator[Any]:
    """All records of one kind by uuid; read in pages so that memory stays flat."""
    for row in _pages(store, TABLE_OF[kind], RECORD_TYPES[kind].key):
        yield record_from(kind, row)


def iter_people(store: Store) -> Iterator[Person]:
    """All people, void ones too, by uuid; read in pages so that memory stays flat."""
    for row in _pages(store, "person", "person_uuid"):
        yield person_from(row)


def iter_households(store: Store) -> Iterator[Household]:
    """All households, void ones too, by uuid; read in pages so that memory stays flat."""
    for row in _pages(store, "household", "household_uuid"):
        yield household_from(row)


def _pages(store: Store, table: str, key: str) -> Iterator[Any]:
    last = b""
    while True:
        with store.read() as connection:
            rows = connection.execute(
                text(f"SELECT * FROM {table} WHERE {key} > :last ORDER BY {key} LIMIT :page"),  # noqa: S608
                {"last": last, "page": _PAGE},
            ).mappings().all()  # fmt: skip
        yield from rows
        if len(rows) < _PAGE:
            return
        last = bytes(rows[-1][key])


def find_record(store: Store, record_uuid: uuid.UUID) -> RecordKind | None:
    """What kind of record `record_uuid` is; None when unknown."""
    with store.read() as connection:
        kind = connection.execute(
            text("SELECT record_kind FROM operation WHERE record_uuid = :key LIMIT 1"),
            {"key": record_uuid.bytes},
        ).scalar()
    return None if kind is None else RecordKind(kind)


def counts(store: Store) -> tuple[int, int]:
    """People and households without void ones."""
    with store.read() as connection:
        people = connection.execute(text("SELECT count(*) FROM person WHERE void IS NULL")).scalar_one()
        households = connection.execute(
            text("SELECT count(*) FROM household WHERE void IS NULL")
        ).scalar_one()
    return int(people), int(households)


def people_named(store: Store, full_name: str, birth_date: str | None) -> tuple[Person, ...]:
    """People whose folded name and birth date are the same; for imports and duplicate hints."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT * FROM person WHERE name_fold = :name AND birth_date IS :birth AND void IS NULL ORDER BY id"
            ),
            {"name": fold(full_name), "birth": birth_date},
        ).mappings()
        return tuple(person_from(row) for row in rows)


def people_with_id(store: Store, personal_id: str) -> tuple[Person, ...]:
    """People with this 12-digit number; a number is never a key, two people may carry one."""
    with store.read() as connection:
        rows = connection.execute(
            text("SELECT * FROM person WHERE personal_id = :number AND void IS NULL ORDER BY id"),
            {"number": personal_id},
        ).mappings()
        return tuple(person_from(row) for row in rows)


def people_with_old_id(store: Store, old_id: str) -> tuple[Person, ...]:
    """People with this 9-digit number among theirs; no index serves it, so it is not for every key."""
    with store.read() as connection:
        rows = connection.execute(
            text("SELECT * FROM person WHERE instr(old_id, :number) > 0 AND void IS NULL ORDER BY id"),
            {"number": old_id},
        ).mappings()
        return tuple(person_from(row) for row in rows)


def people_folded(store: Store, folded_name: str, limit: int) -> tuple[Person, ...]:
    """People whose folded name is this one."""
    with store.read() as connection:
        rows = connection.execute(
            text("SELECT * FROM person WHERE name_fold = :name AND void IS NULL ORDER BY id LIMIT :limit"),
            {"name": folded_name, "limit": limit},
        ).mappings()
        return tuple(person_from(row) for row in rows)


def open_conflicts(store: Store) -> tuple[tuple[RecordKind, uuid.UUID, str], ...]:
    """Cells whose heads disagree: kind of record, record, cell."""
    with store.read() as connection:
        rows = connection.execute(
            text("SELECT record_kind, record_uuid, cell FROM conflict ORDER BY record_uuid, cell")
        )
        return tuple(
            (RecordKind(row.record_kind), uuid.UUID(bytes=row.record_uuid), row.cell) for row in rows
        )
