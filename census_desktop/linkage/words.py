"""Names as numbers: each syllable once, with keys that forgive what hands and ears confuse.

Vietnamese names are few syllables, each of them common; whole names are compared syllable by syllable. A town knows a
few thousand different syllables, so everything slow is done once for each and pairs are compared as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from census_desktop.domain.vietnamese import fold, tone_key

Codes = NDArray[np.int32]
Keys = NDArray[np.int64]

PLACES = 5  # surname, three middle words, given name
_SURNAME, _GIVEN = 0, 4
_END, _END_NUMBER = "\x01", -1  # between names put in one text
_FACTOR = np.int64(1_000_003)
_SHORT_FORMS = {"ng": "nguyễn", "ng.": "nguyễn", "t.": "thị", "v.": "văn"}
_SAME_SURNAMES = {"huynh": "hoang", "vu": "vo"}
# What ears in Nghệ Tĩnh and elsewhere do not tell apart, in folded text.
_HEARD_ALIKE = (("gi", "d"), ("r", "d"), ("tr", "ch"), ("x", "s"), ("l", "n"))


def heard_key(folded: str) -> str:
    """A key equal for syllables that sound or look alike: Lý/Lí, Lan/Nan, Trung/Chung, Vũ/Võ."""
    folded = _SAME_SURNAMES.get(folded, folded)
    for one, other in _HEARD_ALIKE:
        if folded.startswith(one) and len(folded) > len(one):
            folded = other + folded[len(one) :]
            break
    return folded.replace("y", "i")


# No Vietnamese syllable written in full has these; they are left when the input method was off.
_TELEX_KEYS = re.compile(r"[fjw]|(?<=[aeiouy])[srx]|aa|ee|oo|dd")
_TELEX_TONE = re.compile(r"(?<=[aeiouyw])([a-z]*?)[sfrxj]([a-z]*)$")


def without_telex_keys(word: str) -> str:
    """The plain syllable of keys that were meant for Telex: "hufng" gives "hung"; other words stay."""
    if not word.isascii() or not _TELEX_KEYS.search(word):
        return word
    plain = _TELEX_TONE.sub(r"\1\2", word).replace("w", "")
    for twice in ("aa", "ee", "oo", "dd"):
        plain = plain.replace(twice, twice[0])
    return plain


class Numbered(dict[Any, int]):
    """A number for everything asked for, in order of first sight; `blanks` are 0, whatever comes then begins at 1."""

    def __init__(self, *blanks: object) -> None:
        super().__init__(dict.fromkeys(blanks, 0))
        self._first = 1 - len(blanks) if blanks else 0

    def __missing__(self, asked: object) -> int:
        number = self[asked] = len(self) + self._first
        return number

    def all(self, asked: Iterable[object]) -> list[int]:
        """The numbers of a column."""
        return list(map(self.__getitem__, asked))


class _Learned(dict[str, int]):
    """Numbers of syllables; one not seen before is learned."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        super().__init__({_END: _END_NUMBER})
        self._learn = learn

    def __missing__(self, word: str) -> int:
        number = self[word] = self._learn(word)
        return number


class WordBook:
    """All syllables of a search; number 0 is "no word"."""

    def __init__(self) -> None:
        self._numbers = _Learned(self._learn)
        self._by_exact: dict[str, int] = {"": 0}
        self._by_fold: dict[str, int] = {"": 0}
        self._by_heard: dict[str, int] = {"": 0}
        self._exact = [0]
        self._fold = [0]
        self._heard = [0]
        self.folded = [""]  # text by fold number
        self.is_plain = [True]  # by number of a syllable: it has no marks

    def numbers(self, names: Iterable[str]) -> tuple[Codes, Keys]:
        """Numbers of the syllables of all names, one after the other, and how many syllables each name has."""
        texts = [name.replace(_END, " ") for name in names]
        words = f" {_END} ".join([*texts, ""]).lower().split()
        numbers = np.fromiter(map(self._numbers.__getitem__, words), np.int32, len(words))
        ends = np.flatnonzero(numbers == _END_NUMBER)
        return numbers[numbers != _END_NUMBER], np.diff(ends, prepend=-1) - 1

    def _learn(self, word: str) -> int:
        full = without_telex_keys(_SHORT_FORMS.get(word, word))
        folded = fold(full)
        fold_number = self._by_fold.setdefault(folded, len(self._by_fold))
        if fold_number == len(self.folded):
            self.folded.append(folded)
        exact, heard = tone_key(full), heard_key(folded)
        self._exact.append(self._by_exact.setdefault(exact, len(self._by_exact)))
        self._fold.append(fold_number)
        self._heard.append(self._by_heard.setdefault(heard, len(self._by_heard)))
        self.is_plain.append(full == folded)
        return len(self._exact) - 1

    def keys(self) -> tuple[Codes, Codes, Codes]:
        """By number of a syllable: its exact, folded and heard key."""
        return (
            np.array(self._exact, np.int32),
            np.array(self._fold, np.int32),
            np.array(self._heard, np.int32),
        )


class Names:
    """Different full names as columns of syllables; name 0 is "no name".

    Attributes:
        exact: keys of surname, three middle words and given name with marks (tone placement does not matter).
        fold: the same without marks.
        heard: the same as they sound.
        written: one key of the name with marks, in order of words.
        whole: one key of the folded name, in order of words.
        shuffled: one key of the folded words in any order.
        marked: one key of the words with marks, in any order.
        bare: no word has any mark.
        letters: by number of a folded word, which letters it has, one bit each.
        turned: `whole` of the name with its last word first: "Anh Nguyễn Hoàng" for Nguyễn Hoàng Anh.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        book = WordBook()
        words = _in_places(*book.numbers(texts))
        exact, folded, heard = book.keys()
        self.exact, self.fold, self.heard = exact[words], folded[words], heard[words]
        self.folded_words = book.folded
        self.letters = np.array([_letters(word) for word in book.folded], np.uint32)
        self.written = combined(*self.exact.T)
        self.whole = combined(*self.fold.T)
        self.shuffled = combined(*np.sort(self.fold, axis=1).T)
        self.turned = combined(*_last_word_first(self.fold).T)
        self.middle = combined(*self.fold[:, 1:_GIVEN].T)
        self.marked = combined(*np.sort(self.exact, axis=1).T)
        plain = np.array(book.is_plain)[words].all(axis=1)
        self.bare = plain & (self.fold[:, _GIVEN] > 0)

    def __len__(self) -> int:
        return len(self.whole)

    def text(self, name: int) -> str:
        """The folded words of a name."""
        return " ".join(self.folded_words[word] for word in self.fold[name] if word)

    @property
    def surname(self) -> Codes:
        """Heard key of the surname."""
        column: Codes = self.heard[:, _SURNAME]
        return column

    @property
    def given(self) -> Codes:
        """Heard key of the given name."""
        column: Codes = self.heard[:, _GIVEN]
        return column


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 32
    return bits


def _last_word_first(words: Codes) -> Codes:
    surname, first, second, third, given = words.T
    last_middle = np.where(
        third > 0, third, np.where(second > 0, second, np.where(first > 0, first, surname))
    )
    middles = (
        np.where(first > 0, surname, 0), np.where(second > 0, first, 0), np.where(third > 0, second, 0)
    )  # fmt: skip
    turned: Codes = np.stack([given, *middles, last_middle], axis=1)
    return turned


def _in_places(numbers: Codes, counts: Keys) -> Codes:
    """Syllables in their five places; rare longer names keep the middle words next to the given name.

    Args:
        numbers: syllables of all names, one after the other.
        counts: how many each name has.
    """
    words = np.zeros((len(counts) + 1, PLACES), np.int32)
    starts = np.cumsum(counts) - counts
    for place in range(PLACES):
        if place == _GIVEN:
            has, at = counts >= 1, starts + counts - 1
        else:
            skipped = np.maximum(counts - PLACES, 0) if place else 0
            has, at = counts >= place + 2, starts + place + skipped
        words[1:][has, place] = numbers[at[has]]
    return words


def combined(*columns: NDArray[np.integer]) -> Keys:
    """One key of several columns; different rows get the same key by chance only."""
    key = np.zeros(len(columns[0]), np.int64)
    with np.errstate(over="ignore"):
        for column in columns:
            key = (key ^ (key >> np.int64(29))) * _FACTOR * np.int64(7_919) + column
    return key
