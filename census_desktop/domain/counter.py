"""Taking back: which edits bring the boxes of a record back to what they said before some operations.

Taking back is an edit like any other and travels like one. It is possible only while the boxes still say what the
operations said: what somebody wrote later is never thrown away.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from census_desktop.domain.merge import heads_of, values_of, view
from census_desktop.domain.operations import CELLS, Operation, OpKind, RecordKind

VOID, VOID_REASON = "void", "void_reason"


@dataclass(frozen=True, slots=True)
class Counter:
    """The edits that take something back.

    Attributes:
        record_kind: person or household.
        record_uuid: the record.
        changes: answers by machine name; a record that was new is made void instead of deleted.
        is_birth: the record was made by the operations taken back.
    """

    record_kind: RecordKind
    record_uuid: uuid.UUID
    changes: Mapping[str, str | None]
    is_birth: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why taking back would throw something away.

    Attributes:
        record_kind: person or household.
        record_uuid: the record.
        cell: the cell that says something else now.
        newer: the operation that stands there.
    """

    record_kind: RecordKind
    record_uuid: uuid.UUID
    cell: str
    newer: Operation


def counter_of(done: Sequence[Operation], known: Sequence[Operation], reason: str) -> Counter | Obstacle:
    """How to take back what `done` did to one record.

    Args:
        done: operations of one deed on one record, in order.
        known: all operations of that record.
        reason: why a record that was new is void now.
    """
    kind, record = done[0].record_kind, done[0].record_uuid
    obstacle = _obstacle(done, known)
    if obstacle is not None:
        return obstacle
    if done[0].kind is OpKind.CREATE:
        return Counter(kind, record, {VOID: "1", VOID_REASON: reason}, is_birth=True)
    pairs = {operation.op_id: operation for operation in known}
    changes: dict[str, str | None] = {}
    for cell, names in CELLS[kind].items():
        first = next((operation for operation in done if operation.cell == cell), None)
        if first is None:
            continue
        before = heads_of(cell, [(head, pairs[head]) for head in first.replaces if head in pairs])
        said = values_of(before[0][1], names) if before else (None,) * len(names)
        changes.update(zip(names, said, strict=True))
    return Counter(kind, record, changes)


def _obstacle(done: Sequence[Operation], known: Sequence[Operation]) -> Obstacle | None:
    """The first touched cell that does not say any more what the deed said."""
    kind, record = done[0].record_kind, done[0].record_uuid
    is_birth = done[0].kind is OpKind.CREATE
    wanted, current = view(kind, done), view(kind, known)
    touched = {operation.cell for operation in done}
    for cell, names in CELLS[kind].items():
        if not is_birth and cell not in touched:
            continue
        is_same = all(wanted.answers.get(name) == current.answers.get(name) for name in names)
        if not is_same or cell in current.conflicts:
            return Obstacle(kind, record, cell, current.heads[cell][0])
    return None
