"""Tra cứu: people and households by anything that is known of them."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.shortcuts import shortcut
from census_desktop.base.text import _, number
from census_desktop.domain.findings import Severity
from census_desktop.domain.records import RecordKind
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.paged_table import PagedTable
from census_desktop.gui.models.row_table import Column, table_view
from census_desktop.gui.pages.browse.columns import (
    HOUSEHOLD_COLUMNS,
    NAME_LETTERS,
    PERSON_COLUMNS,
    SCROLL_BAR,
    SHARES,
    SHARES_WITH_HISTORY,
    SPARED,
    UNIT_TITLE,
)
from census_desktop.gui.pages.browse.details import RecordDetails
from census_desktop.gui.pages.browse.filters import FILTER_NAMES, FilterLine
from census_desktop.gui.pages.browse.two import TwoSlips
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, SearchLine, button, muted_label, plain_label
from census_desktop.services.browse import records_with_findings
from census_desktop.store.browse import (
    PAGE,
    Filters,
    Flagged,
    HouseholdLine,
    PersonLine,
    browse_households,
    browse_people,
)

if TYPE_CHECKING:
    from census_desktop.base.jobs import JobControl


class BrowsePage(QWidget):
    """A search line, a line of filters, the list, and beside it what the record under the cursor says."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._found: dict[Severity, Flagged] = {}
        self._flagged: Flagged | None = None
        self.people = PagedTable(PERSON_COLUMNS, PAGE, self._more_people, self)
        self.households = PagedTable(HOUSEHOLD_COLUMNS, PAGE, self._more_households, self)
        self.people_view = table_view(self.people, "people", _("Người tìm thấy"))
        self.household_view = table_view(self.households, "households", _("Hộ tìm thấy"))
        self._widths: dict[QTableView, dict[str, int]] = {}  # by title; 0 takes what is left over
        self._build()
        self._connect()
        self.look_up()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(7)
        head = QHBoxLayout()
        self.title = plain_label("", "page_title")
        head.addWidget(self.title)
        self.kind_button = button("", self.switch_kind, "browse_kind_button", quiet=True)
        head.addWidget(self.kind_button)
        head.addStretch(1)
        self.count = muted_label()
        head.addWidget(self.count)
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.search = SearchLine(
            "people_search",
            _("Tìm người hoặc hộ"),
            _(
                "Tên không cần dấu · một phần số định danh, CMND, điện thoại · năm sinh · hộ 12 · tập 3 · ở Hưng Hoà"
            ),
        )
        self.search.setFixedHeight(self.search.fontMetrics().height() + 14)
        column.addWidget(self.search)
        self.filters = FilterLine(self._session)
        column.addWidget(self.filters)
        self.stack = QStackedWidget()
        for view in (self.people_view, self.household_view):
            self.stack.addWidget(view)
        self._keep_widths(self.people_view, PERSON_COLUMNS)
        self._keep_widths(self.household_view, HOUSEHOLD_COLUMNS)
        self.details = RecordDetails(self._session)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.details)
        self.split.setSizes(SHARES)
        column.addWidget(self.split, 1)
        self._show_kind()

    def _connect(self) -> None:
        self.search.paused.connect(self.look_up)
        self.search.returnPressed.connect(self._find_and_go)
        self.filters.changed.connect(self._filtered)
        self.filters.findings_wanted.connect(self._want_findings)
        self.filters.told.connect(lambda words: self.banner.say(words, "info"))
        self.filters.left.connect(self.take_cursor)
        for view in (self.people_view, self.household_view):
            view.activated.connect(self._open)
            view.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_details())
            view.installEventFilter(self)
            view.model().rowsInserted.connect(lambda *_rows: self._show_count())
        for watched in (self.search, self.details.answer_view, self.details.history_view):
            watched.installEventFilter(self)
        bind(self, "find", self.focus_search)
        comparer = TwoSlips(self._session, self, self.people, self.people_view, self.count)
        bind(self, "compare_two", comparer.take)
        bind(self, "browse_kind", self.switch_kind)
        bind(self, "browse_history", self._switch_history)
        bind(self, "browse_clear", self.filters.clear)
        for name in FILTER_NAMES:
            bind(self, f"browse_{name}", partial(self.filters.open, name))

    # -- looking ------------------------------------------------------------------------------------------------

    @property
    def is_people(self) -> bool:
        """True while people are listed, False for households."""
        return self.view is self.people_view

    @property
    def view(self) -> QTableView:
        """The list in front."""
        return self.people_view if self.stack.currentWidget() is self.people_view else self.household_view

    @property
    def table(self) -> PagedTable[Any]:
        """What is in the list in front."""
        return self.people if self.is_people else self.households

    def refresh(self) -> None:
        """Look again after records changed; the list stays where it is."""
        self._found.clear()
        self.filters.refresh()
        marked = self._marked()
        self._read(max(PAGE, -(-len(self.table.rows) // PAGE) * PAGE))
        at = next((at for at, row in enumerate(self.table.rows) if _record(row) == marked), None)
        if at is not None:
            self._go_to(at)
        if self._flagged is not None:
            self.banner.say(
                _("Lỗi và cảnh báo là của lần kiểm tra trước; chọn lại ({keys}) để kiểm tra lại.").format(
                    keys=shortcut("browse_findings").shown
                )
            )

    def look_up(self) -> None:
        """Search for what is typed and filtered."""
        self._read(PAGE)

    def _read(self, limit: int) -> None:
        store, typed = self._session.store, self.search.typed()
        if self.is_people:
            self.people.put(browse_people(store, typed, self._wanted(), limit=limit))
        else:
            self.households.put(browse_households(store, typed, self._wanted(), limit=limit))
        self._go_to(0)
        self._show_count()

    def _wanted(self) -> Filters:
        return dataclasses.replace(self.filters.filters(), flagged=self._flagged)

    def _more_people(self, last: PersonLine) -> tuple[PersonLine, ...]:
        return browse_people(self._session.store, self.search.text().strip(), self._wanted(), last.mark)

    def _more_households(self, last: HouseholdLine) -> tuple[HouseholdLine, ...]:
        return browse_households(self._session.store, self.search.text().strip(), self._wanted(), last.mark)

    def _filtered(self) -> None:
        self.look_up()
        self.take_cursor()

    def switch_kind(self) -> None:
        """Between people and households, looking for the same."""
        self.stack.setCurrentWidget(self.household_view if self.is_people else self.people_view)
        self._show_kind()
        self.look_up()
        self.take_cursor()

    # -- findings -----------------------------------------------------------------------------------------------

    def _want_findings(self, severity: Severity | None) -> None:
        self.banner.hide()
        if severity is None:
            self._flagged = None
            self._filtered()
        elif severity in self._found:
            self._flagged = self._found[severity]
            self._filtered()
        else:
            store, day = self._session.store, today(self._session.clock)

            def work(control: JobControl) -> dict[Severity, Flagged]:
                return records_with_findings(store, day, control)

            run_job(
                self._session.jobs, self, _("Đang kiểm tra mọi phiếu"), work, self._show_findings, self._fail,
                waits=True,  # the filter is shown at once: a list that never came would not be what it says
            )  # fmt: skip

    def _show_findings(self, found: dict[Severity, Flagged]) -> None:
        self._found = found
        severity = self.filters.severity()
        self._flagged = found[severity] if severity is not None else None
        self._filtered()

    def _fail(self, error: BaseException) -> None:
        self.filters.choose("findings", None)
        self.banner.say_ended(error)

    # -- showing ------------------------------------------------------------------------------------------------

    def _show_kind(self) -> None:
        self.title.setText(_("Tra cứu người") if self.is_people else _("Tra cứu hộ"))
        words = _("Xem hộ ({keys})") if self.is_people else _("Xem người ({keys})")
        self.kind_button.setText(words.format(keys=shortcut("browse_kind").shown))

    def _show_count(self) -> None:
        count = number(len(self.table.rows))
        if not self.table.is_whole:
            words = _("{count} dòng đầu, còn nữa phía dưới")
        else:
            words = _("{count} người") if self.is_people else _("{count} hộ")
        self.count.setText(words.format(count=count))

    def _show_details(self) -> None:
        record = self._marked()
        if record is None:
            self.details.clear()
        else:
            self.details.show_record(*record)

    def _switch_history(self) -> None:
        self.details.switch()
        self.split.setSizes(SHARES_WITH_HISTORY if self.details.is_history else SHARES)
        if self.details.is_history and self._marked() is not None:
            self.details.history_view.setFocus()
            self.details.history_view.selectRow(0)
        else:
            self.take_cursor()

    def _marked(self) -> tuple[RecordKind, uuid.UUID] | None:
        at = self.view.currentIndex().row()
        return _record(self.table.rows[at]) if 0 <= at < len(self.table.rows) else None

    def _go_to(self, at: int) -> None:
        if at < len(self.table.rows):
            self.view.selectRow(at)
            self.view.scrollTo(self.table.index(at, 0))
        else:
            self._show_details()

    def _keep_widths(self, view: QTableView, columns: Sequence[Column[Any]]) -> None:
        self._widths[view] = {
            column.title: view.columnWidth(at) if column.width else 0 for at, column in enumerate(columns)
        }

    def _spare_columns(self, view: QTableView) -> None:
        """Leave out columns until a name has room; the unit is told only where there are several."""
        widths = self._widths[view]
        hidden = set() if self._session.is_town else {UNIT_TITLE}
        room = view.width() - SCROLL_BAR - NAME_LETTERS * view.fontMetrics().horizontalAdvance("0")
        for spared in ("", *SPARED):
            hidden.add(spared)
            if sum(wide for title, wide in widths.items() if title not in hidden) <= room:
                break
        for at, title in enumerate(widths):
            view.setColumnHidden(at, title in hidden)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _find_and_go(self) -> None:
        self.look_up()
        if self.table.rows:
            self.view.setFocus()

    def _open(self, index: QModelIndex) -> None:
        row = self.table.rows[index.row()]
        if row.household_uuid is None:
            self.banner.say(_("Phiếu này chưa thuộc hộ nào trên máy, nên chưa mở để nhập được."), "warning")
        else:
            person = row.person_uuid if isinstance(row, PersonLine) else None
            self._session.bus.household_wanted.emit(row.household_uuid, person)

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.take_cursor()

    def take_cursor(self) -> None:
        """Put the cursor into the list, or into the search line when the list is empty."""
        if self.table.rows:
            self.view.setFocus()
        else:
            self.focus_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows lead from the line into the list and back, Esc one step out; letters typed in the list search."""
        if event.type() == QEvent.Type.Resize and watched in (self.people_view, self.household_view):
            self._spare_columns(self.people_view if watched is self.people_view else self.household_view)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search:
                return self._key_in_search(event)
            if watched is self.view:
                return self._key_in_list(event)
            if event.key() == Qt.Key.Key_Escape:
                self.take_cursor()
                return True
        return super().eventFilter(watched, event)

    def _key_in_search(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self._find_and_go()
            return True
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.look_up()
            return True
        return False

    def _key_in_list(self, event: QKeyEvent) -> bool:
        is_first = self.view.currentIndex().row() <= 0
        if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and is_first):
            self.focus_search()
            return True
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go_to(0 if event.key() == Qt.Key.Key_Home else len(self.table.rows) - 1)
            return True
        typed = event.text()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if typed.strip() and typed.isprintable() and modifiers == Qt.KeyboardModifier.NoModifier:
            self.focus_search()
            self.search.insert(typed)
            self.search.textEdited.emit(self.search.text())
            return True
        return False


def _record(row: PersonLine | HouseholdLine) -> tuple[RecordKind, uuid.UUID]:
    if isinstance(row, PersonLine):
        return RecordKind.PERSON, row.person_uuid
    return RecordKind.HOUSEHOLD, row.household_uuid
