"""Targets of a divided unit: proposed from where its households went, confirmed, zero-sum, gone with the plan."""

from __future__ import annotations

import datetime
import uuid

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.goals import shared_out
from census_desktop.services.boundaries import apply_plan, withdraw_plan
from census_desktop.services.boundary_choices import choose_unit
from census_desktop.services.boundary_list import official_plan
from census_desktop.services.goals import goals, set_goal
from census_desktop.services.progress import progress
from census_desktop.services.target_shares import confirm_shares, share_proposal
from census_desktop.store.progress import set_targets
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import SONG_TRI, save_family

KY_LOI = "18796@2015-04-10"
NEW_SONG_TRI, VUNG_ANG, HOANH_SON = "18754@2025-07-01", "18823@2025-07-01", "18832@2025-07-01"
DAY = datetime.date(2025, 7, 1)


def lines(store: Store) -> dict[str, tuple[int, int, int, str | None]]:
    return {
        line.unit: (line.people, line.target_people, line.target_households, line.source)
        for line in progress(store).units
    }


@pytest.fixture
def homes(town_store: Store) -> list[uuid.UUID]:
    """Five families of a unit that is divided, one of a unit that joins another; targets of the set-up."""
    found = [
        save_family(town_store, unit=KY_LOI, household_no=str(no), residential_group=f"Thôn {no}")[0]
        for no in range(1, 6)
    ]
    save_family(town_store, unit=SONG_TRI)
    with town_store.transaction(Action.SETTING) as tx:
        set_targets(tx, {KY_LOI: (100, 21), SONG_TRI: (40, 10)})
    apply_plan(town_store, official_plan(datetime.date(2020, 1, 1)), JobControl())
    return [home.household_uuid for home in found]


def divide(store: Store, homes: list[uuid.UUID]) -> uuid.UUID:
    draft = official_plan(DAY)
    apply_plan(store, draft, JobControl())
    spread = (NEW_SONG_TRI, VUNG_ANG, VUNG_ANG, HOANH_SON, HOANH_SON)
    for home, unit in zip(homes, spread, strict=True):
        choose_unit(store, [home], unit)
    return draft.record.boundary_plan_uuid


def test_shares_when_all_households_are_chosen_add_up_and_hold_when_confirmed(
    town_store: Store, homes: list[uuid.UUID]
) -> None:
    plan = divide(town_store, homes)
    before = lines(town_store)
    assert before[KY_LOI][:3] == (0, 100, 21)
    found = share_proposal(town_store, plan)
    assert found is not None
    assert (found.waiting, found.is_confirmed, found.is_zero_sum) == (0, False, True)
    assert (found.people, found.households) == ((140, 140), (31, 31))
    told = {
        line.unit: (line.in_now, line.people_before, line.people, line.households) for line in found.lines
    }
    assert told == {
        KY_LOI: (0, 100, 0, 0), NEW_SONG_TRI: (3, 40, 60, 14), VUNG_ANG: (6, 0, 40, 9), HOANH_SON: (6, 0, 40, 8),
    }  # fmt: skip
    assert lines(town_store) == before
    confirm_shares(town_store, plan)
    after = lines(town_store)
    assert {unit: line[1:3] for unit, line in after.items()} == {
        KY_LOI: (0, 0), NEW_SONG_TRI: (60, 14), VUNG_ANG: (40, 9), HOANH_SON: (40, 8),
    }  # fmt: skip
    assert (after[VUNG_ANG][3] or "").startswith("Đề xuất từ kế hoạch: ")
    again = share_proposal(town_store, plan)
    assert again is not None
    assert (again.is_confirmed, again.people) == (True, (140, 140))
    assert goals(town_store) == ()

    set_goal(town_store, VUNG_ANG, {"people": "55", "households": "12"})
    assert lines(town_store)[VUNG_ANG][1:3] == (55, 12)
    assert lines(town_store)[HOANH_SON][1:3] == (40, 8)


def test_shares_when_the_plan_is_taken_back_are_gone_and_come_again_with_it(
    town_store: Store, homes: list[uuid.UUID]
) -> None:
    before = lines(town_store)
    plan = divide(town_store, homes)
    confirm_shares(town_store, plan)
    shared = lines(town_store)
    withdraw_plan(town_store, plan, "Nhầm ngày", JobControl())
    assert lines(town_store) == before
    assert share_proposal(town_store, plan) is None
    apply_plan(town_store, official_plan(DAY), JobControl())
    assert lines(town_store) == shared


def test_shares_when_a_target_was_given_take_its_figures_and_leave_its_deadline(
    town_store: Store, homes: list[uuid.UUID]
) -> None:
    set_goal(town_store, KY_LOI, {"people": "50", "deadline": "31/12/2026"})
    plan = divide(town_store, homes)
    confirm_shares(town_store, plan)
    line = next(one for one in progress(town_store).units if one.unit == KY_LOI)
    assert (line.target_people, line.deadline) == (0, "2026-12-31")
    assert lines(town_store)[VUNG_ANG][1] == 20


def test_shares_when_households_wait_or_nothing_is_divided_are_refused(
    town_store: Store, homes: list[uuid.UUID]
) -> None:
    draft = official_plan(DAY)
    apply_plan(town_store, draft, JobControl())
    plan = draft.record.boundary_plan_uuid
    found = share_proposal(town_store, plan)
    assert found is not None
    assert found.waiting == len(homes)
    with pytest.raises(CensusError) as caught:
        confirm_shares(town_store, plan)
    assert caught.value.code == "STILL_WAITING"
    joined = official_plan(datetime.date(2020, 1, 1)).record.boundary_plan_uuid
    for other in (joined, uuid.UUID(int=1)):
        assert share_proposal(town_store, other) is None
        with pytest.raises(CensusError) as caught:
            confirm_shares(town_store, other)
        assert caught.value.code == "NO_SHARES"


def test_shares_when_the_divided_unit_has_no_target_or_nobody_are_none(town_store: Store) -> None:
    draft = official_plan(DAY)
    apply_plan(town_store, draft, JobControl())
    plan = draft.record.boundary_plan_uuid
    assert share_proposal(town_store, plan) is None
    save_family(town_store, unit=KY_LOI)
    assert share_proposal(town_store, plan) is None


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, {"a": 1, "b": 1, "c": 1}, {"a": 4, "b": 3, "c": 3}),
        (5, {"a": 0, "b": 7}, {"a": 0, "b": 5}),
        (0, {"a": 3}, {"a": 0}),
        (7, {"a": 0}, {}),
        (7, {}, {}),
        (100, {"a": 1, "b": 2, "c": 3}, {"a": 17, "b": 33, "c": 50}),
    ],
)
def test_number_when_shared_out_adds_up(total: int, weights: dict[str, int], parts: dict[str, int]) -> None:
    assert shared_out(total, weights) == parts
