"""Proving that a store is whole: pages, operations, derived rows, word index, audit chain."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.merge import view
from census_desktop.domain.operations import MalformedOperation, hash_line, parse_line
from census_desktop.domain.records import RecordKind
from census_desktop.store import audit, search_index
from census_desktop.store.engine import WRITE
from census_desktop.store.failures import explained
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, row_of
from census_desktop.store.store import Store

_MOST = 20  # problems told one by one
_STEP = 1000  # operations between two reports of progress


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """Outcome of `verify`; `problems` are plain sentences naming records by uuid, without answers.

    The counts are 0 when damaged pages made counting impossible.

    Attributes:
        entries: entries of the audit chain.
        head: hash of the newest one, hexadecimal; only a copy of it kept elsewhere shows that the end was cut off.
        broken_entry: number of the first entry that does not continue the chain, None when all do.
    """

    ok: bool
    problems: tuple[str, ...]
    people: int
    households: int
    operations: int
    entries: int = 0
    head: str = ""
    broken_entry: int | None = None


def verify(store: Store, control: JobControl | None = None) -> VerifyReport:
    """Check everything and change nothing.

    Raises:
        CancelledError: the user stopped.
        CensusError: the disk is in the way, or another job writes for long; damage is reported, not raised.
    """
    problems: list[str] = []
    try:
        with store.read() as connection:
            _check_pages(connection, problems)
        if not problems:
            return _check_content(store, control or JobControl())
    except CensusError as error:
        if error.code != "DAMAGED":
            raise
        problems.append(error.message)
    # After one bad page SQLCipher refuses every other page on that connection, so nothing more can be told, and the
    # connection must not go back to those who can still read what is whole.
    store.engine.dispose()
    return VerifyReport(ok=False, problems=tuple(problems[:_MOST]), people=0, households=0, operations=0)


def _check_content(store: Store, control: JobControl) -> VerifyReport:
    problems: list[str] = []
    with store.read() as connection:
        _check_structure(connection, problems)
        operations = _check_records(connection, problems, control)
        broken = audit.first_break(connection)
        if broken is not None:
            problems.append(_break_in_words(broken))
        cut = audit.cut_off(connection)
        if cut is not None:
            problems.append(
                _("Nhật ký không còn như bên nhận đã thấy: mục số {number} bị cắt mất hoặc viết lại.").format(
                    number=cut
                )
            )
        head = audit.chain_head(connection)
        tables = {
            kind: int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
            for kind, table in TABLE_OF.items()
        }
    if not _index_is_sound(store):
        problems.append(_("Chỉ mục tìm kiếm không khớp với bảng người."))
    return VerifyReport(
        ok=not problems,
        problems=tuple(problems[:_MOST]),
        people=tables[RecordKind.PERSON],
        households=tables[RecordKind.HOUSEHOLD],
        operations=operations,
        entries=head.number,
        head=head.hash.hex(),
        broken_entry=broken.number if broken is not None else cut,
    )


def _break_in_words(found: audit.Break) -> str:
    entry = audit.read_entry(found.number, found.entry)
    at, officer = entry.at[:16].replace("T", " ") or "?", entry.officer or "?"
    if found.is_missing:
        return _(
            "Nhật ký mất mục số {number}; mục còn lại ngay sau đó là của {officer} lúc {at} UTC."
        ).format(number=found.number, officer=officer, at=at)
    return _(
        "Nhật ký: mục số {number} (của {officer} lúc {at} UTC) đã bị sửa, không còn nối với mục trước."
    ).format(number=found.number, officer=officer, at=at)


def _check_pages(connection: Connection, problems: list[str]) -> None:
    damaged = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
    problems.extend(_("Trang dữ liệu hỏng: {detail}.").format(detail=detail) for detail in damaged)


def _check_structure(connection: Connection, problems: list[str]) -> None:
    outcome = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
    if list(outcome) != ["ok"]:
        problems.extend(_("Cấu trúc tệp hỏng: {detail}.").format(detail=line) for line in outcome)


def _check_records(connection: Connection, problems: list[str], control: JobControl) -> int:
    """Every operation is what its id says; every row is what its operations mean."""
    count = 0
    seen = dict.fromkeys(RecordKind, 0)
    marked = _marked_conflicts(connection)
    total = int(connection.execute(text("SELECT count(*) FROM operation")).scalar_one())
    rows = connection.execution_options(yield_per=2000).execute(
        text("SELECT record_uuid, record_kind, op_id, line FROM operation ORDER BY record_uuid, arrival")
    )
    for record, group in groupby(rows, key=lambda row: bytes(row.record_uuid)):
        lines = list(group)
        if count // _STEP != (count + len(lines)) // _STEP:
            control.step(count, total, _("Đã kiểm tra {count} thay đổi").format(count=number(count)))
        count += len(lines)
        kind = RecordKind(lines[0].record_kind)
        seen[kind] += 1
        conflicts = _check_record(connection, kind, record, lines, problems)
        if conflicts is not None and conflicts != marked.pop(record, set()):
            problems.append(
                _("Danh sách xung đột của bản ghi {record} không đúng.").format(
                    record=uuid.UUID(bytes=record)
                )
            )
    for kind, table in TABLE_OF.items():
        held = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
        if held != seen[kind]:
            problems.append(
                _("Bảng {table} có {held} dòng nhưng nhật ký thay đổi có {seen} bản ghi.").format(
                    table=table, held=held, seen=seen[kind]
                )
            )
    return count


def _marked_conflicts(connection: Connection) -> dict[bytes, set[str]]:
    marked: dict[bytes, set[str]] = {}
    for row in connection.execute(text("SELECT record_uuid, cell FROM conflict")):
        marked.setdefault(bytes(row.record_uuid), set()).add(row.cell)
    return marked


def _check_record(
    connection: Connection, kind: RecordKind, record: bytes, lines: list[Any], problems: list[str]
) -> set[str] | None:
    """Cells in conflict by the operations; None when the operations cannot be read."""
    name = str(uuid.UUID(bytes=record))
    operations = []
    for row in lines:
        line = row.line.encode()
        try:
            operations.append(parse_line(line))
        except MalformedOperation:
            problems.append(_("Bản ghi {record} có thay đổi không đọc được.").format(record=name))
            return None
        if hash_line(line) != bytes(row.op_id):
            problems.append(_("Bản ghi {record} có thay đổi bị sửa sau khi ghi.").format(record=name))
    columns = ", ".join(COLUMNS_OF[kind])
    held = connection.exec_driver_sql(
        f"SELECT {columns} FROM {TABLE_OF[kind]} WHERE {COLUMNS_OF[kind][0]} = ?",  # noqa: S608  fixed names
        (record,),
    ).first()
    meaning = view(kind, operations)
    derived = row_of(kind, uuid.UUID(bytes=record), meaning.answers)
    if held is None or tuple(held) != derived:
        problems.append(_("Bản ghi {record} không khớp với lịch sử thay đổi của nó.").format(record=name))
    return set(meaning.conflicts)


def _index_is_sound(store: Store) -> bool:
    with explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin() as transaction:
            sound = search_index.is_sound(connection)
            transaction.rollback()
    return sound
