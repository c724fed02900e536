"""Indexes put away while very many rows enter, and made anew at the end: sorting once beats a place for each row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

_FEWEST = 20_000  # operations from which it pays (measured)
_TABLES = ("operation", "person", "household")


@contextmanager
def rebuilt_indexes(connection: Connection, *, existing: int, incoming: int) -> Iterator[None]:
    """Within a write transaction: the block may insert rows, but must not look any up.

    Others go on reading with the indexes they have; if the transaction is taken back, nothing was put away.

    Args:
        existing: operations in the store; all of their rows have to be sorted again.
        incoming: operations that will be added; where they are the fewer the indexes stay.
    """
    run = connection.exec_driver_sql
    statements: list[str] = []
    if incoming >= max(_FEWEST, existing):
        rows = run(
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"  # noqa: S608
            f" AND tbl_name IN ({', '.join(repr(table) for table in _TABLES)}) ORDER BY rowid"
        ).all()
        for name, _sql in rows:
            run(f"DROP INDEX main.{name}")
        statements = [str(sql) for _name, sql in rows]
    yield
    for statement in statements:
        run(statement)
