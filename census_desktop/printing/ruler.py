"""Measuring and wrapping text in millimetres, independent of any screen or printer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetricsF

from census_desktop.domain.vietnamese import clean
from census_desktop.printing.fonts import UNITS_PER_MM, TextStyle, print_font, register_fonts

Run = tuple[str, TextStyle]

# A letter with the marks that belong to it, so that a broken word never loses a tone.
_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_TOLERANCE_MM = 0.01


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style within a line.

    Attributes:
        text: what is painted.
        style: how.
        x: distance from the beginning of the line.
        width: its own width.
    """

    text: str
    style: TextStyle
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of wrapped text."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(piece.text for piece in self.pieces)


class Ruler:
    """Widths and heights of text; remembers words, which repeat a lot from household to household."""

    def __init__(self) -> None:
        register_fonts()
        self._metrics: dict[TextStyle, QFontMetricsF] = {}
        self._widths: dict[Run, float] = {}

    def line_height(self, style: TextStyle) -> float:
        """Distance between two baselines."""
        metrics = self._of(style)
        return (metrics.ascent() + metrics.descent() + metrics.leading()) / UNITS_PER_MM

    def ascent(self, style: TextStyle) -> float:
        """Distance from the top of a line to its baseline."""
        return self._of(style).ascent() / UNITS_PER_MM

    def width(self, text: str, style: TextStyle) -> float:
        """Width of `text` on one line."""
        found = self._widths.get((text, style))
        if found is None:
            found = self._of(style).horizontalAdvance(text) / UNITS_PER_MM
            if len(self._widths) > 50_000:
                self._widths.clear()
            self._widths[text, style] = found
        return found

    def wrap(self, runs: Sequence[Run], width: float) -> tuple[Line, ...]:
        """Break `runs` into lines no wider than `width`; a word wider than a whole line is broken between letters.

        Blank text gives no line.
        """
        lines: list[Line] = []
        current = _OpenLine()
        for word, style, word_width in self._words(runs, width):
            gap = self.width(" ", style) if current.words else 0.0
            if current.words and current.end + gap + word_width > width + _TOLERANCE_MM:
                lines.append(current.closed())
                current, gap = _OpenLine(), 0.0
            current.add(word, style, gap, word_width)
        if current.words:
            lines.append(current.closed())
        return tuple(lines)

    def _words(self, runs: Sequence[Run], width: float) -> Iterator[tuple[str, TextStyle, float]]:
        for text, style in runs:
            for word in _printable(text).split():
                word_width = self.width(word, style)
                if word_width <= width:
                    yield word, style, word_width
                else:
                    yield from self._parts(word, style, width)

    def _parts(self, word: str, style: TextStyle, width: float) -> Iterator[tuple[str, TextStyle, float]]:
        part = ""
        for letter in _LETTER.findall(word):
            if part and self.width(part + letter, style) > width:
                yield part, style, self.width(part, style)
                part = ""
            part += letter
        if part:
            yield part, style, self.width(part, style)

    def _of(self, style: TextStyle) -> QFontMetricsF:
        found = self._metrics.get(style)
        if found is None:
            found = self._metrics[style] = QFontMetricsF(print_font(style))
        return found


class _OpenLine:
    """A line being filled."""

    def __init__(self) -> None:
        self.words: list[Piece] = []
        self.end = 0.0

    def add(self, word: str, style: TextStyle, gap: float, width: float) -> None:
        start = self.end + gap
        last = self.words[-1] if self.words else None
        if last is not None and last.style == style:
            self.words[-1] = Piece(f"{last.text} {word}", style, last.x, start + width - last.x)
        else:
            self.words.append(Piece(word, style, start, width))
        self.end = start + width

    def closed(self) -> Line:
        return Line(tuple(self.words), self.end)


def _printable(text: str) -> str:
    """Composed text without control and direction marks, which could turn the order of letters on paper around."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    return clean(text)
