"""Slips from and to spreadsheets."""

from __future__ import annotations

from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.store.store import Store
from census_desktop.transfer.workbook_import import ImportResult, import_workbook
from census_desktop.transfer.workbook_template import write_template


def import_sheet(store: Store, path: Path, *, dry_run: bool, control: JobControl) -> ImportResult:
    """Take the slips of a spreadsheet; rows that cannot be read are named and left out.

    Raises:
        CensusError: NO_FILE, NOT_A_WORKBOOK, NO_MACHINE_NAMES, UNKNOWN_COLUMNS, TOO_BIG; nothing has been changed.
    """
    return import_workbook(store, path, dry_run, control)


def make_template(path: Path) -> None:
    """Write an empty spreadsheet with the machine names.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER.
    """
    write_template(path)
