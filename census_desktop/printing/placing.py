"""What a laid-out page consists of: strips of text, rules, fills and codes, all in millimetres. No Qt.

Items are named tuples: a town of papers has millions of them, and these are made four times as fast as data classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from census_desktop.printing.fonts import TextStyle


class Text(NamedTuple):
    """One piece of one line; `y` is its baseline."""

    x: float
    y: float
    text: str
    style: TextStyle
    width: float


class Rule(NamedTuple):
    """A straight line; dotted ones are blanks to write on."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float = 0.2
    is_dotted: bool = False


class Fill(NamedTuple):
    """A grey rectangle; 0 is black, 1 is white."""

    x: float
    y: float
    width: float
    height: float
    grey: float


class Code(NamedTuple):
    """A QR code of `size` with its quiet zone."""

    x: float
    y: float
    size: float
    text: str


Item = Text | Rule | Fill | Code


@dataclass(frozen=True, slots=True)
class Strip:
    """The smallest thing that is put on a page: never divided.

    Attributes:
        height: from its top to its end.
        items: measured from its own upper left corner.
        gap: space above it, dropped at the top of a page.
        is_kept_with_next: never the last thing on a page.
        head: strip repeated above it when it begins a page (head of a table).
        name: what it is, for example "header" or "row 3.14" (block 3, row 14).
    """

    height: float
    items: tuple[Item, ...]
    name: str
    gap: float = 0.0
    is_kept_with_next: bool = False
    head: Strip | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on its page, measured from the upper left corner of the sheet."""

    x: float
    top: float
    strip: Strip

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.strip.height


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet.

    Attributes:
        number: 1 for the first page of the document.
        body: contents between the margins, top to bottom.
        frame: page number and foot line, in the margins.
    """

    number: int
    body: tuple[Placed, ...]
    frame: tuple[Placed, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every painted piece of text."""
        return tuple(
            item.text
            for placed in (*self.frame, *self.body)
            for item in placed.strip.items
            if isinstance(item, Text)
        )


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document ready to be painted.

    Attributes:
        title: for print queue and file properties.
        is_landscape: sheets lie across.
        pages: at least one.
    """

    title: str
    is_landscape: bool
    pages: tuple[Page, ...]
