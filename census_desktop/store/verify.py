"""Proving that a store is whole: pages, operations, derived rows, word index, audit chain."""

from __future__ import annotations

import uuid
from collections.abc import Set
from dataclasses import dataclass
from itertools import groupby, islice
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
from census_desktop.store.staged_birth import birth_row, read_births
from census_desktop.store.store import Store

_MOST = 20  # problems told one by one
_PAGE = 400  # records checked together


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
    records = (_Record(bytes(record), list(lines)) for record, lines in groupby(rows, key=lambda row: row[0]))
    while page := list(islice(records, _PAGE)):
        for kind, some in _by_kind(page).items():
            seen[kind] += len(some)
            _check_page(connection, kind, some, marked, problems)
        count += sum(len(one.lines) for one in page)
        control.step(count, total, _("Đã kiểm tra {count} thay đổi").format(count=number(count)))
    for kind, table in TABLE_OF.items():
        held = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
        if held != seen[kind]:
            problems.append(
                _("Bảng {table} có {held} dòng nhưng nhật ký thay đổi có {seen} bản ghi.").format(
                    table=table, held=held, seen=seen[kind]
                )
            )
    return count


@dataclass(frozen=True, slots=True)
class _Record:
    """A record with all its operations: rows of id, kind, id of the operation, line."""

    record: bytes
    lines: list[Any]

    @property
    def name(self) -> str:
        return str(uuid.UUID(bytes=self.record))


def _by_kind(page: list[_Record]) -> dict[RecordKind, list[_Record]]:
    found: dict[RecordKind, list[_Record]] = {}
    for one in page:
        found.setdefault(RecordKind(one.lines[0].record_kind), []).append(one)
    return found


def _check_page(
    connection: Connection,
    kind: RecordKind,
    records: list[_Record],
    marked: dict[bytes, set[str]],
    problems: list[str],
) -> None:
    """Check records of one kind, their rows fetched at one go, and those that only were born read together."""
    held = _held(connection, kind, records)
    births = _births(kind, records)
    for one in records:
        derived, conflicts = births.get(one.record) or _derived(kind, one, problems)
        if derived is None:
            continue
        if held.get(one.record) != derived:
            problems.append(
                _("Bản ghi {record} không khớp với lịch sử thay đổi của nó.").format(record=one.name)
            )
        if conflicts != marked.get(one.record, _NO_CONFLICTS):
            problems.append(_("Danh sách xung đột của bản ghi {record} không đúng.").format(record=one.name))


def _held(connection: Connection, kind: RecordKind, records: list[_Record]) -> dict[bytes, tuple[Any, ...]]:
    """The rows of these records by id."""
    columns, key = ", ".join(COLUMNS_OF[kind]), COLUMNS_OF[kind][0]
    ids = ", ".join(f"x'{one.record.hex()}'" for one in records)
    rows = connection.exec_driver_sql(f"SELECT {columns} FROM {TABLE_OF[kind]} WHERE {key} IN ({ids})")  # noqa: S608
    return {bytes(row[0]): tuple(row) for row in rows}


_Checked = tuple[tuple[Any, ...] | None, Set[str]]
_NO_CONFLICTS: frozenset[str] = frozenset()


def _births(kind: RecordKind, records: list[_Record]) -> dict[bytes, _Checked]:
    """Rows of those records that are nothing but a sound birth; everything else is left to `_derived`."""
    single = [one for one in records if len(one.lines) == 1]
    lines = [one.lines[0].line.encode() for one in single]
    found = read_births(kind, lines) if lines else None
    if found is None:
        return {}
    return {
        one.record: (birth_row(kind, uuid.UUID(bytes=one.record), read.values), _NO_CONFLICTS)
        for one, line, read in zip(single, lines, found, strict=True)
        if hash_line(line) == bytes(one.lines[0].op_id) and read.record == one.record.hex()
    }


def _derived(kind: RecordKind, one: _Record, problems: list[str]) -> _Checked:
    """The row of a record and its cells in conflict, by the definition; no row when its operations cannot be read."""
    operations = []
    for row in one.lines:
        line = row.line.encode()
        try:
            operation = parse_line(line)
        except MalformedOperation:
            problems.append(_("Bản ghi {record} có thay đổi không đọc được.").format(record=one.name))
            return None, _NO_CONFLICTS
        if hash_line(line) != bytes(row.op_id) or operation.record_uuid.bytes != one.record:
            problems.append(_("Bản ghi {record} có thay đổi bị sửa sau khi ghi.").format(record=one.name))
        operations.append(operation)
    meaning = view(kind, operations)
    return row_of(kind, uuid.UUID(bytes=one.record), meaning.answers), set(meaning.conflicts)


def _marked_conflicts(connection: Connection) -> dict[bytes, set[str]]:
    marked: dict[bytes, set[str]] = {}
    for row in connection.execute(text("SELECT record_uuid, cell FROM conflict")):
        marked.setdefault(bytes(row.record_uuid), set()).add(row.cell)
    return marked


def _index_is_sound(store: Store) -> bool:
    with explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin() as transaction:
            sound = search_index.is_sound(connection)
            transaction.rollback()
    return sound
