"""Pairs that a merge would bring, seen in its plan before anything is merged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME
from census_desktop.gui.models.plan_tree import PlanNode, nodes_of
from census_desktop.services.duplicates import decide
from census_desktop.services.merge_plan import PlanByPlace, plan_by_place
from census_desktop.services.suspects import suspects
from tests.builders import edit, make_household, make_person, save
from tests.transfer_world import KY_TRINH, SONG_TRI, Machine, World, all_lines, merge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store

WOMAN = {"full_name": "LÊ THỊ XOAN", "birth_date": "1971-05-17", "sex": "2", "old_id": "183000777"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ward(world: World) -> Machine:
    return world.ward()


def slip(store: Store, unit: str = SONG_TRI, **answers: str | None) -> Person:
    """A slip of the woman in a household of her own."""
    household = make_household(store.clock, unit=unit)
    person = make_person(store.clock, household, **{**WOMAN, **answers})
    save(store, household, person)
    return person


def plan(world: World, *packages: Path) -> PlanByPlace:
    return plan_by_place(world.town.store, packages, JobControl())


def looks(store: Store) -> int:
    with store.read() as connection:
        entries = [json.loads(each) for each in connection.execute(text("SELECT entry FROM audit")).scalars()]
    return sum(entry["action"] == "look" for entry in entries)


def lines(node: PlanNode) -> list[str]:
    return [each.title for each in node.children]


def test_plan_when_a_known_person_comes_again_names_the_pair_and_the_review_agrees(
    world: World, ward: Machine
) -> None:
    town = world.town.store
    known = slip(town, KY_TRINH, full_name="Lê Thị Xoan")
    coming = slip(ward.store, birth_date="1971-07-05")
    package = world.export(ward)
    before = all_lines(town)

    found = plan(world, package)

    (pair,) = found.suspected
    assert [one.person_uuid for one in pair.slips] == [
        coming.person_uuid,
        known.person_uuid,
    ]  # the new one first
    assert [one.unit for one in pair.households if one is not None] == [SONG_TRI, KY_TRINH]
    assert found.plan.duplicates == 1
    assert [place.unit for place in found.places] == [SONG_TRI]  # nothing comes for the other ward
    assert looks(town) == 1  # seeing it leaves a trail
    assert all_lines(town) == before
    node = nodes_of(found, is_done=False)[-2]
    assert (node.status, node.is_open) == ("1 cặp", False)
    (line,) = node.children
    assert "LÊ THỊ XOAN · 05/07/1971 · Phường Sông Trí – Lê Thị Xoan · 17/05/1971" in line.title
    assert "cùng số CMND" in line.sentence

    merge(world, package)
    (reviewed,) = suspects(town)
    assert (reviewed.first, reviewed.second) == (pair.suspect.first, pair.suspect.second)
    assert reviewed.score == pytest.approx(pair.suspect.score, abs=0.02)


def test_plan_when_both_slips_come_in_the_packages_names_the_pair(world: World, ward: Machine) -> None:
    slip(ward.store)
    slip(ward.store, full_name="Le Thi Xoan")
    found = plan(world, world.export(ward))
    assert len(found.suspected) == 1


def test_plan_when_nobody_new_comes_leaves_what_was_suspected_already_to_the_review(
    world: World, ward: Machine
) -> None:
    slip(world.town.store, KY_TRINH)
    person = slip(ward.store)
    merge(world, world.export(ward))
    edit(ward.store, person, note="Đã hỏi lại")
    found = plan(world, world.export(ward))
    assert (found.plan.changed, found.plan.duplicates, found.suspected) == (1, 0, ())
    assert looks(world.town.store) == 0


def test_plan_when_somebody_new_comes_counts_only_pairs_with_the_new(world: World, ward: Machine) -> None:
    slip(world.town.store, KY_TRINH)
    person = slip(ward.store)
    merge(world, world.export(ward))
    edit(ward.store, person, note="Đã hỏi lại")  # known here, and suspected already
    slip(ward.store, full_name="Nguyễn Văn Bảy", birth_date="1950-01-02", sex="1", old_id=None)
    found = plan(world, world.export(ward))
    assert (found.plan.changed, found.suspected) == (1, ())


def test_plan_when_the_coming_slip_is_void_says_nothing(world: World, ward: Machine) -> None:
    slip(world.town.store, KY_TRINH)
    edit(ward.store, slip(ward.store), void="1", void_reason="Ghi hai lần")
    assert plan(world, world.export(ward)).suspected == ()


@pytest.mark.parametrize(("verdict", "count"), [(DIFFERENT, 0), (SAME, 0), (LOOK, 1)])
def test_plan_when_a_pair_was_decided_before_asks_about_the_new_slip_only(
    world: World, ward: Machine, verdict: str, count: int
) -> None:
    town = world.town.store
    known, coming = slip(town, KY_TRINH), slip(ward.store)
    merge(world, world.export(ward))
    decide(town, known.person_uuid, coming.person_uuid, verdict)
    third = slip(ward.store, full_name="Lê Thị Xoan")
    found = plan(world, world.export(ward))
    pairs = {frozenset((one.suspect.first, one.suspect.second)) for one in found.suspected}
    assert pairs == {frozenset((third.person_uuid, each.person_uuid)) for each in (known, coming)}
    assert len(suspects(town)) == count


def test_nodes_when_there_are_many_pairs_show_the_first(world: World, ward: Machine) -> None:
    slip(world.town.store, KY_TRINH)
    slip(ward.store)
    found = plan(world, world.export(ward))
    many = PlanByPlace(found.plan, found.places, found.files, found.suspected * 203)
    shown = lines(nodes_of(many, is_done=False)[-2])
    assert (len(shown), shown[-1]) == (201, "… và 3 cặp nữa")
