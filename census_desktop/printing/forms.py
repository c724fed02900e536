"""Strips of an official form: squares for single signs, boxes to tick, dotted lines to write on."""

from __future__ import annotations

from census_desktop.printing.blocks import (
    BODY,
    BODY_BOLD,
    MOTTO,
    MOTTO_STYLE,
    NATION,
    SMALL_ITALIC,
    place_lines,
)
from census_desktop.printing.placing import Item, Rule, Strip, Text
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import Align
from census_desktop.reports.form_blocks import TICK, FormHead, FormLine, FormPart, Squares, Ticks, Written

_LINE_GAP_MM = 2.1
_PART_GAP_MM = 4.0
_LABEL_GAP_MM = 1.5
_SQUARE_MM = 4.6
_GROUP_GAP_MM = 1.6
_TICK_MM = 3.6
_OPTION_GAP_MM = 3.5
_LEAST_WRITTEN_MM = 14.0
_THIN_MM = 0.15
_HEAD_LEFT_SHARE = 0.463


def form_line_strips(block: FormLine, ruler: Ruler, width: float) -> list[Strip]:
    """Parts beside each other; what is written takes the room the others leave."""
    gaps = _PART_GAP_MM * (len(block.parts) - 1)
    fixed = sum(_natural(part, ruler) for part in block.parts if not isinstance(part, Written))
    shares = sum(part.share for part in block.parts if isinstance(part, Written))
    room = width - gaps - fixed
    items: list[Item] = []
    x, height = 0.0, ruler.line_height(BODY)
    for part in block.parts:
        part_width = room * part.share / shares if isinstance(part, Written) else _natural(part, ruler)
        placed, used = _part(part, ruler, x, part_width)
        items += placed
        height = max(height, used)
        x += part_width + _PART_GAP_MM
    return [Strip(height, tuple(items), "form line", gap=_LINE_GAP_MM)]


def form_head_strips(block: FormHead, ruler: Ruler, width: float) -> list[Strip]:
    """Which form it is, then places on the left and the State's name on the right."""
    reference, top = place_lines(
        ruler, ruler.wrap([(block.reference, SMALL_ITALIC)], width), 0, 0, width, Align.RIGHT
    )
    left_width = width * _HEAD_LEFT_SHARE
    items: list[Item] = list(reference)
    y = top + 1.0
    for place in block.places:
        placed, used = _written(place, ruler, 0, left_width)
        items += [_moved(item, y) for item in placed]
        y += used + 0.5
    right_x, right_width = left_width, width - left_width
    right_y = top + 1.0
    for words, style in ((NATION, BODY_BOLD), (MOTTO, MOTTO_STYLE)):
        texts, used = place_lines(
            ruler, ruler.wrap([(words, style)], right_width), right_x, right_y, right_width, Align.CENTER
        )
        items += texts
        right_y += used
    motto = ruler.width(MOTTO, MOTTO_STYLE)
    start = right_x + (right_width - motto) / 2
    items.append(Rule(start, right_y + 0.6, start + motto, right_y + 0.6))
    return [Strip(max(y, right_y + 1.0), tuple(items), "form head")]


def _natural(part: FormPart, ruler: Ruler) -> float:
    label = ruler.width(part.label, BODY) + _LABEL_GAP_MM
    if isinstance(part, Squares):
        squares = sum(count for count, _text in part.groups) * _SQUARE_MM
        return label + squares + _GROUP_GAP_MM * (len(part.groups) - 1)
    if isinstance(part, Ticks):
        words = sum(_TICK_MM + 1.0 + ruler.width(word, BODY) for word in part.options)
        return label + words + _OPTION_GAP_MM * (len(part.options) - 1)
    return label + _LEAST_WRITTEN_MM


def _part(part: FormPart, ruler: Ruler, x: float, width: float) -> tuple[list[Item], float]:
    match part:
        case Written():
            return _written(part, ruler, x, width)
        case Squares():
            return _squares(part, ruler, x)
        case Ticks():
            return _ticks(part, ruler, x)


def _written(part: Written, ruler: Ruler, x: float, width: float) -> tuple[list[Item], float]:
    """The answer begins behind the label; further lines begin where the answer did."""
    label = min(ruler.width(part.label, BODY) + _LABEL_GAP_MM, width - _LEAST_WRITTEN_MM)
    texts, label_height = place_lines(ruler, ruler.wrap([(part.label, BODY)], label), x, 0, label)
    items: list[Item] = list(texts)
    lines = ruler.wrap([(part.answer or "", BODY_BOLD)], width - label, at_commas=True)
    answer, height = place_lines(ruler, lines, x + label, 0, width - label)
    items += answer
    for number in range(max(1, len(lines))):
        y = number * ruler.line_height(BODY_BOLD) + ruler.ascent(BODY) + 0.6
        items.append(Rule(x + label, y, x + width, y, is_dotted=True))
    return items, max(height, label_height)


def _squares(part: Squares, ruler: Ruler, x: float) -> tuple[list[Item], float]:
    items = _label(part.label, ruler, x, _SQUARE_MM)
    left = x + ruler.width(part.label, BODY) + _LABEL_GAP_MM
    for count, text in part.groups:
        signs = (text or "")[:count]
        for place in range(count):
            square = left + place * _SQUARE_MM
            items += _square(square, 0, _SQUARE_MM)
            if place < len(signs):
                items.append(_centred(signs[place], ruler, square, _SQUARE_MM))
        left += count * _SQUARE_MM + _GROUP_GAP_MM
    return items, _SQUARE_MM


def _ticks(part: Ticks, ruler: Ruler, x: float) -> tuple[list[Item], float]:
    height = ruler.line_height(BODY)
    items = _label(part.label, ruler, x, height)
    left = x + ruler.width(part.label, BODY) + _LABEL_GAP_MM
    for word in part.options:
        top = (height - _TICK_MM) / 2
        items += _square(left, top, _TICK_MM)
        if word == part.chosen:
            mark = _centred(TICK, ruler, left, _TICK_MM)
            items.append(_moved(mark, top))
        left += _TICK_MM + 1.0
        items.append(Text(left, ruler.ascent(BODY), word, BODY, ruler.width(word, BODY)))
        left += ruler.width(word, BODY) + _OPTION_GAP_MM
    return items, height


def _label(label: str, ruler: Ruler, x: float, height: float) -> list[Item]:
    baseline = (height - ruler.line_height(BODY)) / 2 + ruler.ascent(BODY)
    return [Text(x, baseline, label, BODY, ruler.width(label, BODY))]


def _centred(sign: str, ruler: Ruler, x: float, side: float) -> Text:
    wide = ruler.width(sign, BODY_BOLD)
    baseline = (side - ruler.line_height(BODY_BOLD)) / 2 + ruler.ascent(BODY_BOLD)
    return Text(x + (side - wide) / 2, baseline, sign, BODY_BOLD, wide)


def _square(x: float, y: float, side: float) -> list[Item]:
    return [
        Rule(x, y, x + side, y, _THIN_MM),
        Rule(x, y + side, x + side, y + side, _THIN_MM),
        Rule(x, y, x, y + side, _THIN_MM),
        Rule(x + side, y, x + side, y + side, _THIN_MM),
    ]


def _moved(item: Item, down: float) -> Item:
    """The same item further down."""
    match item:
        case Text():
            return Text(item.x, item.y + down, item.text, item.style, item.width)
        case Rule():
            return Rule(item.x1, item.y1 + down, item.x2, item.y2 + down, item.thickness, item.is_dotted)
        case _:
            return item
