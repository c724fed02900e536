"""How alike two slips are, box by box, as a few levels of agreement a person could name.

Everything is an integer comparison of whole columns of pairs; letters are compared only where the numbers differ, and
then once for every different pair of words.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from census_desktop.linkage.blocking import Pairs
from census_desktop.linkage.people import People
from census_desktop.linkage.words import Codes, Keys

Levels = NDArray[np.uint8]
MISSING = 0  # level 0 of every box: one of the slips does not say


class Word(enum.IntEnum):
    """A surname or given name."""

    MISSING = 0
    SAME = 1  # marks apart
    NEAR = 2  # sounds alike, or one letter off
    OTHER = 3


class Marks(enum.IntEnum):
    """Marks of the full name, of names whose letters are the same; tone placement does not matter."""

    MISSING = 0
    SAME = 1
    BARE = 2  # one of the names was typed without any
    OTHER = 3


class Middle(enum.IntEnum):
    """Chữ đệm."""

    MISSING = 0
    SAME = 1  # marks apart
    DROPPED = 2  # one slip has fewer of the same words
    OTHER = 3


class Birth(enum.IntEnum):
    """Date of birth."""

    MISSING = 0
    SAME = 1
    SWAPPED = 2  # day and month
    UNKNOWN_DAY = 3  # same year; one slip knows no day, or says 1 January
    ONE_PART = 4  # same year, and day or month
    YEAR_SLIP = 5  # same day, years one or two apart or one digit off
    SAME_YEAR = 6
    NEAR_YEAR = 7
    OTHER = 8


class Plain(enum.IntEnum):
    """Equal or not."""

    MISSING = 0
    SAME = 1
    OTHER = 2


class Fellows(enum.IntEnum):
    """Whether other members of the two households fit each other."""

    MISSING = 0  # one of them lives alone
    SAME = 1
    OTHER = 2
    TWO_FAMILIES = 3  # nobody fits, and both slips are of the head or the head's spouse


class Number(enum.IntEnum):
    """A number of an identity card."""

    MISSING = 0
    SAME = 1
    SLIP = 2  # one digit wrong, lost or two swapped
    OTHER = 3


class Relative(enum.IntEnum):
    """Name of father, mother or spouse."""

    MISSING = 0
    SAME = 1
    MARKS = 2
    NEAR = 3  # given name and surname are the same or a letter off
    OTHER = 4


class Places(enum.IntEnum):
    """Native place and place of birth registration together: they hang on each other."""

    MISSING = 0
    BOTH = 1
    ONE = 2  # one is the same, the other not fully written
    HALF = 3  # one is the same, the other another
    DISTRICT = 4  # what they lie in; the commune is not written
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels of many pairs, a column per box in the order of `BOXES`."""

    given: Levels
    surname: Levels
    middle: Levels
    marks: Levels
    birth: Levels
    sex: Levels
    personal_id: Levels
    old_id: Levels
    father: Levels
    mother: Levels
    spouse: Levels
    relative_ids: Levels
    places: Levels
    contact: Levels


BOXES: dict[str, type[enum.IntEnum]] = {
    "given": Word, "surname": Word, "middle": Middle, "marks": Marks, "birth": Birth, "sex": Plain,
    "personal_id": Number, "old_id": Number, "father": Relative, "mother": Relative, "spouse": Relative,
    "relative_ids": Plain, "places": Places, "contact": Plain,
}  # fmt: skip


def compare(people: People, pairs: Pairs, *, with_letters: bool = True) -> Compared:
    """Compare pairs of rows.

    Args:
        people: the columns.
        pairs: rows.
        with_letters: without, whatever only letters can tell counts as near: never too little, and quick.
    """
    one, other = pairs
    a, b = people.name[one], people.name[other]
    given, surname = (_word(people, a, b, place, with_letters=with_letters) for place in (-1, 0))
    middle = _middle(people, a, b)
    turned = (people.names.turned[a] == people.names.whole[b]) | (
        people.names.whole[a] == people.names.turned[b]
    )
    turned &= (a > 0) & (b > 0) & (given == Word.OTHER)
    for level in (given, surname, middle):
        level[turned] = Word.SAME
    return Compared(
        given=given,
        surname=surname,
        middle=middle,
        marks=_marks(people, a, b, (given == Word.SAME) & (surname <= Word.SAME) & (middle == Middle.SAME)),
        birth=_birth(people, one, other),
        sex=_plain(people.sex[one], people.sex[other]),
        personal_id=_number(
            [people.personal_id[one]], [people.personal_id[other]], with_letters=with_letters
        ),
        old_id=_number(
            [people.old_id[one], people.other_id[one]],
            [people.old_id[other], people.other_id[other]],
            with_letters=with_letters,
        ),
        father=_relative(people, people.father[one], people.father[other], with_letters=with_letters),
        mother=_relative(people, people.mother[one], people.mother[other], with_letters=with_letters),
        spouse=_relative(people, people.spouse[one], people.spouse[other], with_letters=with_letters),
        relative_ids=_relative_ids(people, one, other),
        places=_places(people, one, other),
        contact=_contact(people, one, other),
    )


def _word(people: People, a: Codes, b: Codes, place: int, *, with_letters: bool) -> Levels:
    names = people.names
    fold_a, fold_b = names.fold[a, place], names.fold[b, place]
    level = np.full(len(a), Word.OTHER, np.uint8)
    alike = names.heard[a, place] == names.heard[b, place]
    unequal = np.flatnonzero((fold_a != fold_b) & ~alike)
    alike[unequal] = _one_letter_off(people, fold_a[unequal], fold_b[unequal], with_letters=with_letters)
    level[alike] = Word.NEAR
    level[fold_a == fold_b] = Word.SAME
    level[(fold_a == 0) | (fold_b == 0)] = MISSING
    return level


def _one_letter_off(people: People, a: Codes, b: Codes, *, with_letters: bool) -> NDArray[np.bool_]:
    """Of pairs of folded words, judged once for every different pair; words whose letters differ are not."""
    letters = people.names.letters
    near: NDArray[np.bool_] = np.bitwise_count(letters[a] ^ letters[b]) <= 2
    if with_letters:
        rows = np.flatnonzero(near)
        near[rows] = _off_by_distance(people.names.folded_words, a[rows], b[rows])
    return near


def _off_by_distance(words: list[str], a: Codes, b: Codes) -> NDArray[np.bool_]:
    key = np.minimum(a, b).astype(np.int64) << 32 | np.maximum(a, b)
    different, back = np.unique(key, return_inverse=True)
    left = [words[each] for each in different >> 32]
    right = [words[each] for each in different & 0xFFFFFFFF]
    if not left:
        return np.zeros(0, np.bool_)
    distance = cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
    longest = np.maximum(np.char.str_len(left), np.char.str_len(right))
    near: NDArray[np.bool_] = ((distance <= 1) & (longest > 2))[back]
    return near


def _middle(people: People, a: Codes, b: Codes) -> Levels:
    names = people.names
    level = np.full(len(a), Middle.SAME, np.uint8)
    differ = np.flatnonzero(names.middle[a] != names.middle[b])
    one, other = names.fold[a[differ], 1:4].T, names.fold[b[differ], 1:4].T
    dropped = _all_among(one, other) | _all_among(other, one)
    level[differ] = np.where(dropped, Middle.DROPPED, Middle.OTHER)
    level[(a == 0) | (b == 0)] = MISSING
    return level


def _all_among(some: Codes, others: Codes) -> NDArray[np.bool_]:
    """Whether each of the words, where there is one, is among the others; a row per place, a column per pair."""
    found = np.ones(some.shape[1], np.bool_)
    for word in some:
        found &= (word == 0) | (word == others[0]) | (word == others[1]) | (word == others[2])
    return found


def _marks(people: People, a: Codes, b: Codes, alike: NDArray[np.bool_]) -> Levels:
    names = people.names
    level = np.full(len(a), Marks.OTHER, np.uint8)
    level[names.bare[a] | names.bare[b]] = Marks.BARE
    level[names.marked[a] == names.marked[b]] = Marks.SAME
    level[~alike] = MISSING
    return level


def _birth(people: People, one: Codes, other: Codes) -> Levels:
    year_a, year_b = people.year[one].astype(np.int32), people.year[other].astype(np.int32)
    day_a, day_b = people.day[one].astype(np.int32), people.day[other].astype(np.int32)
    apart = np.abs(year_a - year_b)
    same_year = apart == 0
    whole = (day_a % 32 > 0) & (day_b % 32 > 0)
    first = 33  # 1 January stands for "unknown"
    unknown = ~whole | (day_a == first) | (day_b == first)
    month_a, month_b, in_a, in_b = day_a // 32, day_b // 32, day_a % 32, day_b % 32
    months_agree = (
        (month_a == month_b) | (month_a == 0) | (month_b == 0) | (day_a == first) | (day_b == first)
    )
    digit = (apart % 10 == 0) & (apart < 100) | (year_a // 10 == year_b // 10)
    level = np.full(len(one), Birth.OTHER, np.uint8)
    level[apart <= 2] = Birth.NEAR_YEAR
    level[same_year] = Birth.SAME_YEAR
    level[whole & ~unknown & (day_a == day_b) & ((apart <= 2) | digit)] = Birth.YEAR_SLIP
    level[same_year & whole & ((month_a == month_b) | (in_a == in_b))] = Birth.ONE_PART
    level[same_year & unknown & months_agree] = Birth.UNKNOWN_DAY
    level[same_year & whole & (day_a != day_b) & (month_a == in_b) & (month_b == in_a)] = Birth.SWAPPED
    level[same_year & whole & ~unknown & (day_a == day_b)] = Birth.SAME
    level[(year_a == 0) | (year_b == 0)] = MISSING
    return level


def _plain(a: NDArray[np.integer], b: NDArray[np.integer]) -> Levels:
    level = np.where(a == b, Plain.SAME, Plain.OTHER).astype(np.uint8)
    level[(a == 0) | (b == 0)] = MISSING
    return level


def _number(a: list[Keys], b: list[Keys], *, with_letters: bool) -> Levels:
    """The best agreement between the numbers of both; a slip is looked for only between first numbers."""
    level = np.full(len(a[0]), Number.OTHER, np.uint8)
    missing = (a[0] == 0) | (b[0] == 0)
    same = np.zeros(len(a[0]), np.bool_)
    for left in a:
        for right in b:
            same |= (left == right) & (left > 0)
    differ = np.flatnonzero(~missing & ~same)
    differ = differ[_may_be_slip(a[0][differ], b[0][differ])]
    if with_letters:
        mine, theirs = ([str(each)[1:] for each in side[0][differ].tolist()] for side in (a, b))
        differ = differ[cpdist(mine, theirs, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1]
    level[differ] = Number.SLIP
    level[same] = Number.SAME
    level[missing] = MISSING
    return level


# Differences of two numbers of which one has one wrong digit, or two neighbours swapped.
_SLIPS = np.unique(np.outer([*range(1, 10), *range(9, 82, 9)], 10 ** np.arange(17, dtype=np.int64)))


def _may_be_slip(a: Keys, b: Keys) -> NDArray[np.bool_]:
    """Whether looking at the digits is worth while: a slip, or numbers of different length."""
    apart = np.abs(a - b)
    may: NDArray[np.bool_] = np.isin(apart, _SLIPS) | (apart >= np.minimum(a, b))
    return may


def _relative(people: People, a: Codes, b: Codes, *, with_letters: bool) -> Levels:
    names = people.names
    level = np.full(len(a), Relative.OTHER, np.uint8)
    missing = (a == 0) | (b == 0)
    near = ~missing
    for place in (-1, 0):
        rows = np.flatnonzero(near)
        one, other = a[rows], b[rows]
        alike = names.heard[one, place] == names.heard[other, place]
        unequal = np.flatnonzero(~alike)
        alike[unequal] = _one_letter_off(
            people,
            names.fold[one[unequal], place],
            names.fold[other[unequal], place],
            with_letters=with_letters,
        )
        near[rows] = alike
    near |= (names.shuffled[a] == names.shuffled[b]) & ~missing
    level[near] = Relative.NEAR
    level[names.whole[a] == names.whole[b]] = Relative.MARKS
    level[names.written[a] == names.written[b]] = Relative.SAME
    level[missing] = MISSING
    return level


def _relative_ids(people: People, one: Codes, other: Codes) -> Levels:
    level = np.zeros(len(one), np.uint8)
    for column in (people.father_id, people.mother_id, people.spouse_id):
        a, b = column[one], column[other]
        both = (a > 0) & (b > 0)
        level[both & (a != b) & (level == MISSING)] = Plain.OTHER
        level[both & (a == b)] = Plain.SAME
    return level


def _places(people: People, one: Codes, other: Codes) -> Levels:
    native, native_other, native_around = _place(people.native, people.native_district, one, other)
    birth, birth_other, birth_around = _place(people.birth_place, people.birth_district, one, other)
    level = np.zeros(len(one), np.uint8)
    level[native_around | birth_around] = Places.DISTRICT
    level[native_other | birth_other] = Places.OTHER
    level[native | birth] = Places.ONE
    level[(native & birth_other) | (birth & native_other)] = Places.HALF
    level[native & birth] = Places.BOTH
    return level


def _place(
    commune: Codes, district: Codes, one: Codes, other: Codes
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the communes are the same; are others; whether only what they lie in is known, and is the same."""
    a, b, around_a, around_b = commune[one], commune[other], district[one], district[other]
    both, both_around = (a > 0) & (b > 0), (around_a > 0) & (around_b > 0)
    same_around = both_around & (around_a == around_b)
    elsewhere = both_around & ~same_around
    return both & (a == b) & ~elsewhere, (both & (a != b)) | elsewhere, ~both & same_around


def _contact(people: People, one: Codes, other: Codes) -> Levels:
    """Phone or household book; agreement of either tells much, difference little."""
    level = np.zeros(len(one), np.uint8)
    for column in (people.phone, people.book):
        a, b = column[one], column[other]
        both = (a > 0) & (b > 0)
        level[both & (a != b) & (level == MISSING)] = Plain.OTHER
        level[both & (a == b)] = Plain.SAME
    return level
