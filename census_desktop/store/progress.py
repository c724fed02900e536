"""Targets and what is in, per unit, residential group and collector."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from census_desktop.domain.code_names import ENTERED
from census_desktop.store.links import COUNTED_HOUSEHOLD, LEFT_OUT, left_out_of_counts
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction

# Households of a void sheet are not households; their people are counted apart (`Tally.is_stranded`). What comes of
# people is read from indexes alone, see `tables.person_in_household`.
_PEOPLE = """
SELECT coalesce(h.unit, '') AS unit, {part} AS part, coalesce(p.slip_state, :entered) AS state,
  h.void IS NOT NULL AS is_stranded,
  p.presence LIKE 'vang%' AND p.presence_since IS NOT NULL AND p.presence_since <= :long_ago AS is_away,
  p.service IS NOT NULL AND p.service_counted_at = 'tai_don_vi' AS is_at_unit,
  count(*) AS people
FROM person p {of} LEFT JOIN household h ON h.household_uuid = p.household_uuid
WHERE p.void IS NULL{only} GROUP BY 1, 2, 3, 4, 5, 6
"""
_SECOND_SLIPS = f"JOIN ({LEFT_OUT}) s ON s.second_uuid = p.person_uuid"
_PARTS = {
    "residential_group": "coalesce(h.residential_group, '')",
    "collector": "coalesce(h.collector, '')",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people are alike in all this.

    Attributes:
        unit: unit text, "" for none.
        part: residential group or collector, "" for none.
        state: slip state; nothing written counts as typed.
        is_stranded: their household is void, the slip is not.
        is_away: away for long.
        is_at_unit: in service and counted where the unit is stationed.
        people: how many.
    """

    unit: str
    part: str
    state: str
    is_stranded: bool
    is_away: bool
    is_at_unit: bool
    people: int


def set_targets(transaction: Transaction, targets: Mapping[str, tuple[int, int]]) -> None:
    """Set people and households to be collected, by unit text "18754@2015-04-10"."""
    if not targets:
        return
    transaction.connection.execute(
        text(
            "INSERT INTO target (unit, people, households) VALUES (:unit, :people, :households)"
            " ON CONFLICT (unit) DO UPDATE SET people = excluded.people, households = excluded.households"
        ),
        [
            {"unit": unit, "people": people, "households": households}
            for unit, (people, households) in targets.items()
        ],
    )


def targets(store: Store) -> dict[str, tuple[int, int]]:
    """People and households to be collected as given at set-up, by unit text; goals take their place."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, people, households FROM target ORDER BY unit"))
        return {row.unit: (int(row.people), int(row.households)) for row in rows}


def tallies(
    store: Store,
    long_ago: str,
    *,
    part: str = "residential_group",
    unit: str | None = None,
    group: str | None = None,
) -> tuple[Tally, ...]:
    """People that count, by what matters for progress.

    Args:
        store: the store.
        long_ago: who has been away since that day (ISO date) or longer is away for long.
        part: "residential_group" or "collector".
        unit: only this unit, "" for households without one.
        group: only this residential group, "" for households without one.
    """
    only, values = _only(unit, group)
    values |= {"entered": ENTERED, "long_ago": long_ago}
    with store.read() as connection:
        values |= left_out_of_counts(connection)
        every = _counted(connection, _PEOPLE.format(part=_PARTS[part], of="", only=only), values)
        twice = _counted(connection, _PEOPLE.format(part=_PARTS[part], of=_SECOND_SLIPS, only=only), values)
    return tuple(Tally(*key, people - twice.get(key, 0)) for key, people in every.items())


_Key = tuple[str, str, str, bool, bool, bool]


def _counted(connection: Connection, statement: str, values: Mapping[str, str]) -> dict[_Key, int]:
    used = {name: value for name, value in values.items() if f":{name}" in statement}
    return {
        (row.unit, row.part, row.state, bool(row.is_stranded), bool(row.is_away), bool(row.is_at_unit)): int(
            row.people
        )
        for row in connection.execute(text(statement), used)
    }


def _only(unit: str | None, group: str | None) -> tuple[str, dict[str, str]]:
    conditions, values = "", {}
    if unit is not None:
        conditions += " AND coalesce(h.unit, '') = :unit"
        values["unit"] = unit
    if group is not None:
        conditions += " AND coalesce(h.residential_group, '') = :group"
        values["group"] = group
    return conditions, values


def household_counts(
    store: Store,
    *,
    part: str = "residential_group",
    unit: str | None = None,
    group: str | None = None,
) -> dict[tuple[str, str], int]:
    """Households that count, by unit text and part, see `tallies`."""
    only, values = _only(unit, group)
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT coalesce(h.unit, '') AS unit, {_PARTS[part]} AS part, count(*) AS households"  # noqa: S608
                f" FROM household h WHERE {COUNTED_HOUSEHOLD}{only} GROUP BY 1, 2"
            ),
            {**values, **left_out_of_counts(connection)},
        )
        return {(row.unit, row.part): int(row.households) for row in rows}


def households_of(store: Store, unit: str, group: str, collector: str | None) -> tuple[uuid.UUID, ...]:
    """Households of a group, or of one collector in it, by number; "" stands for blank."""
    only, values = _only(unit, group)
    if collector is not None:
        only += " AND coalesce(h.collector, '') = :collector"
        values["collector"] = collector
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT h.household_uuid FROM household h WHERE h.void IS NULL{only}"  # noqa: S608
                " ORDER BY length(h.household_no), h.household_no, h.id LIMIT 5000"
            ),
            values,
        ).scalars()
        return tuple(uuid.UUID(bytes=row) for row in rows)


def last_packages(store: Store) -> dict[str, str]:
    """When the newest package of each unit was merged (ISO 8601), by unit text."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, max(at) AS at FROM package_in GROUP BY unit"))
        return {row.unit: row.at for row in rows}


def conflicts_by_unit(store: Store) -> dict[str, int]:
    """Cells in conflict by unit text."""
    return _by_unit(
        store,
        "SELECT coalesce(h.unit, '') AS unit, count(*) AS found FROM conflict c"
        " LEFT JOIN person p ON p.person_uuid = c.record_uuid"
        " LEFT JOIN household h ON h.household_uuid = coalesce(p.household_uuid, c.record_uuid) GROUP BY 1",
    )


def doubts_by_unit(store: Store) -> dict[str, int]:
    """Pairs of slips that wait for a look at the paper, by unit of the first."""
    return _by_unit(
        store,
        "SELECT coalesce(h.unit, '') AS unit, count(*) AS found FROM link l"
        " LEFT JOIN person p ON p.person_uuid = l.first"
        " LEFT JOIN household h ON h.household_uuid = p.household_uuid WHERE l.verdict = 'look' GROUP BY 1",
    )


def _by_unit(store: Store, statement: str) -> dict[str, int]:
    with store.read() as connection:
        return {row.unit: int(row.found) for row in connection.execute(text(statement))}


def state_number(store: Store) -> tuple[int, int, int]:
    """Changes whenever anything progress is made of may have changed."""
    with store.read() as connection:
        row = connection.execute(
            text(
                "SELECT (SELECT max(arrival) FROM operation), (SELECT max(number) FROM package_in),"
                " (SELECT max(number) FROM audit)"
            )
        ).one()
    return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)


def typed_since(store: Store, arrival: int) -> tuple[int, dict[tuple[str, str], int]]:
    """Slips made by operations that arrived after `arrival`, by unit text and day of typing (UTC).

    Returns:
        Number of the newest operation looked at, and the counts; what was re-assigned counts where it is now.
    """
    # The beginning of a line is fixed (`domain.operations.Operation.line`): {"at":"2026-11-25T03:21:46+00:00","cell":""
    with store.read() as connection:
        newest = int(connection.execute(text("SELECT max(arrival) FROM operation")).scalar() or 0)
        rows = connection.execute(
            text(
                "SELECT coalesce(h.unit, '') AS unit, substr(o.line, 8, 10) AS day, count(*) AS people"
                " FROM operation o JOIN person p ON p.person_uuid = o.record_uuid AND p.void IS NULL"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
                " WHERE o.arrival > :after AND o.arrival <= :until AND o.record_kind = 'person'"
                ' AND instr(substr(o.line, 1, 60), \'"cell":""\') > 0 GROUP BY 1, 2'
            ).bindparams(after=arrival, until=newest)
        )
        return newest, {(row.unit, row.day): int(row.people) for row in rows}


def batch_tallies(store: Store, unit: str | None, sent: int) -> dict[str, dict[str, int]]:
    """People by batch (what stands before "/" in the slip number) and slip state; "sent" for those merged or sent.

    Args:
        store: the store.
        unit: only this unit.
        sent: newest operation that the other side is known to have.
    """
    only, values = _only(unit, None)
    found: dict[str, dict[str, int]] = {}
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT CASE WHEN instr(p.slip_no, '/') THEN substr(p.slip_no, 1, instr(p.slip_no, '/') - 1)"  # noqa: S608
                " ELSE '' END AS batch, coalesce(p.slip_state, :entered) AS state,"
                " NOT EXISTS (SELECT 1 FROM operation o WHERE o.record_uuid = p.person_uuid AND o.arrival > :sent)"
                " AS is_sent, count(*) AS people FROM person p"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
                f" WHERE p.void IS NULL AND h.void IS NULL{only} GROUP BY 1, 2, 3"
            ),
            {**values, "entered": ENTERED, "sent": sent},
        )
        for row in rows:
            batch = found.setdefault(row.batch or "", {"sent": 0})
            batch[row.state] = batch.get(row.state, 0) + int(row.people)
            batch["sent"] += int(row.people) * bool(row.is_sent)
    return found
