"""A clock that stands still until a test moves it, and hands out identifiers in a known order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from census_desktop.base.clock import uuid7_at

if TYPE_CHECKING:
    import uuid

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # a Monday, 8:30 in Hà Tĩnh


class FakeClock:
    """Implements `census_desktop.base.clock.Clock`; two clocks with different `machine` never make equal ids."""

    def __init__(self, start: datetime = START, machine: int = 0) -> None:
        self._now = start
        self._machine = machine
        self._made = 0

    def now(self) -> datetime:
        return self._now

    def new_uuid(self) -> uuid.UUID:
        self._made += 1
        return uuid7_at(self._now, (self._machine << 40) | self._made)

    def advance(self, **amount: float) -> None:
        """Let time pass, for example ``clock.advance(minutes=5)``; negative amounts put the clock wrong."""
        self._now += timedelta(**amount)
