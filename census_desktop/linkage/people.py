"""What linkage knows of people: plain columns of numbers, filled page by page so that memory stays flat."""

from __future__ import annotations

import re
import uuid
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.places import PlaceBook
from census_desktop.linkage.words import Codes, Keys, Names, Numbered

# Boxes read of every slip, and of its household, in this order.
PERSON_COLUMNS = (
    "person_uuid", "household_uuid", "full_name", "birth_date", "sex", "personal_id", "old_id", "father_name",
    "father_id", "mother_name", "mother_id", "spouse_name", "spouse_id", "native_place", "birth_registration_place",
    "household_book_no", "relation_to_head",
)  # fmt: skip
HOUSEHOLD_COLUMNS = ("phone",)

# The columns a builder fills, with their kind of whole number; "date" and the places are taken apart at the end.
_KINDS = {
    **dict.fromkeys(("household", "name", "father", "mother", "spouse", "date"), "i"), "sex": "b",
    **dict.fromkeys(("personal_id", "old_id", "other_id", "father_id", "mother_id", "spouse_id"), "q"),
    **dict.fromkeys(("native", "birth_place"), "i"), "phone": "q", **dict.fromkeys(("book", "relation"), "i"),
}  # fmt: skip

Row = Sequence[str | bytes | None]
_SIGNS = re.compile(r"\D+")
_BETWEEN = re.compile(r"[;,/]")
_DIGITS = 17  # what fits a whole number of 64 bits beside the mark in front
_TWO_NUMBERS = 10  # signs from which more than one number may be written
_HEADS = frozenset({"CH", "V", "C"})
_SEXES = {"1": 1, "2": 2}
_DAY_BITS = 9  # month × 32 + day


def number_key(text: str | None) -> int:
    """A written number as one whole number that keeps its leading zeros; 0 for none."""
    if not text:
        return 0
    digits = text if text.isdecimal() and text.isascii() else _SIGNS.sub("", text)
    return int(f"1{digits[:_DIGITS]}") if digits else 0


def _number_keys(texts: Sequence[str | None]) -> list[int]:
    """`number_key` of a column, quick where all of them are plain digits."""
    written = "".join(filter(None, texts))
    is_plain = written.isascii() and (written.isdecimal() or not written)
    if is_plain and max(map(len, filter(None, texts)), default=0) <= _DIGITS:
        return [int(f"1{each}") if each else 0 for each in texts]
    return [number_key(each) for each in texts]


class _Births(dict[str | None, int]):
    """Year and day of every date as one number, taken apart once."""

    def __missing__(self, text: str | None) -> int:
        year, day = _birth(text)
        found = self[text] = year << _DAY_BITS | day
        return found

    def all(self, texts: Iterable[str | None]) -> list[int]:
        """The dates of a column."""
        return list(map(self.__getitem__, texts))


@dataclass(slots=True)
class People:
    """People as columns, one row each.

    Attributes:
        uuids: 16 bytes a row.
        household: number of the household; every person without one has a number of its own.
        name: number of the full name in `names`; `father`, `mother`, `spouse` likewise.
        names: all different names.
        year: year of birth, 0 when not given; `day` is month × 32 + day, 0 when not known.
        sex: 1, 2, or 0 when not given.
        personal_id, old_id, other_id: numbers as `number_key` gives them; people may have two old ones.
        father_id, mother_id, spouse_id: what the slip says of theirs.
        native, birth_place: number of the commune; `native_district`, `birth_district` what it lies in.
        phone, book: number of the household's phone and book.
        relation: number of the relation to the head in `relations`.
    """

    uuids: NDArray[np.uint8]
    household: Codes
    name: Codes
    father: Codes
    mother: Codes
    spouse: Codes
    names: Names
    year: NDArray[np.int16]
    day: NDArray[np.int16]
    sex: NDArray[np.int8]
    personal_id: Keys
    old_id: Keys
    other_id: Keys
    father_id: Keys
    mother_id: Keys
    spouse_id: Keys
    native: Codes
    native_district: Codes
    birth_place: Codes
    birth_district: Codes
    phone: Keys
    book: Codes
    relation: Codes
    relations: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.name)

    def is_settled(self) -> NDArray[np.bool_]:
        """Who heads a family of several, or is the head's spouse."""
        codes = [number for number, text in enumerate(self.relations) if text in _HEADS]
        sizes = np.bincount(self.household)
        settled: NDArray[np.bool_] = np.isin(self.relation, codes) & (sizes[self.household] > 1)
        return settled

    def uuid_of(self, row: int) -> uuid.UUID:
        """The id of the person in a row."""
        return uuid.UUID(bytes=self.uuids[row].tobytes())


class PeopleBuilder:
    """Takes pages of rows and gives columns."""

    def __init__(self) -> None:
        self._uuids = bytearray()
        self._households = Numbered()
        self._names = Numbered(None, "")
        self._births = _Births()
        self._places = PlaceBook()
        self._relations = Numbered(None, "")
        self._books = Numbered(None, "")
        self._columns = {name: array(kind) for name, kind in _KINDS.items()}

    def add(self, rows: Iterable[Row]) -> None:
        """Add a page of rows, each in the order of `PERSON_COLUMNS` and `HOUSEHOLD_COLUMNS`."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        (ids, households, names, births, sexes, numbers, old, fathers, father_ids, mothers, mother_ids, spouses,
         spouse_ids, natives, births_at, books, relations, phones) = columns  # fmt: skip
        self._uuids += b"".join(ids)
        first, second = _old_numbers(old)
        for column, numbers_of in zip(
            self._columns.values(),
            (
                self._households.all(each if each is not None else object() for each in households),
                *(self._names.all(each) for each in (names, fathers, mothers, spouses)),
                self._births.all(births),
                [_SEXES.get(each, 0) for each in sexes],
                _number_keys(numbers),
                first,
                second,
                *(_number_keys(each) for each in (father_ids, mother_ids, spouse_ids)),
                self._places.codes(natives),
                self._places.codes(births_at),
                _number_keys(phones),
                self._books.all(books),
                self._relations.all(relations),
            ),
            strict=True,
        ):
            column.fromlist(numbers_of)  # fmt: skip

    def finish(self) -> People:
        """All rows as columns; the builder is used up."""
        columns = {name: np.frombuffer(column, column.typecode) for name, column in self._columns.items()}
        date, native, birth_place = (columns.pop(name) for name in ("date", "native", "birth_place"))
        communes, districts = self._places.keys()
        relations = tuple(each or "" for each in self._relations if each is not None)
        texts = tuple(name for name in self._names if name)
        for read in (self._names, self._households, self._births, self._books):
            read.clear()  # only weighs on memory from here on
        people = People(
            uuids=np.frombuffer(self._uuids, np.uint8).reshape(-1, 16),
            names=Names(texts),
            year=(date >> _DAY_BITS).astype(np.int16),
            day=(date % (1 << _DAY_BITS)).astype(np.int16),
            native=communes[native],
            native_district=districts[native],
            birth_place=communes[birth_place],
            birth_district=districts[birth_place],
            relations=relations,
            **columns,
        )
        fill_from_fellows(people)
        return people


def _birth(text: str | None) -> tuple[int, int]:
    """Year and day of "1990", "1990-02" or "1990-02-14"."""
    if not text:
        return 0, 0
    try:
        year = int(text[:4])
        if len(text) == 10:
            return year, int(text[5:7]) * 32 + int(text[8:])
        return year, int(text[5:7]) * 32 if len(text) == 7 else 0
    except ValueError:
        return 0, 0


def _old_numbers(texts: Sequence[str | None]) -> tuple[list[int], list[int]]:
    """The first two numbers of each; nearly everybody has one at most."""
    short = [text if text and len(text) < _TWO_NUMBERS else "" for text in texts]
    first, second = _number_keys(short), [0] * len(short)
    for place, text in enumerate(texts):
        if text and len(text) >= _TWO_NUMBERS:
            found = [key for part in _BETWEEN.split(text) if (key := number_key(part))]
            first[place], second[place] = (*found, 0, 0)[:2]
    return first, second


def fill_from_fellows(people: People) -> None:
    """Names of parents and spouse that a slip leaves out but its household tells.

    The child of the head (CD) has the head and the head's spouse as parents; head and spouse name each other.
    """
    count = int(people.household.max()) + 1 if len(people) else 0
    code = {text: number for number, text in enumerate(people.relations)}
    head: Codes = np.full(count, -1, np.int32)
    partner: Codes = np.full(count, -1, np.int32)
    for table, relations in ((head, ("CH",)), (partner, ("V", "C"))):
        rows = np.flatnonzero(np.isin(people.relation, [code[each] for each in relations if each in code]))
        table[people.household[rows]] = rows.astype(np.int32)
    children = np.flatnonzero(people.relation == code.get("CD", -1))
    for source in (head, partner):
        parent = source[people.household[children]]
        for sex, name, number in ((1, people.father, people.father_id), (2, people.mother, people.mother_id)):
            fits = (parent >= 0) & (people.sex[parent] == sex) & (name[children] == 0)
            name[children[fits]] = people.name[parent[fits]]
            number[children[fits]] = np.maximum(people.personal_id[parent[fits]], people.old_id[parent[fits]])
    for one, other in ((head, partner), (partner, head)):
        both = (one >= 0) & (other >= 0)
        partners, fellows = one[both], other[both]
        missing = people.spouse[partners] == 0
        people.spouse[partners[missing]] = people.name[fellows[missing]]
