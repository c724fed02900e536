"""A quick bound: most candidates are thrown away before anything is compared exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.blocking import Pairs
from census_desktop.linkage.model import Frequencies, Model
from census_desktop.linkage.people import People

# Log₂ odds below which even a whole family that fits would not make a pair likely.
_HOPELESS = -13.0
_NEAR = -1.0  # what differs may still be a slip of the pen


Weighed = tuple[NDArray[np.int32], NDArray[np.float32]]


class QuickLook:
    """Weights of plain equality, per person."""

    def __init__(self, people: People, frequencies: Frequencies, model: Model) -> None:
        names, name = people.names, people.name

        def surprise(
            share: NDArray[np.float32], column: NDArray[np.int32] | None = None
        ) -> NDArray[np.float32]:
            weight: NDArray[np.float32] = (-np.log2(share) - 0.3).astype(np.float32)
            return (
                weight if column is None else np.where(column > 0, weight, np.float32(0)).astype(np.float32)
            )

        self._prior = float(np.log2(model.odds_match))
        self._words = [
            (names.heard[name, -1], surprise(frequencies.given)),
            (names.heard[name, 0], surprise(frequencies.surname)),
            (_small(names.middle[name]), surprise(frequencies.middle)),
            *(
                (_small(names.whole[column]), surprise(frequencies.relatives[box][0], column))
                for box, column in (
                    ("father", people.father),
                    ("mother", people.mother),
                    ("spouse", people.spouse),
                )
            ),
        ]
        self._year, self._day = people.year, people.day
        self._whole = people.day % 32 > 0
        count = max(len(people), 2)
        rare = float(np.log2(count)) + 6

        def columns(weight: float, *numbers: NDArray[np.integer[Any]]) -> list[Weighed]:
            return [
                (_small(column), np.where(column > 0, np.float32(weight), 0).astype(np.float32))
                for column in numbers
            ]

        self._own_numbers = columns(rare, people.personal_id, people.old_id, people.other_id)
        self._others = columns(rare, people.mother_id, people.father_id)
        self._others += columns(5, people.phone, people.book, people.native)

    def survivors(self, pairs: Pairs, *, by_number: bool) -> NDArray[np.int64]:
        """Pairs worth comparing, packed as one number each, the lower row first.

        Args:
            pairs: rows.
            by_number: they share a number of their own; else nothing is gained by looking for one, because whoever
                shares a number is found by it.
        """
        one, other = pairs
        score = np.full(len(one), self._prior, np.float32)
        for key, weight in self._words:
            mine = weight[one]
            score += np.where(key[one] == key[other], mine, np.float32(_NEAR) * (mine > 0))
        year, day = self._year[one] == self._year[other], self._day[one] == self._day[other]
        score += np.where(year, np.float32(5), np.float32(-1.5))
        score += np.where(day & self._whole[one], np.float32(7.5), np.float32(-1))
        for key, weight in [*(self._own_numbers if by_number else ()), *self._others]:
            score += np.where(key[one] == key[other], weight[one], np.float32(0))
        rows = np.flatnonzero(score >= _HOPELESS)
        low, high = np.minimum(one[rows], other[rows]), np.maximum(one[rows], other[rows])
        return low.astype(np.int64) << 32 | high


def _small(key: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Half the width: chance agreement in the quick look costs nothing but a second look."""
    return (key.astype(np.int64) ^ (key.astype(np.int64) >> 32)).astype(np.int32)
