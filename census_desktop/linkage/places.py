"""Places as numbers: the commune and what it lies in, one number for its names before and after the reforms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np

from census_desktop.domain.area import area
from census_desktop.domain.vietnamese import fold
from census_desktop.linkage.words import Codes, Numbered

_KIND = re.compile(
    r"^(?:(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh|tp|tx|tt|h|x|p)\b\.?\s*)+"
)
_LARGER = re.compile(r"^(?:huyen|quan|thi xa|thanh pho|tinh|tp|tx|h|t)\b")
_PART = re.compile(r"\s*[,;-]\s*")


@cache
def _present_names() -> dict[str, str]:
    """Folded old name of a commune of the town -> the name it had when the slips were made."""
    found: dict[str, str] = {}
    for change in area().changes:
        unit = area().get(change.target)
        if unit is not None and change.target.valid_from.year < 2018:
            found[_bare(change.origin_name.partition(",")[0])] = _bare(unit.name)
    return found


def _bare(text: str) -> str:
    return _KIND.sub("", fold(text)).strip()


def _taken_apart(text: str) -> tuple[str, str]:
    """Names of commune and district; papers may leave out either, and nearly all name the province last."""
    parts = [part.strip() for part in _PART.split(fold(text)) if part.strip()]
    if not parts or (len(parts) == 1 and not _KIND.match(parts[0])):
        return "", ""
    if _LARGER.match(parts[0]):
        return "", _bare(parts[0])
    commune = _bare(parts[0])
    around = _bare(parts[1]) if len(parts) > 2 or (len(parts) == 2 and _LARGER.match(parts[1])) else ""
    return _present_names().get(commune, commune), around


class PlaceBook:
    """All places of a search; number 0 is "not written"."""

    def __init__(self) -> None:
        self._texts = Numbered(None, "")

    def codes(self, texts: Iterable[str | None]) -> list[int]:
        """A number for each text."""
        return self._texts.all(texts)

    def keys(self) -> tuple[Codes, Codes]:
        """By number of a text: its commune, and the district around it; 0 where it names none."""
        communes: dict[str, int] = {"": 0}
        districts: dict[str, int] = {"": 0}
        commune, district = [0], [0]
        for text in filter(None, self._texts):
            small, around = _taken_apart(text)
            commune.append(communes.setdefault(small, len(communes)))
            district.append(districts.setdefault(around, len(districts)))
        return np.array(commune, np.int32), np.array(district, np.int32)


def forget_names() -> None:
    """Read the names again when next asked: the program speaks about another area."""
    _present_names.cache_clear()
