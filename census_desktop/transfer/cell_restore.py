"""What a spreadsheet program has made of answers, undone where only one answer is possible; every time with a remark.

Zeros lost at the front of numbers come back when the length leaves no doubt; a day number becomes its day unless the
same figure can be read as month and year. Everything else is left to `cell_text`, which refuses.
"""

from __future__ import annotations

import datetime
import re

from census_desktop.base.text import _
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.domain.vietnamese import fold
from census_desktop.transfer.workbook_file import CellValue, Formula

_DAY_ZERO = datetime.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000  # 18/05/1927 to 08/04/2064
_YEARS = range(1900, 2030)
_SPOKEN = re.compile(r"(?:sinh\s+)?(?:ngay\s+)?([0-9]{1,2})\s+thang\s+([0-9]{1,2})\s+nam\s+([0-9]{4})")
_SPOKEN_MONTH = re.compile(r"(?:sinh\s+)?thang\s+([0-9]{1,2})\s+nam\s+([0-9]{4})")
_SPOKEN_YEAR = re.compile(r"(?:sinh\s+)?(?:nam\s+)?([0-9]{4})")
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00)?(?:\.0+)?")
_MOBILE_FIRST = frozenset("235789")  # telephone numbers after their zero


def restored(field: FieldDef, value: CellValue | Formula) -> tuple[CellValue | Formula, str]:
    """The value as it must have been typed, and the remark that says what was done; ("" when nothing was)."""
    if isinstance(value, bool):
        return value, ""
    if isinstance(value, int | float) and value == int(value) and 0 < value < 10**13:
        if field.kind is Kind.DIGITS:
            return _with_zeros(field, str(int(value)))
        if field.kind is Kind.DATE:
            return _day_of(str(int(value)))
    if isinstance(value, str) and field.kind is Kind.DATE:
        return _spoken(value)
    if isinstance(value, datetime.datetime) and field.kind is Kind.DATE and value.time() != datetime.time():
        return value.date(), _("bỏ giờ trong ô ngày")
    return value, ""


def _with_zeros(field: FieldDef, text: str) -> tuple[CellValue, str]:
    wanted = ""
    lengths = set(field.lengths)
    if len(text) in lengths and lengths <= {9, 12}:
        return text, ""
    if 12 in lengths and lengths <= {9, 12} and len(text) in {10, 11}:
        wanted = text.zfill(12)  # every number of twelve digits begins with 0
    elif 9 in lengths and lengths <= {9, 12} and len(text) == 8:
        wanted = text.zfill(9)  # the first province has 01
    elif not lengths <= {9, 12} and len(text) in {9, 10} and text[0] in _MOBILE_FIRST:
        wanted = f"0{text}"
    if not wanted:
        return int(text), ""  # as it stands, for `cell_text` to refuse
    return wanted, _("đã thêm số 0 ở đầu: {text}").format(text=wanted)


def _day_of(text: str) -> tuple[CellValue, str]:
    number = int(text)
    if len(text) == 7 and int(text[3:]) in _YEARS:  # 1021990
        return f"0{text}", _("đã thêm số 0 ở đầu: {text}").format(text=f"0{text}")
    if len(text) == 5 and int(text[1:]) not in _YEARS and _FIRST_SERIAL <= number <= _LAST_SERIAL:
        day = _DAY_ZERO + datetime.timedelta(days=number)
        return day, _("số {text} là ngày {day} của Excel").format(text=text, day=day.strftime("%d/%m/%Y"))
    return number, ""


def _spoken(text: str) -> tuple[str, str]:
    """Dates in words: "ngày 14 tháng 02 năm 1990"."""
    if text.isascii() and text.replace("/", "").isdigit():
        return text, ""
    said = fold(text)
    for pattern in (_SPOKEN, _SPOKEN_MONTH, _SPOKEN_YEAR):
        match = pattern.fullmatch(said)
        if match is not None:
            return "/".join(match.groups()), ""
    match = _WITH_TIME.fullmatch(text.strip())
    return (PartialDate.from_iso(match[1]).iso(), "") if match is not None else (text, "")
