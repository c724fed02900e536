"""Tables for the terminal, aligned also when letters carry marks of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_GAP = "  "


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One column: its head, and on which side its texts stand."""

    title: str
    is_right: bool = False


def columns_of(text: str) -> int:
    """How many terminal columns `text` takes: marks take none, East Asian wide letters two."""
    composed = unicodedata.normalize("NFC", text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in composed
    )


def text_table(
    columns: Sequence[TextColumn], rows: Sequence[Sequence[str]], last: Sequence[str] | None = None
) -> str:
    """Head, rule, rows and, below another rule, the row `last` (a sum); ends with a line break."""
    head = [column.title for column in columns]
    every = [head, *rows, *([last] if last is not None else [])]
    widths = [max(columns_of(row[place]) for row in every) for place in range(len(columns))]
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [_line(head, columns, widths), rule, *(_line(row, columns, widths) for row in rows)]
    if last is not None:
        lines += [rule, _line(last, columns, widths)]
    return "\n".join(lines) + "\n"


def _line(row: Sequence[str], columns: Sequence[TextColumn], widths: Sequence[int]) -> str:
    parts = []
    for text, column, width in zip(row, columns, widths, strict=True):
        composed = unicodedata.normalize("NFC", text)
        blank = " " * (width - columns_of(composed))
        parts.append(blank + composed if column.is_right else composed + blank)
    return _GAP.join(parts).rstrip()
