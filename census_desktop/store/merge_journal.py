"""What merges and their reversals have done, read from the audit chain; kept for ever."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from census_desktop.store.packages import InPackage, in_packages
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class MergeEntry:
    """One merge, or one reversal of a merge.

    Attributes:
        number: its number in the audit chain.
        at: wall time of this machine, ISO 8601 UTC.
        officer: login of who did it.
        packages: what was merged, in order; none for a reversal.
        added: records that were new.
        changed: records that got other answers.
        conflicts: cells that came into conflict.
        operations: operations it brought or wrote.
        reverses: number of the entry it takes back, None for a merge.
        reversed_by: number of the entry that takes this one back at present, None when it stands.
    """

    number: int
    at: str
    officer: str
    packages: tuple[InPackage, ...]
    added: int
    changed: int
    conflicts: int
    operations: int
    reverses: int | None = None
    reversed_by: int | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry with the arrival numbers of its operations."""

    entry: MergeEntry
    first: int
    last: int


def merge_journal(store: Store) -> tuple[MergeEntry, ...]:
    """All merges and reversals, newest first."""
    return tuple(line.entry for line in _lines(store))


def brought(store: Store, number: int) -> Iterator[tuple[uuid.UUID, frozenset[bytes]]]:
    """Records that an entry touched, each with the ids of the operations it brought; people before households.

    People come first because a household can be taken back only when nobody is left in it.
    """
    line = next((line for line in _lines(store) if line.entry.number == number), None)
    if line is None:
        return
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT record_uuid, op_id FROM operation WHERE arrival BETWEEN :first AND :last"
                " ORDER BY record_kind = 'household', record_uuid"
            ),
            {"first": line.first, "last": line.last},
        ).all()
    current, ids = b"", set[bytes]()
    for row in rows:
        if bytes(row.record_uuid) != current and ids:
            yield uuid.UUID(bytes=current), frozenset(ids)
            ids = set()
        current = bytes(row.record_uuid)
        ids.add(bytes(row.op_id))
    if ids:
        yield uuid.UUID(bytes=current), frozenset(ids)


def heads_seen(store: Store) -> dict[str, tuple[int, str]]:
    """Entries and head of the sender's audit chain, as seen with each package merged here, by payload hash."""
    with store.read() as connection:
        entries = connection.execute(
            text("SELECT entry FROM audit WHERE json_extract(entry, '$.action') = :merge ORDER BY number"),
            {"merge": Action.MERGE.value},
        ).scalars()
        found: dict[str, tuple[int, str]] = {}
        for entry in entries:
            said = json.loads(entry)
            for package, (number, head) in zip(said.get("packages", ()), said.get("heads", ()), strict=False):
                if head:
                    found[package] = (int(number), head)
        return found


def _lines(store: Store) -> list[_Line]:
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT number, entry FROM audit WHERE json_extract(entry, '$.action') IN (:merge, :reverse)"
                " ORDER BY number DESC"
            ),
            {"merge": Action.MERGE.value, "reverse": Action.REVERSE_MERGE.value},
        ).all()
    packages = {each.payload_sha256: each for each in in_packages(store)}
    found: list[_Line] = []
    reversed_by: dict[int, int] = {}
    for row in rows:
        said = json.loads(row.entry)
        first, last = said.get("merged") or said.get("arrivals") or (1, 0)
        number, reverses = int(row.number), said.get("reverses")
        if reverses is not None and number not in reversed_by:
            reversed_by[int(reverses)] = number
        entry = MergeEntry(
            number=number,
            at=said["at"],
            officer=said["officer"],
            packages=tuple(packages[each] for each in said.get("packages", ()) if each in packages),
            added=int(said.get("added", 0)),
            changed=int(said.get("changed", 0)),
            conflicts=int(said.get("conflicts", 0)),
            operations=int(last) - int(first) + 1,
            reverses=None if reverses is None else int(reverses),
            reversed_by=reversed_by.get(number),
        )
        found.append(_Line(entry, int(first), int(last)))
    return found
