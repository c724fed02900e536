"""Lines that add up others ("Cộng thôn", "Mang sang", "2 hộ", "4 người"), told from people by what they hold."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from census_desktop.domain.dates import parse_partial_date
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean, fold, tone_key
from census_desktop.transfer.sheet_guess import shown
from census_desktop.transfer.workbook_file import CellValue, Formula

# With marks, so that the names Tống, Tòng and Công are no totals; what may follow is told for the same reason: there
# are hamlets named Cộng Hoà and Cộng Lực. Words without any marks are read by the same list without them.
_AFTER = (
    "thôn|tổ|xã|phường|thị|huyện|khối|khu|xóm|bản|làng|trang|tờ|hộ|dồn|toàn|chung|số|các|theo|cả|phần|nhân|người"
    "|dân|khẩu|kết|hợp|nam|nữ|cộng|tổng|lũy|luỹ|trên"
)
_LABEL = (
    rf"(?:(?:tổng\s+cộng|tổng\s+số|tổng|cộng)(?:\s*$|\s*[:=(.…\d-]|\s+(?:{_AFTER})\b)"
    r"|(?:lũy|luỹ)\s+kế\b|mang\s+sang\b|chuyển\s+(?:sang\s+)?trang\b|chuyển\s+sang\s*$)"
)
_MARKED = re.compile(_LABEL)
_PLAIN = re.compile(fold(_LABEL.replace("\\", "\0")).replace("\0", "\\"))
_COUNT = re.compile(r"\d[\d.,]*\s*(?:ho|nguoi|khau|nhan khau|nhan dan|nk|chu ho|phieu)\b")
_INITIALS = frozenset("tTcClLmM")
_BORN = ("birth_date", "birth_year", "birth_male", "birth_female")
_SEX = frozenset({"nam", "nu", "trai", "gai", "x"})
_LEAST_ID = 9  # digits
_LEAST_NAME = 2  # words


def is_total(values: Mapping[str, CellValue | Formula], first_words: Iterable[str]) -> bool:
    """True for a line that adds up others; a plausible name with a birth date, a sex or a number is a person.

    Args:
        values: cells by target, letters in Unicode.
        first_words: what stands in the first cells with words, whatever their columns are taken for.
    """
    name = values.get("full_name")
    named = clean(name) if isinstance(name, str) else ""
    counted = [named] if name is not None else [value for value in values.values() if isinstance(value, str)]
    return (any(map(_is_label, first_words)) or any(map(_is_count, counted))) and not _is_person(
        named, values
    )


def _is_label(text: str) -> bool:
    if text[:1] not in _INITIALS:
        return False
    return _MARKED.match(tone_key(text)) is not None or (
        text.isascii() and _PLAIN.match(fold(text)) is not None
    )


def _is_count(text: str) -> bool:
    return text.strip()[:1].isdigit() and _COUNT.match(fold(text)) is not None


def _is_person(named: str, values: Mapping[str, CellValue | Formula]) -> bool:
    if len(named.split()) < _LEAST_NAME or any(map(str.isdigit, named)):
        return False
    if any(_is_date(values[box]) for box in _BORN if box in values):
        return True
    sex = [fold(shown(values[box])) for box in ("sex", "sex_male", "sex_female") if box in values]
    ids = [shown(values[box]) for box in ("personal_id", "old_id", "id_any") if box in values]
    return any(word in _SEX for word in sex) or any(
        sum(map(str.isdigit, number)) >= _LEAST_ID for number in ids
    )


def _is_date(value: CellValue | Formula) -> bool:
    if isinstance(value, datetime.date):
        return True
    try:
        parse_partial_date(shown(value))
    except BadInput:
        return False
    return True
