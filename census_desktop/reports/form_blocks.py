"""Blocks of an official form: numbered items with squares for single signs, boxes to tick and dotted lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A label and an answer on a dotted line up to the end of its share of the room.

    Attributes:
        label: with the number of the item and its colon.
        answer: None leaves the line open.
        share: width relative to the other written parts of the line.
    """

    label: str
    answer: str | None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Squares:
    """A label and squares for one sign each.

    Attributes:
        label: with the number of the item and its colon.
        groups: for each group the number of squares and what stands in them from the left (None: open).
    """

    label: str
    groups: tuple[tuple[int, str | None], ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """A label and boxes to tick.

    Attributes:
        label: with the number of the item and its colon.
        options: words behind the boxes.
        chosen: the one that is ticked.
    """

    label: str
    options: tuple[str, ...]
    chosen: str | None


FormPart = Written | Squares | Ticks


@dataclass(frozen=True, slots=True)
class FormLine:
    """Parts that stand beside each other."""

    parts: tuple[FormPart, ...]


@dataclass(frozen=True, slots=True)
class FormHead:
    """Head of a form that citizens fill in: places on the left, the State's name and motto on the right.

    Attributes:
        reference: which form of which circular, above all else.
        places: lines on the left.
    """

    reference: str
    places: tuple[Written, ...]


def part_texts(part: FormPart) -> Iterator[str]:
    """Words of a part, blanks left out; a ticked word has its sign before it."""
    yield part.label
    match part:
        case Written():
            yield from () if part.answer is None else (part.answer,)
        case Squares():
            yield from (text for _count, text in part.groups if text)
        case Ticks():
            yield from (f"{TICK} {word}" if word == part.chosen else word for word in part.options)


TICK = "×"
