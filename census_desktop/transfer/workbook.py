"""Spreadsheets: the empty template, and reading a sheet that may be anything.

The header row holds machine names and nothing else, so that a column can never be mistaken for another. A workbook
comes from outside and is treated so: its size is checked before it is opened, XML goes through defusedxml, rows and
columns are capped, formulas are never evaluated.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from census_desktop.base.atomic import write_new_file
from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.spec import FieldDef, Kind

MAX_FILE = 50 * 1024 * 1024  # bytes of the file
MAX_INFLATED = 100 * 1024 * 1024  # bytes of all its members
MAX_RATIO = 200  # inflated to packed; a sheet of slips has about 10
MAX_ROWS = 100_000  # filled rows we take
_LAST_ROW = 1_048_576  # rows a sheet can have
MAX_COLUMNS = 200

# Household boxes a sheet may carry beside those of the person; the note is renamed because a slip has its own, the
# household-book number is the slip's.
HOUSEHOLD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "unit",
        "residential_group": "residential_group",
        "household_no": "household_no",
        "address": "address",
        "phone": "phone",
        "collector": "collector",
        "household_note": "note",
    }
)
UUID_COLUMNS = ("person_uuid", "household_uuid")
COLUMNS = (*UUID_COLUMNS, *HOUSEHOLD_COLUMNS, *PERSON_FIELDS)

CellValue = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

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


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell holding a formula; its text is kept only to be shown."""

    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row.

    Attributes:
        row_no: number as the spreadsheet program shows it, from 2.
        values: raw values of the filled cells by machine name.
    """

    row_no: int
    values: Mapping[str, CellValue | Formula]


def column_field(column: str) -> FieldDef | None:
    """The box a column stands for; None for the two identifier columns."""
    if column in HOUSEHOLD_COLUMNS:
        return HOUSEHOLD_FIELDS[HOUSEHOLD_COLUMNS[column]]
    return PERSON_FIELDS.get(column)


# ----------------------------------------------------------------------------------------------------- template


def put_text(cell: Cell, value: str) -> None:
    """Write `value` as text, whatever it begins with: "=1+1" stays three signs, "0123" keeps its zero."""
    cell.value = value
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}


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
    for number, column in enumerate(COLUMNS, start=1):
        # The whole column is text, or the spreadsheet program eats the leading zero of every id number.
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = max(12, len(column) + 2)
    _fill(book.create_sheet(_("Hướng dẫn")), _guide(), widths=(30, 34, 10, 70))
    _fill(book.create_sheet(_("Danh mục")), _codes(), widths=(22, 12, 60))
    content = io.BytesIO()
    book.save(content)
    write_new_file(path, content.getvalue())


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
            hint = " ".join(_(text) for text in (_KIND_HINTS[field.kind], field.help) if text)
            if field.codes:
                hint = f"{hint} ({field.codes})"
            rows.append((column, _(field.label), field.box, hint))
    return rows


def _codes() -> list[tuple[str, str, str]]:
    rows = [(_("Danh mục"), _("Mã"), _("Tên"))]
    for name in dict.fromkeys(field.codes for field in PERSON_FIELDS.values() if field.codes):
        rows += [(name, code.code, code.label) for code in code_list(name).items]
    return rows


# ------------------------------------------------------------------------------------------------------ reading


def read_rows(path: Path) -> Iterator[SheetRow]:
    """The filled rows of the first sheet.

    Raises:
        CensusError: NOT_A_WORKBOOK, TOO_BIG, NO_MACHINE_NAMES, UNKNOWN_COLUMNS, COLUMN_TWICE or TOO_MANY_ROWS.
    """
    content = _read_checked(path)
    try:
        book = openpyxl.load_workbook(content, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # a hostile file makes the library fail in any way it likes
        raise _not_a_workbook(path) from error
    try:
        if not book.worksheets:
            raise _not_a_workbook(path)
        yield from _rows(_cells(book.worksheets[0], path), path)
    finally:
        book.close()


def _read_checked(path: Path) -> io.BytesIO:
    try:
        with path.open("rb") as reader:
            data = reader.read(MAX_FILE + 1)
    except OSError as error:
        raise CensusError(
            "NO_FILE",
            _("Không đọc được tệp {name}.").format(name=path.name),
            _("Hãy kiểm tra USB còn cắm không và chọn lại tệp."),
        ) from error
    if len(data) > MAX_FILE:
        raise _too_big(path)
    content = io.BytesIO(data)
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _not_a_workbook(path) from error
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if inflated > MAX_INFLATED or inflated > MAX_RATIO * max(packed, 1) or len(members) > 1000:
        raise _too_big(path)
    content.seek(0)
    return content


def _cells(sheet: Any, path: Path) -> Iterator[tuple[int, list[CellValue | Formula]]]:
    sheet.reset_dimensions()  # the size a sheet states about itself may be wrong, and rows would silently be missing
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS)
    row_no = 0
    blank: object = None  # openpyxl hands out one and the same tuple for every row that is not there
    while True:
        try:
            row = next(rows, None)
        except Exception as error:  # as above
            raise _not_a_workbook(path) from error
        if row is None:
            return
        row_no += 1
        if row is blank:
            continue
        values = [_raw(cell) for cell in row]
        if row_no == 1 or any(value is not None for value in values):
            yield row_no, values
        else:
            blank = row


def _raw(cell: Any) -> CellValue | Formula:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type in {"f", "e"}:
        return Formula(str(value))
    if isinstance(value, str | int | float | bool | datetime.datetime | datetime.date | datetime.time):
        return value
    return Formula(str(value))


def _rows(cells: Iterator[tuple[int, list[CellValue | Formula]]], path: Path) -> Iterator[SheetRow]:
    header: list[str] | None = None
    for row_no, values in cells:
        if header is None:
            header = _header(values, path)
            continue
        filled = {name: value for name, value in zip(header, values, strict=False) if value is not None}
        if len(values) > len(header) and any(value is not None for value in values[len(header) :]):
            filled[""] = Formula("")
        if row_no > MAX_ROWS + 1:
            raise CensusError(
                "TOO_MANY_ROWS",
                _("Tệp {name} có hơn {count} dòng.").format(name=path.name, count=MAX_ROWS),
                _("Hãy chia tệp theo thôn hoặc tổ dân phố."),
            )
        yield SheetRow(row_no, filled)
    if header is None:
        raise _no_machine_names(path)


def _header(values: Sequence[CellValue | Formula], path: Path) -> list[str]:
    # Spreadsheet programs begin a cell with a capital by themselves.
    names = [value.strip().lower() if isinstance(value, str) else str(value or "") for value in values]
    while names and not names[-1]:
        names.pop()
    if "full_name" not in names:
        raise _no_machine_names(path)
    unknown = [name or _("(trống)") for name in names if name not in COLUMNS]
    if unknown:
        raise CensusError(
            "UNKNOWN_COLUMNS",
            _("Tệp {name} có cột không biết: {columns}.").format(
                name=path.name, columns=", ".join(unknown[:10])
            ),
            _("Hãy xóa cột đó hoặc sửa tên cột đúng như tệp mẫu; chưa có gì thay đổi."),
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CensusError(
            "COLUMN_TWICE",
            _("Tệp {name} có cột lặp lại: {columns}.").format(name=path.name, columns=", ".join(twice)),
            _("Hãy giữ lại một cột; chưa có gì thay đổi."),
        )
    return names


def _no_machine_names(path: Path) -> CensusError:
    return CensusError(
        "NO_MACHINE_NAMES",
        _("Dòng đầu của tệp {name} không có tên cột của phần mềm (thiếu cột full_name).").format(
            name=path.name
        ),
        _("Hãy tạo tệp mẫu bằng lệnh template và chép dữ liệu vào đó; chưa có gì thay đổi."),
    )


def _not_a_workbook(path: Path) -> CensusError:
    return CensusError(
        "NOT_A_WORKBOOK",
        _("Tệp {name} không phải là bảng tính Excel (.xlsx) đọc được.").format(name=path.name),
        _("Hãy mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi thử lại."),
    )


def _too_big(path: Path) -> CensusError:
    return CensusError(
        "TOO_BIG",
        _("Tệp {name} lớn bất thường khi giải nén.").format(name=path.name),
        _("Hãy kiểm tra xem có chọn nhầm tệp không; chưa có gì thay đổi."),
    )
