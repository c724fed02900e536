"""Machines revoked, replaced and restored from a backup."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.services.exchange import (
    export_receipt_to,
    export_to,
    known_machines,
    merge,
    register_device,
)
from census_desktop.services.machines import Restored, replace, restore, revoke
from census_desktop.services.upkeep import back_up
from census_desktop.store.opening import MachineRole, open_store
from census_desktop.store.packages import out_packages
from census_desktop.store.records import counts
from census_desktop.store.verify import verify
from census_desktop.transfer.envelope import read_public_file
from census_desktop.transfer.machine import own_identity
from tests.command_line import OFFICER, PASSWORD, SUPERVISOR_PASSWORD, Machine, set_up
from tests.fake_clock import FakeClock
from tests.merge_histories import state_of
from tests.unit.services.test_exchange import type_one

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

    Machines = tuple[Machine, Machine]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What stands for the stick."""
    path = tmp_path / "usb"
    path.mkdir()
    return path


def refusal(call: object, *args: object, **named: object) -> str:
    assert callable(call)
    with pytest.raises(CensusError) as caught:
        call(*args, **named)
    assert caught.value.advice
    return caught.value.code


def send(ward: Store, town: Store, stick: Path) -> list[str]:
    """A package of the ward, merged; the codes of its line."""
    path = export_to(ward, stick, JobControl()).path
    return [line.code for line in merge(town, [path], JobControl()).packages]


def restored(backup: Path, root: Path, clock: FakeClock) -> Restored:
    return restore(backup, DataFolder(root), password=PASSWORD, clock=clock)


def test_revoking_when_done_then_packages_are_refused_and_the_first_time_stays(
    ward: Store, town: Store, machines: Machines, stick: Path
) -> None:
    register_device(town, machines[1].key)
    type_one(ward)

    first = revoke(town, ward.installation.device)

    assert first.revoked_at is not None
    machines[0].clock.advance(minutes=1)
    assert revoke(town, ward.installation.device) == first
    assert send(ward, town, stick) == ["REVOKED"]
    register_device(town, machines[1].key)  # registering again does not bring it back
    assert known_machines(town) == (first,)
    assert refusal(export_receipt_to, town, "18754", stick, JobControl()) == "NO_MACHINES"


def test_revoking_when_it_cannot_be_is_refused(ward: Store, town: Store) -> None:
    assert refusal(revoke, town, "khongcomay") == "NO_SUCH_MACHINE"
    assert refusal(revoke, ward, ward.installation.device) == "NOT_A_TOWN_MACHINE"


def test_replacing_when_done_then_the_new_machine_speaks_and_the_old_one_does_not(
    ward: Store, town: Store, machines: Machines, stick: Path, tmp_path: Path
) -> None:
    register_device(town, machines[1].key)
    type_one(ward)
    assert send(ward, town, stick) == ["OK"]
    successor = set_up(tmp_path / "may-moi", MachineRole.WARD, 3, "18754", machines[0].key)

    new = replace(town, ward.installation.device, successor.key)

    assert new.revoked_at is None
    assert [one.revoked_at is None for one in known_machines(town) if one.device != new.device] == [False]
    with successor.open() as store:
        paper = export_receipt_to(town, "18754", stick, JobControl()).path
        assert merge(store, [paper], JobControl()).people == 1  # all that had arrived comes back
        type_one(store, "Võ Thị Hường")
        assert send(store, town, stick) == ["OK"]
    assert send(ward, town, stick) == ["REVOKED"]
    assert counts(town) == (2, 2)


def test_replacing_when_it_cannot_be_changes_nothing(
    ward: Store, town: Store, machines: Machines, tmp_path: Path
) -> None:
    register_device(town, machines[1].key)
    old = ward.installation.device
    before = known_machines(town)
    elsewhere = set_up(tmp_path / "ky-ha", MachineRole.WARD, 3, "18808").key
    assert refusal(replace, town, old, elsewhere) == "OTHER_UNIT"
    assert refusal(replace, town, old, machines[1].key) == "SAME_MACHINE"
    assert refusal(replace, town, old, machines[0].key) == "NOT_A_WARD_KEY"
    assert refusal(replace, town, "khongcomay", elsewhere) == "NO_SUCH_MACHINE"
    assert known_machines(town) == before
    gone = set_up(tmp_path / "may-mat", MachineRole.WARD, 4, "18754")
    revoke(town, register_device(town, gone.key).device)
    assert refusal(replace, town, old, gone.key) == "REVOKED"


def test_restoring_when_a_laptop_died_then_its_work_goes_on_under_a_new_id(
    ward: Store, town: Store, machines: Machines, stick: Path, tmp_path: Path
) -> None:
    register_device(town, machines[1].key)
    type_one(ward)
    assert send(ward, town, stick) == ["OK"]
    saved = back_up(ward)
    type_one(ward, "Võ Thị Hường")  # typed after the backup, and sent
    assert send(ward, town, stick) == ["OK"]
    old = ward.installation.device
    waiting = export_receipt_to(
        town, "18754", stick, JobControl()
    ).path  # sealed to the machine that dies now
    whole = saved.read_bytes()
    clock = FakeClock(machine=9)

    done = restored(saved, tmp_path / "may-moi", clock)

    assert (done.former, done.machine_role, done.unit) == (old, MachineRole.WARD, ward.installation.unit)
    assert (done.people, done.households) == (1, 1)
    assert done.device != old
    assert saved.read_bytes() == whole
    public = read_public_file(done.public_key_file)
    assert (public.device, public.unit) == (done.device, done.unit)
    replace(town, old, done.public_key_file)
    for login, password in ((OFFICER, PASSWORD), ("giamsat", SUPERVISOR_PASSWORD)):
        open_store(DataFolder(tmp_path / "may-moi"), login, password, clock).close()
    with open_store(DataFolder(tmp_path / "may-moi"), OFFICER, PASSWORD, clock) as store:
        assert store.installation.device == own_identity(store).device == done.device
        assert verify(store).ok
        (line,) = merge(store, [waiting], JobControl()).packages
        assert (line.code, line.confirmed) == ("RECEIPT", 1)  # the other one was written after the backup
        assert counts(store) == (2, 2)  # nothing is lost that had reached the town
        type_one(store, "Trần Thị Sửu")
        assert send(store, town, stick) == ["OK"]  # no gap: its number follows on what the town has
        paper = export_receipt_to(town, "18754", stick, JobControl()).path
        merge(store, [paper], JobControl())
        assert state_of(store) == state_of(town)
        assert out_packages(store)[-1].confirmed_at is not None


def test_restoring_when_the_towns_machine_died_then_packages_on_their_way_still_open(
    ward: Store, town: Store, machines: Machines, stick: Path, tmp_path: Path
) -> None:
    register_device(town, machines[1].key)
    type_one(ward)
    on_its_way = export_to(ward, stick, JobControl()).path
    done = restored(back_up(town), tmp_path / "thi-xa-moi", FakeClock(machine=9))
    again = tmp_path / "thi-xa-moi-nua"
    with open_store(DataFolder(tmp_path / "thi-xa-moi"), OFFICER, PASSWORD, FakeClock(machine=9)) as store:
        twice = restored(back_up(store), again, FakeClock(machine=10))
    assert len({done.device, done.former, twice.device}) == 3

    with open_store(DataFolder(again), OFFICER, PASSWORD, FakeClock(machine=10)) as store:
        assert [line.code for line in merge(store, [on_its_way], JobControl()).packages] == ["OK"]
        assert register_device(ward, twice.public_key_file).device == twice.device
        assert send(ward, store, stick) == ["OK"]
        recipient = own_identity(town).town_recovery_recipient
        assert own_identity(store).town_recovery_recipient == recipient


def test_restoring_when_it_cannot_be_touches_nothing(ward: Store, tmp_path: Path) -> None:
    type_one(ward)
    saved = back_up(ward)
    clock = FakeClock(machine=9)
    new = DataFolder(tmp_path / "may-moi")
    assert refusal(restore, tmp_path / "khong-co", new, password=PASSWORD, clock=clock) == "NO_FILE"
    assert refusal(restore, saved, new, password="sai mật khẩu", clock=clock) == "WRONG_PASSWORD"
    assert refusal(restore, saved, new, password=PASSWORD, clock=clock, login="thin") == "WRONG_PASSWORD"
    assert refusal(restore, saved, ward.folder, password=PASSWORD, clock=clock) in {
        "ALREADY_SET_UP",
        "IN_USE",
    }
    alone = tmp_path / "chỉ một tệp" / "cũ"
    alone.mkdir(parents=True)
    copy = alone / saved.name
    shutil.copy(saved, copy)
    assert refusal(restore, copy, new, password=PASSWORD, clock=clock) == "NO_KEYS_FILE"
    damaged = alone / "hỏng.censusbackup"
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    keys_file = ward.folder.keys_path
    assert refusal(restore, damaged, new, password=PASSWORD, clock=clock, keys_file=keys_file) == "BACKUP_BAD"
    (alone / "keys.json").write_text("{}", encoding="utf-8")
    assert refusal(restore, copy, new, password=PASSWORD, clock=clock) == "KEYS_DAMAGED"
    assert not new.exists
    assert restore(copy, new, password=PASSWORD, clock=clock, keys_file=keys_file).people == 1
    assert (
        refusal(restore, copy, new, password=PASSWORD, clock=clock, keys_file=keys_file) == "ALREADY_SET_UP"
    )
