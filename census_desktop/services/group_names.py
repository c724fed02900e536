"""One name for each residential group of a unit, whatever targets, registers and slips call it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from census_desktop.base.text import _
from census_desktop.domain.area import ResidentialGroup, UnitKey, area
from census_desktop.domain.boundaries import group_key
from census_desktop.domain.spec import BadInput
from census_desktop.services.units import unit_name
from census_desktop.store.store import Store
from census_desktop.store.walk import places


@dataclass(frozen=True, slots=True)
class Matched:
    """A name on a list that was taken for a known one.

    Attributes:
        unit: unit text.
        typed: as on the list.
        name: as it is known here.
    """

    unit: str
    typed: str
    name: str


class GroupNames:
    """Names by unit and spelling; the one learnt first stays."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    @classmethod
    def of_store(cls, store: Store, first: Iterable[tuple[str, str]]) -> GroupNames:
        """Names of `first` (unit text, name), then of the area, then as most households write them."""
        names = cls()
        names.learn(first)
        names.learn((str(group.unit), group.label) for group in area().residential_groups)
        found = sorted(places(store), key=lambda place: -place.households)
        names.learn((place.unit or "", place.residential_group or "") for place in found)
        return names

    def learn(self, names: Iterable[tuple[str, str]]) -> None:
        """Know further names by unit text; other spellings of known ones change nothing."""
        for unit, name in names:
            self._names.setdefault((unit, group_key(name)), name)

    def of(self, unit: str, name: str) -> str:
        """The known name, or the name itself, which is known from now on; blank stays blank."""
        return self._names.setdefault((unit, group_key(name)), name) if name else ""


def listed_groups(unit: str) -> tuple[ResidentialGroup, ...]:
    """The groups the area knows of a unit text; none for a text that is no unit."""
    try:
        return area().groups_of(UnitKey.from_text(unit))
    except BadInput:
        return ()


def matched_words(matched: Iterable[Matched]) -> str:
    """What was taken for what, one sentence; "" when every name stood as it is known."""
    found = list(dict.fromkeys(matched))
    if not found:
        return ""
    shown = "; ".join(f"“{one.typed}” → “{one.name}” ({unit_name(one.unit)})" for one in found[:_SHOWN])
    more = _(" và {count} tên khác").format(count=len(found) - _SHOWN) if len(found) > _SHOWN else ""
    return _("Tên thôn, tổ được hiểu là tên đã có: {names}{more}.").format(names=shown, more=more)


def matched_rows(matched: Iterable[Matched]) -> list[dict[str, str]]:
    """The same for programs, each once."""
    return [{"unit": one.unit, "typed": one.typed, "name": one.name} for one in dict.fromkeys(matched)]


_SHOWN = 5
