"""Cần xử lý: everything that looks wrong, worst first."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.duplicates import DuplicatesDialog
from census_desktop.gui.dialogs.follow_up import FollowUpDialog
from census_desktop.gui.dialogs.rates import RatesDialog
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.jobs import was_cancelled
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.pages.todo.conflict_review import ConflictReview
from census_desktop.gui.pages.todo.lines import MOST_LINES, Todo, TodoLine, collect
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, button, muted_label, plain_label
from census_desktop.services.pairs import decided
from census_desktop.services.rates import By, Rate, all_rates
from census_desktop.store.store import Store

_ORDER = {"refused": 0, "error": 1, "warning": 2}
COLUMNS: tuple[Column[TodoLine], ...] = (
    Column(
        N_("Loại"),
        lambda line: line.kind,
        12,
        sign=lambda line: line.sign,
        order=lambda line: _ORDER[line.sign],
    ),
    Column(N_("Người/hộ"), lambda line: line.who, 26, order=lambda line: name_key(line.who)),
    Column(N_("Ô"), lambda line: line.where, 24),
    Column(N_("Điều cần xem"), lambda line: line.text, 0),
)


if TYPE_CHECKING:
    from census_desktop.services.pairs import Suspect


class TodoPage(QWidget):
    """A table of lines; Enter opens the slip. Counted anew when asked, because a town has many slips."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._stack = QStackedLayout(self)
        self._lists = QWidget()
        self._stack.addWidget(self._lists)
        self.review = ConflictReview(session)
        self.review.left.connect(self._leave_review)
        self._stack.addWidget(self.review)
        column = QVBoxLayout(self._lists)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Cần xử lý"), "page_title"))
        head.addStretch(1)
        self.note = muted_label()
        head.addWidget(self.note)
        self.decide_button = button(_("Quyết định xung đột…"), self.show_conflicts, "decide_conflicts")
        head.addWidget(self.decide_button)
        head.addWidget(button(_("Trùng người (Ctrl+T)"), self.find_duplicates, "find_duplicates"))
        head.addWidget(button(_("Phúc tra (Ctrl+P)"), self.follow_up, "follow_up_button"))
        if session.is_supervisor:
            head.addWidget(button(_("Tỷ lệ lỗi (F11)"), self.show_rates, "show_rates"))
        head.addWidget(button(_("Kiểm tra lại"), self.look, "look_again"))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.conflicts, self.errors = Kpi(_("Xung đột khi gộp")), Kpi(_("Lỗi"))
        self.warnings = Kpi(_("Cảnh báo"))
        for tile in (self.conflicts, self.errors, self.warnings):
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        self.table: RowTable[TodoLine] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "todo", _("Điều cần xem"))
        self.view.setSortingEnabled(True)
        self.view.activated.connect(self._open)
        column.addWidget(self.view, 1)
        bind(self, "follow_up", self.follow_up)
        bind(self, "find_duplicates", self.find_duplicates)
        bind(self, "rates", self.show_rates)  # officers are told that it is not for them

    def find_duplicates(self) -> None:
        """Ctrl+T: look for slips of one person through the whole store, in the worker thread."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang tìm phiếu của cùng một người"),
            lambda control: _suspects(store, control),
            self._show_duplicates,
            self._fail,
        )

    def _show_duplicates(self, found: tuple[Suspect, ...]) -> None:
        if not found and not decided(self._session.store):
            self.banner.say(_("Không thấy cặp phiếu nào có thể là của một người."), "ok")
            return
        dialog = DuplicatesDialog(self._session, found[:MOST_LINES], self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def follow_up(self) -> None:
        """Ctrl+P: lists to take to the houses, and what came back."""
        dialog = FollowUpDialog(self._session, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_rates(self) -> None:
        """F11, supervisors only: where slips are careless or untrue; looking is kept in the audit chain."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang tính tỷ lệ lỗi"),
            lambda _control: all_rates(store),
            self._open_rates,
            self._fail,
        )

    def _open_rates(self, found: dict[By, tuple[Rate, ...]]) -> None:
        dialog = RatesDialog(found, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def refresh(self) -> None:
        """Look through the store when this room is entered for the first time or records changed."""
        if self._stack.currentWidget() is self.review:
            self.review.look()
        else:
            self.look()

    def look(self) -> None:
        """Look through the whole store in the worker thread."""
        store, day = self._session.store, today(self._session.clock)
        run_job(
            self._session.jobs,
            self,
            _("Đang kiểm tra mọi phiếu"),
            lambda control: collect(store, day, control),
            self._show,
            self._fail,
            waits=True,  # another room may still be counting
        )

    def _show(self, todo: Todo) -> None:
        head = self.view.horizontalHeader()
        head.setSortIndicator(-1, head.sortIndicatorOrder())  # worst first again
        self.table.put(todo.lines)
        if todo.lines:
            self.view.selectRow(0)
        self.conflicts.put(number(todo.conflicts), "error" if todo.conflicts else "ok")
        self.decide_button.setEnabled(todo.conflicts > 0)
        self.errors.put(number(todo.errors), "error" if todo.errors else "ok")
        self.warnings.put(number(todo.warnings), "warning" if todo.warnings else "ok")
        everything = todo.conflicts + todo.errors + todo.warnings
        self.note.setText(
            _("Hiện {shown} dòng đầu trong {count}").format(
                shown=number(MOST_LINES), count=number(everything)
            )
            if everything > len(todo.lines)
            else _("Enter mở phiếu")
        )

    def _fail(self, error: BaseException) -> None:
        if was_cancelled(error):
            self.note.setText(_("Đã dừng kiểm tra."))
        elif isinstance(error, CensusError):
            self.banner.say_error(error)
        else:
            raise error

    def take_focus(self) -> None:
        """Arrows and Enter work at once."""
        (self.review.view if self._stack.currentWidget() is self.review else self.view).setFocus()

    def show_conflicts(self, record_uuid: uuid.UUID | None = None) -> None:
        """Decide what machines disagree about, beginning with this record."""
        self._stack.setCurrentWidget(self.review)
        self.review.look(record_uuid)

    def _leave_review(self) -> None:
        self._stack.setCurrentWidget(self._lists)
        self.look()
        self.view.setFocus()

    def _open(self, index: QModelIndex) -> None:
        line = self.table.rows[index.row()]
        if line.sign == "refused":
            self.show_conflicts(line.person_uuid or line.household_uuid)
        elif line.household_uuid is not None:
            self._session.bus.household_wanted.emit(line.household_uuid, line.person_uuid)


def _suspects(store: Store, control: JobControl) -> tuple[Suspect, ...]:
    from census_desktop.services.suspects import suspects  # lazy: loads numpy

    return suspects(store, control)
