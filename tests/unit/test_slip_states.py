"""A slip goes forward through its states and is never taken back by somebody who only corrects a box."""

from __future__ import annotations

import dataclasses

import pytest

from census_desktop.domain.codes import code_list
from census_desktop.domain.slip_states import after_typing, checked, is_keyed, voided
from tests.builders import make_person
from tests.fake_clock import FakeClock

PERSON = make_person(FakeClock())
BEFORE = (None, "chua_thu", "da_thu", "dang_nhap")
AFTER = tuple(item.code for item in code_list("slip_state") if item.code not in BEFORE)


@pytest.mark.parametrize("state", BEFORE)
def test_slip_when_typed_is_entered_or_unfinished(state: str | None) -> None:
    slip = dataclasses.replace(PERSON, slip_state=state)
    assert after_typing(slip, is_finished=True).slip_state == "da_nhap"
    assert after_typing(slip, is_finished=False).slip_state == "dang_nhap"


@pytest.mark.parametrize("state", AFTER)
def test_slip_when_it_has_gone_further_stays_there(state: str) -> None:
    slip = dataclasses.replace(PERSON, slip_state=state)
    assert after_typing(slip, is_finished=True) is slip
    assert after_typing(slip, is_finished=False) is slip


def test_second_check_when_done_moves_an_entered_slip_only() -> None:
    states = (*BEFORE, *AFTER)
    moved = [state for state in states if checked(dataclasses.replace(PERSON, slip_state=state))]
    assert moved == [None, "da_nhap"]
    assert checked(PERSON) == {"slip_state": "da_kiem_lan_2"}


def test_slip_when_nobody_has_begun_to_type_it_is_not_keyed() -> None:
    states = (*BEFORE, *AFTER)
    waiting = [state for state in states if not is_keyed(dataclasses.replace(PERSON, slip_state=state))]
    assert waiting == ["chua_thu", "da_thu"]


def test_slip_when_made_void_says_so() -> None:
    assert voided() == {"slip_state": "huy"}
