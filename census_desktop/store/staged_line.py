"""Reading the lines of a foreign package, strictly and fast.

One typed decoding checks the shape; the few rules a schema cannot say are checked after it. A line that passes is
an operation of this format; its id is the hash of its bytes, never a claim of the sender.
"""

from __future__ import annotations

import re
import uuid
from typing import Annotated, Literal

import msgspec

from census_desktop.base.text import _
from census_desktop.domain.operations import (
    FORMAT,
    MAX_ANSWER,
    MAX_LINE,
    MalformedOperation,
    Operation,
    OpKind,
)
from census_desktop.domain.records import CELLS, RECORD_TYPES, RecordKind

_HEX_UUID = re.compile(r"[0-9a-f]{32}")
_Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
_Name = Annotated[str, msgspec.Meta(max_length=120)]
_Answer = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_ANSWER)]


class Line(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The canonical JSON of an operation (see `domain.operations`)."""

    at: Annotated[str, msgspec.Meta(max_length=40)]
    cell: _Name
    device: _Name
    kind: Literal["create", "edit", "decide", "boundary", "undo"]
    lamport: _Count
    of: RecordKind
    officer: _Name
    record: _Uuid
    replaces: list[_Uuid]
    seq: _Count
    v: int
    values: dict[str, _Answer | None]


class _Answers(msgspec.Struct):
    """The answers alone, of any length, to say which of them is wrong."""

    values: dict[str, str | None]


class _PlainLine(msgspec.Struct, frozen=True):
    """The parts without their limits."""

    at: str
    cell: str
    device: str
    kind: str
    lamport: int
    of: RecordKind
    officer: str
    record: str
    replaces: list[str]
    seq: int
    values: dict[str, str | None]


_DECODER = msgspec.json.Decoder(Line)
_PLAIN_DECODER = msgspec.json.Decoder(_PlainLine)
_ENCODER = msgspec.json.Encoder(order="sorted")  # writes exactly what `Operation.line` writes
_CREATE = OpKind.CREATE.value
_KNOWN = {
    kind: frozenset(name for names in cells.values() for name in names) for kind, cells in CELLS.items()
}


def read_line(line: bytes) -> Line:
    """Decode and check one line.

    Raises:
        MalformedOperation: `args[0]` says what is wrong, without showing answers.
    """
    if len(line) > MAX_LINE:
        raise MalformedOperation(_("dòng quá dài"))
    try:
        read = _DECODER.decode(line)
    except (msgspec.MsgspecError, ValueError) as error:
        raise MalformedOperation(_what_is_wrong(line)) from error
    if read.v != FORMAT:
        raise MalformedOperation(_("dòng thuộc khuôn dạng khác"))
    # One operation must have one spelling: the id is the hash of the bytes, and heads are named by it.
    if _ENCODER.encode(read) != line or (read.replaces and list(read.replaces) != sorted(set(read.replaces))):
        raise MalformedOperation(_("dòng không đúng cách viết chuẩn"))
    _check(read.of, read)
    return read


def operation_of(line: bytes, op_id: bytes) -> Operation:
    """An operation of this store, or one that `read_line` took, without checking it again.

    Args:
        line: the canonical line.
        op_id: its id.
    """
    read = _PLAIN_DECODER.decode(line)
    operation = Operation(
        record_kind=read.of,
        record_uuid=uuid.UUID(hex=read.record),
        kind=OpKind(read.kind),
        cell=read.cell,
        values=read.values,
        replaces=tuple(map(bytes.fromhex, read.replaces)),
        lamport=read.lamport,
        device=read.device,
        officer=read.officer,
        sequence=read.seq,
        at=read.at,
    )
    operation.remember_id(op_id)
    return operation


def _what_is_wrong(line: bytes) -> str:
    try:
        values = msgspec.json.decode(line, type=_Answers).values
    except (msgspec.MsgspecError, ValueError):
        return _("dòng không đúng khuôn dạng")
    for name, value in values.items():
        if value is not None and not 0 < len(value) <= MAX_ANSWER:
            return _("ô {field} trống hoặc dài quá mức cho phép").format(field=name)
    return _("dòng không đúng khuôn dạng")


def _check(kind: RecordKind, read: Line) -> None:
    values = read.values
    if read.kind == _CREATE:
        if read.cell or read.replaces or not _KNOWN[kind].issuperset(values) or None in values.values():
            raise MalformedOperation(_("bản ghi mới có ô không hợp lệ"))
    elif set(CELLS[kind].get(read.cell, ())) != set(values) or not values:
        raise MalformedOperation(_("thay đổi không đúng các ô của nó"))
    for name in RECORD_TYPES[kind].references:
        other = values.get(name)
        if other is not None and not _HEX_UUID.fullmatch(other):
            raise MalformedOperation(_("mã của bản ghi khác không hợp lệ"))
