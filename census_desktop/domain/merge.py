"""What a set of operations means.

The state that travels is a grow-only set of operations, so merging is set union: the same package twice, old
packages, any order, cloned disks, restored backups and wrong clocks give the same state. This module is the
meaning: for each cell the *heads* are the operations nobody has replaced. Heads that agree give the value; heads
that differ are a conflict, shown with a provisional value that every machine computes alike (largest Lamport
number, then largest id; not a clock) until a person decides. A decision is just an operation that replaces all
heads, so it travels like any edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from census_desktop.domain.operations import CELLS, Operation, OpKind, RecordKind


@dataclass(frozen=True, slots=True)
class RecordView:
    """The meaning of all known operations of one record.

    Attributes:
        answers: provisional or agreed answers of the filled boxes.
        heads: operations nobody replaced, by cell.
        conflicts: cells whose heads disagree.
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


def view(record_kind: RecordKind, operations: Iterable[Operation]) -> RecordView:
    """Derive a record from all its known operations, in any order, repeats allowed."""
    known = {operation.op_id: operation for operation in operations}
    pairs = tuple(known.items())
    answers: dict[str, str] = {}
    heads: dict[str, tuple[Operation, ...]] = {}
    conflicts: list[str] = []
    for cell, names in CELLS[record_kind].items():
        cell_heads = tuple(operation for _id, operation in heads_of(cell, pairs))
        if not cell_heads:
            continue
        heads[cell] = cell_heads
        said = [values_of(operation, names) for operation in cell_heads]
        if len(set(said)) > 1:
            conflicts.append(cell)
        shown = zip(names, said[0], strict=True)
        answers.update({name: value for name, value in shown if value is not None})
    return RecordView(answers=answers, heads=heads, conflicts=tuple(conflicts))
