"""Small lists from spreadsheets: targets, plans of boundaries, registers, areas.

A list is an .xlsx or a .csv (UTF-8) whose first row holds machine names. Every cell is read as text; what cannot be
text (a formula, an error) is refused with its row.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.vietnamese import clean
from census_desktop.transfer.workbook import check_names, machine_names
from census_desktop.transfer.workbook_file import MAX_FILE, MAX_ROWS, Book, CellValue, Formula, Line

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


def read_list(
    path: Path, columns: Collection[str], needed: str, heads: Mapping[str, str] | None = None
) -> tuple[ListRow, ...]:
    """The filled rows of a list.

    Args:
        path: .xlsx or .csv.
        columns: machine names that may stand in the first row.
        needed: the one that must.
        heads: machine names by other heads of columns, in small letters. With them the head may stand below a title,
            and columns nobody knows (running numbers, remarks) are passed over.

    Raises:
        CensusError: what `Book` raises, NO_MACHINE_NAMES, UNKNOWN_COLUMNS, COLUMN_TWICE; BAD_LIST for cells that are
            no text.
    """
    complaints = Complaints(path)
    found: list[ListRow] = []
    lines = _csv_lines(path) if path.suffix.lower() == ".csv" else _book_lines(path)
    header, is_strict = _header(lines, path, columns, needed, heads or {})
    for line in lines:
        values: dict[str, str] = {}
        for column_no, value in line.values.items():
            if not is_strict and column_no not in header:
                continue
            name, text = header.get(column_no), _text(value)
            if name is None or text is None:
                complaints.add(
                    line.row_no, _("cột thứ {column} có ô lạc, công thức hoặc lỗi").format(column=column_no)
                )
            elif text:
                values[name] = text
        if values:
            found.append(ListRow(line.row_no, values))
    complaints.raise_any()
    return tuple(found)


def has_head(path: Path, heads: Mapping[str, str], wanted: str) -> bool:
    """True for a list that has this column.

    Args:
        path: .xlsx or .csv.
        heads: machine names by heads of columns, in small letters.
        wanted: machine name.

    Raises:
        CensusError: what `Book` raises.
    """
    for line in _csv_lines(path) if path.suffix.lower() == ".csv" else _book_lines(path):
        if line.row_no > _TITLE_LINES:
            return False
        if wanted in {_machine_name(value, (), heads) for value in line.values.values()}:
            return True
    return False


_TITLE_LINES = 12  # lines in which the head of the columns is looked for


def _header(
    lines: Iterator[Line], path: Path, columns: Collection[str], needed: str, heads: Mapping[str, str]
) -> tuple[dict[int, str], bool]:
    """Machine names by number of the column, and whether other columns are wrong."""
    first = next(lines, None)
    line = first
    while line is not None and heads and line.row_no <= _TITLE_LINES:
        names = {number: _machine_name(value, columns, heads) for number, value in line.values.items()}
        known = {number: name for number, name in names.items() if name is not None}
        if needed in known.values():
            check_names(list(known.values()), path, columns)
            return known, False
        line = next(lines, None)
    return machine_names(first, path, columns, needed), True


def _machine_name(
    value: CellValue | Formula, columns: Collection[str], heads: Mapping[str, str]
) -> str | None:
    text = " ".join(value.split()).casefold() if isinstance(value, str) else ""
    return text if text in columns else heads.get(text)


def _book_lines(path: Path) -> Iterator[Line]:
    with Book(path) as book:
        yield from book.sheets[0].lines()


def _csv_lines(path: Path) -> Iterator[Line]:
    try:
        with path.open("rb") as reader:
            text = reader.read(MAX_FILE).decode("utf-8-sig")
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
    for row_no, row in enumerate(rows[: MAX_ROWS + 1], start=1):
        values: dict[int, CellValue | Formula] = {
            number: cell.strip() for number, cell in enumerate(row, start=1) if cell.strip()
        }
        if values:
            yield Line(row_no, values, {})


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
