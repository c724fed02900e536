"""The whole search: candidates, a quick bound, full comparison, learning, families, and the pairs worth showing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.linkage.blocking import RULES, Pairs, Rule, pairs_by, views
from census_desktop.linkage.comparing import compare
from census_desktop.linkage.families import exclusive, fellow_pairs, with_fellows
from census_desktop.linkage.model import (
    Evidence,
    Frequencies,
    Model,
    chosen,
    first_model,
    gather,
    joined,
    learn,
    posterior,
)
from census_desktop.linkage.people import People
from census_desktop.linkage.quick import MANY_PEOPLE, QuickLook, packed

SHOWN_FROM = 0.0  # log₂ odds: as likely as not
_THREADS = 2  # of few people, two threads cost more than they bring
_PORTION = 60_000  # pairs compared in one go: keeps memory flat
_WAITING = 2_000_000  # survivors that wait before they are looked through for the same pair
_WORTH_LETTERS, _WORTH_LETTERS_OF_KIN = -12.0, 0.005  # log₂ odds of one person, share of kin


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs in order of their score, best first.

    Attributes:
        evidence: levels per box, rows of the pairs.
        odds: log₂ odds of being one person.
        model: what was learned.
    """

    evidence: Evidence
    odds: NDArray[np.float64]
    model: Model

    def __len__(self) -> int:
        return len(self.odds)


def find_pairs(people: People, control: JobControl | None = None, least: float = SHOWN_FROM) -> Found:
    """All pairs of slips that may be one person.

    Args:
        people: the columns.
        control: progress and cancel.
        least: log₂ odds from which a pair is given.
    """
    watch = control or JobControl()
    steps = len(RULES) + 3
    frequencies = Frequencies(people)
    model = first_model(people)
    pairs = _unpacked(_candidates(people, QuickLook(people, frequencies, model), watch, steps))
    watch.step(len(RULES), steps, _("Đang so từng ô"))
    # Without letters first: too hopeful, and quick. Few pairs are left for the full comparison.
    pairs = _worth_letters(people, frequencies, model, pairs)
    evidence = gather(people, frequencies, model, pairs, compare(people, pairs))
    model = learn(model, evidence, len(people))
    watch.step(len(RULES) + 1, steps, _("Đang so cả hộ"))
    odds, _kin = posterior(model, evidence)
    more = fellow_pairs(people, evidence, odds)
    evidence = joined(evidence, gather(people, frequencies, model, more, compare(people, more)))
    for _round in range(2):
        odds, _kin = posterior(model, evidence)
        with_fellows(people, evidence, exclusive(people, evidence, odds), model)
        model = learn(model, evidence, len(people), rounds=6)
    odds, _kin = posterior(model, evidence)
    odds = exclusive(people, evidence, odds)
    watch.step(steps, steps, _("Đã so xong"))
    return best_first(evidence, odds, model, least)


def _candidates(people: People, quick: QuickLook, watch: JobControl, steps: int) -> NDArray[np.int64]:
    """Survivors of the quick look, packed, each once; of many people two rules at a time."""
    view = views(people)

    def of_rule(rule: Rule) -> list[NDArray[np.int64]]:
        keep = packed if rule.is_number else quick.survivors
        return [keep(pairs) for pairs in pairs_by(rule, view)]

    kept: list[NDArray[np.int64]] = []
    waiting, most = 0, _WAITING
    with _threads(people) as pool:
        try:
            for place, found in enumerate(pool.map(of_rule, RULES)):
                watch.step(place, steps, _("Đang tìm các cặp phiếu có thể trùng"))
                kept += found
                waiting += sum(map(len, found))
                if waiting > most:  # the same pair comes by several rules: kept once, memory stays flat
                    kept = [_each_once(kept)]
                    waiting, most = 0, max(_WAITING, len(kept[0]) // 2)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return _each_once(kept)


def _each_once(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All numbers in order, the parts used up; sorting is several times faster here than looking each up."""
    numbers = np.concatenate([np.zeros(0, np.int64), *parts])
    parts.clear()  # not in memory twice
    numbers.sort()
    is_first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    return numbers[is_first]


def _worth_letters(people: People, frequencies: Frequencies, model: Model, pairs: Pairs) -> Pairs:
    """Pairs that may still be one person, and those of relatives, who teach how relatives differ."""

    def of_portion(begin: int) -> Pairs:
        one, other = (rows[begin : begin + _PORTION] for rows in pairs)
        found = compare(people, (one, other), with_letters=False)
        evidence = gather(people, frequencies, model, (one, other), found)
        odds, is_kin = posterior(model, evidence)
        rows = np.flatnonzero((odds >= _WORTH_LETTERS) | (is_kin >= _WORTH_LETTERS_OF_KIN))
        return one[rows], other[rows]

    with _threads(people) as pool:
        kept = list(pool.map(of_portion, range(0, max(len(pairs[0]), 1), _PORTION)))
    return np.concatenate([one for one, _other in kept]), np.concatenate([other for _one, other in kept])


def _threads(people: People) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS if len(people) >= MANY_PEOPLE else 1)


def _unpacked(keys: NDArray[np.int64]) -> Pairs:
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)


def best_first(evidence: Evidence, odds: NDArray[np.float64], model: Model, least: float) -> Found:
    """Pairs of at least these odds in order of their score."""
    order = np.argsort(-odds, kind="stable")
    order = order[odds[order] >= least]
    return Found(chosen(evidence, order), odds[order], model)
