"""What a set of operations means.

The state that travels is a grow-only set of operations, so merging is set union: the same package twice, old
packages, any order, cloned disks, restored backups and wrong clocks give the same state. This module is the
meaning: for each cell the *heads* are the operations nobody has replaced. Heads that agree give the value; heads
that differ are a conflict, shown with a provisional value that every machine computes alike (largest Lamport
number, then largest id; not a clock) until a person decides. A decision is just an operation that replaces all
heads, so it travels like any edit.

Removing a record is not like the other cells: it speaks about all of them. A removal therefore names, beside the
heads of its own cell, the heads of every other cell its author saw, and an edit of a removed record names the
removal. An operation of another cell that neither saw the removal nor was seen by it was made somewhere else
meanwhile: a conflict of the removal, because a person who is told to have moved was perhaps counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, RecordKind

_NOBODYS_EDIT = (OpKind.CREATE, OpKind.BOUNDARY)  # a plan followed is no sign that somebody saw the household
REMOVAL = "void"  # the cell, and in it the box, that says a record was removed (hủy phiếu)


@dataclass(frozen=True, slots=True)
class RecordView:
    """The meaning of all known operations of one record.

    Attributes:
        answers: provisional or agreed answers of the filled boxes.
        heads: operations nobody replaced, by cell.
        conflicts: cells whose heads disagree; the removal also when it and an edit did not know of each other.
    """

    answers: Mapping[str, str]
    heads: Mapping[str, tuple[Operation, ...]]
    conflicts: tuple[str, ...]


def values_of(operation: Operation, names: tuple[str, ...]) -> tuple[str | None, ...]:
    """What `operation` says about the boxes of one cell."""
    return tuple(operation.values.get(name) for name in names)


def heads_of(cell: str, operations: Iterable[tuple[bytes, Operation]]) -> tuple[tuple[bytes, Operation], ...]:
    """The operations of `cell` that no other operation of that cell replaces, most recent first.

    Most recent means largest (Lamport number, id): the same order on every machine.
    """
    touching = [
        (op_id, operation)
        for op_id, operation in operations
        if operation.kind is OpKind.CREATE or operation.cell == cell
    ]
    replaced = {head for _id, operation in touching for head in operation.replaces}
    heads = [pair for pair in touching if pair[0] not in replaced]
    return tuple(sorted(heads, key=lambda pair: (pair[1].lamport, pair[0]), reverse=True))


def removals_of(heads: Iterable[Operation]) -> tuple[Operation, ...]:
    """Those among the heads of the removal cell that say the record is removed."""
    return tuple(head for head in heads if head.values.get(REMOVAL) is not None)


def edits_beside_removal(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Operations of other cells that no standing removal saw and that saw none: edited while being removed.

    Returns:
        Oldest first; empty when the record is not removed, or whoever removed it knew all.
    """
    known = {operation.op_id: operation for operation in operations}
    heads = [operation for _id, operation in heads_of(REMOVAL, known.items())]
    removals = removals_of(heads)
    if not removals or any(removal.kind is OpKind.CREATE for removal in removals):
        return ()
    seen = _ancestors(known, (removal.op_id for removal in removals))
    later = _descendants(known, {removal.op_id for removal in removals})
    beside = [
        (op_id, operation)
        for op_id, operation in known.items()
        if operation.kind not in _NOBODYS_EDIT
        and operation.cell != REMOVAL
        and op_id not in seen
        and op_id not in later
    ]
    return tuple(operation for _id, operation in sorted(beside, key=lambda pair: (pair[1].lamport, pair[0])))


def _ancestors(known: Mapping[bytes, Operation], start: Iterable[bytes]) -> set[bytes]:
    """What the authors of `start` knew, as far back as is known here."""
    waiting, found = list(start), set[bytes]()
    while waiting:
        operation = known.get(waiting.pop())
        for head in () if operation is None else operation.replaces:
            if head not in found:
                found.add(head)
                waiting.append(head)
    return found


def _descendants(known: Mapping[bytes, Operation], start: set[bytes]) -> set[bytes]:
    """Operations whose authors knew one of `start`."""
    followers: dict[bytes, list[bytes]] = {}
    for op_id, operation in known.items():
        for head in operation.replaces:
            followers.setdefault(head, []).append(op_id)
    waiting, found = list(start), set[bytes]()
    while waiting:
        for op_id in followers.get(waiting.pop(), ()):
            if op_id not in found:
                found.add(op_id)
                waiting.append(op_id)
    return found


def view(record_kind: RecordKind, operations: Iterable[Operation]) -> RecordView:
    """Derive a record from all its known operations, in any order, repeats allowed."""
    known = {operation.op_id: operation for operation in operations}
    births = [pair for pair in known.items() if pair[1].kind is OpKind.CREATE]
    edits: dict[str, list[tuple[bytes, Operation]]] = {}
    for pair in known.items():
        if pair[1].kind is not OpKind.CREATE:
            edits.setdefault(pair[1].cell, []).append(pair)
    untouched = tuple(operation for _id, operation in heads_of("", births))
    answers: dict[str, str] = {}
    heads: dict[str, tuple[Operation, ...]] = {}
    conflicts: list[str] = []
    for cell, names in CELLS[record_kind].items():
        touching = edits.get(cell)
        cell_heads = untouched
        if touching:
            cell_heads = tuple(operation for _id, operation in heads_of(cell, [*births, *touching]))
        if not cell_heads:
            continue
        heads[cell] = cell_heads
        if not touching and len(untouched) == 1:
            told = untouched[0].values  # most cells: said at birth, and nobody has spoken since
            answers.update({name: value for name in names if (value := told.get(name)) is not None})
            continue
        said = [values_of(operation, names) for operation in cell_heads]
        if len(set(said)) > 1 or (cell == REMOVAL and edits_beside_removal(known.values())):
            conflicts.append(cell)
        shown = zip(names, said[0], strict=True)
        answers.update({name: value for name, value in shown if value is not None})
    return RecordView(answers=answers, heads=heads, conflicts=tuple(conflicts))
