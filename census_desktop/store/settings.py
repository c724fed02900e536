"""Small facts of an installation; written through `Transaction.put_setting`."""

from __future__ import annotations

from sqlalchemy import text

from census_desktop.store.store import Store


def setting(store: Store, name: str) -> str | None:
    """The value kept under `name`, None when there is none."""
    with store.read() as connection:
        value = connection.execute(
            text("SELECT value FROM setting WHERE name = :name"), {"name": name}
        ).scalar()
    return None if value is None else str(value)
