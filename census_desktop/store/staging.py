"""Foreign operations on their way in: looked at first, then merged in one transaction.

Packages are read into an encrypted scratch database beside the store. The plan compares it with the store; the
merge is the union of both sets of operations. Records that are new and were never edited (nearly all of a first
merge) enter by one INSERT … SELECT; every other touched record is derived again from all its operations by the
same function that defines the meaning (`domain.merge.view`).
"""

from __future__ import annotations

import contextlib
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection

from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.domain.merge import view
from census_desktop.domain.operations import (
    MalformedOperation,
    OpKind,
    RecordKind,
    hash_line,
)
from census_desktop.domain.records import COUNTED
from census_desktop.store import search_index, staged_outcome
from census_desktop.store.engine import key_pragma
from census_desktop.store.failures import explained
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, scratch_insert_sql, scratch_row
from census_desktop.store.staged_line import read_line
from census_desktop.store.staged_outcome import Outcome, Unchanged, operations_of
from census_desktop.store.store import Store
from census_desktop.store.suspects import count_suspects
from census_desktop.store.transaction import SCRATCH_CACHE, Transaction

_BATCH = 2000
_PREFIX = "staging-"
_CREATE = OpKind.CREATE.value
_PERSON, _HOUSEHOLD = RecordKind.PERSON.value, RecordKind.HOUSEHOLD.value
# Lines stand in a table of their own, so that comparing ids does not read (and decrypt) all answers.
_SCRATCH_SCHEMA = (
    "CREATE TABLE package (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE incoming (n INTEGER PRIMARY KEY, package INTEGER NOT NULL, op_id BLOB NOT NULL,"
    " record_kind TEXT NOT NULL, record_uuid BLOB NOT NULL, is_new INTEGER NOT NULL, lamport INTEGER NOT NULL)",
    "CREATE TABLE line (n INTEGER PRIMARY KEY, line TEXT NOT NULL)",
)
# Made when all packages are in: filling indexed tables took twice as long.
_SCRATCH_INDEXES = (
    "CREATE INDEX IF NOT EXISTS incoming_by_id ON incoming (op_id)",
    "CREATE INDEX IF NOT EXISTS incoming_by_record ON incoming (record_uuid)",
    "CREATE INDEX IF NOT EXISTS incoming_by_package ON incoming (package)",
    *(
        f"CREATE INDEX IF NOT EXISTS staged_{table} ON {table} ({COLUMNS_OF[kind][0]})"
        for kind, table in TABLE_OF.items()
    ),
)


class MalformedPackage(ValueError):
    """A line of a package is not an operation; `args[0]` is a plain sentence naming the line."""


@dataclass(frozen=True, slots=True)
class StagedCounts:
    """What a package holds: records and operations."""

    people: int
    households: int
    operations: int


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What merging does to people and households; ``added + changed + already`` are all of them in the package.

    Attributes:
        added: records unknown here.
        changed: known records with news, `combined` ones among them.
        combined: known records edited on both sides since they were last alike.
        already: records all of whose operations are here.
        conflicts: cells, of records of every kind, in conflict after the merge that were not before.
    """

    added: int
    changed: int
    combined: int
    already: int
    conflicts: int


class Staging:
    """The scratch database; made by `open_staging`."""

    def __init__(self, store: Store, path: Path, connection: Any) -> None:
        self._store = store
        self._connection = connection
        self._path = path
        self._last = 0

    @property
    def path(self) -> Path:
        """The file, ready to be attached: what makes looking things up fast is made now."""
        with explained():
            for statement in _SCRATCH_INDEXES:
                self._connection.execute(statement)
        return self._path

    def add_package(
        self,
        name: str,
        lines: Iterable[bytes],
        control: JobControl,
        check: Callable[[StagedCounts], None] | None = None,
    ) -> StagedCounts:
        """Read the lines of one package into the scratch database.

        Args:
            name: what `package_number` finds it by.
            lines: canonical lines.
            control: progress and cancel.
            check: raises when the counts are not those promised; nothing of the package stays then.

        Raises:
            MalformedPackage: a line is no operation; nothing of the package stays.
            CancelledError: stopped through `control`; nothing of the package stays.
        """
        execute = self._connection.execute
        with explained():
            execute("BEGIN")
            try:
                number = execute("INSERT INTO package (name) VALUES (?)", (name,)).lastrowid
                counts = self._read(int(number), lines, control)
                if check is not None:
                    check(counts)
                execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has already taken it back
                    execute("ROLLBACK")
                raise
            return counts

    def package_number(self, name: str) -> int:
        """Number under which `add_package` stored `name`."""
        row = self._connection.execute("SELECT number FROM package WHERE name = ?", (name,)).fetchone()
        return int(row[0])

    def _read(self, package: int, lines: Iterable[bytes], control: JobControl) -> StagedCounts:
        records: dict[RecordKind, set[str]] = {kind: set() for kind in RecordKind}
        waiting: list[tuple[Any, ...]] = []
        texts: list[tuple[int, str]] = []
        rows: dict[RecordKind, list[list[Any]]] = {kind: [] for kind in RecordKind}
        first = self._last
        for number, line in enumerate(lines, start=first + 1):
            try:
                read = read_line(line)
            except MalformedOperation as error:
                raise MalformedPackage(
                    _("Dòng {number} của gói không đúng: {why}.").format(
                        number=number - first, why=error.args[0]
                    )
                ) from error
            kind, is_new = read.of, read.kind == _CREATE
            record = bytearray.fromhex(read.record)
            records[kind].add(read.record)
            # The driver binds exact types fastest, see `rows.scratch_row`.
            op_id = bytearray(hash_line(line))
            waiting.append((number, package, op_id, kind.value, record, int(is_new), read.lamport))
            texts.append((number, line.decode()))
            if is_new:
                rows[kind].append(scratch_row(kind, record, read.values))
            if len(waiting) >= _BATCH:
                self._write(waiting, texts, rows)
                control.step(number - first, 0, _("Đang đọc gói"))
            self._last = number
        self._write(waiting, texts, rows)
        if len(set().union(*records.values())) != sum(map(len, records.values())):
            raise MalformedPackage(_("Gói có một mã cho hai loại hồ sơ."))
        count = self._last - first
        return StagedCounts(len(records[RecordKind.PERSON]), len(records[RecordKind.HOUSEHOLD]), count)

    def _write(
        self,
        waiting: list[tuple[Any, ...]],
        texts: list[tuple[int, str]],
        rows: dict[RecordKind, list[list[Any]]],
    ) -> None:
        many = self._connection.executemany
        many(
            "INSERT INTO incoming (n, package, op_id, record_kind, record_uuid, is_new, lamport)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            waiting,
        )
        waiting.clear()
        many("INSERT INTO line (n, line) VALUES (?, ?)", texts)
        texts.clear()
        for kind, batch in rows.items():
            if batch:
                many(scratch_insert_sql(kind), batch)
                batch.clear()

    def held(self) -> StagedCounts:
        """What all packages together hold, each record and operation counted once."""
        found = {
            kind: int(records)
            for kind, records in self._connection.execute(
                "SELECT record_kind, count(DISTINCT record_uuid) FROM incoming GROUP BY record_kind"
            )
        }
        (operations,) = self._connection.execute("SELECT count(DISTINCT op_id) FROM incoming").fetchone()
        return StagedCounts(found.get(_PERSON, 0), found.get(_HOUSEHOLD, 0), int(operations))

    def counts(self, package: int | None = None) -> MergeCounts:
        """What merging would do now; of one package, as if it came alone, or of all together."""
        with self._beside_store() as connection:
            return _counts(connection, package)

    def suspects(self) -> int:
        """Pairs of records, at least one of them new, that may be the same person (see `suspects`)."""
        with self._beside_store() as connection:
            _prepare(connection, None)
            return count_suspects(connection)

    def outcomes(self) -> Iterator[Outcome | Unchanged]:
        """What merging all packages would make of the people and households in them."""
        with self._beside_store() as connection:
            _prepare(connection, None)
            yield from staged_outcome.unchanged(connection)
            yield from staged_outcome.outcomes(connection)

    @contextmanager
    def _beside_store(self) -> Iterator[Connection]:
        attach, path = f'ATTACH DATABASE ? AS stage KEY "{key_pragma(self._store.key)}"', self.path
        with self._store.read() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(attach, (str(path),))
            raw.execute(SCRATCH_CACHE)
            try:
                yield connection
            finally:
                connection.rollback()
                raw.execute("DETACH DATABASE stage")

    def apply(self, transaction: Transaction, control: JobControl) -> MergeCounts:
        """Union the staged operations with the store's, inside `transaction` (opened with ``scratch=self.path``).

        Raises:
            CancelledError: stopped through `control`; the transaction rolls back.
        """
        return _apply(transaction, control)


@contextmanager
def open_staging(store: Store) -> Iterator[Staging]:
    """A scratch database beside the store, encrypted with the store's key and removed at the end."""
    path = store.folder.root / f"{_PREFIX}{secrets.token_hex(6)}.db"
    with explained():
        connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        with explained():
            _set_up(connection, store.key)
        yield Staging(store, path, connection)
    finally:
        connection.close()
        path.unlink(missing_ok=True)


def remove_leftovers(folder: DataFolder) -> None:
    """Delete scratch databases of a process that was killed; only the holder of the folder's lock may call this."""
    for path in folder.root.glob(f"{_PREFIX}*.db*"):
        with contextlib.suppress(OSError):
            path.unlink()


def _set_up(connection: Any, key: bytes | bytearray) -> None:
    connection.execute(f'PRAGMA key="{key_pragma(key)}"')
    connection.execute("PRAGMA journal_mode=MEMORY")  # rolled back by hand, worthless after a crash
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-64000")
    for statement in _SCRATCH_SCHEMA:
        connection.execute(statement)
    for kind, table in TABLE_OF.items():
        columns = ", ".join(COLUMNS_OF[kind])
        connection.execute(f"CREATE TABLE {table} ({columns})")


_NEW_OPERATIONS = (
    "SELECT min(i.n) AS n FROM stage.incoming i"
    " WHERE NOT EXISTS (SELECT 1 FROM main.operation o WHERE o.op_id = i.op_id){only} GROUP BY i.op_id"
)


def _prepare(connection: Connection, package: int | None) -> None:
    """Temporary tables: operations that are new here, and records they touch."""
    run = connection.exec_driver_sql
    only = "" if package is None else f" AND i.package = {int(package)}"
    run("DROP TABLE IF EXISTS temp.fresh")
    run("DROP TABLE IF EXISTS temp.touched")
    run(f"CREATE TEMP TABLE fresh AS {_NEW_OPERATIONS.format(only=only)}")
    run(
        "CREATE TEMP TABLE touched AS SELECT i.record_uuid, i.record_kind, count(*) AS fresh_operations,"
        " max(i.is_new) AS has_birth,"
        " EXISTS (SELECT 1 FROM main.operation o WHERE o.record_uuid = i.record_uuid) AS is_known"
        " FROM temp.fresh f JOIN stage.incoming i ON i.n = f.n GROUP BY i.record_uuid"
    )


def _counts(connection: Connection, package: int | None) -> MergeCounts:
    _prepare(connection, package)
    run = connection.exec_driver_sql
    counted = f"record_kind IN ({', '.join(repr(kind.value) for kind in COUNTED)})"
    added = int(
        run(f"SELECT count(*) FROM temp.touched WHERE NOT is_known AND {counted}").scalar_one()  # noqa: S608
    )
    changed = int(run(f"SELECT count(*) FROM temp.touched WHERE is_known AND {counted}").scalar_one())  # noqa: S608
    only = "" if package is None else f" AND package = {int(package)}"
    records = int(
        run(f"SELECT count(DISTINCT record_uuid) FROM stage.incoming WHERE {counted}{only}").scalar_one()  # noqa: S608
    )
    combined = conflicts = 0
    for kind, record in _to_derive(connection):
        known, incoming = operations_of(connection, record, package)
        both = {operation.op_id for operation in known} - {operation.op_id for operation in incoming}
        before, after = view(kind, known), view(kind, [*known, *incoming])
        conflicts += len(set(after.conflicts) - set(before.conflicts))
        combined += bool(both and known and kind in COUNTED)
    return MergeCounts(
        added=added,
        changed=changed,
        combined=combined,
        already=records - added - changed,
        conflicts=conflicts,
    )


def _to_derive(connection: Connection) -> list[tuple[RecordKind, bytes]]:
    """Touched records whose row is not simply the one new operation."""
    rows = connection.exec_driver_sql(
        "SELECT record_kind, record_uuid FROM temp.touched WHERE is_known OR fresh_operations > 1 OR NOT has_birth"
    )
    return [(RecordKind(row.record_kind), bytes(row.record_uuid)) for row in rows]


def _apply(transaction: Transaction, control: JobControl) -> MergeCounts:
    transaction.flush()
    connection = transaction.connection
    run = connection.exec_driver_sql
    counts = _counts(connection, None)
    derive = _to_derive(connection)
    newest = search_index.newest(connection)
    first = int(run("SELECT coalesce(max(arrival), 0) FROM main.operation").scalar_one())
    run(
        "INSERT INTO main.operation (op_id, record_kind, record_uuid, line)"
        " SELECT i.op_id, i.record_kind, i.record_uuid, l.line FROM temp.fresh f"
        " JOIN stage.incoming i ON i.n = f.n JOIN stage.line l ON l.n = f.n ORDER BY f.n"
    )
    control.step(1, 3, _("Đang nhập bản ghi mới"))
    for kind, table in TABLE_OF.items():
        key = COLUMNS_OF[kind][0]
        columns = ", ".join(COLUMNS_OF[kind])
        run(
            f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM stage.{table} s"  # noqa: S608
            f" WHERE s.{key} IN (SELECT record_uuid FROM temp.touched t WHERE NOT t.is_known"
            " AND t.fresh_operations = 1 AND t.has_birth)"
            f" AND s.rowid = (SELECT min(rowid) FROM stage.{table} w WHERE w.{key} = s.{key})"
        )
    search_index.learn_after(connection, newest)
    for done, (kind, record) in enumerate(derive):
        if done % 100 == 0:
            control.step(done, len(derive), _("Đang nhập bản ghi thay đổi"))
        record_uuid = uuid.UUID(bytes=record)
        transaction.write_view(kind, record_uuid, transaction.operations_of(record_uuid))
    transaction.raise_lamport(int(run("SELECT coalesce(max(lamport), 0) FROM stage.incoming").scalar_one()))
    transaction.detail |= {"added": counts.added, "changed": counts.changed, "conflicts": counts.conflicts}
    last = int(run("SELECT coalesce(max(arrival), 0) FROM main.operation").scalar_one())
    if last > first:
        transaction.detail["merged"] = [first + 1, last]  # where the reversal of this merge finds them
    control.step(3, 3, _("Đang ghi xuống đĩa"))
    return counts
