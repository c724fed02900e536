"""Measuring and wrapping text in millimetres, independent of any screen or printer."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from PySide6.QtGui import QFontMetricsF

from census_desktop.domain.vietnamese import clean
from census_desktop.printing.fonts import UNITS_PER_MM, TextStyle, print_font, register_fonts

Run = tuple[str, TextStyle]
Kept = TypeVar("Kept")

# A letter with the marks that belong to it, so that a broken word never loses a tone.
_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_TOLERANCE_MM = 0.01
_MOST_KEPT, _MOST_WRAPPED = 500, 10_000
# An address breaks behind a comma when no more than this part of the line stays white.
_NEARLY_FULL = 0.7
_HALF_FULL = 0.5
# Words that say what the next one names: "phường Sông Trí", "số 12".
_BELONGS_TO_NEXT = frozenset({
    "số", "(số", "ngõ", "ngách", "hẻm", "đường", "phố", "tổ", "khối", "xóm", "thôn", "bản", "buôn", "ấp", "khu", "làng",
    "phường", "xã", "thị", "trấn", "huyện", "quận", "tỉnh", "Số", "Ngõ", "Ngách", "Hẻm", "Đường", "Phố", "Tổ", "Khối",
    "Xóm", "Thôn", "Bản", "Buôn", "Ấp", "Khu", "Làng", "Phường", "Xã", "Huyện", "Quận", "Tỉnh",
})  # fmt: skip


class Piece(NamedTuple):
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
        self._heights: dict[TextStyle, tuple[float, float]] = {}
        self._wrapped: dict[tuple[tuple[Run, ...], float, bool], tuple[Line, ...]] = {}
        self._kept: dict[Any, tuple[Any, ...]] = {}

    def keep(self, key: Any, make: Callable[[], Iterable[Kept]]) -> tuple[Kept, ...]:
        """Strips of a part that stands alike on paper after paper, made once for a whole run."""
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[key] = tuple(make())
        return known

    def line_height(self, style: TextStyle) -> float:
        """Distance between two baselines."""
        return self._heights_of(style)[0]

    def ascent(self, style: TextStyle) -> float:
        """Distance from the top of a line to its baseline."""
        return self._heights_of(style)[1]

    def _heights_of(self, style: TextStyle) -> tuple[float, float]:
        found = self._heights.get(style)
        if found is None:
            metrics = self._of(style)
            whole = metrics.ascent() + metrics.descent() + metrics.leading()
            found = self._heights[style] = (whole / UNITS_PER_MM, metrics.ascent() / UNITS_PER_MM)
        return found

    def width(self, text: str, style: TextStyle) -> float:
        """Width of `text` on one line."""
        found = self._widths.get((text, style))
        if found is None:
            found = self._of(style).horizontalAdvance(text) / UNITS_PER_MM
            if len(self._widths) > 50_000:
                self._widths.clear()
            self._widths[text, style] = found
        return found

    def wrap(self, runs: Sequence[Run], width: float, *, at_commas: bool = False) -> tuple[Line, ...]:
        """Break `runs` into lines no wider than `width`, always between syllables.

        Only a word wider than a whole line is broken between letters. Blank text gives no line.

        Args:
            runs: texts with their styles.
            width: of a line.
            at_commas: an address: break it behind a comma when the line is nearly full there, and leave no word at the
                end of a line that belongs to the next ("phường", "số").
        """
        key = (tuple(runs), width, at_commas)
        found = self._wrapped.get(key)
        if found is None:
            if len(self._wrapped) >= _MOST_WRAPPED:
                self._wrapped.clear()
            found = self._wrapped[key] = self._wrap(runs, width, at_commas=at_commas)
        return found

    def _wrap(self, runs: Sequence[Run], width: float, *, at_commas: bool) -> tuple[Line, ...]:
        lines: list[Line] = []
        current: list[_Word] = []
        for text, style, text_width in self._words(runs, width):
            gap = self.width(" ", style) if current else 0.0
            start = current[-1].end + gap if current else 0.0
            while current and start + text_width > width + _TOLERANCE_MM:
                kept = _last_kept(current, width) if at_commas else len(current)
                lines.append(_closed(current[:kept]))
                current = self._moved(current[kept:])
                start = current[-1].end + self.width(" ", style) if current else 0.0
            current.append(_Word(text, style, start, start + text_width))
        if current:
            lines.append(_closed(current))
        return tuple(lines)

    def _moved(self, words: Sequence[_Word]) -> list[_Word]:
        """Words at the beginning of the next line."""
        moved: list[_Word] = []
        for word in words:
            start = moved[-1].end + self.width(" ", word.style) if moved else 0.0
            moved.append(_Word(word.text, word.style, start, start + word.end - word.start))
        return moved

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


class _Word(NamedTuple):
    """A word of a line being filled."""

    text: str
    style: TextStyle
    start: float
    end: float


def _last_kept(words: Sequence[_Word], width: float) -> int:
    """How many of the words of a full line stay on it: up to a comma near its end, else to a word that may end it.

    The first word always stays, so that every line gets on.
    """
    for place in range(len(words) - 1, 0, -1):
        if words[place].end < _NEARLY_FULL * width:
            break
        if words[place].text[-1] in ",;":
            return place + 1
    kept = len(words)
    while kept > 1 and words[kept - 1].text in _BELONGS_TO_NEXT:
        kept -= 1
    # In a narrow column the rule would only make more lines: "Tổ dân | phố Hưng | Thịnh".
    return kept if words[kept - 1].end >= _HALF_FULL * width else len(words)


def _closed(words: Sequence[_Word]) -> Line:
    """The line; neighbours of one style are painted as one piece."""
    pieces: list[Piece] = []
    for style, group in itertools.groupby(words, key=lambda word: word.style):
        same = list(group)
        text = " ".join(word.text for word in same)
        pieces.append(Piece(text, style, same[0].start, same[-1].end - same[0].start))
    return Line(tuple(pieces), words[-1].end)


def _printable(text: str) -> str:
    """Composed text without control and direction marks, which could turn the order of letters on paper around."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    return clean(text)
