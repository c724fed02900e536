"""A quick look at who else could be the person of the slip in hand (F8), before any linkage of the whole store.

One reading of the table chooses who has something in common, the model of the whole search weighs it. What is decided
here is the same decision as in the review of duplicates and travels like it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import split_many
from census_desktop.domain.rules.elsewhere import check_elsewhere
from census_desktop.domain.vietnamese import fold
from census_desktop.services.duplicates import decision_on
from census_desktop.store.records import (
    load_household,
    people_folded,
    people_with_id,
    people_with_old_id,
)
from census_desktop.store.search import people_alike
from census_desktop.store.store import Store

MOST = 20
_LOOKED_AT = 300
_LEAST = 0.05  # likelihood below which nobody is shown unless a number is the same or something was decided


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody who may be the same person.

    Attributes:
        person: the other slip.
        household: its household, None when it has not come yet.
        reasons: what speaks for it and against it, in words, the most telling first.
        verdict: what was decided about the pair, None when nothing.
        score: how likely it is, 0 to 1; 0 also where nothing was weighed.
    """

    person: Person
    household: Household | None
    reasons: tuple[str, ...]
    verdict: str | None
    score: float = 0.0


def lookalikes(store: Store, person: Person) -> tuple[Lookalike, ...]:
    """Who else in the whole store, void slips left out, could be this person; the most likely first."""
    from census_desktop.services.suspects import compared  # lazy: loads numpy

    found = []
    for other, suspect in compared(store, person, people_alike(store, person, _LOOKED_AT)):
        verdict = _verdict(store, person.person_uuid, other.person_uuid)
        if verdict is not None or suspect.score >= _LEAST or _share_a_number(person, other):
            home = load_household(store, other.household_uuid) if other.household_uuid is not None else None
            reasons = tuple(reason.text for reason in suspect.reasons)
            found.append(Lookalike(other, home, reasons, verdict, suspect.score))
    return tuple(found[:MOST])


def _share_a_number(one: Person, other: Person) -> bool:
    return any(
        set(split_many(getattr(one, box))) & set(split_many(getattr(other, box)))
        for box in ("personal_id", "old_id")
    )


def findings_elsewhere(store: Store, person: Person) -> tuple[Finding, ...]:
    """What slips of other households say against this one; pairs decided to be different people are at peace."""
    others = [
        other
        for other in _alike(store, person)
        if _verdict(store, person.person_uuid, other.person_uuid) is None
    ]
    return tuple(check_elsewhere(person, others))


def _alike(store: Store, person: Person) -> tuple[Person, ...]:
    found: dict[uuid.UUID, Person] = {}
    rows: list[Person] = []
    for number in split_many(person.personal_id):
        rows += people_with_id(store, number)
    for number in split_many(person.old_id):
        rows += people_with_old_id(store, number)
    if person.full_name is not None:
        rows += people_folded(store, fold(person.full_name), MOST * 5)
    for other in rows:
        if other.person_uuid != person.person_uuid:
            found.setdefault(other.person_uuid, other)
    return tuple(found.values())


def _verdict(store: Store, one: uuid.UUID, other: uuid.UUID) -> str | None:
    link = decision_on(store, one, other)
    return link.verdict if link is not None else None
