"""Dates as papers give them: a whole day, a month, or only a year (ngày sinh có khi chỉ biết năm).

Many people, mostly born before 1965, know only the year of their birth; the slip then carries the year alone and
the missing parts stay missing. Two-digit years are refused: "26" may be 1926 or 2026, and nothing is guessed.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering

from census_desktop.base.text import _
from census_desktop.domain.spec import BadInput

MIN_YEAR = 1850
MAX_YEAR = 2100

_SEPARATED_DAY = re.compile(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})")
_SEPARATED_MONTH = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
_COMPACT_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_COMPACT_MONTH = re.compile(r"([0-9]{2})([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_SHORT_YEAR = re.compile(r"(?:[0-9]{1,2}\s*[/.-]\s*){0,2}[0-9]{1,2}")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year.

    Ordered like its ISO text: a year before its months, a month before its days.

    Attributes:
        year: 1850 to 2100.
        month: 1 to 12, None when only the year is known.
        day: day of the month, None when not known; never given without a month.

    Raises:
        ValueError: the parts do not make a date.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        why = _fault(self.year, self.month, self.day)
        if why is not None:
            raise ValueError(why)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    @classmethod
    def from_date(cls, day: datetime.date) -> PartialDate:
        """The whole day `day`, as spreadsheets give it."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read the stored form, "1990", "1990-02" or "1990-02-14", and nothing else.

        Raises:
            BadInput: `text` is not of that form or is no date.
        """
        match = _ISO.fullmatch(text)
        if match is not None:
            return _make(text, match[1], match[2], match[3])
        if _YEAR.fullmatch(text):
            return _make(text, text)
        raise BadInput(text, _("Không phải ngày tháng dạng 1990, 1990-02 hoặc 1990-02-14."))

    @property
    def is_whole(self) -> bool:
        """True when day and month are known."""
        return self.day is not None

    def iso(self) -> str:
        """The stored form: "1990", "1990-02" or "1990-02-14"; sorts like the dates themselves."""
        parts = [f"{self.year:04d}"]
        parts.extend(f"{part:02d}" for part in (self.month, self.day) if part is not None)
        return "-".join(parts)

    def paper(self) -> str:
        """The form people read: "1990", "02/1990" or "14/02/1990"."""
        return "/".join(reversed(self.iso().split("-")))

    def earliest(self) -> datetime.date:
        """The first day it can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> datetime.date:
        """The last day it can mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def can_be_same(self, other: PartialDate) -> bool:
        """True when some day fits both: "1990" and "14/02/1990" may be one birthday."""
        return self.earliest() <= other.latest() and other.earliest() <= self.latest()

    def age_on(self, day: datetime.date) -> tuple[int, int]:
        """Least and greatest age in completed years on `day` of a person born on this date.

        Negative when not yet born; equal for a whole date. A birthday on 29/02 counts from 01/03 in other years.
        """
        return _years_between(self.latest(), day), _years_between(self.earliest(), day)


def parse_partial_date(text: str) -> PartialDate:
    """Read a date as typed: 1/2/1990, 01021990, 1.2.1990, 1-2-1990, 2/1990, 021990, 1990 or the stored form.

    Day comes before month. Digits without separators need two for the day and two for the month.

    Raises:
        BadInput: not a date, a date that does not exist, or a year of two digits.
    """
    typed = text.strip()
    if _ISO.fullmatch(typed):
        return PartialDate.from_iso(typed)
    if match := _SEPARATED_DAY.fullmatch(typed):
        return _make(text, match[4], match[3], match[1])
    if match := _COMPACT_DAY.fullmatch(typed):
        return _make(text, match[3], match[2], match[1])
    if match := _SEPARATED_MONTH.fullmatch(typed) or _COMPACT_MONTH.fullmatch(typed):
        return _make(text, match[2], match[1])
    if _YEAR.fullmatch(typed):
        return _make(text, typed)
    if _SHORT_YEAR.fullmatch(typed):
        raise BadInput(text, _("Năm phải ghi đủ bốn chữ số, ví dụ 14/02/1990."))
    raise BadInput(text, _("Không đọc được ngày tháng; hãy ghi 14/02/1990, 02/1990 hoặc 1990."))


def _make(text: str, year: str, month: str | None = None, day: str | None = None) -> PartialDate:
    parts = (int(year), int(month) if month else None, int(day) if day else None)
    why = _fault(*parts)
    if why is not None:
        raise BadInput(text, why)
    return PartialDate(*parts)


def _fault(year: int, month: int | None, day: int | None) -> str | None:
    """Why the parts make no date, None when they do."""
    if not MIN_YEAR <= year <= MAX_YEAR:
        return _("Năm phải ghi đủ bốn chữ số, từ {first} đến {last}.").format(first=MIN_YEAR, last=MAX_YEAR)
    if month is None:
        return None if day is None else _("Có ngày thì phải có tháng.")
    if not 1 <= month <= 12:
        return _("Không có tháng {month}.").format(month=month)
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return _("Tháng {month}/{year} không có ngày {day}.").format(month=month, year=year, day=day)
    return None


def _years_between(birth: datetime.date, day: datetime.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
