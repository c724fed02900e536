"""Which pairs of slips may be one person, with reasons; `services.duplicates` keeps what is decided.

Import this module when it is needed, not when the program starts: it loads numpy.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import LOOK
from census_desktop.domain.links import same_groups
from census_desktop.linkage.model import probability
from census_desktop.linkage.people import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, People, PeopleBuilder
from census_desktop.linkage.reasons import Reason, reasons_of
from census_desktop.linkage.search import Found, find_pairs
from census_desktop.services.duplicates import decisions
from census_desktop.store.person_columns import person_pages, void_people
from census_desktop.store.store import Store

SHOWN_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two slips that may be one person.

    Attributes:
        first: the smaller id.
        second: the larger.
        score: how likely they are one person, 0 to 1.
        reasons: what speaks for it and against it, the most telling first.
        verdict: LOOK when somebody wanted to see the paper first, None when nothing was decided.
    """

    first: uuid.UUID
    second: uuid.UUID
    score: float
    reasons: tuple[Reason, ...]
    verdict: str | None = None


def suspects(
    store: Store, control: JobControl | None = None, *, at_least: float = SHOWN_FROM
) -> tuple[Suspect, ...]:
    """Pairs over the whole store that wait for a decision, the most likely first.

    Void slips and those of closed units are looked at too, but a pair of two void slips needs no decision. Pairs that
    were decided are not asked again; "look at the paper" stays in the list.

    Args:
        store: the store.
        control: progress and cancel.
        at_least: score from which a pair is shown.

    Raises:
        CancelledError: the user stopped.
    """
    people = read_people(store)
    found = find_pairs(people, control)
    void, links = void_people(store), decisions(store)
    verdicts = {(link.first, link.second): link.verdict for link in links if link.verdict is not None}
    group_of = {each: group.leading for group in same_groups(links) for each in group.members}
    result = []
    for suspect in _listed(people, found, at_least):
        pair = (suspect.first, suspect.second)
        verdict = verdicts.get(pair)
        if verdict not in {None, LOOK} or all(each.bytes in void for each in pair):
            continue
        if group_of.get(suspect.first, suspect.first) == group_of.get(suspect.second, suspect.second):
            continue
        result.append(dataclasses.replace(suspect, verdict=verdict))
    return tuple(result)


def read_people(store: Store) -> People:
    """Everybody as columns, read in pages."""
    builder = PeopleBuilder()
    for page in person_pages(store, PERSON_COLUMNS, HOUSEHOLD_COLUMNS):
        builder.add(page)
    return builder.finish()


def _listed(people: People, found: Found, at_least: float) -> Iterable[Suspect]:
    scores = probability(found.odds)
    one, other = found.evidence.pairs
    for place in range(len(found)):
        score = float(scores[place])
        if score < at_least:
            return
        first, second = sorted((people.uuid_of(int(one[place])), people.uuid_of(int(other[place]))))
        yield Suspect(first, second, score, reasons_of(found, place))
