"""The same login on another desk is the same person, in another unit it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.services.officers import Officers
from tests.transfer_world import KY_TRINH, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_login_when_known_on_a_machine_of_another_unit_is_somebody_else(world: World) -> None:
    ward, _other = world.ward("ST-01"), world.ward("KT-01", KY_TRINH)
    town, there = Officers(world.town.store), Officers(ward.store)
    assert town.me == "canbo0@TX-01"
    assert town.is_me("canbo0@TX-01")
    assert town.is_me("canbo0@mới")  # nobody knows that machine
    assert not town.is_me("canbo0@ST-01")
    assert not town.is_me("canbo1@TX-01")
    assert there.is_me("canbo1@ST-02")
    assert not there.is_me("canbo1@TX-01")  # the ward knows the town's machine


def test_officer_when_shown_has_the_unit_unless_it_is_the_own(world: World) -> None:
    world.ward("ST-01")
    officers = Officers(world.town.store)
    assert officers.name("canbo0@TX-01") == "canbo0"
    assert officers.name("canbo0@mới") == "canbo0"
    assert officers.name("canbo1@ST-01") == "canbo1 (Phường Sông Trí)"
