"""A town and a ward with open stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command_line import Machine, town_and_ward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    """Town and ward, nobody logged in."""
    return town_and_ward(tmp_path)


@pytest.fixture
def ward(machines: tuple[Machine, Machine]) -> Iterator[Store]:
    """The open store of the ward."""
    with machines[1].open() as store:
        yield store


@pytest.fixture
def town(machines: tuple[Machine, Machine]) -> Iterator[Store]:
    """The open store of the town."""
    with machines[0].open() as store:
        yield store
