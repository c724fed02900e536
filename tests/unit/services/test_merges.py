"""The journal of merges and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.dc01 import Person
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.records import RecordKind
from census_desktop.services.merges import journal, plan_reversal, reverse
from census_desktop.store.records import counts, load, load_household, load_person, open_conflicts
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.receipts import export_receipt
from tests.builders import edit, save
from tests.transfer_world import Machine, World, family, merge, stopping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Household
    from census_desktop.store.store import Store


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ward(world: World) -> Machine:
    return world.ward()


def number(store: Store) -> int:
    return journal(store)[0].number


def person_in(store: Store, person: Person) -> Person:
    found = load_person(store, person.person_uuid)
    assert found is not None
    return found


def household_in(store: Store, household: Household) -> Household:
    found = load_household(store, household.household_uuid)
    assert found is not None
    return found


def test_journal_when_merged_and_reversed_names_packages_and_counts_for_ever(
    world: World, ward: Machine
) -> None:
    family(ward.store)
    merge(world, world.export(ward))
    (entry,) = journal(world.town.store)
    assert (entry.added, entry.changed, entry.operations) == (4, 0, 4)
    assert [package.device for package in entry.packages] == ["ST-01"]

    reverse(world.town.store, entry.number, JobControl())

    back, merged = journal(world.town.store)
    assert (back.reverses, merged.reversed_by) == (entry.number, back.number)


def test_reversal_when_all_was_new_makes_it_void_and_a_second_reversal_brings_it_back(
    world: World, ward: Machine
) -> None:
    town = world.town.store
    household, (person, *_others) = family(ward.store)
    merge(world, world.export(ward))
    before = person_in(town, person)

    plan = reverse(town, number(town), JobControl())

    assert (plan.voided, plan.restored, plan.untouched, plan.kept) == (4, 0, 0, ())
    assert counts(town) == (0, 0)
    assert "Hoàn tác lần gộp" in (person_in(town, person).void_reason or "")
    assert verify(town).ok

    reverse(town, number(town), JobControl())

    assert counts(town) == (3, 1)
    assert person_in(town, person) == before
    assert household_in(town, household).void is None
    assert verify(town).ok


def test_reversal_when_the_package_comes_again_stays_reversed(world: World, ward: Machine) -> None:
    family(ward.store)
    package = world.export(ward)
    merge(world, package)
    reverse(world.town.store, number(world.town.store), JobControl())

    family(ward.store, household_no="13")
    merge(world, package, world.export(ward))

    assert counts(world.town.store) == (3, 1)


def test_reversal_when_boxes_were_changed_restores_what_they_said_before(world: World, ward: Machine) -> None:
    town = world.town.store
    _household, (person, wife, _child) = family(ward.store)
    merge(world, world.export(ward))
    edit(ward.store, person, birth_date="1965-08-15", note="sửa nhầm hàng loạt")
    edit(ward.store, wife, full_name="VÕ THỊ HƯƠNG")
    merge(world, world.export(ward))
    assert person_in(town, person).birth_date == "1965-08-15"

    plan = plan_reversal(town, number(town), JobControl())
    assert person_in(town, person).birth_date == "1965-08-15"
    assert reverse(town, number(town), JobControl()) == plan

    assert (plan.voided, plan.restored) == (0, 2)
    assert person_in(town, person) == person
    assert person_in(town, wife).full_name == "VÕ THỊ HƯỜNG"
    assert verify(town).ok


def test_reversal_when_the_merge_opened_a_conflict_closes_it_with_our_own_answer(
    world: World, ward: Machine
) -> None:
    town = world.town.store
    _household, (person, *_others) = family(ward.store)
    merge(world, world.export(ward))
    edit(town, person, birth_date="1964-08-16")
    edit(ward.store, person, birth_date="1946-08-15", note="xem lại")
    merge(world, world.export(ward))
    assert open_conflicts(town)

    reverse(town, number(town), JobControl())

    assert open_conflicts(town) == ()
    assert (person_in(town, person).birth_date, person_in(town, person).note) == ("1964-08-16", None)


def test_reversal_when_somebody_worked_on_it_since_keeps_that_and_names_it(
    world: World, ward: Machine
) -> None:
    town = world.town.store
    _household, (person, wife, child) = family(ward.store)
    merge(world, world.export(ward))
    edit(ward.store, wife, note="ghi thêm")
    edit(ward.store, child, birth_date="1993-02")
    new_household, (new_person, *_rest) = family(ward.store, household_no="40")
    merge(world, world.export(ward))
    edit(town, wife, note="ghi thêm, thị xã xem lại")
    edit(town, new_person, sex="2")

    plan = reverse(town, number(town), JobControl())

    why = {kept.record_uuid: kept.why for kept in plan.kept}
    assert set(why) == {wife.person_uuid, new_person.person_uuid, new_household.household_uuid}
    assert "canbo0" in why[wife.person_uuid]
    assert "ĐẬU VĂN THÌN" in why[new_household.household_uuid]
    assert (plan.voided, plan.restored, plan.untouched) == (2, 1, 3)
    assert person_in(town, wife).note == "ghi thêm, thị xã xem lại"
    assert person_in(town, child).birth_date == "1992-02"
    assert person_in(town, person).void is None
    assert household_in(town, new_household).void is None
    assert verify(town).ok


def test_reversal_when_it_goes_home_reaches_the_ward(world: World, ward: Machine) -> None:

    _household, (person, *_others) = family(ward.store)
    merge(world, world.export(ward))
    edit(ward.store, person, note="sửa nhầm")
    merge(world, world.export(ward))
    reverse(world.town.store, number(world.town.store), JobControl())

    receipt = export_receipt(world.town.store, "18754@2015-04-10", world.stick, JobControl()).path
    merge_packages(ward.store, [receipt], JobControl())

    assert person_in(ward.store, person) == person


def test_reversal_of_a_decision_on_a_pair_leaves_the_pair_undecided(world: World, ward: Machine) -> None:
    town = world.town.store
    _household, (one, other, _child) = family(ward.store)
    first, second = sorted((one.person_uuid, other.person_uuid))
    save_link = Link(link_uuid=link_uuid_of(first, second), first=first, second=second, verdict="different")
    with ward.store.transaction(Action.DECIDE) as tx:
        tx.create(save_link)
    merge(world, world.export(ward))

    reverse(town, number(town), JobControl())

    found = load(town, RecordKind.LINK, save_link.link_uuid)
    assert found == Link(link_uuid=save_link.link_uuid, first=first, second=second)


def test_reversal_when_already_done_or_unknown_is_refused(world: World, ward: Machine) -> None:
    town = world.town.store
    family(ward.store)
    merge(world, world.export(ward))
    merged = number(town)
    reverse(town, merged, JobControl())

    for wanted, code in ((merged, "ALREADY_REVERSED"), (9_999, "NO_SUCH_MERGE")):
        with pytest.raises(CensusError) as caught:
            reverse(town, wanted, JobControl())
        assert caught.value.code == code
        assert caught.value.advice


@pytest.mark.parametrize("after", [1, 2, 3])
def test_reversal_when_stopped_changes_nothing(world: World, ward: Machine, after: int) -> None:
    family(ward.store)
    merge(world, world.export(ward))

    with pytest.raises(CancelledError):
        reverse(world.town.store, number(world.town.store), stopping(after))

    assert counts(world.town.store) == (3, 1)
    assert journal(world.town.store)[0].reversed_by is None


def test_reversal_when_the_household_was_filled_since_keeps_the_household(
    world: World, ward: Machine
) -> None:
    town = world.town.store
    household, _people = family(ward.store)
    merge(world, world.export(ward))
    born = Person(
        person_uuid=town.clock.new_uuid(), household_uuid=household.household_uuid, full_name="ĐẬU VĂN BẢY"
    )
    save(town, born)

    plan = reverse(town, number(town), JobControl())

    assert [kept.record_uuid for kept in plan.kept] == [household.household_uuid]
    assert plan.voided == 3
    assert counts(town) == (1, 1)
