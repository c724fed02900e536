"""Readings of a search line as SQL: who fits one of them."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sqlalchemy import Connection, text

from census_desktop.domain.lookup import Lookup

FEW = 2000  # hits that are fetched and put in order, instead of being met on a walk
LISTED = "SELECT value FROM json_each(:{})"
BORN = "p.birth_date >= :born AND p.birth_date < :born_end"


def readings(lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """A query for the row numbers of people who fit one reading, void slips among them."""
    parts, values = _member_readings(lookup)
    own, more = household_readings(lookup)
    if own:
        parts.append(
            "SELECT q.id FROM household h INDEXED BY household_by_place_key CROSS JOIN person q"  # noqa: S608
            f" ON q.household_uuid = h.household_uuid WHERE {' OR '.join(own)}"
        )
    return " UNION ALL ".join(parts), values | more


def _member_readings(lookup: Lookup) -> tuple[list[str], dict[str, Any]]:
    """Queries for the row numbers of people who themselves fit a reading."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if lookup.born:
        values |= {"born": lookup.born, "born_end": lookup.born + ":"}
    if lookup.names:
        parts.append("SELECT rowid FROM person_search WHERE person_search MATCH :names")
        values["names"] = _match(lookup.names)
    elif lookup.born:
        parts.append(
            "SELECT q.id FROM person q INDEXED BY person_by_name_key"
            " WHERE q.birth_date >= :born AND q.birth_date < :born_end"
        )
    if lookup.digits:
        parts.extend(
            f"SELECT q.id FROM person q INDEXED BY person_by_{column}"  # noqa: S608
            f" WHERE q.{column} > '' AND instr(q.{column}, :digits)"
            for column in ("personal_id", "old_id")
        )
        values["digits"] = lookup.digits
    if lookup.slip_no:
        parts.append("SELECT q.id FROM person q WHERE q.slip_no >= :slip AND q.slip_no < :slip_end")
        values |= {"slip": lookup.slip_no, "slip_end": lookup.slip_no + "\U0010ffff"}
    return parts, values


def household_readings(lookup: Lookup) -> tuple[list[str], dict[str, Any]]:
    """Conditions on a household `h` alone."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if lookup.places:
        names = [f"place{number}" for number in range(len(lookup.places))]
        conditions.append("(" + " AND ".join(f"instr(h.place_words, :{name})" for name in names) + ")")
        values |= {name: f" {word}" for name, word in zip(names, lookup.places, strict=True)}
    if lookup.digits:
        conditions.append("instr(h.phone, :digits)")
        values["digits"] = lookup.digits
    if lookup.household_no:
        conditions.append("h.household_no = :number COLLATE NOCASE")
        conditions.append(
            "(length(:number) >= 4 AND substr(h.household_book_no, 1, length(:number)) = :number)"
        )
        values["number"] = lookup.household_no
    return conditions, values


def settled(connection: Connection, lookup: Lookup) -> Lookup:
    """Words as a name when anybody is called so, else as a place."""
    if not lookup.names or not lookup.places:
        return lookup
    called = connection.execute(
        text("SELECT 1 FROM person_search WHERE person_search MATCH :names LIMIT 1"),
        {"names": _match(lookup.names)},
    ).scalar()
    return dataclasses.replace(lookup, places=()) if called else Lookup(places=lookup.places)


def _match(names: tuple[str, ...]) -> str:
    return " ".join(f'"{word}"*' for word in names)


def few_hits(connection: Connection, found: str, values: dict[str, Any]) -> str | None:
    """Row numbers that the query `found` gives, as JSON when they are few, None when they are many."""
    rows = connection.execute(text(f"{found} LIMIT :most"), {**values, "most": FEW + 1}).scalars().all()
    return json.dumps(rows) if len(rows) <= FEW else None


def of_members(connection: Connection, lookup: Lookup, values: dict[str, Any]) -> str:
    """The condition that a member of household `h` fits a reading; adds to `values`."""
    parts, more = _member_readings(lookup)
    if not parts:
        return "0"
    values |= more
    found = " UNION ALL ".join(parts)
    born = f" AND {BORN}" if lookup.names and lookup.born else ""
    few = few_hits(connection, found, values)
    if few is None:
        return (
            "EXISTS (SELECT 1 FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL"  # noqa: S608
            f" AND p.id IN ({found}){born})"
        )
    values["few"] = few
    return (
        "h.household_uuid IN (SELECT p.household_uuid FROM person p"  # noqa: S608
        f" WHERE p.id IN ({LISTED.format('few')}) AND p.void IS NULL{born})"
    )
