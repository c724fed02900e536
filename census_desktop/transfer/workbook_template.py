"""The empty spreadsheet to be filled in: machine names, lists to choose from, notes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from census_desktop.base.atomic import write_new_file
from census_desktop.base.text import N_, _
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.transfer.sheet_columns import COLUMNS, column_field
from census_desktop.transfer.sheet_writer import put_text

_LAST_LISTED_ROW = 5000  # rows of the sheet in which the lists drop down
_NOTE_SIZE = (320, 110)  # pixels

_KIND_HINTS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NAME: N_("Họ tên, viết đủ dấu."),
        Kind.TEXT: N_("Chữ tự do."),
        Kind.PLACE: N_("Địa danh như ghi trên phiếu."),
        Kind.DATE: N_("14/02/1990, 02/1990 hoặc 1990."),
        Kind.CODE: N_("Một mã hoặc tên trong danh mục ở trang Danh mục."),
        Kind.DIGITS: N_("Chỉ chữ số, giữ số 0 ở đầu: ô phải ở dạng văn bản."),
        Kind.FLAG: N_("1 nếu có, bỏ trống nếu không."),
        Kind.UNIT: N_("Mã đơn vị, ví dụ 18754; bỏ trống là đơn vị của máy này."),
    }
)


def write_template(path: Path) -> None:
    """Write an empty workbook with the machine names, an explanation of every column and the code lists.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER or WRITE_FAILED.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Phiếu DC01")
    _fill(sheet, [COLUMNS])
    sheet.freeze_panes = "A2"
    codes = book.create_sheet(_("Danh mục"))
    ranges = _fill_codes(codes)
    for number, column in enumerate(COLUMNS, start=1):
        # The whole column is text, or the spreadsheet program eats the leading zero of every id number.
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = max(12, len(column) + 2)
        _explain(sheet, number, column)
        field = column_field(column)
        if field is not None and field.codes:
            offered = DataValidation("list", formula1=ranges[field.codes], showErrorMessage=False)
            sheet.add_data_validation(offered)
            offered.add(f"{letter}2:{letter}{_LAST_LISTED_ROW}")
    guide = book.create_sheet(_("Hướng dẫn"), 1)
    _fill(guide, _guide(), widths=(30, 34, 10, 70))
    content = io.BytesIO()
    book.save(content)
    write_new_file(path, content.getvalue())


def _explain(sheet: Worksheet, number: int, column: str) -> None:
    """A note at the head of a column: what the box is called, how it is filled in."""
    field = column_field(column)
    if field is not None:
        note = Comment(f"{_(field.label)}\n{hint(field)}", _("Census Desktop"))
        note.width, note.height = _NOTE_SIZE
        sheet.cell(1, number).comment = note


def hint(field: FieldDef) -> str:
    """How a box is filled in; what its own help says already is not said a second time."""
    general = "" if field.kind is Kind.DATE and field.help else _(_KIND_HINTS[field.kind])
    return " ".join(text for text in (general, _(field.help) if field.help else "") if text)


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> None:
    for row_no, row in enumerate(rows, start=1):
        for column_no, value in enumerate(row, start=1):
            if value:
                cell = sheet.cell(row_no, column_no)
                assert isinstance(cell, Cell)
                put_text(cell, value)
                if row_no == 1:
                    cell.font = Font(bold=True)
                    cell.fill = PatternFill("solid", fgColor="DDE6F0")
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _guide() -> list[tuple[str, str, str, str]]:
    rows = [(_("Cột"), _("Tên ô trên phiếu"), _("Mục"), _("Cách ghi"))]
    rows += [
        ("person_uuid", _("Mã nhân khẩu của phần mềm"), "", _("Bỏ trống cho người mới.")),
        ("household_uuid", _("Mã hộ của phần mềm"), "", _("Bỏ trống cho hộ mới.")),
    ]
    for column in COLUMNS:
        field = column_field(column)
        if field is not None:
            codes = f" ({field.codes})" if field.codes else ""
            rows.append((column, _(field.label), field.box, hint(field) + codes))
    return rows


def _fill_codes(sheet: Worksheet) -> dict[str, str]:
    """Write all lists; gives the range of names of each, for dropping down."""
    rows = [(_("Danh mục"), _("Mã"), _("Tên"))]
    ranges: dict[str, str] = {}
    for name in dict.fromkeys(field.codes for field in PERSON_FIELDS.values() if field.codes):
        first = len(rows) + 1
        rows += [(name, code.code, code.label) for code in code_list(name).items]
        ranges[name] = f"'{sheet.title}'!$C${first}:$C${len(rows)}"
    _fill(sheet, rows, widths=(22, 12, 60))
    sheet.freeze_panes = "A2"
    return ranges
