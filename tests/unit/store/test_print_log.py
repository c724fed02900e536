"""What was printed, what changed since, and households in the order of houses."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from census_desktop.store import walk
from census_desktop.store.operations import last_arrival
from census_desktop.store.print_log import PrintedHousehold, changes_after, last_prints, log_prints
from census_desktop.store.transaction import Action
from census_desktop.store.walk import handful, homes, houses
from tests.builders import KY_TRINH, SONG_TRI, edit, make_household, make_person, save, save_family

if TYPE_CHECKING:
    from census_desktop.store.store import Store


@pytest.fixture
def store(ward_store: Store) -> Store:
    """The store of a ward."""
    return ward_store


def print_it(store: Store, household: uuid.UUID, mark: str = "0A1B2C3D") -> PrintedHousehold:
    printed = PrintedHousehold(household, mark, 3, last_arrival(store))
    with store.transaction(Action.PRINT) as tx:
        assert log_prints(tx, [printed]) == 1
    return printed


def test_print_when_logged_twice_the_newest_counts(store: Store) -> None:
    household, _people = save_family(store)
    other, _others = save_family(store, household_no="13")
    print_it(store, household.household_uuid, "11111111")
    newest = print_it(store, household.household_uuid, "22222222")
    found = last_prints(store, [household.household_uuid, other.household_uuid])
    assert list(found) == [household.household_uuid]
    entry = found[household.household_uuid]
    assert entry.printed == newest
    assert entry.officer == store.account.login
    assert entry.at.startswith("2026-11-23")


def test_print_when_nothing_is_confirmed_leaves_no_entry(store: Store) -> None:
    household, _people = save_family(store)
    with store.transaction(Action.PRINT) as tx:
        assert log_prints(tx, []) == 0
    assert last_prints(store, [household.household_uuid]) == {}
    assert last_prints(store, []) == {}


def test_changes_when_asked_after_a_print_are_only_the_later_ones(store: Store) -> None:
    household, people = save_family(store)
    edit(store, people[0], religion="02")
    printed = print_it(store, household.household_uuid)
    edit(store, people[1], birth_date="1968")
    edit(store, household, phone="0912345678")
    wanted = dict.fromkeys(
        (household.household_uuid, *(person.person_uuid for person in people)), printed.last_arrival
    )
    found = changes_after(store, wanted)
    assert {record: [one.cell for one in operations] for record, operations in found.items()} == {
        people[1].person_uuid: ["birth_date"],
        household.household_uuid: ["phone"],
    }
    later = {people[1].person_uuid: last_arrival(store), household.household_uuid: printed.last_arrival}
    assert list(changes_after(store, later)) == [household.household_uuid]
    assert changes_after(store, {}) == {}


def test_houses_when_listed_go_by_group_and_number_as_a_walker_does(store: Store) -> None:
    for group, number in (
        ("Thôn 10", "1"),
        ("Thôn 2", "12"),
        ("Thôn 2", "9"),
        ("Thôn 2", "9a"),
        ("Thôn 2", None),
    ):
        save(store, make_household(store.clock, residential_group=group, household_no=number))
    gone = make_household(store.clock, household_no="1", void="1", void_reason="nhập trùng")
    elsewhere = make_household(store.clock, unit=KY_TRINH, household_no="4")
    save(store, gone, elsewhere)
    found = [(house.residential_group, house.household_no) for house in houses(store, unit=SONG_TRI)]
    assert found == [("Thôn 2", "9"), ("Thôn 2", "9a"), ("Thôn 2", "12"), ("Thôn 2", None), ("Thôn 10", "1")]
    assert len(houses(store)) == 6
    assert [house.household_no for house in houses(store, unit=SONG_TRI, residential_group="Thôn 10")] == [
        "1"
    ]


def test_houses_when_listed_count_people_without_void_slips(store: Store) -> None:
    household, people = save_family(store)
    edit(store, people[2], void="1", void_reason="nhập trùng")
    assert [house.people for house in houses(store)] == [2]
    assert [one.full_name for one in handful(store, [household.household_uuid])[0].members] == [
        "ĐẬU VĂN THÌN",
        "VÕ THỊ HƯỜNG",
    ]


def test_homes_when_read_in_handfuls_come_in_the_order_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "HANDFUL", 2)
    known = []
    for number in range(5):
        household = make_household(store.clock, household_no=str(number))
        save(store, household, make_person(store.clock, household))
        known.append(household.household_uuid)
    wanted = [known[3], known[0], uuid.UUID(int=1), known[4], known[1]]
    found = [home.household.household_uuid for home in homes(store, wanted)]
    assert found == [known[3], known[0], known[4], known[1]]
    assert list(homes(store, [])) == []
