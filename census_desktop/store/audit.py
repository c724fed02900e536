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


def first_broken(connection: Connection) -> int | None:
    """Number of the first entry that does not continue the chain, or None when all do."""
    previous, expected = ZERO, 1
    for row in connection.execute(text("SELECT number, entry, hash FROM audit ORDER BY number")):
        if int(row.number) != expected or bytes(row.hash) != chain_hash(previous, row.entry):
            return expected
        previous, expected = bytes(row.hash), expected + 1
    return None
