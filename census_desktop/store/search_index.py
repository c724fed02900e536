"""Keeping the word index over folded names in step with the person table.

Written by hand and not by triggers: a trigger makes SQLite set a savepoint for each row, and FTS5 answers each
savepoint by writing a segment, which made inserting people six times slower (measured).

A slip without a name is indexed too, with no words: FTS5's check counts rows, and misses one that was left out.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError


def newest(connection: Connection) -> int:
    """Row number of the newest person."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM main.person").scalar_one())


def learn_after(connection: Connection, row: int) -> None:
    """Index every person added after `row`."""
    connection.exec_driver_sql(
        "INSERT INTO main.person_search (rowid, name_fold)"
        " SELECT id, name_fold FROM main.person WHERE id > ?",
        (row,),
    )


def learn(connection: Connection, person_uuid: bytes) -> None:
    """Index one person as the table has it now."""
    connection.exec_driver_sql(
        "INSERT INTO main.person_search (rowid, name_fold)"
        " SELECT id, name_fold FROM main.person WHERE person_uuid = ?",
        (person_uuid,),
    )


def forget(connection: Connection, person_uuid: bytes) -> None:
    """Take one person out of the index, before its row changes."""
    connection.exec_driver_sql(
        "INSERT INTO main.person_search (person_search, rowid, name_fold)"
        " SELECT 'delete', id, name_fold FROM main.person WHERE person_uuid = ?",
        (person_uuid,),
    )


def is_sound(connection: Connection) -> bool:
    """True when the index agrees with the table (FTS5's own integrity check)."""
    try:
        connection.exec_driver_sql(
            "INSERT INTO main.person_search (person_search, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError:
        return False
    return True
