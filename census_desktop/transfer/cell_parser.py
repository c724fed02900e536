"""The library's parser of a sheet, with a short way for plain text that stands in its own cell.

Most files keep their strings there, and the library builds a tree of objects for each. Anything but one run of plain
text goes the library's way.
"""

from __future__ import annotations

from typing import Any

from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet._reader import INLINE_STRING, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

_TEXT = f"{{{SHEET_MAIN_NS}}}t"


class CellParser(WorkSheetParser):
    """One pass gives cells, styles, hidden rows and merged cells."""

    def parse_cell(self, element: Any) -> Any:
        """One cell, as the library describes it: row, column, value, data type, number of its style."""
        text = _plain_text(element)
        if text is None:
            return super().parse_cell(element)
        coordinate = element.get("r")
        self.col_counter = coordinate_to_tuple(coordinate)[1] if coordinate else self.col_counter + 1
        return {
            "row": self.row_counter,
            "column": self.col_counter,
            "value": text,
            "data_type": "s",
            "style_id": int(element.get("s", 0)),
        }


def _plain_text(element: Any) -> str | None:
    """The words of a cell that holds nothing but one run of text; None for every other cell."""
    if element.get("t") != "inlineStr" or len(element) != 1:
        return None
    inline = element[0]
    if inline.tag != INLINE_STRING or len(inline) != 1 or inline[0].tag != _TEXT:
        return None
    return inline[0].text or ""
