"""Places of the whole country, as papers write them: native places, births registered, addresses.

Three layers: the list of the statistics office of 06/10/2019 (the time of the paper), the units of 01/07/2025, and the
town's own units with exact days, which come first, also as papers before 10/04/2015 wrote them (huyện Kỳ Anh). They
are suggestions only: a place is stored in the words of the paper, and any words are allowed.
"""

from __future__ import annotations

import bisect
import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from census_desktop.base.text import _
from census_desktop.domain.area import COLLECTION_DAY, Area, Unit, area, shipped_area
from census_desktop.domain.codes import read_table
from census_desktop.domain.vietnamese import clean, fold, tone_key

PROVINCE = "42"
PROVINCE_NAME = "Hà Tĩnh"
_TOWN = "thị xã Kỳ Anh"
_FORMER_DISTRICT = "huyện Kỳ Anh"
_NEIGHBOURS = ("40", "44")  # Nghệ An, Quảng Bình
_KINDS = (
    "Phường", "Xã", "Thị trấn", "Đặc khu", "Quận", "Huyện", "Thị xã", "Thành phố", "Tỉnh",
)  # fmt: skip
_COMMUNE_KINDS = ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ")
_LAST_CHANGE = datetime.date(2025, 7, 1)  # districts ended, communes were joined
_PROVINCE_KINDS = ("Tỉnh ", "Thành phố ")
_OWN, _SAME_PROVINCE, _NEAR, _FAR = range(4)
_FIELD, _LINE = "\t", "\n"
_SIGNS = re.compile(r"[,.;\s]+")
# How many hits of one rank are looked at, so that among them "Hòa" comes before "Hoá" for "hòa".
_LOOKED_AT = 150


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes:
        code: code of the statistics office in its time; codes are used again for other territory.
        name: with its kind, "Xã Kỳ Hà".
        within: names of what it lies in, as written after a comma: ("thị xã Kỳ Anh", "Hà Tĩnh").
        listed_on: the day the list is of, or the first day of the unit where it is known; None for papers before
            10/04/2015.
        nearness: 0 the town itself, 1 its province, 2 the neighbours, 3 the rest.
    """

    code: str
    name: str
    within: tuple[str, ...]
    listed_on: datetime.date | None
    nearness: int = _FAR

    @property
    def text(self) -> str:
        """What goes into the box: "Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh"."""
        return ", ".join((self.name, *self.within))

    @property
    def bare_name(self) -> str:
        """The name without its kind, "Kỳ Hà"."""
        kind = next((kind for kind in _KINDS if self.name.startswith(f"{kind} ")), "")
        return self.name.removeprefix(kind).strip()

    @property
    def level(self) -> int:
        """0 for a province, 1 for a district, 2 for a commune."""
        if not self.within:
            return 0
        return 2 if self.name.startswith(_COMMUNE_KINDS) else 1

    @property
    def hint(self) -> str:
        """When it was so called, for the eye beside the suggestion."""
        if self.listed_on is None:
            return _("trước ngày 10/04/2015")
        return _("theo danh mục ngày {day}").format(day=self.listed_on.strftime("%d/%m/%Y"))


class Gazetteer:
    """Places that can be suggested while letters are typed.

    Attributes:
        places: in the order they are offered when nothing else tells them apart.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        by_text: dict[str, Place] = {}
        for place in sorted(places, key=_order):
            by_text.setdefault(place.text, place)  # units that kept their name need no second line
        found = list(by_text.values())
        folded = _fold_all([part for place in found for part in (place.bare_name, place.text)])
        self._bare = folded[::2]
        lines = [
            f"{place.code}{_FIELD}{name}{_FIELD}{whole}"
            for place, name, whole in zip(found, self._bare, folded[1::2], strict=False)
        ]
        self.places = tuple(found)
        # One text of all places: searching it is ten times faster than looking at each.
        self._text = _LINE + _LINE.join(lines) + _LINE
        self._own = [fold(place.bare_name) for place in found if place.nearness == _OWN]
        self._starts = [match.start() for match in re.finditer(_LINE, self._text)]

    def __len__(self) -> int:
        return len(self.places)

    def suggest(self, text: str, limit: int = 12) -> tuple[Place, ...]:
        """What could be meant by the letters typed so far, best first; nothing for blank text.

        Order: same code, same name, units of the town with such a word, beginning of the name, beginning of a word,
        anywhere inside; within each the same marks first, then the town, its province, the neighbours; of these a
        province before districts, districts before communes, old units before new ones.
        """
        typed = _searched(fold(text))
        if not typed:
            return ()
        marked = tone_key(text)
        found: dict[int, Place] = {}
        for rows in self._ranks(typed, marked, max(limit, _LOOKED_AT)):
            fresh = [row for row in rows if row not in found]
            fresh.sort(
                key=lambda row: (marked not in tone_key(self.places[row].text), self._height(row, typed))
            )
            found.update((row, self.places[row]) for row in fresh)
            if len(found) >= limit:
                break
        return tuple(found.values())[:limit]

    def _height(self, row: int, typed: str) -> tuple[int, int]:
        """Of places of one name a district stands before what lies in it, also before the town's own commune."""
        if self._bare[row] != typed:
            return 0, 0
        place = self.places[row]
        return max(place.nearness, _SAME_PROVINCE), place.level

    def _ranks(self, typed: str, marked: str, most: int) -> Iterator[Iterable[int]]:
        """Rows of each rank, strictest first; the parts of a line are code, bare name, full text."""
        if typed.isdigit():
            yield self._rows(f"{_LINE}{typed}{_FIELD}", most)
        yield self._rows(f"{_FIELD}{typed}{_FIELD}", most)
        yield self._rows(f"{_FIELD}{typed}{_LINE}", most)
        yield [
            row
            for row, name in enumerate(self._own)
            if f" {typed}" in f" {name}" and (marked == typed or marked in tone_key(self.places[row].text))
        ]
        yield self._rows(f"{_FIELD}{typed}", most)
        yield self._rows(f" {typed}", most)
        yield self._rows(typed, most)

    def find(self, text: str) -> Place | None:
        """The place written exactly so, in either school of tones; None when it is not on a list."""
        typed = tone_key(text)
        for row in self._rows(f"{_FIELD}{_searched(fold(text))}{_LINE}", len(self.places)):
            if tone_key(self.places[row].text) == typed:
                return self.places[row]
        return None

    def _rows(self, wanted: str, most: int) -> Iterator[int]:
        """Rows whose line holds `wanted`, in order, each once."""
        position, count = self._text.find(wanted), 0
        while position >= 0 and count < most:
            # A reading that begins with the line end begins before its row.
            row = bisect.bisect_right(self._starts, position) - 1
            yield row
            count += 1
            end = self._starts[row + 1]
            position = self._text.find(wanted, end)


def _order(place: Place) -> tuple[int, int, bool, str, str]:
    is_new = place.listed_on is not None and place.listed_on >= _LAST_CHANGE
    return place.nearness, place.level, is_new, place.bare_name, place.code


def _searched(folded: str) -> str:
    return _SIGNS.sub(" ", folded).strip()


def _fold_all(texts: list[str]) -> list[str]:
    """`fold` of many texts at once: one pass over all of them instead of one for each."""
    whole = unicodedata.normalize("NFD", _LINE.join(texts).lower())
    marks: dict[str, str | int | None] = {char: "" for char in set(whole) if unicodedata.combining(char)}
    return [_searched(line) for line in whole.translate(str.maketrans(marks | {"đ": "d"})).split(_LINE)]


@cache
def gazetteer() -> Gazetteer:
    """All places that come with the program, read once; takes a quarter of a second."""
    rows = read_table("area/places.csv")
    town = area().town.key
    listed = [place for place in _listed(rows) if place.nearness != _OWN]
    # What papers wrote before the town was founded is known of the town that comes with the program only.
    own = _own_places(area(), town.code) if town == shipped_area().town.key else ()
    return Gazetteer([*listed, *own])


def _listed(rows: list[dict[str, str]]) -> Iterator[Place]:
    names = {(row["listed_on"], row["code"]): row for row in rows}
    own = {unit.key.code for unit in area().units}
    for row in rows:
        day, code, parent = row["listed_on"], row["code"], row["parent_code"]
        above: list[str] = []
        last = code
        while parent:
            outer = names[day, parent]
            above.append(_as_part(outer["name"], is_province=not outer["parent_code"]))
            last, parent = parent, outer["parent_code"]
        is_own = code in own and last == PROVINCE
        name = row["name"]
        yield Place(
            code, name, tuple(above), datetime.date.fromisoformat(day), _OWN if is_own else _nearness(last)
        )


def _nearness(province: str) -> int:
    if province == PROVINCE:
        return _SAME_PROVINCE
    return _NEAR if province in _NEIGHBOURS else _FAR


def _as_part(name: str, *, is_province: bool) -> str:
    """How a unit is written after a comma: "thị xã Kỳ Anh", "Hà Tĩnh"."""
    if is_province:
        return name.removeprefix(next((kind for kind in _PROVINCE_KINDS if name.startswith(kind)), ""))
    return name[:1].lower() + name[1:]


def _own_places(own: Area, town: str) -> Iterator[Place]:
    """The town, its units with their days, and the same territory as papers before the town wrote it."""
    yield Place(town, own.town.name, (PROVINCE_NAME,), own.town.key.valid_from, _OWN)
    for unit in own.units:
        if unit.is_town:
            continue
        end = own.town.valid_to
        is_after_town = end is not None and unit.key.valid_from > end
        within = (PROVINCE_NAME,) if is_after_town else (_TOWN, PROVINCE_NAME)
        yield Place(unit.key.code, unit.name, within, unit.key.valid_from, _OWN)
    for unit in own.units_on(COLLECTION_DAY):
        yield Place(unit.key.code, _former_name(own, unit), (_FORMER_DISTRICT, PROVINCE_NAME), None, _OWN)


def _former_name(own: Area, unit: Unit) -> str:
    """The name before the town was founded: thị trấn Kỳ Anh became phường Sông Trí."""
    origin = next((change.origin_name for change in own.changes if change.target == unit.key), unit.name)
    return clean(origin.partition(",")[0])


def forget_places() -> None:
    """Read the places again when next asked: the program speaks about another area."""
    gazetteer.cache_clear()
