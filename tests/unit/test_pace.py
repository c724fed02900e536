"""Counting keys: pauses are no typing, what an input method sends is no key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.pace import BURST, PAUSE, Pace, PaceMeter


def test_meter_when_somebody_types_for_a_minute_and_rests_leaves_the_rest_out() -> None:
    meter = PaceMeter()
    for second in range(61):
        meter.key(float(second))
    meter.key(60.0 + PAUSE + 1)
    meter.error()
    meter.slip()
    pace = meter.take()
    assert pace == Pace(slips=1, keystrokes=62, errors=1, milliseconds=60_000)
    assert (pace.slips_per_hour, pace.keystrokes_per_hour) == (60.0, 3720.0)
    assert pace.errors_per_thousand == pytest.approx(16.13, abs=0.01)


def test_meter_when_read_goes_on_from_the_last_key() -> None:
    meter = PaceMeter()
    meter.key(1.0)
    assert meter.take().milliseconds == 0
    meter.key(1.5)
    assert meter.take() == Pace(keystrokes=1, milliseconds=500)
    assert meter.take() == Pace()


def test_letter_when_an_input_method_puts_the_mark_counts_one_key_for_one_finger() -> None:
    meter = PaceMeter()
    meter.key(10.0)  # a
    meter.key(10.2)  # s: UniKey sends a backspace and á within some milliseconds
    meter.key(10.203)
    meter.key(10.206)
    assert meter.take() == Pace(keystrokes=2, milliseconds=200)


def test_pace_when_nothing_was_typed_is_nothing() -> None:
    assert (Pace().slips_per_hour, Pace().keystrokes_per_hour, Pace().errors_per_thousand) == (0.0, 0.0, 0.0)


@given(st.lists(st.floats(BURST, 3 * PAUSE), max_size=40))
def test_meter_when_keys_come_slowly_counts_each_and_no_more_time_than_passed(gaps: list[float]) -> None:
    meter, at = PaceMeter(), 0.0
    meter.key(at)
    for gap in gaps:
        at += gap * 1.001
        meter.key(at)
    pace = meter.take()
    assert pace.keystrokes == len(gaps) + 1
    assert pace.milliseconds <= at * 1000 + 1
