"""Rows of spreadsheets that a person must look at: they resemble somebody already here but say otherwise.

A row that has been decided stays, with what became of it: the same file is not asked about twice, and taking the
decision back brings the question back.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction

# Beside the answers in the body of a row; no column of a spreadsheet begins with this sign.
_MARK = "@"
_OUTCOME, _RECORD, _DECIDED_AT = "@outcome", "@record", "@decided_at"


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """One row: where it came from, its answers, and why it waits.

    Attributes:
        number: its number in the queue.
        file_name: of the workbook.
        row_no: number as the spreadsheet program shows it.
        answers: by column name, in stored form.
        reason: why somebody must look (message id).
        outcome: what was decided, "" while it waits.
        record: the person it became or was found to be, None for none.
    """

    number: int
    file_name: str
    row_no: int
    answers: Mapping[str, str]
    reason: str
    outcome: str = ""
    record: uuid.UUID | None = None


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
            "body": _body(answers),
            "reason": reason,
            "at": transaction.at,
        },
    )


def forget_queued(transaction: Transaction, at: str) -> None:
    """Drop the rows put aside by the import of that moment; for taking an import back as a whole."""
    transaction.connection.execute(text("DELETE FROM import_queue WHERE at = :at"), {"at": at})


def settle_queued(
    transaction: Transaction, row: QueuedRow, outcome: str, record: uuid.UUID | None = None
) -> None:
    """Note what became of a row; it waits no longer."""
    said = {_OUTCOME: outcome, _DECIDED_AT: transaction.at}
    if record is not None:
        said[_RECORD] = record.hex
    _rewrite(transaction, row.number, {**row.answers, **said})


def reopen_queued(transaction: Transaction, row: QueuedRow) -> None:
    """Let a decided row wait again."""
    _rewrite(transaction, row.number, row.answers)


def reopen_decided(transaction: Transaction, records: Collection[uuid.UUID], at: str) -> None:
    """Let rows wait again that were decided by the deed of that moment about these records."""
    found = transaction.connection.execute(
        text("SELECT * FROM import_queue WHERE json_extract(body, '$.\"@decided_at\"') = :at"), {"at": at}
    )
    for row in map(_row, found.all()):
        if row.record in records:
            reopen_queued(transaction, row)


def queued(store: Store) -> tuple[QueuedRow, ...]:
    """All waiting rows, oldest first."""
    return tuple(row for row in all_queued(store) if not row.outcome)


def all_queued(store: Store) -> tuple[QueuedRow, ...]:
    """All rows that were ever put aside, oldest first; those of imports taken back are gone."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM import_queue ORDER BY number"))
        return tuple(map(_row, rows))


def count_queued(store: Store) -> int:
    """How many rows wait."""
    with store.read() as connection:
        waiting = "SELECT count(*) FROM import_queue WHERE json_extract(body, '$.\"@outcome\"') IS NULL"
        return int(connection.execute(text(waiting)).scalar_one())


def _rewrite(transaction: Transaction, number: int, answers: Mapping[str, str]) -> None:
    transaction.connection.execute(
        text("UPDATE import_queue SET body = :body WHERE number = :number"),
        {"body": _body(answers), "number": number},
    )


def _body(answers: Mapping[str, str]) -> str:
    return json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)


def _row(row: Any) -> QueuedRow:
    body: dict[str, str] = json.loads(row.body)
    record = body.get(_RECORD)
    return QueuedRow(
        number=int(row.number),
        file_name=row.file_name,
        row_no=int(row.row_no),
        answers={name: value for name, value in body.items() if not name.startswith(_MARK)},
        reason=row.reason,
        outcome=body.get(_OUTCOME, ""),
        record=uuid.UUID(hex=record) if record is not None else None,
    )
