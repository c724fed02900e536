"""What was done on this machine, one entry for each transaction that changed records, newest first; read for undo.

The audit chain says which operations belong together, so this survives every restart and needs no table of its own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from census_desktop.domain.operations import Operation, hash_line, parse_line
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

# What an officer does by hand, an import as a whole; merges are taken back by other means.
UNDOABLE = (
    Action.NEW_HOUSEHOLD,
    Action.SAVE_SLIP,
    Action.EDIT,
    Action.ACCEPT,
    Action.EVIDENCE,
    Action.FOLLOW_UP,
    Action.VOID,
    Action.MOVE,
    Action.SPLIT,
    Action.COMBINE,
    Action.CHANGE_HEAD,
    Action.DECIDE,
    Action.IMPORT,
    Action.UNDO,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One transaction that changed records.

    Attributes:
        number: its number in the audit chain.
        action: what was done.
        at: wall time, ISO 8601 UTC, for display.
        officer: login of who did it.
        operations: all it wrote, in order.
        undoes: number of the deed it takes back, None for everything else.
    """

    number: int
    action: Action
    at: str
    officer: str
    operations: tuple[Operation, ...]
    undoes: int | None = None


def deeds(store: Store, limit: int = 100) -> tuple[Deed, ...]:
    """The newest deeds that can be undone by kind, newest first."""
    names = ", ".join(f"'{action.value}'" for action in UNDOABLE)
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT number, entry FROM audit WHERE json_extract(entry, '$.arrivals') IS NOT NULL"  # noqa: S608
                f" AND json_extract(entry, '$.action') IN ({names}) ORDER BY number DESC LIMIT :limit"
            ),
            {"limit": limit},
        ).all()
        found = (_deed(connection, int(row.number), json.loads(row.entry)) for row in rows)
        return tuple(deed for deed in found if deed is not None)


def _deed(connection: Connection, number: int, entry: dict[str, Any]) -> Deed | None:
    """The deed of an audit entry; None when its operations are not those the entry vouches for."""
    first, last = entry["arrivals"]
    lines = connection.execute(
        text("SELECT line FROM operation WHERE arrival BETWEEN :first AND :last ORDER BY arrival"),
        {"first": first, "last": last},
    ).scalars()
    encoded = [line.encode() for line in lines]
    digest = hashlib.blake2b(b"".join(map(hash_line, encoded)), digest_size=16)
    if digest.hexdigest() != entry.get("digest"):
        return None
    undoes = entry.get("undoes")
    return Deed(
        number=number,
        action=Action(entry["action"]),
        at=entry["at"],
        officer=entry["officer"],
        operations=tuple(parse_line(line) for line in encoded),
        undoes=int(undoes) if undoes is not None else None,
    )
