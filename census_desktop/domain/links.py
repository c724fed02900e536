"""Decisions on two records: the same person twice, or not.

A decision is a record of its own, about a pair. Its id is made from the pair, so that whatever machines decide about
the same two people meets in one record, and two opinions become an ordinary conflict. Nothing is merged by a decision:
both slips stay as they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.code_names import SAME
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a person decided about two slips.

    Attributes:
        link_uuid: made from the pair, see `link_uuid_of`.
        first: the smaller id of the two people.
        second: the larger.
        verdict: code of the list `link_verdict`: same, different, twins, look at the paper.
        leading: of "the same", the slip that counts; the other is left out of counts.
        taken_from_other: of "the same", machine names of the boxes in which the other slip is right.
        reason: why, in the officer's words.
    """

    link_uuid: uuid.UUID
    first: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu thứ nhất"), Kind.RECORD, cell="pair")] = None
    second: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu thứ hai"), Kind.RECORD, cell="pair")] = None
    verdict: Annotated[
        str | None, FieldDef(N_("Kết luận"), Kind.CODE, codes="link_verdict", required=True, cell="verdict")
    ] = None
    leading: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu được tính"), Kind.RECORD, cell="verdict")] = None
    taken_from_other: Annotated[
        str | None, FieldDef(N_("Ô lấy theo phiếu kia"), Kind.TEXT, cell="verdict", max_length=1000)
    ] = None
    reason: Annotated[str | None, FieldDef(N_("Lý do"), Kind.TEXT, cell="verdict")] = None


def link_uuid_of(one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
    """The id of the decision on two people, the same in either order and on every machine."""
    first, second = sorted((one, other))
    return made_id("census.link", first.bytes, second.bytes)


@dataclass(frozen=True, slots=True)
class SameGroup:
    """Slips decided to be one person.

    Attributes:
        leading: the slip that counts.
        others: the slips that are left out of counts, in order of their ids.
        links: the decisions that join them.
    """

    leading: uuid.UUID
    others: tuple[uuid.UUID, ...]
    links: tuple[Link, ...]

    @property
    def members(self) -> tuple[uuid.UUID, ...]:
        """All slips, the leading one first."""
        return (self.leading, *self.others)


def same_groups(links: Iterable[Link]) -> tuple[SameGroup, ...]:
    """Slips joined by "the same", also through others: a and b, b and c are one person.

    The slip that no decision puts second leads; should there be several or none of that kind (machines may have
    decided apart from each other), the smallest id leads, which is the same everywhere.
    """
    joined = [
        link for link in links if link.verdict == SAME and link.first is not None and link.second is not None
    ]
    root = connected((_known(link.first), _known(link.second)) for link in joined)
    groups: dict[uuid.UUID, list[Link]] = {}
    for link in joined:
        groups.setdefault(root[_known(link.first)], []).append(link)
    return tuple(_group(groups[key]) for key in sorted(groups))


def connected(pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> dict[uuid.UUID, uuid.UUID]:
    """For everybody in pairs, the smallest id that is joined to it, also through others."""
    root: dict[uuid.UUID, uuid.UUID] = {}

    def find(one: uuid.UUID) -> uuid.UUID:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        root[second] = first
    return {each: find(each) for each in list(root)}


def counted_elsewhere(links: Iterable[Link], void: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, uuid.UUID]:
    """Slips that are not counted because the same person is counted elsewhere, and the slip that is.

    Args:
        links: decisions.
        void: slips that are void: where the leading one was made void meanwhile, the oldest of the others counts.
    """
    found: dict[uuid.UUID, uuid.UUID] = {}
    for group in same_groups(links):
        live = [each for each in group.members if each not in void]
        counted = group.leading if group.leading in live else min(live, default=group.leading)
        found |= {each: counted for each in group.members if each != counted}
    return found


def left_out(links: Iterable[Link], void: Collection[uuid.UUID] = ()) -> frozenset[uuid.UUID]:
    """Slips that are not counted because the same person is counted elsewhere; see `counted_elsewhere`."""
    return frozenset(counted_elsewhere(links, void))


def leader(link: Link) -> uuid.UUID:
    """The slip of the pair that counts; the older one when nobody said."""
    return link.leading if link.leading in {link.first, link.second} and link.leading else _known(link.first)


def follower(link: Link) -> uuid.UUID:
    """The other slip of the pair."""
    return _known(link.second if leader(link) == link.first else link.first)


def _group(links: list[Link]) -> SameGroup:
    members = {_known(each) for link in links for each in (link.first, link.second)}
    second = {follower(link) for link in links}
    leading = min(members - second or members)
    return SameGroup(leading, tuple(sorted(members - {leading})), tuple(links))


def _known(record: uuid.UUID | None) -> uuid.UUID:
    assert record is not None  # links without a pair are left out before
    return record
