"""One slip against a few others: what the whole search would say, at once and without reading everybody."""

from __future__ import annotations

import numpy as np

from census_desktop.linkage.comparing import compare
from census_desktop.linkage.model import Frequencies, first_model, gather, posterior
from census_desktop.linkage.people import People
from census_desktop.linkage.search import Found, best_first


def against_others(people: People, among: int) -> Found:
    """The first row against each of the others, all of them, best first.

    Nothing is learned from so few slips: levels weigh what they usually do, names count as neither rare nor frequent
    beyond what a few hundred slips would show.

    Args:
        people: the slip in question first.
        among: people of the store the others were taken from; of more people, chance agrees more often.
    """
    count = max(len(people) - 1, 0)
    pairs = np.zeros(count, np.int32), np.arange(1, count + 1, dtype=np.int32)
    model = first_model(people, among)
    evidence = gather(people, Frequencies(people), model, pairs, compare(people, pairs))
    odds, _kin = posterior(model, evidence)
    return best_first(evidence, odds, model, least=-np.inf)
