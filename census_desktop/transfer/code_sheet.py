"""Entries of code lists as a spreadsheet: the empty one, or what was said so far, to be changed and taken in again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from census_desktop.base.atomic import write_new_file
from census_desktop.base.text import N_, _
from census_desktop.domain.code_overlay import OPEN_LISTS
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.codes import code_list
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.transfer.sheet_writer import put_text

COLUMNS = tuple(FIELDS[RecordKind.CODE_ENTRY])
_HINTS = {
    "list_name": N_("Tên máy hoặc tên gọi của danh mục, xem cột đầu ở trang Danh mục."),
    "code": N_("Mã ghi trên phiếu trong máy: chữ không dấu, số, dấu chấm, gạch; không bao giờ đổi."),
    "valid_from": N_("Ngày bắt đầu dùng, đủ ngày tháng năm; cùng mã và ngày là sửa lại dòng cũ."),
    "valid_to": N_("Ngày cuối còn được chọn; để trống nếu còn dùng. Phiếu cũ vẫn đọc và in được."),
    "label": N_("Tên hiện ra và in ra."),
    "other": N_("Các cách ghi khác, cách nhau bằng dấu chấm phẩy."),
    "note": N_("Điều cán bộ cần biết khi chọn."),
    "number": N_("Số của danh mục nhà nước, nếu có."),
    "same_as": N_(
        "Mã của cùng danh mục mà mã mới theo cách kiểm tra (giới tính, số người, thứ bậc giấy tờ)."
    ),
    "legal_basis": N_("Văn bản quy định."),
}
_WIDTHS = {"label": 36, "other": 30, "note": 30, "legal_basis": 34}
_USUAL_WIDTH = 18


def write_code_sheet(path: Path, entries: Sequence[CodeEntry]) -> None:
    """Write entries in the columns they are taken in by, and beside them what the columns mean and what is in use.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER or WRITE_FAILED.
    """
    book = openpyxl.Workbook()
    fields = FIELDS[RecordKind.CODE_ENTRY]
    rows = [tuple(getattr(entry, name) or "" for name in COLUMNS) for entry in entries]
    guide = [(name, _(fields[name].label), _(_HINTS[name])) for name in COLUMNS]
    lists = [
        (name, _(title), item.code, item.label, "; ".join(item.numbers))
        for name, title in OPEN_LISTS.items()
        for item in (*code_list(name).items, *code_list(name).ended)
    ]
    used = (_("Danh mục"), _("Tên gọi của danh mục"), _("Mã"), _("Tên gọi"), _("Số"))
    _put(book, 0, _("Mã mới"), COLUMNS, rows)
    _put(book, 1, _("Hướng dẫn"), (_("Cột"), _("Tên cột"), _("Ghi thế nào")), guide)
    _put(book, 2, _("Danh mục"), used, lists)
    content = io.BytesIO()
    book.save(content)
    write_new_file(path, content.getvalue())


def _put(
    book: openpyxl.Workbook, place: int, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    sheet = book.worksheets[0] if place == 0 else book.create_sheet()
    sheet.title = name
    for row_no, row in enumerate((head, *rows), start=1):
        for column_no, value in enumerate(row, start=1):
            cell = sheet.cell(row_no, column_no)
            assert isinstance(cell, Cell)
            put_text(cell, value)
            if row_no == 1:
                cell.font = Font(bold=True)
    for column_no, title in enumerate(head, start=1):
        dimensions = sheet.column_dimensions[get_column_letter(column_no)]
        dimensions.number_format = "@"  # or the spreadsheet program eats leading zeros
        longest = max((len(row[column_no - 1]) for row in rows), default=0)
        dimensions.width = _WIDTHS.get(title, max(_USUAL_WIDTH, min(longest + 2, 90)))
    sheet.freeze_panes = "A2"
