"""Backups and verification."""

from __future__ import annotations

from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.store.backup import make_backup
from census_desktop.store.store import Store
from census_desktop.store.verify import VerifyReport, verify


def back_up(store: Store) -> Path:
    """A verified snapshot in the backup folder of this installation.

    Raises:
        CensusError: DISK_FULL, READ_ONLY, BACKUP_BAD.
    """
    return make_backup(store, "manual")


def verify_store(store: Store, control: JobControl | None = None) -> VerifyReport:
    """Check pages, derived rows, operations and the audit chain.

    Raises:
        CancelledError: the user stopped.
    """
    return verify(store, control)
