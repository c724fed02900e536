"""Tiến độ: targets against what is in, down to groups, collectors and households; batches, gaps, weeks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QTabBar, QTableView, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.ledger import BatchProgress, summed
from census_desktop.domain.progress import UnitProgress, ranked
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.goal import GoalDialog
from census_desktop.gui.dialogs.visit import VisitDialog
from census_desktop.gui.dialogs.working import LatestJob, run_job
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import RowTable, table_view
from census_desktop.gui.pages.progress.away_view import AwayView
from census_desktop.gui.pages.progress.deeds import ProgressDeeds
from census_desktop.gui.pages.progress.tiles import ProgressTiles
from census_desktop.gui.pages.progress.views import (
    BATCH_COLUMNS,
    HOUSEHOLD_COLUMNS,
    MISSING_COLUMNS,
    WEEK_COLUMNS,
    Level,
    WeekRow,
    ledger_note,
    place_words,
    unit_columns,
    week_rows,
)
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.reports.field_lists import MissingLine
from census_desktop.reports.progress_words import standing
from census_desktop.services.error_counts import errors_behind
from census_desktop.services.field_lists import missing_lines
from census_desktop.services.ledger import batches
from census_desktop.services.progress import (
    catch_up,
    collectors_progress,
    groups_progress,
    households_progress,
    progress,
    weeks,
)
from census_desktop.services.registered import tie_households
from census_desktop.store.records import HouseholdRow

Row = TypeVar("Row")
# Operations that are looked at for errors without being asked.
_AT_ONCE = 2000


VIEWS = (N_("Đơn vị"), N_("Tập phiếu"), N_("Chưa có phiếu"), N_("Từng tuần"), N_("Vắng mặt"))
_UNITS, _BATCHES, _MISSING, _WEEKS, _AWAY = range(len(VIEWS))


class ProgressPage(QWidget):
    """Figures and five views; Enter goes into a line, Backspace back out, all views follow.

    Attributes:
        tabs: which view; Ctrl+1 to Ctrl+5.
        table: units, groups or collectors, as deep as the level goes.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._level = Level()
        self._away_level: Level | None = None  # the place whose absence was looked at last
        self._words: list[str] = []
        self._missing = LatestJob(session.jobs, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        column.addLayout(self._head())
        self.banner = Banner()
        self._deeds = ProgressDeeds(session, self, self.banner)
        column.addWidget(self.banner)
        self.tiles = ProgressTiles(self)
        column.addWidget(self.tiles)
        self.note = muted_label(wraps=True)
        column.addWidget(self.note)
        self.tabs = QTabBar()
        self.tabs.setObjectName("progress_views")
        self.tabs.setAccessibleName(_("Cách xem tiến độ"))
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for place, title in enumerate(VIEWS, start=1):
            self.tabs.addTab(_("{title} (Ctrl+{place})").format(title=_(title), place=place))
        column.addWidget(self.tabs)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self._make_tables()
        for place in range(len(VIEWS)):
            bind(self, f"progress_view_{place + 1}", partial(self.show_view, place))
        self.tabs.currentChanged.connect(lambda _place: self.banner.forget_news())
        self.tabs.currentChanged.connect(lambda _place: self.refresh())
        self.refresh()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.title = plain_label("", "page_title")
        head.addWidget(self.title)
        head.addStretch(1)
        self._of_figures = (
            button(_("Chỉ tiêu, khóa sổ (F2)"), self.edit_goal, "edit_goal"),
            button(_("Nhập danh sách… (F3)"), self.take_list, "take_list"),
            button(_("Đếm lỗi (F5)"), self.count, "count_errors"),
            button(_("Excel… (F7)"), self.save_excel, "progress_excel"),
        )
        for each in self._of_figures:
            head.addWidget(each)
        head.addWidget(button(_("In… (F8)"), self.print_report, "print_progress"))
        return head

    def _make_tables(self) -> None:
        self.table: RowTable[UnitProgress] = RowTable(unit_columns(self._session.clock), self)
        self.view = table_view(self.table, "progress", _("Tiến độ theo đơn vị"))
        self.view.activated.connect(self._enter)
        self.view.selectionModel().currentRowChanged.connect(self._tell_marked)
        self.household_table: RowTable[HouseholdRow] = RowTable(HOUSEHOLD_COLUMNS, self)
        self.household_view = table_view(self.household_table, "progress_households", _("Các hộ"))
        self.household_view.activated.connect(self._open_household)
        self.batch_table: RowTable[BatchProgress] = RowTable(BATCH_COLUMNS, self)
        self.batch_view = table_view(self.batch_table, "progress_batches", _("Sổ theo dõi tập phiếu"))
        self.missing_table: RowTable[MissingLine] = RowTable(MISSING_COLUMNS, self)
        self.missing_view = table_view(self.missing_table, "progress_missing", _("Chưa có phiếu"))
        self.missing_view.activated.connect(self._open_missing)
        self.week_table: RowTable[WeekRow] = RowTable(WEEK_COLUMNS, self)
        self.week_view = table_view(self.week_table, "progress_weeks", _("Phiếu nhập từng tuần"))
        for view in (self.view, self.household_view, self.batch_view, self.missing_view, self.week_view):
            view.setSortingEnabled(True)
            view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            view.installEventFilter(self)
            self.stack.addWidget(view)
        self.away = AwayView(self._session, self.banner, self, self)
        self.stack.addWidget(self.away)
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 11)

    # -- showing ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Count again and show the same place."""
        store, place = self._session.store, self._level.place
        self._missing.drop()  # who left the view, or its place, is not brought back by a late answer
        found = progress(store)
        whole, day = place or found.total, today(self._session.clock)
        self.title.setText(_("Tiến độ – {name}").format(name=self._level.path(found.total.name)))
        self.tiles.put(whole, found.units, day)
        view = self.tabs.currentIndex()
        for each in (self.tiles, *self._of_figures):
            each.setVisible(view != _AWAY)
        words = place_words(store, whole, found.stranded)
        if view == _UNITS:
            self._show_lines(ranked(found.units))
        elif view == _BATCHES:
            words = [self._show_batches()]
        elif view == _MISSING:
            words = [_("Đang tìm…")]
            self._find_missing()
        elif view == _AWAY:
            words = []
            self._show_away()
        else:
            self._show_weeks(whole)
        self._say(words)
        if view == _UNITS:
            self._tell_marked(self.view.currentIndex())
            self._catch_up()

    def _say(self, words: list[str]) -> None:
        self._words = words
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))

    def _tell_marked(self, index: QModelIndex) -> None:
        """What the marked line still lacks stands above the table."""
        if index.isValid() and self.tabs.currentIndex() == _UNITS:
            line = self.table.rows[index.row()]
            told = _("{name}: {standing}.").format(name=line.name, standing=standing(line))
            self.note.setText(" ".join((told, *self._words)))
            self.note.show()

    def _show_lines(self, units: tuple[UnitProgress, ...]) -> None:
        store, level = self._session.store, self._level
        if level.unit is None:
            lines = units
        elif level.group is None:
            lines = ranked(groups_progress(store, level.unit.unit))
        elif level.collector is None:
            lines = collectors_progress(store, level.unit.unit, level.group.residential_group or "")
        else:
            group, who = level.group.residential_group or "", level.collector.collector
            self._put(
                self.household_view,
                self.household_table,
                households_progress(store, level.unit.unit, group, who),
            )
            return
        self._put(self.view, self.table, lines)

    def _show_batches(self) -> str:
        unit = self._level.unit.unit if self._level.unit is not None else None
        found = batches(self._session.store, unit)
        self._put(self.batch_view, self.batch_table, found)
        return ledger_note(found, summed(found))

    def _show_weeks(self, whole: UnitProgress) -> None:
        unit = self._level.unit
        rows = week_rows(weeks(self._session.store), unit or whole, unit.unit if unit is not None else None)
        self._put(self.week_view, self.week_table, rows)

    def _show_away(self) -> None:
        if self.stack.currentWidget() is self.away and self._level == self._away_level:
            self.away.refresh()
            return
        self._away_level = self._level
        self.stack.setCurrentWidget(self.away)
        self.away.show_at(self._level.scope())

    def _find_missing(self) -> None:
        store, scope = self._session.store, self._level.scope()
        self.stack.setCurrentWidget(self.missing_view)
        self._missing.start(
            _("Đang tìm ai chưa có phiếu"),
            lambda _control: missing_lines(store, scope),
            self._show_missing,
            self._fail,
        )

    def _show_missing(self, found: list[MissingLine]) -> None:
        marked = self.missing_view.currentIndex().row()
        self._put(self.missing_view, self.missing_table, found)
        self.missing_view.selectRow(max(0, min(marked, len(found) - 1)))
        houses = {line.about for line in found}
        never = sum(line.visits == 0 for line in found)
        words = _(
            "{count} dòng ở {houses} hộ, {never} dòng chưa ai đến. Enter: ghi lần đến · F4: mở phiếu của hộ."
        )
        self._say([words.format(count=number(len(found)), houses=number(len(houses)), never=number(never))])

    def _put(self, view: QTableView, table: RowTable[Row], rows: Sequence[Row]) -> None:
        current = self.stack.currentWidget()
        had_focus = current is not None and current.hasFocus()
        table.put(rows)
        self.stack.setCurrentWidget(view)
        if rows and not view.currentIndex().isValid():
            view.selectRow(0)
        if had_focus:
            view.setFocus()

    # -- moving -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The tables take Backspace and the function keys for themselves; here they mean something else."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._answers(event.key())
        ):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys while a button has the cursor."""
        if not self._answers(event.key()):
            super().keyPressEvent(event)

    def _answers(self, key: int) -> bool:
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Escape}:
            is_inside = self._level.unit is not None
            if is_inside:
                self._go(self._level.up())
            return is_inside
        act = {
            Qt.Key.Key_F2: self.edit_goal,
            Qt.Key.Key_F3: self.take_list,
            Qt.Key.Key_F4: self.open_slips,
            Qt.Key.Key_F5: self.count,
            Qt.Key.Key_F7: self.save_excel,
            Qt.Key.Key_F8: self.print_report,
        }.get(Qt.Key(key))
        if act is not None:
            act()
        return act is not None

    def take_focus(self) -> None:
        """Arrows and Enter work at once."""
        current = self.stack.currentWidget()
        if current is not None:
            current.setFocus()

    def show_view(self, place: int) -> None:
        """Ctrl+1 to Ctrl+5: look at the same place another way."""
        self.tabs.setCurrentIndex(place)
        self.take_focus()

    def _enter(self, index: QModelIndex) -> None:
        self._go(self._level.down(self.table.rows[index.row()]))

    def _go(self, level: Level) -> None:
        self._level = level
        self.view.setCurrentIndex(QModelIndex())
        self.refresh()
        self.take_focus()

    def _open_household(self, index: QModelIndex) -> None:
        row = self.household_table.rows[index.row()]
        self._session.bus.household_wanted.emit(row.household_uuid, None)

    def _open_missing(self, index: QModelIndex) -> None:
        self._dialog(VisitDialog(self._session, self.missing_table.rows[index.row()], self))

    def open_slips(self) -> None:
        """F4: the slips of the house that somebody is missing from."""
        row = self.missing_view.currentIndex().row()
        if self.stack.currentWidget() is self.missing_view and row >= 0:
            line = self.missing_table.rows[row]
            if not line.is_registered and line.about is not None:
                self._session.bus.household_wanted.emit(line.about, None)
            else:
                self.banner.say(_("Hộ này mới có trong danh sách đăng ký, chưa có phiếu nào để mở."), "info")

    # -- doing --------------------------------------------------------------------------------------------------

    def _dialog(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()

    def _catch_up(self) -> None:
        """Count what is new at once when it is little; F5 does it when it is much."""
        behind = errors_behind(self._session.store)
        if behind is not None and 0 < behind <= _AT_ONCE:
            self.count()

    def edit_goal(self) -> None:
        """F2: target, exceptions and closing of the marked line, or of the place looked at."""
        row = self.view.currentIndex().row()
        is_listed = self.stack.currentWidget() is self.view and 0 <= row < len(self.table.rows)
        line = self.table.rows[row] if is_listed else self._level.group or self._level.unit
        if line is None or line.collector is not None or not line.unit or line.residential_group == "":
            self.banner.say(_("Chọn một đơn vị, thôn hoặc tổ dân phố trước."), "info")
            return
        self._dialog(GoalDialog(self._session, line, self))

    def count(self) -> None:
        """Look through what is new for errors in the worker thread."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang đếm lỗi"),
            lambda control: (tie_households(store), catch_up(store, control)),
            lambda _found: self.refresh(),
            self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self._say([_("Đã dừng.")])
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error

    def take_list(self) -> None:
        """F3: targets, or registered households, from a spreadsheet."""
        self._deeds.take_list()

    def save_excel(self) -> None:
        """F7: everything this room shows as a spreadsheet."""
        self._deeds.save_excel(self._level)

    def print_report(self) -> None:
        """F8: the paper of this view as it will be printed."""
        if self.tabs.currentIndex() == _AWAY:
            self.away.print_list()
            return
        self._deeds.print_report(self._level, is_missing=self.tabs.currentIndex() == _MISSING)
