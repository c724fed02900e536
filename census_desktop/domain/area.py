"""The area (địa bàn): administrative units with their dates, residential groups, changes of boundaries.

A code or a name alone is no key: 18754 has been thị trấn Kỳ Anh, phường Sông Trí, phường Hưng Trí and a larger
phường Sông Trí. A unit is keyed by its code and the day it began; units are never deleted, they end and have
successors.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from census_desktop.base.text import _
from census_desktop.domain.codes import read_table
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean, fold, tone_key

TOWN_KINDS = frozenset({"Thị xã", "Thành phố", "Huyện", "Quận"})
_KEY = re.compile(r"([0-9]{1,5})@([0-9]{4}-[0-9]{2}-[0-9]{2})")
_CODE = re.compile(r"[0-9]+")
_ONE_DAY = datetime.timedelta(days=1)
_DEMO = "demo"


# Slips are collected in the twelve units of the years 2015 to 2019; a code without a date means the unit of this day.
COLLECTION_DAY = datetime.date(2018, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class UnitKey:
    """What a unit is known by, for ever.

    Attributes:
        code: code of the statistics office.
        valid_from: first day of the unit.
    """

    code: str
    valid_from: datetime.date

    def __str__(self) -> str:
        """The stored form, "18754@2015-04-10"."""
        return f"{self.code}@{self.valid_from.isoformat()}"

    @classmethod
    def from_text(cls, text: str) -> UnitKey:
        """Read the stored form; whether such a unit is known is another question.

        Raises:
            BadInput: not of that form.
        """
        match = _KEY.fullmatch(text)
        if match is not None:
            try:
                return cls(match[1], datetime.date.fromisoformat(match[2]))
            except ValueError:
                pass  # no such day: told below like any other wrong form
        raise BadInput(text, _("Đơn vị hành chính phải có dạng mã@ngày, ví dụ 18754@2015-04-10."))


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit: phường, xã or the town itself.

    Attributes:
        key: code and first day.
        name: with its kind, "Phường Sông Trí".
        kind: "Phường", "Xã" or "Thị xã".
        valid_to: last day, None when it still exists.
        successors: units its territory went to; several when it was divided.
    """

    key: UnitKey
    name: str
    kind: str
    valid_to: datetime.date | None = None
    successors: tuple[UnitKey, ...] = ()

    @property
    def bare_name(self) -> str:
        """The name without its kind, "Sông Trí"."""
        return self.name.removeprefix(self.kind).strip()

    @property
    def is_town(self) -> bool:
        """True for the town itself, which is no phường or xã."""
        return self.kind in TOWN_KINDS

    def is_valid_on(self, day: datetime.date) -> bool:
        """True when the unit exists on `day`."""
        return self.key.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class BoundaryChange:
    """What became of one unit on one day.

    Attributes:
        effective_on: first day of the new state.
        origin: the unit that changed; None when it lay outside the town.
        origin_name: its name.
        target: the unit its people belong to from then on.
        is_divided: only a part went there; thôn or address must decide.
        legal_basis: the resolution.
    """

    effective_on: datetime.date
    origin: UnitKey | None
    origin_name: str
    target: UnitKey
    is_divided: bool
    legal_basis: str


@dataclass(frozen=True, slots=True)
class ResidentialGroup:
    """A thôn or tổ dân phố; names repeat between units.

    Attributes:
        unit: the unit it lies in.
        name: as written on slips, "Hoa Đông" or "Tổ dân phố 1".
        kind: "thôn" or "tổ dân phố"; "" when the name says it.
        is_placeholder: a numbered stand-in of the demonstration data; the supervisor replaces it.
    """

    unit: UnitKey
    name: str
    kind: str
    is_placeholder: bool = False

    @property
    def label(self) -> str:
        """The name with its kind, "Thôn Hoa Đông", once only."""
        kind = self.kind.capitalize()
        return self.name if self.name.startswith(kind) else f"{kind} {self.name}"


@dataclass(frozen=True, slots=True)
class UnitTarget:
    """How many people and households a unit should collect.

    Attributes:
        unit: the unit.
        people: people to be collected.
        households: households to be collected.
        demo_done_percent: how much of it the demonstration town has in, 0 to 100.
    """

    unit: UnitKey
    people: int
    households: int
    demo_done_percent: int


class Area:
    """All units of one town through time.

    Attributes:
        units: every unit, the town included, by first day and code.
        changes: boundary changes in order of time.
        residential_groups: every group of every unit.
    """

    def __init__(
        self,
        units: Iterable[Unit],
        changes: Iterable[BoundaryChange] = (),
        residential_groups: Iterable[ResidentialGroup] = (),
    ) -> None:
        self.units = tuple(sorted(units, key=lambda unit: (unit.key.valid_from, unit.key.code)))
        self.changes = tuple(changes)
        self.residential_groups = tuple(residential_groups)
        self._by_key = {unit.key: unit for unit in self.units}
        names = [unit.name for unit in self.units]
        self._namesakes = {name for name in names if names.count(name) > 1}

    @property
    def town(self) -> Unit:
        """The town all units belonged to until 30/06/2025."""
        return next(unit for unit in self.units if unit.is_town)

    def get(self, key: UnitKey) -> Unit | None:
        """The unit with this key, None when it is not known."""
        return self._by_key.get(key)

    def unit(self, code: str, on: datetime.date) -> Unit | None:
        """The unit that has `code` on that day, None when none has."""
        return next((unit for unit in self.units if unit.key.code == code and unit.is_valid_on(on)), None)

    def units_on(self, day: datetime.date) -> tuple[Unit, ...]:
        """The phường and xã that exist on `day`, by code."""
        return tuple(unit for unit in self.units if not unit.is_town and unit.is_valid_on(day))

    def groups_of(self, unit: UnitKey) -> tuple[ResidentialGroup, ...]:
        """The residential groups of a unit, in the order of the list."""
        return tuple(group for group in self.residential_groups if group.unit == unit)

    def changes_of(self, unit: UnitKey) -> tuple[BoundaryChange, ...]:
        """What became of a unit when it ended; several for a divided one."""
        return tuple(change for change in self.changes if change.origin == unit)

    def label(self, unit: Unit) -> str:
        """The name, with the first day beside it when other units have carried the same name."""
        if unit.name not in self._namesakes:
            return unit.name
        day = unit.key.valid_from.strftime("%d/%m/%Y")
        return _("{name} (từ {day})").format(name=unit.name, day=day)

    def parse_unit(self, text: str, on: datetime.date | None = None) -> Unit:
        """Find the unit meant by its key, its code, its name (with or without kind) or its label.

        Args:
            text: "18754@2015-04-10", "18754", "Phường Sông Trí", "song tri", "Phường Sông Trí (từ 10/04/2015)".
            on: the day for which a code or a name is meant; without it they must be unique through time.

        Raises:
            BadInput: unknown, not existing on that day, or more than one unit could be meant.
        """
        typed = clean(text)
        if "@" in typed:
            found = self._by_key.get(UnitKey.from_text(typed))
            known = [found] if found is not None else []
        elif _CODE.fullmatch(typed):
            known = [unit for unit in self.units if unit.key.code == typed]
        else:
            known = self._named(typed)
        if not known:
            raise BadInput(text, _("Không có đơn vị hành chính này trong danh sách."))
        return self._one_of(text, known, None if "@" in typed else on)

    def unit_meant(self, text: str) -> Unit:
        """The unit that `text` means in this collection: a bare code or name is the unit of `COLLECTION_DAY`.

        A code or name that no unit had on that day means the only unit that ever had it.

        Raises:
            BadInput: unknown, or more than one unit could be meant.
        """
        try:
            return self.parse_unit(text, COLLECTION_DAY)
        except BadInput:
            return self.parse_unit(text)

    def _named(self, typed: str) -> list[Unit]:
        """Units of that name by the strictest reading that knows any."""
        for form in (clean, tone_key, fold):
            for names in (
                lambda unit: (self.label(unit),),
                lambda unit: (unit.name,),
                lambda unit: (unit.bare_name,),
            ):
                found = [unit for unit in self.units if form(typed) in map(form, names(unit))]
                if found:
                    return found
        return []

    def _one_of(self, text: str, known: list[Unit], on: datetime.date | None) -> Unit:
        if on is not None:
            valid = [unit for unit in known if unit.is_valid_on(on)]
            if not valid:
                day = on.strftime("%d/%m/%Y")
                raise BadInput(text, _("Ngày {day} không có đơn vị hành chính này.").format(day=day))
            known = valid
        if len(known) > 1:
            labels = ", ".join(f"{self.label(unit)} [{unit.key}]" for unit in known)
            raise BadInput(text, _("Có thể là {labels}; hãy ghi rõ.").format(labels=labels))
        return known[0]


_in_use: list[Area] = []  # the area of the open store where it is not the one that comes with the program


def area() -> Area:
    """The area the program speaks about: that of the open store."""
    return _in_use[-1] if _in_use else shipped_area()


def use_area(other: Area | None) -> None:
    """Speak about another area from now on; None for the one that comes with the program."""
    _in_use[:] = [] if other is None else [other]


@cache
def shipped_area() -> Area:
    """The area that comes with the program: thị xã Kỳ Anh from 2015, read once."""
    rows = read_table("area/units.csv")
    keys = [(_key(row), _day_or_none(row["valid_to"])) for row in rows]

    def ending_before(code: str, day: datetime.date) -> UnitKey | None:
        return next((key for key, end in keys if key.code == code and end == day - _ONE_DAY), None)

    changes = [
        BoundaryChange(
            effective_on=(day := datetime.date.fromisoformat(row["effective_on"])),
            origin=ending_before(row["from_code"], day),
            origin_name=row["from_name"],
            target=UnitKey(row["to_code"], day),
            is_divided=row["needs_choice"] == "yes",
            legal_basis=row["legal_basis"],
        )
        for row in read_table("area/boundary_changes.csv")
    ]
    units = [
        Unit(
            key=key,
            name=row["name"],
            kind=row["kind"],
            valid_to=end,
            successors=tuple(change.target for change in changes if change.origin == key),
        )
        for row, (key, end) in zip(rows, keys, strict=True)
    ]
    groups = [
        ResidentialGroup(_key(row), row["name"], row["kind"], is_placeholder=row["source"] == _DEMO)
        for row in read_table("area/residential_groups.csv")
    ]
    return Area(units, changes, groups)


@cache
def unit_targets() -> tuple[UnitTarget, ...]:
    """Targets of the twelve units of 2018: demonstration figures that add up to 60,191 people, 17,207 households."""
    return tuple(
        UnitTarget(_key(row), int(row["people"]), int(row["households"]), int(row["demo_done_percent"]))
        for row in read_table("area/targets_2018.csv")
    )


def _key(row: dict[str, str]) -> UnitKey:
    return UnitKey(row["code"], datetime.date.fromisoformat(row["valid_from"]))


def _day_or_none(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
