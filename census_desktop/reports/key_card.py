"""The operators' key card: every shortcut on one sheet beside the keyboard, from the one table of shortcuts."""

from __future__ import annotations

from census_desktop.base.shortcuts import ROOM_TITLES, SHORTCUTS, TYPING_HINTS
from census_desktop.base.text import _, in_vietnamese
from census_desktop.reports.document import Align, Column, Document, Heading, Paragraph, Row, Table, Title

_COLUMNS_BESIDE = 2  # keys stand in two columns, so that all fit on one sheet


@in_vietnamese()
def key_card() -> Document:
    """The card, in Vietnamese like every paper."""
    parts: list[Heading | Table | Paragraph] = []
    for room, title in ROOM_TITLES.items():
        parts += [Heading(_(title)), _keys(room)]
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


def _keys(room: str) -> Table:
    key, does = Column(_("Phím"), 27, Align.CENTER, is_bold=True), Column(_("Việc"), 55.5)
    entries = [(entry.shown, _(entry.label)) for entry in SHORTCUTS if entry.room == room]
    half = -(-len(entries) // _COLUMNS_BESIDE)
    rows = []
    for place in range(half):
        right = entries[place + half] if place + half < len(entries) else ("", "")
        rows.append(Row((*entries[place], *right)))
    return Table((key, does) * _COLUMNS_BESIDE, tuple(rows))
