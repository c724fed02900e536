"""Small lists from and to spreadsheets: targets, plans of boundaries, registers, areas, and tables for reading.

A list is an .xlsx or a .csv (UTF-8) whose first row holds machine names. Every cell is read as text; what cannot be
text (a formula, an error) is refused with its row.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from census_desktop.base.atomic import write_new_file
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.vietnamese import clean
from census_desktop.transfer.workbook import MAX_FILE, MAX_ROWS, CellValue, Formula, put_text, read_table

MOST_SHOWN = 20  # complaints about rows told at once


@dataclass(frozen=True, slots=True)
class ListRow:
    """One filled row.

    Attributes:
        row_no: number as the spreadsheet program shows it.
        values: filled cells by machine name.
    """

    row_no: int
    values: Mapping[str, str]


class Complaints:
    """What is wrong with a list, row by row; nothing of a list with complaints is taken."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[str] = []

    def add(self, row_no: int, why: str) -> None:
        """Note what is wrong with a row."""
        self._found.append(_("dòng {row}: {why}").format(row=row_no, why=why.rstrip(".")))

    def raise_any(self) -> None:
        """Refuse the list if there are complaints.

        Raises:
            CensusError: BAD_LIST naming rows and reasons; nothing has been changed.
        """
        if not self._found:
            return
        shown = "; ".join(self._found[:MOST_SHOWN])
        if len(self._found) > MOST_SHOWN:
            shown += _("; và {count} dòng khác").format(count=number(len(self._found) - MOST_SHOWN))
        raise CensusError(
            "BAD_LIST",
            _("Tệp {name} có chỗ chưa đúng – {what}.").format(name=self._path.name, what=shown),
            _("Hãy sửa các dòng đó rồi nhập lại; chưa có gì thay đổi."),
        )


def read_list(path: Path, columns: Collection[str], needed: str) -> tuple[ListRow, ...]:
    """The filled rows of a list.

    Args:
        path: .xlsx or .csv.
        columns: machine names that may stand in the first row.
        needed: the one that must.

    Raises:
        CensusError: NO_FILE, NOT_A_WORKBOOK, TOO_BIG, NO_MACHINE_NAMES, UNKNOWN_COLUMNS, COLUMN_TWICE,
            TOO_MANY_ROWS; BAD_LIST for cells that are no text.
    """
    rows = _csv_cells(path) if path.suffix.lower() == ".csv" else None
    complaints = Complaints(path)
    found: list[ListRow] = []
    for row in read_table(path, columns, needed, rows):
        values: dict[str, str] = {}
        for name, value in row.values.items():
            text = _text(value)
            if text is None:
                complaints.add(row.row_no, _("ô {column} là công thức hoặc lỗi").format(column=name or "?"))
            elif text:
                values[name] = text
        found.append(ListRow(row.row_no, values))
    complaints.raise_any()
    return tuple(found)


def _csv_cells(path: Path) -> list[tuple[int, list[CellValue | Formula]]]:
    try:
        with path.open("rb") as reader:
            data = reader.read(MAX_FILE)
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        raise CensusError(
            "NO_FILE",
            _("Không đọc được tệp {name}.").format(name=path.name),
            _("Hãy kiểm tra USB còn cắm không và chọn lại tệp."),
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CensusError(
            "NOT_A_WORKBOOK",
            _("Tệp {name} không phải là tệp CSV mã UTF-8.").format(name=path.name),
            _("Hãy lưu lại từ Excel dạng “CSV UTF-8” hoặc .xlsx rồi thử lại."),
        ) from error
    filled = [
        (place, [cell.strip() or None for cell in row]) for place, row in enumerate(rows[: MAX_ROWS + 2], 1)
    ]
    return [
        (place, list(cells))
        for place, cells in filled
        if place == 1 or any(cell is not None for cell in cells)
    ]


def _text(value: CellValue | Formula) -> str | None:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None


def write_list(
    path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str | int | None]]
) -> None:
    """Write a table for reading as a new workbook: texts as texts, whole numbers as numbers.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER or WRITE_FAILED.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    for row_no, row in enumerate([head, *rows], start=1):
        for column_no, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(row_no, column_no)
            assert isinstance(cell, Cell)
            if isinstance(value, int):
                cell.value = value
                cell.number_format = "#,##0"
            else:
                put_text(cell, value)
            if row_no == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDE6F0")
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column_no in range(1, len(head) + 1):
        longest = max((len(str(row[column_no - 1] or "")) for row in [head, *rows]), default=0)
        sheet.column_dimensions[get_column_letter(column_no)].width = min(60, max(9, longest + 2))
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    write_new_file(path, content.getvalue())
