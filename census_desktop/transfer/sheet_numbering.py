"""Households by running numbers: 1, 2, 3, 1, 2 begins again with each; 1, blank, blank, 2; 1, 1.1, 1.2, 2."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from census_desktop.transfer.workbook_file import CellValue, Formula

_NUMBER = re.compile(r"([0-9]+)(?:[.\-/]([0-9]+))?\.?")
_SPARSE = 0.9  # share of filled numbers up to which blanks mean "the same household"


def household_marks(numbers: Sequence[CellValue | Formula]) -> list[str]:
    """A mark for each row, the same for rows of one household; all "" when the numbers run through."""
    read = [_read(number) for number in numbers]
    known = [one for one in read if one is not None]
    nothing = [""] * len(read)
    if not known or read[0] is None or len(read) < 2:
        return nothing
    if any(part is not None for _whole, part in known):
        return _running(_filled([one[0] if one is not None else None for one in read]))
    wholes = [one[0] if one is not None else None for one in read]
    if len(known) <= _SPARSE * len(read) and _rises([whole for whole in wholes if whole is not None]):
        return _running(_filled(wholes))
    if None not in wholes and wholes.count(1) > 1 and wholes[0] == 1:
        starts = 0
        marks = []
        for whole in wholes:
            starts += whole == 1
            marks.append(str(starts))
        return marks
    return nothing


def _read(value: CellValue | Formula) -> tuple[int, int | None] | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and not value.is_integer():
        return int(value), 1  # 1.2 kept as a number
    match = _NUMBER.fullmatch(str(int(value)) if isinstance(value, int | float) else str(value).strip())
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def _filled(wholes: Sequence[int | None]) -> list[int]:
    filled: list[int] = []
    for whole in wholes:
        filled.append(whole if whole is not None else filled[-1])
    return filled


def _running(wholes: Sequence[int]) -> list[str]:
    """A new mark whenever the number changes: the same number further down is another household."""
    marks: list[str] = []
    count = 0
    for place, whole in enumerate(wholes):
        count += place == 0 or whole != wholes[place - 1]
        marks.append(str(count))
    return marks


def _rises(wholes: Sequence[int]) -> bool:
    return all(later == earlier + 1 or later == 1 for earlier, later in itertools.pairwise(wholes))
