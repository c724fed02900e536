"""What somebody typed into a search line, as it can be read: a name, a number, a place, a year, a slip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from census_desktop.domain.dates import MAX_YEAR, MIN_YEAR, parse_partial_date
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean, fold_words

LEAST_DIGITS = 4  # of a number looked for in the middle of longer ones
_BLANKS_OF_NUMBERS = re.compile(r"(?<=[0-9])[ .\-](?=[0-9])")
_SLIP = re.compile(r"([^\s/]+)\s*/\s*([^\s/]*)")
# What a first word says about the number after it. "Hồ" is a surname, and so may be "ho" before a year.
_HOUSEHOLD_WORDS = frozenset({"hộ", "hộ số", "ho", "ho so"})
_BATCH_WORDS = frozenset({"tập", "tập số", "tap", "tap so"})
_PLACE_WORD = "ở"
_BIRTH_WORDS = frozenset(
    {
        "sinh",
        "năm sinh",
        "sinh năm",
        "nam sinh",
        "sinh nam",
        "sinh ngày",
        "ngày sinh",
        "sinh ngay",
        "ngay sinh",
    }
)
_BEFORE_A_DAY = ("sinh", "ngay")  # "sinh" alone may be a given name
_AROUND_SIGNS = re.compile(r"(?<=[0-9])\s*([/.-])\s*(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Lookup:
    """The readings of what was typed; a record that fits one of them is found.

    Attributes:
        names: folded words, each the beginning of a word of the name; "" for none.
        born: beginning of a birth date in stored form ("1964", "1990-02"); beside `names` both must fit.
        places: folded words, each the beginning of a word of the household's place; beside `names` they are looked for
            only when nobody is called so, or a name would bring everybody of a hamlet called alike.
        digits: part of a personal id, an older id or a telephone number.
        household_no: number of a household, or beginning of the number of its book, as typed.
        slip_no: beginning of the number of a slip ("12/": the batch 12).
    """

    names: tuple[str, ...] = ()
    born: str = ""
    places: tuple[str, ...] = ()
    digits: str = ""
    household_no: str = ""
    slip_no: str = ""

    @property
    def is_blank(self) -> bool:
        """True when nothing is looked for."""
        return self == Lookup()


def read_lookup(typed: str) -> Lookup:
    """All readings of `typed`; marks, capitals and blanks inside numbers do not matter."""
    line = clean(typed)
    words = tuple(fold_words(line).split())
    if not words:
        return Lookup()
    said = _said(line)
    if said is not None:
        return said
    number = _BLANKS_OF_NUMBERS.sub("", line)
    if number.isdecimal() and number.isascii():
        return _number(number)
    slip = _SLIP.fullmatch(line)
    born = _date(line)
    if slip is not None or born:
        return Lookup(born=born, slip_no=f"{slip[1]}/{slip[2]}" if slip is not None else "")
    return _name_and_day(line) or _words(words, line)


def _name_and_day(line: str) -> Lookup | None:
    """A name with a birth date that is more than a year, in any of the spellings of dates; else None."""
    parts = _AROUND_SIGNS.sub(r"\1", line).split()
    dated = [part for part in parts if not _is_year(part) and any(map(str.isdigit, part))]
    born = _date(dated[0]) if len(dated) == 1 else ""
    names = tuple(fold_words(" ".join(part for part in parts if part not in dated)).split())
    if names[-2:] == _BEFORE_A_DAY:
        names = names[:-2]
    if not born or not names or any(word[0].isdecimal() for word in names):
        return None
    return Lookup(names=names, born=born)


def _said(line: str) -> Lookup | None:
    """The first word says what the others are: "hộ 12", "tập 3", "sinh 1964", "ở Hưng Hoà"; else None."""
    first, _blank, last = line.rpartition(" ")
    what = first.lower()
    is_numbered = any(char.isdigit() for char in last)
    if what in _HOUSEHOLD_WORDS and is_numbered and not (what == "ho" and _is_year(last)):
        return Lookup(household_no=last)
    if what in _BATCH_WORDS and is_numbered:
        return Lookup(slip_no=last if "/" in last else f"{last}/")
    if what.split(" ")[0] == _PLACE_WORD:
        return Lookup(places=tuple(fold_words(line).split()[1:]))
    if what in _BIRTH_WORDS and (born := _date(last)):
        return Lookup(born=born)
    return None


def _number(number: str) -> Lookup:
    return Lookup(
        born=_date(number),
        digits=number if len(number) >= LEAST_DIGITS else "",
        household_no=number,
    )


def _words(words: tuple[str, ...], line: str) -> Lookup:
    names = tuple(word for word in words if not _is_year(word))
    years = [word for word in words if _is_year(word)]
    is_name = bool(names) and not any(word[0].isdecimal() for word in names) and len(years) <= 1
    is_number = len(words) == 1 and line.isalnum() and line[0].isdigit()  # 12A
    return Lookup(
        names=names if is_name else (),
        born=years[0] if is_name and years else "",
        places=words,
        household_no=line if is_number else "",
    )


def _is_year(word: str) -> bool:
    return len(word) == LEAST_DIGITS and word.isdecimal() and MIN_YEAR <= int(word) <= MAX_YEAR


def _date(text: str) -> str:
    try:
        return parse_partial_date(text).iso()
    except BadInput:
        return ""
