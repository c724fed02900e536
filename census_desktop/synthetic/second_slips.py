"""How the second slip of a person differs from the first: the errors of declaring and typing again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from census_desktop.domain.vietnamese import fold
from census_desktop.synthetic.dice import Dice
from census_desktop.synthetic.people import surnames

Slip = dict[str, str | None]


class Hand(Protocol):
    """Whoever fills in the second slip."""

    def again(self, slip: Slip, dice: Dice, errors: float) -> Slip:
        """The same person's slip as declared and typed a second time."""
        ...


_VOWEL_SLIPS = {
    "a": "ă",
    "ă": "â",
    "â": "a",
    "o": "ô",
    "ô": "ơ",
    "ơ": "o",
    "e": "ê",
    "ê": "e",
    "u": "ư",
    "ư": "u",
}
_KEYS_BESIDE = {
    "a": "s",
    "n": "m",
    "m": "n",
    "h": "j",
    "t": "r",
    "g": "h",
    "i": "o",
    "o": "i",
    "c": "v",
    "u": "y",
}
_SOUND_SLIPS = (("L", "N"), ("N", "L"), ("Tr", "Ch"), ("Ch", "Tr"), ("S", "X"), ("X", "S"), ("y", "i"))
_SURNAME_SLIPS = {"Hoàng": "Huỳnh", "Huỳnh": "Hoàng", "Vũ": "Võ", "Võ": "Vũ"}
_TONES = {
    "á": "à",
    "à": "á",
    "ả": "ã",
    "ã": "ả",
    "ạ": "à",
    "ế": "ề",
    "ề": "ế",
    "ị": "ì",
    "ì": "ị",
    "ú": "ù",
    "ù": "ú",
}
_TONES |= {"ũ": "ủ", "ủ": "ũ", "ơ": "ở", "ồ": "ộ", "ộ": "ồ", "ễ": "ể", "ư": "ử", "í": "ì", "ó": "ò", "ò": "ó"}


def one_letter_off(word: str, dice: Dice) -> str:
    """A neighbouring key, a letter lost or doubled."""
    if len(word) < 2:
        return word
    place = dice.between(1, len(word) - 1)
    letter = word[place]
    kind = dice.between(0, 2)
    if kind == 0 or len(word) == 2:
        return word[:place] + _KEYS_BESIDE.get(letter, letter + letter) + word[place + 1 :]
    return word[:place] + (word[place + 1 :] if kind == 1 else letter + word[place:])


def change_digits(number: str, dice: Dice) -> str:
    """A wrong digit, or two neighbours swapped."""
    place = dice.between(0, len(number) - 2)
    if dice.chance(0.6):
        return f"{number[:place]}{(int(number[place]) + dice.between(1, 9)) % 10}{number[place + 1 :]}"
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


class TypingHand:
    """Errors of declaring and typing again, with the shares of the first study."""

    def again(self, slip: Slip, dice: Dice, errors: float) -> Slip:
        """The same person's slip a second time."""

        def strikes(share: float) -> bool:
            return dice.chance(share * errors)

        slip["full_name"] = self._name(slip["full_name"], strikes, dice, is_own=True)
        slip["birth_date"] = self._birth(slip["birth_date"], strikes, dice)
        self._numbers(slip, strikes, dice)
        self._relatives(slip, strikes, dice)
        if strikes(0.01):
            slip["sex"] = "2" if slip["sex"] == "1" else "1"
        self._places(slip, strikes, dice)
        return slip

    def _name(
        self, name: str | None, strikes: Callable[[float], bool], dice: Dice, *, is_own: bool
    ) -> str | None:
        if not name:
            return name
        words = name.split()
        if strikes(0.25 if is_own else 0.15):
            words = fold(name).title().split()
        elif strikes(0.10):
            place = dice.between(0, len(words) - 1)
            words[place] = "".join(_TONES.get(letter, letter) for letter in words[place])
        if strikes(0.05):
            place = dice.between(0, len(words) - 1)
            words[place] = one_letter_off(words[place], dice)
        if strikes(0.06):
            words = _heard(words, dice)
        if strikes(0.06) and len(words) > 2:
            words = words[:1] + words[2:] if dice.chance(0.6) else [words[0], "Hồng", *words[2:]]
        if is_own and strikes(0.01):
            words = [words[-1], *words[:-1]]
        if strikes(0.03) and words[0] == "Nguyễn":
            words[0] = "Ng."
        text = " ".join(words)
        return text.upper() if strikes(0.3) else text

    def _birth(self, born: str | None, strikes: Callable[[float], bool], dice: Dice) -> str | None:
        if not born:
            return born
        if strikes(0.15):
            return born[:4]
        if len(born) < 10:
            return born
        year, month, day = born[:4], born[5:7], born[8:]
        if strikes(0.06) and int(day) <= 12:
            return f"{year}-{day}-{month}"
        if strikes(0.04):
            return f"{year}-{month}-{min(28, int(day) + dice.between(1, 3)):02d}"
        if strikes(0.03):
            return f"{year}-{dice.between(1, 12):02d}-{day if int(day) < 29 else '28'}"
        if strikes(0.04):
            return f"{int(year) + dice.one_of((-1, 1, -10, 10, 2))}-{month}-{day if int(day) < 29 else '28'}"
        return f"{year}-01-01" if strikes(0.03) else born

    def _numbers(self, slip: Slip, strikes: Callable[[float], bool], dice: Dice) -> None:
        for box in ("personal_id", "old_id"):
            number = slip[box]
            if number and strikes(0.30):
                slip[box] = None
            elif number and len(number) > 6 and strikes(0.10):
                slip[box] = change_digits(number.partition(";")[0], dice)
        if slip["old_id"] and strikes(0.1):
            slip["old_id"] = f"19{dice.bits(23) % 10_000_000:07d}"

    def _relatives(self, slip: Slip, strikes: Callable[[float], bool], dice: Dice) -> None:
        if strikes(0.20):
            slip |= dict.fromkeys(("father_name", "father_id", "mother_name", "mother_id"))
        for box in ("father_name", "mother_name", "spouse_name"):
            slip[box] = self._name(slip[box], strikes, dice, is_own=False)
        for box in ("father_id", "mother_id", "spouse_id"):
            if strikes(0.4):
                slip[box] = None
        if slip["spouse_name"] and strikes(0.08):
            slip["spouse_name"] = (
                None
                if dice.chance(0.6)
                else f"{dice.pick(surnames())} Thị {dice.one_of(('Hoa', 'Lan', 'Thắm'))}"
            )

    def _places(self, slip: Slip, strikes: Callable[[float], bool], dice: Dice) -> None:
        for box in ("native_place", "birth_registration_place"):
            place = slip[box]
            if place and strikes(0.15):
                slip[box] = None
            elif place and strikes(0.25):
                parts = place.split(", ")
                slip[box] = dice.one_of((
                    place.replace("huyện Kỳ Anh", "thị xã Kỳ Anh"),
                    ", ".join(parts[1:]) or place,
                    f"{parts[0]}, {parts[-1]}",
                    place.replace("Xã ", "").replace("Phường ", ""),
                ))  # fmt: skip


def _heard(words: list[str], dice: Dice) -> list[str]:
    words = list(words)
    if words[0] in _SURNAME_SLIPS and dice.chance(0.5):
        words[0] = _SURNAME_SLIPS[words[0]]
        return words
    wrong, right = dice.one_of(_SOUND_SLIPS)
    words[-1] = words[-1].replace(wrong, right, 1)
    return words
