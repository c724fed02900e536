"""`devices` and `restore` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.command_line import Machine as OneMachine

    Machines = tuple[OneMachine, OneMachine]

from tests.command_line import Machine, run
from tests.fake_clock import FakeClock


def test_laptop_when_lost_is_restored_replaced_and_goes_on(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    device = town.ask("devices").json[0]["device"]
    backup = ward.ask("backup").json["file"]
    other = Machine(tmp_path / "may-moi", FakeClock(machine=9))

    done = other.ask("restore", backup)

    assert (done.code, done.json["former"], done.json["people"]) == (0, device, 3)
    assert done.json["device"] != device
    assert other.ask("restore", backup).error == "ALREADY_SET_UP"
    replaced = town.run("devices", "replace", device, Path(done.json["public_key_file"]))
    assert replaced.code == 0
    assert device in replaced.out
    listed = town.ask("devices").json
    assert {one["device"]: "revoked_at" in one for one in listed} == {
        device: True,
        done.json["device"]: False,
    }
    assert ward.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["packages"][0]["code"] == "REVOKED"
    assert other.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["people"] == 3
    assert other.dump() == town.dump()
    told = Machine(tmp_path / "may-nua", FakeClock(machine=10)).run("restore", backup)
    assert (told.code, device in told.out) == (0, True)


def test_devices_when_revoked_is_said_so_and_wrong_use_is_named(filled: Machines) -> None:
    town, ward = filled
    device = town.ask("devices", "list").json[0]["device"]
    assert town.ask("devices", "revoke").code == 2
    assert town.ask("devices", "replace", device).code == 2
    assert town.ask("devices", "paint", device).code == 2
    assert town.ask("devices", "revoke", "khongcomay").error == "NO_SUCH_MACHINE"
    assert ward.ask("devices", "revoke", device).error == "NOT_A_TOWN_MACHINE"
    done = town.run("devices", "revoke", device)
    assert (done.code, device in done.out) == (0, True)
    assert town.ask("devices").json[0]["revoked_at"]


def test_restore_when_the_password_is_missing_is_wrong_use(filled: Machines, tmp_path: Path) -> None:
    backup = filled[1].ask("backup").json["file"]
    assert run("--data-dir", tmp_path / "may-moi", "--json", "restore", backup).code == 2
    assert not (tmp_path / "may-moi").exists()
