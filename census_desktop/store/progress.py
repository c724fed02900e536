"""Targets and what is in, per unit."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


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
    """People and households to be collected, by unit text."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, people, households FROM target ORDER BY unit"))
        return {row.unit: (int(row.people), int(row.households)) for row in rows}


def collected(store: Store) -> dict[str, tuple[int, int]]:
    """People and households in, without void ones, by unit text; "" for households without a unit."""
    with store.read() as connection:
        people = connection.execute(
            text(
                "SELECT coalesce(h.unit, '') AS unit, count(*) AS people FROM person p"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid WHERE p.void IS NULL GROUP BY 1"
            )
        )
        found = {row.unit: (int(row.people), 0) for row in people}
        households = connection.execute(
            text(
                "SELECT coalesce(unit, '') AS unit, count(*) AS households FROM household WHERE void IS NULL GROUP BY 1"
            )
        )
        for row in households:
            found[row.unit] = (found.get(row.unit, (0, 0))[0], int(row.households))
    return found


def last_packages(store: Store) -> dict[str, str]:
    """When the newest package of each unit was merged (ISO 8601), by unit text."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, max(at) AS at FROM package_in GROUP BY unit"))
        return {row.unit: row.at for row in rows}
