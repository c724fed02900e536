"""Writing down what operations mean: the rows of derived records, their conflicts, their words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection

from census_desktop.domain.merge import RecordView
from census_desktop.domain.records import RecordKind
from census_desktop.store import search_index
from census_desktop.store.rows import replace_sql, row_of


def write_views(connection: Connection, meanings: Sequence[tuple[RecordKind, uuid.UUID, RecordView]]) -> None:
    """Bring rows, conflicts and word index of derived records to their meaning; each record at most once."""
    execute = connection.exec_driver_sql
    people = [(record.bytes, meaning) for kind, record, meaning in meanings if kind is RecordKind.PERSON]
    renamed = search_index.forget_renamed(
        connection, [(record, meaning.answers.get("full_name")) for record, meaning in people]
    )
    for of in dict.fromkeys(kind for kind, _record, _meaning in meanings):
        rows = [row_of(of, record, meaning.answers) for kind, record, meaning in meanings if kind is of]
        execute(replace_sql(of), rows)
    search_index.learn(connection, renamed)
    if meanings:
        execute("DELETE FROM main.conflict WHERE record_uuid = ?", [(one.bytes,) for _k, one, _m in meanings])
    conflicts = [
        (kind.value, record.bytes, cell) for kind, record, meaning in meanings for cell in meaning.conflicts
    ]
    if conflicts:
        execute("INSERT INTO main.conflict (record_kind, record_uuid, cell) VALUES (?, ?, ?)", conflicts)
