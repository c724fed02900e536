"""Workbooks as communes keep them: old letters, titles above, merged cells, totals below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.styles import Font

from census_desktop.domain import legacy_encodings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TO_TCVN3 = {meant: shown for shown, meant in legacy_encodings._TCVN3.items()}
_TO_VNI = {meant: typed for typed, meant in reversed(list(legacy_encodings._VNI.items()))}


def to_tcvn3(text: str) -> str:
    """Text as an old machine kept it; capitals with tones exist only in another font, so they become small."""
    return "".join(_TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in text)


def to_vni(text: str) -> str:
    """Text in VNI."""
    return "".join(_TO_VNI.get(char, char) for char in text)


def write_book(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    font: str = "",
) -> Path:
    """A workbook of these rows, as typed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row_no, row in enumerate(rows, start=1):
            for column_no, value in enumerate(row, start=1):
                if value is not None:
                    cell = sheet.cell(row_no, column_no, value)
                    if font and isinstance(value, str) and not value.isascii():
                        cell.font = Font(name=font)
        for cells in merged:
            sheet.merge_cells(cells)
        for row_no in hidden_rows:
            sheet.row_dimensions[row_no].hidden = True
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path
