"""Rows of spreadsheets that a person must look at: they resemble somebody already here but say otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """One row waiting: where it came from, its answers, and why it waits."""

    number: int
    file_name: str
    row_no: int
    answers: Mapping[str, str]
    reason: str


def queue_row(
    transaction: Transaction, file_name: str, row_no: int, answers: Mapping[str, str], reason: str
) -> None:
    """Put a row aside; nothing of it enters the records."""
    transaction.connection.execute(
        text(
            "INSERT INTO import_queue (file_name, row_no, body, reason, at)"
            " VALUES (:file_name, :row_no, :body, :reason, :at)"
        ),
        {
            "file_name": file_name,
            "row_no": row_no,
            "body": json.dumps(dict(answers), ensure_ascii=False, sort_keys=True),
            "reason": reason,
            "at": transaction.at,
        },
    )


def forget_queued(transaction: Transaction, at: str) -> None:
    """Drop the rows put aside by the import of that moment; for taking an import back as a whole."""
    transaction.connection.execute(text("DELETE FROM import_queue WHERE at = :at"), {"at": at})


def queued(store: Store) -> tuple[QueuedRow, ...]:
    """All waiting rows, oldest first."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM import_queue ORDER BY number"))
        return tuple(
            QueuedRow(
                number=int(row.number),
                file_name=row.file_name,
                row_no=int(row.row_no),
                answers=dict(json.loads(row.body)),
                reason=row.reason,
            )
            for row in rows
        )
