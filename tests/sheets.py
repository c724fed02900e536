"""Spreadsheets for tests, written as a spreadsheet program would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def write_sheet(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Path:
    """Write rows by machine name; texts as text cells (also "=…"), everything else with the type it has.

    Wrap a text in a tuple to have it written as a formula.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    for column_no, name in enumerate(names, start=1):
        sheet.cell(1, column_no, name)
    for row_no, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(row_no, names.index(name) + 1)
            if isinstance(value, tuple):
                cell.value = value[0]
            else:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


FAMILY: tuple[Mapping[str, str], ...] = (
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12", "address": "Ngõ 5 đường Lê Đại Hành",
        "full_name": "ĐẬU VĂN THÌN", "birth_date": "15/08/1964", "sex": "Nam", "ethnicity": "Kinh",
        "personal_id": "042064001234", "relation_to_head": "Chủ hộ",
    },
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12",
        "full_name": "VÕ THỊ HƯỜNG", "birth_date": "1967", "sex": "Nữ", "ethnicity": "Kinh", "relation_to_head": "Vợ",
    },
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12",
        "full_name": "ĐẬU THỊ HOÀ", "birth_date": "02/1992", "sex": "Nữ", "relation_to_head": "Con đẻ",
    },
)  # fmt: skip
