"""Tiến độ: targets against what is in, down to groups, collectors and households."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, button, muted_label, plain_label
from census_desktop.reports.progress_words import forecast, open_matters, pace, package_age, standing
from census_desktop.services.documents import progress_paper
from census_desktop.services.progress import (
    catch_up,
    collectors_progress,
    groups_progress,
    households_progress,
    progress,
    weeks,
)
from census_desktop.store.records import HouseholdRow

_WEEKS_SHOWN = 6


def percent_text(share: float) -> str:
    """A share as "67,7%": one decimal, rounded down, so that 100% is never shown before the last slip is in."""
    tenths = int(share * 1000 + 1e-9)
    whole, rest = divmod(tenths, 10)
    return _("{whole},{rest}%").format(whole=whole, rest=rest)


@dataclass(frozen=True, slots=True)
class _Level:
    """Where in the tree the page stands; None where nothing was chosen."""

    unit: UnitProgress | None = None
    group: UnitProgress | None = None
    collector: UnitProgress | None = None

    def path(self, town: str) -> str:
        """The names from the top, "Toàn thị xã › Phường Sông Trí"."""
        names = [each.name for each in (self.unit, self.group, self.collector) if each is not None]
        return " › ".join([town, *names])

    def up(self) -> _Level:
        """One step towards the town."""
        if self.collector is not None:
            return _Level(self.unit, self.group)
        return _Level(self.unit) if self.group is not None else _Level()

    def down(self, chosen: UnitProgress) -> _Level:
        """One step into a line."""
        if self.unit is None:
            return _Level(chosen)
        return _Level(self.unit, chosen) if self.group is None else _Level(self.unit, self.group, chosen)


HOUSEHOLD_COLUMNS: tuple[Column[HouseholdRow], ...] = (
    Column(N_("Hộ số"), lambda row: row.household_no or "–", 10),
    Column(
        N_("Chủ hộ"), lambda row: row.head_name or "–", 0, order=lambda row: name_key(row.head_name or "")
    ),
    Column(N_("Thôn/TDP"), lambda row: row.residential_group or "–", 24),
    Column(N_("Người"), lambda row: number(row.people), 8, is_right=True, order=lambda row: row.people),
)


class ProgressPage(QWidget):
    """Figures and one table; Enter goes into a line, Backspace back out, F5 counts errors."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._level = _Level()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        column.addLayout(self._head())
        self.banner = Banner()
        column.addWidget(self.banner)
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.target, self.people = Kpi(_("Chỉ tiêu nhân khẩu")), Kpi(_("Đã nhập"))
        self.percent, self.households = Kpi(_("Tỷ lệ")), Kpi(_("Số hộ"))
        self.complete, self.pace = Kpi(_("Đơn vị hoàn thành")), Kpi(_("Phiếu/ngày: đạt / cần"))
        self.forecast = Kpi(_("Dự kiến xong"))
        for tile in (
            self.target, self.people, self.percent, self.households, self.complete, self.pace, self.forecast,
        ):  # fmt: skip
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        self.note = muted_label(wraps=True)
        column.addWidget(self.note)
        self.table: RowTable[UnitProgress] = RowTable(self._columns(), self)
        self.view = table_view(self.table, "progress", _("Tiến độ theo đơn vị"))
        self.view.setSortingEnabled(True)
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        self.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        self.view.activated.connect(self._enter)
        self.household_table: RowTable[HouseholdRow] = RowTable(HOUSEHOLD_COLUMNS, self)
        self.household_view = table_view(self.household_table, "progress_households", _("Các hộ"))
        self.household_view.activated.connect(self._open_household)
        self.stack = QStackedWidget()
        for view in (self.view, self.household_view):
            view.installEventFilter(self)
            self.stack.addWidget(view)
        column.addWidget(self.stack, 1)
        self.trend = muted_label()
        column.addWidget(self.trend)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.title = plain_label("", "page_title")
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(muted_label(_("Enter vào trong · Backspace trở ra")))
        head.addWidget(button(_("Đếm lỗi (F5)"), self.count, "count_errors"))
        head.addWidget(button(_("In báo cáo…"), self.print_report, "print_progress"))
        return head

    def _columns(self) -> tuple[Column[UnitProgress], ...]:
        clock = self._session.clock
        return (
            Column(
                N_("Đơn vị"), lambda unit: unit.name, 22, sign=lambda unit: "ok" if unit.complete else "draft"
            ),
            Column(N_("Mã"), lambda unit: unit.code, 6),
            _figures(N_("Chỉ tiêu"), lambda unit: unit.target_people),
            _figures(N_("Đã nhập"), lambda unit: unit.people),
            _figures(N_("Còn lại"), lambda unit: unit.left),
            Column(
                N_("Tiến độ nhân khẩu"),
                lambda unit: percent_text(unit.percent / 100),
                0,
                order=lambda unit: unit.percent,
                share=lambda unit: unit.percent / 100,
            ),
            Column(
                N_("Hộ"),
                lambda unit: f"{number(unit.households)} / {number(unit.target_households)}",
                12,
                is_right=True,
                order=lambda unit: unit.households,
            ),
            Column(
                N_("Phiếu/ngày"),
                lambda unit: pace(unit, today(clock)),
                9,
                is_right=True,
                order=lambda unit: unit.per_day,
            ),
            Column(
                N_("Dự kiến xong"),
                lambda unit: forecast(unit, today(clock)),
                11,
                order=lambda unit: str(unit.forecast(today(clock)) or "9999"),
            ),
            Column(
                N_("Lỗi/xung đột/xem"),
                open_matters,
                12,
                order=lambda unit: (unit.errors or 0) + unit.conflicts + unit.to_look_at,
            ),
            Column(
                N_("Gói cuối"),
                lambda unit: package_age(unit, clock.now()),
                9,
                order=lambda unit: unit.last_package_at or "",
            ),
        )

    # -- showing ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Count again and show the same place."""
        found = progress(self._session.store)
        whole, day = found.total, today(self._session.clock)
        self.title.setText(_("Tiến độ – {name}").format(name=self._level.path(whole.name)))
        done = sum(unit.complete for unit in found.units)
        self.target.put(number(whole.target_people))
        self.people.put(number(whole.people))
        self.percent.put(percent_text(whole.percent / 100), "ok" if whole.complete else "")
        self.households.put(number(whole.households))
        self.complete.put(f"{done} / {len(found.units)}", "ok" if done == len(found.units) else "")
        self.pace.put(pace(whole, day))
        self.forecast.put(forecast(whole, day))
        self._show_lines(found.units)
        self._show_notes(whole, found.stranded)

    def _show_lines(self, units: tuple[UnitProgress, ...]) -> None:
        store, level = self._session.store, self._level
        head = self.view.horizontalHeader()
        if level.unit is None:
            lines = units
        elif level.group is None:
            lines = groups_progress(store, level.unit.unit)
        elif level.collector is None:
            lines = collectors_progress(store, level.unit.unit, level.group.residential_group or "")
        else:
            group, who = level.group.residential_group or "", level.collector.collector
            self.household_table.put(households_progress(store, level.unit.unit, group, who))
            self.stack.setCurrentWidget(self.household_view)
            self.household_view.selectRow(0)
            return
        self.table.put(lines)
        self.table.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        self.stack.setCurrentWidget(self.view)
        if lines and not self.view.currentIndex().isValid():
            self.view.selectRow(0)

    def _show_notes(self, whole: UnitProgress, stranded: int) -> None:
        unit = self._level.unit
        words = []
        if unit is not None:
            words.append(_("{name}: {standing}.").format(name=unit.name, standing=standing(unit)))
        if whole.away:
            words.append(_("{count} người vắng lâu ngày.").format(count=number(whole.away)))
        if whole.at_unit:
            words.append(
                _("{count} người tính tại đơn vị quân đội, công an.").format(count=number(whole.at_unit))
            )
        if stranded:
            words.append(
                _("{count} phiếu nằm trong hộ đã hủy nên chưa được tính; hãy chuyển sang hộ khác.").format(
                    count=number(stranded)
                )
            )
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))
        text = unit.unit if unit is not None else None
        typed = [
            f"{week.begins_on:%d/%m}: {number(week.people if text is None else week.by_unit.get(text, 0))}"
            for week in weeks(self._session.store, _WEEKS_SHOWN)
        ]
        self.trend.setText(_("Phiếu nhập mỗi tuần – {weeks}").format(weeks=" · ".join(typed)))

    # -- moving -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace and Esc go out of a line, F5 counts errors."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Escape} and self._level.unit is not None:
                self._go(self._level.up())
                return True
            if event.key() == Qt.Key.Key_F5:
                self.count()
                return True
        return super().eventFilter(watched, event)

    def _enter(self, index: QModelIndex) -> None:
        self._go(self._level.down(self.table.rows[index.row()]))

    def _go(self, level: _Level) -> None:
        self._level = level
        self.view.setCurrentIndex(QModelIndex())
        self.refresh()
        current = self.stack.currentWidget()
        if current is not None:
            current.setFocus()

    def _open_household(self, index: QModelIndex) -> None:
        row = self.household_table.rows[index.row()]
        self._session.bus.household_wanted.emit(row.household_uuid, None)

    # -- doing --------------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Look through all slips for errors in the worker thread."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang kiểm tra mọi phiếu"),
            lambda control: catch_up(store, control),
            lambda _found: self.refresh(),
            self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self.note.setText(_("Đã dừng kiểm tra."))
            self.note.show()
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error

    def print_report(self) -> None:
        """Show the report as it will be printed."""
        preview(self, (progress_paper(self._session.store),), self.banner)


def _figures(title: str, of: Callable[[UnitProgress], int]) -> Column[UnitProgress]:
    return Column(title, lambda unit: number(of(unit)), 8, is_right=True, order=of)
