"""The register of households against the typed ones: what has no slip yet."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from census_desktop.domain.code_names import COLLECTED, HEAD, MARRIED, NOT_COLLECTED, UNFINISHED
from census_desktop.domain.records import RecordKind
from census_desktop.domain.registered import Registered
from census_desktop.domain.vietnamese import fold
from census_desktop.store.rows import record_from
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class KnownHouse:
    """A typed household as far as the register speaks about it."""

    household_uuid: uuid.UUID
    unit: str | None
    residential_group: str | None
    household_no: str | None
    household_book_no: str | None
    head_name: str | None


def untied(store: Store) -> tuple[Registered, ...]:
    """Registered households without a typed one, exempt ones too; also those whose typed one became void."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT r.* FROM registered r LEFT JOIN household h ON h.household_uuid = r.household"
                " WHERE r.household IS NULL OR h.void IS NOT NULL ORDER BY r.id"
            )
        ).mappings()
        return tuple(record_from(RecordKind.REGISTERED, row) for row in rows)


def houses_to_tie(store: Store) -> Iterator[KnownHouse]:
    """Typed households that no registered one is tied to, in order of arrival."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.household_uuid, h.unit, h.residential_group, h.household_no, h.household_book_no,"
                " (SELECT coalesce(p.full_name, p.head_name) FROM person p WHERE p.household_uuid = h.household_uuid"
                "  AND p.void IS NULL ORDER BY p.relation_to_head IS NOT :head, p.id LIMIT 1) AS head_name"
                " FROM household h WHERE h.void IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM registered r WHERE r.household = h.household_uuid) ORDER BY h.id"
            ),
            {"head": HEAD},
        ).all()
    for row in rows:
        yield KnownHouse(
            uuid.UUID(bytes=row.household_uuid),
            row.unit,
            row.residential_group,
            row.household_no,
            row.household_book_no,
            row.head_name,
        )


def homes_with_gaps(
    store: Store,
    *,
    unit: str | None = None,
    residential_group: str | None = None,
    collector: str | None = None,
) -> set[uuid.UUID]:
    """Households in which somebody may have no finished slip: nobody, slips not typed, a head or spouse only named.

    Whole records are not read for this, because a town has many and few of them have gaps.
    """
    conditions, values = "h.void IS NULL", {}
    for column, wanted in (("unit", unit), ("collector", collector)):
        if wanted is not None:
            conditions += f" AND coalesce(h.{column}, '') = :{column}"
            values[column] = wanted
    if residential_group is not None:
        conditions += " AND group_key(h.residential_group) = group_key(:residential_group)"
        values["residential_group"] = residential_group
    present: dict[bytes, set[str | None]] = defaultdict(set)
    named: dict[bytes, set[str]] = defaultdict(set)
    with_head: set[bytes] = set()
    found: set[bytes] = set()
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.household_uuid, p.id, p.name_fold, p.relation_to_head, p.slip_state, p.marital_status,"  # noqa: S608
                " p.spouse_name FROM household h LEFT JOIN person p ON p.household_uuid = h.household_uuid"
                f" AND p.void IS NULL WHERE {conditions}"
            ),
            values,
        )
        for home, person, name, relation, state, marital, spouse in rows:
            present[home].add(name)
            if person is None or state in _UNFINISHED:
                found.add(home)
            if relation == HEAD:
                with_head.add(home)
            if marital == MARRIED and spouse is not None:
                named[home].add(spouse)
    found |= set(present) - with_head
    found |= {home for home, names in named.items() if not {fold(name) for name in names} <= present[home]}
    return {uuid.UUID(bytes=home) for home in found}


_UNFINISHED = (NOT_COLLECTED, COLLECTED, UNFINISHED)
