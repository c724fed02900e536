"""What the rest of the household says about a pair: families are often declared twice as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.blocking import Pairs
from census_desktop.linkage.comparing import MISSING, Fellows
from census_desktop.linkage.model import FELLOWS, Evidence, Model, probability
from census_desktop.linkage.people import People
from census_desktop.linkage.words import combined

_LARGEST = 15  # members; larger households are institutions
_LIKELY = 1.0  # log₂ odds of a pair that can speak for others

Odds = NDArray[np.float64]


def fellow_pairs(people: People, evidence: Evidence, odds: Odds) -> Pairs:
    """All pairs of members of two households that share a likely pair already, those left out that are there."""
    one, other = evidence.pairs
    likely = np.flatnonzero((odds > _LIKELY) & ~evidence.at_home)
    order, starts, sizes = _members(people)
    a, b = people.household[one[likely]], people.household[other[likely]]
    couples = np.unique(np.minimum(a, b).astype(np.int64) << 32 | np.maximum(a, b))
    first, second = (couples >> 32).astype(np.int32), (couples & 0xFFFFFFFF).astype(np.int32)
    fits = (sizes[first] <= _LARGEST) & (sizes[second] <= _LARGEST)
    first, second = first[fits], second[fits]
    counts = sizes[first] * sizes[second]
    couple = np.repeat(np.arange(len(first)), counts)
    within = np.arange(len(couple)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = sizes[second][couple]
    left = order[starts[first][couple] + within // width]
    right = order[starts[second][couple] + within % width]
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right)
    keys = np.setdiff1d(low << 32 | high, one.astype(np.int64) << 32 | other)
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)


def _members(people: People) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Rows in order of households; where each household begins, and how many it has."""
    order = np.argsort(people.household, kind="stable").astype(np.int32)
    sizes = np.bincount(people.household)
    return order, np.cumsum(sizes) - sizes, sizes


def with_fellows(people: People, evidence: Evidence, odds: Odds, model: Model) -> None:
    """Set for each pair whether another likely pair joins the same two households."""
    one, other = evidence.pairs
    a, b = people.household[one], people.household[other]
    sizes = np.bincount(people.household)
    alone = (sizes[a] < 2) | (sizes[b] < 2) | evidence.at_home
    couple = combined(np.minimum(a, b), np.maximum(a, b))
    _couples, back = np.unique(couple, return_inverse=True)
    likely = odds > _LIKELY
    together = np.bincount(back, weights=likely)
    others = together[back] - likely
    # A pair that shares a member with the likely one is no support: (a, b) says nothing for (a, c).
    for member, home in ((one, b), (other, a)):
        _keys, place = np.unique(combined(member, home), return_inverse=True)
        others -= np.bincount(place, weights=likely)[place] - likely
    settled = people.is_settled()
    level = np.where(settled[one] & settled[other], Fellows.TWO_FAMILIES, Fellows.OTHER).astype(np.uint8)
    level[others > 0] = Fellows.SAME
    level[alone] = MISSING
    evidence.levels[FELLOWS] = level
    evidence.by_chance[FELLOWS] = model.strangers[FELLOWS].astype(np.float32)[level]


def exclusive(people: People, evidence: Evidence, odds: Odds) -> Odds:
    """A person is at most one member of another household: the best pair takes the odds of its rivals."""
    one, other = evidence.pairs
    result = odds
    for member, home in ((one, people.household[other]), (other, people.household[one])):
        _keys, place = np.unique(combined(member, home), return_inverse=True)
        strength = np.exp2(np.clip(odds, -60, 60))
        rivals = np.bincount(place, weights=strength)[place] - strength
        result = np.minimum(result, odds - np.log2(1 + np.maximum(rivals, 0)))
    return result


def likely_share(odds: Odds) -> float:
    """How many pairs are expected to be one person."""
    return float(probability(odds).sum())
