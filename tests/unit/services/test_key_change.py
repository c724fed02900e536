"""New keys for the town."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.services.exchange import (
    copy_public_key,
    export_receipt_to,
    export_to,
    known_machines,
    merge,
    own_machine,
    register_device,
)
from census_desktop.services.machines import renew_keys
from census_desktop.store.opening import MachineRole
from census_desktop.store.packages import out_packages
from census_desktop.store.records import counts
from census_desktop.store.verify import verify
from tests.command_line import Machine, set_up
from tests.unit.services.test_exchange import type_one

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

    Machines = tuple[Machine, Machine]


def codes(store: Store, *paths: Path) -> list[str]:
    return [line.code for line in merge(store, paths, JobControl()).packages]


def test_new_keys_when_a_package_is_on_its_way_read_it_and_receipts_follow(
    ward: Store, town: Store, machines: Machines, tmp_path: Path
) -> None:
    register_device(town, machines[1].key)
    former = own_machine(town).fingerprint
    type_one(ward)
    on_its_way = export_to(ward, tmp_path, JobControl()).path

    done = renew_keys(town)

    assert done.recovery_key is None
    assert done.fingerprint == own_machine(town).fingerprint != former
    assert codes(town, on_its_way) == ["OK"]
    receipt = export_receipt_to(town, "18754", tmp_path, JobControl()).path
    assert codes(ward, receipt) == ["BAD_SIGNATURE"]  # not told yet
    assert out_packages(ward)[0].confirmed_at is None

    stick = tmp_path / "usb"
    stick.mkdir()
    told = register_device(ward, copy_public_key(town, stick))
    assert told.is_vouched
    assert told.fingerprint == done.fingerprint
    assert [one.device for one in known_machines(ward)] == [town.installation.device]
    assert codes(ward, receipt) == ["RECEIPT"]
    assert out_packages(ward)[0].confirmed_at is not None

    type_one(ward, "Võ Thị Hường")
    assert codes(town, export_to(ward, stick, JobControl()).path) == ["OK"]
    assert counts(town) == (2, 2)
    assert verify(town).ok


def test_new_keys_when_changed_twice_are_vouched_for_by_the_last_ones_only(
    ward: Store, town: Store, machines: Machines
) -> None:
    first = renew_keys(town)
    assert register_device(ward, first.public_key_file).is_vouched
    assert not register_device(ward, first.public_key_file).is_vouched  # nobody vouches for himself
    renew_keys(town)
    third = renew_keys(town)
    assert not register_device(
        ward, third.public_key_file
    ).is_vouched  # the ward missed one: compare by telephone


def test_new_keys_when_a_stranger_says_so_are_not_vouched_for(
    ward: Store, town: Store, machines: Machines, tmp_path: Path
) -> None:
    real = json.loads(renew_keys(town).public_key_file.read_text(encoding="utf-8"))
    stranger = set_up(tmp_path / "kẻ lạ", MachineRole.TOWN, 5, "449")
    forged = json.loads(stranger.key.read_text(encoding="utf-8"))
    path = tmp_path / "giả.pub"
    for vouch in (real["vouch"], "", 7, "khong-phai-chu-ky"):
        path.write_text(json.dumps({**forged, "vouch": vouch}), encoding="utf-8")
        assert not register_device(ward, path).is_vouched
        register_device(ward, machines[0].key.with_name("town.pub"))


def test_new_keys_when_asked_on_a_ward_are_refused(ward: Store) -> None:
    with pytest.raises(CensusError) as caught:
        renew_keys(ward)
    assert caught.value.code == "NOT_A_TOWN_MACHINE"
