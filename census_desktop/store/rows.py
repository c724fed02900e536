"""Records to table rows and back, for every kind of record alike."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import RowMapping

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.records import RECORD_TYPES, RecordKind, kind_of
from census_desktop.domain.spec import answers
from census_desktop.domain.vietnamese import fold_words, name_keys, place_key

Row = Mapping[str, Any] | RowMapping
Values = Mapping[str, str | None]


_REFERENCE_PLACES = {
    kind: tuple(each.boxes.index(name) + 1 for name in each.references) for kind, each in RECORD_TYPES.items()
}


def _name_columns(values: Values) -> tuple[Any, ...]:
    name = values.get("full_name")
    return name_keys(name) if name else (None, None)


def house_key(unit: str | None, residential_group: str | None, household_no: str | None) -> bytes:
    """Sorts households by unit, residential group and number, numbers by value, blanks last."""
    return place_key(unit, residential_group, household_no)


def house_words(residential_group: str | None, address: str | None) -> str | None:
    """Words of the place of a household, for searching."""
    return fold_words(f"{residential_group or ''} {address or ''}") or None


def _house_columns(values: Values) -> tuple[Any, ...]:
    group = values.get("residential_group")
    return (
        house_key(values.get("unit"), group, values.get("household_no")),
        house_words(group, values.get("address")),
    )


# Columns made from the answers, beside the boxes: sorting, searching.
DERIVED: Mapping[RecordKind, tuple[tuple[str, ...], Callable[[Values], tuple[Any, ...]]]] = {
    RecordKind.PERSON: (("name_key", "name_fold"), _name_columns),
    RecordKind.HOUSEHOLD: (("place_key", "place_words"), _house_columns),
}
TABLE_OF = {kind: kind.value for kind in RecordKind}
COLUMNS_OF = {
    kind: (each.key, *each.boxes, *DERIVED.get(kind, ((), None))[0]) for kind, each in RECORD_TYPES.items()
}


def record_values(record: Any) -> dict[str, str]:
    """What an operation carries of a record: its filled boxes, and the household of a person."""
    each = RECORD_TYPES[kind_of(record)]
    values = answers(record, each.fields)
    for name in each.references:
        if name not in each.fields and (other := getattr(record, name)) is not None:
            values[name] = other.hex
    return values


def row_of(kind: RecordKind, record_uuid: uuid.UUID, values: Values) -> tuple[Any, ...]:
    """Column values of a record in the order of `COLUMNS_OF[kind]`."""
    each = RECORD_TYPES[kind]
    row = [record_uuid.bytes, *map(values.get, each.boxes)]
    for place in _REFERENCE_PLACES[kind]:
        if (other := row[place]) is not None:
            row[place] = bytes.fromhex(other)  # type: ignore[arg-type]
    derived = DERIVED.get(kind)
    return (*row, *derived[1](values)) if derived is not None else tuple(row)


def record_from(kind: RecordKind, row: Row) -> Any:
    """A frozen record from a row of its table."""
    each = RECORD_TYPES[kind]
    parts = {name: row[name] for name in each.boxes}
    for name in each.references:
        parts[name] = uuid.UUID(bytes=parts[name]) if parts[name] is not None else None
    return each.record(**{each.key: uuid.UUID(bytes=row[each.key])}, **parts)


def person_from(row: Row) -> Person:
    """A frozen person from a row of the person table."""
    person: Person = record_from(RecordKind.PERSON, row)
    return person


def household_from(row: Row) -> Household:
    """A frozen household from a row of the household table."""
    household: Household = record_from(RecordKind.HOUSEHOLD, row)
    return household


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
