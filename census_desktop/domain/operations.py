"""An edit as data.

Every change to a record is an immutable *operation*: one line of canonical JSON whose BLAKE2b-128 hash is its id.
The line is what is stored, hashed, exported and merged, so an operation is the same bytes on every machine for
ever. Ids are content hashes and not (device, sequence): restored backups and cloned disks re-use sequence numbers.

The wall time `at` is for people to read; nothing compares it.
"""

from __future__ import annotations

import enum
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from census_desktop.domain.records import CELLS, RecordKind

FORMAT = 1
ID_BYTES = 16
# Limits of what an operation may carry, the same for writing here and for reading what others wrote: whatever a ward
# could save, the town must be able to read. The usual length of a box (`FieldDef.max_length`) is a finding, no limit.
MAX_ANSWER = 2000  # characters
MAX_LINE = 64 * 1024  # bytes
MAX_LAMPORT = (1 << 53) - 1  # of all operations made after it was reached


class OpKind(enum.StrEnum):
    """Why the operation was made; merging treats all alike."""

    CREATE = "create"  # a new record with all its filled boxes; `cell` is empty
    EDIT = "edit"  # one cell typed anew
    DECIDE = "decide"  # a conflict settled; covers all heads of the cell
    BOUNDARY = "boundary"  # a unit re-assignment plan was applied
    UNDO = "undo"  # an earlier change taken back


Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change.

    Attributes:
        record_kind: what the record is.
        record_uuid: the record it is about.
        kind: why it was made.
        cell: merge cell, "" for CREATE.
        values: answers by machine name; for CREATE all filled boxes, else exactly the boxes of the cell
            (None = blank now).
        replaces: ids of all heads of the cell that the author saw; empty for CREATE.
        lamport: 1 + the largest the author had seen; orders display only, never a clock.
        device: id of the machine.
        officer: login of the person.
        sequence: running number on the device.
        at: wall time of the machine, ISO 8601 UTC, for display.
    """

    record_kind: RecordKind
    record_uuid: uuid.UUID
    kind: OpKind
    cell: str
    values: Values
    replaces: tuple[bytes, ...]
    lamport: int
    device: str
    officer: str
    sequence: int
    at: str
    _op_id: bytes | None = field(default=None, init=False, repr=False, compare=False)

    def line(self) -> bytes:
        """Canonical JSON in UTF-8: sorted keys, no blanks; the identity of the operation."""
        return json.dumps(
            {
                "at": self.at,
                "cell": self.cell,
                "device": self.device,
                "kind": self.kind.value,
                "lamport": self.lamport,
                "officer": self.officer,
                "of": self.record_kind.value,
                "record": self.record_uuid.hex,
                "replaces": sorted(head.hex() for head in self.replaces),
                "seq": self.sequence,
                "v": FORMAT,
                "values": dict(self.values),
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()

    @property
    def op_id(self) -> bytes:
        """BLAKE2b-128 of the canonical line."""
        if self._op_id is None:  # writing and hashing the line is most of what deriving a record costs
            self.remember_id(hash_line(self.line()))
        assert self._op_id is not None
        return self._op_id

    def remember_id(self, op_id: bytes) -> None:
        """Take over the id from where the line and its id stand together."""
        object.__setattr__(self, "_op_id", op_id)


def hash_line(line: bytes) -> bytes:
    """The id of the operation written as `line`."""
    return hashlib.blake2b(line, digest_size=ID_BYTES).digest()


class MalformedOperation(ValueError):
    """A line that is not an operation of this format; `args[0]` says what is wrong."""


def parse_line(line: bytes) -> Operation:
    """Read a canonical line back.

    Raises:
        MalformedOperation: not JSON, unknown format, kind or cell, or values that do not belong to the cell.
    """
    try:
        data = json.loads(line)
    except ValueError as error:
        raise MalformedOperation("not JSON") from error
    return operation_from(data)


def operation_from(data: Any) -> Operation:
    """Build an operation from decoded JSON, checking every part.

    Raises:
        MalformedOperation: as for `parse_line`.
    """
    if not isinstance(data, dict) or data.get("v") != FORMAT:
        raise MalformedOperation("format")
    try:
        operation = Operation(
            record_kind=RecordKind(data["of"]),
            record_uuid=uuid.UUID(hex=data["record"]),
            kind=OpKind(data["kind"]),
            cell=_text(data["cell"]),
            values={_text(name): _text_or_none(value) for name, value in data["values"].items()},
            replaces=tuple(_head(head) for head in data["replaces"]),
            lamport=_count(data["lamport"]),
            device=_text(data["device"]),
            officer=_text(data["officer"]),
            sequence=_count(data["seq"]),
            at=_text(data["at"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedOperation(str(error)) from error
    check_values(operation.record_kind, operation.kind, operation.cell, operation.values)
    return operation


def check_values(record_kind: RecordKind, kind: OpKind, cell: str, values: Values) -> None:
    """Check that `values` are the boxes this operation may carry.

    Raises:
        MalformedOperation: a box that does not exist, or not exactly the boxes of the cell; an answer that is "" or
            longer than `MAX_ANSWER`.
    """
    cells = CELLS[record_kind]
    if kind is OpKind.CREATE:
        known = {name for names in cells.values() for name in names}
        if cell or not set(values) <= known or None in values.values():
            raise MalformedOperation("values of a new record")
    elif cell not in cells or set(values) != set(cells[cell]):
        raise MalformedOperation("cell")
    if not all(value is None or 0 < len(value) <= MAX_ANSWER for value in values.values()):
        raise MalformedOperation("length of an answer")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise ValueError("count expected")
    return value


def _head(value: Any) -> bytes:
    head = bytes.fromhex(_text(value))
    if len(head) != ID_BYTES:
        raise ValueError("head expected")
    return head
