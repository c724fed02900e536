"""What a merge would make of the records it touches, for a plan by unit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.records import COUNTED, RecordKind
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, record_from, row_of
from census_desktop.store.staged_look import IS_SIMPLE, Look


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


def outcomes(look: Look) -> Iterator[Outcome]:
    """Everything touched, households first."""
    look.prepare()
    for kind in (RecordKind.HOUSEHOLD, RecordKind.PERSON):
        columns = ", ".join(f"s.{name}" for name in COLUMNS_OF[kind])
        rows = look.connection.exec_driver_sql(
            f"SELECT {columns} FROM stage.touched t CROSS JOIN stage.{TABLE_OF[kind]} s ON s.n = t.n"  # noqa: S608
            f" WHERE {IS_SIMPLE} AND t.record_kind = ? ORDER BY t.n",
            (kind.value,),
        )
        for row in rows.mappings():
            yield Outcome(record_from(kind, row), is_new=True)
        for one in look.derived(kind=kind):
            values = row_of(kind, uuid.UUID(bytes=one.record), one.meaning.answers)
            yield Outcome(
                record_from(kind, dict(zip(COLUMNS_OF[kind], values, strict=True))),
                is_new=not one.is_known,
                is_combined=one.is_combined,
                conflicts=one.conflicts,
            )


def unchanged(look: Look) -> Iterator[Unchanged]:
    """Records that come again, counted by the place they have here."""
    look.prepare()
    for kind in COUNTED:
        mine = "p.person_uuid" if kind is RecordKind.PERSON else "h.household_uuid"
        tables = (
            "main.person p LEFT JOIN main.household h ON h.household_uuid = p.household_uuid"
            if kind is RecordKind.PERSON
            else "main.household h"
        )
        rows = look.connection.exec_driver_sql(
            f"SELECT h.unit, h.residential_group, count(*) AS n FROM {tables} WHERE {mine} IN"  # noqa: S608
            " (SELECT record_uuid FROM stage.incoming WHERE record_kind = ?"
            " EXCEPT SELECT record_uuid FROM stage.touched)"
            " GROUP BY h.unit, h.residential_group",
            (kind.value,),
        )
        for row in rows:
            yield Unchanged(kind, row.unit, row.residential_group, int(row.n))
