"""Residential groups renamed, put together, divided; with dates, history and a way back."""

from __future__ import annotations

import datetime

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.boundaries import Place
from census_desktop.services.boundaries import apply_plan, withdraw_plan
from census_desktop.services.boundary_choices import unchoose, waiting_households
from census_desktop.services.boundary_counts import counts_by_place
from census_desktop.services.boundary_list import official_plan
from census_desktop.services.boundary_papers import plan_paper, waiting_paper
from census_desktop.services.boundary_preview import preview_plan
from census_desktop.services.groups import change_groups, group_history, groups_of
from census_desktop.store.store import Store
from tests.builders import save_family

KY_LOI = "18796@2015-04-10"
DAY = datetime.date(2018, 3, 1)


def change(store: Store, groups: list[str], name: str, *numbers: str, day: datetime.date = DAY) -> None:
    draft = change_groups(
        store, KY_LOI, groups, name, day, basis="QĐ 12", numbers=(*numbers, None, None)[:2]  # type: ignore[arg-type]
    )  # fmt: skip
    apply_plan(store, draft, JobControl())


def names(store: Store) -> list[str]:
    return [line.place.group for line in groups_of(store, KY_LOI)]


def test_groups_when_changed_then_households_follow_and_history_tells(town_store: Store) -> None:
    for number, group in (
        ("1", "Thôn 1"),
        ("2", "thôn 1"),
        ("1", "Thôn 2"),
        ("40", "Thôn 3"),
        ("3", "Xóm Đình"),
    ):
        save_family(town_store, unit=KY_LOI, residential_group=group, household_no=number)
    before = groups_of(town_store, KY_LOI)
    assert [(line.place.group, line.households, line.is_listed) for line in before if line.households] == [
        ("Thôn 1", 2, True), ("Thôn 2", 1, True), ("Thôn 3", 1, True), ("Xóm Đình", 1, False),
    ]  # fmt: skip

    change(town_store, ["thôn 1"], "Thôn Hải Phong")
    change(town_store, ["Thôn 2", "Xóm Đình"], "Thôn Hải Thanh")
    change(town_store, ["Thôn 3"], "Thôn Đông Yên", "30")
    change(town_store, ["Thôn Hải Phong"], "Thôn Một", day=datetime.date(2019, 1, 1))

    assert counts_by_place(town_store) == {
        Place(KY_LOI, "Thôn Hải Thanh"): (6, 2),
        Place(KY_LOI, "Thôn Một"): (6, 2),
        Place(KY_LOI, "Thôn Đông Yên"): (3, 1),
    }
    assert counts_by_place(town_store, day=datetime.date(2018, 6, 1))[Place(KY_LOI, "Thôn Hải Phong")] == (
        6,
        2,
    )
    assert {"Thôn Một", "Thôn Hải Thanh", "Thôn Đông Yên", "Thôn 3"} <= set(names(town_store))
    assert not {"Thôn 1", "Thôn 2", "Xóm Đình"} & set(names(town_store))
    since = {line.place.group: line.since for line in groups_of(town_store)}
    assert since["Thôn Một"] == datetime.date(2019, 1, 1)
    history = group_history(town_store, KY_LOI)
    assert [one.before for one in history if one.plan.effective_on == "2019-01-01"] == ["Thôn Hải Phong"]
    assert "Thôn 3 (hộ số 30–…)" in {one.before for one in history}
    assert {one.plan.legal_basis for one in history} == {"QĐ 12"}
    late = next(one for one in history if one.before == "Thôn Hải Phong")

    withdraw_plan(town_store, late.plan.boundary_plan_uuid, "Chưa có quyết định", JobControl())

    assert counts_by_place(town_store)[Place(KY_LOI, "Thôn Hải Phong")] == (6, 2)
    save_family(town_store, unit=KY_LOI, residential_group="Thôn 2", household_no="9")
    assert "Thôn 2" in {place.group for place in counts_by_place(town_store)}


@pytest.mark.parametrize(
    ("groups", "name", "numbers", "code"),
    [
        (["Thôn 1"], " ", (None, None), "NO_NAME"),
        (["Thôn 99"], "Thôn Mới", (None, None), "NO_SUCH_GROUP"),
        ([], "Thôn Mới", (None, None), "NO_SUCH_GROUP"),
        (["Thôn 1"], "Thôn 2", (None, None), "NAME_TAKEN"),
        (["Thôn 1"], "Thôn 1", (None, None), "BAD_CHOICE"),
        (["Thôn 1", "Thôn 2"], "Thôn Mới", ("1", "9"), "BAD_CHOICE"),
        (["Thôn 1"], "Thôn Mới", ("9", "1"), "BAD_CHOICE"),
    ],
)
def test_groups_when_asked_wrongly_then_refused(
    town_store: Store, groups: list[str], name: str, numbers: tuple[str | None, str | None], code: str
) -> None:
    with pytest.raises(CensusError) as caught:
        change_groups(town_store, KY_LOI, groups, name, DAY, numbers=numbers)
    assert caught.value.code == code


def test_groups_when_the_unit_was_not_there_that_day_then_refused(town_store: Store) -> None:
    for unit, day in ((KY_LOI, datetime.date(2026, 1, 1)), ("99999@2015-04-10", DAY)):
        with pytest.raises(CensusError) as caught:
            change_groups(town_store, unit, ["Thôn 1"], "Thôn Mới", day)
        assert caught.value.code == "WRONG_UNIT"


def test_groups_when_slips_name_an_unknown_unit_then_are_shown_all_the_same(town_store: Store) -> None:
    save_family(town_store, unit="99999@2015-04-10", residential_group="Thôn Lạ")
    save_family(town_store, unit=None, residential_group=None)
    assert "Thôn Lạ" in {line.place.group for line in groups_of(town_store)}


def test_papers_when_made_then_show_sums_and_room_to_write(town_store: Store) -> None:
    save_family(town_store, unit=KY_LOI, residential_group="Thôn 1")
    save_family(town_store)
    apply_plan(town_store, official_plan(datetime.date(2020, 1, 1)), JobControl())
    draft = official_plan(datetime.date(2025, 7, 1))
    assert plan_paper(town_store, preview_plan(town_store, draft, JobControl())).title
    assert waiting_paper(town_store, ()).blocks
    apply_plan(town_store, draft, JobControl())
    waiting = waiting_households(town_store)
    paper = waiting_paper(town_store, waiting)
    assert "1" in paper.footer
    assert unchoose(town_store, [waiting[0].row.household_uuid]) == 0
    empty = official_plan(datetime.date(2025, 1, 1))
    assert "(0, 0)" not in str(plan_paper(town_store, preview_plan(town_store, empty, JobControl())).title)
