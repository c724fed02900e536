"""A quick bound: most candidates are thrown away before anything is compared exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.blocking import Pairs
from census_desktop.linkage.model import Frequencies, Model
from census_desktop.linkage.people import People

# Log₂ odds below which even a whole family that fits would hardly make a pair likely. Among very many people so many
# strangers are somewhat alike that looking at all of them takes longer than what little it finds is worth.
_HOPELESS, _HOPELESS_AMONG_MANY = -15.0, -13.0
_NEAR = -1.0  # what differs may still be a slip of the pen
_OTHER_YEAR, _OTHER_DAY = -1.5, -1.0
_SAME_YEAR, _SAME_DAY, _SAME_ADDRESS = 5.0, 7.5, 5.0
# A row of both tables is one line of a processor's cache: what is known of a person comes with one look.
_WIDTH = 16
MANY_PEOPLE = 200_000


class QuickLook:
    """Weights of plain equality, per person."""

    def __init__(self, people: People, frequencies: Frequencies, model: Model) -> None:
        count = len(people)
        self._keys = np.zeros((count, _WIDTH), np.int32)
        self._weights = np.zeros((count, _WIDTH), np.float32)
        self._used = 0
        self._hopeless = _HOPELESS if count < MANY_PEOPLE else _HOPELESS_AMONG_MANY
        # The last column is equal for everybody: what a pair begins with.
        self._start = self._weights[:, -1]
        self._start += np.float32(np.log2(model.odds_match))
        names, name = people.names, people.name
        self._put_word(names.heard[name, -1], frequencies.given)
        self._put_word(names.heard[name, 0], frequencies.surname)
        self._put_word(names.middle[name], frequencies.middle)
        for box, column in (("father", people.father), ("mother", people.mother), ("spouse", people.spouse)):
            self._put_word(names.whole[column], frequencies.relatives[box][0], column > 0)
        self._put(people.year, _SAME_YEAR, otherwise=_OTHER_YEAR)
        self._put(people.day, np.where(people.day % 32 > 0, _SAME_DAY, _OTHER_DAY), otherwise=_OTHER_DAY)
        rare = float(np.log2(max(count, 2))) + 6
        for relative in (people.mother_id, people.father_id):
            self._put(relative, np.where(relative > 0, rare, 0))
        for address in (people.phone, people.book.astype(np.int64), people.native.astype(np.int64)):
            self._put(address, np.where(address > 0, _SAME_ADDRESS, 0))

    def _put_word(
        self, key: NDArray[Any], share: NDArray[np.float32], present: NDArray[np.bool_] | None = None
    ) -> None:
        """A word: worth as much as it is rare; who has none neither gains nor loses."""
        weight = -np.log2(share) - np.float32(0.3)
        if present is not None:
            weight *= present
        self._put(key, weight, otherwise=np.where(weight > 0, _NEAR, 0))

    def _put(
        self, key: NDArray[Any], weight: NDArray[Any] | float, otherwise: NDArray[Any] | float = 0.0
    ) -> None:
        """A column: what being equal weighs, and being unequal."""
        self._keys[:, self._used] = _small(key)
        self._weights[:, self._used] = weight - otherwise
        self._start += np.asarray(otherwise, np.float32)
        self._used += 1

    def survivors(self, pairs: Pairs) -> NDArray[np.int64]:
        """Pairs worth comparing, packed as one number each, the lower row first."""
        one, other = pairs
        weights = self._weights.take(one, axis=0)
        weights *= self._keys.take(one, axis=0) == self._keys.take(other, axis=0)
        score = weights @ np.ones(_WIDTH, np.float32)
        rows = np.flatnonzero(score >= self._hopeless)
        return packed((one[rows], other[rows]))


def packed(pairs: Pairs) -> NDArray[np.int64]:
    """A pair as one number, the lower row first."""
    one, other = pairs
    return np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)


def _small(key: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Half the width: chance agreement in the quick look costs nothing but a second look."""
    wide = key.astype(np.int64)
    return (wide ^ (wide >> 32)).astype(np.int32)
