"""List of households of a unit or a residential group, for the team that goes from door to door (tổ công tác)."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Legend,
    Pair,
    Row,
    Table,
    Title,
)
from census_desktop.reports.issue import Issue, signatures
from census_desktop.reports.wording import second_slips_words, short_date

if TYPE_CHECKING:
    from census_desktop.store.walk import House

NO_SECOND_SLIPS: Mapping[uuid.UUID, str] = MappingProxyType({})


@in_vietnamese()
def household_list(
    rows: Sequence[House],
    issue: Issue,
    residential_group: str | None = None,
    second: Mapping[uuid.UUID, str] = NO_SECOND_SLIPS,
) -> Document:
    """The list on A4, with a column to note what was found at the house.

    Args:
        rows: in the order wanted.
        issue: who prints it and when.
        residential_group: shown below the title when the list holds only one group.
        second: of slips whose person is counted elsewhere, who that is and where; such people are shown and not
            counted, nor is a household that has no others.
    """
    columns = (
        Column(_("STT"), 11, Align.CENTER),
        Column(_("Hộ số"), 16, Align.CENTER),
        Column(_("Chủ hộ"), 48, is_bold=True),
        Column(_("Thôn/tổ dân phố"), 36),
        Column(_("Số nhân khẩu"), 16, Align.RIGHT),
        Column(_("Ghi chú"), 38, is_for_hand=True),
    )
    places = itertools.count(1)
    listed = [
        Row(
            (
                str(next(places)) if row.is_counted else "–",
                row.household_no,
                None if row.head_name is None else upper_name(row.head_name),
                row.residential_group,
                number(row.counted),
                None,
            ),
            details=tuple(Pair(_("Không đếm ở đây"), second.get(each)) for each in row.second),
        )
        for row in rows
    ]
    people = number(sum(row.counted for row in rows))
    households = sum(row.is_counted for row in rows)
    listed.append(Row(("", "", _("Tổng cộng"), "", people, None), is_bold=True))
    table: list[Block] = [Table(columns, tuple(listed), least_row_mm=8.0)]
    elsewhere = sum(len(row.second) for row in rows)
    if elsewhere:
        table.append(Legend(second_slips_words(elsewhere, len(rows) - households)))
    return Document(
        title=_("Danh sách hộ ngày {day}").format(day=short_date(issue.printed_on)),
        blocks=(
            issue.header(),
            Title(_("DANH SÁCH HỘ GIA ĐÌNH"), "" if residential_group is None else f"({residential_group})"),
            *table,
            signatures(_("NGƯỜI LẬP DANH SÁCH"), _("TỔ CÔNG TÁC")),
        ),
        footer=_("Danh sách {households} hộ").format(households=number(households)),
        footer_right=issue.foot(),
    )
