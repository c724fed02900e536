"""What a merge would make of the records it touches, for a plan by unit; needs the tables made by `staging`."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.merge import view
from census_desktop.domain.operations import Operation, parse_line
from census_desktop.domain.records import COUNTED, RecordKind
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, record_from, row_of

_SIMPLE = "SELECT record_uuid FROM temp.touched WHERE NOT is_known AND fresh_operations = 1 AND has_birth"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person or household as it would stand after the merge.

    Attributes:
        record: the record.
        is_new: nothing of it is known here.
        is_combined: answers of both sides stand together in it.
        conflicts: cells that come into conflict.
    """

    record: Person | Household
    is_new: bool
    is_combined: bool = False
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Records in the packages of which everything is known here already.

    Attributes:
        kind: person or household.
        unit: unit text, None when the household has not come.
        group: residential group.
        count: how many.
    """

    kind: RecordKind
    unit: str | None
    group: str | None
    count: int


def outcomes(connection: Connection) -> Iterator[Outcome]:
    """Everything touched, households first."""
    for kind in (RecordKind.HOUSEHOLD, RecordKind.PERSON):
        key, table = COLUMNS_OF[kind][0], TABLE_OF[kind]
        rows = connection.exec_driver_sql(
            f"SELECT * FROM stage.{table} s WHERE s.{key} IN ({_SIMPLE})"  # noqa: S608  fixed names
            f" AND s.rowid = (SELECT min(rowid) FROM stage.{table} w WHERE w.{key} = s.{key})"
        )
        for row in rows.mappings():
            yield Outcome(record_from(kind, row), is_new=True)
        yield from _derived(connection, kind)


def _derived(connection: Connection, kind: RecordKind) -> Iterator[Outcome]:
    rows = connection.exec_driver_sql(
        f"SELECT record_uuid, is_known FROM temp.touched WHERE record_kind = ? AND record_uuid NOT IN ({_SIMPLE})",  # noqa: S608
        (kind.value,),
    ).all()
    for row in rows:
        record = bytes(row.record_uuid)
        known, incoming = operations_of(connection, record)
        before, after = view(kind, known), view(kind, [*known, *incoming])
        ours = {one.op_id for one in known} - {one.op_id for one in incoming}
        values = dict(
            zip(COLUMNS_OF[kind], row_of(kind, uuid.UUID(bytes=record), after.answers), strict=True)
        )
        yield Outcome(
            record_from(kind, values),
            is_new=not row.is_known,
            is_combined=bool(ours and known),
            conflicts=len(set(after.conflicts) - set(before.conflicts)),
        )


def operations_of(
    connection: Connection, record: bytes, package: int | None = None
) -> tuple[list[Operation], list[Operation]]:
    """Operations of a record in the store, and in the scratch database: of one package, or of all."""
    run = connection.exec_driver_sql
    known = run("SELECT line FROM main.operation WHERE record_uuid = ?", (record,)).scalars()
    only = "" if package is None else f" AND package = {int(package)}"
    incoming = run(
        "SELECT l.line FROM stage.incoming i JOIN stage.line l ON l.n = i.n"  # noqa: S608
        f" WHERE i.record_uuid = ?{only}",
        (record,),
    ).scalars()
    return [parse_line(line.encode()) for line in known], [parse_line(line.encode()) for line in incoming]


def unchanged(connection: Connection) -> Iterator[Unchanged]:
    """Records that come again, counted by the place they have here."""
    for kind in COUNTED:
        mine = "p.person_uuid" if kind is RecordKind.PERSON else "h.household_uuid"
        tables = (
            "main.person p LEFT JOIN main.household h ON h.household_uuid = p.household_uuid"
            if kind is RecordKind.PERSON
            else "main.household h"
        )
        rows = connection.exec_driver_sql(
            f"SELECT h.unit, h.residential_group, count(*) AS n FROM {tables} WHERE {mine} IN"  # noqa: S608
            " (SELECT record_uuid FROM stage.incoming WHERE record_kind = ?"
            " EXCEPT SELECT record_uuid FROM temp.touched)"
            " GROUP BY h.unit, h.residential_group",
            (kind.value,),
        )
        for row in rows:
            yield Unchanged(kind, row.unit, row.residential_group, int(row.n))
