"""Chance that gives the same town for the same seed, on every machine and every version of Python.

Only `random()` and `getrandbits()` of the generator are used: their sequence is promised, that of the convenience
methods is not.
"""

from __future__ import annotations

import random
import uuid
from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")

_START = datetime(2018, 7, 2, tzinfo=UTC)  # the collection in Hà Tĩnh began in July 2018
_STEP = timedelta(seconds=40)  # about the time a practised officer needs for a slip


class Weighted(Generic[T]):
    """Things to choose from, each with its weight; the weights need not add up to anything."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = [(item, weight) for item, weight in weights if weight > 0]
        self.items = tuple(item for item, _weight in pairs)
        self.steps = tuple(accumulate(weight for _item, weight in pairs))


def parse_weights(text: str) -> Weighted[str]:
    """Read "Xuân 9, Đình 9" as words with their weights."""
    return Weighted((word, float(weight)) for word, weight in map(str.split, text.split(",")))


class Dice:
    """One stream of chance, named by its seed parts."""

    def __init__(self, *seed: object) -> None:
        self._random = random.Random("/".join(map(str, seed)))  # noqa: S311  nothing secret hangs on it
        self.share = self._random.random

    def chance(self, rate: float) -> bool:
        """True in `rate` of all throws, 0 to 1."""
        return self.share() < rate

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def real(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + self.share() * (high - low)

    def one_of(self, items: Sequence[T]) -> T:
        """One of several, all alike."""
        return items[int(self.share() * len(items))]

    def pick(self, choices: Weighted[T]) -> T:
        """One of several by their weights."""
        return choices.items[bisect(choices.steps, self.share() * choices.steps[-1])]

    def bits(self, count: int) -> int:
        """A number of `count` random bits."""
        return self._random.getrandbits(count)


class SeededClock:
    """Implements `census_desktop.base.clock.Clock`: time passes with every identifier, all of it from the seed."""

    def __init__(self, *seed: object, start: datetime = _START, step: timedelta = _STEP) -> None:
        self._dice = Dice("clock", *seed)
        self._now = start
        self._step = step

    def now(self) -> datetime:
        """The moment of the last identifier."""
        return self._now

    def new_uuid(self) -> uuid.UUID:
        """A UUIDv7 of that moment; the random part comes from the seed, so other seeds never make the same."""
        self._now += self._step
        milliseconds = int(self._now.timestamp() * 1000)
        high = milliseconds << 16 | 0x7 << 12 | self._dice.bits(12)
        return uuid.UUID(int=high << 64 | 0b10 << 62 | self._dice.bits(62))
