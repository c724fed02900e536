"""Sounds for what looks wrong: heard once, told apart, switched off for good."""

from __future__ import annotations

import pytest

from census_desktop.gui.sounds import BETWEEN
from tests.robot import Typist
from tests.waiting import let_pass
from tests.windows import window_of


@pytest.fixture
def beeps(typist: Typist) -> list[str]:
    """Every beep of the window, instead of the loudspeaker."""
    heard: list[str] = []
    window_of(typist).bell.beep = lambda: heard.append("beep")
    return heard


def heard(beeps: list[str]) -> int:
    let_pass(BETWEEN + 60)
    count = len(beeps)
    beeps.clear()
    return count


def test_warning_when_new_is_one_beep_and_no_news_the_second_time(typist: Typist, beeps: list[str]) -> None:
    page = window_of(typist).entry()
    page.go_to("full_name")
    typist.fill("full_name", "Thơm")
    assert heard(beeps) == 1
    page.go_to("full_name")
    assert heard(beeps) == 2  # the date of birth was passed and is missing
    typist.press("Enter")
    assert heard(beeps) == 0


def test_error_when_new_is_two_beeps(typist: Typist, beeps: list[str]) -> None:
    window_of(typist).entry().go_to("birth_date")
    typist.fill("birth_date", "31/02/1990")
    assert heard(beeps) == 2


def test_right_answer_when_typed_is_silent(typist: Typist, beeps: list[str]) -> None:
    window_of(typist).entry().go_to("birth_date")
    typist.fill("birth_date", "14/02/1990")
    assert heard(beeps) == 0


def test_key_when_not_taken_is_two_beeps(typist: Typist, beeps: list[str]) -> None:
    window_of(typist).entry().go_to("father_id")
    typist.type("a")
    assert heard(beeps) == 2


def test_sounds_when_switched_off_are_off(typist: Typist, beeps: list[str]) -> None:
    window = window_of(typist)
    chosen: list[bool] = []
    window.sounds_changed.connect(chosen.append)
    typist.press("Ctrl+B")
    assert "tắt" in window.news.text()
    window.entry().go_to("birth_date")
    typist.fill("birth_date", "31/02/1990")
    assert heard(beeps) == 0
    typist.press("Ctrl+B")
    assert heard(beeps) == 1  # how it will sound
    assert chosen == [False, True]
