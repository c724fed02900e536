"""Taking back saved work by name, also after a restart; redo is taking back the taking back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.counter import Counter, Obstacle, counter_of
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.deed_titles import box_label, record_name, title_of
from census_desktop.store.deeds import Deed, deeds
from census_desktop.store.import_queue import forget_queued, reopen_decided
from census_desktop.store.operations import history
from census_desktop.store.records import members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction

_LOOKED_AT = 200  # newest deeds that are looked through


@dataclass(frozen=True, slots=True)
class UndoItem:
    """One thing that can be taken back, or done again.

    Attributes:
        number: what `undo` wants.
        title: what was done, in words: "Sửa Họ tên của ĐẬU VĂN THÌN".
        at: when, aware, UTC.
        officer: login of who did it.
        is_redo: it was taken back; doing this does it again.
        obstacle: why it cannot be taken back now, None when it can.
    """

    number: int
    title: str
    at: datetime
    officer: str
    is_redo: bool
    obstacle: str | None


def undoable(store: Store, limit: int = 20) -> tuple[UndoItem, ...]:
    """What was done on this machine, newest first, with what stands in the way of taking it back."""
    known = {deed.number: deed for deed in deeds(store, _LOOKED_AT)}
    undone = _undone(known.values())
    found: list[UndoItem] = []
    for deed in known.values():
        root, depth = _root(deed, known)
        if deed.number in undone or root is None or (depth and depth % 2 == 0):
            continue
        plan = _plan(store, deed)
        found.append(
            UndoItem(
                number=deed.number,
                title=title_of(store, root),
                at=datetime.fromisoformat(deed.at),
                officer=deed.officer,
                is_redo=depth > 0,
                obstacle=plan if isinstance(plan, str) else None,
            )
        )
        if len(found) == limit:
            break
    return tuple(found)


def undo(store: Store, number: int) -> int:
    """Take back one deed as a whole, by counter-operations in one transaction.

    Returns:
        Number of operations written.

    Raises:
        CensusError: CANNOT_UNDO, says what stands in the way; nothing has been changed.
    """
    known = {deed.number: deed for deed in deeds(store, _LOOKED_AT)}
    deed = known.get(number)
    if deed is None or number in _undone(known.values()):
        raise _cannot(_("Việc này đã được hoàn tác hoặc đã quá lâu."))
    with store.transaction(Action.UNDO) as tx:
        plan = _plan(store, deed)
        if isinstance(plan, str):
            raise _cannot(plan)
        tx.detail["undoes"] = number
        if deed.action is Action.IMPORT:
            forget_queued(tx, deed.at)  # what waits of that file was put there by the same act
        else:  # a row of a spreadsheet may have been decided by it
            reopen_decided(tx, {operation.record_uuid for operation in deed.operations}, deed.at)
        return sum(_take_back(tx, step) for step in plan)


def _take_back(tx: Transaction, step: Counter) -> int:
    written = tx.edit(step.record_kind, step.record_uuid, step.changes, OpKind.UNDO) if step.changes else 0
    for cell, sides in step.reopened.items():
        written += tx.reopen(step.record_kind, step.record_uuid, cell, sides)
    return written


def _undone(known: Iterable[Deed]) -> set[int]:
    """Numbers of deeds that are taken back at present; `known` runs from the newest."""
    undone: set[int] = set()
    for deed in known:
        if deed.undoes is not None and deed.number not in undone:
            undone.add(deed.undoes)
    return undone


def _root(deed: Deed, known: dict[int, Deed]) -> tuple[Deed | None, int]:
    """The deed all this taking back is about, and how often it was taken back or done again."""
    depth = 0
    current: Deed | None = deed
    while current is not None and current.undoes is not None:
        current = known.get(current.undoes)
        depth += 1
    return current, depth


def _plan(store: Store, deed: Deed) -> list[Counter] | str:
    """The edits that take a deed back, or the sentence that says why not."""
    by_record: dict[uuid.UUID, list[Operation]] = {}
    for operation in deed.operations:
        by_record.setdefault(operation.record_uuid, []).append(operation)
    reason = _("Hoàn tác: {title}").format(title=title_of(store, deed))
    steps: list[Counter] = []
    for record, done in by_record.items():
        step = counter_of(done, history(store, record), reason)
        if isinstance(step, Obstacle):
            return _newer(store, step)
        if step.is_birth and step.record_kind is RecordKind.HOUSEHOLD:
            others = [one for one in members(store, record) if one.person_uuid not in by_record]
            if others:
                return _("Hộ đã có thêm phiếu {name}; hãy chuyển hoặc hủy phiếu đó trước.").format(
                    name=others[0].full_name or _("chưa ghi tên")
                )
        steps.append(step)
    return steps


def _newer(store: Store, obstacle: Obstacle) -> str:
    return _("{box} của {name} đã được {officer} sửa sau đó trên máy {device}; giữ nguyên bản sau.").format(
        box=box_label(obstacle.record_kind, obstacle.cell),
        name=record_name(store, obstacle.record_kind, obstacle.record_uuid),
        officer=obstacle.newer.officer,
        device=obstacle.newer.device,
    )


def _cannot(why: str) -> CensusError:
    return CensusError(
        "CANNOT_UNDO", _("Không hoàn tác được: {why}").format(why=why), _("Không có gì bị thay đổi.")
    )
