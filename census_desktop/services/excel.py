"""Spreadsheets out: which there are, and writing one."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_
from census_desktop.services.excel_sheets import (
    Scope,
    families,
    findings_sheet,
    list_sheet,
    town_sheets,
)
from census_desktop.services.progress_sheets import progress_sheets
from census_desktop.services.qcvn109 import qcvn109_sheet
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.sheet_shape import OutSheet
from census_desktop.transfer.sheet_writer import write_sheets


class ExcelKind(enum.StrEnum):
    """The spreadsheets the program writes."""

    LIST = "list"
    TOWN = "town"
    PROGRESS = "progress"
    FINDINGS = "findings"
    QCVN109 = "qcvn109"


# What each is called, and the name its file is offered under.
TITLES = {
    ExcelKind.LIST: (N_("Danh sách nhân khẩu theo hộ"), "danh-sach"),
    ExcelKind.TOWN: (N_("Toàn bộ phiếu của đơn vị"), "toan-bo-phieu"),
    ExcelKind.PROGRESS: (N_("Tiến độ"), "tien-do"),
    ExcelKind.FINDINGS: (N_("Danh sách cần xem lại"), "can-xem-lai"),
    ExcelKind.QCVN109: (N_("Gửi cấp trên, dạng QCVN 109"), "qcvn109"),
}


@dataclass(frozen=True, slots=True)
class ExcelDone:
    """A spreadsheet that has been written, read back and compared."""

    path: Path
    sheets: int
    rows: int


def write_excel(
    store: Store, kind: ExcelKind, path: Path, scope: Scope, control: JobControl, *, replace: bool = False
) -> ExcelDone:
    """Write a spreadsheet (.xlsx, or .csv by the ending of the name); that it was written is noted for ever.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER, WRITE_FAILED, COPY_DIFFERS, READ_BACK_DIFFERS.
        CancelledError: the user stopped; no file has appeared.
    """
    sheets = _sheets(store, kind, scope, control)
    rows = write_sheets(path, sheets, control, replace=replace)
    with store.transaction(Action.EXCEL) as transaction:
        transaction.detail |= {"kind": kind.value, "rows": rows, "unit": scope.unit or ""}
    return ExcelDone(path, len(sheets), rows)


def _sheets(store: Store, kind: ExcelKind, scope: Scope, control: JobControl) -> Sequence[OutSheet]:
    if kind is ExcelKind.PROGRESS:
        return progress_sheets(store, scope)
    found = families(store, scope, control)
    if kind is ExcelKind.TOWN:
        return town_sheets(store, scope, found)
    make = {
        ExcelKind.LIST: list_sheet,
        ExcelKind.FINDINGS: findings_sheet,
        ExcelKind.QCVN109: qcvn109_sheet,
    }[kind]
    return (make(store, scope, found),)
