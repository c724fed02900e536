"""Targets follow plans: nothing is lost, a new target of its own counts, taking back leaves them as given."""

from __future__ import annotations

import datetime

from census_desktop.base.jobs import JobControl
from census_desktop.domain.goals import Goal, goal_uuid_of
from census_desktop.domain.registered import Registered
from census_desktop.services.absence import coverage
from census_desktop.services.boundaries import apply_plan, withdraw_plan
from census_desktop.services.boundary_list import PlanDraft, official_plan
from census_desktop.services.groups import change_groups
from census_desktop.services.progress import groups_progress, progress
from census_desktop.services.targets_followed import followed_packages
from census_desktop.store.boundaries import load_plans
from census_desktop.store.progress import set_targets
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, SONG_TRI, save_family

HUNG_TRI, KY_HUNG, KY_LOI = "18754@2020-01-01", "18817@2015-04-10", "18796@2015-04-10"


def lines(store: Store) -> dict[str, tuple[int, int, int]]:
    return {
        line.unit: (line.people, line.target_people, line.target_households) for line in progress(store).units
    }


def give(store: Store, unit: str, people: str | None, group: str | None = None, **more: str) -> None:
    goal = Goal(
        goal_uuid=goal_uuid_of(unit, group), unit=unit, residential_group=group, people=people, households=people,
        **more,
    )  # fmt: skip
    with store.transaction(Action.GOAL) as tx:
        tx.save(goal)


def follow(store: Store, draft: PlanDraft) -> None:
    apply_plan(store, draft, JobControl())


def test_targets_when_units_join_then_add_up_and_come_back(town_store: Store) -> None:
    save_family(town_store)
    with town_store.transaction(Action.SETTING) as tx:
        set_targets(tx, {SONG_TRI: (100, 30), KY_TRINH: (50, 10)})
    give(town_store, KY_HUNG, "40", exceptions="3", exceptions_reason="Đã mất", deadline="2027-01-31")
    before = lines(town_store)
    draft = official_plan(datetime.date(2020, 1, 1))
    follow(town_store, draft)
    assert lines(town_store) == {HUNG_TRI: (3, 140, 70), KY_TRINH: (0, 50, 10)}
    line = next(one for one in progress(town_store).units if one.unit == HUNG_TRI)
    assert (line.exceptions, line.deadline, line.source) == (3, "2027-01-31", draft.record.title)
    assert coverage(town_store)[-1].target == 140

    give(town_store, HUNG_TRI, "133")
    assert lines(town_store)[HUNG_TRI] == (3, 133, 133)
    withdraw_plan(town_store, draft.record.boundary_plan_uuid, "Nhầm", JobControl())
    assert lines(town_store) == before | {HUNG_TRI: (0, 133, 133)}


def test_targets_when_groups_are_put_together_then_follow_too(town_store: Store) -> None:
    save_family(town_store, unit=KY_LOI, residential_group="Thôn 1")
    for group, people in (("Thôn 1", "10"), ("Thôn 2", "20"), ("Thôn 3", None)):
        give(town_store, KY_LOI, people, group)
    day = datetime.date(2018, 3, 1)
    follow(town_store, change_groups(town_store, KY_LOI, ["Thôn 1", "Thôn 2"], "Thôn Hải Phong", day))
    follow(town_store, change_groups(town_store, KY_LOI, ["Thôn 3"], "Thôn Ba", day))
    found = {line.residential_group: line.target_people for line in groups_progress(town_store, KY_LOI)}
    assert (found["Thôn Hải Phong"], found["Thôn Ba"]) == (30, 0)
    assert "Thôn 1" not in found


def test_register_when_its_unit_is_no_more_then_stands_with_the_new_one(town_store: Store) -> None:
    entry = Registered(
        registered_uuid=town_store.clock.new_uuid(), unit=KY_HUNG, residential_group="Thôn 1", head_name="VÕ VĂN MÙI",
        people="4",
    )  # fmt: skip
    with town_store.transaction(Action.REGISTER_LIST) as tx:
        tx.save(entry)
    follow(town_store, official_plan(datetime.date(2020, 1, 1)))
    assert lines(town_store)[HUNG_TRI] == (0, 4, 1)


def test_packages_when_machines_speak_for_an_old_unit_then_count_for_the_new_one(town_store: Store) -> None:
    follow(town_store, official_plan(datetime.date(2020, 1, 1)))
    found = followed_packages(
        load_plans(town_store), {SONG_TRI: "2026-01-02", KY_HUNG: "2026-01-05", KY_TRINH: "1"}
    )
    assert (found[HUNG_TRI], found[KY_TRINH]) == ("2026-01-05", "1")
