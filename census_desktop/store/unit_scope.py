"""Which records concern a unit: those it typed, those that lie there, and those that ever did.

A receipt takes all operations of these records to the unit's machines. "Ever" matters: the machine a household was
moved away from must learn of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import bindparam, text

from census_desktop.store.store import Store

_PAGE = 2000
# Read from the operations, not from the rows derived of them: a row knows only the present unit.
_HOUSEHOLDS = text(
    "SELECT DISTINCT record_uuid FROM operation WHERE record_kind = 'household' AND arrival <= :until"
    " AND (json_extract(line, '$.values.unit') = :unit OR json_extract(line, '$.device') IN :devices)"
).bindparams(bindparam("devices", expanding=True))
_PEOPLE = text(
    "SELECT record_uuid, json_extract(line, '$.values.household_uuid') AS household,"
    " json_extract(line, '$.device') IN :devices AS is_own"
    " FROM operation WHERE record_kind = 'person' AND arrival <= :until"
).bindparams(bindparam("devices", expanding=True))


def unit_records(store: Store, unit: str, devices: Collection[str], until: int) -> frozenset[bytes]:
    """Ids of the records that concern a unit.

    Args:
        store: the town's store.
        unit: unit text.
        devices: ids of all machines that ever spoke for the unit.
        until: arrival number of the last operation to look at.
    """
    known = {"devices": list(devices), "until": until}
    with store.read() as connection:
        households = {
            bytes(record) for record in connection.execute(_HOUSEHOLDS, {**known, "unit": unit}).scalars()
        }
        people = {
            bytes(row.record_uuid)
            for row in connection.execution_options(yield_per=_PAGE).execute(_PEOPLE, known)
            if row.is_own or (row.household and bytes.fromhex(row.household) in households)
        }
    return frozenset(households | people)


def record_counts(store: Store, records: frozenset[bytes], until: int) -> tuple[int, int, int]:
    """People, households and operations that `record_lines` would give."""
    found = {"person": 0, "household": 0}
    operations = 0
    with store.read() as connection:
        rows = connection.execution_options(yield_per=_PAGE).execute(
            text(
                "SELECT record_kind, record_uuid, count(*) AS operations FROM operation"
                " WHERE arrival <= :until GROUP BY record_kind, record_uuid"
            ),
            {"until": until},
        )
        for row in rows:
            if bytes(row.record_uuid) in records:
                found[row.record_kind] += 1
                operations += int(row.operations)
    return found["person"], found["household"], operations


def record_lines(store: Store, records: frozenset[bytes], until: int) -> Iterator[bytes]:
    """Canonical lines of all operations of these records, households before people."""
    for kind in ("household", "person"):
        last = 0
        while True:
            with store.read() as connection:
                rows = connection.execute(
                    text(
                        "SELECT arrival, record_uuid, line FROM operation"
                        " WHERE record_kind = :kind AND arrival > :last AND arrival <= :until"
                        " ORDER BY arrival LIMIT :page"
                    ),
                    {"kind": kind, "last": last, "until": until, "page": _PAGE},
                ).all()
            for row in rows:
                if bytes(row.record_uuid) in records:
                    yield row.line.encode()
            if len(rows) < _PAGE:
                break
            last = rows[-1].arrival
