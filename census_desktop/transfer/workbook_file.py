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
        layout: complete after `lines` has been read to its end.
    """

    def __init__(self, book: Book, sheet: Any) -> None:
        self.name = str(sheet.title)
        self.is_hidden = sheet.sheet_state != "visible"
        self.layout = Layout()
        self._book = book
        self._sheet = sheet

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
                raise not_a_workbook(self._book.path) from error
            if found is None:
                break
            line = self._line(*found)
            if line is None:
                continue
            filled += 1
            if filled > MAX_ROWS + 1:
                raise _too_many_rows(self._book.path)
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
                raise CensusError(
                    "TOO_MANY_COLUMNS",
                    _("Tệp {name} có dữ liệu ở cột thứ {column}, dòng {row}.").format(
                        name=self._book.path.name, column=column_no, row=row_no
                    ),
                    _("Hãy xóa ô lạc đó trong Excel rồi thử lại; chưa có gì thay đổi."),
                )
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
        content = content or _read_checked(path)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(content, read_only=True, keep_links=False)
        except Exception as error:  # a hostile file makes the library fail in any way it likes
            raise not_a_workbook(path) from error
        if not self._book.worksheets:
            self._book.close()
            raise not_a_workbook(path)
        book: Any = self._book
        self.fonts = tuple(book._fonts[style.fontId].name or "" for style in book._cell_styles)
        self.sheets = tuple(BookSheet(self, sheet) for sheet in book.worksheets)

    def __enter__(self) -> Self:
        """The book."""
        return self

    def __exit__(self, *_failure: object) -> None:
        """Let go of it."""
        self._book.close()

    def parser(self, sheet: Any) -> Any:
        """The library's own parser of a sheet: one pass gives cells, styles, hidden rows and merged cells."""
        from openpyxl.worksheet._reader import WorkSheetParser  # lazy: openpyxl only for spreadsheets

        book: Any = self._book
        return WorkSheetParser(
            sheet._get_source(),
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )


def _value(value: object, data_type: str) -> CellValue | Formula:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if data_type in {"f", "e"}:
        return Formula(str(value))
    if isinstance(value, str | int | float | datetime.datetime | datetime.date | datetime.time):
        return value
    return Formula(str(value))


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
    if data.startswith(_OLD_EXCEL):
        raise _locked(path) if _ENCRYPTED in data else _old(path)
    if not data.startswith(_ZIP):
        raise not_a_workbook(path)
    content = io.BytesIO(data)
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(path) from error
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if inflated > MAX_INFLATED or inflated > MAX_RATIO * max(packed, 1) or len(members) > MAX_MEMBERS:
        raise _too_big(path)
    content.seek(0)
    return content


def not_a_workbook(path: Path) -> CensusError:
    """The sentence for a file that is something else."""
    return CensusError(
        "NOT_A_WORKBOOK",
        _("Tệp {name} không phải là bảng tính Excel (.xlsx) đọc được.").format(name=path.name),
        _("Hãy mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi thử lại."),
    )


def _damaged(path: Path) -> CensusError:
    return CensusError(
        "NOT_A_WORKBOOK",
        _("Tệp {name} bị hỏng, chép thiếu hoặc không phải bảng tính Excel (.xlsx).").format(name=path.name),
        _("Hãy chép lại tệp từ nơi gửi, hoặc mở bằng Excel và lưu lại dạng .xlsx; chưa có gì thay đổi."),
    )


def _old(path: Path) -> CensusError:
    return CensusError(
        "OLD_WORKBOOK",
        _("Tệp {name} là bảng tính Excel đời cũ (.xls).").format(name=path.name),
        _("Hãy mở tệp bằng Excel, chọn Lưu thành… dạng .xlsx rồi nhập tệp mới đó."),
    )


def _locked(path: Path) -> CensusError:
    return CensusError(
        "LOCKED_WORKBOOK",
        _("Tệp {name} đặt mật khẩu nên không đọc được.").format(name=path.name),
        _("Hãy mở tệp bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại rồi thử lại."),
    )


def _too_big(path: Path) -> CensusError:
    return CensusError(
        "TOO_BIG",
        _("Tệp {name} lớn bất thường khi giải nén.").format(name=path.name),
        _("Hãy kiểm tra xem có chọn nhầm tệp không; chưa có gì thay đổi."),
    )


def _too_many_rows(path: Path) -> CensusError:
    return CensusError(
        "TOO_MANY_ROWS",
        _("Tệp {name} có hơn {count} dòng.").format(name=path.name, count=MAX_ROWS),
        _("Hãy chia tệp theo thôn hoặc tổ dân phố."),
    )
