"""Taking back: which edits bring the boxes of a record back to what they said before some operations.

Taking back is an edit like any other and travels like one. It is possible only while the boxes still say what the
operations said: what somebody wrote later is never thrown away.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from census_desktop.domain.merge import heads_of, values_of, view
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, RECORD_TYPES, RecordKind

VOID, VOID_REASON = "void", "void_reason"


@dataclass(frozen=True, slots=True)
class Counter:
    """The edits that take something back.

    Attributes:
        record_kind: person or household.
        record_uuid: the record.
        changes: answers by machine name; a record that was new is made void instead of deleted.
        is_birth: the record was made by the operations taken back.
        reopened: by cell the sides of a conflict that had been decided and stands open again.
    """

    record_kind: RecordKind
    record_uuid: uuid.UUID
    changes: Mapping[str, str | None]
    is_birth: bool = False
    reopened: Mapping[str, tuple[Mapping[str, str | None], ...]] = field(default_factory=dict)


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
        return Counter(kind, record, _made_void(kind, reason), is_birth=True)
    pairs = {operation.op_id: operation for operation in known}
    changes: dict[str, str | None] = {}
    reopened: dict[str, tuple[dict[str, str | None], ...]] = {}
    for cell, names in CELLS[kind].items():
        first = next((operation for operation in done if operation.cell == cell), None)
        if first is None:
            continue
        before = heads_of(cell, [(head, pairs[head]) for head in first.replaces if head in pairs])
        said = values_of(before[0][1], names) if before else (None,) * len(names)
        sides = tuple(dict.fromkeys(values_of(head, names) for _id, head in before))
        if len(sides) > 1 and cell != VOID:  # a removal names all it saw: it cannot be unseen
            reopened[cell] = tuple(dict(zip(names, side, strict=True)) for side in sides)
        else:
            changes.update(zip(names, said, strict=True))
    return Counter(kind, record, changes, reopened=reopened)


def _obstacle(done: Sequence[Operation], known: Sequence[Operation]) -> Obstacle | None:
    """The first touched cell that does not say any more what the deed said."""
    kind, record = done[0].record_kind, done[0].record_uuid
    is_birth = done[0].kind is OpKind.CREATE
    wanted, current = view(kind, done), view(kind, known)
    touched = {operation.cell for operation in done}
    own = {operation.op_id for operation in done}
    for cell, names in CELLS[kind].items():
        if not is_birth and cell not in touched:
            continue
        is_same = all(wanted.answers.get(name) == current.answers.get(name) for name in names)
        if is_birth and cell in current.heads and current.heads[cell][0].kind is OpKind.BOUNDARY:
            continue  # a plan was followed since; nobody has worked on it
        is_foreign = any(head.op_id not in own for head in current.heads.get(cell, ()))
        if not is_same or (cell in current.conflicts and is_foreign):
            return Obstacle(kind, record, cell, current.heads[cell][0])
    return None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What taking foreign operations back does to one record.

    Attributes:
        counter: the edits; None when nothing can or need be changed.
        kept: cells that stay because somebody went on from them.
    """

    counter: Counter | None
    kept: tuple[Obstacle, ...] = ()


def reversal_of(merged: Set[bytes], known: Sequence[Operation], reason: str) -> Reversal:
    """How to take back what a merge brought to one record.

    Unlike the deeds of one officer, a merge may have brought only one side of a cell; the other side stays. A record
    that the merge brought whole is made void, unless somebody has worked on it since.

    Args:
        merged: ids of the operations the merge brought.
        known: all operations of the record.
        reason: why a record that was new is void now.
    """
    before = [
        operation
        for operation in known
        if operation.op_id not in merged
        and not (operation.kind is OpKind.BOUNDARY and not merged.isdisjoint(operation.replaces))
    ]  # where a plan took what the merge brought is no work of anybody
    kind, record = known[0].record_kind, known[0].record_uuid
    if not any(operation.kind is OpKind.CREATE for operation in before):
        if before:
            newest = max(before, key=lambda operation: (operation.lamport, operation.op_id))
            return Reversal(None, (Obstacle(kind, record, newest.cell, newest),))
        if view(kind, known).answers.get(VOID) is not None:
            return Reversal(None)
        return Reversal(Counter(kind, record, _made_void(kind, reason), is_birth=True))
    was, current = view(kind, before), view(kind, known)
    brought = {operation.cell for operation in known if operation.op_id in merged}
    changes: dict[str, str | None] = {}
    kept: list[Obstacle] = []
    for cell in CELLS[kind]:
        if cell not in brought and "" not in brought:  # "" is a second birth, which speaks about all cells
            continue
        newer = [
            operation
            for operation in before
            if operation.cell == cell and not merged.isdisjoint(operation.replaces)
        ]
        if newer:
            newest = max(newer, key=lambda operation: (operation.lamport, operation.op_id))
            kept.append(Obstacle(kind, record, cell, newest))
        elif (
            cell not in was.conflicts
        ):  # a conflict that was open before is opened by nothing but its own sides
            said = {name: was.answers.get(name) for name in CELLS[kind][cell]}
            is_same = all(current.answers.get(name) == value for name, value in said.items())
            if not is_same or cell in current.conflicts:
                changes |= said
    return Reversal(Counter(kind, record, changes) if changes else None, tuple(kept))


def _made_void(kind: RecordKind, reason: str) -> dict[str, str | None]:
    """What a record says once it is taken back; a decision keeps what it is about and says nothing any more."""
    cells = CELLS[kind]
    if VOID in cells:
        return {VOID: "1", VOID_REASON: reason}
    about = set(RECORD_TYPES[kind].references)
    return {name: None for names in cells.values() if not about.issuperset(names) for name in names}
