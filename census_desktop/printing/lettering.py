"""Letters painted again and again: words that come back on every paper are shaped once for a whole run."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGlyphRun, QPainter, QTextLayout

from census_desktop.printing.fonts import TextStyle, print_font

_MOST_KEPT = 20_000
_NO_END = 1e9  # units; a piece of text is one line

Glyphs = tuple[QGlyphRun, ...]


class Lettering:
    """Paints text; belongs to one thread, as Qt's raw fonts do."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, TextStyle], Glyphs | None] = {}

    def paint(self, painter: QPainter, text: str, style: TextStyle, place: QPointF) -> None:
        """Paint `text` with its baseline at `place`; what is met for the second time is kept ready."""
        key = text, style
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = None  # most words of a family are met once
            painter.setFont(print_font(style))
            painter.drawText(place, text)
            return
        glyphs = self._known[key]
        if glyphs is None:
            glyphs = self._known[key] = _shaped(text, style)
        for run in glyphs:
            painter.drawGlyphRun(place, run)


def _shaped(text: str, style: TextStyle) -> Glyphs:
    """The letters of `text`, measured from the beginning of its baseline."""
    layout = QTextLayout(text, print_font(style))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_NO_END)
    layout.endLayout()
    runs = []
    for run in layout.glyphRuns():
        run.setPositions([QPointF(place.x(), place.y() - line.ascent()) for place in run.positions()])
        runs.append(run)
    return tuple(runs)
