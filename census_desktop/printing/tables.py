"""Strips of a ruled table: a head that is repeated and rows that are never divided."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from census_desktop.base.errors import BugError
from census_desktop.printing.blocks import DOUBT_GREY, place_lines
from census_desktop.printing.fonts import TextStyle
from census_desktop.printing.placing import Code, Fill, Item, Rule, Strip
from census_desktop.printing.ruler import Line, Ruler, Run
from census_desktop.reports.document import (
    DOTS,
    DOUBT,
    TICK_BOX,
    Align,
    Bar,
    Cell,
    Column,
    Doubtful,
    Pair,
    Row,
    Scannable,
    Table,
)

CELL = TextStyle(10.5)
CELL_BOLD = TextStyle(10.5, is_bold=True)
HEAD = TextStyle(10, is_bold=True)
DETAIL = TextStyle(10)
DETAIL_LABEL = TextStyle(10, is_italic=True)
DETAIL_DOUBT = TextStyle(10, is_bold=True)
ASK = TextStyle(10, is_bold=True, is_italic=True)

_PAD_X_MM = 0.9
_PAD_Y_MM = 0.7
_WRITING_ROW_MM = 7.0  # a blank row, to write in by hand
_THIN_MM = 0.08
_HEAD_GREY = 0.92
_BAR_GREY = 0.65
_BAR_FRAME_GREY = 0.93
_BAR_TEXT_MM = 15.0


@dataclass(frozen=True, slots=True)
class _CellLines:
    """A cell after wrapping."""

    column: Column
    x: float
    lines: tuple[Line, ...]
    is_blank: bool = False
    bar: Bar | None = None
    is_doubtful: bool = False
    code: Scannable | None = None

    @property
    def inner_x(self) -> float:
        return self.x + _PAD_X_MM

    @property
    def inner_width(self) -> float:
        return self.column.width_mm - 2 * _PAD_X_MM


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns of a table stand.

    Attributes:
        columns: left to right.
        least_row_mm: height of a row at least.
        edges: of the columns, the outer ones too.
        details_x: where lines below the cells begin: after the first column.
        details_width: up to the columns for the pen.
    """

    columns: tuple[Column, ...]
    least_row_mm: float
    edges: tuple[float, ...]
    details_x: float
    details_width: float

    @property
    def total(self) -> float:
        return self.edges[-1]

    @property
    def starts(self) -> tuple[float, ...]:
        return self.edges[:-1]

    def verticals(self, bottom: float, inner_bottom: float | None = None) -> list[Item]:
        """Lines between columns; those across the details end at `inner_bottom`."""
        if inner_bottom is None:
            return [Rule(x, 0, x, bottom) for x in self.edges]
        first, last = (
            self.details_x - _PAD_X_MM + 0.01,
            self.details_x + self.details_width + _PAD_X_MM - 0.01,
        )
        return [Rule(x, 0, x, inner_bottom if first < x < last else bottom) for x in self.edges]


def _grid(table: Table) -> _Grid:
    edges = (0.0, *itertools.accumulate(column.width_mm for column in table.columns))
    ends = [x for x, column in zip(edges[1:], table.columns, strict=True) if not column.is_for_hand]
    x = edges[1] if len(table.columns) > 1 else 0.0
    return _Grid(table.columns, table.least_row_mm, edges, x + _PAD_X_MM, ends[-1] - x - 2 * _PAD_X_MM)


def table_strips(
    table: Table, ruler: Ruler, width: float, page_height: float, block_no: int
) -> Iterator[Strip]:
    """Head and rows of `table`, on pages with `page_height` between the margins.

    Raises:
        BugError: columns are wider than the paper, or a row has another number of cells.
    """
    if sum(column.width_mm for column in table.columns) > width + 0.01:
        raise BugError(f"table {block_no} is wider than the paper")
    grid = _grid(table)
    head = ruler.keep((table.columns, block_no), lambda: (_head(grid, ruler, block_no),))[0]
    yield head
    room = page_height - head.height
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        if len(row.cells) != len(table.columns):
            raise BugError(f"row {number} of table {block_no} has {len(row.cells)} cells")
        is_kept = table.is_kept_with_next and number == last
        yield from _row(row, grid, ruler, room, head, f"row {block_no}.{number}", is_kept=is_kept)


def _head(grid: _Grid, ruler: Ruler, block_no: int) -> Strip:
    wrapped = [ruler.wrap([(column.title, HEAD)], column.width_mm - 2 * _PAD_X_MM) for column in grid.columns]
    text_height = max(len(lines) for lines in wrapped) * ruler.line_height(HEAD)
    height = text_height + 2 * _PAD_Y_MM
    items: list[Item] = [Fill(0, 0, grid.total, height, _HEAD_GREY), Rule(0, 0, grid.total, 0)]
    for column, x, lines in zip(grid.columns, grid.starts, wrapped, strict=True):
        top = (height - len(lines) * ruler.line_height(HEAD)) / 2
        inner_width = column.width_mm - 2 * _PAD_X_MM
        items += place_lines(ruler, lines, x + _PAD_X_MM, top, inner_width, Align.CENTER)[0]
    items += grid.verticals(height)
    items.append(Rule(0, height, grid.total, height))
    return Strip(height, tuple(items), f"head {block_no}", gap=1.5, is_kept_with_next=True)


def _row(
    row: Row, grid: _Grid, ruler: Ruler, room: float, head: Strip, name: str, *, is_kept: bool
) -> Iterator[Strip]:
    cells = [
        _cell(cell, column, x, ruler, is_bold=row.is_bold or column.is_bold)
        for cell, column, x in zip(row.cells, grid.columns, grid.edges, strict=False)
    ]
    details = _below(row, ruler, grid.details_width)
    line_height = ruler.line_height(CELL)
    most_lines = int((room - 3 * _PAD_Y_MM) / line_height)
    parts = list(_parts(cells, details, most_lines))
    for number, (part_cells, part_details) in enumerate(parts):
        items, height = _row_items(part_cells, part_details, grid, ruler)
        part_name = name if number == 0 else f"{name} part {number + 1}"
        is_last = number == len(parts) - 1
        yield Strip(height, tuple(items), part_name, is_kept_with_next=is_kept and is_last, head=head)


def _parts(
    cells: list[_CellLines], details: tuple[Line, ...], most: int
) -> Iterator[tuple[list[_CellLines], tuple[Line, ...]]]:
    """The row as it is; only one taller than a whole page, which no clip or loop may answer, is cut into slices."""
    tallest = max(1, *(len(cell.lines) for cell in cells))
    if tallest + len(details) <= most:
        yield cells, details
        return
    for start in range(0, tallest, most):
        yield [_slice(cell, start, start + most) for cell in cells], ()
    for start in range(0, len(details), most):
        yield [_slice(cell, 0, 0) for cell in cells], details[start : start + most]


def _slice(cell: _CellLines, start: int, end: int) -> _CellLines:
    is_blank = cell.is_blank and start == 0 < end
    return _CellLines(cell.column, cell.x, cell.lines[start:end], is_blank, is_doubtful=cell.is_doubtful)


def _row_items(
    cells: list[_CellLines], details: tuple[Line, ...], grid: _Grid, ruler: Ruler
) -> tuple[list[Item], float]:
    top = _PAD_Y_MM
    line_height = ruler.line_height(CELL)
    tallest = max(len(cell.lines) for cell in cells)
    cells_height = max(tallest, 0 if details else 1) * line_height
    items: list[Item] = []
    for cell in cells:
        items += _cell_items(cell, ruler, top)
    codes = max((cell.code.size_mm + 0.4 for cell in cells if cell.code is not None), default=0.0)
    height = max(cells_height + 2 * _PAD_Y_MM, codes)
    if not details:
        height = max(height, grid.least_row_mm, _WRITING_ROW_MM if tallest == 0 else 0.0)
    items += [Fill(cell.x, 0, cell.column.width_mm, height, DOUBT_GREY) for cell in cells if cell.is_doubtful]
    if details:
        x, width = grid.details_x, grid.details_width
        inner_end = height
        placed, used = place_lines(ruler, details, x, inner_end + _PAD_Y_MM / 2, width)
        items += placed
        items.append(Rule(x - _PAD_X_MM, inner_end, x + width + _PAD_X_MM, inner_end, thickness=_THIN_MM))
        height = inner_end + used + 1.5 * _PAD_Y_MM
        items += grid.verticals(height, inner_end)
    else:
        items += grid.verticals(height)
    items.append(Rule(0, height, grid.total, height))
    return items, height


def _cell(cell: Cell, column: Column, x: float, ruler: Ruler, *, is_bold: bool) -> _CellLines:
    if cell is None:
        return _CellLines(column, x, (), is_blank=not column.is_for_hand)
    is_doubtful = isinstance(cell, Doubtful)
    text = cell.text if isinstance(cell, Bar | Doubtful | Scannable) else cell
    if text is None:
        return _CellLines(column, x, (), is_blank=True, is_doubtful=is_doubtful)
    shown = f"{text} {DOUBT}" if is_doubtful else text
    style = CELL_BOLD if is_bold else CELL
    code = cell if isinstance(cell, Scannable) else None
    width = column.width_mm - 2 * _PAD_X_MM - (code.size_mm if code else 0.0)
    lines = ruler.wrap([(shown, style)], width, at_commas=True)
    bar = cell if isinstance(cell, Bar) else None
    return _CellLines(column, x, lines, bar=bar, is_doubtful=is_doubtful, code=code)


def _cell_items(cell: _CellLines, ruler: Ruler, top: float) -> list[Item]:
    if cell.is_blank:
        y = top + ruler.ascent(CELL) + 0.4
        return [Rule(cell.inner_x, y, cell.inner_x + cell.inner_width, y, is_dotted=True)]
    items: list[Item] = []
    if cell.bar is not None:
        width, height = cell.inner_width - _BAR_TEXT_MM, ruler.line_height(CELL) * 0.7
        y = top + ruler.line_height(CELL) * 0.15
        items.append(Fill(cell.inner_x, y, width, height, _BAR_FRAME_GREY))
        items.append(Fill(cell.inner_x, y, width * min(max(cell.bar.share, 0.0), 1.0), height, _BAR_GREY))
    width = cell.inner_width
    if cell.code is not None:
        size = cell.code.size_mm
        width -= size
        items.append(Code(cell.inner_x + width + _PAD_X_MM / 2, 0.2, size, cell.code.text))
    align = Align.RIGHT if cell.bar is not None else cell.column.align
    items += place_lines(ruler, cell.lines, cell.inner_x, top, width, align)[0]
    return items


def _below(row: Row, ruler: Ruler, width: float) -> tuple[Line, ...]:
    """Lines below the cells: further answers, then each question on a line of its own."""
    lines = ruler.wrap(_detail_runs(row.details), width, at_commas=True)
    for ask in row.asks:
        lines += ruler.wrap([(f"{TICK_BOX} {ask}", ASK)], width)
    return lines


def _detail_runs(details: tuple[Pair, ...]) -> list[Run]:
    runs: list[Run] = []
    for number, pair in enumerate(details):
        end = ";" if number < len(details) - 1 else ""
        runs.append((f"{pair.label}:", DETAIL_LABEL))
        value = DOTS if pair.value is None else pair.value
        if pair.is_doubtful:
            runs += [(value, DETAIL), (DOUBT + end, DETAIL_DOUBT)]
        else:
            runs.append((value + end, DETAIL))
    return runs
