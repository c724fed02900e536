"""Which records concern a unit: those it typed, those that lie there, and those that ever did.

A receipt takes all operations of these records to the unit's machines. "Ever" matters: the machine a household was
moved away from must learn of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, text

from census_desktop.domain.records import COUNTED, RECORD_TYPES, RecordKind
from census_desktop.store.operations import TRAVEL_ORDER
from census_desktop.store.rows import TABLE_OF
from census_desktop.store.store import Store

_PAGE = 2000
_HANDFUL = 500  # records or operations asked for at once
# Read from the operations, not from the rows derived of them: a row knows only the present unit. All kinds are read in
# one pass, because what costs is deciphering the pages.
_EVERYTHING = text(
    "SELECT record_kind, record_uuid, json_extract(line, '$.device') AS device,"
    " CASE record_kind WHEN 'household' THEN json_extract(line, '$.values.unit')"
    " WHEN 'person' THEN json_extract(line, '$.values.household_uuid') ELSE line END AS said"
    " FROM operation WHERE arrival <= :until"
)
_ARRIVALS = text(
    "SELECT arrival, record_kind FROM operation WHERE record_uuid IN :records AND arrival <= :until"
).bindparams(bindparam("records", expanding=True))
_LINES = text("SELECT arrival, line FROM operation WHERE arrival IN :arrivals").bindparams(
    bindparam("arrivals", expanding=True)
)
_TRAVELS = {kind.value: place for place, kind in enumerate(TRAVEL_ORDER)}


@dataclass(slots=True)
class _Seen:
    """What one pass over the operations has shown."""

    households: set[bytes] = field(default_factory=set)
    people: set[bytes] = field(default_factory=set)
    homes: list[tuple[bytes, bytes]] = field(default_factory=list)
    others: list[tuple[RecordKind, bytes, bool, str]] = field(default_factory=list)


def unit_records(store: Store, unit: str, devices: Collection[str], until: int) -> frozenset[bytes]:
    """Ids of the records that concern a unit.

    Args:
        store: the town's store.
        unit: unit text.
        devices: ids of all machines that ever spoke for the unit.
        until: arrival number of the last operation to look at.
    """
    seen, own = _Seen(), frozenset(devices)
    with store.read() as connection:
        rows = connection.execution_options(yield_per=_PAGE).execute(_EVERYTHING, {"until": until})
        for kind, record, device, said in rows:
            _look(seen, unit, (kind, bytes(record), device in own, said))
    seen.people |= {person for person, home in seen.homes if home in seen.households}
    counted = seen.households | seen.people
    others = {
        record
        for kind, record, is_own, line in seen.others
        if is_own or _concerns(kind, json.loads(line)["values"], unit, counted)
    }
    return frozenset(counted | others)


def _look(seen: _Seen, unit: str, row: tuple[str, bytes, bool, str | None]) -> None:
    kind, record, is_own, said = row
    if kind == RecordKind.HOUSEHOLD:
        if is_own or said == unit:
            seen.households.add(record)
    elif kind == RecordKind.PERSON:
        if is_own:
            seen.people.add(record)
        elif said:
            seen.homes.append((record, bytes.fromhex(said)))
    else:
        seen.others.append((RecordKind(kind), record, is_own, said or ""))


def _concerns(
    kind: RecordKind, values: Mapping[str, str | None], unit: str, counted: Collection[bytes]
) -> bool:
    """True when a record is about records of the unit, or the unit itself, or about nothing in particular."""
    each = RECORD_TYPES[kind]
    if kind in _FOR_ALL:
        return True
    return any(values.get(name) == unit for name in each.units) or any(
        bytes.fromhex(said) in counted for name in each.references if (said := values.get(name))
    )


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


# Kinds of records that concern every unit.
_FOR_ALL = tuple(kind for kind, each in RECORD_TYPES.items() if not each.references and not each.units)
# By the ids in their small tables: by kind alone all operations of a town would be read.
_ALL_CONCERNED = " UNION ALL ".join(
    f"SELECT {RECORD_TYPES[kind].key} FROM {TABLE_OF[kind]}"  # noqa: S608  fixed names
    for kind in _FOR_ALL
)


def newest_for_all(store: Store, device: str, after: int) -> int:
    """Arrival number of the newest operation a machine made about what concerns every unit; 0 when there is none.

    Args:
        store: any store.
        device: who made them: usually this machine itself.
        after: arrival number to look behind.
    """
    with store.read() as connection:
        newest = connection.execute(
            text(
                f"SELECT max(arrival) FROM operation WHERE record_uuid IN ({_ALL_CONCERNED})"  # noqa: S608
                " AND arrival > :after AND json_extract(line, '$.device') = :device"
            ),
            {"after": after, "device": device},
        ).scalar()
        return int(newest or 0)


def record_counts(store: Store, records: frozenset[bytes], until: int) -> tuple[int, int, int]:
    """People, households and operations that `record_lines` would give."""
    kinds: Counter[str] = Counter()
    operations = 0
    with store.read() as connection:
        for some in _handfuls(sorted(records)):
            rows = connection.execute(
                text(
                    "SELECT record_kind, count(DISTINCT record_uuid) AS records, count(*) AS operations"
                    " FROM operation WHERE record_uuid IN :records AND arrival <= :until GROUP BY record_kind"
                ).bindparams(bindparam("records", expanding=True)),
                {"records": some, "until": until},
            )
            for row in rows:
                kinds[row.record_kind] += int(row.records)
                operations += int(row.operations)
    return kinds[COUNTED[0]], kinds[COUNTED[1]], operations


def record_lines(store: Store, records: frozenset[bytes], until: int) -> Iterator[bytes]:
    """Canonical lines of all operations of these records, households before people."""
    found: list[tuple[int, int]] = []
    with store.read() as connection:
        for some in _handfuls(sorted(records)):
            rows = connection.execute(_ARRIVALS, {"records": some, "until": until})
            found += [(_TRAVELS[kind], int(arrival)) for arrival, kind in rows]
    found.sort()
    for numbers in _handfuls([arrival for _kind, arrival in found]):
        with store.read() as connection:
            lines = {int(row.arrival): row.line for row in connection.execute(_LINES, {"arrivals": numbers})}
        for number in numbers:
            yield lines[number].encode()


def _handfuls(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), _HANDFUL):
        yield things[start : start + _HANDFUL]
