"""Merging packages into the store: verified backup, one transaction, an entry in the register kept for ever."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.store.backup import make_backup
from census_desktop.store.boundaries import follow_plans
from census_desktop.store.packages import (
    InPackage,
    confirm,
    newest_arrival,
    note_received,
    record_import,
)
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.inbox import MergePlan, PackagePlan, stage_packages
from census_desktop.transfer.package import Front


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
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            before = newest_arrival(transaction)
            staging.apply(transaction, control)
            for number, receipt in staged.receipts.items():
                confirm(transaction, receipt.payload_hashes)
                note_received(transaction, before, staged.fronts[number].head.core.device)
                before = newest_arrival(transaction)
            for number, front in sorted(staged.fronts.items()):
                line = staged.plan.packages[number]
                record_import(transaction, _entry(line, front, transaction.at))
            follow_plans(transaction, control, whole=bool(staged.receipts))
            transaction.detail["packages"] = [
                front.head.payload_sha256 for _number, front in sorted(staged.fronts.items())
            ]
            control.step(total, total, _("Đang ghi"))
    return staged.plan


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
