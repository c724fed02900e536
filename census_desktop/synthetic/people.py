"""Names, numbers and places of made-up people.

Name shares come from the samples in ``resources/codes`` (surnames, given names), moved towards Hà Tĩnh; the share of
"Thị" and "Văn" by age is an estimate. Numbers stay in ranges that are not handed out: serials from 900000 in the
12-digit number, 188 and 189 in the CMND, area code 0200 in phones.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from census_desktop.domain.area import Unit, UnitKey, area, unit_targets
from census_desktop.domain.code_names import FEMALE, MALE
from census_desktop.domain.codes import read_table
from census_desktop.domain.identity_numbers import make_personal_id
from census_desktop.synthetic.dice import Dice, Weighted, parse_weights

HA_TINH = "042"
NEW_TONE_SHARE = 0.3  # of names with oa, oe, uy written the school way: Hoà beside Hòa

_LEAST_SURNAME = 0.1
# Hà Tĩnh writes Hoàng and Võ; Đậu, Thái, Biện and Lưu are common there.
_SURNAMES_HERE = {"Huỳnh": 0.05, "Vũ": 0.2, "Đậu": 1.6, "Thái": 0.9, "Biện": 0.6, "Lưu": 0.9, "Hà": 1.2}
_OLD_GIVEN = {
    MALE: ("Hòe", "Khoa", "Liệu", "Thìn", "Tý", "Sửu", "Dần", "Ngọ", "Tuất", "Thân", "Cầm", "Bường", "Hồng"),
    FEMALE: ("Hoa", "Lan", "Huệ", "Cúc", "Thơm", "Nhị", "Tứ", "Lý", "Xoan", "Lài", "Bốn", "Em", "Đào"),
}
_MALE_MIDDLES = parse_weights(
    "Xuân 9, Đình 9, Hữu 9, Đức 8, Quang 7, Công 5, Minh 5, Anh 4, Quốc 5, Tiến 4, Thanh 5, Ngọc 5, Hồng 3,"
    "Viết 3, Trọng 4, Bá 2, Sỹ 2, Thế 3, Duy 3, Gia 2, Hoàng 3, Tuấn 3, Nhật 2"
)
_FEMALE_MIDDLES = parse_weights(
    "Thu 8, Thanh 7, Ngọc 7, Hồng 6, Mỹ 4, Kim 4, Thùy 4, Quỳnh 5, Hoài 5, Phương 5, Khánh 4, Bích 4, Minh 3,"
    "Diệu 3, Lan 3, Trà 3, Bảo 3, Hà 4, Cẩm 2, Tường 1, Gia 1, Ánh 2, Như 3, Hải 3"
)
# (born before, share of the usual middle word, share of a further middle word): Thị for women, Văn for men.
_FEMALE_HABITS = ((1975, 0.87, 0.12), (2000, 0.65, 0.35), (9999, 0.38, 0.60))
_MALE_HABITS = ((1975, 0.45, 0.05), (2000, 0.30, 0.12), (9999, 0.14, 0.30))
_NO_MIDDLE = 0.006

# Where people who married into the town come from: the paper's words and the province of the number.
ELSEWHERE = (
    ("Xã Cẩm Hà, huyện Cẩm Xuyên, Hà Tĩnh", "042"),
    ("Xã Hương Trà, huyện Hương Khê, Hà Tĩnh", "042"),
    ("Phường Bắc Hà, thành phố Hà Tĩnh, Hà Tĩnh", "042"),
    ("Xã Thạch Kim, huyện Lộc Hà, Hà Tĩnh", "042"),
    ("Xã Quảng Đông, huyện Quảng Trạch, Quảng Bình", "044"),
    ("Phường Đội Cung, thành phố Vinh, Nghệ An", "040"),
    ("Xã Quỳnh Lương, huyện Quỳnh Lưu, Nghệ An", "040"),
    ("Phường Đông Vệ, thành phố Thanh Hóa, Thanh Hóa", "038"),
    ("Xã Giao Hải, huyện Giao Thủy, Nam Định", "036"),
    ("Phường Hải Châu I, quận Hải Châu, Đà Nẵng", "048"),
)
_PROVINCE_SPLIT = datetime.date(1991, 8, 12)  # Nghệ Tĩnh became Nghệ An and Hà Tĩnh
_PROVINCE_JOINED = datetime.date(1976, 2, 1)


@dataclass(frozen=True, slots=True)
class Habit:
    """What names of one sex and time look like."""

    given: Weighted[str]
    usual_middle: str
    usual_share: float
    further_share: float
    middles: Weighted[str]


@cache
def surnames() -> Weighted[str]:
    """Surnames of the place with their shares."""
    weights = {
        row["surname"]: max(
            float(row["pct_national_2005_book"] or 0), float(row["pct_daklak_sample"] or 0), _LEAST_SURNAME
        )
        for row in read_table("codes/surnames.csv")
    }
    return Weighted((weights | _SURNAMES_HERE).items())


@cache
def _habits(sex: str) -> tuple[tuple[int, Habit], ...]:
    in_file = "male" if sex == MALE else "female"
    young = [
        (row["given_name"], float(row["pct_in_sample"] or _LEAST_SURNAME))
        for row in read_table("codes/given_names.csv")
        if row["sex"] == in_file
    ]
    total = sum(weight for _name, weight in young)
    old = young + [(name, total / len(_OLD_GIVEN[sex])) for name in _OLD_GIVEN[sex]]
    return tuple(
        (
            before,
            Habit(
                given=Weighted(old if before == 1975 else young),
                usual_middle="Văn" if sex == MALE else "Thị",
                usual_share=usual,
                further_share=further,
                middles=_MALE_MIDDLES if sex == MALE else _FEMALE_MIDDLES,
            ),
        )
        for before, usual, further in (_MALE_HABITS if sex == MALE else _FEMALE_HABITS)
    )


def make_name(dice: Dice, sex: str, year: int, surname: str, taken: set[str]) -> str:
    """A full name of somebody born in `year`; given names in `taken` are avoided and the new one is added."""
    habit = next(habit for before, habit in _habits(sex) if year < before)
    given = dice.pick(habit.given)
    while given in taken and len(taken) < len(habit.given.items) // 2:
        given = dice.pick(habit.given)
    taken.add(given)
    words = [surname]
    if not dice.chance(_NO_MIDDLE):
        is_usual = dice.chance(habit.usual_share)
        words.append(habit.usual_middle if is_usual else dice.pick(habit.middles))
        if dice.chance(habit.further_share):
            further = dice.pick(habit.middles)
            words += [further] if further not in {given, words[-1]} else []
    if given == words[-1]:
        words.pop()
    words.append(given if not dice.chance(NEW_TONE_SHARE) else _new_tone(given))
    return " ".join(words)


# --- tone placement -------------------------------------------------------------------------------------------

_PAIRS = {
    unicodedata.normalize("NFC", pair[0] + tone + pair[1]): unicodedata.normalize("NFC", pair + tone)
    for pair in ("oa", "oe", "uy")
    for tone in "\u0300\u0309\u0303\u0301\u0323"
}
_BACK = {new: old for old, new in _PAIRS.items()}
_OLD_WAY = re.compile(rf"(?<!q)(?<!Q)({'|'.join(_PAIRS)})\b")
_EITHER_WAY = re.compile(rf"(?<!q)(?<!Q)({'|'.join((*_PAIRS, *_BACK))})\b")


@cache
def _new_tone(text: str) -> str:
    return _OLD_WAY.sub(lambda match: _PAIRS[match[0]], text)


def other_tone_placement(name: str) -> str | None:
    """The name with its tones the other way (Hoà for Hòa, Thúy for Thuý); None when there is nothing to turn."""
    turned = _EITHER_WAY.sub(lambda match: _PAIRS.get(match[0]) or _BACK[match[0]], name)
    return turned if turned != name else None


# --- numbers --------------------------------------------------------------------------------------------------


class Numbers:
    """Hands out numbers that are unique within a town of up to twenty units of 100,000 numbers each."""

    _RANGE = 2_000_000
    _SERIALS = 100_000  # of 12-digit numbers, for few people have one: 5,000 to a unit
    _STRIDE = 1_234_577  # shares no factor with the ranges, so that every number comes once

    def __init__(self, unit: UnitKey, seed: int) -> None:
        keys = [target.unit for target in unit_targets()]
        place = keys.index(unit) if unit in keys else len(keys) + int(unit.code) % 8
        self._next = place * 100_000
        self._next_serial = place * 5_000
        self._shift = seed * 7_919

    def _draw(self) -> int:
        self._next += 1
        return (self._next * self._STRIDE + self._shift) % self._RANGE

    def old_id(self) -> str:
        """A CMND of Nghệ An and Hà Tĩnh."""
        return f"18{8_000_000 + self._draw()}"

    def personal_id(self, province: str, sex: str, year: int) -> str:
        """A 12-digit number that fits birth and sex."""
        self._next_serial += 1
        serial = (self._next_serial * self._STRIDE + self._shift) % self._SERIALS
        return make_personal_id(province, sex, year, 900_000 + serial)

    def household_book(self) -> str:
        """Nine digits, as most household books have."""
        return f"42{self._draw():07d}"

    def phone(self) -> str:
        """Ten digits that ring nowhere."""
        return f"0200{self._draw() % 1_000_000:06d}"


# --- places ---------------------------------------------------------------------------------------------------


class Locality:
    """The unit as papers of different years write it."""

    def __init__(self, key: UnitKey) -> None:
        unit = area().get(key)
        if unit is None:
            raise ValueError(f"no unit {key}")
        self.unit: Unit = unit
        before = next((change for change in area().changes if change.target == key), None)
        self._origin = before.origin if before is not None else None
        town_end = area().town.valid_to
        is_after_town = town_end is not None and key.valid_from > town_end
        self.name = f"{unit.name}, Hà Tĩnh" if is_after_town else f"{unit.name}, thị xã Kỳ Anh, Hà Tĩnh"
        former = before.origin_name.partition(",")[0] if before is not None else unit.name
        self.former = f"{former}, huyện Kỳ Anh, Hà Tĩnh"
        self._former_province = f"{former}, huyện Kỳ Anh, Nghệ Tĩnh"
        self.groups = tuple(group.label for group in area().groups_of(key)) or ("Thôn 1",)

    def registered(self, born: datetime.date) -> str:
        """Where a birth of that day was registered, in the words of the time."""
        if born >= self.unit.key.valid_from:
            return self.name
        if self._origin is not None:
            return locality(self._origin).registered(born)
        return self._former_province if _PROVINCE_JOINED <= born < _PROVINCE_SPLIT else self.former


@cache
def locality(key: UnitKey) -> Locality:
    """The locality of a unit, made once.

    Raises:
        ValueError: there is no such unit.
    """
    return Locality(key)
