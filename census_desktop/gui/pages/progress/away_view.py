"""Absence as a process: whom to ask by date and for Tết, who is away, slips elsewhere, coverage; answers by key."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QTableView, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.absence import next_tet
from census_desktop.gui.dialogs.away_answer import AwayAnswerDialog
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import MOST_ROWS, Column, RowTable, mark_row, table_view
from census_desktop.gui.pages.progress.away_columns import (
    COVERAGE,
    COVERAGE_COLUMNS,
    ELSEWHERE,
    ELSEWHERE_COLUMNS,
    EVERYBODY,
    LISTS,
    REMIND,
    ROUND_COLUMNS,
    TET,
)
from census_desktop.gui.pages.progress.away_filters import AwayFilters
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, muted_label
from census_desktop.reports.document import Document
from census_desktop.services.absence import (
    Coverage,
    FoundElsewhere,
    Reminder,
    coverage,
    found_elsewhere,
    people_to_ask,
)
from census_desktop.services.absence_papers import (
    absent_paper,
    coverage_paper,
    elsewhere_paper,
    reminder_paper,
    tet_paper,
)
from census_desktop.services.absence_rounds import (
    ANSWER_WORDS,
    Round,
    is_inside,
    round_counts,
    round_lines,
)
from census_desktop.services.field_lists import Scope
from census_desktop.services.undo import undo, undoable
from census_desktop.store.away import Told, is_to_ask, told_people
from census_desktop.store.progress import state_number
from census_desktop.store.store import Store

Row = TypeVar("Row")
_ROUNDS = {REMIND: Round.REMIND, TET: Round.TET, EVERYBODY: Round.EVERYBODY}


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of the store, and of which state of it."""

    state: object
    people: tuple[Told, ...] = ()
    elsewhere: tuple[FoundElsewhere, ...] = ()
    coverage: tuple[Coverage, ...] = ()


class AwayView(QWidget):
    """Five lists, figures above, filters beside; Enter opens the slip, F2 writes what came of asking.

    Attributes:
        tabs: which list; 1 to 5.
        filters: place, collector, day.
        round_table: the first three lists.
    """

    def __init__(self, session: Session, banner: Banner, outer_keys: QObject, parent: QWidget) -> None:
        """Make the view.

        Args:
            session: the session.
            banner: of the room, for news.
            outer_keys: filters the keys this view has no answer to.
            parent: the room.
        """
        super().__init__(parent)
        self.setObjectName("away_view")
        self._session, self._banner = session, banner
        self._read = _Read(None)
        self._is_partial = False  # answers were read since, the lists that need the whole town were not
        self._answered: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addLayout(self._tiles())
        self.tabs = QTabBar()
        self.tabs.setObjectName("away_lists")
        self.tabs.setAccessibleName(_("Danh sách vắng mặt"))
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for place, title in enumerate(LISTS, start=1):
            self.tabs.addTab(f"{place}  {_(title)}")
        column.addWidget(self.tabs)
        self.filters = AwayFilters(self)
        self.filters.changed.connect(self.show_list)
        self.filters.left.connect(self.take_focus)
        column.addWidget(self.filters)
        self.note = muted_label(wraps=True)
        column.addWidget(self.note)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.round_table, self.round_view = self._table(ROUND_COLUMNS, "away_round", _("Người vắng mặt"))
        self.elsewhere_table, self.elsewhere_view = self._table(
            ELSEWHERE_COLUMNS, "away_elsewhere", _("Có phiếu nơi khác")
        )
        self.coverage_table, self.coverage_view = self._table(COVERAGE_COLUMNS, "away_coverage", _("Tỷ lệ"))
        self.coverage_table.emphasise(lambda line: line.unit == "" and line is self.coverage_table.rows[-1])
        for view in (self.round_view, self.elsewhere_view, self.coverage_view):
            view.installEventFilter(outer_keys)
            view.installEventFilter(self)
        self.setFocusProxy(self.round_view)
        self.tabs.currentChanged.connect(self._turn)

    def _tiles(self) -> QHBoxLayout:
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.figures = {
            "people": Kpi(_("Người trong danh sách")),
            "houses": Kpi(_("Số hộ")),
            "long_away": Kpi(_("Vắng từ 12 tháng")),
            "undeclared": Kpi(_("Chưa khai tạm vắng")),
            "to_sign": Kpi(_("Chờ ký khi về")),
            "no_slip": Kpi(_("Chưa có phiếu")),
            "unreachable": Kpi(_("Không có liên lạc")),
        }
        for tile in self.figures.values():
            tiles.addWidget(tile, 1)
        return tiles

    def _table(
        self, columns: Sequence[Column[Row]], name: str, spoken: str
    ) -> tuple[RowTable[Row], QTableView]:
        table: RowTable[Row] = RowTable(columns, self)
        view = table_view(table, name, spoken)
        view.setSortingEnabled(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.activated.connect(self._open)
        self.stack.addWidget(view)
        return table, view

    # -- showing ------------------------------------------------------------------------------------------------

    def show_at(self, scope: Scope) -> None:
        """Look at a place; what is known stays when nothing was written since it was read."""
        self.filters.stand_at(scope)
        self.refresh()

    def refresh(self) -> None:
        """Read again if anything was written."""
        store = self._session.store
        if self._read.state == state_number(store):
            self.show_list()
            return
        run_job(
            self._session.jobs,
            self,
            _("Đang tìm người vắng mặt"),
            lambda _control: _read(store),
            self._show_read,
            self._banner.say_ended,
            waits=True,
        )

    def _turn(self, which: int) -> None:
        self._banner.forget_news()
        if self._is_partial and which in {ELSEWHERE, COVERAGE}:
            self._read = dataclasses.replace(self._read, state=None)
            self.refresh()
        else:
            self.show_list()

    def _show_read(self, found: _Read) -> None:
        self._read, self._is_partial = found, False
        self.filters.fill(found.people)
        self.show_list()

    def show_list(self) -> None:
        """Show the chosen list at the chosen place."""
        which, scope = self.tabs.currentIndex(), self.filters.scope
        self.filters.until.setEnabled(which == REMIND)
        if which in _ROUNDS:
            self._put(self.round_view, self.round_table, self.lines())
        elif which == ELSEWHERE:
            found = tuple(one for one in self._read.elsewhere if is_inside(one.here, scope))
            self._put(self.elsewhere_view, self.elsewhere_table, found)
        else:
            self._put(self.coverage_view, self.coverage_table, self._read.coverage)
        self._count(which)

    def lines(self) -> tuple[Reminder, ...]:
        """The people of the list shown, those beyond the rows of a table among them."""
        day = today(self._session.clock)
        inside = [told for told in self._read.people if is_inside(told, self.filters.scope)]
        which = _ROUNDS.get(self.tabs.currentIndex(), Round.EVERYBODY)
        return round_lines(inside, which, self.filters.until_day(day), next_tet(day))

    def _count(self, which: int) -> None:
        day = today(self._session.clock)
        lines = self.lines()
        if which == ELSEWHERE:  # the figures are of the list that is shown
            lines = tuple(Reminder(one.here, None, "") for one in self.elsewhere_table.rows)
        for name, value in dataclasses.asdict(round_counts(lines, day)).items():
            self.figures[name].put(number(value))
        words = _("Enter: mở phiếu · F2: ghi kết quả gọi, đến nhà · Ctrl+Z: lấy lại · F8: in")
        if which == ELSEWHERE:
            words = _("Enter: phiếu của người vắng · F4: phiếu ở nơi kia · F8: in")
        elif which == COVERAGE:
            words = _("Enter: mọi người vắng của đơn vị · F8: in")
        elif which == TET:
            tet = next_tet(day)
            told = (
                _("Tết {day:%d/%m/%Y}.").format(day=tet)
                if tet is not None
                else _("Chương trình chưa có ngày Tết của năm này; dùng danh sách 1.")
            )
            words = f"{told} {words}"
        if which in _ROUNDS and len(lines) > MOST_ROWS:
            cut = _("Bảng chỉ hiện {shown} dòng đầu trong {all}; lọc theo đơn vị hoặc thôn, bản in có đủ.")
            words = f"{cut.format(shown=number(MOST_ROWS), all=number(len(lines)))} {words}"
        if self._read.state is not None and not lines and which != COVERAGE:
            words = _("Không có ai trong danh sách “{title}” ở nơi này.").format(title=_(LISTS[which]))
        self.note.setText(words)

    def _put(self, view: QTableView, table: RowTable[Any], rows: Sequence[Any]) -> None:
        had_focus = self.isVisible() and any(
            each.hasFocus() for each in (self.round_view, self.elsewhere_view, self.coverage_view)
        )
        marked = view.currentIndex().row()
        table.put(rows)
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        if table.rows:
            mark_row(view, min(max(0, marked), len(table.rows) - 1))
        if had_focus:
            view.setFocus()

    def take_focus(self) -> None:
        """Arrows and Enter work at once."""
        current = self.stack.currentWidget()
        assert current is not None
        current.setFocus()

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The tables would search for a figure and keep the function keys for themselves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            place = event.key() - Qt.Key.Key_1
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_plain and 0 <= place < len(LISTS):
                self.tabs.setCurrentIndex(place)
                return True
            is_undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            act = (
                {
                    Qt.Key.Key_F2: self.answer,
                    Qt.Key.Key_F4: self.open_other,
                    Qt.Key.Key_F8: self.print_list,
                }.get(Qt.Key(event.key()))
                if is_plain
                else self.take_back
                if is_undo
                else None
            )
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _open(self, index: QModelIndex) -> None:
        """Enter: the slip; of a unit, everybody away there."""
        which = self.tabs.currentIndex()
        if which == COVERAGE:
            self.filters.stand_at(Scope(self.coverage_table.rows[index.row()].unit or None))
            self.tabs.setCurrentIndex(EVERYBODY)
            return
        told = self.elsewhere_table.rows[index.row()].here if which == ELSEWHERE else None
        self._want(told or self.round_table.rows[index.row()].told)

    def open_other(self) -> None:
        """F4: the slip in the other unit."""
        row = self.elsewhere_view.currentIndex().row()
        if self.tabs.currentIndex() == ELSEWHERE and row >= 0:
            self._want(self.elsewhere_table.rows[row].there)

    def _want(self, told: Told) -> None:
        self._session.bus.household_wanted.emit(told.household.household_uuid, told.person.person_uuid)

    # -- doing --------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        """F2: what came of asking about the marked person."""
        row = self.round_view.currentIndex().row()
        if self.tabs.currentIndex() not in _ROUNDS or row < 0:
            self._banner.say(_("Chọn một người trong danh sách 1, 2 hoặc 3 trước."), "info")
            return
        dialog = AwayAnswerDialog(self._session, self.round_table.rows[row], self)
        dialog.accepted.connect(lambda: self._after_answer(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.take_focus())
        dialog.open()

    def _after_answer(self, dialog: AwayAnswerDialog) -> None:
        assert dialog.answer is not None
        told = dialog.line.told
        self._answered.append(undoable(self._session.store, 1)[0].number)
        words = _("{name}: {answer}. Ctrl+Z lấy lại.")
        self._banner.say(
            words.format(name=told.person.full_name or "–", answer=_(ANSWER_WORDS[dialog.answer])), "ok"
        )
        self._read_one(told)

    def _read_one(self, told: Told) -> None:
        """What was written about one person is read alone: the town is not read again for every answer."""
        store, changed = self._session.store, told.person.person_uuid
        now = told_people(store, (changed,)).get(changed)
        people = [
            now if one.person.person_uuid == changed and now is not None else one for one in self._read.people
        ]
        self._read = dataclasses.replace(
            self._read,
            state=state_number(store),
            people=tuple(one for one in people if is_to_ask(one)),
        )
        self._is_partial = True
        self._session.bus.changed.emit()  # this room shows its list again, the others read what was written

    def take_back(self) -> None:
        """Ctrl+Z: the last answer written here never was."""
        if not self._answered:
            self._banner.say(_("Chưa ghi kết quả nào từ khi mở phòng này."), "info")
            return
        number_of = self._answered.pop()
        try:
            undo(self._session.store, number_of)
        except CensusError as error:
            self._banner.say_error(error)
            return
        self._banner.say(_("Đã lấy lại kết quả vừa ghi."), "ok")
        self._session.bus.changed.emit()

    def print_list(self) -> None:
        """F8: the list as it will be printed, all of its lines."""
        store, which, scope = self._session.store, self.tabs.currentIndex(), self.filters.scope
        place = scope.unit, scope.residential_group, scope.collector
        day = today(self._session.clock)
        lines, tet = self.lines(), next_tet(day)
        until, found = self.filters.until_day(day), self.elsewhere_table.rows

        def work(_control: object) -> Document:
            if which == REMIND:
                return reminder_paper(store, lines, until, *place)
            if which == TET and tet is not None:
                return tet_paper(store, lines, tet, *place)
            if which == ELSEWHERE:
                return elsewhere_paper(store, found, *place)
            if which == COVERAGE:
                return coverage_paper(store, self._read.coverage)
            return absent_paper(store, [line.told for line in lines], *place)

        run_job(
            self._session.jobs,
            self,
            _("Đang lập giấy"),
            work,
            lambda document: _ignore(preview(self, (document,), self._banner)),
            self._banner.say_ended,
        )


def _ignore(_value: object) -> None:
    """Take a value nobody needs."""


def _read(store: Store) -> _Read:
    state = state_number(store)
    return _Read(state, people_to_ask(store), found_elsewhere(store), coverage(store))
