"""Which records concern a unit: those it typed, those that lie there, and those that ever did.

A receipt takes all operations of these records to the unit's machines. "Ever" matters: the machine a household was
moved away from must learn of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, text

from census_desktop.domain.records import COUNTED, RECORD_TYPES, RecordKind, RecordType
from census_desktop.store.operations import TRAVEL_ORDER
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
        counted = households | people
        others = {
            record
            for kind in RecordKind
            if kind not in COUNTED
            for record in _about(connection, RECORD_TYPES[kind], {**known, "unit": unit}, counted)
        }
    return frozenset(counted | others)


def _about(
    connection: Connection, kind: RecordType, known: Mapping[str, object], counted: set[bytes]
) -> Iterator[bytes]:
    """Records of a kind that are about records of the unit, or the unit itself, or about nothing in particular.

    What was typed on the unit's own machines concerns it in any case.
    """
    names = (*kind.references, *kind.units)
    columns = ", ".join(f"json_extract(line, '$.values.{name}') AS {name}" for name in names)
    rows = connection.execution_options(yield_per=_PAGE).execute(
        text(
            f"SELECT record_uuid, json_extract(line, '$.device') IN :devices AS is_own{', ' if columns else ''}"  # noqa: S608
            f"{columns} FROM operation WHERE record_kind = :kind AND arrival <= :until"
        ).bindparams(bindparam("devices", expanding=True)),
        {**known, "kind": kind.kind.value},
    )
    for row in rows:
        said = row._mapping
        others = [bytes.fromhex(said[name]) for name in kind.references if said[name]]
        places = [said[name] for name in kind.units if said[name]]
        is_general = not kind.references and not kind.units
        if row.is_own or is_general or known["unit"] in places or not counted.isdisjoint(others):
            yield bytes(row.record_uuid)


# Where an operation belongs now, by kind of record; what is about nothing of a place is left out.
_NEWS = (
    "SELECT unit, max(arrival) AS arrival FROM ("
    " SELECT home.unit, made.arrival FROM made JOIN person ON person_uuid = record_uuid"
    " JOIN household AS home ON home.household_uuid = person.household_uuid"
    " UNION ALL SELECT home.unit, made.arrival FROM made JOIN household AS home ON household_uuid = record_uuid"
    " UNION ALL SELECT notice.unit, made.arrival FROM made JOIN notice ON notice_uuid = record_uuid"
    " UNION ALL SELECT home.unit, made.arrival FROM made JOIN question ON question_uuid = record_uuid"
    " JOIN household AS home ON home.household_uuid = question.household"
    ") WHERE unit IS NOT NULL GROUP BY unit"
)


def newest_made(store: Store, device: str, after: int) -> dict[str, int]:
    """Arrival number of the newest operation a machine made about each unit, where there is one after `after`.

    Args:
        store: any store.
        device: who made them: usually this machine itself.
        after: arrival number to look behind.
    """
    with store.read() as connection:
        rows = connection.execute(
            text(
                "WITH made AS (SELECT record_uuid, arrival FROM operation WHERE arrival > :after"  # noqa: S608
                f" AND json_extract(line, '$.device') = :device) {_NEWS}"
            ),
            {"after": after, "device": device},
        )
        return {row.unit: int(row.arrival) for row in rows}


def record_counts(store: Store, records: frozenset[bytes], until: int) -> tuple[int, int, int]:
    """People, households and operations that `record_lines` would give."""
    found: Counter[str] = Counter()
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
    for kind in TRAVEL_ORDER:
        last = 0
        while True:
            with store.read() as connection:
                rows = connection.execute(
                    text(
                        "SELECT arrival, record_uuid, line FROM operation"
                        " WHERE record_kind = :kind AND arrival > :last AND arrival <= :until"
                        " ORDER BY arrival LIMIT :page"
                    ),
                    {"kind": kind.value, "last": last, "until": until, "page": _PAGE},
                ).all()
            for row in rows:
                if bytes(row.record_uuid) in records:
                    yield row.line.encode()
            if len(rows) < _PAGE:
                break
            last = rows[-1].arrival
