"""Slips joined by decisions, and which of them counts."""

from __future__ import annotations

import itertools
import uuid

from census_desktop.domain.code_names import DIFFERENT, SAME
from census_desktop.domain.links import Link, follower, leader, left_out, link_uuid_of, same_groups

A, B, C, D = (uuid.UUID(int=number) for number in (1, 2, 3, 4))


def link(
    one: uuid.UUID, other: uuid.UUID, verdict: str | None = SAME, leading: uuid.UUID | None = None
) -> Link:
    first, second = sorted((one, other))
    return Link(
        link_uuid=link_uuid_of(one, other), first=first, second=second, verdict=verdict, leading=leading
    )


def test_groups_when_slips_are_joined_through_others_then_one_person() -> None:
    links = [link(A, B, leading=B), link(B, C, leading=B), link(A, D, DIFFERENT), link(C, D, None)]
    (group,) = same_groups(links)
    assert (group.leading, group.others, group.members) == (B, (A, C), (B, A, C))
    assert left_out(links) == {A, C}
    assert left_out(links, {B}) == {B, C}  # the leading slip was made void: the oldest of the others counts
    assert left_out(links, {A, B, C}) == {A, C}


def test_groups_when_decisions_come_in_any_order_then_the_same_group() -> None:
    links = [link(A, B, leading=A), link(C, D, leading=D), link(B, C, leading=C)]
    found = {same_groups(order)[0].members for order in itertools.permutations(links)}
    assert found == {(A, B, C, D)}  # A and D were never put second; the older leads


def test_groups_when_decisions_go_round_in_a_circle_then_the_oldest_leads() -> None:
    links = [link(A, B, leading=B), link(B, C, leading=C), link(A, C, leading=A)]
    assert same_groups(links)[0].leading == A
    assert left_out(links) == {B, C}


def test_leader_when_nobody_said_or_said_a_stranger_then_the_older_slip() -> None:
    assert (leader(link(B, A)), follower(link(B, A))) == (A, B)
    assert (leader(link(A, B, leading=C)), follower(link(A, B, leading=B))) == (A, A)


def test_groups_when_nothing_is_the_same_then_none() -> None:
    assert same_groups([link(A, B, DIFFERENT), Link(link_uuid=D, verdict=SAME)]) == ()
