"""How answers are worded on official papers (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import datetime

from census_desktop.base.text import _, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import DOTS

UNIT_WORDS = ("Phường ", "Xã ", "Thị trấn ", "Thị xã ", "Huyện ", "Quận ", "Thành phố ", "Tỉnh ")


def paper_date(stored: str | None) -> str | None:
    """A stored date as written into boxes: "14/02/1990", "__/02/1990", "__/__/1952"; blank stays None."""
    if stored is None:
        return None
    parts = stored.split("-")
    year, month, day = (*parts, "__", "__")[:3]
    return f"{day}/{month}/{year}"


def short_date(day: datetime.date) -> str:
    """A day as in tables: 05/02/2026."""
    return day.strftime("%d/%m/%Y")


def place_and_date(place: str, day: datetime.date) -> str:
    """Place and date under the motto; days below 10 and the months 1 and 2 get a leading zero.

    A place that is not known ("") is left open.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return _("{place}, ngày {day} tháng {month} năm {year}").format(
        place=place or DOTS, day=f"{day.day:02d}", month=month, year=day.year
    )


def name_without_type(unit_name: str) -> str:
    """The bare name, as in the date line: "Sông Trí" for "Phường Sông Trí"."""
    for word in UNIT_WORDS:
        if unit_name.casefold().startswith(word.casefold()):
            return unit_name[len(word) :]
    return unit_name


def police_of(unit_name: str) -> str:
    """The police of a unit, in capitals: "CÔNG AN PHƯỜNG SÔNG TRÍ"; dots for a unit that is not known ("")."""
    return upper_name(_("Công an {unit}").format(unit=unit_name or DOTS))


def chief_of_police(unit_name: str) -> str:
    """Title of the head of the unit's police, in capitals: "TRƯỞNG CÔNG AN PHƯỜNG"."""
    word = next((word for word in UNIT_WORDS if unit_name.casefold().startswith(word.casefold())), "")
    return upper_name(_("Trưởng Công an {word}").format(word=word)).strip()


def second_slips_words(people: int, households: int) -> str:
    """Below a list: slips that are shown and not counted, because their people are counted elsewhere.

    Args:
        people: how many such slips, at least one.
        households: households that hold no others.
    """
    words = _(
        "{people} phiếu là của người đã đếm ở phiếu khác (cùng một người):"
        " có ghi chú, không đánh số, không tính vào tổng."
    ).format(people=number(people))
    if not households:
        return words
    return _("{words} {households} hộ chỉ có phiếu như vậy nên cũng không tính.").format(
        words=words, households=number(households)
    )
