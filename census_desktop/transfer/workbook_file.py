"""A workbook from outside, opened carefully: it may be anything.

Its size is checked before it is opened, XML goes through defusedxml, rows and columns are capped, formulas are never
evaluated, nothing it points at is fetched, nothing is ever unpacked to the disk.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.transfer import workbook_refusals as refusals

MAX_FILE = 50 * 1024 * 1024  # bytes of the file
MAX_INFLATED = 100 * 1024 * 1024  # bytes of all its members
MAX_RATIO = 200  # inflated to packed; a sheet of slips has about 10
MAX_MEMBERS = 1000
MAX_ROWS = 100_000  # filled rows we take
MAX_COLUMNS = 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx behind a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"

CellValue = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell holding a formula or an error; its text is kept only to be shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row that has something in it.

    Attributes:
        row_no: number as the spreadsheet program shows it.
        values: filled cells by number of their column, from 1.
        styles: number of the style of each filled cell.
    """

    row_no: int
    values: Mapping[int, CellValue | Formula]
    styles: Mapping[int, int]


@dataclass(slots=True)
class Layout:
    """What is known about a sheet when all its lines have been read.

    Attributes:
        hidden_rows: rows nobody sees.
        merged: ranges of cells shown as one: first row, first column, last row, last column.
    """

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class BookSheet:
    """One sheet of an open workbook.

    Attributes:
        name: on its tab.
        is_hidden: the spreadsheet program does not show it.
        layout: complete after `lines` has been read to its end, or `kept_lines` once.
    """

    def __init__(self, book: Book, sheet: Any) -> None:
        self.name = str(sheet.title)
        self.is_hidden = sheet.sheet_state != "visible"
        self.layout = Layout()
        self._book = book
        self._sheet = sheet
        self._kept: tuple[Line, ...] | None = None

    def kept_lines(self) -> tuple[Line, ...]:
        """All filled rows, read once; also there when the workbook has been closed since.

        Raises:
            CensusError: what `lines` raises.
        """
        if self._kept is None:
            self._kept = tuple(self.lines())
        return self._kept

    def lines(self) -> Iterator[Line]:
        """The filled rows, from the top.

        The size a sheet states about itself is not looked at: it may be wrong, and rows would silently be missing.

        Raises:
            CensusError: NOT_A_WORKBOOK, TOO_MANY_ROWS or TOO_MANY_COLUMNS.
        """
        parser = self._book.parser(self._sheet)
        rows = parser.parse()
        filled = 0
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of a library that says what it does not know
                    found = next(rows, None)
            except Exception as error:  # a hostile file makes the library fail in any way it likes
                raise refusals.unreadable(self._book.path, error) from error
            if found is None:
                break
            line = self._line(*found)
            if line is None:
                continue
            filled += 1
            if filled > MAX_ROWS + 1:
                raise refusals.too_many_rows(self._book.path, MAX_ROWS)
            yield line
        self._note_layout(parser)

    def _line(self, row_no: int, cells: Sequence[Mapping[str, Any]]) -> Line | None:
        values: dict[int, CellValue | Formula] = {}
        styles: dict[int, int] = {}
        for cell in cells:
            value = _value(cell["value"], cell["data_type"])
            if value is None:
                continue
            column_no = cell["column"]
            if column_no > MAX_COLUMNS:
                raise refusals.too_many_columns(self._book.path, column_no, row_no)
            values[column_no] = value
            styles[column_no] = cell["style_id"]
        return Line(row_no, values, styles) if values else None

    def _note_layout(self, parser: Any) -> None:
        self.layout.hidden_rows = {
            int(row) for row, said in parser.row_dimensions.items() if said.get("hidden") in {"1", "true"}
        }
        ranges = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
        self.layout.merged = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in ranges]

    def font_of(self, style: int) -> str:
        """Name of the font of a style, "" when it is not known."""
        return self._book.fonts[style] if 0 <= style < len(self._book.fonts) else ""


class Book:
    """A workbook opened for reading; a context manager.

    Attributes:
        path: where it came from, for sentences.
        sheets: its sheets with cells, in order.
        fonts: name of the font of each style.
        notes: what the file holds beside its cells and is never looked at, in sentences.
    """

    def __init__(self, path: Path, content: io.BytesIO | None = None) -> None:
        """Open a workbook.

        Args:
            path: where it is.
            content: its bytes when they are known to be harmless; read from `path` and checked without them.

        Raises:
            CensusError: NO_FILE, NOT_A_WORKBOOK, OLD_WORKBOOK, LOCKED_WORKBOOK or TOO_BIG.
        """
        import openpyxl  # lazy: openpyxl only for spreadsheets

        self.path = path
        self._stamp = _stamp(path)
        content = content or _read_checked(path)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(content, read_only=True, keep_links=False)
        except Exception as error:  # a hostile file makes the library fail in any way it likes
            raise refusals.unreadable(path, error) from error
        if not self._book.worksheets:
            self._book.close()
            raise refusals.not_a_workbook(path)
        book: Any = self._book
        self.notes = tuple(_notes(self._book))
        self.fonts = tuple(book._fonts[style.fontId].name or "" for style in book._cell_styles)
        self.sheets = tuple(BookSheet(self, sheet) for sheet in book.worksheets)

    def __enter__(self) -> Self:
        """The book."""
        return self

    def __exit__(self, *_failure: object) -> None:
        """Let go of it."""
        self._book.close()

    def is_current(self) -> bool:
        """True while nobody has written the file anew."""
        return self._stamp is not None and _stamp(self.path) == self._stamp

    def parser(self, sheet: Any) -> Any:
        """The library's own parser of a sheet: one pass gives cells, styles, hidden rows and merged cells."""
        from census_desktop.transfer.cell_parser import CellParser  # lazy: openpyxl only for spreadsheets

        book: Any = self._book
        return CellParser(
            sheet._get_source(),
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )


def _notes(book: Any) -> Iterator[str]:
    members = set(book._archive.namelist())
    if "xl/vbaProject.bin" in members:
        yield _("Tệp có macro; phần mềm không chạy macro, chỉ đọc các ô.")
    if any(member.startswith("xl/externalLinks/") for member in members):
        yield _("Tệp có liên kết tới tệp khác; phần mềm không mở tệp đó.")


def _value(value: object, data_type: str) -> CellValue | Formula:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if data_type in {"f", "e"}:
        return Formula(str(value))
    if isinstance(value, str | int | float | datetime.datetime | datetime.date | datetime.time):
        return value
    return Formula(str(value))


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when somebody saves the file; None when it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


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
        raise refusals.too_big(path)
    if data.startswith(_OLD_EXCEL):
        raise refusals.locked(path) if _ENCRYPTED in data else refusals.old(path)
    if not data.startswith(_ZIP):
        raise refusals.other_kind(path, data)
    content = io.BytesIO(data)
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refusals.damaged(path) from error
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if inflated > MAX_INFLATED or inflated > MAX_RATIO * max(packed, 1) or len(members) > MAX_MEMBERS:
        raise refusals.too_big(path)
    other = refusals.other_archive(path, {member.filename for member in members})
    if other is not None:
        raise other
    content.seek(0)
    return content
