"""Foreign operations on their way in: looked at first, then merged in one transaction.

Packages are read into an encrypted scratch database beside the store, line by line, each line checked. What they mean
for the store is said by `staged_look`, the merge is done by `staged_merge`; both see the scratch database as ``stage``.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import sqlcipher3

from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.domain.records import RecordKind
from census_desktop.store import staged_merge, staged_outcome
from census_desktop.store.engine import key_pragma
from census_desktop.store.failures import explained
from census_desktop.store.rows import TABLE_OF
from census_desktop.store.staged_batch import MalformedPackage, two_kinds, write_batch
from census_desktop.store.staged_birth import scratch_columns
from census_desktop.store.staged_look import Look, MergeCounts, StagedCounts
from census_desktop.store.staged_outcome import Outcome, Unchanged
from census_desktop.store.store import Store
from census_desktop.store.transaction import SCRATCH_PRAGMAS, Transaction
from census_desktop.store.turns import PATIENCE

__all__ = [
    "MalformedPackage",
    "MergeCounts",
    "StagedCounts",
    "Staging",
    "open_staging",
    "remove_leftovers",
    "two_kinds",
]

_BATCH = 300  # lines; larger batches are hardly faster and keep the window waiting longer
_PREFIX = "staging-"
# Lines stand in a table of their own, so that comparing ids does not read (and decrypt) all answers. The lines of a
# package have numbers without a gap; the row of a new record has the number of its line.
_SCRATCH_SCHEMA = (
    "CREATE TABLE package (number INTEGER PRIMARY KEY, name TEXT NOT NULL, first INTEGER, last INTEGER)",
    "CREATE TABLE incoming (n INTEGER PRIMARY KEY, op_id BLOB NOT NULL, record_kind TEXT NOT NULL,"
    " record_uuid BLOB NOT NULL, is_new INTEGER NOT NULL, lamport INTEGER NOT NULL)",
    "CREATE TABLE line (n INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    # What the operation of a line replaces.
    "CREATE TABLE parent (n INTEGER NOT NULL, op_id BLOB NOT NULL)",
)
# Made when all packages are in: filling indexed tables took twice as long.
_SCRATCH_INDEXES = (
    "CREATE INDEX IF NOT EXISTS incoming_by_id ON incoming (op_id)",
    "CREATE INDEX IF NOT EXISTS incoming_by_record ON incoming (record_uuid)",
)


class Staging:
    """The scratch database; made by `open_staging`."""

    def __init__(self, store: Store, path: Path, connection: Any) -> None:
        self._store = store
        self._connection = connection
        self._path = path
        self._last = 0
        # Not read from the file: while somebody looks, what the look writes may have locked it.
        self._numbers: dict[str, int] = {}

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
                first = self._last + 1
                counts = self._read(lines, control)
                if check is not None:
                    check(counts)
                added = execute(
                    "INSERT INTO package (name, first, last) VALUES (?, ?, ?)", (name, first, self._last)
                )
                execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has already taken it back
                    execute("ROLLBACK")
                raise
            self._numbers[name] = int(added.lastrowid)
            return counts

    def package_number(self, name: str) -> int:
        """Number under which `add_package` stored `name`."""
        return self._numbers[name]

    def remove_package(self, number: int) -> None:
        """Forget a package again."""
        execute = self._connection.execute
        with explained():
            first, last = execute("SELECT first, last FROM package WHERE number = ?", (number,)).fetchone()
            for table in ("incoming", "line", "parent", *TABLE_OF.values()):
                execute(f"DELETE FROM {table} WHERE n BETWEEN ? AND ?", (first, last))  # noqa: S608  fixed names
            execute("DELETE FROM package WHERE number = ?", (number,))

    def _read(self, lines: Iterable[bytes], control: JobControl) -> StagedCounts:
        records: dict[RecordKind, set[str]] = {kind: set() for kind in RecordKind}
        first = self._last
        source = iter(lines)
        while batch := list(islice(source, _BATCH)):
            write_batch(self._connection, self._last + 1, self._last + 1 - first, batch, records)
            self._last += len(batch)
            control.step(self._last - first, 0, _("Đang đọc gói"))
        if len(set().union(*records.values())) != sum(map(len, records.values())):
            raise two_kinds()
        count = self._last - first
        return StagedCounts(len(records[RecordKind.PERSON]), len(records[RecordKind.HOUSEHOLD]), count)

    @contextmanager
    def look(self) -> Iterator[Look]:
        """See the store and the packages together, in one consistent state; several questions cost one preparation."""
        attach, path = f'ATTACH DATABASE ? AS stage KEY "{key_pragma(self._store.key)}"', self.path
        with self._store.read() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(attach, (str(path),))
            for pragma in SCRATCH_PRAGMAS:
                raw.execute(pragma)
            try:
                yield Look(connection)
            finally:
                connection.rollback()
                raw.execute("DETACH DATABASE stage")

    def counts(self, package: int | None = None) -> MergeCounts:
        """What merging would do now; of one package, as if it came alone, or of all together."""
        with self.look() as look:
            return look.counts(package)

    def suspects(self) -> int:
        """Pairs of records, at least one of them new, that may be the same person."""
        with self.look() as look:
            return look.suspects()

    def outcomes(self) -> Iterator[Outcome | Unchanged]:
        """What merging all packages would make of the people and households in them."""
        with self.look() as look:
            yield from staged_outcome.unchanged(look)
            yield from staged_outcome.outcomes(look)

    def apply(self, transaction: Transaction, control: JobControl) -> MergeCounts:
        """Union the staged operations with the store's, inside `transaction` (opened with ``scratch=self.path``).

        Raises:
            CancelledError: stopped through `control`; the transaction rolls back.
        """
        return staged_merge.apply(transaction, control)

    @contextmanager
    def merging(self, transaction: Transaction, times: int) -> Iterator[None]:
        """Around all that is written with a merge: gives way to whoever saves a slip meanwhile.

        Args:
            transaction: the merge's.
            times: how often this merge has given way.

        Raises:
            GaveWay: somebody saves; the transaction must be taken back and everything done again.
        """
        raw = transaction.connection.connection.driver_connection
        assert raw is not None
        if times >= PATIENCE:
            self._store.turns.let_through()  # ends with the transaction
            yield
            return
        with self._store.turns.giving_way(raw):
            yield


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
        _number, *rest = scratch_columns(kind)
        connection.execute(f"CREATE TABLE {table} (n INTEGER PRIMARY KEY, {', '.join(rest)})")
