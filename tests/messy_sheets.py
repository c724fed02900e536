"""Workbooks as communes keep them: old letters, titles above, merged cells, totals below."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.styles import Font

from census_desktop.base.jobs import JobControl
from census_desktop.domain import legacy_encodings
from census_desktop.store.records import iter_people
from census_desktop.transfer.workbook_import import import_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store
    from census_desktop.transfer.import_report import ImportResult

_TO_TCVN3 = {meant: shown for shown, meant in legacy_encodings._TCVN3.items()}
_TO_VNI = {meant: typed for typed, meant in reversed(list(legacy_encodings._VNI.items()))}


HEAD = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "Số CMND/CCCD", "Dân tộc")
THIN = (1, "Đậu Văn Thìn", "15/08/1964", "Nam", "Chủ hộ", 42064001234, "Kinh")
HUONG = (2, "Võ Thị Hường", 1967, "Nữ", "Vợ", 183456789, "Kinh")
HOA = (3, "Đậu Thị Hoà", datetime.date(1992, 2, 5), "Nữ", "Con đẻ", None, "Kinh")
TITLE: Sequence[Sequence[Any]] = (
    ("UBND PHƯỜNG SÔNG TRÍ",),
    ("DANH SÁCH NHÂN KHẨU TỔ DÂN PHỐ 3",),
    (),
)


def to_tcvn3(text: str) -> str:
    """Text as an old machine kept it; capitals with tones exist only in another font, so they become small."""
    return "".join(_TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in text)


def to_vni(text: str) -> str:
    """Text in VNI."""
    return "".join(_TO_VNI.get(char, char) for char in text)


def write_book(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    font: str = "",
) -> Path:
    """A workbook of these rows, as typed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row_no, row in enumerate(rows, start=1):
            for column_no, value in enumerate(row, start=1):
                if value is not None:
                    cell = sheet.cell(row_no, column_no, value)
                    if font and isinstance(value, str) and not value.isascii():
                        cell.font = Font(name=font)
        for cells in merged:
            sheet.merge_cells(cells)
        for row_no in hidden_rows:
            sheet.row_dimensions[row_no].hidden = True
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def take(store: Store, path: Path, **more: Any) -> ImportResult:
    """A trial run, which must say the same, then the import; every row is accounted for."""
    trial = import_workbook(store, path, True, JobControl(), **more)
    done = import_workbook(store, path, False, JobControl(), **more)
    assert trial == done
    assert done.rows == done.added + done.skipped + done.queued + done.wrong
    assert len(done.fates) == done.rows + len(done.left_out)
    return done


def people_of(store: Store) -> dict[str, Person]:
    """Everybody by name."""
    return {person.full_name or "": person for person in iter_people(store)}
