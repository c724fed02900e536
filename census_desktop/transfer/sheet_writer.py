"""Sheets full of data, written so that nothing of it lies anywhere in clear but in the file that was asked for.

The library makes the workbook with everything but the rows (styles, title, heads, filter); the rows are streamed into
its packed sheets in memory. So memory stays flat where a cell object for every answer of a town takes a gigabyte, and
no temporary file is left behind by a program that was killed (the library writes each sheet into one, unpacked).
What was made is read back through the library and compared cell by cell before it gets its name, and byte by byte
from the disk afterwards.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from census_desktop.base.atomic import write_verified
from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.transfer.sheet_shape import RIGHT, Form, OutColumn, OutSheet, OutValue
from census_desktop.transfer.workbook_file import Book

_Dress = tuple[Form, bool]  # how a cell is kept, and whether its words wrap

_STEP = 500  # rows between two reports of progress
_DAY_ZERO = datetime.date(1899, 12, 30)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold these
_FORMULA_SIGNS = frozenset("=+-@\t\r")
_LONGEST_NAME = 31  # letters a sheet's name can have
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDE_ON_PAPER = 230  # letters of the columns that a sheet of A4, across, still shows large enough to read
_LINE_POINTS = 15
_FILLED = 1.1  # of the width of a column, by the letters of a line that wraps
_SIDE_INCHES, _EDGE_INCHES, _FOOT_INCHES = 0.4, 0.75, 0.4  # white around a printed sheet, below its number
_FONT = "Calibri"  # the one of cells without a style of their own
_BOM = "\ufeff"
CSV_ENDING = ".csv"


def write_sheets(
    path: Path, sheets: Sequence[OutSheet], control: JobControl | None = None, *, replace: bool = False
) -> int:
    """Write sheets into one workbook, or the first of them into a .csv file.

    Args:
        path: new file; its ending decides.
        sheets: at least one.
        control: progress and stop.
        replace: may take the place of an older file.

    Returns:
        Number of rows of data written.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER, WRITE_FAILED, COPY_DIFFERS, READ_BACK_DIFFERS.
        CancelledError: the user stopped; no file has appeared.
    """
    watch = control or JobControl()
    if path.suffix.lower() == CSV_ENDING:
        data, seen = _csv(sheets[0], watch), {sheets[0].name: [0] * sheets[0].count}
    else:
        data, seen = _workbook(sheets, watch)
        _compare(path, data, sheets, seen, watch)
    write_verified(path, data, replace=replace)
    return sum(map(len, seen.values()))


# ------------------------------------------------------------------------------------------------------ workbook


def _workbook(sheets: Sequence[OutSheet], control: JobControl) -> tuple[bytes, dict[str, list[int]]]:
    """The packed workbook, and for each sheet a hash of what every row is meant to say."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    made = [_scaffold(book, sheet) for sheet in sheets]
    bare = io.BytesIO()
    book.save(bare)
    seen: dict[str, list[int]] = {sheet.name: [] for sheet in sheets}
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(bare) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for member in source.namelist():
            content = source.read(member)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", member)
            with target.open(member, "w", force_zip64=True) as out:
                if number is None:
                    out.write(content)
                    continue
                place = int(number[1]) - 1
                head, mark, tail = content.partition(b"</sheetData>")
                out.write(head)
                for line in _lines(sheets[place], made[place], seen[sheets[place].name], control):
                    out.write(line)
                out.write(mark + tail)
    return packed.getvalue(), seen


def _scaffold(book: openpyxl.Workbook, sheet: OutSheet) -> Mapping[_Dress, tuple[int, int]]:
    """Make a sheet with everything but its rows; gives the styles of each form, wrapped or not, plain and quoted."""
    made: Worksheet = book.create_sheet(sheet_name(sheet.name))
    for row_no, text in enumerate((sheet.title, *sheet.lines), start=1):
        _put(made, row_no, 1, text).font = Font(name=_FONT, bold=row_no == 1, size=14 if row_no == 1 else 11)
    line = Side(style="thin", color="9AA7B5")
    for number, column in enumerate(sheet.columns, start=1):
        if column.name:
            _put(made, sheet.head_row - 1, number, column.name).font = Font(
                name=_FONT, italic=True, size=8, color="7A8794"
            )
        head = _put(made, sheet.head_row, number, column.title)
        head.font = Font(name=_FONT, bold=True)
        head.fill = PatternFill("solid", fgColor="DDE6F0")
        head.border = Border(top=line, bottom=line)
        is_right = column.form in RIGHT
        side = "right" if is_right else "left"
        head.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal=side, indent=1 if is_right else 0
        )
        made.column_dimensions[get_column_letter(number)].width = column.width
    made.row_dimensions[sheet.head_row - 1].hidden = not sheet.shows_names
    last = get_column_letter(len(sheet.columns))
    made.row_dimensions[sheet.head_row].height = _LINE_POINTS * max(2, *map(_title_lines, sheet.columns)) + 2
    made.freeze_panes = f"{get_column_letter(sheet.fixed_columns + 1)}{sheet.head_row + 1}"
    made.auto_filter.ref = f"A{sheet.head_row}:{last}{sheet.head_row + sheet.count}"
    _set_paper(made, sheet)
    return {
        (form, wraps): (_style(made, form, wraps=wraps), _style(made, form, wraps=wraps, is_quoted=True))
        for form in Form
        for wraps in (False, True)
    }


def _set_paper(made: Worksheet, sheet: OutSheet) -> None:
    """A4 across, the head again on every sheet, a row on one sheet as long as its letters stay readable."""
    printed = [column for column in sheet.columns if column.is_on_paper]
    made.print_title_rows = f"{sheet.head_row}:{sheet.head_row}"
    if len(printed) < len(sheet.columns):
        made.print_area = f"A1:{get_column_letter(len(printed))}{sheet.head_row + sheet.count}"
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_margins = PageMargins(
        left=_SIDE_INCHES, right=_SIDE_INCHES, top=_EDGE_INCHES, bottom=_EDGE_INCHES
    )
    if made.oddFooter is not None:
        made.oddFooter.right.text = "&P/&N"
    made.page_setup.fitToHeight = 0
    made.page_setup.fitToWidth = max(1, round(sum(column.width for column in printed) / _WIDE_ON_PAPER))
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if made.page_setup.fitToWidth > 1 and sheet.fixed_columns:  # what names a row comes again on each sheet
        made.print_title_cols = f"A:{get_column_letter(sheet.fixed_columns)}"


def _title_lines(column: OutColumn) -> int:
    """Lines the head of a column takes, broken between words; bold letters are wider."""
    return _line_count(column.title, max(4, int(column.width * 0.85)))


def _style(sheet: Worksheet, form: Form, *, wraps: bool, is_quoted: bool = False) -> int:
    cell = WriteOnlyCell(sheet)
    cell.number_format = form.value
    cell.quotePrefix = is_quoted
    if form in {Form.DATE, Form.ISO_DATE}:
        # Or a date touches the words of the next column.
        cell.alignment = Alignment(horizontal="center", vertical="top")
    elif form in RIGHT:
        cell.alignment = Alignment(horizontal="right", vertical="top", indent=1)  # as a date
    else:
        cell.alignment = Alignment(wrap_text=wraps or None, vertical="top")
    return cell.style_id


def _put(sheet: Worksheet, row_no: int, column_no: int, value: str) -> Cell:
    cell = sheet.cell(row_no, column_no)
    assert isinstance(cell, Cell)
    put_text(cell, value)
    return cell


def put_text(cell: Cell, value: str) -> None:
    """Write `value` as text, whatever it begins with: "=1+1" stays three signs, "0123" keeps its zero."""
    cell.value = legal(value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = value[:1] in _FORMULA_SIGNS


def sheet_name(text: str) -> str:
    """`text` as a spreadsheet program takes it for the name of a sheet."""
    return _BAD_IN_NAME.sub(" ", text)[:_LONGEST_NAME].strip("' ") or "1"


def legal(text: str) -> str:
    """`text` without the few signs no XML can hold; each is shown as one that could not be written."""
    return text if text.isprintable() else _ILLEGAL.sub("\ufffd", text)


def _lines(
    sheet: OutSheet, styles: Mapping[_Dress, tuple[int, int]], seen: list[int], control: JobControl
) -> Iterator[bytes]:
    """The rows of a sheet as XML."""
    columns = [
        (
            get_column_letter(number),
            *styles[column.form, column.wraps],
            styles[Form.TEXT, column.wraps][0],
        )
        for number, column in enumerate(sheet.columns, start=1)
    ]
    wrapped = [(at, column.width) for at, column in enumerate(sheet.columns) if column.wraps]
    for place, row in enumerate(sheet.rows()):
        if place % _STEP == 0:
            control.step(place, sheet.count, _("Đang ghi bảng {name}").format(name=sheet.name))
        row_no = sheet.head_row + 1 + place
        cells: list[str] = []
        for (letter, plain, quoted, text_style), value in zip(columns, row, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                style = quoted if value[0] in _FORMULA_SIGNS else text_style
                kept = ' xml:space="preserve"' if value[0] == " " or value[-1] == " " else ""
                text = f"<is><t{kept}>{escape(legal(value))}</t></is>"
                cells.append(f'<c r="{letter}{row_no}" s="{style}" t="inlineStr">{text}</c>')
            else:
                cells.append(f'<c r="{letter}{row_no}" s="{plain}"><v>{_number(value)}</v></c>')
        seen.append(hash(tuple(map(_said, row))))
        yield f'<row r="{row_no}"{_height(row, wrapped)}>{"".join(cells)}</row>'.encode()
    if len(seen) != sheet.count:
        raise BugError(f"{sheet.name}: {len(seen)} rows came, {sheet.count} were announced")


def _height(row: Sequence[OutValue], wrapped: Sequence[tuple[int, float]]) -> str:
    """Room for the words that wrap; not every spreadsheet program measures them itself."""
    lines = max(
        (
            _line_count(text, int(width * _FILLED))
            for at, width in wrapped
            if isinstance(text := row[at], str)
        ),
        default=1,
    )
    return f' ht="{lines * _LINE_POINTS}" customHeight="1"' if lines > 1 else ""


def _line_count(text: str, letters: int) -> int:
    """How many lines of that many letters the words of a cell take."""
    if len(text) <= letters:
        return 1
    lines, used = 1, 0
    for word in text.split():
        needed = len(word) + (used > 0)
        if used and used + needed > letters:
            lines, used, needed = lines + 1, 0, len(word)
        used += needed
        while used > letters:  # a word longer than a line
            lines, used = lines + 1, used - letters
    return lines


def _number(value: float | datetime.date) -> str:
    return str((value - _DAY_ZERO).days) if isinstance(value, datetime.date) else repr(value)


# ---------------------------------------------------------------------------------------------------- reading back


def _said(value: object) -> object:
    """A value as both sides of the comparison put it."""
    if isinstance(value, str):
        return legal(value) or None
    if isinstance(value, datetime.datetime):
        return value.date()
    return value


def _compare(
    path: Path, data: bytes, sheets: Sequence[OutSheet], seen: Mapping[str, list[int]], control: JobControl
) -> None:
    """Read the workbook as any reader would and compare every row."""
    with Book(path, io.BytesIO(data)) as book:
        for sheet, found in zip(sheets, book.sheets, strict=True):
            meant, width = iter(seen[sheet.name]), len(sheet.columns)
            count = 0
            for line in found.lines():
                if line.row_no <= sheet.head_row:
                    continue
                if count % _STEP == 0:
                    control.step(count, sheet.count, _("Đang đọc lại để so sánh"))
                row: list[object] = [None] * width
                for column_no, value in line.values.items():
                    row[column_no - 1] = _said(value)
                if hash(tuple(row)) != next(meant, None):
                    raise _differs(path, line.row_no)
                count += 1
            if next(meant, None) is not None:
                raise _differs(path, sheet.head_row + count + 1)


def _differs(path: Path, row_no: int) -> CensusError:
    return CensusError(
        "READ_BACK_DIFFERS",
        _("Tệp {name} đọc lại khác dữ liệu ở dòng {row}, nên không được ghi.").format(
            name=path.name, row=row_no
        ),
        _("Hãy xuất lại; nếu vẫn vậy, báo người quản trị kèm số dòng. Dữ liệu đã lưu không bị ảnh hưởng."),
    )


# ------------------------------------------------------------------------------------------------------------- CSV


def _csv(sheet: OutSheet, control: JobControl) -> bytes:
    """The sheet as UTF-8 with the mark by which Excel knows it; no title block, so that other programs can read it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.title for column in sheet.columns])
    count = 0
    for row in sheet.rows():
        if count % _STEP == 0:
            control.step(count, sheet.count, _("Đang ghi bảng {name}").format(name=sheet.name))
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    if count != sheet.count:
        raise BugError(f"{sheet.name}: {count} rows came, {sheet.count} were announced")
    return (_BOM + text.getvalue()).encode()


def _csv_cell(value: OutValue) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if not isinstance(value, str):
        return str(value)
    # A spreadsheet program would take these for formulas; an apostrophe before them makes them text.
    return f"'{value}" if value[:1] in _FORMULA_SIGNS else value
