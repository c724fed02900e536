"""Conflicts that a person must decide: what each side said, and the decision, which travels like any edit."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.dc01 import MEMBERSHIP
from census_desktop.domain.merge import REMOVAL, RecordView, edits_beside_removal, values_of, view
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, FIELDS, RECORD_TYPES, RecordKind
from census_desktop.services.editing import household_called, no_such_record, parsed_answers
from census_desktop.store.operations import history
from census_desktop.store.records import find_record, open_conflicts
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction

_REFERENCES = frozenset(name for each in RECORD_TYPES.values() for name in each.references)
_AGAIN = (OpKind.UNDO, OpKind.DECIDE)  # say again what somebody has said, as a rule
_MEMBERSHIP_LABEL = N_("Thuộc hộ")


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said.

    Attributes:
        value: stored form of the box in question, None for blank.
        boxes: stored form of all boxes that are decided together.
        device: machine it was typed on.
        officer: login of the person.
        at: wall time of that machine, ISO 8601, for display.
        edited: for an edit that clashes with a removal, the cell it changed; `boxes` are then those of that cell.
    """

    value: str | None
    boxes: Mapping[str, str | None]
    device: str
    officer: str
    at: str
    edited: str | None = None


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A cell whose sides disagree.

    Attributes:
        kind: what the record is.
        record_uuid: the record.
        cell: what is decided as one.
        field: the first box of it in which the sides differ.
        label: its name on paper (translated).
        values: the sides, the one shown until the decision first; for a removal against edits the removal first.
        base: what all sides started from, None when they had nothing in common.
    """

    kind: RecordKind
    record_uuid: uuid.UUID
    cell: str
    field: str
    label: str
    values: tuple[Said, ...]
    base: Said | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision has done.

    Attributes:
        kind: what the record is.
        record_uuid: the record.
        fields: cells decided.
        operations: operations written.
        left: conflicts of the record still open.
    """

    kind: RecordKind
    record_uuid: uuid.UUID
    fields: tuple[str, ...]
    operations: int
    left: int


def conflicts(store: Store) -> tuple[OpenConflict, ...]:
    """All open conflicts, in order of record and cell."""
    known: dict[uuid.UUID, tuple[Operation, ...]] = {}
    found = []
    for kind, record, cell in open_conflicts(store):
        if record not in known:
            known = {record: history(store, record)}
        found.append(_conflict(kind, record, cell, known[record]))
    return tuple(found)


def conflicts_of(
    store: Store, kind: RecordKind, record_uuid: uuid.UUID, cells: Collection[str]
) -> tuple[OpenConflict, ...]:
    """These open conflicts of one record."""
    operations = history(store, record_uuid)
    return tuple(_conflict(kind, record_uuid, cell, operations) for cell in cells)


def _conflict(
    kind: RecordKind, record: uuid.UUID, cell: str, operations: Sequence[Operation]
) -> OpenConflict:
    names = CELLS[kind][cell]
    heads = view(kind, operations).heads[cell]
    said = [values_of(head, names) for head in heads]
    field = next(
        (name for place, name in enumerate(names) if len({each[place] for each in said}) > 1), names[0]
    )
    beside = edits_beside_removal(operations) if cell == REMOVAL else ()
    spoken = [_first_said(head, operations, names) for head in heads]
    base = _base(cell, operations, spoken)
    return OpenConflict(
        kind=kind,
        record_uuid=record,
        cell=cell,
        field=field,
        label=_(_MEMBERSHIP_LABEL if field == MEMBERSHIP else FIELDS[kind][field].label),
        values=(*(_said(each, names, field) for each in spoken), *(_edited(kind, edit) for edit in beside)),
        base=None if base is None else _said(base, names, field),
    )


def _first_said(head: Operation, operations: Sequence[Operation], names: tuple[str, ...]) -> Operation:
    """Who said what a head says: of a conflict that was opened again, those who disagreed, not who opened it.

    Taking a decision back says each side anew (`Transaction.reopen`), all on one machine and over the same heads.
    """
    twins = [one for one in operations if one.kind is OpKind.UNDO and one.replaces == head.replaces]
    if head.kind is not OpKind.UNDO or len(twins) == 1:
        return head
    said = values_of(head, names)
    before = [
        one
        for one in operations
        if one.kind not in _AGAIN and one.cell in ("", head.cell) and values_of(one, names) == said
    ]
    return max(before, key=lambda one: (one.lamport, one.op_id), default=head)


def _said(operation: Operation, names: tuple[str, ...], field: str) -> Said:
    boxes = {name: _readable(name, operation.values.get(name)) for name in names}
    return Said(boxes[field], boxes, operation.device, operation.officer, operation.at)


def _edited(kind: RecordKind, operation: Operation) -> Said:
    boxes = {name: _readable(name, operation.values.get(name)) for name in CELLS[kind][operation.cell]}
    return Said(None, boxes, operation.device, operation.officer, operation.at, operation.cell)


def _readable(name: str, value: str | None) -> str | None:
    """Stored form, ids of households written as everywhere else."""
    return str(uuid.UUID(hex=value)) if name in _REFERENCES and value is not None else value


def _base(cell: str, operations: Sequence[Operation], heads: Sequence[Operation]) -> Operation | None:
    """The newest operation of the cell that the authors of all heads knew."""
    known = {each.op_id: each for each in operations if each.kind is OpKind.CREATE or each.cell == cell}
    shared: set[bytes] | None = None
    for head in heads:
        waiting, seen = list(head.replaces), set[bytes]()
        while waiting:
            op_id = waiting.pop()
            if op_id in known and op_id not in seen:
                seen.add(op_id)
                waiting += known[op_id].replaces
        shared = seen if shared is None else shared & seen
    newest = max(shared or (), key=lambda op_id: (known[op_id].lamport, op_id), default=None)
    return None if newest is None else known[newest]


def decide(store: Store, record_uuid: uuid.UUID, typed: Mapping[str, str]) -> Decided:
    """Settle conflicts of a record by saying what holds; it may be what neither side said.

    Args:
        store: the store.
        record_uuid: a person or a household.
        typed: by machine name, as one would type it; "" makes the box blank.

    Raises:
        CensusError: NO_SUCH_RECORD, NOT_IN_CONFLICT, UNKNOWN_FIELD, BAD_VALUE; nothing has been changed.
    """
    kind = _kind_of(store, record_uuid)
    plain = {name: text for name, text in typed.items() if name != MEMBERSHIP}
    changes: dict[str, str | None] = parsed_answers(plain, FIELDS[kind])
    if MEMBERSHIP in typed and kind is RecordKind.PERSON:
        household = household_called(store, typed[MEMBERSHIP])
        changes[MEMBERSHIP] = None if household is None else household.hex
    with store.transaction(Action.DECIDE) as tx:
        meaning = view(kind, tx.operations_of(record_uuid))
        cells = _cells_of(kind, typed, meaning)
        count = tx.edit(kind, record_uuid, changes, OpKind.DECIDE)
        left = _left(tx, kind, record_uuid)
    return Decided(kind, record_uuid, cells, count, left)


def keep(store: Store, record_uuid: uuid.UUID, device: str, fields: Collection[str] = ()) -> Decided:
    """Settle conflicts of a record by what one machine said.

    Args:
        store: the store.
        record_uuid: a person or a household.
        device: the machine that is right.
        fields: boxes to decide; every conflict this machine is a side of when empty.

    Raises:
        CensusError: NO_SUCH_RECORD, NOT_IN_CONFLICT, NO_SUCH_SIDE when the machine said nothing about it,
            TWO_SIDES when two cloned machines of this name disagree; nothing has been changed.
    """
    kind = _kind_of(store, record_uuid)
    with store.transaction(Action.DECIDE) as tx:
        operations = tx.operations_of(record_uuid)
        meaning = view(kind, operations)
        cells = _cells_of(kind, fields, meaning) if fields else meaning.conflicts
        changes: dict[str, str | None] = {}
        decided = []
        for cell in cells:
            said = _side(kind, cell, device, meaning, operations)
            if said is not None:
                decided.append(cell)
                changes |= said
            elif fields:
                raise _no_such_side(device)
        if not decided:
            raise _not_in_conflict(record_uuid) if not cells else _no_such_side(device)
        count = tx.edit(kind, record_uuid, changes, OpKind.DECIDE)
        left = _left(tx, kind, record_uuid)
    return Decided(kind, record_uuid, tuple(decided), count, left)


def settle(store: Store, picks: Sequence[tuple[OpenConflict, Said]]) -> int:
    """Settle many conflicts, each by one of its sides or by what all started from, in one step.

    Args:
        store: the store.
        picks: conflicts as shown, each with the side that is right. Conflicts settled meanwhile are passed over.

    Returns:
        How many were settled.
    """
    settled = 0
    with store.transaction(Action.DECIDE) as tx:
        for conflict, right in picks:
            meaning = view(conflict.kind, tx.operations_of(conflict.record_uuid))
            if conflict.cell in meaning.conflicts:
                tx.edit(conflict.kind, conflict.record_uuid, _wanted(conflict, right), OpKind.DECIDE)
                settled += 1
    return settled


def alike(conflict: OpenConflict, others: Sequence[OpenConflict]) -> tuple[OpenConflict, ...]:
    """Conflicts about the same box between the same machines, this one first; they are often decided alike."""
    sides = _machines(conflict)
    found = (
        one
        for one in others
        if one != conflict
        and (one.kind, one.cell, _machines(one)) == (conflict.kind, conflict.cell, sides)
        and len(one.values) == len(conflict.values) == len(sides)
    )
    return (conflict, *found)


def _machines(conflict: OpenConflict) -> frozenset[str]:
    return frozenset(said.device for said in conflict.values)


def _wanted(conflict: OpenConflict, right: Said) -> dict[str, str | None]:
    names = CELLS[conflict.kind][conflict.cell]
    if right.edited is not None:  # whoever went on editing says that the record stands
        return dict.fromkeys(names)
    return {
        name: uuid.UUID(value).hex if value is not None and name in _REFERENCES else value
        for name, value in right.boxes.items()
    }


def _kind_of(store: Store, record_uuid: uuid.UUID) -> RecordKind:
    kind = find_record(store, record_uuid)
    if kind is None:
        raise no_such_record(record_uuid)
    return kind


def _left(tx: Transaction, kind: RecordKind, record_uuid: uuid.UUID) -> int:
    return len(view(kind, tx.operations_of(record_uuid)).conflicts)


def _cells_of(kind: RecordKind, names: Collection[str], meaning: RecordView) -> tuple[str, ...]:
    """The cells of these boxes, all of which must be in conflict."""
    cells = []
    for name in names:
        cell = next((cell for cell, boxes in CELLS[kind].items() if name in boxes or name == cell), None)
        if cell is None or cell not in meaning.conflicts:
            raise CensusError(
                "NOT_IN_CONFLICT",
                _("Ô {name} không có xung đột nào cần quyết định.").format(name=name),
                _("Xem các xung đột bằng lệnh conflicts; sửa ô khác bằng lệnh edit."),
            )
        cells.append(cell)
    return tuple(dict.fromkeys(cells))


def _side(
    kind: RecordKind, cell: str, device: str, meaning: RecordView, operations: Sequence[Operation]
) -> dict[str, str | None] | None:
    """What `device` wants of the cell, None when it is no side of the conflict."""
    names = CELLS[kind][cell]
    spoken = [_first_said(head, operations, names) for head in meaning.heads[cell]]
    wanted = {values_of(each, names) for each in spoken if each.device == device}
    if len(wanted) > 1:
        raise CensusError(
            "TWO_SIDES",
            _("Máy {device} đứng ở cả hai bên của xung đột này.").format(device=device),
            _("Hãy ghi thẳng giá trị đúng: TÊN_Ô=GIÁ_TRỊ."),
        )
    if wanted:
        return dict(zip(names, wanted.pop(), strict=True))
    if cell == REMOVAL and any(edit.device == device for edit in edits_beside_removal(operations)):
        return dict.fromkeys(names)  # whoever went on editing says that the record stands
    return None


def _not_in_conflict(record_uuid: uuid.UUID) -> CensusError:
    return CensusError(
        "NOT_IN_CONFLICT",
        _("Hồ sơ {record} không có xung đột nào cần quyết định.").format(record=record_uuid),
        _("Xem các xung đột bằng lệnh conflicts."),
    )


def _no_such_side(device: str) -> CensusError:
    return CensusError(
        "NO_SUCH_SIDE",
        _("Máy {device} không ghi gì trong xung đột này.").format(device=device),
        _("Xem máy nào ghi gì bằng lệnh conflicts."),
    )
