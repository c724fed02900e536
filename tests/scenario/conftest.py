"""A town and a ward, and a stick, for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command_line import Machine, household_rows, town_and_ward, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

Machines = tuple[Machine, Machine]


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """Town and ward; the ward is not registered yet and empty."""
    return town_and_ward(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What stands for the USB stick."""
    path = tmp_path / "USB của phường"
    path.mkdir()
    return path


@pytest.fixture
def filled(machines: Machines, tmp_path: Path) -> Machines:
    """The ward has a household of three, and the town knows the ward."""
    town, ward = machines
    done = ward.ask("import", write_sheet(tmp_path / "phieu.xlsx", household_rows()))
    assert done.code == 0, done.out
    assert town.run("register", ward.key).code == 0
    return machines
