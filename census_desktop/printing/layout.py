"""From a document to pages: which strip stands where. Pure; the same for preview, printer and PDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from census_desktop.base.text import _, in_vietnamese
from census_desktop.printing import blocks, forms
from census_desktop.printing.fonts import TextStyle
from census_desktop.printing.placing import Item, LaidOut, Page, Placed, Rule, Strip
from census_desktop.printing.ruler import Ruler
from census_desktop.printing.tables import table_strips
from census_desktop.reports.document import (
    BOTTOM_MM,
    LEFT_MM,
    PAPER_HEIGHT_MM,
    PAPER_WIDTH_MM,
    TOP_MM,
    Align,
    Block,
    Document,
    Header,
    Heading,
    KeyValues,
    LargePrint,
    Legend,
    Note,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.form_blocks import FormHead, FormLine

PAGE_NUMBER = TextStyle(13)
_PAGE_NUMBER_TOP_MM = 11.0
_FOOTER_GAP_MM = 4.0
_EPSILON_MM = 0.001
# What a paper may lose to fit on one sheet: a share of the white between its parts, some of the room to sign.
_GAP_SPARED = 0.5
_SIGNING_SPARED_MM = 6.0


def lay_out(document: Document, ruler: Ruler | None = None) -> LaidOut:
    """Measure `document` and divide it into pages.

    Args:
        document: what to lay out.
        ruler: one shared by many documents is faster; a new one when None.
    """
    ruler = ruler or Ruler()
    sheet_height = PAPER_WIDTH_MM if document.is_landscape else PAPER_HEIGHT_MM
    room = sheet_height - TOP_MM - BOTTOM_MM
    bodies = list(_paginate(_groups(_fitting(document, ruler, room)), room))
    pages = tuple(
        Page(number, tuple(body), tuple(_frame(document, ruler, number, len(bodies), sheet_height)))
        for number, body in enumerate(bodies, start=1)
    )
    return LaidOut(document.title, document.is_landscape, pages)


def _fitting(document: Document, ruler: Ruler, room: float) -> list[Strip]:
    """The strips of a paper; set closer when that saves the second sheet, which would hold little but signatures."""
    strips = list(_strips(document, ruler, room))
    over = sum(strip.gap + strip.height for strip in strips) - room
    signed = sum(isinstance(block, Signatures) for block in document.blocks)
    if not 0 < over <= sum(strip.gap for strip in strips) * _GAP_SPARED + signed * _SIGNING_SPARED_MM:
        return strips
    closer = tuple(
        dataclasses.replace(block, height_mm=block.height_mm - _SIGNING_SPARED_MM)
        if isinstance(block, Signatures)
        else block
        for block in document.blocks
    )
    return [
        dataclasses.replace(strip, gap=strip.gap * (1 - _GAP_SPARED))
        for strip in _strips(dataclasses.replace(document, blocks=closer), ruler, room)
    ]


def _strips(document: Document, ruler: Ruler, room: float) -> Iterator[Strip]:
    for number, block in enumerate(document.blocks):
        yield from _block_strips(block, ruler, document.width_mm, room, number)


_STRIPS_OF: Mapping[type[Any], Callable[[Any, Ruler, float], Iterable[Strip]]] = {
    Header: blocks.header_strips,
    Title: blocks.title_strips,
    Heading: blocks.heading_strips,
    Note: blocks.note_strips,
    Paragraph: blocks.paragraph_strips,
    Legend: blocks.legend_strips,
    LargePrint: blocks.large_print_strips,
    KeyValues: blocks.key_value_strips,
    Signatures: blocks.signature_strips,
    FormHead: forms.form_head_strips,
    FormLine: forms.form_line_strips,
}


# Blocks that stand alike on paper after paper; their strips are made once for a whole run.
_ALIKE = (Header, Title, Note, Legend, Signatures)


def _block_strips(block: Block, ruler: Ruler, width: float, room: float, number: int) -> Iterable[Strip]:
    if isinstance(block, Table):
        return table_strips(block, ruler, width, room, number)
    if not isinstance(block, _ALIKE):
        return _STRIPS_OF[type(block)](block, ruler, width)
    return ruler.keep((block, width), lambda: _STRIPS_OF[type(block)](block, ruler, width))


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Strips that must stay together."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.is_kept_with_next:
            yield group
            group = []
    if group:
        yield group


def _paginate(groups: Iterable[list[Strip]], room: float) -> Iterator[list[Placed]]:
    """Fill pages from the top; a group that does not fit in the rest of a page begins the next one."""
    page: list[Placed] = []
    used = 0.0
    for group in groups:
        whole = sum(strip.gap + strip.height for strip in group)
        is_moved = bool(page) and used + whole > room + _EPSILON_MM
        for strip in group:
            # A group larger than a page is broken where it must be.
            if page and (is_moved or used + strip.gap + strip.height > room + _EPSILON_MM):
                yield page
                page, used = [], 0.0
            is_moved = False
            if not page and strip.head is not None:
                page.append(Placed(LEFT_MM, TOP_MM, strip.head))
                used = strip.head.height
            top = used + (strip.gap if page else 0.0)
            page.append(Placed(LEFT_MM, TOP_MM + top, strip))
            used = top + strip.height
    yield page


def _frame(
    document: Document, ruler: Ruler, number: int, pages: int, sheet_height: float
) -> Iterator[Placed]:
    """Page number in the top margin, from the second page; the foot line on every page."""
    width = document.width_mm
    if number > 1:
        items, height = blocks.place_lines(
            ruler, ruler.wrap([(str(number), PAGE_NUMBER)], width), 0, 0, width, Align.CENTER
        )
        yield Placed(LEFT_MM, _PAGE_NUMBER_TOP_MM, Strip(height, tuple(items), "page number"))
    with in_vietnamese():
        pages_shown = _("{text} · trang {page}/{pages}").format(
            text=document.footer_right, page=number, pages=pages
        )
    right = pages_shown.removeprefix(" · ")
    foot: list[Item] = [Rule(0, 0, width, 0, thickness=0.1)]
    for text, align in ((document.footer, Align.LEFT), (right, Align.RIGHT)):
        lines = ruler.wrap([(text, blocks.SMALL)], width)[:1]
        foot += blocks.place_lines(ruler, lines, 0, 0.8, width, align)[0]
    strip = Strip(0.8 + ruler.line_height(blocks.SMALL), tuple(foot), "foot")
    yield Placed(LEFT_MM, sheet_height - BOTTOM_MM + _FOOTER_GAP_MM, strip)
