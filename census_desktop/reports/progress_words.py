"""Words for figures of progress, the same in window, terminal, paper and spreadsheet."""

from __future__ import annotations

import math
from datetime import date, datetime

from census_desktop.base.text import N_, _, number, percent
from census_desktop.domain.ledger import STEPS, BatchProgress
from census_desktop.domain.progress import Lack, UnitProgress
from census_desktop.reports.wording import short_date

_LACKS = {
    Lack.SLIPS: N_("còn thiếu {count} phiếu"),
    Lack.ERRORS: N_("còn {count} lỗi"),
    Lack.UNCHECKED: N_("chưa đếm lỗi"),
    Lack.CONFLICTS: N_("còn {count} xung đột"),
    Lack.SAMPLE: N_("còn {count} phiếu mẫu phải nhập lần 2"),
    Lack.PACKAGE: N_("chưa có gói gộp"),
    Lack.NO_TARGET: N_("chưa có chỉ tiêu"),
}


def shown_percent(unit: UnitProgress) -> str:
    """Share of the target that is typed; rounded down, so that 100 % is shown only when nobody is missing."""
    return percent(math.floor(unit.share_typed * 1000 + 1e-9) / 10)


def standing(unit: UnitProgress) -> str:
    """Whether a place is done, and what is missing otherwise."""
    if unit.closed:
        return _("đã khóa sổ")
    return lacking(unit) or _("đủ điều kiện")


def short_standing(unit: UnitProgress) -> str:
    """Closed, complete or not, where figures beside it say what is missing."""
    if unit.closed:
        return _("đã khóa sổ")
    return _("hoàn thành") if unit.complete else _("chưa xong")


def lacking(unit: UnitProgress) -> str:
    """What keeps a place from being complete, with figures; "" when nothing does."""
    figures = {
        Lack.SLIPS: unit.left,
        Lack.ERRORS: unit.errors,
        Lack.CONFLICTS: unit.conflicts,
        Lack.SAMPLE: unit.sample_left,
    }
    return ", ".join(_(_LACKS[lack]).format(count=number(figures.get(lack) or 0)) for lack in unit.lacks())


def pace(unit: UnitProgress, today: date) -> str:
    """Slips a day now, and needed until the deadline: "12 / 34"."""
    needed = unit.needed_per_day(today)
    now = number(round(unit.per_day))
    return now if needed is None else f"{now} / {number(math.ceil(needed))}"


def forecast(unit: UnitProgress, today: date) -> str:
    """The day on which all will be in; "–" when nothing moves or there is no target."""
    if not unit.target_people:
        return "–"
    if not unit.left:
        return _("đã đủ")
    day = unit.forecast(today)
    return "–" if day is None else short_date(day)


def package_age(unit: UnitProgress, day: date) -> str:
    """How old the newest package is on a local day: "hôm nay", "3 ngày"; "–" when there is none."""
    if unit.last_package_at is None:
        return "–"
    merged = datetime.fromisoformat(unit.last_package_at).astimezone().date()
    days = (day - merged).days
    return _("hôm nay") if days <= 0 else _("{count} ngày").format(count=number(days))


def open_matters(unit: UnitProgress) -> str:
    """Open errors, conflicts and pairs to look at: "3 / 1 / 0"; "?" for errors that were not counted."""
    errors = "?" if unit.errors is None else number(unit.errors)
    return f"{errors} / {number(unit.conflicts)} / {number(unit.to_look_at)}"


LEDGER_TITLES = (
    N_("Tập"), N_("Đã phát"), N_("Đã thu"), N_("Đã nhập"), N_("Kiểm lần 2"), N_("Phúc tra"), N_("Đủ điều kiện"),
    N_("Đã gộp"), N_("Chưa nhập"),
)  # fmt: skip


def ledger_row(batch: BatchProgress) -> tuple[str, ...]:
    """A line of the ledger in the order of `LEDGER_TITLES`."""
    steps = (batch.collected, *(batch.reached(state) for state in STEPS[1:]), batch.merged, batch.to_type)
    issued = "–" if batch.issued is None else number(batch.issued)
    return (batch.batch or _("(không ghi)"), issued, *map(number, steps))
