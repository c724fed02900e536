"""The journal of merges, and taking one back.

Nothing that came in is ever deleted: taking a merge back writes counter-operations, which travel like any edit. What
somebody has worked on since then stays and is named. Taking back can itself be taken back.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.counter import Counter, Obstacle, Reversal, reversal_of
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.deed_titles import box_label, record_name
from census_desktop.store.backup import make_backup
from census_desktop.store.merge_journal import MergeEntry, brought, merge_journal
from census_desktop.store.operations import history
from census_desktop.store.records import members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

__all__ = ["Kept", "MergeEntry", "ReversalPlan", "journal", "plan_reversal", "reverse"]

_STEP = 100  # records between two reports of progress


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that taking back leaves alone.

    Attributes:
        kind: what the record is.
        record_uuid: the record.
        name: how people call it.
        why: one plain sentence.
    """

    kind: RecordKind
    record_uuid: uuid.UUID
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ReversalPlan:
    """What taking a merge back does; ``voided + restored + untouched`` are all records the merge touched.

    Attributes:
        entry: the merge.
        voided: records it brought new, which become void.
        restored: records whose boxes say again what they said before.
        untouched: records of which nothing has to or can be changed.
        kept: what stays because of later work.
    """

    entry: MergeEntry
    voided: int
    restored: int
    untouched: int
    kept: tuple[Kept, ...]


def journal(store: Store) -> tuple[MergeEntry, ...]:
    """All merges and reversals of this machine, newest first."""
    return merge_journal(store)


def plan_reversal(store: Store, number: int, control: JobControl) -> ReversalPlan:
    """What `reverse` would do; nothing is changed.

    Raises:
        CensusError: NO_SUCH_MERGE, ALREADY_REVERSED.
        CancelledError: the user stopped.
    """
    plan, _counters = _planned(store, number, control)
    return plan


def reverse(store: Store, number: int, control: JobControl) -> ReversalPlan:
    """Take a merge back, after a verified backup, in one transaction.

    Returns:
        What was done.

    Raises:
        CensusError: NO_SUCH_MERGE, ALREADY_REVERSED, DISK_FULL, READ_ONLY, BACKUP_BAD; the records are as before.
        CancelledError: the user stopped; the records are as before.
    """
    plan, counters = _planned(store, number, control)
    control.step(0, len(counters), _("Đang sao lưu trước khi hoàn tác"))
    make_backup(store, "before-reversal")
    with store.transaction(Action.REVERSE_MERGE) as tx:
        tx.detail |= {"reverses": number, "added": 0, "changed": len(counters)}
        for done, counter in enumerate(counters):
            if done % _STEP == 0:
                control.step(done, len(counters), _("Đang hoàn tác lần gộp"))
            tx.edit(counter.record_kind, counter.record_uuid, counter.changes, OpKind.UNDO)
        control.step(len(counters), len(counters), _("Đang ghi"))
    return plan


def _planned(store: Store, number: int, control: JobControl) -> tuple[ReversalPlan, list[Counter]]:
    entry = next((entry for entry in merge_journal(store) if entry.number == number), None)
    if entry is None:
        raise CensusError(
            "NO_SUCH_MERGE",
            _("Không có lần gộp nào mang số {number}.").format(number=number),
            _("Xem các lần gộp bằng lệnh merges."),
        )
    if entry.reversed_by is not None:
        raise CensusError(
            "ALREADY_REVERSED",
            _("Lần gộp số {number} đã được hoàn tác (mục {by}).").format(number=number, by=entry.reversed_by),
            _("Muốn gộp lại, hãy hoàn tác mục {by}.").format(by=entry.reversed_by),
        )
    reason = _("Hoàn tác lần gộp số {number}").format(number=number)
    counters: list[Counter] = []
    kept: list[Kept] = []
    leaving: set[uuid.UUID] = set()
    untouched = 0
    for done, (record, ids) in enumerate(brought(store, number)):
        if done % _STEP == 0:
            control.step(done, 0, _("Đang xem lại lần gộp"))
        known = history(store, record)
        if known[0].record_kind is RecordKind.CODE_ENTRY:  # slips typed since may carry the code
            untouched += 1
            continue
        found = reversal_of(ids, known, reason)
        found = _without_inhabited(store, found, leaving)
        kept += [_kept(store, obstacle) for obstacle in found.kept]
        if found.counter is None:
            untouched += 1
        else:
            counters.append(found.counter)
            leaving.add(record)
    voided = sum(counter.is_birth for counter in counters)
    plan = ReversalPlan(entry, voided, len(counters) - voided, untouched, tuple(kept))
    return plan, counters


def _without_inhabited(store: Store, found: Reversal, leaving: set[uuid.UUID]) -> Reversal:
    """A new household in which somebody stays is not made void."""
    counter = found.counter
    if counter is None or not counter.is_birth or counter.record_kind is not RecordKind.HOUSEHOLD:
        return found
    for person in members(store, counter.record_uuid):
        if person.void is None and person.person_uuid not in leaving:
            newest = history(store, person.person_uuid)[-1]
            return Reversal(
                None, (Obstacle(counter.record_kind, counter.record_uuid, "household_uuid", newest),)
            )
    return found


def _kept(store: Store, obstacle: Obstacle) -> Kept:
    newer = obstacle.newer
    name = record_name(store, obstacle.record_kind, obstacle.record_uuid)
    if newer.record_uuid != obstacle.record_uuid:
        why = _("Hộ vẫn còn phiếu {name}.").format(
            name=record_name(store, newer.record_kind, newer.record_uuid)
        )
    elif obstacle.cell:
        why = _("{box} đã được {officer} sửa sau đó trên máy {device}; giữ nguyên bản sau.").format(
            box=box_label(obstacle.record_kind, obstacle.cell), officer=newer.officer, device=newer.device
        )
    else:
        why = _("Bản ghi được máy khác tạo lại; giữ nguyên.")
    return Kept(obstacle.record_kind, obstacle.record_uuid, name, why)
