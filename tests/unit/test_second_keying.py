"""Comparing two keyings: what counts as different, what is told when, who was wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.second_keying import (
    KEYED_TWICE,
    Answer,
    Verdict,
    Wrong,
    every_nth,
    is_same_answer,
    judge,
    who_was_wrong,
)


def test_keyed_twice_when_read_are_boxes_of_the_slip_in_its_spirit() -> None:
    assert set(KEYED_TWICE) <= set(PERSON_FIELDS)
    assert 10 <= len(KEYED_TWICE) <= 14


@pytest.mark.parametrize(
    ("field", "first", "second", "is_same"),
    [
        ("full_name", "VÕ THỊ HƯỜNG", "Võ Thị Hường", True),
        ("full_name", "TRẦN THỊ HOÀ", "TRẦN THỊ HÒA", True),
        ("full_name", "TRẦN THỊ HOÀ", "TRẦN THỊ HOA", False),
        ("full_name", "ĐẬU VĂN THÌN", "DẬU VĂN THÌN", False),
        ("birth_date", "1990", "1990-02", False),
        ("personal_id", "042090001234", "042090001243", False),
        ("old_id", None, None, True),
        ("old_id", None, "183456789", False),
        ("spouse_name", "VÕ THỊ HƯỜNG", None, False),
        ("household_book_no", "420a", "420A", True),
        ("relation_to_head", "CN", "cn", False),
    ],
)
def test_answers_when_compared_differ_only_in_what_matters(
    field: str, first: str | None, second: str | None, is_same: bool
) -> None:
    assert is_same_answer(field, first, second) is is_same


def test_judge_when_it_differs_shows_the_first_keying_only_at_the_second_time() -> None:
    first = "VÕ THỊ HƯỜNG"
    assert judge("full_name", first, ["VÕ THỊ HƯƠNG"]) == Verdict(Answer.DIFFERS)
    assert judge("full_name", first, ["VÕ THỊ HƯƠNG"] * 2) == Verdict(Answer.DIFFERS_AGAIN, first)
    assert judge("full_name", first, ["VÕ THỊ HƯƠNG", first]) == Verdict(Answer.SAME)
    assert judge("old_id", None, [None]) == Verdict(Answer.SAME)


@pytest.mark.parametrize(
    ("paper", "wrong"),
    [("1990-02-14", Wrong.SECOND), ("1990-12-14", Wrong.FIRST), (None, Wrong.BOTH), ("1990", Wrong.BOTH)],
)
def test_wrong_when_the_paper_is_read_is_whoever_differs_from_it(paper: str | None, wrong: Wrong) -> None:
    assert who_was_wrong("birth_date", "1990-02-14", "1990-12-14", paper) is wrong


@given(st.integers(1, 40), st.integers(0, 200), st.data())
def test_every_nth_when_started_anywhere_takes_one_of_each_run(
    every: int, count: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, every - 1))
    chosen = every_nth(range(count), every, start)
    assert all(number % every == start for number in chosen)
    assert abs(len(chosen) - count / every) < 1


@pytest.mark.parametrize(("every", "start"), [(0, 0), (3, 3), (3, -1)])
def test_every_nth_when_asked_for_nonsense_refuses(every: int, start: int) -> None:
    with pytest.raises(ValueError, match=f"every {every} from {start}"):
        every_nth([1, 2, 3], every, start)
