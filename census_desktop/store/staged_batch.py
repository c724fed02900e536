"""A batch of lines checked and written into the scratch database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from census_desktop.base.text import _
from census_desktop.domain.operations import MalformedOperation, OpKind, hash_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.staged_birth import (
    kind_of_birth,
    plain_scratch_row,
    read_births,
    scratch_insert_sql,
    scratch_row,
)
from census_desktop.store.staged_line import read_line

_CREATE = OpKind.CREATE.value
_Rows = list[tuple[Any, ...]]


class MalformedPackage(ValueError):
    """A line of a package is not an operation; `args[0]` is a plain sentence naming the line."""


def two_kinds() -> MalformedPackage:
    """What to say when one id stands for records of two kinds."""
    return MalformedPackage(_("Gói có một mã cho hai loại hồ sơ."))


def write_batch(
    connection: Any,
    number: int,
    place: int,
    lines: Sequence[bytes],
    records: Mapping[RecordKind, set[str]],
) -> None:
    """Check lines and put them, and the rows of new records, into the scratch database.

    Args:
        connection: of the scratch database.
        number: of the first line among all packages.
        place: of the first line in its package, for people.
        lines: bytes as they came.
        records: gets the ids of the records the lines are about, by kind.

    Raises:
        MalformedPackage: a line is no operation.
    """
    # New records of one kind are read together; everything else, and whatever does not fit, line by line.
    births: defaultdict[RecordKind | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        births[kind_of_birth(line)].append(at)
    singly = births.pop(None, [])
    incoming: _Rows = []
    for kind, ats in births.items():
        if kind is None or (found := read_births(kind, [lines[at] for at in ats])) is None:
            singly += ats
            continue
        records[kind].update(read.record for read in found)
        rows: _Rows = []
        for at, read in zip(ats, found, strict=True):
            record = bytearray.fromhex(read.record)
            incoming.append(_incoming(number + at, lines[at], kind, record, read.lamport, is_new=True))
            rows.append(scratch_row(kind, number + at, record, read.values))
        connection.executemany(scratch_insert_sql(kind), rows)
    parents: _Rows = []
    for at in sorted(singly):
        kind, row, replaced = _read_singly(connection, number + at, place + at, lines[at])
        records[kind].add(row[3].hex())
        incoming.append(row)
        parents += [(number + at, bytearray.fromhex(head)) for head in replaced]
    connection.executemany(
        "INSERT INTO incoming (n, op_id, record_kind, record_uuid, is_new, lamport) VALUES (?, ?, ?, ?, ?, ?)",
        sorted(incoming),
    )
    connection.executemany("INSERT INTO parent (n, op_id) VALUES (?, ?)", parents)
    connection.executemany(
        "INSERT INTO line (n, line) VALUES (?, ?)",
        [(number + at, bytearray(line)) for at, line in enumerate(lines)],
    )


def _read_singly(
    connection: Any, number: int, place: int, line: bytes
) -> tuple[RecordKind, tuple[Any, ...], Sequence[str]]:
    try:
        read = read_line(line)
    except MalformedOperation as error:
        raise MalformedPackage(
            _("Dòng {number} của gói không đúng: {why}.").format(number=place, why=error.args[0])
        ) from error
    kind, is_new, record = read.of, read.kind == _CREATE, bytearray.fromhex(read.record)
    if is_new:
        connection.execute(scratch_insert_sql(kind), plain_scratch_row(kind, number, record, read.values))
    return kind, _incoming(number, line, kind, record, read.lamport, is_new=is_new), read.replaces


def _incoming(
    number: int, line: bytes, kind: RecordKind, record: bytearray, lamport: int, *, is_new: bool
) -> tuple[Any, ...]:
    # The driver binds exact types fastest, see `staged_birth.scratch_row`.
    return number, bytearray(hash_line(line)), kind.value, record, int(is_new), lamport
