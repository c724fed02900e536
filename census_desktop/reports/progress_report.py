"""Progress of the collection: a table for the terminal and the same table on paper. Counts only, no names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.ledger import BatchProgress
from census_desktop.domain.progress import UnitProgress, total
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Bar,
    Block,
    Column,
    Document,
    Note,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.issue import Issue
from census_desktop.reports.progress_words import (
    LEDGER_TITLES,
    forecast,
    ledger_row,
    open_matters,
    pace,
    package_age,
    short_standing,
    shown_percent,
)
from census_desktop.reports.text_table import TextColumn, text_table
from census_desktop.reports.wording import short_date

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


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """One week of typing.

    Attributes:
        begins_on: its Monday.
        people: slips typed in it.
    """

    begins_on: date
    people: int


@in_vietnamese()
def progress_document(
    units: Sequence[UnitProgress],
    issue: Issue,
    *,
    area: str = "",
    whole: UnitProgress | None = None,
    weeks: Sequence[TrendWeek] = (),
    ledger: BatchProgress | None = None,
) -> Document:
    """The report on one sheet of A4, across.

    Args:
        units: in the order wanted; residential groups when `area` is a unit.
        issue: who prints it, and when.
        area: what it is about when that is not all of the one who issues it, "Phường Sông Trí".
        whole: the last line when it is not the sum of the others.
        weeks: slips typed week by week, oldest first.
        ledger: all batches as one.
    """
    columns = (
        Column(_("STT"), 10, Align.CENTER),
        Column(_("Đơn vị"), 35, is_bold=True),
        Column(_("Chỉ tiêu"), 16, Align.RIGHT),
        Column(_("Đã nhập"), 14, Align.RIGHT),
        Column(_("Còn lại"), 12, Align.RIGHT),
        Column(_("Hộ đã nhập / chỉ tiêu"), 23, Align.RIGHT),
        Column(_("Tỷ lệ nhân khẩu"), 26),
        Column(_("Phiếu/ngày: đạt / cần"), 20, Align.RIGHT),
        Column(_("Dự kiến xong"), 20, Align.CENTER),
        Column(_("Lỗi / xung đột / cần xem"), 23, Align.CENTER),
        Column(_("Mẫu lần 2 còn"), 15, Align.RIGHT),
        Column(_("Gói cuối cách đây"), 18, Align.CENTER),
        Column(_("Tình trạng"), 20, Align.CENTER),
    )
    samples = [unit.sample_left for unit in units]
    rows = [
        _paper_row(str(place), unit, issue, left, is_bold=False)
        for place, (unit, left) in enumerate(zip(units, samples, strict=True), start=1)
    ]
    rows.append(_paper_row("", whole or total(units, ""), issue, sum(samples), is_bold=True))
    day = short_date(issue.printed_on)
    told = _("(Số liệu đã nhập và gộp đến ngày {day})").format(day=day)
    return Document(
        title=_("Tiến độ thu thập ngày {day}").format(day=day),
        is_landscape=True,
        blocks=(
            issue.header(),
            Title(
                upper_name(_("Tiến độ thu thập thông tin dân cư")),
                " – ".join(part for part in (area, told) if part),
            ),
            Table(columns, tuple(rows)),
            *_trend(weeks),
            *_ledger(ledger),
            Signatures(
                (
                    Signature(_("NGƯỜI LẬP BIỂU"), _("(Ký, ghi rõ họ tên)")),
                    Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), _("(Ký tên, đóng dấu)")),
                )
            ),
        ),
        footer=_("Tiến độ thu thập"),
        footer_right=_("In {stamp} · {officer}").format(stamp=issue.stamp, officer=issue.officer),
    )


def _trend(weeks: Sequence[TrendWeek]) -> tuple[Block, ...]:
    first = next((place for place, week in enumerate(weeks) if week.people), len(weeks))
    told = [f"{week.begins_on:%d/%m}: {number(week.people)}" for week in weeks[first:]]
    return (Note(_("Phiếu nhập từng tuần – {weeks}").format(weeks=" · ".join(told))),) if told else ()


def _ledger(ledger: BatchProgress | None) -> tuple[Block, ...]:
    if ledger is None:
        return ()
    steps = zip(LEDGER_TITLES[1:], ledger_row(ledger)[1:], strict=True)
    told = " → ".join(f"{_(title).lower()} {count}" for title, count in steps)
    return (Note(_("Đường đi của phiếu – {steps}").format(steps=told)),)


def _paper_row(place: str, unit: UnitProgress, issue: Issue, sample_left: int, *, is_bold: bool) -> Row:
    return Row(
        (
            place,
            _("Tổng cộng") if is_bold else unit.name,
            number(unit.target_people),
            number(unit.typed),
            number(unit.left),
            f"{number(unit.households)} / {number(unit.target_households)}",
            Bar(unit.share_typed, shown_percent(unit)),
            pace(unit, issue.printed_on),
            forecast(unit, issue.printed_on),
            open_matters(unit),
            number(sample_left),
            package_age(unit, issue.printed_on),
            "" if is_bold else short_standing(unit),
        ),
        is_bold=is_bold,
    )


def _moment(iso: str | None) -> str | None:
    """A stored moment as local day and time."""
    return None if iso is None else datetime.fromisoformat(iso).astimezone().strftime("%d/%m/%Y %H:%M")
