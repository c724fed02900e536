"""Half-typed slips, kept until the slip is saved; after a power cut they come back.

A draft is not an operation: it never leaves the machine and has no history.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from census_desktop.store.engine import WRITE
from census_desktop.store.failures import explained
from census_desktop.store.store import Store


def save_draft(store: Store, slot: str, body: Mapping[str, Any]) -> None:
    """Keep `body` (plain JSON values) under `slot`, on the disk when this returns."""
    _write(
        store,
        "INSERT INTO draft (slot, body, at) VALUES (:slot, :body, :at)"
        " ON CONFLICT (slot) DO UPDATE SET body = excluded.body, at = excluded.at",
        {
            "slot": slot,
            "body": json.dumps(dict(body), ensure_ascii=False),
            "at": store.clock.now().isoformat(timespec="seconds"),
        },
    )


def load_draft(store: Store, slot: str) -> dict[str, Any] | None:
    """What was kept under `slot`; None when nothing is."""
    with store.read() as connection:
        body = connection.execute(text("SELECT body FROM draft WHERE slot = :slot"), {"slot": slot}).scalar()
    return None if body is None else dict(json.loads(body))


def drop_draft(store: Store, slot: str) -> None:
    """Forget the draft; nothing happens when there is none."""
    _write(store, "DELETE FROM draft WHERE slot = :slot", {"slot": slot})


def drafts(store: Store) -> tuple[str, ...]:
    """Slots that hold a draft, latest first."""
    with store.read() as connection:
        return tuple(connection.execute(text("SELECT slot FROM draft ORDER BY at DESC, slot")).scalars())


def _write(store: Store, statement: str, values: Mapping[str, object]) -> None:
    with explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin():
            connection.execute(text(statement), dict(values))
