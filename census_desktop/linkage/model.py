"""The Fellegi–Sunter model: how much each agreement says, learned from the slips themselves, without labels.

Three kinds of pairs are told apart: the same person (match), close relatives (kin) and strangers. Relatives have a
class of their own so that brothers, twins and cousins, who share surname, parents and places, are not swept together
with people who share them because they are one. What strangers agree on is measured on random pairs, what relatives
agree on within households (whose members are known to be different people); what one person's two slips agree on is
learned by expectation maximisation over the candidates. Frequent names say less than rare ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.blocking import Pairs, pairs_within
from census_desktop.linkage.comparing import BOXES, MISSING, Compared, Fellows, Marks, compare
from census_desktop.linkage.people import People
from census_desktop.linkage.words import combined

Shares = NDArray[np.float64]  # by level; of the pairs in which both slips say something
Numbers = NDArray[np.float32]

FELLOWS = "fellows"  # beside the boxes: do other members of the two households fit each other
LEVELS: Mapping[str, int] = {**{name: len(levels) for name, levels in BOXES.items()}, FELLOWS: len(Fellows)}
# Relatives have these from the same source, so that agreement says nothing about how frequent the value is.
# Two slips of relatives differ there by slips of the pen only, as two slips of one person do.
_INHERITED = ("surname", "father", "mother", "places", "contact", "relative_ids")
_RANDOM_PAIRS = 60_000
_KIN_PAIRS = 25_000
_ROUNDS = 12
_TEACHES, _TEACHES_KIN = -9.0, 0.02  # log₂ odds of one person, share of kin
_SEED = 42_1975

# Where learning begins: what two slips of one person agree on, by level without "missing".
_START: Mapping[str, tuple[float, ...]] = {
    "given": (0.88, 0.10, 0.02), "surname": (0.94, 0.04, 0.02), "middle": (0.84, 0.09, 0.07),
    "marks": (0.60, 0.25, 0.15),
    "birth": (0.68, 0.06, 0.14, 0.05, 0.03, 0.01, 0.02, 0.01), "sex": (0.985, 0.015),
    "personal_id": (0.85, 0.12, 0.03), "old_id": (0.82, 0.12, 0.06), "father": (0.65, 0.18, 0.12, 0.05),
    "mother": (0.65, 0.18, 0.12, 0.05), "spouse": (0.62, 0.18, 0.12, 0.08), "relative_ids": (0.85, 0.15),
    "places": (0.50, 0.15, 0.15, 0.10, 0.10), "contact": (0.35, 0.65), FELLOWS: (0.35, 0.60, 0.05),
}  # fmt: skip
# What strangers and sisters and brothers agree on elsewhere; a store of a few slips cannot tell yet.
_USUAL_STRANGERS: Mapping[str, tuple[float, ...]] = {
    "given": (0.011, 0.026, 0.963), "surname": (0.16, 0.007, 0.833),
    "middle": (0.078, 0.075, 0.847), "marks": (0.75, 0.01, 0.24),
    "birth": (3e-5, 1e-5, 0.001, 0.0015, 5e-4, 0.011, 0.056, 0.93),
    "sex": (0.5, 0.5), "personal_id": (0.0, 0.0, 1.0), "old_id": (0.0, 0.0, 1.0),
    "father": (5e-4, 1e-4, 0.006, 0.9934), "mother": (0.0015, 2e-4, 0.012, 0.9863),
    "spouse": (3e-4, 1e-4, 0.004, 0.9956), "relative_ids": (2e-4, 0.9998),
    "places": (0.06, 0.03, 0.002, 0.002, 0.906), "contact": (2e-4, 0.9998),
}  # fmt: skip
_USUAL_KIN = {
    **_USUAL_STRANGERS, "given": (0.0018, 0.034, 0.9642), "middle": (0.03, 0.06, 0.91),
    "birth": (0.007, 1e-4, 5e-4, 1e-4, 0.002, 3e-4, 0.2, 0.79),
}  # fmt: skip
_USUAL_PAIRS = 3000  # so many measured pairs weigh as much as what is usual elsewhere
_LEAST_GROUP = 200  # a name is not rare because few slips were typed yet
_LEAST_STORE = 2000
_LEAST_PAIRS = 10.0
# Strangers hardly ever share a number; random pairs are too few to count it.
_RARE_SHARE_OF_PEOPLE = 2e-3
_SLIP_BY_CHANCE = 2e-5
_MOST_KIN = 3.0  # pairs of relatives in different households, per person, at the start of learning


@dataclass(frozen=True, slots=True)
class Model:
    """What agreement means.

    Attributes:
        match: per box, shares of the levels among slips of one person; index 0 (missing) is not used.
        kin: the same among close relatives.
        strangers: the same among people who have nothing to do with each other.
        odds_match: pairs of one person, per pair of strangers.
        odds_kin: pairs of relatives in different households, per pair of strangers.
    """

    match: Mapping[str, Shares]
    kin: Mapping[str, Shares]
    strangers: Mapping[str, Shares]
    odds_match: float
    odds_kin: float


class Frequencies:
    """How frequent the names of everybody are: what strangers share by chance, person by person."""

    def __init__(self, people: People) -> None:
        names, cohort = people.names, np.searchsorted([1975, 2000], people.year, side="right")
        group = combined(people.sex, cohort)
        self.given = _share_within(combined(names.fold[people.name, -1], group), group)
        self.surname = _share(names.fold[people.name, 0])
        self.middle = _share_within(combined(names.middle[people.name], group), group)
        # Of people whose name has the same letters, those with the same marks.
        self.marks = _share_within(
            combined(names.exact[people.name, -1]), names.fold[people.name, -1], least=1
        )
        self.bare = float(names.bare[people.name].mean()) if len(people) else 0.0
        surname = names.fold[people.name, 0]
        self.relatives: dict[str, tuple[Numbers, Numbers]] = {}
        for box, column in (("father", people.father), ("mother", people.mother), ("spouse", people.spouse)):
            present = column > 0
            key = names.whole[column]
            plain = _share(key, present)
            # A father's name is told in part by the surname already: only the rest is news.
            news = _share_within(combined(key, surname), surname, present) if box == "father" else plain
            self.relatives[box] = (news, plain)


def _share(key: NDArray[np.integer[Any]], present: NDArray[np.bool_] | None = None) -> Numbers:
    return _share_within(key, np.zeros(len(key), np.int8), present)


def _share_within(
    key: NDArray[np.integer[Any]],
    group: NDArray[np.integer[Any]],
    present: NDArray[np.bool_] | None = None,
    least: int = _LEAST_GROUP,
) -> Numbers:
    """For each row, the share of its group (of those present) that has the same key; never below one of them."""
    _keys, back, counts = np.unique(key, return_inverse=True, return_counts=True)
    _groups, group_back = np.unique(group, return_inverse=True)
    if present is not None:
        counts = np.bincount(back, weights=present, minlength=len(counts))
        sizes = np.bincount(group_back, weights=present)
    else:
        sizes = np.bincount(group_back)
    shares: Numbers = (np.maximum(counts[back], 1) / np.maximum(sizes[group_back], least)).astype(np.float32)
    return shares


def first_model(people: People, among: int = 0) -> Model:
    """Shares among strangers and relatives as measured, among slips of one person as usual elsewhere.

    Args:
        people: the columns.
        among: how many there are, where the columns are only some of them.
    """
    count = max(len(people), among, _LEAST_STORE)
    dice = np.random.default_rng(_SEED)
    one, other = (
        dice.integers(0, len(people), (2, _RANDOM_PAIRS), dtype=np.int32) if len(people) > 1 else _no_rows()
    )
    apart = people.household[one] != people.household[other]
    strangers = _measured(people, (one[apart], other[apart]), _USUAL_STRANGERS)
    rare = _RARE_SHARE_OF_PEOPLE / count
    for box in ("personal_id", "old_id"):
        strangers[box] = np.array([0.0, rare, _SLIP_BY_CHANCE, 1 - rare - _SLIP_BY_CHANCE])
    for box in ("relative_ids", "contact"):
        strangers[box] = np.array([0.0, 10 / count, 1 - 10 / count])
    strangers[FELLOWS] = _fellows(people, 0.1 / count)
    match = {box: np.array([0.0, *shares]) for box, shares in _START.items()}
    kin = _kin(people, dice) | {box: strangers[box] for box in ("personal_id", "old_id", "spouse")}
    kin |= {box: match[box] for box in _INHERITED}
    kin[FELLOWS] = _fellows(people, 0.3)
    return Model(
        match=match,
        kin=kin,
        strangers=strangers,
        odds_match=0.02 * 2 / count,
        odds_kin=_MOST_KIN * 2 / count,
    )


def _fellows(people: People, same: float) -> Shares:
    """Shares of different people of households of several: how often two are head or spouse is known."""
    settled = people.is_settled()
    share = float(settled.sum() / max(1, (np.bincount(people.household)[people.household] > 1).sum()))
    both = min(max(share, 0.05), 0.95) ** 2  # a few slips cannot tell
    return np.array([0.0, same, (1 - same) * (1 - both), (1 - same) * both])


def _no_rows() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    return np.zeros(0, np.int32), np.zeros(0, np.int32)


def _kin(people: People, dice: np.random.Generator) -> dict[str, Shares]:
    one, other = pairs_within(people.household)
    brothers = (people.father[one] > 0) & (people.father[one] == people.father[other])
    brothers |= (people.mother[one] > 0) & (people.mother[one] == people.mother[other])
    rows = np.flatnonzero(brothers)
    if len(rows) > _KIN_PAIRS:
        rows = dice.choice(rows, _KIN_PAIRS, replace=False)
    return _measured(people, (one[rows], other[rows]), _USUAL_KIN)


def _measured(people: People, pairs: Pairs, usual: Mapping[str, tuple[float, ...]]) -> dict[str, Shares]:
    """Shares among these pairs, and as many imagined ones of the usual kind as keep a small store sensible."""
    # A few people can be drawn in pairs many times without telling more.
    worth = min(1.0, len(people) ** 2 / 2 / max(len(pairs[0]), 1))
    found = compare(people, pairs)
    measured = {}
    for box in BOXES:
        counts = np.bincount(getattr(found, box), minlength=LEVELS[box]) * worth
        measured[box] = _shares(counts + np.array([0.0, *usual[box]]) * _USUAL_PAIRS, smoothing=0.05)
    return measured


def _shares(counts: NDArray[Any], smoothing: float = 0.5) -> Shares:
    """Shares of the levels above missing; what was never seen is still possible."""
    known = counts[1:] + smoothing
    shares: Shares = np.r_[0.0, known / known.sum()]
    return shares


@dataclass(slots=True)
class Evidence:
    """Pairs with what is needed to weigh them.

    Attributes:
        pairs: rows.
        levels: per box.
        by_chance: per box, the share of strangers that agree so; frequent names more.
        at_home: pairs within one household.
    """

    pairs: Pairs
    levels: dict[str, NDArray[np.uint8]]
    by_chance: dict[str, Numbers]
    at_home: NDArray[np.bool_]


def gather(people: People, frequencies: Frequencies, model: Model, pairs: Pairs, found: Compared) -> Evidence:
    """Put together what `weigh` needs; the two rows of a pair count alike, the more frequent name is taken."""
    levels = {box: getattr(found, box) for box in BOXES}
    by_chance = {box: model.strangers[box].astype(np.float32)[levels[box]] for box in BOXES}
    one, other = pairs

    def put(box: str, level: int, shares: Numbers, rows: NDArray[np.bool_] | None = None) -> None:
        chosen = np.flatnonzero(levels[box] == level if rows is None else (levels[box] == level) & rows)
        by_chance[box][chosen] = np.maximum(shares[one[chosen]], shares[other[chosen]])

    for box in ("given", "surname", "middle", "marks"):
        put(box, 1, getattr(frequencies, box))
    by_chance["marks"][levels["marks"] == Marks.BARE] = max(frequencies.bare * 2, 1e-3)
    same_surname = levels["surname"] == 1
    for box, (news, plain) in frequencies.relatives.items():
        for level in (1, 2):
            put(box, level, news, same_surname)
            put(box, level, plain, ~same_surname)
    levels[FELLOWS] = np.zeros(len(one), np.uint8)
    by_chance[FELLOWS] = model.strangers[FELLOWS].astype(np.float32)[levels[FELLOWS]]
    return Evidence(pairs, levels, by_chance, people.household[one] == people.household[other])


Sums = tuple[NDArray[np.float64], NDArray[np.float64]]


def weigh(model: Model, evidence: Evidence, surprise: Sums | None = None) -> Sums:
    """Log₂ odds of "the same person" against strangers, and against relatives, before how rare either is.

    Args:
        model: what agreement means.
        evidence: the pairs.
        surprise: what `_surprise` gives, where it is known already.
    """
    every, inherited = surprise or _surprise(evidence)
    match, kin = -every, -inherited
    for box in LEVELS:
        level = evidence.levels[box]
        match += _logs(model.match[box])[level]
        relatives = _logs(model.kin[box])
        kin += (relatives if box in _INHERITED else relatives - _logs(model.strangers[box]))[level]
    return match, kin


def _surprise(evidence: Evidence) -> Sums:
    """Sums of log₂ of what strangers agree on by chance, over all boxes and over the inherited ones."""
    every, inherited = np.zeros(len(evidence.at_home)), np.zeros(len(evidence.at_home))
    for box in LEVELS:
        chance = np.log2(np.where(evidence.levels[box] == MISSING, np.float32(1), evidence.by_chance[box]))
        every += chance
        if box in _INHERITED:
            inherited += chance
    return every, inherited


def _logs(shares: Shares) -> Shares:
    """Log₂ by level; "missing" says nothing."""
    logs = np.zeros(len(shares))
    np.log2(shares[1:], out=logs[1:])
    return logs


# Within a household everybody is kin; a slip typed twice happens to few.
_AT_HOME_MATCH = 2.0**-17


def posterior(model: Model, evidence: Evidence, surprise: Sums | None = None) -> Sums:
    """Log₂ odds that a pair is one person, and the probability that it is kin; arguments as of `weigh`."""
    match, kin = weigh(model, evidence, surprise)
    match += np.where(evidence.at_home, np.log2(_AT_HOME_MATCH), np.log2(model.odds_match))
    kin += np.where(evidence.at_home, 0.0, np.log2(model.odds_kin))
    against = np.logaddexp2(kin, 0.0)
    odds = match - against
    is_kin = np.exp2(kin - np.logaddexp2(match, against))
    return odds, is_kin


def probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """From log₂ odds."""
    return 1 / (1 + np.exp2(-np.clip(odds, -60, 60)))


def learn(model: Model, evidence: Evidence, people_count: int, rounds: int = _ROUNDS) -> Model:
    """Expectation maximisation: what pairs that are probably one person agree on, again and again."""
    total = max(people_count, _LEAST_STORE) ** 2 / 2
    # What is hopeless stays hopeless, and so does what lives together: neither teaches anything.
    odds, is_kin = posterior(model, evidence)
    evidence = chosen(
        evidence, np.flatnonzero(((odds > _TEACHES) | (is_kin > _TEACHES_KIN)) & ~evidence.at_home)
    )
    surprise = _surprise(evidence)  # no round changes it
    for _round in range(rounds):
        odds, is_kin = posterior(model, evidence, surprise)
        share = probability(odds)
        match = {}
        for box in LEVELS:
            counts = np.bincount(evidence.levels[box], weights=share, minlength=LEVELS[box])
            # A few imagined pairs of the usual kind keep a small town from learning from too little.
            prior = np.array([0.0, *_START[box]]) * 20
            match[box] = np.r_[0.0, (counts + prior)[1:] / (counts + prior)[1:].sum()]
        kin = {**model.kin, **{box: match[box] for box in _INHERITED}}
        relatives = np.bincount(evidence.levels[FELLOWS], weights=is_kin, minlength=LEVELS[FELLOWS])
        kin[FELLOWS] = _shares(relatives, smoothing=5)
        model = replace(
            model,
            match=match,
            kin=kin,
            odds_match=max(share.sum(), _LEAST_PAIRS) / total,
            odds_kin=max(is_kin.sum(), _LEAST_PAIRS) / total,
        )
    return model


def chosen(evidence: Evidence, rows: NDArray[np.intp]) -> Evidence:
    """The evidence of some of the pairs."""
    one, other = evidence.pairs
    return Evidence(
        (one[rows], other[rows]),
        {box: level[rows] for box, level in evidence.levels.items()},
        {box: share[rows] for box, share in evidence.by_chance.items()},
        evidence.at_home[rows],
    )


def joined(one: Evidence, other: Evidence) -> Evidence:
    """The pairs of both, which must not overlap."""
    return Evidence(
        (np.concatenate([one.pairs[0], other.pairs[0]]), np.concatenate([one.pairs[1], other.pairs[1]])),
        {box: np.concatenate([level, other.levels[box]]) for box, level in one.levels.items()},
        {box: np.concatenate([share, other.by_chance[box]]) for box, share in one.by_chance.items()},
        np.concatenate([one.at_home, other.at_home]),
    )
