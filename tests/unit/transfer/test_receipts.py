"""The way back: receipts of the town, read by the machines of a unit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import BugError, CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.package_files import package_files
from census_desktop.store.operations import export_counts, last_arrival
from census_desktop.store.packages import confirmed_arrival, out_packages
from census_desktop.store.records import load, load_person, open_conflicts
from census_desktop.store.store import MachineRole
from census_desktop.store.transaction import Action
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.envelope import public_text
from census_desktop.transfer.inbox import PackagePlan, read_plan
from census_desktop.transfer.machine import keep_town
from census_desktop.transfer.outbox import export_package
from census_desktop.transfer.package import PackageKind, build_package, canonical, read_front
from census_desktop.transfer.receipts import Receipt, export_receipt, read_receipt
from census_desktop.transfer.refusals import PackageRefused
from tests.merge_histories import state_of
from tests.transfer_world import KY_TRINH, SONG_TRI, TOWN, Machine, World, family, merge, state, stopping

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.domain.dc01 import Person


def receipt(world: World, unit: str = SONG_TRI) -> Path:
    return export_receipt(world.town.store, unit, world.stick, JobControl()).path


def take(machine: Machine, *paths: Path) -> PackagePlan:
    """Merge receipts at a ward; the line of the last."""
    return merge_packages(machine.store, paths, JobControl()).packages[-1]


def edit(machine: Machine, person: Person, **changes: str | None) -> int:
    with machine.store.transaction(Action.EDIT) as transaction:
        return transaction.edit(RecordKind.PERSON, person.person_uuid, changes)


def test_receipt_when_merged_then_confirms_brings_what_the_town_did_and_makes_both_alike(
    world: World,
) -> None:
    ward = world.ward()
    _household, people = family(ward.store)
    merge(world, world.export(ward))
    assert out_packages(ward.store)[0].confirmed_at is None
    edit(world.town, people[0], note="Đi biển")
    edit(world.town, people[1], sex="1")
    edit(ward, people[1], sex=None)
    merge(world, world.export(ward))
    ((_kind, record, cell),) = open_conflicts(world.town.store)
    with world.town.store.transaction(Action.DECIDE) as transaction:
        transaction.edit(RecordKind.PERSON, record, {cell: "2"}, OpKind.DECIDE)

    line = take(ward, receipt(world))

    assert (line.status, line.code, line.confirmed, line.unit) == ("merged", "RECEIPT", 2, TOWN)
    assert "2" in line.message
    assert all(package.confirmed_at for package in out_packages(ward.store))
    assert state_of(ward.store) == state_of(world.town.store)
    shown = load_person(ward.store, people[0].person_uuid)
    assert shown is not None
    assert shown.note == "Đi biển"


def test_export_when_the_town_has_confirmed_then_holds_only_what_is_new(world: World) -> None:
    ward = world.ward()
    _household, people = family(ward.store)
    merge(world, world.export(ward))
    edit(world.town, people[0], note="Đi biển")
    take(ward, receipt(world))

    nothing = export_package(ward.store, world.stick, JobControl())
    assert (nothing.people, nothing.households, nothing.operations) == (
        0,
        0,
        0,
    )  # nor what the town sent itself

    edit(ward, people[2], blood_group="O")
    news = export_package(ward.store, world.stick, JobControl())
    assert (news.people, news.households, news.operations) == (1, 0, 2)  # the whole story of the one slip
    everything = export_package(ward.store, world.stick, JobControl(), everything=True)
    assert (everything.people, everything.households) == (3, 1)
    assert [line.status for line in merge(world, nothing.path, news.path, everything.path).packages] == [
        "merged"
    ] * 3
    take(ward, receipt(world))
    assert state_of(ward.store) == state_of(world.town.store)


def test_export_when_no_receipt_has_come_then_holds_everything_however_often_it_was_exported(
    world: World,
) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    family(ward.store, "13")

    assert export_package(ward.store, world.stick, JobControl()).people == 6


def test_receipt_when_a_stick_was_lost_then_confirms_only_what_arrived(world: World) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    family(ward.store, "13")
    world.export(ward).unlink()
    take(ward, receipt(world))

    assert [package.confirmed_at is not None for package in out_packages(ward.store)] == [True, False]
    assert export_package(ward.store, world.stick, JobControl()).people == 3


def test_receipt_when_two_laptops_share_a_ward_then_each_gets_what_the_other_typed(world: World) -> None:
    one, other = world.ward(), world.ward("ST-02")
    family(one.store)
    _household, people = family(other.store, "13")
    merge(world, world.export(one), world.export(other))
    paper = receipt(world)

    assert (take(one, paper).confirmed, take(other, paper).confirmed) == (1, 1)

    assert state_of(one.store) == state_of(other.store) == state_of(world.town.store)
    edit(one, people[0], note="Đi biển")  # typed by the other laptop, edited here
    assert export_package(one.store, world.stick, JobControl()).people == 1
    assert export_package(other.store, world.stick, JobControl()).operations == 0


def test_receipt_when_a_household_was_moved_away_then_both_units_learn_of_it(world: World) -> None:
    left, right = world.ward(), world.ward("KT-01", KY_TRINH)
    household, people = family(left.store)
    family(left.store, "13")
    merge(world, world.export(left))
    with world.town.store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.HOUSEHOLD, household.household_uuid, {"unit": KY_TRINH})

    here = export_receipt(world.town.store, SONG_TRI, world.stick, JobControl())
    there = export_receipt(world.town.store, KY_TRINH, world.stick, JobControl())

    assert (here.people, here.households) == (6, 2)
    assert (there.people, there.households) == (3, 1)
    take(right, there.path)
    take(left, here.path)
    assert load_person(right.store, people[0].person_uuid) == people[0]
    assert state_of(left.store) == state_of(world.town.store)


def test_receipt_when_merged_twice_then_is_already_here(world: World) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    paper = receipt(world)
    take(ward, paper)
    before = state_of(ward.store)

    assert take(ward, paper).status == "already"
    assert take(ward, receipt(world)).confirmed == 0
    assert state_of(ward.store) == before


def test_receipt_when_only_looked_at_then_confirms_nothing(world: World) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    paper = receipt(world)
    before = state(ward.store)

    assert read_plan(ward.store, [paper], JobControl()).packages[0].confirmed == 1
    assert state(ward.store) == before


@pytest.mark.parametrize("after", range(6))
def test_receipt_when_stopped_then_nothing_is_confirmed(world: World, after: int) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    edit(world.town, family(world.town.store, "14")[1][0], note="Mới")
    paper = receipt(world)
    before = state_of(ward.store)
    with pytest.raises(CancelledError):
        merge_packages(ward.store, [paper], stopping(after))

    assert state_of(ward.store) == before
    assert confirmed_arrival(ward.store) == 0


def refused(machine: Machine, path: Path) -> str:
    before = state(machine.store)
    (line,) = merge_packages(machine.store, [path], JobControl()).packages
    assert line.status == "refused"
    assert line.message
    assert state(machine.store) == before
    return line.code


def test_receipt_when_it_is_for_another_unit_is_refused(world: World) -> None:
    ward, other = world.ward(), world.ward("KT-01", KY_TRINH)
    assert refused(other, receipt(world)) == "NOT_FOR_US"
    assert refused(world.town, receipt(world)) == "UNKNOWN_DEVICE"  # its own paper
    assert refused(ward, world.export(other)) == "NOT_FOR_US"


def test_receipt_when_the_town_is_another_or_unknown_is_refused(world: World) -> None:
    ward = world.ward()
    paper = receipt(world)
    stranger = world.machine("ST-09", SONG_TRI, MachineRole.WARD)
    assert refused(stranger, paper) == "UNKNOWN_DEVICE"
    successor = world.machine("TX-02", TOWN, MachineRole.TOWN, _recovery(world))
    with ward.store.transaction(Action.SETTING) as transaction:
        keep_town(transaction, public_text(successor.public, successor.identity))
    assert refused(ward, paper) == "UNKNOWN_DEVICE"


def _recovery(world: World) -> str:
    recipient = world.town.public.town_recovery_recipient
    assert recipient is not None
    return recipient


def test_receipt_when_altered_is_refused(world: World) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    paper = receipt(world)
    content = bytearray(paper.read_bytes())
    content[-40] ^= 1
    paper.write_bytes(content)
    assert refused(ward, paper) == "DAMAGED"
    paper.write_bytes(paper.read_bytes().replace(b'"kind":"receipt"', b'"kind":"receipt "', 1))
    assert refused(ward, paper) == "DAMAGED"


def test_receipt_when_the_machine_was_revoked_then_it_cannot_be_opened(world: World) -> None:
    lost, kept = world.ward(), world.ward("ST-02")
    family(lost.store)
    merge(world, world.export(lost))
    world.register(lost.public, revoked_at="2026-11-24T01:30:00+00:00")
    paper = receipt(world)

    assert refused(lost, paper) == "WRONG_KEY"
    assert take(kept, paper).status == "merged"
    assert state_of(kept.store) == state_of(world.town.store)  # the successor gets all that had arrived


def test_receipt_when_nobody_in_the_unit_can_read_it_is_not_written(world: World) -> None:
    ward = world.ward()
    world.register(ward.public, revoked_at="2026-11-24T01:30:00+00:00")
    with pytest.raises(CensusError) as caught:
        receipt(world)
    assert caught.value.code == "NO_MACHINES"
    assert out_packages(world.town.store) == ()


def test_receipt_when_its_line_is_none_is_refused(world: World) -> None:
    ward = world.ward()
    core = read_front(receipt(world)).head.core
    _head, content = build_package(
        core, [], (ward.public.recipient,), world.town.identity, b'{"unit":"x","accepted":[]}'
    )
    path = world.stick / "làm tay.dcpkg"
    path.write_bytes(content)

    assert refused(ward, path) == "MALFORMED"


def test_receipt_line_when_read_then_says_what_was_written() -> None:
    empty = Receipt(SONG_TRI, ())
    assert read_receipt(canonical(empty)) == empty
    for line in (b"", b"{}", b'{"unit":"18754@2015-04-10","accepted":[{"device":"../x"}]}', b"\xff"):
        with pytest.raises(PackageRefused):
            read_receipt(line)


def test_package_when_a_receipt_line_is_missing_or_too_much_is_not_built(world: World) -> None:
    front = read_front(receipt_of_ward(world))
    for kind, line in ((PackageKind.RECEIPT, None), (PackageKind.SLIPS, b"{}")):
        core = dataclasses.replace(front.head.core, kind=kind)
        with pytest.raises(BugError):
            build_package(core, [], (world.town.public.recipient,), world.town.identity, line)


def receipt_of_ward(world: World) -> Path:
    world.ward()
    return receipt(world)


def test_export_when_the_town_was_replaced_then_its_successor_gets_everything(world: World) -> None:
    ward = world.ward()
    family(ward.store)
    merge(world, world.export(ward))
    edit(world.town, family(world.town.store, "14")[1][0], note="Mới")
    take(ward, receipt(world))
    assert export_counts(ward.store, confirmed_arrival(ward.store, "TX-01"), None, "TX-01") == (0, 0, 0)
    successor = world.machine("TX-02", TOWN, MachineRole.TOWN, _recovery(world))
    with ward.store.transaction(Action.SETTING) as transaction:
        keep_town(transaction, public_text(successor.public, successor.identity))

    sent = export_package(ward.store, world.stick, JobControl())

    assert (sent.people, sent.operations) == (6, 9)
    assert out_packages(ward.store)[-1].last_arrival == last_arrival(ward.store)


def test_folder_when_the_stick_carries_both_directions_then_each_side_takes_its_own(world: World) -> None:
    ward, other = world.ward(), world.ward("ST-02")
    family(ward.store)
    up, up_other = world.export(ward), world.export(other)
    merge(world, up)
    down, elsewhere = receipt(world), None
    world.ward("KT-01", KY_TRINH)
    elsewhere = receipt(world, KY_TRINH)
    junk = world.stick / "tệp lạ.dcpkg"
    junk.write_bytes(b"abc")

    own_town, own_ward = world.town.store.installation, ward.store.installation
    assert set(package_files([world.stick], own_town)) == {up, up_other, junk}
    assert set(package_files([world.stick], own_ward)) == {down, junk}
    assert package_files([elsewhere], own_ward) == (elsewhere,)  # named, so it is not passed over


def test_decisions_on_a_pair_when_two_machines_differ_then_they_meet_and_the_towns_word_comes_home(
    world: World,
) -> None:
    """A record that is about two people: it travels to the town, and back to the unit of either."""
    ward, other = world.ward(), world.ward("KT-01", KY_TRINH)
    _household, people = family(ward.store)
    family(other.store, unit=KY_TRINH)
    merge(world, world.export(ward), world.export(other))
    pair = sorted((people[0].person_uuid, people[1].person_uuid))
    link = Link(link_uuid=link_uuid_of(*pair), first=pair[0], second=pair[1], verdict=LOOK)
    for machine, verdict in ((ward, DIFFERENT), (world.town, SAME)):
        with machine.store.transaction(Action.DECIDE) as transaction:
            transaction.save(dataclasses.replace(link, verdict=verdict))

    plan = merge(world, world.export(ward))

    assert (plan.added, plan.changed, plan.conflicts) == (0, 0, 1)
    assert open_conflicts(world.town.store) == ((RecordKind.LINK, link.link_uuid, "verdict"),)
    with world.town.store.transaction(Action.DECIDE) as transaction:
        transaction.edit(RecordKind.LINK, link.link_uuid, {"verdict": SAME}, OpKind.DECIDE)
    take(ward, receipt(world))
    take(other, receipt(world, KY_TRINH))
    assert load(ward.store, RecordKind.LINK, link.link_uuid) == dataclasses.replace(link, verdict=SAME)
    assert load(other.store, RecordKind.LINK, link.link_uuid) is None  # it concerns nobody of that unit
    assert open_conflicts(ward.store) == ()
