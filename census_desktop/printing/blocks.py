"""Strips of every block but tables. Sizes of letters follow Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from census_desktop.printing.fonts import TextStyle
from census_desktop.printing.placing import Code, Fill, Item, Rule, Strip, Text
from census_desktop.printing.ruler import Line, Ruler, Run
from census_desktop.reports.document import (
    DOUBT,
    Align,
    Header,
    Heading,
    KeyValues,
    LargePrint,
    Legend,
    Note,
    Pair,
    Paragraph,
    QrCode,
    Signatures,
    Title,
)

# Spelt HÒA: never through the tone normaliser, never translated.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

BODY = TextStyle(12)
BODY_BOLD = TextStyle(12, is_bold=True)
BODY_ITALIC = TextStyle(12, is_italic=True)
MOTTO_STYLE = TextStyle(13, is_bold=True)
DATE_STYLE = TextStyle(13, is_italic=True)
TITLE_STYLE = TextStyle(14, is_bold=True)
HINT_STYLE = TextStyle(11, is_italic=True)
SMALL = TextStyle(9)
SMALL_ITALIC = TextStyle(9, is_italic=True)
LARGE = TextStyle(18, is_bold=True)

_HEADER_LEFT_SHARE = 0.42
_PAIR_GAP_MM = 4.0
_LABEL_GAP_MM = 1.5
_PAIR_ROW_GAP_MM = 0.8
_QR_GAP_MM = 4.0
_LEAST_VALUE_MM = 12.0
_FRAME_PAD_MM = 4.0
DOUBT_GREY = 0.88  # ground of what is to be asked again


def place_lines(
    ruler: Ruler, lines: Sequence[Line], x: float, top: float, width: float, align: Align = Align.LEFT
) -> tuple[list[Text], float]:
    """Texts of wrapped `lines` in a box at (`x`, `top`) and the height they take."""
    items: list[Text] = []
    y = top
    for line in lines:
        start = x
        if align is not Align.LEFT:
            start += (width - line.width) * (0.5 if align is Align.CENTER else 1.0)
        if len(line.pieces) == 1:  # nearly always
            text, style, at, piece_width = line.pieces[0]
            height, ascent = ruler.line_height(style), ruler.ascent(style)
            items.append(Text(start + at, y + ascent, text, style, piece_width))
        else:
            height = max(ruler.line_height(piece.style) for piece in line.pieces)
            baseline = y + max(ruler.ascent(piece.style) for piece in line.pieces)
            items += [
                Text(start + piece.x, baseline, piece.text, piece.style, piece.width) for piece in line.pieces
            ]
        y += height
    return items, y - top


def _stack(
    ruler: Ruler, texts: Sequence[Run], x: float, width: float, align: Align
) -> tuple[list[Text], float]:
    """Paragraphs one under the other, from the top of a strip."""
    items: list[Text] = []
    height = 0.0
    for run in texts:
        placed, used = place_lines(ruler, ruler.wrap([run], width), x, height, width, align)
        items += placed
        height += used
    return items, height


def header_strips(block: Header, ruler: Ruler, width: float) -> list[Strip]:
    """Issuing body on the left, State and motto on the right, each with its rule; the date under the motto."""
    left_width = width * _HEADER_LEFT_SHARE
    right_x, right_width = left_width, width - left_width
    left, left_height = _stack(
        ruler, [(block.parent_body, BODY), (block.issuing_body, BODY_BOLD)], 0, left_width, Align.CENTER
    )
    right, right_height = _stack(
        ruler, [(NATION, BODY_BOLD), (MOTTO, MOTTO_STYLE)], right_x, right_width, Align.CENTER
    )
    motto_width = ruler.width(MOTTO, MOTTO_STYLE)
    rules = [
        _centred_rule(0, left_width, left_height + 0.6, left_width * 0.4),
        _centred_rule(right_x, right_width, right_height + 0.6, motto_width),
    ]
    date_top = max(left_height, right_height) + 3.0
    dated = ruler.wrap([(block.place_and_date, DATE_STYLE)], right_width)
    date, date_height = place_lines(ruler, dated, right_x, date_top, right_width, Align.CENTER)
    return [Strip(date_top + date_height, (*left, *right, *rules, *date), "header")]


def _centred_rule(x: float, width: float, y: float, length: float) -> Rule:
    start = x + (width - length) / 2
    return Rule(start, y, start + length, y)


def title_strips(block: Title, ruler: Ruler, width: float) -> list[Strip]:
    """The name of the paper, centred and bold."""
    items, height = _stack(
        ruler, [(block.text, TITLE_STYLE), (block.subtitle, BODY_ITALIC)], 0, width, Align.CENTER
    )
    return [Strip(height, tuple(items), "title", gap=4.0, is_kept_with_next=True)]


def heading_strips(block: Heading, ruler: Ruler, width: float) -> list[Strip]:
    """The title of a part."""
    items, height = _stack(ruler, [(block.text, BODY_BOLD)], 0, width, Align.LEFT)
    return [Strip(height + 1.0, tuple(items), "heading", gap=2.5, is_kept_with_next=True)]


def note_strips(block: Note, ruler: Ruler, width: float) -> list[Strip]:
    """A paragraph in italics."""
    items, height = _stack(ruler, [(block.text, HINT_STYLE)], 0, width, Align.LEFT)
    return [Strip(height, tuple(items), "note", gap=1.5, is_kept_with_next=True)]


def legend_strips(block: Legend, ruler: Ruler, width: float) -> list[Strip]:
    """How to read marks; stays with what follows, as the last row stays with it."""
    items, height = _stack(ruler, [(block.text, SMALL)], 0, width, Align.LEFT)
    return [Strip(height, tuple(items), "legend", gap=1.0, is_kept_with_next=True)]


def paragraph_strips(block: Paragraph, ruler: Ruler, width: float) -> list[Strip]:
    """A paragraph in upright letters."""
    items, height = _stack(ruler, [(block.text, BODY)], 0, width, Align.LEFT)
    return [Strip(height, tuple(items), "paragraph", gap=2.0)]


def large_print_strips(block: LargePrint, ruler: Ruler, width: float) -> list[Strip]:
    """Lines in large letters in a frame."""
    runs = [(line, LARGE) for line in block.lines]
    texts, used = _stack(ruler, runs, _FRAME_PAD_MM, width - 2 * _FRAME_PAD_MM, Align.CENTER)
    placed = [Text(item.x, item.y + _FRAME_PAD_MM, item.text, item.style, item.width) for item in texts]
    height = used + 2 * _FRAME_PAD_MM
    frame = [
        Rule(0, 0, width, 0),
        Rule(0, height, width, height),
        Rule(0, 0, 0, height),
        Rule(width, 0, width, height),
    ]
    return [Strip(height, (*placed, *frame), "large print", gap=4.0)]


def key_value_strips(block: KeyValues, ruler: Ruler, width: float) -> list[Strip]:
    """Labelled answers; in one strip, so that a code stands beside them all."""
    pairs_width = width - (block.qr.size_mm + _QR_GAP_MM if block.qr else 0.0)
    items: list[Item] = []
    y = 0.0
    for pairs in block.rows:
        row_items, height = _pair_row(pairs, ruler, pairs_width, y)
        items += row_items
        y += height + _PAIR_ROW_GAP_MM
    if block.qr is not None:
        code_items, height = _code(block.qr, ruler, width - block.qr.size_mm)
        items += code_items
        y = max(y, height)
    return [Strip(y, tuple(items), "answers", gap=3.0)]


def _pair_row(pairs: tuple[Pair, ...], ruler: Ruler, width: float, top: float) -> tuple[list[Item], float]:
    usable = width - _PAIR_GAP_MM * (len(pairs) - 1)
    shares = sum(pair.share for pair in pairs)
    items: list[Item] = []
    x, height = 0.0, ruler.line_height(BODY)
    for pair in pairs:
        pair_width = usable * pair.share / shares
        placed, used = _pair(pair, ruler, x, pair_width, top)
        items += placed
        height = max(height, used)
        x += pair_width + _PAIR_GAP_MM
    return items, height


def _pair(pair: Pair, ruler: Ruler, x: float, width: float, top: float) -> tuple[list[Item], float]:
    """Label and value; the lines of a long value stand under each other, beside the label."""
    label = f"{pair.label}:"
    label_width = min(ruler.width(label, BODY) + _LABEL_GAP_MM, width - _LEAST_VALUE_MM)
    items: list[Item] = []
    label_items, label_height = place_lines(
        ruler, ruler.wrap([(label, BODY)], label_width), x, top, label_width
    )
    items += label_items
    value_x, value_width = x + label_width, width - label_width
    if pair.value is None:
        baseline = top + ruler.ascent(BODY) + 0.4
        if pair.is_doubtful:
            items.append(Fill(value_x, top, value_width, ruler.line_height(BODY), DOUBT_GREY))
        items.append(Rule(value_x, baseline, value_x + value_width, baseline, is_dotted=True))
        return items, label_height
    shown = f"{pair.value} {DOUBT}" if pair.is_doubtful else pair.value
    lines = ruler.wrap([(shown, BODY_BOLD)], value_width, at_commas=True)
    value_items, value_height = place_lines(ruler, lines, value_x, top, value_width)
    return items + list(value_items), max(label_height, value_height)


def _code(code: QrCode, ruler: Ruler, x: float) -> tuple[list[Item], float]:
    items: list[Item] = [Code(x, 0, code.size_mm, code.text)]
    lines = ruler.wrap([(code.caption, SMALL)], code.size_mm)
    caption, height = place_lines(ruler, lines, x, code.size_mm, code.size_mm, Align.CENTER)
    return items + list(caption), code.size_mm + height


def _signature_columns(block: Signatures, ruler: Ruler, width: float) -> list[float]:
    """Equal widths, unless only unequal ones keep every title on one line: a line less often saves a page."""
    needed = [ruler.width(signature.title, BODY_BOLD) + 4.5 for signature in block.blocks]
    equal = width / len(needed)
    if max(needed) <= equal or sum(needed) > width:
        return [equal] * len(needed)
    spare = (width - sum(needed)) / len(needed)
    return [each + spare for each in needed]


def signature_strips(block: Signatures, ruler: Ruler, width: float) -> list[Strip]:
    """Places to sign beside each other, in one strip."""
    columns = _signature_columns(block, ruler, width)
    starts = [0.0, *itertools.accumulate(columns)]
    items: list[Item] = []
    titles = [
        ruler.wrap([(signature.title, BODY_BOLD)], column - 4)
        for signature, column in zip(block.blocks, columns, strict=True)
    ]
    hint_top = max(len(lines) for lines in titles) * ruler.line_height(BODY_BOLD)
    name_top = hint_top + block.height_mm
    height = name_top + ruler.line_height(BODY_BOLD)
    for signature, title, start, column in zip(block.blocks, titles, starts, columns, strict=False):
        x = start + 2
        items += place_lines(ruler, title, x, 0, column - 4, Align.CENTER)[0]
        hint = ruler.wrap([(signature.hint, HINT_STYLE)], column - 4)
        items += place_lines(ruler, hint, x, hint_top, column - 4, Align.CENTER)[0]
        if signature.name is not None:
            name = ruler.wrap([(signature.name, BODY_BOLD)], column - 4)
            name_items, used = place_lines(ruler, name, x, name_top, column - 4, Align.CENTER)
            items += name_items
            height = max(height, name_top + used)
    return [Strip(height, tuple(items), "signatures", gap=3.0)]
