"""Machines for the tests of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.transfer_world import Machine, World, family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
