"""New records, nearly every line of a first merge, read by the hundred straight into rows of the scratch database.

For each kind of record one typed decoding checks shape and limits of many lines at once and yields the boxes in the
order of the scratch table; nothing is done per box in Python. Lines that do not fit are left to `staged_line`, which
reads every line and knows the words for what is wrong, so this way in can only be faster, never laxer.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Annotated, Any, Literal

import msgspec
from msgspec.structs import astuple

from census_desktop.domain.operations import FORMAT, MAX_ANSWER, MAX_LINE
from census_desktop.domain.records import RECORD_TYPES, RecordKind
from census_desktop.store.rows import DERIVED, TABLE_OF, row_of

_IS_BIRTH = b'"kind":"create"'
_OF = re.compile(rb'"of":"([a-z_]+)"')
_HEX = re.compile(r"[0-9a-f]*")
_HEX_LENGTH = 32
_Name = Annotated[str, msgspec.Meta(max_length=120)]
_Answer = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_ANSWER)]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


def _shape(kind: RecordKind) -> type[msgspec.Struct]:
    """The canonical line of a new record: parts and boxes in the order of the alphabet, blank boxes left out."""
    boxes = msgspec.defstruct(
        f"{kind.value}_boxes",
        [(name, _Answer, "") for name in sorted(RECORD_TYPES[kind].boxes)],
        forbid_unknown_fields=True,
        omit_defaults=True,
        frozen=True,
        gc=False,
    )
    parts: list[tuple[str, Any]] = [
        ("at", Annotated[str, msgspec.Meta(max_length=40)]),
        ("cell", Literal[""]),
        ("device", _Name),
        ("kind", Literal["create"]),
        ("lamport", _Count),
        ("of", Literal[kind.value]),
        ("officer", _Name),
        ("record", Annotated[str, msgspec.Meta(min_length=_HEX_LENGTH, max_length=_HEX_LENGTH)]),
        ("replaces", Annotated[list[str], msgspec.Meta(max_length=0)]),
        ("seq", _Count),
        ("v", Literal[FORMAT]),
        ("values", boxes),
    ]
    return msgspec.defstruct(f"{kind.value}_birth", parts, forbid_unknown_fields=True, frozen=True, gc=False)


_KINDS = {kind.value.encode(): kind for kind in RecordKind}
_DECODERS: dict[RecordKind, Any] = {
    kind: msgspec.json.Decoder(GenericAlias(list, (_shape(kind),))) for kind in RecordKind
}
_ENCODER = msgspec.json.Encoder()  # the shapes are sorted already
_BOXES = {kind: tuple(sorted(each.boxes)) for kind, each in RECORD_TYPES.items()}


def kind_of_birth(line: bytes) -> RecordKind | None:
    """What kind of new record `line` seems to be; None for an edit. Only a guess where to look first."""
    found = _OF.search(line, 0, 1000) if _IS_BIRTH in line else None
    return _KINDS.get(found[1]) if found is not None else None


def read_births(kind: RecordKind, lines: Sequence[bytes]) -> Sequence[Any] | None:
    """The parts (`record`, `lamport`, `values`) of new records; None when one of the lines is something else."""
    if max(map(len, lines)) > MAX_LINE:
        return None
    try:
        found: Sequence[Any] = _DECODERS[kind].decode(b"[" + b",".join(lines) + b"]")
    except (msgspec.MsgspecError, ValueError):
        return None
    # One operation must have one spelling: the id is the hash of the bytes, and heads are named by it. Holding each
    # record against its own line also keeps a line from borrowing what its neighbours lack.
    if list(map(_ENCODER.encode, found)) != list(lines):
        return None
    ids = [read.record for read in found]
    for name in RECORD_TYPES[kind].references:
        others = [other for read in found if (other := getattr(read.values, name))]
        if any(len(other) != _HEX_LENGTH for other in others):
            return None
        ids += others
    return found if _HEX.fullmatch("".join(ids)) else None


# The driver looks for an adapter of every None and every bytes object; with "" for blank and bytearray for bytes,
# filling the scratch database took a third of the time (measured).


def scratch_row(kind: RecordKind, number: int, record: bytearray, values: Any) -> tuple[Any, ...]:
    """A row as `scratch_insert_sql` takes it, of the `values` that `read_births` gave."""
    return (number, record, *astuple(values), *_derived(kind, _ByName(values)))


class _ByName:
    """Boxes asked for by name, as columns are made of them."""

    __slots__ = ("_values",)

    def __init__(self, values: Any) -> None:
        self._values = values

    def get(self, name: str) -> str | None:
        return getattr(self._values, name) or None


def birth_row(kind: RecordKind, record_uuid: uuid.UUID, values: Any) -> tuple[Any, ...]:
    """The row of a record of which nothing is known but its birth, of the `values` that `read_births` gave."""
    said = zip(_BOXES[kind], astuple(values), strict=True)
    return row_of(kind, record_uuid, {name: value for name, value in said if value})


def plain_scratch_row(
    kind: RecordKind, number: int, record: bytearray, values: Mapping[str, str | None]
) -> tuple[Any, ...]:
    """The same of answers by name."""
    return (number, record, *(values.get(name) or "" for name in _BOXES[kind]), *_derived(kind, values))


def _derived(kind: RecordKind, values: Any) -> tuple[Any, ...]:
    made = DERIVED.get(kind)
    if made is None:
        return ()
    return tuple(bytearray(one) if isinstance(one, bytes) else one or "" for one in made[1](values))


def scratch_columns(kind: RecordKind) -> tuple[str, ...]:
    """Columns of a scratch table: number of the line, id, boxes, what is made of them."""
    derived = DERIVED[kind][0] if kind in DERIVED else ()
    return ("n", RECORD_TYPES[kind].key, *_BOXES[kind], *derived)


def scratch_insert_sql(kind: RecordKind) -> str:
    """INSERT of one scratch row."""
    columns = scratch_columns(kind)
    references = RECORD_TYPES[kind].references
    blanks = ("unhex(NULLIF(?, ''))" if name in references else "NULLIF(?, '')" for name in columns[2:])
    names, marks = ", ".join(columns), ", ".join(("?", "?", *blanks))
    return f"INSERT INTO {TABLE_OF[kind]} ({names}) VALUES ({marks})"  # noqa: S608  fixed names
