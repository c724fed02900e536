"""A ward lead's machine that collects from several laptops before it goes to the town."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.services.exchange import (
    export_receipt_to,
    export_to,
    known_machines,
    merge,
    plan,
    register_device,
)
from census_desktop.services.laptops import laptops, stretches
from census_desktop.services.machines import revoke
from census_desktop.store.opening import MachineRole
from census_desktop.store.packages import out_packages, record_import
from census_desktop.store.records import counts
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import edit
from tests.command_line import Machine, set_up
from tests.merge_histories import state_of
from tests.unit.services.test_exchange import type_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store


@pytest.fixture
def town_machine(tmp_path: Path) -> Machine:
    return set_up(tmp_path / "thị xã", MachineRole.TOWN, 1, "449")


@pytest.fixture
def stores(town_machine: Machine, tmp_path: Path) -> Iterator[tuple[Store, Store, Store, Store]]:
    """Town, lead, two laptops; the town knows only the lead."""
    wards = [
        set_up(tmp_path / name, MachineRole.WARD, number, "18754", town_machine.key)
        for number, name in ((2, "trưởng nhóm"), (3, "máy một"), (4, "máy hai"))
    ]
    with town_machine.open() as town, wards[0].open() as lead, wards[1].open() as one, wards[2].open() as two:
        register_device(town, wards[0].key)
        for laptop, machine in ((one, wards[1]), (two, wards[2])):
            register_device(lead, machine.key)
            register_device(laptop, wards[0].key)
        yield town, lead, one, two


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "usb"
    path.mkdir()
    return path


def to_lead(laptop: Store, lead: Store, stick: Path) -> Path:
    return export_to(laptop, stick, JobControl(), to_device=lead.installation.device).path


def test_lead_when_it_collects_brings_all_to_the_town_and_all_comes_home(
    stores: tuple[Store, Store, Store, Store], stick: Path
) -> None:
    town, lead, one, two = stores
    person = type_one(one)
    type_one(two, "Võ Thị Hường")
    type_one(lead, "Trần Thị Sửu")
    to_lead(one, lead, stick)
    to_lead(two, lead, stick)
    assert [line.status for line in plan(lead, [stick], JobControl()).packages] == ["merged", "merged"]

    assert merge(lead, [stick], JobControl()).added == 4
    sent = export_to(lead, stick, JobControl())
    assert (sent.people, sent.households) == (3, 3)
    (line,) = merge(town, [sent.path], JobControl()).packages
    assert (line.code, line.added) == ("OK", 6)
    assert counts(town) == (3, 3)

    edit(town, person, note="Đã xem giấy khai sinh")
    merge(lead, [export_receipt_to(town, "18754", stick, JobControl()).path], JobControl())
    home = export_receipt_to(lead, "18754", stick, JobControl()).path
    for laptop in (one, two):
        (line,) = merge(laptop, [home], JobControl()).packages
        assert (line.code, line.confirmed) == ("RECEIPT", 1)
        assert out_packages(laptop)[0].confirmed_at is not None
        assert export_to(laptop, stick, JobControl(), to_device=lead.installation.device).operations == 0
    assert state_of(one) == state_of(two) == state_of(lead) == state_of(town)
    assert all(verify(store).ok for store in stores)


def test_laptop_when_it_also_goes_to_the_town_itself_counts_each_receiver_alone(
    stores: tuple[Store, Store, Store, Store], stick: Path
) -> None:
    _town, lead, one, _two = stores
    type_one(one)
    merge(lead, [to_lead(one, lead, stick)], JobControl())
    merge(one, [export_receipt_to(lead, "18754", stick, JobControl()).path], JobControl())

    assert export_to(one, stick, JobControl()).people == 1  # the lead has it, the town does not


def test_lead_when_a_stick_holds_all_directions_takes_only_its_own(
    stores: tuple[Store, Store, Store, Store], stick: Path
) -> None:
    town, lead, one, two = stores
    type_one(one)
    to_lead(one, lead, stick)
    export_to(two, stick, JobControl())  # for the town
    export_receipt_to(town, "18754", stick, JobControl())

    found = plan(lead, [stick], JobControl())

    assert {line.code for line in found.packages} == {"OK", "RECEIPT"}
    other = stick / "riêng"
    other.mkdir()
    to_lead(one, lead, other)
    with pytest.raises(CensusError) as caught:
        plan(two, [other], JobControl())  # nothing here is for this laptop
    assert caught.value.code == "NO_PACKAGES"


def test_package_between_laptops_when_the_sender_is_no_good_is_refused(
    stores: tuple[Store, Store, Store, Store], stick: Path, tmp_path: Path, town_machine: Machine
) -> None:
    town, lead, one, two = stores
    elsewhere = set_up(tmp_path / "kỳ hà", MachineRole.WARD, 5, "18808", town_machine.key)
    with pytest.raises(CensusError) as caught:
        register_device(lead, elsewhere.key)
    assert caught.value.code == "OTHER_UNIT"
    type_one(one)
    package = to_lead(one, lead, stick)
    assert [line.code for line in merge(two, [package], JobControl()).packages] == ["NOT_FOR_US"]
    assert [line.code for line in merge(town, [package], JobControl()).packages] == ["UNKNOWN_DEVICE"]

    assert revoke(lead, one.installation.device).revoked_at is not None

    assert [line.code for line in merge(lead, [package], JobControl()).packages] == ["REVOKED"]
    assert counts(lead) == (0, 0)
    assert [one.machine_role.value for one in known_machines(lead)] == ["town", "ward", "ward"]
    with pytest.raises(CensusError) as caught:
        export_to(two, stick, JobControl(), to_device=one.installation.device)
    assert caught.value.code == "NO_SUCH_MACHINE"


def test_lead_when_packages_are_missing_or_doubled_sees_it_for_each_laptop(
    stores: tuple[Store, Store, Store, Store], stick: Path
) -> None:
    _town, lead, one, two = stores
    assert [(each.last_in, each.missing, each.is_due) for each in laptops(lead)] == [(None, (), False)] * 2
    type_one(one)
    lost = [to_lead(one, lead, stick) for _again in range(2)]
    for path in lost:
        path.unlink()
    type_one(one, "Trần Thị Sửu")
    to_lead(one, lead, stick)
    type_one(two, "Võ Thị Hường")
    to_lead(two, lead, stick)
    merge(lead, [stick], JobControl())
    known = {each.device: each for each in laptops(lead)}
    first, second = (known[store.installation.device] for store in (one, two))
    assert first.last_in is not None
    assert (first.last_in.sequence, first.people, first.missing, first.is_due) == (3, 2, (1, 2), True)
    assert (second.missing, second.twice, second.is_due) == ((), (), True)

    with lead.transaction(Action.MERGE) as tx:  # a clone of the second laptop has used its number
        assert second.last_in is not None
        record_import(tx, replace(second.last_in, payload_sha256="0" * 64))
    export_receipt_to(lead, "18754", stick, JobControl())
    revoke(lead, first.device)
    known = {each.device: each for each in laptops(lead)}
    assert (known[first.device].is_active, known[first.device].is_due) == (False, False)
    assert known[second.device].twice == (1,)
    assert known[second.device].last_out is not None
    assert not known[second.device].is_due


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), ""),
        ((3,), "3"),
        ((1, 2, 3, 7), "1–3, 7"),
        ((1, 3, 5, 7, 9, 11, 13, 14, 16), "1, 3, 5, 7, 9, 11 và 3 số khác"),
    ],
)
def test_missing_numbers_when_told_are_put_together(numbers: tuple[int, ...], words: str) -> None:
    assert stretches(numbers) == words
