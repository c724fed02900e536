"""Registering machines and handing packages to and fro."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.dc01 import Household, Person
from census_desktop.services import exchange
from census_desktop.services.package_files import package_files
from census_desktop.services.progress import progress
from census_desktop.store.opening import MachineRole
from census_desktop.store.records import counts
from census_desktop.store.transaction import Action
from census_desktop.transfer.envelope import fingerprint, read_public_file
from tests.command_line import SONG_TRI, Machine, set_up

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

Machines = tuple[Machine, Machine]


def type_one(store: Store, name: str = "Đậu Văn Thìn", unit: str | None = SONG_TRI) -> Person:
    """One slip in one household."""
    household = Household(household_uuid=store.clock.new_uuid(), unit=unit, household_no="7")
    person = Person(
        person_uuid=store.clock.new_uuid(),
        household_uuid=household.household_uuid,
        full_name=name,
        birth_date="1952",
    )
    with store.transaction(Action.SAVE_SLIP) as tx:
        tx.create_household(household)
        tx.create_person(person)
    return person


def refusal(call: object, *args: object) -> str:
    """The code `call` is refused with."""
    assert callable(call)
    with pytest.raises(CensusError) as caught:
        call(*args)
    assert caught.value.advice
    return caught.value.code


def test_package_when_registered_and_merged_brings_the_slip(
    ward: Store, town: Store, machines: Machines, tmp_path: Path
) -> None:
    person = type_one(ward)
    stick = tmp_path / "usb"
    stick.mkdir()
    done = exchange.export_to(ward, stick, JobControl())
    known = exchange.register_device(town, machines[1].key)
    assert known.unit_name == "Phường Sông Trí"
    assert (
        known.fingerprint
        == fingerprint(read_public_file(machines[1].key))
        == exchange.own_machine(ward).fingerprint
    )
    planned = exchange.plan(town, [stick], JobControl())
    assert [(one.file, one.status) for one in planned.packages] == [(done.path.name, "merged")]
    assert counts(town) == (0, 0)
    assert exchange.merge(town, [stick], JobControl()).people == 1
    assert counts(town) == (1, 1)
    assert exchange.merge(town, [stick], JobControl()).packages[0].status == "already"
    unit = next(one for one in progress(town).units if one.code == "18754")
    assert (unit.people, unit.households, unit.last_package_at is not None) == (1, 1, True)
    assert person.full_name == "Đậu Văn Thìn"


def test_registering_when_done_twice_lists_the_machine_once(town: Store, machines: Machines) -> None:
    exchange.register_device(town, machines[1].key)
    exchange.register_device(town, machines[1].key)
    (known,) = exchange.known_machines(town)
    assert (known.unit, known.machine_role, known.revoked_at) == (SONG_TRI, MachineRole.WARD, None)
    assert known.registered_at.startswith("2026-11-23T")


def test_registering_when_the_file_is_unfit_is_refused(ward: Store, town: Store, machines: Machines) -> None:
    town_key, ward_key = machines[0].key, machines[1].key
    assert refusal(exchange.register_device, town, town_key) == "OWN_KEY"
    assert refusal(exchange.register_device, ward, ward_key) == "OWN_KEY"
    assert refusal(exchange.register_device, town, town_key.with_name("khong-co.pub")) == "NO_FILE"
    assert exchange.known_machines(town) == ()


def test_registering_when_roles_do_not_match_is_refused(ward: Store, town: Store, tmp_path: Path) -> None:
    other_ward = set_up(tmp_path / "ky-ha", MachineRole.WARD, 3, "18808").key
    other_town = set_up(tmp_path / "thi-xa-khac", MachineRole.TOWN, 4, "449").key
    assert refusal(exchange.register_device, ward, other_ward) == "OTHER_UNIT"
    assert refusal(exchange.register_device, town, other_town) == "NOT_A_WARD_KEY"


def test_ward_when_set_up_without_the_town_key_can_be_given_it_later(
    machines: Machines, tmp_path: Path
) -> None:
    machine = set_up(tmp_path / "ky-ha", MachineRole.WARD, 3, "18808")
    with machine.open() as store:
        type_one(store, unit="18808@2015-04-10")
        assert exchange.known_machines(store) == ()
        assert refusal(exchange.export_to, store, tmp_path, JobControl()) == "NO_RECEIVER"
        assert exchange.register_device(store, machines[0].key).machine_role is MachineRole.TOWN
        assert [one.unit_name for one in exchange.known_machines(store)] == ["Thị xã Kỳ Anh"]
        assert exchange.export_to(store, tmp_path, JobControl()).people == 1


def test_rooms_when_on_the_wrong_machine_are_closed(ward: Store, town: Store, tmp_path: Path) -> None:
    assert refusal(exchange.export_to, town, tmp_path, JobControl()) == "NOT_A_WARD"
    assert refusal(exchange.export_receipt_to, ward, "18754", tmp_path, JobControl()) == "NOT_A_TOWN_MACHINE"
    assert refusal(exchange.export_receipt_to, town, "18754", tmp_path, JobControl()) == "NO_MACHINES"
    assert refusal(exchange.export_receipt_to, town, "99999", tmp_path, JobControl()) == "UNKNOWN_UNIT"


def test_stick_when_it_holds_no_package_is_said_so(town: Store, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    assert refusal(exchange.plan, town, [tmp_path / "usb"], JobControl()) == "NO_PACKAGES"


def test_package_files_when_named_twice_are_taken_once(tmp_path: Path) -> None:
    package = tmp_path / "18754-a-0001.dcpkg"
    package.touch()
    (tmp_path / ".18754-a-0001.dcpkg").touch()
    assert package_files([tmp_path, package]) == (package,)


def test_package_files_when_each_ward_has_its_folder_on_the_stick_are_all_found(tmp_path: Path) -> None:
    in_folders = [tmp_path / name / "18754-a-0001.dcpkg" for name in ("Kỳ Lợi", "Sông Trí")]
    for path in (*in_folders, tmp_path / ".Trash" / "old.dcpkg", tmp_path / "too" / "deep" / "old.dcpkg"):
        path.parent.mkdir(parents=True)
        path.touch()
    assert package_files([tmp_path]) == tuple(in_folders)
    lying_open = tmp_path / "18796-b-0001.dcpkg"
    lying_open.touch()
    assert package_files([tmp_path]) == (lying_open,)


def test_public_key_when_copied_out_is_the_same_file(ward: Store, machines: Machines, tmp_path: Path) -> None:
    copied = exchange.copy_public_key(ward, tmp_path)
    assert copied.name == machines[1].key.name
    assert read_public_file(copied) == read_public_file(machines[1].key)
    assert exchange.copy_public_key(ward, tmp_path) == copied
    copied.write_text("khóa của máy khác")
    assert exchange.copy_public_key(ward, tmp_path).name != copied.name
    assert refusal(exchange.copy_public_key, ward, tmp_path) == "EXISTS"


def test_progress_when_units_are_unknown_or_blank_counts_them_too(ward: Store) -> None:
    type_one(ward)
    type_one(ward, unit="18808@2015-04-10")
    type_one(ward, unit=None)
    found = progress(ward)
    assert [(one.name, one.people, one.target_people) for one in found.units] == [
        ("Phường Sông Trí", 1, 8174),
        ("Xã Kỳ Hà", 1, 0),
        ("Chưa ghi đơn vị", 1, 0),
    ]
    assert (found.total.name, found.total.people) == ("Phường Sông Trí", 3)
