"""Packages from stick to store: what is merged, and what is remarked on."""

from __future__ import annotations

import io
import json

import pyrage
import pytest
import zstandard

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.store import staging
from census_desktop.store.packages import in_packages
from census_desktop.store.records import counts, load_person, open_conflicts
from census_desktop.store.transaction import Action
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.inbox import read_plan
from census_desktop.transfer.package import read_front
from tests.transfer_forgery import package
from tests.transfer_world import (
    KY_TRINH,
    SONG_TRI,
    Machine,
    World,
    all_lines,
    family,
    files,
    merge,
    state,
    stopping,
)


def test_package_when_merged_brings_every_operation_byte_for_byte(world: World, ward: Machine) -> None:
    path = world.export(ward)
    plan = read_plan(world.town.store, [path], JobControl())
    assert counts(world.town.store) == (0, 0)
    done = merge(world, path)
    assert done == plan
    assert [(each.status, each.code) for each in done.packages] == [("merged", "OK")]
    assert (done.added, done.people, done.households) == (4, 3, 1)
    assert all_lines(world.town.store) == all_lines(ward.store)
    assert counts(world.town.store) == (3, 1)


def test_packages_when_larger_than_memory_kept_for_looking_are_still_counted(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a look writes goes to the file then, and locks it: a town of 120,000 people could not be merged."""
    small = ("PRAGMA stage.cache_size=5", "PRAGMA stage.journal_mode=MEMORY")
    monkeypatch.setattr(staging, "SCRATCH_PRAGMAS", small)
    first = world.export(ward)
    for number in range(60):
        family(ward.store, household_no=str(100 + number))
    second = world.export(ward)
    plan = read_plan(world.town.store, [first, second], JobControl())
    assert [each.code for each in plan.packages] == ["OK", "OK"]
    assert merge(world, first, second) == plan


def test_package_when_read_shows_no_personal_data_outside(world: World, ward: Machine) -> None:
    path = world.export(ward)
    assert path.name == "18754-ST-01-0001.dcpkg"
    content = path.read_bytes()
    for word in ("THÌN", "HƯỜNG", "310012345", "Bích Châu"):
        assert word.encode() not in content
    head = json.loads(content.split(b"\n")[1])
    assert head["core"]["people"] == 3
    assert head["core"]["households"] == 1


def test_package_when_the_town_machine_is_lost_opens_with_the_recovery_key(
    world: World, ward: Machine
) -> None:
    front = read_front(world.export(ward))
    sealed = front.path.read_bytes()[front.payload_at :]
    key = pyrage.x25519.Identity.from_str(world.recovery_secret)
    plain = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(pyrage.decrypt(sealed, [key]))).read()
    assert "ĐẬU VĂN THÌN" in plain.decode()


def test_package_when_merged_twice_is_answered_without_work(world: World, ward: Machine) -> None:
    path = world.export(ward)
    merge(world, path)
    before = state(world.town.store)
    again = merge(world, path, path)
    assert [(each.status, each.code) for each in again.packages] == [("already", "ALREADY")] * 2
    assert again.added == 0
    assert state(world.town.store) == before


def test_package_when_given_twice_at_once_is_merged_once(world: World, ward: Machine) -> None:
    path = world.export(ward)
    done = merge(world, path, path)
    assert [each.status for each in done.packages] == ["merged", "already"]
    assert (done.people, done.households) == (3, 1)
    assert len(in_packages(world.town.store)) == 1


def test_package_when_edits_meet_combines_them_and_shows_the_conflict(world: World) -> None:
    ward = world.ward()
    household, people = family(ward.store)
    merge(world, world.export(ward))
    with world.town.store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, people[0].person_uuid, {"religion": "02"})
        transaction.edit(RecordKind.PERSON, people[1].person_uuid, {"native_place": "Xã Kỳ Ninh"})
    with ward.store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, people[0].person_uuid, {"blood_group": "02"})
        transaction.edit(RecordKind.PERSON, people[1].person_uuid, {"native_place": "Xã Kỳ Lợi"})
        transaction.edit(RecordKind.HOUSEHOLD, household.household_uuid, {"phone": "0393865123"})
    done = merge(world, world.export(ward))
    assert (done.added, done.changed, done.combined, done.conflicts) == (0, 3, 2, 1)
    assert done.packages[0].conflicts == 1
    merged = load_person(world.town.store, people[0].person_uuid)
    assert merged is not None
    assert (merged.religion, merged.blood_group) == ("02", "02")
    assert open_conflicts(world.town.store) == ((RecordKind.PERSON, people[1].person_uuid, "native_place"),)


def test_package_when_the_same_person_is_declared_in_two_wards_counts_a_suspected_duplicate(
    world: World,
) -> None:
    first, second = world.ward(), world.ward("KT-01", KY_TRINH)
    family(first.store)
    family(second.store, "7", KY_TRINH)
    done = merge(world, world.export(first), world.export(second))
    assert done.added == 8
    assert done.duplicates == 1  # only the head's birth date is whole, and it takes a whole date to suspect


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_packages_when_picked_in_any_order_give_the_same_town(world: World, order: tuple[int, ...]) -> None:
    ward = world.ward()
    paths = []
    for number in range(3):
        family(ward.store, str(number))
        paths.append(world.export(ward))
    done = merge(world, *(paths[place] for place in order))
    assert [each.code for each in done.packages] == ["OK"] * 3
    assert [each.sequence for each in done.packages] == [place + 1 for place in order]
    assert done.people == 9
    assert all_lines(world.town.store) == all_lines(ward.store)


def test_package_when_older_than_the_last_still_merges_with_a_remark(world: World, ward: Machine) -> None:
    first = world.export(ward)
    family(ward.store, "13")
    second = world.export(ward)
    newest = merge(world, second).packages[0]
    assert (newest.code, newest.gap_after) == ("GAP", 0)
    assert "Chưa nhận gói số 1 của máy này" in newest.message
    older = merge(world, first).packages[0]
    assert (older.status, older.code, older.added) == ("merged", "OLD", 0)
    assert len(in_packages(world.town.store)) == 2


def test_package_when_numbers_are_missing_names_the_gap(world: World, ward: Machine) -> None:
    merge(world, world.export(ward))
    for _each in range(2):
        world.export(ward)
    line = merge(world, world.export(ward)).packages[0]
    assert (line.code, line.gap_after) == ("GAP", 1)
    assert "từ số 2 đến số 3" in line.message


def test_package_when_a_restored_machine_uses_a_number_again_merges_both_and_says_so(world: World) -> None:
    """A cloned disk: same device, same keys, other slips under the same number."""
    ward = world.ward()
    clone = Machine(world.ward(is_registered=False).store, ward.identity)
    family(ward.store, "1")
    family(clone.store, "2")
    done = merge(world, package(world, ward), package(world, clone))
    assert [(each.status, each.code) for each in done.packages] == [("merged", "OK"), ("merged", "FORK")]
    assert counts(world.town.store) == (6, 2)
    later = merge(world, package(world, clone, created="2026-11-24T00:00:00+00:00")).packages[0]
    assert (later.status, later.code) == ("merged", "FORK")


def test_merge_when_done_leaves_a_verified_backup_and_a_register_entry(world: World, ward: Machine) -> None:
    path = world.export(ward)
    merge(world, path)
    entry = in_packages(world.town.store)[0]
    assert (entry.file_name, entry.device, entry.unit, entry.sequence) == (path.name, "ST-01", SONG_TRI, 1)
    assert (entry.people, entry.households, entry.operations, entry.added) == (3, 1, 4, 4)
    backups = list(world.town.store.folder.backups_path.iterdir())
    assert [path.name.endswith("before-merge.censusbackup") for path in backups] == [True]
    assert files(world.town.store.folder.inbox_path) == []


def test_merge_when_one_package_of_three_is_bad_merges_the_other_two(world: World, ward: Machine) -> None:
    other = world.ward("KT-01", KY_TRINH)
    family(other.store, "5", KY_TRINH)
    good, bad, fine = world.export(ward), world.stick / "hỏng.dcpkg", world.export(other)
    bad.write_bytes(good.read_bytes()[:-1])
    done = merge(world, good, bad, fine)
    assert [(each.file, each.status) for each in done.packages] == [
        (good.name, "merged"), ("hỏng.dcpkg", "refused"), (fine.name, "merged"),
    ]  # fmt: skip
    assert counts(world.town.store) == (6, 2)


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 5])
def test_merge_when_stopped_at_any_step_changes_nothing(world: World, ward: Machine, after: int) -> None:
    path = world.export(ward)
    store = world.town.store
    before = all_lines(store), in_packages(store)
    with pytest.raises(CancelledError):
        merge_packages(store, [path], stopping(after))
    assert (all_lines(store), in_packages(store)) == before
    assert files(store.folder.inbox_path) == []
    assert not [name for name in files(store.folder.root) if name.startswith("staging")]
