"""The one write path.

Every change to a record becomes an operation (see `domain.operations`); the record's row is derived from its
operations in the same transaction. Undo, audit, history, export and merge all read what is written here.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.merge import REMOVAL, RecordView, removals_of, view
from census_desktop.domain.operations import (
    MAX_ANSWER,
    MAX_LAMPORT,
    MAX_LINE,
    Operation,
    OpKind,
    check_values,
    hash_line,
    parse_line,
)
from census_desktop.domain.records import CELLS, RECORD_TYPES, RecordKind, kind_of
from census_desktop.store import audit, search_index
from census_desktop.store.actions import BY_HAND
from census_desktop.store.actions import Action as Action  # noqa: PLC0414  also known by this module's name
from census_desktop.store.closing import refuse_closed
from census_desktop.store.derived_rows import write_views
from census_desktop.store.engine import STAGE_CACHE_KIB, WRITE, key_pragma
from census_desktop.store.failures import explained
from census_desktop.store.rows import insert_sql, record_values, row_of

if TYPE_CHECKING:
    from census_desktop.store.store import Store

_BATCH = 500
# An attached database has a page cache of its own; with the default 2 MB every row would be decrypted again. What is
# written into it is worthless after a crash.
SCRATCH_PRAGMAS = (f"PRAGMA stage.cache_size=-{STAGE_CACHE_KIB}", "PRAGMA stage.journal_mode=MEMORY")
# Lamport numbers only order what is shown, so the largest number a line may carry is also where counting stops: one
# absurd number from outside must not make every later operation unreadable.
_INSERT_OPERATION = "INSERT INTO main.operation (op_id, record_kind, record_uuid, line) VALUES (?, ?, ?, ?)"


Said = tuple[Mapping[str, str | None], tuple[bytes, ...]]  # boxes of a cell, and the heads they replace


class Transaction:
    """All writing of one with-block; obtained from `Store.transaction`.

    Attributes:
        connection: for the other modules of the store, never outside it.
        changed: records touched so far.
        detail: facts added to the audit entry (ids and counts, no answers).
    """

    def __init__(self, store: Store, connection: Connection) -> None:
        self.store = store
        self.connection = connection
        self.changed: set[tuple[RecordKind, uuid.UUID]] = set()
        self.detail: dict[str, object] = {}
        self._at = store.clock.now().isoformat(timespec="seconds")
        self._lamport = self._number("lamport")
        self._sequence = self._number("op_sequence")
        self._written = 0
        self._digest = hashlib.blake2b(digest_size=16)
        self._operations: list[tuple[bytes, str, bytes, str]] = []
        self._rows: dict[RecordKind, list[tuple[Any, ...]]] = {kind: [] for kind in RecordKind}

    # -- records ------------------------------------------------------------------------------------------------

    def create(self, record: Any) -> None:
        """A new record of any kind: one operation with all its filled boxes."""
        kind = kind_of(record)
        self._create(kind, getattr(record, RECORD_TYPES[kind].key), record_values(record))

    def save(self, record: Any) -> int:
        """Create the record, or write one operation for each cell that differs; returns how many were written.

        A conflict stays open unless its own cell differs: whoever corrects a phone number has not decided a name.
        """
        kind = kind_of(record)
        return self._save(kind, getattr(record, RECORD_TYPES[kind].key), record_values(record))

    def create_person(self, person: Person) -> None:
        """A new slip, see `create`."""
        self.create(person)

    def create_household(self, household: Household) -> None:
        """A new household, see `create`."""
        self.create(household)

    def save_person(self, person: Person) -> int:
        """A slip, new or changed, see `save`."""
        return self.save(person)

    def save_household(self, household: Household) -> int:
        """A household, new or changed, see `save`."""
        return self.save(household)

    def edit(
        self,
        kind: RecordKind,
        record_uuid: uuid.UUID,
        changes: Mapping[str, str | None],
        op_kind: OpKind = OpKind.EDIT,
    ) -> int:
        """Change some boxes of a record; each differing cell becomes one operation covering all its heads.

        A cell in conflict is written even when the value shown stays: saying it again decides the conflict.

        Returns:
            Number of operations written.

        Raises:
            BugError: the record does not exist, or is of another kind.
            MalformedOperation: a box that the record does not have.
        """
        return self._edit(kind, record_uuid, changes, op_kind, decides=True)

    def _edit(
        self,
        kind: RecordKind,
        record_uuid: uuid.UUID,
        changes: Mapping[str, str | None],
        op_kind: OpKind,
        *,
        decides: bool,
    ) -> int:
        unknown = set(changes) - {name for names in CELLS[kind].values() for name in names}
        if unknown:
            check_values(kind, OpKind.EDIT, min(unknown), {})
        self.flush()
        known = self.operations_of(record_uuid)
        if {operation.record_kind for operation in known} != {kind}:
            raise BugError(f"no {kind} {record_uuid}")
        current = view(kind, known)
        written: list[Operation] = []
        # The removal comes last: it names everything its author knew, what is written with it among that.
        for cell, names in sorted(CELLS[kind].items(), key=lambda item: item[0] == REMOVAL):
            if not set(names) & set(changes):
                continue
            before = {name: current.answers.get(name) for name in names}
            after = {**before, **{name: changes[name] for name in names if name in changes}}
            if after == before and not (decides and cell in current.conflicts):
                continue
            heads = seen(cell, after, current, written)
            written.append(self._operation(kind, record_uuid, op_kind, cell, after, heads))
        if written:
            self._add(written)
            self.flush()
            self.write_view(kind, record_uuid, [*known, *written])
        return len(written)

    def reopen(
        self, kind: RecordKind, record_uuid: uuid.UUID, cell: str, sides: Sequence[Mapping[str, str | None]]
    ) -> int:
        """Let a decided cell be in conflict again: each side is said anew beside the others, none over another."""
        self.flush()
        known = self.operations_of(record_uuid)
        heads = tuple(head.op_id for head in view(kind, known).heads[cell])
        args = (kind, record_uuid, OpKind.UNDO, cell)
        written = [self._operation(*args, side, heads) for side in reversed(sides)]  # last is shown
        self._add(written)
        self.flush()
        self.write_view(kind, record_uuid, [*known, *written])
        return len(written)

    def operations_of(self, record_uuid: uuid.UUID) -> list[Operation]:
        """All known operations of a record."""
        wanted = text("SELECT line FROM main.operation WHERE record_uuid = :record ORDER BY arrival")
        rows = self.connection.execute(wanted, {"record": record_uuid.bytes})
        return [parse_line(row.line.encode()) for row in rows]

    def write_view(self, kind: RecordKind, record_uuid: uuid.UUID, operations: list[Operation]) -> None:
        """Derive a record's row and its conflicts from all its operations."""
        self.write_views([(kind, record_uuid, view(kind, operations))])

    def write_views(self, meanings: Sequence[tuple[RecordKind, uuid.UUID, RecordView]]) -> None:
        """Write the rows and conflicts of derived records, each at most once."""
        write_views(self.connection, meanings)
        self.changed.update((kind, record) for kind, record, _meaning in meanings)

    def say(self, kind: RecordKind, record_uuid: uuid.UUID, op_kind: OpKind, cell: str, said: Said) -> None:
        """One operation whose row the caller brings up to date, for sets of records (see `store.boundaries`)."""
        self._add([self._operation(kind, record_uuid, op_kind, cell, *said)])
        self.changed.add((kind, record_uuid))

    # -- other tables -------------------------------------------------------------------------------------------

    def put_setting(self, name: str, value: str) -> None:
        """Keep a small fact of this installation."""
        self.connection.execute(
            text(
                "INSERT INTO setting (name, value) VALUES (:name, :value) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            ),
            {"name": name, "value": value},
        )

    def raise_lamport(self, seen: int) -> None:
        """Note the largest Lamport number seen in foreign operations."""
        self._lamport = max(self._lamport, seen)

    def flush(self) -> None:
        """Send what is waiting to the database (still uncommitted)."""
        driver = self.connection.exec_driver_sql
        if self._operations:
            driver(_INSERT_OPERATION, self._operations)
            self._operations = []
        if not any(self._rows.values()):
            return
        newest = search_index.newest(self.connection)
        for kind, rows in self._rows.items():
            if rows:
                driver(insert_sql(kind), rows)
                self._rows[kind] = []
        search_index.learn_after(self.connection, newest)

    @property
    def at(self) -> str:
        """Wall time of this transaction, ISO 8601, for display."""
        return self._at

    # -- inside -------------------------------------------------------------------------------------------------

    def _number(self, name: str) -> int:
        wanted = text("SELECT value FROM setting WHERE name = :name")
        return int(self.connection.execute(wanted, {"name": name}).scalar() or 0)

    def _create(self, kind: RecordKind, record_uuid: uuid.UUID, values: Mapping[str, str]) -> None:
        self._add([self._operation(kind, record_uuid, OpKind.CREATE, "", values, ())])
        self._rows[kind].append(row_of(kind, record_uuid, values))
        self.changed.add((kind, record_uuid))
        if len(self._operations) >= _BATCH:
            self.flush()

    def _save(self, kind: RecordKind, record_uuid: uuid.UUID, values: Mapping[str, str]) -> int:
        self.flush()
        exists = self.connection.execute(
            text("SELECT 1 FROM main.operation WHERE record_uuid = :record LIMIT 1"),
            {"record": record_uuid.bytes},
        ).scalar()
        if not exists:
            self._create(kind, record_uuid, values)
            return 1
        boxes = {name for names in CELLS[kind].values() for name in names}
        changes = {name: values.get(name) for name in boxes}
        return self._edit(kind, record_uuid, changes, OpKind.EDIT, decides=False)

    def _operation(
        self,
        kind: RecordKind,
        record_uuid: uuid.UUID,
        op_kind: OpKind,
        cell: str,
        values: Mapping[str, str | None],
        replaces: tuple[bytes, ...],
    ) -> Operation:
        if any(value is not None and len(value) > MAX_ANSWER for value in values.values()):
            raise _too_long()
        check_values(kind, op_kind, cell, values)
        self._lamport = min(self._lamport + 1, MAX_LAMPORT)
        self._sequence += 1
        return Operation(
            record_kind=kind,
            record_uuid=record_uuid,
            kind=op_kind,
            cell=cell,
            values=values,
            replaces=replaces,
            lamport=self._lamport,
            device=self.store.installation.device,
            officer=self.store.account.login,
            sequence=self._sequence,
            at=self._at,
        )

    def _add(self, operations: list[Operation]) -> None:
        for operation in operations:
            line = operation.line()
            if len(line) > MAX_LINE:
                raise _too_long()
            op_id = hash_line(line)
            self._digest.update(op_id)
            self._written += 1
            kind, record = operation.record_kind.value, operation.record_uuid.bytes
            self._operations.append((op_id, kind, record, line.decode()))

    def _finish(self, action: Action) -> None:
        self.flush()
        self.put_setting("lamport", str(self._lamport))
        self.put_setting("op_sequence", str(self._sequence))
        entry = {
            "action": action.value,
            "at": self._at,
            "device": self.store.installation.device,
            "officer": self.store.account.login,
            **self.detail,
        }
        if self._written:
            entry["operations"] = self._written
            entry["digest"] = self._digest.hexdigest()
            last = int(self.connection.execute(text("SELECT max(arrival) FROM main.operation")).scalar_one())
            entry["arrivals"] = [last - self._written + 1, last]  # where undo finds them
        audit.append(self.connection, json.loads(json.dumps(entry)))


def seen(
    cell: str, values: Mapping[str, str | None], current: RecordView, written: list[Operation]
) -> tuple[bytes, ...]:
    """Heads an operation names: those of its cell, and what a removal and other edits must know of each other."""
    heads = {operation.op_id for operation in current.heads.get(cell, ())}
    if cell != REMOVAL:
        heads |= {head.op_id for head in removals_of(current.heads.get(REMOVAL, ()))}
    elif values.get(REMOVAL) is not None or REMOVAL in current.conflicts:
        changed = {operation.cell for operation in written}
        others = (head for name, found in current.heads.items() if name not in changed for head in found)
        heads |= {operation.op_id for operation in (*others, *written)}
    return tuple(heads)


def _too_long() -> CensusError:
    """What cannot travel is not saved: one such slip would make the whole package unreadable for the town."""
    return CensusError(
        "TOO_LONG",
        _("Có ô dài quá {count} ký tự nên chưa lưu được phiếu.").format(count=number(MAX_ANSWER)),
        _("Hãy viết ngắn lại ô đó rồi lưu; các phiếu khác không bị ảnh hưởng."),
    )


@contextmanager
def begin(store: Store, action: Action, scratch: Path | None) -> Iterator[Transaction]:
    """Open the one write transaction of the program; commit at the end of the block, roll back on any error."""
    # A merge, which brings a scratch database, takes its own turn.
    turn = store.turns.first() if scratch is None else nullcontext()
    with turn, explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        if scratch is not None:
            _attach(connection, scratch, store)
        try:
            with connection.begin():
                transaction = Transaction(store, connection)
                yield transaction
                transaction.flush()
                if action in BY_HAND:
                    refuse_closed(connection, transaction.changed)
                transaction._finish(action)
        finally:
            if scratch is not None:
                store.turns.done()
                _detach(connection)


@contextmanager
def keeping_known(store: Store) -> Iterator[Connection]:
    """A connection that may write what can be counted again at any time: no operation, no line of the audit chain."""
    with explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin():
            yield connection


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _attach(connection: Connection, scratch: Path, store: Store) -> None:
    _raw(connection).execute(f'ATTACH DATABASE ? AS stage KEY "{key_pragma(store.key)}"', (str(scratch),))
    for pragma in (*SCRATCH_PRAGMAS, "PRAGMA stage.synchronous=OFF"):
        _raw(connection).execute(pragma)


def _detach(connection: Connection) -> None:
    _raw(connection).execute("DETACH DATABASE stage")
    _raw(connection).execute("PRAGMA main.shrink_memory")
