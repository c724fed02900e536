"""The only place that asks for the time or makes identifiers, so that tests can hand over both.

Times are for people to read. No rule of merging ever compares them: laptop clocks are wrong.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Source of time and of new identifiers."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...

    def new_uuid(self) -> uuid.UUID:
        """A fresh UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, 74 random bits."""
        ...


def uuid7_at(moment: datetime, random_bits: int) -> uuid.UUID:
    """Lay out a UUIDv7 by hand (the standard library has it only from Python 3.14).

    Args:
        moment: aware time; moments before 1970 count as 1970 (a dead clock battery must not stop typing).
        random_bits: 74 random bits.
    """
    milliseconds = max(0, int(moment.timestamp() * 1000)) & ((1 << 48) - 1)
    high = (milliseconds << 16) | (0x7 << 12) | (random_bits >> 62 & 0xFFF)
    low = (0b10 << 62) | (random_bits & ((1 << 62) - 1))
    return uuid.UUID(int=(high << 64) | low)


class SystemClock:
    """The laptop's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)

    def new_uuid(self) -> uuid.UUID:
        """A fresh UUIDv7."""
        return uuid7_at(self.now(), secrets.randbits(74))


def today(clock: Clock) -> date:
    """The local calendar day of `clock`, as an officer would write it on paper."""
    return clock.now().astimezone().date()
