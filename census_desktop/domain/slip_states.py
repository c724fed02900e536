"""How a slip goes from state to state; every step anybody's work takes it is here.

A step forward never takes a slip back: what has been checked, verified at the door or returned stays so when somebody
corrects a box.
"""

from __future__ import annotations

import dataclasses

from census_desktop.domain.code_names import (
    CHECKED_TWICE,
    COLLECTED,
    ENTERED,
    NOT_COLLECTED,
    UNFINISHED,
    VOIDED,
)
from census_desktop.domain.dc01 import Person

NOT_KEYED = frozenset({NOT_COLLECTED, COLLECTED})  # nobody has begun to type it
_BEFORE_ENTRY = frozenset({None, UNFINISHED, *NOT_KEYED})
_BEFORE_SECOND_CHECK = frozenset({None, ENTERED})


def after_typing(person: Person, *, is_finished: bool) -> Person:
    """The slip after it was typed: entered when the officer says so, unfinished when it was left half-typed."""
    if person.slip_state not in _BEFORE_ENTRY:
        return person
    return dataclasses.replace(person, slip_state=ENTERED if is_finished else UNFINISHED)


def is_keyed(person: Person) -> bool:
    """False for a slip that is only expected or collected, so that its blank boxes say nothing."""
    return person.slip_state not in NOT_KEYED


def checked(person: Person) -> dict[str, str]:
    """The change a second check makes, {} for a slip that has gone further or back."""
    return {"slip_state": CHECKED_TWICE} if person.slip_state in _BEFORE_SECOND_CHECK else {}


def voided() -> dict[str, str]:
    """The change that goes with making a slip void."""
    return {"slip_state": VOIDED}
