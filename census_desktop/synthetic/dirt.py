"""How often real life and real typing make data odd: one table, and the hands that do it.

Facts of life stand in every town. Mistakes come on top from a stream of chance of their own, so that two towns of one
seed differ in exactly the spoiled answers. What an old machine does to text breaks the stored form on purpose: such
records are for import files only, never for the store.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.spec import Kind
from census_desktop.synthetic.dice import Dice
from census_desktop.synthetic.people import Locality, other_tone_placement

Answers = dict[str, str | None]


class Dirt(enum.IntEnum):
    """How dirty the records may be; each level holds those before it."""

    FACTS = 0  # nothing but what is so: years without days, people away, soldiers, twins
    MISTAKES = 1  # and what was declared or typed wrongly
    OLD_MACHINE = 2  # and text as old machines write it: not in stored form


@dataclass(frozen=True, slots=True)
class DirtRate:
    """One kind of oddity.

    Attributes:
        level: from which level on it happens.
        rate: share, 0 to 1.
        of: whom the share counts, and what happens to them.
    """

    level: Dirt
    rate: float
    of: str


DIRT: Mapping[str, DirtRate] = MappingProxyType(
    {
        "year_only_old": DirtRate(
            Dirt.FACTS, 0.22, "people born before 1965: only the year of birth is known"
        ),
        "year_only_young": DirtRate(
            Dirt.FACTS, 0.004, "people born from 1965 on: only the year of birth is known"
        ),
        "month_only": DirtRate(Dirt.FACTS, 0.005, "everybody: only month and year of birth are known"),
        "no_id": DirtRate(Dirt.FACTS, 0.03, "people of fourteen and over: no number at all"),
        "two_old_ids": DirtRate(Dirt.FACTS, 0.03, "people with a CMND: have had two numbers"),
        "away": DirtRate(Dirt.FACTS, 0.19, "people of 18 to 40: away from home"),
        "soldier": DirtRate(Dirt.FACTS, 0.08, "men of 18 to 25: serving as conscripts"),
        "twins": DirtRate(Dirt.FACTS, 0.01, "births after the first in a household: twins"),
        "unregistered": DirtRate(Dirt.FACTS, 0.006, "children under six: birth not registered"),
        "wrong_sex_digit": DirtRate(Dirt.MISTAKES, 0.01, "12-digit numbers: digit of sex wrong"),
        "wrong_year_digits": DirtRate(Dirt.MISTAKES, 0.01, "12-digit numbers: digits of the year wrong"),
        "lost_digit": DirtRate(Dirt.MISTAKES, 0.003, "people with a number: one digit lost"),
        "same_old_id": DirtRate(Dirt.MISTAKES, 0.001, "people with a CMND: number of somebody else"),
        "other_tone": DirtRate(
            Dirt.MISTAKES, 0.05, "names of relatives with oa, oe, uy: tone placed the other way (Hoà, Hòa)"
        ),
        "former_address": DirtRate(
            Dirt.MISTAKES, 0.30, "households: permanent address still says huyện Kỳ Anh"
        ),
        "hospital": DirtRate(Dirt.MISTAKES, 0.01, "people: a hospital as place of birth registration"),
        "no_relation": DirtRate(Dirt.MISTAKES, 0.004, "members other than the head: relation not written"),
        "no_signature": DirtRate(Dirt.MISTAKES, 0.01, "slips: not signed by the declarant"),
        "eth": DirtRate(Dirt.OLD_MACHINE, 0.20, "names with Đ: typed as Ð (U+00D0)"),
        "decomposed": DirtRate(Dirt.OLD_MACHINE, 0.05, "names: loose marks (NFD)"),
        "blanks": DirtRate(Dirt.OLD_MACHINE, 0.03, "names: too many blanks"),
    }
)

_HOSPITALS = ("Bệnh viện đa khoa thị xã Kỳ Anh", "Trạm y tế xã", "Bệnh viện huyện Kỳ Anh")
_RELATIVES = ("father_name", "mother_name", "spouse_name", "head_name")
_NAMES = tuple(name for name, box in PERSON_FIELDS.items() if box.kind is Kind.NAME)
_MEMORY = 60  # numbers remembered for giving one to two people


def has_fact(dice: Dice, kind: str) -> bool:
    """True when this fact of life strikes."""
    return dice.share() < DIRT[kind].rate


class Mistakes:
    """The hand that spoils the records of one unit."""

    def __init__(self, place: Locality, *seed: object, level: Dirt) -> None:
        self._place = place
        self._dice = Dice("dirt", *seed)
        # Another stream of its own: reading what an old machine wrote gives the records of `MISTAKES` back.
        self._old_dice = Dice("old machine", *seed)
        self._level = level
        self._old_ids: list[str] = []

    def spoil(self, slips: list[Answers]) -> None:
        """Spoil the slips of one household; the head's is the first."""
        if self._level < Dirt.MISTAKES:
            return
        if self._strikes("former_address"):
            for slip in slips:
                self._former_address(slip)
        for place, slip in enumerate(slips):
            self._numbers(slip)
            self._words(slip)
            if place and self._strikes("no_relation"):
                slip["relation_to_head"] = None
            if self._strikes("no_signature"):
                slip["signed_declarant"] = None
            if self._level >= Dirt.OLD_MACHINE:
                self._old_machine(slip)

    def _strikes(self, kind: str) -> bool:
        return self._dice.share() < DIRT[kind].rate

    def _spells(self, kind: str) -> bool:
        return self._old_dice.share() < DIRT[kind].rate

    def _former_address(self, slip: Answers) -> None:
        address = slip["permanent_address"]
        if address is not None:
            slip["permanent_address"] = address.replace(self._place.name, self._place.former)

    def _numbers(self, slip: Answers) -> None:
        number, old = slip.get("personal_id"), slip.get("old_id")
        if number is not None:
            if self._strikes("wrong_sex_digit"):
                number = f"{number[:3]}{int(number[3]) ^ 1}{number[4:]}"
            if self._strikes("wrong_year_digits"):
                number = f"{number[:4]}{(int(number[4:6]) + 1) % 100:02d}{number[6:]}"
        if old is not None:
            if self._old_ids and self._strikes("same_old_id"):
                old = self._dice.one_of(self._old_ids)
            self._old_ids = [*self._old_ids[1 - _MEMORY :], old[:9]]
        if (number or old) and self._strikes("lost_digit"):
            number, old = (number[:-1], old) if number else (None, old[:-1] if old else None)
        slip["personal_id"], slip["old_id"] = number, old

    def _words(self, slip: Answers) -> None:
        for box in _RELATIVES:
            name = slip.get(box)
            turned = other_tone_placement(name) if name is not None else None
            if turned is not None and self._strikes("other_tone"):
                slip[box] = turned
        if slip.get("birth_registration_place") is not None and self._strikes("hospital"):
            slip["birth_registration_place"] = self._dice.one_of(_HOSPITALS)

    def _old_machine(self, slip: Answers) -> None:
        for box in _NAMES:
            name = slip.get(box)
            if name is None:
                continue
            if "Đ" in name and self._spells("eth"):
                name = name.replace("Đ", "Ð")
            if self._spells("decomposed"):
                name = unicodedata.normalize("NFD", name)
            if self._spells("blanks"):
                name = f" {name.replace(' ', '  ', 1)}"
            slip[box] = name
