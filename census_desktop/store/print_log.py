"""What was printed, and what has changed since. Stays on this machine, beside the printer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, text

from census_desktop.domain.operations import Operation, parse_line
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PrintedHousehold:
    """A summary as it stood on paper.

    Attributes:
        household_uuid: the household.
        mark: of its contents, as on the paper.
        people: how many stood on it.
        last_arrival: newest operation on this machine when the paper was made.
    """

    household_uuid: uuid.UUID
    mark: str
    people: int
    last_arrival: int


@dataclass(frozen=True, slots=True)
class PrintEntry:
    """An entry of the log.

    Attributes:
        number: running number.
        printed: what stood on paper.
        officer: login of who confirmed that it was printed.
        at: wall time, ISO 8601 UTC.
    """

    number: int
    printed: PrintedHousehold
    officer: str
    at: str


def log_prints(transaction: Transaction, printed: Iterable[PrintedHousehold]) -> int:
    """Enter papers that came out of the printer; returns how many."""
    rows = [
        {
            "household": each.household_uuid.bytes,
            "mark": each.mark,
            "people": each.people,
            "arrival": each.last_arrival,
            "officer": transaction.store.account.login,
            "at": transaction.at,
        }
        for each in printed
    ]
    if rows:
        transaction.connection.execute(
            text(
                "INSERT INTO print_log (household_uuid, mark, people, last_arrival, officer, at)"
                " VALUES (:household, :mark, :people, :arrival, :officer, :at)"
            ),
            rows,
        )
    transaction.detail["printed_households"] = len(rows)
    return len(rows)


def last_prints(store: Store, households: Collection[uuid.UUID]) -> dict[uuid.UUID, PrintEntry]:
    """The newest entry of each of these households that was ever printed."""
    wanted = [each.bytes for each in households]
    query = text(
        "SELECT * FROM print_log WHERE number IN"
        " (SELECT max(number) FROM print_log WHERE household_uuid IN :wanted GROUP BY household_uuid)"
    ).bindparams(bindparam("wanted", expanding=True))
    with store.read() as connection:
        found = connection.execute(query, {"wanted": wanted}).all()
    entries = [
        PrintEntry(
            row.number,
            PrintedHousehold(
                uuid.UUID(bytes=row.household_uuid), row.mark, int(row.people), int(row.last_arrival)
            ),
            row.officer,
            row.at,
        )
        for row in found
    ]
    return {entry.printed.household_uuid: entry for entry in entries}


def changes_after(store: Store, records: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, tuple[Operation, ...]]:
    """Operations about each of these records that arrived after its number, oldest first; nothing for the rest."""
    if not records:
        return {}
    query = text(
        "SELECT record_uuid, arrival, line FROM operation WHERE record_uuid IN :records AND arrival > :after"
        " ORDER BY arrival"
    ).bindparams(bindparam("records", expanding=True))
    values = {"records": [each.bytes for each in records], "after": min(records.values())}
    found: dict[uuid.UUID, list[Operation]] = {}
    with store.read() as connection:
        for row in connection.execute(query, values):
            record = uuid.UUID(bytes=row.record_uuid)
            if row.arrival > records[record]:
                found.setdefault(record, []).append(parse_line(row.line.encode()))
    return {record: tuple(operations) for record, operations in found.items()}
