"""Spreadsheets out: which there are, and writing one."""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_
from census_desktop.reports.doubts import TakenBox, as_taken, taken_words
from census_desktop.services.counted import TakenBoxes
from census_desktop.services.excel_findings import findings_sheet
from census_desktop.services.excel_sheets import (
    Family,
    Scope,
    families,
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
    if kind is ExcelKind.FINDINGS:
        return (findings_sheet(store, scope, found),)
    taken = TakenBoxes(store)
    boxes = {
        person.person_uuid: theirs
        for family in found
        for person in family.people
        if (theirs := taken.of(person.person_uuid))
    }
    remarks = {
        person.person_uuid: taken_words(person, boxes[person.person_uuid])
        for family in found
        for person in family.people
        if person.person_uuid in boxes
    }
    if kind is ExcelKind.TOWN:  # every slip as it is
        return town_sheets(store, scope, found, remarks)
    if boxes:
        found = [_as_counted(family, boxes) for family in found]
    if kind is ExcelKind.LIST:
        return (list_sheet(store, scope, found, remarks),)
    return (qcvn109_sheet(store, scope, found),)


def _as_counted(family: Family, boxes: Mapping[uuid.UUID, Sequence[TakenBox]]) -> Family:
    people = (as_taken(person, boxes.get(person.person_uuid, ())) for person in family.people)
    return dataclasses.replace(family, people=tuple(people))
