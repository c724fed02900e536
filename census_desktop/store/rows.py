"""Records to table rows and back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, MEMBERSHIP, PERSON_FIELDS, Household, Person
from census_desktop.domain.operations import RecordKind
from census_desktop.domain.spec import answers
from census_desktop.domain.vietnamese import fold, name_key

_PERSON_NAMES = tuple(PERSON_FIELDS)
_HOUSEHOLD_NAMES = tuple(HOUSEHOLD_FIELDS)
PERSON_COLUMNS = ("person_uuid", "household_uuid", *_PERSON_NAMES, "name_key", "name_fold")
HOUSEHOLD_COLUMNS = ("household_uuid", *_HOUSEHOLD_NAMES)

Row = Mapping[str, Any] | RowMapping


def person_values(record: Person) -> dict[str, str]:
    """What an operation carries of a person: filled boxes and membership."""
    values = answers(record, PERSON_FIELDS)
    if record.household_uuid is not None:
        values[MEMBERSHIP] = record.household_uuid.hex
    return values


def household_values(record: Household) -> dict[str, str]:
    """What an operation carries of a household."""
    return answers(record, HOUSEHOLD_FIELDS)


def person_row(person_uuid: uuid.UUID, values: Mapping[str, str | None]) -> tuple[Any, ...]:
    """Column values in the order of `PERSON_COLUMNS`."""
    get = values.get
    household = get(MEMBERSHIP)
    name = get("full_name")
    return (
        person_uuid.bytes,
        bytes.fromhex(household) if household else None,
        *map(get, _PERSON_NAMES),
        name_key(name) if name else None,
        fold(name) if name else None,
    )


def household_row(household_uuid: uuid.UUID, values: Mapping[str, str | None]) -> tuple[Any, ...]:
    """Column values in the order of `HOUSEHOLD_COLUMNS`."""
    return (household_uuid.bytes, *map(values.get, _HOUSEHOLD_NAMES))


def person_from(row: Row) -> Person:
    """A frozen person from a row of the person table."""
    household = row["household_uuid"]
    return Person(
        person_uuid=uuid.UUID(bytes=row["person_uuid"]),
        household_uuid=uuid.UUID(bytes=household) if household else None,
        **{name: row[name] for name in _PERSON_NAMES},
    )


def household_from(row: Row) -> Household:
    """A frozen household from a row of the household table."""
    return Household(
        household_uuid=uuid.UUID(bytes=row["household_uuid"]),
        **{name: row[name] for name in _HOUSEHOLD_NAMES},
    )


TABLE_OF = {RecordKind.PERSON: "person", RecordKind.HOUSEHOLD: "household"}
COLUMNS_OF = {RecordKind.PERSON: PERSON_COLUMNS, RecordKind.HOUSEHOLD: HOUSEHOLD_COLUMNS}


def row_of(kind: RecordKind, record_uuid: uuid.UUID, values: Mapping[str, str | None]) -> tuple[Any, ...]:
    """Column values of a record in the order of `COLUMNS_OF[kind]`."""
    return (
        person_row(record_uuid, values) if kind is RecordKind.PERSON else household_row(record_uuid, values)
    )


def insert_sql(kind: RecordKind, schema: str = "main") -> str:
    """INSERT of one record row with positional parameters."""
    columns = COLUMNS_OF[kind]
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {schema}.{TABLE_OF[kind]} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  fixed names


def replace_sql(kind: RecordKind) -> str:
    """Insert a record row, or bring the row of the same uuid to these values (its rowid stays)."""
    key, *rest = COLUMNS_OF[kind]
    updates = ", ".join(f"{name}=excluded.{name}" for name in rest)
    return f"{insert_sql(kind)} ON CONFLICT ({key}) DO UPDATE SET {updates}"
