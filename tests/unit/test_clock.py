"""Time, and identifiers made of time and chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import RFC_4122

from census_desktop.base.clock import SystemClock, today, uuid7_at
from tests.fake_clock import FakeClock

ALL_RANDOM = (1 << 74) - 1
MORNING = datetime(2026, 11, 23, 1, 30, 0, 250_000, tzinfo=UTC)


def test_uuid7_when_made_then_has_time_version_and_variant_where_rfc_9562_puts_them() -> None:
    made = uuid7_at(MORNING, ALL_RANDOM)

    assert made.int >> 80 == int(MORNING.timestamp() * 1000)
    assert made.version == 7
    assert made.variant == RFC_4122


def test_uuid7_when_random_bits_differ_then_all_74_of_them_are_kept() -> None:
    made = {uuid7_at(MORNING, 1 << bit) for bit in range(74)}

    assert len(made) == 74
    assert all(each.version == 7 and each.variant == RFC_4122 for each in made)


def test_uuid7_when_the_clock_battery_is_dead_then_counts_as_1970() -> None:
    assert uuid7_at(datetime(1904, 1, 1, tzinfo=UTC), 0).int >> 80 == 0


def test_uuid7_when_made_later_then_sorts_later() -> None:
    earlier, later = uuid7_at(MORNING, ALL_RANDOM), uuid7_at(MORNING + timedelta(milliseconds=1), 0)

    assert earlier < later
    assert earlier.bytes < later.bytes


def test_system_clock_when_asked_then_gives_utc_and_ever_new_ids() -> None:
    clock = SystemClock()
    before, made, after = clock.now(), {clock.new_uuid() for _each in range(200)}, clock.now()

    assert before.tzinfo is UTC
    assert len(made) == 200
    span = range(int(before.timestamp() * 1000), int(after.timestamp() * 1000) + 1)
    assert all(each.int >> 80 in span for each in made)


def test_today_when_asked_then_is_the_local_day() -> None:
    clock = FakeClock(datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert today(clock) == clock.now().astimezone().date()
    assert today(clock) in {date(2026, 11, 23), date(2026, 11, 24)}
