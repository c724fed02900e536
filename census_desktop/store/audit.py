"""The append-only chain over everything done on this machine.

Each entry's hash covers the entry before it, so an edited or removed entry in the middle breaks the chain. Only a
copy of the head kept elsewhere shows a cut-off tail: the head travels in every export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

ZERO = b"\0" * 32
_SEEN = "audit_seen"  # name of the setting


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Number of entries and hash of the last one."""

    number: int
    hash: bytes


def chain_hash(previous: bytes, entry: str) -> bytes:
    """SHA-256 of the previous hash and the entry."""
    return hashlib.sha256(previous + entry.encode()).digest()


def chain_head(connection: Connection) -> ChainHead:
    """The newest entry."""
    row = connection.execute(text("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")).first()
    return ChainHead(0, ZERO) if row is None else ChainHead(int(row.number), bytes(row.hash))


def append(connection: Connection, entry: Mapping[str, object]) -> None:
    """Add one entry; names of fields and ids only, no answers."""
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    head = chain_head(connection)
    connection.execute(
        text("INSERT INTO audit (number, entry, hash) VALUES (:number, :entry, :hash)"),
        {"number": head.number + 1, "entry": line, "hash": chain_hash(head.hash, line)},
    )


def keep_seen(connection: Connection, number: int, head: str) -> None:
    """Remember the newest entry whose hash somebody else has seen; an older one changes nothing."""
    known = seen_elsewhere(connection)
    if known is None or known.number < number:
        connection.execute(
            text(
                "INSERT INTO setting (name, value) VALUES (:name, :value)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            ),
            {"name": _SEEN, "value": json.dumps([number, head])},
        )


def seen_elsewhere(connection: Connection) -> ChainHead | None:
    """The newest entry whose hash somebody else has seen, None when nobody has."""
    value = connection.execute(text("SELECT value FROM setting WHERE name = :name"), {"name": _SEEN}).scalar()
    if value is None:
        return None
    number, head = json.loads(value)
    return ChainHead(int(number), bytes.fromhex(head))


def cut_off(connection: Connection) -> int | None:
    """Number of the entry that somebody else has seen and that is no longer what it was, None when it is."""
    seen = seen_elsewhere(connection)
    if seen is None:
        return None
    held = connection.execute(text("SELECT hash FROM audit WHERE number = :number"), {"number": seen.number})
    value = held.scalar()
    return None if value is not None and bytes(value) == seen.hash else seen.number


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain is broken.

    Attributes:
        number: the first entry that does not continue the chain.
        is_missing: the entry is gone; otherwise it, or its hash, was written over.
        entry: the text that stands there now, of the entry after the gap when one is missing.
    """

    number: int
    is_missing: bool
    entry: str


def first_break(connection: Connection) -> Break | None:
    """The first entry that does not continue the chain, or None when all do."""
    previous, expected = ZERO, 1
    for row in connection.execute(text("SELECT number, entry, hash FROM audit ORDER BY number")):
        if int(row.number) != expected:
            return Break(expected, is_missing=True, entry=row.entry)
        if bytes(row.hash) != chain_hash(previous, row.entry):
            return Break(expected, is_missing=False, entry=row.entry)
        previous, expected = bytes(row.hash), expected + 1
    return None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry as it stands.

    Attributes:
        number: its place in the chain.
        at: wall time, ISO 8601 UTC; "" when the entry cannot be read.
        officer: login of who did it; "" likewise.
        action: name of the deed; "" likewise.
        detail: everything else in it.
    """

    number: int
    at: str
    officer: str
    action: str
    detail: Mapping[str, object]


def read_entry(number: int, entry: str) -> AuditEntry:
    """An entry of the chain; one that was spoiled gives blanks."""
    try:
        said = json.loads(entry)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return AuditEntry(number, "", "", "", {})
    known = {name: str(said.pop(name, "")) for name in ("at", "officer", "action")}
    return AuditEntry(number, known["at"], known["officer"], known["action"], said)


def newest_entries(connection: Connection, most: int) -> tuple[AuditEntry, ...]:
    """The newest entries, newest first."""
    rows = connection.execute(
        text("SELECT number, entry FROM audit ORDER BY number DESC LIMIT :most"), {"most": most}
    )
    return tuple(read_entry(int(row.number), row.entry) for row in rows)
