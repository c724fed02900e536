"""Rows of a sheet that follows the template: its first row holds machine names and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.transfer.sheet_columns import COLUMNS
from census_desktop.transfer.workbook_file import Book, CellValue, Formula, Line


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row.

    Attributes:
        row_no: number as the spreadsheet program shows it, from 2.
        values: raw values of the filled cells by machine name.
    """

    row_no: int
    values: Mapping[str, CellValue | Formula]


def read_rows(path: Path) -> Iterator[SheetRow]:
    """The filled rows of the first sheet.

    Raises:
        CensusError: what `Book` and its sheets raise, NO_MACHINE_NAMES, UNKNOWN_COLUMNS or COLUMN_TWICE.
    """
    with Book(path) as book:
        lines = book.sheets[0].lines()
        header = machine_names(next(lines, None), path, COLUMNS, "full_name")
        for line in lines:
            filled = {header.get(column_no, ""): value for column_no, value in line.values.items()}
            yield SheetRow(line.row_no, filled)


def machine_names(line: Line | None, path: Path, columns: Collection[str], needed: str) -> dict[int, str]:
    """The machine names in the first line of a list, by number of the column.

    Args:
        line: the first filled line.
        path: for sentences.
        columns: the names that may stand there.
        needed: the one that must.

    Raises:
        CensusError: NO_MACHINE_NAMES, UNKNOWN_COLUMNS or COLUMN_TWICE.
    """
    if line is None or line.row_no != 1:
        raise _no_machine_names(path, needed)
    # Spreadsheet programs begin a cell with a capital by themselves.
    names = {
        column_no: value.strip().lower() if isinstance(value, str) else str(value)
        for column_no, value in line.values.items()
    }
    if needed not in names.values():
        raise _no_machine_names(path, needed)
    unknown = [
        names.get(number) or _("(trống)")
        for number in range(1, max(names) + 1)
        if names.get(number) not in columns
    ]
    if unknown:
        raise CensusError(
            "UNKNOWN_COLUMNS",
            _("Tệp {name} có cột không biết: {columns}.").format(
                name=path.name, columns=", ".join(unknown[:10])
            ),
            _("Hãy xóa cột đó hoặc sửa tên cột đúng như tệp mẫu; chưa có gì thay đổi."),
        )
    twice = sorted({name for name in names.values() if list(names.values()).count(name) > 1})
    if twice:
        raise CensusError(
            "COLUMN_TWICE",
            _("Tệp {name} có cột lặp lại: {columns}.").format(name=path.name, columns=", ".join(twice)),
            _("Hãy giữ lại một cột; chưa có gì thay đổi."),
        )
    return names


def _no_machine_names(path: Path, needed: str) -> CensusError:
    return CensusError(
        "NO_MACHINE_NAMES",
        _("Dòng đầu của tệp {name} không có tên cột của phần mềm (thiếu cột {column}).").format(
            name=path.name, column=needed
        ),
        _("Hãy tạo tệp mẫu bằng lệnh template và chép dữ liệu vào đó; chưa có gì thay đổi."),
    )
