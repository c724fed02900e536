"""Merging packages into the store: verified backup, one transaction, an entry in the register kept for ever."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.store.audit import keep_seen
from census_desktop.store.backup import make_backup
from census_desktop.store.boundaries import follow_plans
from census_desktop.store.packages import (
    InPackage,
    confirm,
    newest_arrival,
    note_received,
    out_packages,
    record_import,
)
from census_desktop.store.staging import Staging, open_staging
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction
from census_desktop.store.turns import GaveWay
from census_desktop.transfer.inbox import MergePlan, PackagePlan, Staged, stage_packages
from census_desktop.transfer.package import Front
from census_desktop.transfer.receipts import Receipt


def merge_packages(store: Store, paths: Sequence[Path], control: JobControl) -> MergePlan:
    """Merge what can be merged of `paths`; the plan is made again, nothing of an earlier one is trusted.

    Returns:
        What was done, in the shape of a plan. When no package could be taken nothing is written at all.

    Raises:
        CensusError: DISK_FULL, READ_ONLY, BACKUP_BAD …; the records are as before.
        CancelledError: the user stopped before the last step; the records are as before.
    """
    with open_staging(store) as staging:
        staged = stage_packages(store, staging, paths, control)
        if not staged.fronts:
            return staged.plan
        total = len(staged.fronts)
        control.step(0, total, _("Đang sao lưu trước khi gộp"))
        make_backup(store, "before-merge")
        control.step(0, total, _("Đang gộp"))
        for times in itertools.count():
            try:
                _write(store, staging, staged, control, times)
                break
            except GaveWay:  # nothing of it is there; whoever saved a slip is done in a moment
                store.turns.wait()
    return staged.plan


def _write(store: Store, staging: Staging, staged: Staged, control: JobControl, times: int) -> None:
    total = len(staged.fronts)
    written = {package.payload_sha256 for package in out_packages(store)}
    with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
        with staging.merging(transaction, times):
            before = newest_arrival(transaction)
            staging.apply(transaction, control)
            for number, receipt in staged.receipts.items():
                confirm(transaction, receipt.payload_hashes)
                _remember_chain(transaction, receipt, written)
                note_received(transaction, before, staged.fronts[number].head.core.device)
                before = newest_arrival(transaction)
            for number, front in sorted(staged.fronts.items()):
                line = staged.plan.packages[number]
                record_import(transaction, _entry(line, front, transaction.at))
            follow_plans(transaction, control, whole=bool(staged.receipts))
            transaction.detail["packages"] = [
                front.head.payload_sha256 for _number, front in sorted(staged.fronts.items())
            ]
            transaction.detail["heads"] = [
                [front.head.core.audit_entries, front.head.core.audit_head or ""]
                for _number, front in sorted(staged.fronts.items())
            ]
        control.step(total, total, _("Đang ghi"))


def _remember_chain(transaction: Transaction, receipt: Receipt, written: Collection[str]) -> None:
    """Keep the newest head of our own audit chain that the town has seen; checking then finds a cut-off end.

    Only packages written here count: of two cloned machines each has a chain of its own.
    """
    seen = [
        (each.audit_entries, each.audit_head)
        for each in receipt.accepted
        if each.audit_head is not None and each.payload_sha256 in written
    ]
    if seen:
        keep_seen(transaction.connection, *max(seen))


def _entry(line: PackagePlan, front: Front, at: str) -> InPackage:
    core = front.head.core
    return InPackage(
        file_name=line.file,
        device=core.device,
        unit=core.unit,
        sequence=core.sequence,
        payload_sha256=front.head.payload_sha256,
        people=core.people,
        households=core.households,
        operations=core.operations,
        added=line.added,
        changed=line.changed,
        conflicts=line.conflicts,
        created_at=core.created,
        at=at,
    )
