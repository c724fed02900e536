"""Sheets of our own making: their first row holds machine names and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.transfer.workbook_file import Line


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
    check_names([names.get(number, "") for number in range(1, max(names) + 1)], path, columns)
    return names


def check_names(names: Sequence[str], path: Path, columns: Collection[str]) -> None:
    """Refuse names that mean nothing: a misspelt name would silently leave a column out.

    Raises:
        CensusError: UNKNOWN_COLUMNS or COLUMN_TWICE.
    """
    unknown = [name or _("(trống)") for name in names if name not in columns]
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


def _no_machine_names(path: Path, needed: str) -> CensusError:
    return CensusError(
        "NO_MACHINE_NAMES",
        _("Dòng đầu của tệp {name} không có tên cột của phần mềm (thiếu cột {column}).").format(
            name=path.name, column=needed
        ),
        _("Hãy tạo tệp mẫu bằng lệnh template và chép dữ liệu vào đó; chưa có gì thay đổi."),
    )
