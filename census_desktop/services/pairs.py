"""Pairs of slips to decide about, how they hang together, and what was decided: what a review shows.

What finds the pairs is `services.suspects`, which loads numpy; this module does not.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.links import connected, same_groups
from census_desktop.services.duplicates import decisions
from census_desktop.store.store import Store

if TYPE_CHECKING:
    from census_desktop.linkage.reasons import Reason  # noqa: TC004  only a name here; numpy stays away


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


@dataclass(frozen=True, slots=True)
class Coming:
    """A slip as it would stand after a merge.

    Attributes:
        person: the slip.
        household: its household as it would stand, None when it has not come.
        is_new: the slip is not known here.
    """

    person: Person
    household: Household | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Pairs that hang together: slips that may all be of one person.

    Attributes:
        members: all slips of the pairs, and those already decided to be one person with one of them.
        pairs: the most likely first.
    """

    members: tuple[uuid.UUID, ...]
    pairs: tuple[Suspect, ...]


def by_group(store: Store, found: Sequence[Suspect]) -> tuple[PairGroup, ...]:
    """The pairs group by group, the group with the most likely pair first."""
    joined = [(one.first, one.second) for one in found]
    joined += [(group.leading, other) for group in same_groups(decisions(store)) for other in group.others]
    group_of = connected(joined)
    pairs: dict[uuid.UUID, list[Suspect]] = {}
    for one in found:
        pairs.setdefault(group_of[one.first], []).append(one)
    members: dict[uuid.UUID, list[uuid.UUID]] = {}
    for each in sorted(group_of):
        members.setdefault(group_of[each], []).append(each)
    return tuple(PairGroup(tuple(members[root]), tuple(some)) for root, some in pairs.items())


def decided(store: Store) -> tuple[Suspect, ...]:
    """Pairs about which something was decided, the latest first, without reasons: `by_hand` gives those of one."""
    told = [link for link in decisions(store) if link.verdict is not None]
    return tuple(
        Suspect(link.first, link.second, 1.0, (), link.verdict)
        for link in reversed(told)
        if link.first is not None and link.second is not None
    )
