"""The operators' key card: every shortcut on one sheet beside the keyboard, from the one table of shortcuts."""

from __future__ import annotations

from census_desktop.base.shortcuts import ROOM_TITLES, SHORTCUTS, TYPING_HINTS
from census_desktop.base.text import _, in_vietnamese
from census_desktop.reports.document import (
    TEXT_WIDTH_MM,
    Align,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    Title,
)

_COLUMNS_BESIDE = 3  # keys stand in three columns, so that all fit on the two sides of one sheet
KEY_MM, WORDS_MM = 22, TEXT_WIDTH_MM / _COLUMNS_BESIDE - 22
_FEW = 6  # keys of a room that shares a table with others


@in_vietnamese()
def key_card() -> Document:
    """The card, in Vietnamese like every paper."""
    parts: list[Heading | Table | Paragraph] = []
    for room in (room for room in ROOM_TITLES if not _is_small(room)):
        parts += [Heading(_(ROOM_TITLES[room])), _keys(room)]
    small = sorted((room for room in ROOM_TITLES if _is_small(room)), key=lambda room: -len(_entries(room)))
    for start in range(0, len(small), _COLUMNS_BESIDE):
        parts += [Heading(_("Ở các phòng khác")), _beside(small[start : start + _COLUMNS_BESIDE])]
    return Document(
        title=_("Bảng phím"),
        blocks=(
            Title(_("BẢNG PHÍM CENSUS DESKTOP"), _("(Để cạnh bàn phím; F1 trên máy cũng mở bảng này)")),
            *parts,
            Heading(_("Cách gõ")),
            *(Paragraph(_(hint)) for hint in TYPING_HINTS),
        ),
        footer=_("Bảng phím"),
    )


def _entries(room: str) -> list[tuple[str, str]]:
    return [(entry.shown, _(entry.label)) for entry in SHORTCUTS if entry.room == room]


def _is_small(room: str) -> bool:
    return len(_entries(room)) <= _FEW


def _keys(room: str) -> Table:
    """The keys of one room, running down one column after the other."""
    entries = _entries(room)
    height = -(-len(entries) // _COLUMNS_BESIDE)
    return _table(
        [_("Việc")] * _COLUMNS_BESIDE,
        [entries[at * height : (at + 1) * height] for at in range(_COLUMNS_BESIDE)],
    )


def _beside(rooms: list[str]) -> Table:
    """Rooms with few keys, each in a column of its own."""
    return _table([_(ROOM_TITLES[room]) for room in rooms], [_entries(room) for room in rooms])


def _table(titles: list[str], columns: list[list[tuple[str, str]]]) -> Table:
    height = max(map(len, columns))
    padded = [[*column, *[("", "")] * (height - len(column))] for column in columns]
    heads = [
        column
        for title in titles
        for column in (Column(_("Phím"), KEY_MM, Align.CENTER, is_bold=True), Column(title, WORDS_MM))
    ]
    return Table(
        tuple(heads),
        tuple(Row(tuple(words for pair in line for words in pair)) for line in zip(*padded, strict=True)),
    )
