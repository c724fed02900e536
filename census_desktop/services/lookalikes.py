"""A quick look at who else could be the person of the slip in hand (F8), before any linkage of the whole store.

Only what an index finds at once: the same number, the same name, the same name turned round with the same year. What
is decided here is the same decision as in the review of duplicates and travels like it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from census_desktop.base.text import _
from census_desktop.domain.code_names import SAME
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import split_many
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules_elsewhere import check_elsewhere
from census_desktop.domain.vietnamese import fold
from census_desktop.store.records import (
    load,
    load_household,
    people_folded,
    people_with_id,
    people_with_old_id,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

MOST = 20


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody who may be the same person.

    Attributes:
        person: the other slip.
        household: its household, None when it has not come yet.
        reasons: what is alike, in words, the most telling first.
        verdict: what was decided about the pair, None when nothing.
    """

    person: Person
    household: Household | None
    reasons: tuple[str, ...]
    verdict: str | None


def lookalikes(store: Store, person: Person) -> tuple[Lookalike, ...]:
    """Who else in the whole store, void slips left out, could be this person; most alike first."""
    found = [(other, _reasons(person, other)) for other in _alike(store, person)]
    found.sort(key=lambda pair: -len(pair[1]))
    return tuple(
        Lookalike(
            other,
            load_household(store, other.household_uuid) if other.household_uuid is not None else None,
            reasons,
            _verdict(store, person.person_uuid, other.person_uuid),
        )
        for other, reasons in found[:MOST]
        if reasons
    )


def findings_elsewhere(store: Store, person: Person) -> tuple[Finding, ...]:
    """What slips of other households say against this one; pairs decided to be different people are at peace."""
    others = [
        other
        for other in _alike(store, person)
        if _verdict(store, person.person_uuid, other.person_uuid) is None
    ]
    return tuple(check_elsewhere(person, others))


def decide_pair(
    store: Store, person_uuid: uuid.UUID, other_uuid: uuid.UUID, verdict: str, reason: str | None = None
) -> None:
    """Keep what a person decided about two slips; of “the same” the older slip counts until somebody says otherwise.

    Raises:
        CensusError: the disk is in the way; nothing has been changed.
    """
    first, second = sorted((person_uuid, other_uuid))
    known = load(store, RecordKind.LINK, link_uuid_of(first, second))
    leading = (known.leading if known is not None else None) or first
    with store.transaction(Action.DECIDE) as tx:
        tx.save(
            Link(
                link_uuid=link_uuid_of(first, second),
                first=first,
                second=second,
                verdict=verdict,
                leading=leading if verdict == SAME else None,
                reason=reason,
            )
        )


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


def _reasons(person: Person, other: Person) -> tuple[str, ...]:
    reasons = []
    if set(split_many(person.personal_id)) & set(split_many(other.personal_id)):
        reasons.append(_("cùng số định danh"))
    if set(split_many(person.old_id)) & set(split_many(other.old_id)):
        reasons.append(_("cùng số CMND"))
    is_same_name = fold(person.full_name or "") == fold(other.full_name or "?")
    same_year = person.birth_date is not None and (other.birth_date or "")[:4] == person.birth_date[:4]
    if is_same_name and same_year:
        is_same_day = person.birth_date == other.birth_date and len(person.birth_date or "") > 4
        reasons.append(_("cùng họ tên, cùng ngày sinh") if is_same_day else _("cùng họ tên, cùng năm sinh"))
    for box, words in (("father_name", _("cùng tên cha")), ("mother_name", _("cùng tên mẹ"))):
        mine, theirs = getattr(person, box), getattr(other, box)
        if reasons and mine and theirs and fold(mine) == fold(theirs):
            reasons.append(words)
    return tuple(reasons)


def _verdict(store: Store, one: uuid.UUID, other: uuid.UUID) -> str | None:
    link = load(store, RecordKind.LINK, link_uuid_of(one, other))
    verdict: str | None = link.verdict if link is not None else None
    return verdict
