"""Plain columns of all people, for searches that look at everybody; read in pages so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import text

from census_desktop.store.store import Store

_PAGE = 1000  # small enough that a page is used up while it is in the processor's cache


def person_pages(
    store: Store, person_boxes: Sequence[str], household_boxes: Sequence[str] = (), page: int = _PAGE
) -> Iterator[list[Sequence[Any]]]:
    """Rows of all people, void ones too, in order of arrival.

    Args:
        store: the store.
        person_boxes: columns of the slip.
        household_boxes: columns of its household, blank where it has none.
        page: most rows at a time.
    """
    columns = ", ".join([f"p.{name}" for name in person_boxes] + [f"h.{name}" for name in household_boxes])
    query = (
        f"SELECT p.id, {columns} FROM person p"  # noqa: S608  names of columns
        " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
        " WHERE p.id > ? ORDER BY p.id LIMIT ?"
    )
    last = 0
    while True:
        with store.read() as connection:
            raw = connection.connection.driver_connection  # rows as plain tuples: half the time of reading
            assert raw is not None
            rows = raw.execute(query, (last, page)).fetchall()
        if rows:
            yield [row[1:] for row in rows]
        if len(rows) < page:
            return
        last = rows[-1][0]


def void_people(store: Store) -> frozenset[bytes]:
    """Ids of people whose slips are void."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT person_uuid FROM person WHERE void IS NOT NULL"))
        return frozenset(bytes(each) for each in rows.scalars())


def person_count(store: Store) -> int:
    """How many slips there are, void ones too."""
    with store.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM person")).scalar_one())
