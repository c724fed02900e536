"""One name for each residential group: in targets, registers and slips, and what lists are told about it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.boundaries import is_same_group
from census_desktop.services.absence import absent_people
from census_desktop.services.excel_sheets import Scope as SheetScope
from census_desktop.services.field_lists import Scope, missing_lines
from census_desktop.services.goals import goal_of, goals, import_goals, set_goal
from census_desktop.services.group_names import GroupNames, Matched, listed_groups, matched_words
from census_desktop.services.progress import catch_up, groups_progress, progress
from census_desktop.services.progress_lists import take_any_list
from census_desktop.services.registered import import_registered, registered
from census_desktop.store.progress_known import erring_households
from census_desktop.store.records import list_households
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.walk import houses
from tests.builders import KY_TRINH, SONG_TRI, SUPERVISOR, edit, save_family

LABEL = "Tổ dân phố Châu Phố"


@pytest.fixture
def store(town_store: Store) -> Store:
    """Two households of one group that slips spell in two ways, and one of another group."""
    town_store.account = SUPERVISOR
    save_family(town_store, household_no="1", residential_group="Châu Phố")
    save_family(town_store, household_no="2", residential_group="TDP châu phố")
    save_family(town_store, household_no="3")
    return town_store


def sheet(folder: Path, *rows: str) -> Path:
    path = folder / "danh sách.csv"
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


def test_targets_when_written_short_stand_at_the_group_of_the_slips(store: Store, tmp_path: Path) -> None:
    path = sheet(tmp_path, "unit,residential_group,people,households", "18754,Châu phố,8,3", "18808,,20,6")
    taken = import_goals(store, path)
    assert taken.matched == (Matched(SONG_TRI, "Châu phố", LABEL),)
    words = take_any_list(store, path)
    assert words.endswith(f"Tên thôn, tổ được hiểu là tên đã có: “Châu phố” → “{LABEL}” (Phường Sông Trí).")
    lines = [line for line in groups_progress(store, SONG_TRI) if "hâu" in line.name]
    assert [(line.name, line.people, line.households, line.target_people) for line in lines] == [
        (LABEL, 6, 2, 8)
    ]
    set_goal(store, SONG_TRI, {"people": "9"}, group="TDP Châu Phố")
    assert goal_of(store, SONG_TRI, "châu phố").people == "9"
    assert len([goal for goal in goals(store) if goal.residential_group]) == 1


def test_targets_when_one_group_is_named_in_two_ways_are_refused(store: Store, tmp_path: Path) -> None:
    path = sheet(tmp_path, "unit,residential_group,people", "18754,Châu Phố,8", f"18754,{LABEL},9")
    with pytest.raises(CensusError, match="đã có ở dòng 2"):
        import_goals(store, path)


def test_register_when_spelt_otherwise_is_the_same_list_and_finds_its_slips(
    store: Store, tmp_path: Path
) -> None:
    head = "unit,residential_group,household_no,head_name,people"
    first = import_registered(store, sheet(tmp_path, head, "18754,TDP Châu Phố,1,Đậu Văn Thìn,3"))
    assert (first.added, first.tied) == (1, 1)
    again = import_registered(
        store, sheet(tmp_path, head, "18754,Châu Phố,1,Đậu Văn Thìn,4", "18754,Châu Phố,9,Lê Văn Biển,2")
    )
    assert (again.added, again.changed) == (1, 1)
    assert again.matched == (Matched(SONG_TRI, "Châu Phố", LABEL),)
    assert {one.residential_group for one in registered(store)} == {LABEL}
    assert [line.name for line in missing_lines(store, Scope(SONG_TRI, "châu phố"))] == ["Lê Văn Biển"]


def test_lists_when_asked_for_a_group_take_all_its_spellings(store: Store) -> None:
    assert [home.household_no for home in houses(store, residential_group="TDP 3")] == ["3"]
    assert [home.household_no for home in houses(store, residential_group=LABEL)] == ["1", "2"]
    assert len(list_households(store, residential_group=LABEL)) == 2
    assert Scope(SONG_TRI, "TDP 3").holds(SONG_TRI, "Tổ dân phố 3")
    assert not Scope(SONG_TRI, "TDP 3").holds(SONG_TRI, None)
    household, people = save_family(store, household_no="4", residential_group="Tổ dân phố 3")
    assert SheetScope(SONG_TRI, "TDP 3").holds(household)
    assert not SheetScope(SONG_TRI, "TDP 4").holds(household)
    edit(store, people[0], presence="vang_khai_ho", birth_date="2030-01-01")
    assert len(absent_people(store, SONG_TRI, "TDP 3")) == 1
    catch_up(store, JobControl())
    assert household.household_uuid.bytes in erring_households(store, SONG_TRI, "TDP 3")
    assert progress(store).total.people == 12


def test_place_when_closed_by_one_spelling_is_closed_for_all(store: Store) -> None:
    household, _people = save_family(store, household_no="5", residential_group="Châu Phố")
    goal = goal_of(store, SONG_TRI, LABEL)
    with store.transaction(Action.GOAL) as tx:
        tx.save(dataclasses.replace(goal, closed="1", closing_reason="Đủ"))
    with pytest.raises(CensusError) as caught:
        edit(store, household, note="Đi biển")
    assert caught.value.code == "PLACE_CLOSED"


def test_names_when_many_are_matched_are_told_in_short() -> None:
    names = GroupNames()
    names.learn([(SONG_TRI, "Tổ dân phố 1"), (SONG_TRI, "TDP 1")])
    assert names.of(SONG_TRI, "tổ 1") == "Tổ dân phố 1"
    assert names.of(KY_TRINH, "tổ 1") == "tổ 1"
    assert names.of(SONG_TRI, "") == ""
    assert is_same_group(None, "")
    assert matched_words(()) == ""
    many = [Matched(SONG_TRI, f"TDP {number}", f"Tổ dân phố {number}") for number in range(7)]
    assert "và 2 tên khác" in matched_words(many)
    assert listed_groups("không phải đơn vị") == ()
