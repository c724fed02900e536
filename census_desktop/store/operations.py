"""Reading operations: the history of a record, and the lines that travel."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from census_desktop.domain.operations import Operation, parse_line
from census_desktop.domain.records import COUNTED, RecordKind
from census_desktop.store.store import Store

_PAGE = 2000
# Households before the people in them, and both before what is said about them.
TRAVEL_ORDER = (
    RecordKind.HOUSEHOLD,
    RecordKind.PERSON,
    *(kind for kind in RecordKind if kind not in COUNTED),
)

# Records with news since an arrival number; all their operations travel, so that a package is causally closed.
# News after `until` does not count: what is typed while a package is written must not change which records it holds.
# What the receiver itself has sent is no news to it either.
_TOUCHED = (
    "SELECT DISTINCT record_uuid FROM operation WHERE arrival > :after AND arrival <= :until AND NOT EXISTS"
    " (SELECT 1 FROM received WHERE sender = :receiver AND operation.arrival BETWEEN first_arrival AND last_arrival)"
)


def history(store: Store, record_uuid: uuid.UUID) -> tuple[Operation, ...]:
    """All operations of a record, oldest first in the order every machine agrees on."""
    with store.read() as connection:
        lines = connection.execute(
            text("SELECT line FROM operation WHERE record_uuid = :record"), {"record": record_uuid.bytes}
        ).scalars()
        operations = [parse_line(line.encode()) for line in lines]
    return tuple(sorted(operations, key=lambda operation: (operation.lamport, operation.op_id)))


def last_arrival(store: Store) -> int:
    """Number of the newest operation on this machine; 0 when there is none."""
    with store.read() as connection:
        return int(connection.execute(text("SELECT max(arrival) FROM operation")).scalar() or 0)


def export_counts(
    store: Store, after: int = 0, until: int | None = None, receiver: str = ""
) -> tuple[int, int, int]:
    """People, households and operations that `operation_lines` would give."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT record_kind, count(DISTINCT record_uuid) AS records, count(*) AS operations FROM operation"  # noqa: S608
                f" WHERE record_uuid IN ({_TOUCHED}) AND arrival <= :until GROUP BY record_kind"
            ),
            {"after": after, "until": _until(connection, until), "receiver": receiver},
        )
        found = {row.record_kind: (int(row.records), int(row.operations)) for row in rows}
    people, households = found.get("person", (0, 0)), found.get("household", (0, 0))
    return people[0], households[0], sum(operations for _records, operations in found.values())


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Records of one residential group that a package would hold.

    Attributes:
        unit: unit text; None when the household of a slip is not here.
        residential_group: thôn or tổ dân phố; None when not written.
        people: records of people.
        households: records of households.
    """

    unit: str | None
    residential_group: str | None
    people: int
    households: int


def export_places(
    store: Store, after: int = 0, until: int | None = None, receiver: str = ""
) -> tuple[PlaceCount, ...]:
    """Where the people and households are that `operation_lines` would give; they add up to `export_counts`."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"WITH touched AS ({_TOUCHED})"  # noqa: S608
                " SELECT unit, residential_group, sum(people) AS people, sum(households) AS households FROM ("
                " SELECT home.unit, home.residential_group, 1 AS people, 0 AS households FROM person"
                " LEFT JOIN household AS home USING (household_uuid) WHERE person_uuid IN touched"
                " UNION ALL SELECT unit, residential_group, 0, 1 FROM household WHERE household_uuid IN touched"
                ") GROUP BY unit, residential_group ORDER BY unit, residential_group"
            ),
            {"after": after, "until": _until(connection, until), "receiver": receiver},
        )
        return tuple(
            PlaceCount(row.unit, row.residential_group, int(row.people), int(row.households)) for row in rows
        )


def operation_lines(
    store: Store, after: int = 0, until: int | None = None, receiver: str = ""
) -> Iterator[bytes]:
    """Canonical lines of every record that has news since `after`, households before people.

    Args:
        after: arrival number of the last operation the receiver is known to have.
        until: arrival number to stop at, so that what is typed meanwhile waits for the next package.
        receiver: device the lines are for; what it sent itself is no news.
    """
    with store.read() as connection:
        limit = _until(connection, until)
        is_all = after == 0 and not _has_sent(connection, receiver)
    for kind in TRAVEL_ORDER:
        last = 0
        while True:
            with store.read() as connection:
                rows = connection.execute(
                    text(
                        "SELECT arrival, line FROM operation WHERE record_kind = :kind AND arrival > :last"  # noqa: S608
                        f" AND arrival <= :until AND (:is_all OR record_uuid IN ({_TOUCHED}))"
                        " ORDER BY arrival LIMIT :page"
                    ),
                    {
                        "kind": kind.value,
                        "last": last,
                        "until": limit,
                        "after": after,
                        "receiver": receiver,
                        "is_all": is_all,
                        "page": _PAGE,
                    },
                ).all()
            for row in rows:
                yield row.line.encode()
            if len(rows) < _PAGE:
                break
            last = rows[-1].arrival


def _has_sent(connection: Connection, receiver: str) -> bool:
    found = connection.execute(
        text("SELECT 1 FROM received WHERE sender = :receiver LIMIT 1"), {"receiver": receiver}
    )
    return found.scalar() is not None


def _until(connection: Connection, until: int | None) -> int:
    if until is not None:
        return until
    return int(connection.execute(text("SELECT max(arrival) FROM operation")).scalar() or 0)
