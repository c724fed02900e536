"""A list by residential group, for walking from house to house: one table for each place, lines numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from census_desktop.base.text import _, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Legend,
    Note,
    Pair,
    Row,
    Table,
    Title,
)
from census_desktop.reports.issue import Issue, signatures
from census_desktop.reports.wording import short_date


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line.

    Attributes:
        place: thôn or tổ dân phố, with its unit when the list goes beyond one.
        cells: what stands in the columns after the running number.
        details: further answers below the cells.
    """

    place: str
    cells: tuple[Cell, ...]
    details: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class ListForm:
    """What tells one list from another.

    Attributes:
        name: "Danh sách hộ phải chọn đơn vị".
        columns: after the running number; together at most 236 mm wide.
        legend: below the tables, "" for none.
        least_row_mm: rows are high enough to write into.
        number_mm: width of the running number.
    """

    name: str
    columns: tuple[Column, ...]
    legend: str = ""
    least_row_mm: float = 8.0
    number_mm: float = 11


def place_list(form: ListForm, lines: Sequence[PlaceLine], issue: Issue, area: str) -> Document:
    """The list across the sheet; `area` stands below the title."""
    columns = (Column(_("STT"), form.number_mm, Align.CENTER), *form.columns)
    blocks: list[Block] = [issue.header(), Title(upper_name(form.name), f"({area})")]
    at = 0
    for place, group in groupby(lines, key=lambda line: line.place):
        rows = []
        for line in group:
            at += 1
            rows.append(Row((str(at), *line.cells), line.details))
        blocks += [
            Heading(_("{place}: {count} dòng").format(place=place, count=len(rows))),
            Table(columns, tuple(rows), at == len(lines), form.least_row_mm),
        ]
    if not lines:
        blocks.append(Note(_("Không có ai trong danh sách này.")))
    elif form.legend:
        blocks.append(Legend(form.legend))
    blocks.append(signatures(_("NGƯỜI LẬP DANH SÁCH"), _("TỔ CÔNG TÁC")))
    return Document(
        title=_("{list} ngày {day}").format(list=form.name, day=short_date(issue.printed_on)),
        is_landscape=True,
        blocks=tuple(blocks),
        footer=_("{list}: {count} dòng").format(list=form.name, count=number(len(lines))),
        footer_right=issue.foot(),
    )
