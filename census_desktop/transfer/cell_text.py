"""From the raw value of a spreadsheet cell to what a person would have typed.

A spreadsheet program changes what is typed into it: 042090001234 becomes the number 42090001234, "1/2" becomes a
date. Where that cannot be undone without guessing, the cell is refused with a sentence that says how to fix it.
"""

from __future__ import annotations

import datetime

from census_desktop.base.text import _
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.spec import BadInput, FieldDef, Kind
from census_desktop.transfer.workbook_file import CellValue, Formula

_DATE_DIGITS = (4, 6, 8)  # 1990, 021990, 14021990; other lengths have lost a zero or are Excel day numbers
_EXACT = 10**15  # larger numbers have lost digits in the spreadsheet


def cell_text(field: FieldDef, value: CellValue | Formula) -> str | None:
    """What stands in the cell as text for `parse_answer`; None when blank.

    Raises:
        BadInput: a formula, an error value, or something the spreadsheet program has changed.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Formula):
        raise BadInput(value.text, _("Ô chứa công thức hoặc lỗi; hãy thay bằng giá trị."))
    if isinstance(value, bool):
        return _flag_text(field, is_ticked=value)
    if isinstance(value, int | float):
        return _number_text(field, value)
    return _date_text(field, value)


def _flag_text(field: FieldDef, *, is_ticked: bool) -> str | None:
    if field.kind is not Kind.FLAG:
        raise BadInput(str(is_ticked), _("Ô chứa giá trị đúng/sai; hãy ghi chữ hoặc số."))
    return "1" if is_ticked else None


def _number_text(field: FieldDef, value: float) -> str | None:
    if not -_EXACT < value < _EXACT or value != int(value):
        raise BadInput(str(value), _("Ô là số lẻ hoặc số quá lớn; hãy định dạng ô là văn bản rồi ghi lại."))
    text = str(int(value))
    if field.kind is Kind.NAME:
        raise BadInput(text, _("Ô họ tên là một con số; hãy ghi họ tên."))
    if field.kind is Kind.FLAG and text == "0":
        return None
    if field.kind is Kind.DIGITS and not _has_all_digits(field, text):
        raise BadInput(
            text,
            _(
                "Ô là số nên có thể đã mất số 0 ở đầu ({text}); hãy định dạng ô là văn bản rồi ghi lại."
            ).format(text=text),
        )
    if field.kind is Kind.DATE and len(text) not in _DATE_DIGITS:
        raise BadInput(
            text,
            _("Ô là số {text}, không rõ ngày nào; hãy định dạng ô là văn bản và ghi 14/02/1990.").format(
                text=text
            ),
        )
    return text


def _has_all_digits(field: FieldDef, text: str) -> bool:
    """True when no leading zero can be missing: ids have fixed lengths, a telephone number always begins with 0."""
    return set(field.lengths) <= {9, 12} and len(text) in field.lengths


def _date_text(field: FieldDef, value: datetime.date | datetime.time) -> str:
    if field.kind is not Kind.DATE:
        raise BadInput(
            str(value), _("Excel đã đổi ô này thành ngày giờ; hãy định dạng ô là văn bản rồi ghi lại.")
        )
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise BadInput(str(value), _("Ô chứa cả giờ; hãy chỉ ghi ngày."))
        value = value.date()
    if isinstance(value, datetime.time):
        raise BadInput(str(value), _("Ô chứa giờ, không phải ngày."))
    try:
        return PartialDate.from_date(value).iso()
    except ValueError as error:
        raise BadInput(str(value), str(error)) from error
