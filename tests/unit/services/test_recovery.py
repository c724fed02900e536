"""Forgotten passwords, and the town's recovery key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.services.exchange import register_device
from census_desktop.services.machines import renew_keys, restore
from census_desktop.services.recovery import make_unlock, reset_password, set_password, use_unlock
from census_desktop.services.set_up import SetUpResult, initialise
from census_desktop.services.upkeep import back_up
from census_desktop.store.opening import MachineRole, open_store
from census_desktop.store.records import counts
from census_desktop.store.verify import verify
from tests.command_line import CHEAP, OFFICER, PASSWORD, SUPERVISOR_PASSWORD
from tests.fake_clock import FakeClock
from tests.unit.services.test_exchange import type_one

if TYPE_CHECKING:
    from census_desktop.store.store import Store

NEW = "sóng biển đèo con"


def made(root: Path, number: int, role: MachineRole, unit: str, town_key: Path | None = None) -> SetUpResult:
    return initialise(
        DataFolder(root),
        machine_role=role,
        unit_text=unit,
        officer_login=OFFICER,
        officer_password=PASSWORD,
        supervisor_password=SUPERVISOR_PASSWORD,
        town_key=town_key,
        clock=FakeClock(machine=number),
        cost=CHEAP,
    )


@pytest.fixture
def town(tmp_path: Path) -> SetUpResult:
    return made(tmp_path / "thị xã", 1, MachineRole.TOWN, "449")


@pytest.fixture
def ward(tmp_path: Path, town: SetUpResult) -> DataFolder:
    """A locked laptop with one slip."""
    made(tmp_path / "phường", 2, MachineRole.WARD, "18754", town.public_key_file)
    folder = DataFolder(tmp_path / "phường")
    with logged_in(folder) as store:
        type_one(store)
    return folder


def logged_in(folder: DataFolder, password: str = PASSWORD, login: str = OFFICER) -> Store:
    return open_store(folder, login, password, FakeClock(machine=7))


def refusal(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(CensusError) as caught:
        call(*args, **named)
    assert caught.value.advice
    return caught.value.code


def key_of(town: SetUpResult) -> str:
    assert town.recovery_key is not None
    return town.recovery_key


def town_folder(town: SetUpResult) -> DataFolder:
    return DataFolder(town.public_key_file.parent.parent)


def test_own_password_when_changed_opens_and_the_old_one_does_not(ward: DataFolder) -> None:
    with logged_in(ward) as store:
        set_password(store, OFFICER, NEW, cost=CHEAP)
        assert refusal(set_password, store, "giamsat", NEW) == "NOT_PERMITTED"
        assert refusal(set_password, store, OFFICER, "ngắn") == "WEAK_PASSWORD"

    assert refusal(logged_in, ward) == "WRONG_PASSWORD"
    with logged_in(ward, NEW) as store:
        assert counts(store) == (1, 1)
        assert verify(store).ok


def test_supervisor_when_an_officer_forgot_gives_a_new_password(ward: DataFolder) -> None:
    with logged_in(ward, SUPERVISOR_PASSWORD, "giamsat") as store:
        set_password(store, "HOA", NEW, cost=CHEAP)
        assert refusal(set_password, store, "khong.co", NEW) == "NO_SUCH_LOGIN"

    logged_in(ward, NEW).close()


def test_recovery_key_when_typed_on_the_locked_machine_gives_a_new_password(
    ward: DataFolder, town: SetUpResult
) -> None:
    typed = f" {key_of(town).lower()[:30]} {key_of(town).lower()[30:]} "  # in groups, small letters

    reset_password(ward, typed, "giamsat", NEW, FakeClock(machine=7), cost=CHEAP)

    with logged_in(ward, NEW, "giamsat") as store:
        assert counts(store) == (1, 1)
        assert verify(store).ok
    logged_in(ward).close()  # the officer's password is as it was


def test_recovery_key_when_the_towns_own_password_is_forgotten_opens_the_town(town: SetUpResult) -> None:
    reset_password(town_folder(town), key_of(town), OFFICER, NEW, FakeClock(machine=7), cost=CHEAP)

    logged_in(town_folder(town), NEW).close()


def test_recovery_key_when_wrong_or_unknown_to_the_machine_opens_nothing(
    ward: DataFolder, town: SetUpResult, tmp_path: Path
) -> None:
    other = made(tmp_path / "thị xã khác", 3, MachineRole.TOWN, "449")
    clock = FakeClock(machine=7)
    before = ward.keys_path.read_bytes()
    for typed in (key_of(other), key_of(town)[:-1], "không phải khóa"):
        assert refusal(reset_password, ward, typed, OFFICER, NEW, clock) == "WRONG_RECOVERY_KEY"
    assert refusal(reset_password, ward, key_of(town), "khong.co", NEW, clock) == "NO_SUCH_LOGIN"
    assert refusal(reset_password, ward, key_of(town), OFFICER, "ngắn", clock) == "WEAK_PASSWORD"
    assert ward.keys_path.read_bytes() == before

    alone = tmp_path / "chưa có thị xã"
    made(alone, 4, MachineRole.WARD, "18754")
    folder = DataFolder(alone)
    assert refusal(reset_password, folder, key_of(town), OFFICER, NEW, clock) == "NO_RECOVERY"
    with logged_in(folder) as store:
        register_device(store, town.public_key_file)
    reset_password(folder, key_of(town), OFFICER, NEW, clock, cost=CHEAP)
    logged_in(folder, NEW).close()


def test_recovery_key_when_that_of_another_database_was_put_in_opens_nothing(
    ward: DataFolder, town: SetUpResult
) -> None:
    ours = json.loads(ward.keys_path.read_bytes())
    theirs = json.loads(town_folder(town).keys_path.read_bytes())
    ward.keys_path.write_text(json.dumps({**ours, "recovery": theirs["recovery"]}), encoding="utf-8")

    assert (
        refusal(reset_password, ward, key_of(town), OFFICER, NEW, FakeClock(machine=7))
        == "WRONG_RECOVERY_KEY"
    )
    ward.keys_path.write_text(json.dumps({**ours, "recovery": 7}), encoding="utf-8")
    assert refusal(reset_password, ward, key_of(town), OFFICER, NEW, FakeClock(machine=7)) == "KEYS_DAMAGED"


def test_unlock_when_the_town_helps_by_telephone_opens_the_laptop_and_no_other(
    ward: DataFolder, town: SetUpResult, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    carried = stick / "keys.json"
    carried.write_bytes(ward.keys_path.read_bytes())
    clock = FakeClock(machine=7)
    with logged_in(town_folder(town)) as store:
        done = make_unlock(store, carried, key_of(town), "Hoa", stick, cost=CHEAP)
        assert verify(store).ok
    assert done.login == OFFICER
    assert done.code.encode() not in done.path.read_bytes()

    assert refusal(use_unlock, ward, done.path, "ba-con-ca-ro", NEW, clock) == "WRONG_CODE"
    assert refusal(use_unlock, town_folder(town), done.path, done.code, NEW, clock) == "OTHER_MACHINE"
    assert refusal(use_unlock, ward, carried, done.code, NEW, clock) == "OTHER_MACHINE"
    assert refusal(use_unlock, ward, stick / "khong-co", done.code, NEW, clock) == "NO_FILE"
    logged_in(ward).close()

    spoken = done.code.replace("-", " ").upper()
    assert use_unlock(ward, done.path, spoken, NEW, clock, cost=CHEAP) == OFFICER
    assert refusal(logged_in, ward) == "WRONG_PASSWORD"
    with logged_in(ward, NEW) as store:
        assert counts(store) == (1, 1)


def test_restore_when_nobody_remembers_a_password_opens_with_the_recovery_key(
    ward: DataFolder, town: SetUpResult, tmp_path: Path
) -> None:
    with logged_in(ward) as store:
        backup = back_up(store)
    new, clock = DataFolder(tmp_path / "máy mới"), FakeClock(machine=9)

    done = restore(backup, new, password=NEW, clock=clock, login=OFFICER, recovery_key=key_of(town))

    assert done.people == 1
    logged_in(new, NEW).close()
    logged_in(ward).close()


def test_recovery_key_when_changed_opens_what_has_heard_of_it(ward: DataFolder, town: SetUpResult) -> None:
    clock = FakeClock(machine=7)
    with logged_in(town_folder(town)) as store:
        changed = renew_keys(store, with_recovery=True)
    assert changed.recovery_key is not None

    assert refusal(reset_password, ward, changed.recovery_key, OFFICER, NEW, clock) == "WRONG_RECOVERY_KEY"
    with logged_in(ward) as store:
        assert register_device(store, changed.public_key_file).is_vouched
    assert refusal(reset_password, ward, key_of(town), OFFICER, NEW, clock) == "WRONG_RECOVERY_KEY"
    reset_password(ward, changed.recovery_key, OFFICER, NEW, clock, cost=CHEAP)
    reset_password(town_folder(town), changed.recovery_key, OFFICER, NEW, clock, cost=CHEAP)
    logged_in(ward, NEW).close()
