"""Another hand at the second slip: other errors at other rates than linkage was tuned with.

It writes down what it hears from a relative (who rounds ages and forgets middle names) and types Telex on a machine
whose input method is sometimes off. Used for reporting only; nothing in `linkage` was chosen by looking at it.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from census_desktop.domain.vietnamese import fold
from census_desktop.synthetic.second_slips import Slip

if TYPE_CHECKING:
    from census_desktop.synthetic.dice import Dice

_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "ă": "aw", "đ": "dd"}
_MISHEARD = {
    "Thuỷ": "Thuý", "Hoa": "Hoà", "Hương": "Hường", "Hạnh": "Hành", "Tuấn": "Tuân", "Dũng": "Rũng", "Sơn": "Xơn",
    "Trang": "Chang", "Linh": "Ninh", "Giang": "Dang", "Long": "Nong", "Thảo": "Thào", "Dung": "Rung", "Loan": "Noan",
}  # fmt: skip
_NEAR_KEYS = {
    "3": "2",
    "4": "5",
    "6": "9",
    "7": "1",
    "8": "0",
    "1": "7",
    "9": "6",
    "0": "8",
    "2": "3",
    "5": "4",
}
_PLACES = ("Hà Tĩnh", "Kỳ Anh, Hà Tĩnh", "tỉnh Hà Tĩnh")


def as_telex(word: str) -> str:
    """The keys of a word, as they stand when the input method is off: "Hùng" gives "Hufng"."""
    keys = []
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TELEX_TONES[mark] for mark in parts if mark in _TELEX_TONES), "")
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TELEX_TONES))
        base = _TELEX_LETTERS.get(bare.lower(), bare)
        keys.append((base.capitalize() if bare.isupper() else base) + tone)
    return "".join(keys)


class HearingHand:
    """See the module."""

    def again(self, slip: Slip, dice: Dice, errors: float) -> Slip:
        """The same person's slip a second time."""
        slip["full_name"] = self._name(slip["full_name"], dice, errors, middle=0.08)
        slip["birth_date"] = self._birth(slip["birth_date"], dice, errors)
        for box in ("personal_id", "old_id"):
            slip[box] = self._number(slip[box], dice, errors)
        for box in ("father_name", "mother_name", "spouse_name"):
            forgotten = dice.chance(0.18 * errors)
            slip[box] = None if forgotten else self._name(slip[box], dice, errors, middle=0.15)
        for box in ("father_id", "mother_id", "spouse_id"):
            if dice.chance(0.6 * errors):
                slip[box] = None
        for box in ("native_place", "birth_registration_place"):
            slip[box] = self._place(slip[box], dice, errors)
        if dice.chance(0.005 * errors):
            slip["sex"] = "2" if slip["sex"] == "1" else "1"
        return slip

    def _number(self, number: str | None, dice: Dice, errors: float) -> str | None:
        if not number or dice.chance(0.2 * errors):
            return None
        if not dice.chance(0.12 * errors):
            return number
        place = dice.between(0, len(number) - 1)
        return number[:place] + _NEAR_KEYS.get(number[place], "") + number[place + 1 :]

    def _place(self, place: str | None, dice: Dice, errors: float) -> str | None:
        if place and dice.chance(0.12 * errors):
            return dice.one_of(_PLACES)
        return fold(place).title() if place and dice.chance(0.2 * errors) else place

    def _name(self, name: str | None, dice: Dice, errors: float, *, middle: float) -> str | None:
        if not name:
            return name
        words = [_MISHEARD.get(word, word) if dice.chance(0.3 * errors) else word for word in name.split()]
        if dice.chance(0.10 * errors):
            words = [as_telex(word) for word in words]
        elif dice.chance(0.12 * errors):
            words = [fold(word).capitalize() for word in words]
        if len(words) > 2 and dice.chance(middle * errors):
            del words[dice.between(1, len(words) - 2)]
        if dice.chance(0.03 * errors):
            place = dice.between(0, len(words) - 1)
            words[place] = words[place][:-1] or words[place]
        return " ".join(words)

    def _birth(self, born: str | None, dice: Dice, errors: float) -> str | None:
        if not born or dice.chance(1 - 0.3 * errors):
            return born
        kind = dice.share()
        if kind < 0.35:
            return born[:4]
        if kind < 0.5:
            return f"{born[:4]}-01-01"
        if kind < 0.65:
            return f"{int(born[:4]) + dice.one_of((-1, 1))}{born[4:7]}-01"[: len(born)]
        if len(born) < 10:
            return born
        if kind < 0.85:
            return f"{born[:8]}{_NEAR_KEYS[born[9]].rjust(2, born[8])}" if born[8] != "3" else f"{born[:8]}01"
        return f"{born[:4]}-{born[8:]}-{born[5:7]}" if born[8:] <= "12" else born[:7]
