"""Machines for the tests of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.store.opening import MachineRole
from tests.transfer_world import SONG_TRI, Machine, World, family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town without wards."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ward(world: World) -> Machine:
    """A registered ward with one household of three."""
    made = world.ward()
    family(made.store)
    return made


@pytest.fixture
def store(world: World) -> Store:
    """An empty ward."""
    return world.machine("ST-01", SONG_TRI, MachineRole.WARD).store
