"""Progress of the collection: a table for the terminal and the same table on paper. Counts only, no names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.progress import UnitProgress, total
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Bar,
    Column,
    Document,
    Header,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.progress_words import forecast, open_matters, pace, shown_percent
from census_desktop.reports.text_table import TextColumn, text_table
from census_desktop.reports.wording import name_without_type, place_and_date, police_of, short_date

BAR_CELLS = 20


def bar(share: float, cells: int = BAR_CELLS) -> str:
    """`share` (0 to 1) as full and empty cells; longer shares fill the bar."""
    full = math.floor(min(max(share, 0.0), 1.0) * cells + 1e-9)
    return "█" * full + "░" * (cells - full)


def progress_text(units: Sequence[UnitProgress]) -> str:
    """A table for the terminal, one line for each unit and a sum; ends with a line break."""
    columns = (
        TextColumn(_("Đơn vị")),
        TextColumn(_("Nhân khẩu"), is_right=True),
        TextColumn(_("Chỉ tiêu"), is_right=True),
        TextColumn(_("Hộ"), is_right=True),
        TextColumn(_("Chỉ tiêu"), is_right=True),
        TextColumn(_("Tỷ lệ"), is_right=True),
        TextColumn(""),
        TextColumn(_("Gói cuối")),
    )
    rows = [_text_row(unit) for unit in units]
    return text_table(columns, rows, _text_row(total(units, _("Tổng cộng"))))


def _text_row(unit: UnitProgress) -> tuple[str, ...]:
    return (
        unit.name,
        number(unit.people),
        number(unit.target_people),
        number(unit.households),
        number(unit.target_households),
        shown_percent(unit),
        bar(unit.percent / 100),
        _moment(unit.last_package_at) or "–",
    )


@in_vietnamese()
def progress_document(
    units: Sequence[UnitProgress], *, body_name: str, printed_on: date, officer: str, parent_name: str = ""
) -> Document:
    """The report on A4, across the sheet.

    Args:
        units: in the order wanted.
        body_name: who issues it, "Thị xã Kỳ Anh".
        printed_on: local day.
        officer: who prints it.
        parent_name: the body above, "Tỉnh Hà Tĩnh"; no line when "".
    """
    columns = (
        Column(_("STT"), 10, Align.CENTER),
        Column(_("Đơn vị"), 36, is_bold=True),
        Column(_("Nhân khẩu đã nhập"), 18, Align.RIGHT),
        Column(_("Chỉ tiêu nhân khẩu"), 18, Align.RIGHT),
        Column(_("Còn lại"), 14, Align.RIGHT),
        Column(_("Hộ đã nhập / chỉ tiêu"), 26, Align.RIGHT),
        Column(_("Tỷ lệ nhân khẩu"), 36),
        Column(_("Phiếu/ngày: đạt / cần"), 20, Align.RIGHT),
        Column(_("Dự kiến xong"), 20, Align.CENTER),
        Column(_("Lỗi / xung đột / cần xem"), 24, Align.CENTER),
        Column(_("Gói cuối nhận lúc"), 30, Align.CENTER),
    )
    whole = total(units, _("Tổng cộng"))
    rows = [
        _paper_row(str(place), unit, printed_on, is_bold=False) for place, unit in enumerate(units, start=1)
    ]
    rows.append(_paper_row("", whole, printed_on, is_bold=True))
    day = short_date(printed_on)
    return Document(
        title=_("Tiến độ thu thập ngày {day}").format(day=day),
        is_landscape=True,
        blocks=(
            Header(
                parent_body=police_of(parent_name) if parent_name else "",
                issuing_body=police_of(body_name),
                place_and_date=place_and_date(name_without_type(body_name), printed_on),
            ),
            Title(
                upper_name(_("Tiến độ thu thập thông tin dân cư")),
                _("(Số liệu đã nhập và gộp đến ngày {day})").format(day=day),
            ),
            Table(columns, tuple(rows)),
            Signatures(
                (
                    Signature(_("NGƯỜI LẬP BIỂU"), _("(Ký, ghi rõ họ tên)")),
                    Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), _("(Ký tên, đóng dấu)")),
                )
            ),
        ),
        footer=_("Tiến độ thu thập"),
        footer_right=_("In {stamp} · {officer}").format(stamp=day, officer=officer),
    )


def _paper_row(place: str, unit: UnitProgress, printed_on: date, *, is_bold: bool) -> Row:
    return Row(
        (
            place,
            unit.name,
            number(unit.people),
            number(unit.target_people),
            number(unit.left),
            f"{number(unit.households)} / {number(unit.target_households)}",
            Bar(unit.percent / 100, shown_percent(unit)),
            pace(unit, printed_on),
            forecast(unit, printed_on),
            open_matters(unit),
            _moment(unit.last_package_at) or "–",
        ),
        is_bold=is_bold,
    )


def _moment(iso: str | None) -> str | None:
    """A stored moment as local day and time."""
    return None if iso is None else datetime.fromisoformat(iso).astimezone().strftime("%d/%m/%Y %H:%M")
