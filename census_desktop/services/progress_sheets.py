"""Progress as spreadsheets: units, residential groups, batches, weeks, who has no slip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from census_desktop.base.clock import today
from census_desktop.base.text import _
from census_desktop.domain.code_names import CHECKED_TWICE, COLLECTED, ELIGIBLE, IN_REVIEW
from census_desktop.domain.ledger import STEPS
from census_desktop.domain.progress import UnitProgress, ranked
from census_desktop.reports.progress_words import LEDGER_TITLES, standing
from census_desktop.services import field_lists
from census_desktop.services.excel_sheets import Scope, head_lines
from census_desktop.services.ledger import batches
from census_desktop.services.progress import groups_progress, progress, weeks
from census_desktop.services.units import unit_name
from census_desktop.store.store import Store
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text

_WORDS = 28  # width of names and free words
_WEEKS = 26


def progress_sheets(store: Store, scope: Scope) -> tuple[OutSheet, ...]:
    """All of them; of one unit when the scope names one."""
    units = [unit for unit in ranked(progress(store).units) if scope.unit in {None, unit.unit}]
    return (
        _unit_sheet(store, scope, units),
        _group_sheet(store, scope, units),
        _batch_sheet(store, scope),
        _week_sheet(store, scope, units),
        _missing_sheet(store, scope),
    )


def _figures(unit: UnitProgress, day: date) -> tuple[OutValue, ...]:
    return (
        unit.target_households,
        unit.households,
        unit.target_people,
        unit.people,
        unit.share_typed if unit.target_people else None,
        _("đủ") if unit.complete else None,
        _local(unit.last_package_at),
        unit.typed,
        unit.left,
        unit.exceptions,
        unit.unanswered,
        unit.reached(COLLECTED),
        unit.reached(CHECKED_TWICE),
        unit.reached(IN_REVIEW),
        unit.reached(ELIGIBLE),
        unit.away,
        unit.at_unit,
        round(unit.per_day, 1),
        unit.needed_per_day(day),
        unit.forecast(day) if unit.target_people and unit.left else None,
        day_or_text(unit.deadline),
        unit.errors,
        unit.conflicts,
        unit.to_look_at,
        standing(unit),
        unit.source,
    )


def _figure_columns() -> tuple[OutColumn, ...]:
    return (
        OutColumn("target_households", _("Chỉ tiêu hộ"), Form.NUMBER, 11),
        OutColumn("households", _("Hộ đã có"), Form.NUMBER, 11),
        OutColumn("target_people", _("Chỉ tiêu người"), Form.NUMBER, 11),
        OutColumn("people", _("Người đã có"), Form.NUMBER, 11),
        OutColumn("percent", _("Tỷ lệ người"), Form.SHARE, 10),
        OutColumn("complete", _("Đủ"), width=7),
        OutColumn("last_package_at", _("Gói mới nhất"), width=18),
        OutColumn("typed", _("Đã nhập xong"), Form.NUMBER, 11),
        OutColumn("left", _("Còn lại"), Form.NUMBER, 9),
        OutColumn("exceptions", _("Được miễn phiếu"), Form.NUMBER, 11),
        OutColumn("unanswered", _("Hộ đăng ký chưa có phiếu"), Form.NUMBER, 13),
        OutColumn("collected", _("Đã thu"), Form.NUMBER, 11),
        OutColumn("checked_twice", _("Đã kiểm lần 2"), Form.NUMBER, 11),
        OutColumn("in_review", _("Đã phúc tra"), Form.NUMBER, 11),
        OutColumn("eligible", _("Đủ điều kiện"), Form.NUMBER, 11),
        OutColumn("away", _("Vắng lâu ngày"), Form.NUMBER, 11),
        OutColumn("at_unit", _("Tính tại đơn vị quân đội, công an"), Form.NUMBER, 14),
        OutColumn("per_day", _("Phiếu mỗi ngày"), Form.NUMBER, 10),
        OutColumn("needed_per_day", _("Cần mỗi ngày"), Form.NUMBER, 10),
        OutColumn("forecast", _("Dự kiến xong"), Form.DATE, 12),
        OutColumn("deadline", _("Hạn hoàn thành"), Form.DATE, 12),
        OutColumn("errors", _("Lỗi"), Form.NUMBER, 8),
        OutColumn("conflicts", _("Xung đột"), Form.NUMBER, 9),
        OutColumn("to_look_at", _("Cặp phiếu cần xem"), Form.NUMBER, 10),
        OutColumn("standing", _("Tình trạng"), width=_WORDS),
        OutColumn("source", _("Nguồn chỉ tiêu"), width=_WORDS),
    )


def _unit_sheet(store: Store, scope: Scope, units: Sequence[UnitProgress]) -> OutSheet:
    """Targets against what is in; the last row is the sum, as a value."""
    day = today(store.clock)
    listed = units if scope.unit else [*units, progress(store).total]
    rows = [
        (unit.code or None, unit.name, day_or_text(unit.valid_from or None), *_figures(unit, day))
        for unit in listed
    ]
    columns = (
        OutColumn("code", _("Mã đơn vị"), width=11),
        OutColumn("name", _("Đơn vị"), width=_WORDS),
        OutColumn("valid_from", _("Có từ ngày"), Form.DATE, 12),
        *_figure_columns(),
    )
    return _sheet(
        store, scope, _("Tiến độ"), _("TIẾN ĐỘ THU THẬP PHIẾU DC01"), columns, rows, fixed_columns=2
    )


def _group_sheet(store: Store, scope: Scope, units: Sequence[UnitProgress]) -> OutSheet:
    day = today(store.clock)
    rows = [
        (unit.name, group.name, *_figures(group, day))
        for unit in units
        for group in groups_progress(store, unit.unit)
    ]
    columns = (
        OutColumn("unit_name", _("Đơn vị"), width=_WORDS),
        OutColumn("residential_group", _("Thôn/tổ dân phố"), width=_WORDS),
        *_figure_columns(),
    )
    title = _("TIẾN ĐỘ TỪNG THÔN, TỔ DÂN PHỐ")
    return _sheet(store, scope, _("Thôn, tổ dân phố"), title, columns, rows, fixed_columns=2)


def _batch_sheet(store: Store, scope: Scope) -> OutSheet:
    rows: list[tuple[OutValue, ...]] = [
        (
            unit_name(each.unit) if each.unit else None,
            each.batch or None,
            each.cover.collector if each.cover is not None else None,
            day_or_text(each.cover.received_on if each.cover is not None else None),
            each.issued,
            each.collected,
            *(each.reached(state) for state in STEPS[1:]),
            each.merged,
            each.to_type,
        )
        for each in batches(store, scope.unit)
    ]
    columns = (
        OutColumn("unit_name", _("Đơn vị"), width=_WORDS),
        OutColumn("batch", _(LEDGER_TITLES[0]), width=10),
        OutColumn("collector", _("Người thu phiếu"), width=_WORDS),
        OutColumn("received_on", _("Ngày nhận tập"), Form.DATE, 12),
        *(OutColumn("", _(title), Form.NUMBER, 12) for title in LEDGER_TITLES[1:]),
    )
    return _sheet(store, scope, _("Tập phiếu"), _("SỔ THEO DÕI TẬP PHIẾU"), columns, rows, fixed_columns=2)


def _week_sheet(store: Store, scope: Scope, units: Sequence[UnitProgress]) -> OutSheet:
    rows: list[tuple[OutValue, ...]] = [
        (
            week.begins_on,
            week.people if scope.unit is None else week.by_unit.get(scope.unit, 0),
            *(week.by_unit.get(unit.unit, 0) for unit in units),
        )
        for week in weeks(store, _WEEKS)
    ]
    first = next((place for place, row in enumerate(rows) if row[1]), len(rows))
    columns = (
        OutColumn("week", _("Tuần từ ngày"), Form.DATE, 14),
        OutColumn("people", _("Phiếu nhập"), Form.NUMBER, 12),
        *(OutColumn("", unit.name, Form.NUMBER, 14) for unit in units),
    )
    title = _("PHIẾU NHẬP TỪNG TUẦN")
    return _sheet(store, scope, _("Từng tuần"), title, columns, rows[first:], fixed_columns=1)


def _missing_sheet(store: Store, scope: Scope) -> OutSheet:
    place = field_lists.Scope(scope.unit)
    rows = [
        (line.place, line.household_no, line.name, line.why, line.last_visit, line.visits, line.collector)
        for line in field_lists.missing_lines(store, place)
    ]
    columns = (
        OutColumn("place", _("Thôn/tổ dân phố"), width=_WORDS + 12),
        OutColumn("household_no", _("Hộ số"), width=10),
        OutColumn("name", _("Chủ hộ hoặc người thiếu phiếu"), width=_WORDS),
        OutColumn("why", _("Vì sao biết là thiếu"), width=_WORDS + 16),
        OutColumn("last_visit", _("Lần đến gần nhất"), width=_WORDS),
        OutColumn("visits", _("Số lần"), Form.NUMBER, 8),
        OutColumn("collector", _("Người thu phiếu"), width=_WORDS),
    )
    return _sheet(
        store, scope, _("Chưa có phiếu"), _("DANH SÁCH CHƯA CÓ PHIẾU"), columns, rows, fixed_columns=3
    )


def _sheet(
    store: Store,
    scope: Scope,
    name: str,
    title: str,
    columns: tuple[OutColumn, ...],
    rows: Sequence[Sequence[OutValue]],
    *,
    fixed_columns: int,
) -> OutSheet:
    return OutSheet(
        name, title, head_lines(store, scope), columns, len(rows), lambda: rows, fixed_columns=fixed_columns
    )


def _local(stamp: str | None) -> str | None:
    """Local day and time; what another machine wrote and cannot be read is shown as it is."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%d/%m/%Y %H:%M") if stamp else None
    except (ValueError, OverflowError):
        return stamp
