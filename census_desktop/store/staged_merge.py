"""The merge itself: the union of the staged operations with the store's, inside one transaction.

Records that are new and were never edited (nearly all of a first merge) enter by one INSERT … SELECT per kind; every
other touched record is derived again from all its operations by the function that defines the meaning.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.records import COUNTED, RecordKind
from census_desktop.store import search_index
from census_desktop.store.bulk_indexes import rebuilt_indexes
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF
from census_desktop.store.staged_look import IS_SIMPLE, Derived, Look, MergeCounts
from census_desktop.store.transaction import Transaction

_BATCH = 500  # derived records written at a time
_STRETCH = 20_000  # lines between two reports of progress


def apply(transaction: Transaction, control: JobControl) -> MergeCounts:
    """Union the staged operations with the store's, inside `transaction` (opened with ``scratch=``).

    Raises:
        CancelledError: stopped through `control`; the transaction rolls back.
    """
    transaction.flush()
    connection = transaction.connection
    run = connection.exec_driver_sql
    look = Look(connection)
    look.prepare()
    counts = _write_derived(transaction, look, control)
    first = _newest_arrival(connection)
    fresh = int(run("SELECT count(*) FROM stage.fresh").scalar_one())
    control.step(1, 3, _("Đang nhập bản ghi mới"))
    with rebuilt_indexes(connection, existing=first, incoming=fresh):
        _write_operations(transaction, control)
        for kind in RecordKind:
            _write_simple(transaction, kind, control)
    transaction.raise_lamport(int(run("SELECT coalesce(max(lamport), 0) FROM stage.incoming").scalar_one()))
    transaction.detail |= {"added": counts.added, "changed": counts.changed, "conflicts": counts.conflicts}
    if fresh:
        transaction.detail["merged"] = [
            first + 1,
            first + fresh,
        ]  # where the reversal of this merge finds them
    control.step(3, 3, _("Đang ghi xuống đĩa"))
    return counts


def _write_derived(transaction: Transaction, look: Look, control: JobControl) -> MergeCounts:
    combined = conflicts = done = 0
    found = look.derived()
    while batch := list(islice(found, _BATCH)):
        for one in batch:
            conflicts += one.conflicts
            combined += one.is_combined and one.kind in COUNTED
        transaction.store.turns.check()
        transaction.write_views([_view_of(one) for one in batch])
        done += len(batch)
        control.step(done, 0, _("Đang nhập bản ghi thay đổi"))
    return look.added_up(None, combined, conflicts)


def _view_of(one: Derived) -> tuple[RecordKind, uuid.UUID, Any]:
    return one.kind, uuid.UUID(bytes=one.record), one.meaning


def _write_operations(transaction: Transaction, control: JobControl) -> None:
    for first, last in _stretches(transaction, control):
        transaction.connection.exec_driver_sql(
            "INSERT INTO main.operation (op_id, record_kind, record_uuid, line)"
            " SELECT i.op_id, i.record_kind, i.record_uuid, CAST(l.line AS TEXT) FROM stage.fresh f"
            " CROSS JOIN stage.incoming i ON i.n = f.n CROSS JOIN stage.line l ON l.n = f.n"
            " WHERE f.n BETWEEN ? AND ? ORDER BY f.n",
            (first, last),
        )


def _write_simple(transaction: Transaction, kind: RecordKind, control: JobControl) -> None:
    connection = transaction.connection
    run = connection.exec_driver_sql
    table, columns = TABLE_OF[kind], ", ".join(COLUMNS_OF[kind])
    if run(f"SELECT 1 FROM stage.{table} LIMIT 1").first() is None:  # noqa: S608  fixed names
        return
    newest = search_index.newest(connection)
    run("CREATE TABLE IF NOT EXISTS stage.simple (n INTEGER PRIMARY KEY)")
    run("DELETE FROM stage.simple")
    run(
        f"INSERT INTO stage.simple SELECT n FROM stage.touched WHERE {IS_SIMPLE} AND record_kind = ?",  # noqa: S608
        (kind.value,),
    )
    for first, last in _stretches(transaction, control):
        run(
            f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM stage.simple p"  # noqa: S608
            f" CROSS JOIN stage.{table} s ON s.n = p.n WHERE p.n BETWEEN ? AND ? ORDER BY p.n",
            (first, last),
        )
    if kind is RecordKind.PERSON:
        search_index.learn_after(connection, newest)


def _stretches(transaction: Transaction, control: JobControl) -> Iterator[tuple[int, int]]:
    """The lines in pieces, so that stopping is heard between them."""
    (last,) = transaction.connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM stage.fresh").one()
    for first in range(1, int(last) + 1, _STRETCH):
        transaction.store.turns.check()
        yield first, first + _STRETCH - 1
        control.step(min(first + _STRETCH, int(last)), int(last), _("Đang nhập bản ghi mới"))


def _newest_arrival(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT coalesce(max(arrival), 0) FROM main.operation").scalar_one()
    )
