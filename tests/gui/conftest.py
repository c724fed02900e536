"""A ward's store and the window over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.store.store import MachineRole
from tests.builders import make_store, save_family
from tests.spoken import Listener
from tests.transfer_world import World
from tests.windows import dress, main_window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.fake_clock import FakeClock
    from tests.robot import Typist


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application in our own dress."""
    dress(qapp)
    return qapp


@pytest.fixture(autouse=True)
def listener(qapp: QApplication) -> Iterator[Listener]:
    """Somebody who cannot see: in no test may a dialog open that has a box, button or list without a name."""
    made = Listener()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    assert sorted(set(made.nameless)) == []


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    """The open, empty store of a ward machine."""
    with make_store(tmp_path, clock=clock) as made:
        yield made


@pytest.fixture
def town_store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    """The open, empty store of the town's machine; without keys for packages."""
    with make_store(tmp_path, "TX-01", MachineRole.TOWN, clock=clock) as made:
        yield made


@pytest.fixture
def typist(app: QApplication, store: Store, tmp_path: Path) -> Iterator[Typist]:
    """Somebody sitting before the entry room of the ward."""
    with main_window(app, store, tmp_path) as made:
        yield made


@pytest.fixture(params=["ward", "town"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A ward's store with a family in it and the town's key, then a town's that knows the ward."""
    world = World(tmp_path)
    ward = world.ward().store
    save_family(ward)
    yield ward if request.param == "ward" else world.town.store
    world.close()
