"""Keeping the word index over folded names in step with the person table.

Written by hand and not by triggers: a trigger makes SQLite set a savepoint for each row, and FTS5 answers each
savepoint by writing a segment, which made inserting people six times slower (measured).

A slip without a name is indexed too, with no words: FTS5's check counts rows, and misses one that was left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from census_desktop.domain.vietnamese import fold


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


def forget_renamed(connection: Connection, people: Sequence[tuple[bytes, str | None]]) -> list[bytes]:
    """Take those out of the index whose words change, before their rows do; returns them and those not there yet.

    Args:
        people: id and coming name of each; most edits change no name, and an index of words is dear to change.
    """
    run = connection.exec_driver_sql
    changing: list[bytes] = []
    for person_uuid, name in people:
        row = run("SELECT id, name_fold FROM main.person WHERE person_uuid = ?", (person_uuid,)).first()
        if row is not None and row.name_fold == (fold(name) if name else None):
            continue
        changing.append(person_uuid)
        if row is not None:
            run(
                "INSERT INTO main.person_search (person_search, rowid, name_fold) VALUES ('delete', ?, ?)",
                (row.id, row.name_fold),
            )
    return changing


def learn(connection: Connection, people: Sequence[bytes]) -> None:
    """Index people as the table has them now."""
    for person_uuid in people:
        connection.exec_driver_sql(
            "INSERT INTO main.person_search (rowid, name_fold)"
            " SELECT id, name_fold FROM main.person WHERE person_uuid = ?",
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
