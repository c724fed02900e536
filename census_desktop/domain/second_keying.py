"""Second keying (kiểm lần 2): the boxes that say who somebody is, keyed blind by a second person and compared.

The first difference is told without showing what was keyed first, so that nobody copies it; the second one shows
both. Left to themselves two people make their versions match each other instead of the paper, so a third person
decides with the paper in hand, and who was wrong is counted.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.spec import Kind
from census_desktop.domain.vietnamese import tone_key

KEYED_TWICE = (
    "full_name",
    "birth_date",
    "sex",
    "personal_id",
    "old_id",
    "father_name",
    "mother_name",
    "spouse_name",
    "head_name",
    "relation_to_head",
    "household_book_no",
)

_Thing = TypeVar("_Thing")


class Outcome(enum.StrEnum):
    """What became of one box."""

    AGREED = "agreed"  # the same at once
    CORRECTED = "corrected"  # the second person saw an own slip of the finger
    OPEN = "open"  # both insist; a third person decides
    DECIDED = "decided"


class Wrong(enum.StrEnum):
    """Who was wrong."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


class Answer(enum.Enum):
    """What the second person is told after keying a box."""

    SAME = "same"
    DIFFERS = "differs"  # nothing is shown
    DIFFERS_AGAIN = "differs again"  # both are shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one keying of a box.

    Attributes:
        answer: whether it agrees.
        first: what was keyed first; given only with `Answer.DIFFERS_AGAIN`.
    """

    answer: Answer
    first: str | None = None


def is_same_answer(field: str, first: str | None, second: str | None) -> bool:
    """Whether two keyings of a box say the same; capitals and the school of tone placement do not count in words.

    Args:
        field: machine name of the box.
        first: an answer in stored form, None for a blank box.
        second: the other one.
    """
    if first is None or second is None or PERSON_FIELDS[field].kind in {Kind.CODE, Kind.DATE, Kind.DIGITS}:
        return first == second
    return tone_key(first) == tone_key(second)


def judge(field: str, first: str | None, tries: Sequence[str | None]) -> Verdict:
    """What to tell after the last of `tries`.

    Args:
        field: machine name of the box.
        first: what was keyed first.
        tries: what the second person has keyed, oldest first; at least one.
    """
    if is_same_answer(field, first, tries[-1]):
        return Verdict(Answer.SAME)
    return Verdict(Answer.DIFFERS) if len(tries) == 1 else Verdict(Answer.DIFFERS_AGAIN, first)


def who_was_wrong(field: str, first: str | None, second: str | None, paper: str | None) -> Wrong:
    """Whose keying differs from what the paper says; the two keyings differ from each other."""
    if is_same_answer(field, first, paper):
        return Wrong.SECOND
    return Wrong.FIRST if is_same_answer(field, second, paper) else Wrong.BOTH


def every_nth(things: Sequence[_Thing], every: int, start: int) -> tuple[_Thing, ...]:
    """Every n-th of `things`, beginning with number `start`.

    Raises:
        ValueError: `every` below 1 or `start` outside 0 … every - 1.
    """
    if every < 1 or not 0 <= start < every:
        raise ValueError(f"every {every} from {start}")
    return tuple(things[start::every])
