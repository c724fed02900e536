"""List of households of a unit or a residential group, for the team that goes from door to door (tổ công tác)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Column,
    Document,
    Header,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.wording import name_without_type, place_and_date, police_of, short_date

if TYPE_CHECKING:
    from census_desktop.store.records import HouseholdRow


@in_vietnamese()
def household_list(
    rows: Sequence[HouseholdRow],
    *,
    unit_name: str,
    parent_name: str,
    printed_on: date,
    officer: str,
    residential_group: str | None = None,
) -> Document:
    """The list on A4, with a column to note what was found at the house.

    Args:
        rows: in the order wanted.
        unit_name: "Phường Sông Trí".
        parent_name: the unit above, "Thị xã Kỳ Anh".
        printed_on: local day.
        officer: who prints it.
        residential_group: shown below the title when the list holds only one group.
    """
    columns = (
        Column(_("STT"), 11, Align.CENTER),
        Column(_("Hộ số"), 16, Align.CENTER),
        Column(_("Chủ hộ"), 48, is_bold=True),
        Column(_("Thôn/tổ dân phố"), 36),
        Column(_("Số nhân khẩu"), 16, Align.RIGHT),
        Column(_("Ghi chú"), 38, is_for_hand=True),
    )
    listed = [
        Row(
            (
                str(place),
                row.household_no,
                None if row.head_name is None else upper_name(row.head_name),
                row.residential_group,
                number(row.people),
                None,
            )
        )
        for place, row in enumerate(rows, start=1)
    ]
    people = number(sum(row.people for row in rows))
    listed.append(Row(("", "", _("Tổng cộng"), "", people, None), is_bold=True))
    day = short_date(printed_on)
    return Document(
        title=_("Danh sách hộ ngày {day}").format(day=day),
        blocks=(
            Header(
                police_of(parent_name),
                police_of(unit_name),
                place_and_date(name_without_type(unit_name), printed_on),
            ),
            Title(_("DANH SÁCH HỘ GIA ĐÌNH"), "" if residential_group is None else f"({residential_group})"),
            Table(columns, tuple(listed)),
            Signatures(
                (
                    Signature(_("NGƯỜI LẬP DANH SÁCH"), _("(Ký, ghi rõ họ tên)")),
                    Signature(_("TỔ CÔNG TÁC"), _("(Ký, ghi rõ họ tên)")),
                )
            ),
        ),
        footer=_("Danh sách {households} hộ").format(households=number(len(rows))),
        footer_right=_("In {stamp} · {officer}").format(stamp=day, officer=officer),
    )
