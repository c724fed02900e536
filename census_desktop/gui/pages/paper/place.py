"""Which households the papers are about: a place, words to search for, rows marked in the list."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import SearchLine, muted_label
from census_desktop.services.field_lists import Scope
from census_desktop.services.units import unit_name
from census_desktop.store.records import HouseholdRow, list_households
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.walk import House, houses, places, second_by_household

LIMIT = 2000

COLUMNS: tuple[Column[House], ...] = (
    Column(N_("Hộ số"), lambda row: row.household_no or "–", 8),
    Column(
        N_("Chủ hộ"),
        lambda row: row.head_name or _("chưa có phiếu"),
        0,
        order=lambda row: name_key(row.head_name or ""),
    ),
    Column(N_("Người"), lambda row: str(row.counted), 5, is_right=True, order=lambda row: row.counted),
    Column(N_("Thôn/TDP"), lambda row: row.residential_group or "", 24),
    Column(N_("Đơn vị"), lambda row: unit_name(row.unit) if row.unit else "", 20),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to print.

    Attributes:
        marked: households marked in the list, in its order.
        found: households of the list; None when the list is cut and `scope` says it better.
        scope: the place chosen.
        count: how many households there are to print when nothing is marked.
    """

    marked: tuple[uuid.UUID, ...]
    found: tuple[uuid.UUID, ...] | None
    scope: Scope
    count: int


class PaperPlace(QWidget):
    """Unit and residential group, a search line, and the households there in the order of houses.

    Signals:
        marked(): other rows are marked, or other rows are listed.
        wanted(household_uuid): Enter on a row.
    """

    marked = Signal()
    wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._total = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.unit = _choice("paper_unit", _("Đơn vị"))
        self.group = _choice("paper_group", _("Thôn/tổ dân phố"))
        across = QHBoxLayout()
        for chooser in (self.unit, self.group):
            across.addWidget(chooser, 1)
        column.addLayout(across)
        self.search = SearchLine(
            "paper_search", _("Tìm hộ để in"), _("Tìm hộ: số hộ hoặc tên người trong hộ")
        )
        self.search.setFixedHeight(self.search.fontMetrics().height() + 12)
        column.addWidget(self.search)
        self.table: RowTable[House] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "paper_households", _("Các hộ"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        column.addWidget(self.view, 1)
        self.count = muted_label()
        column.addWidget(self.count)
        self.unit.activated.connect(lambda _at: self._unit_chosen())
        self.group.activated.connect(lambda _at: self.refresh())
        self.view.activated.connect(self._row_wanted)
        self.view.selectionModel().selectionChanged.connect(lambda *_changed: self.marked.emit())
        self.search.paused.connect(self.refresh)
        self.search.returnPressed.connect(self._find_and_go)
        self.search.installEventFilter(self)
        self._fill_units()

    # -- place --------------------------------------------------------------------------------------------------

    def _fill_units(self) -> None:
        """Units that have households; a ward's machine begins with its own."""
        own = self._session.store.installation
        kept = self.scope().unit if self.unit.count() else None
        if not self.unit.count() and own.machine_role is MachineRole.WARD:
            kept = own.unit
        units = dict.fromkeys(place.unit for place in places(self._session.store) if place.unit)
        if kept is not None:
            units.setdefault(kept)
        self.unit.clear()
        self.unit.addItem(_("Mọi đơn vị"), None)
        for unit in units:
            self.unit.addItem(unit_name(unit), unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(kept)))
        # A town's machine chooses even its only unit by hand: a list read in goes there, and it may be of another.
        self.unit.setEnabled(len(units) > (own.machine_role is MachineRole.WARD))
        self._fill_groups()

    def _fill_groups(self) -> None:
        kept, unit = self.group.currentData(), self.unit.currentData()
        self.group.clear()
        self.group.addItem(_("Mọi thôn/tổ dân phố"), None)
        for place in places(self._session.store):
            if unit is not None and place.unit == unit and place.residential_group is not None:
                self.group.addItem(place.residential_group, place.residential_group)
        self.group.setCurrentIndex(max(0, self.group.findData(kept)))
        self.group.setEnabled(self.group.count() > 1)

    def _unit_chosen(self) -> None:
        self._fill_groups()
        self.refresh()

    def scope(self) -> Scope:
        """The place chosen."""
        return Scope(self.unit.currentData(), self.group.currentData())

    # -- households ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List the households there again; what was marked and is still there stays marked."""
        self._fill_units()
        marked = set(self._marked())
        scope, typed = self.scope(), self.search.typed()
        store = self._session.store
        known = sum(place.households for place in places(store)) if scope.unit is None else 0
        if typed or known > LIMIT:  # a whole town is too long a list to be put in order while somebody waits
            second = second_by_household(store)
            rows = tuple(
                _house(row, second.get(row.household_uuid, ())) for row in _looked_up(store, typed, scope)
            )
        else:
            rows = houses(store, unit=scope.unit, residential_group=scope.residential_group)
        self._total = len(rows) if typed else max(known, len(rows))
        self.table.put(rows[:LIMIT])
        self._mark_all(marked)
        self.count.setText(self._count_words())
        self.marked.emit()

    def _count_words(self) -> str:
        shown = len(self.table.rows)
        if shown != self._total:
            words = _("{shown} hộ đầu trong {count} hộ")
            return words.format(shown=number(shown), count=number(self._total))
        counted = sum(row.is_counted for row in self.table.rows)
        if counted == shown:
            return _("{count} hộ").format(count=number(shown))
        words = _("{count} hộ, và {second} tờ của hộ mà mọi người đã đếm ở nơi khác")
        return words.format(count=number(counted), second=number(shown - counted))

    def choice(self) -> Choice:
        """What is to be printed."""
        is_cut = self._total > len(self.table.rows)
        with_people = tuple(row.household_uuid for row in self.table.rows if row.people)
        return Choice(
            tuple(self._marked()),
            None if is_cut else with_people,
            self.scope(),
            self._total if is_cut else len(with_people),
        )

    def _marked(self) -> list[uuid.UUID]:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.table.rows[row].household_uuid for row in rows]

    def _mark_all(self, households: set[uuid.UUID]) -> None:
        how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for at, row in enumerate(self.table.rows):
            if row.household_uuid in households:
                self.view.selectionModel().select(self.table.index(at, 0), how)

    def mark(self, household_uuid: uuid.UUID) -> None:
        """Mark one household in the list."""
        for at, row in enumerate(self.table.rows):
            if row.household_uuid == household_uuid:
                self.view.selectRow(at)

    def _find_and_go(self) -> None:
        self.refresh()
        if self.table.rows:
            self.view.setFocus()
            self.view.selectRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leads from the search line into the list, as in the room for looking up."""
        is_down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if watched is self.search and event.type() == QEvent.Type.KeyPress and is_down:
            self._find_and_go()
            return True
        return super().eventFilter(watched, event)

    def _row_wanted(self, index: QModelIndex) -> None:
        self.wanted.emit(self.table.rows[index.row()].household_uuid)


def _looked_up(store: Store, typed: str, scope: Scope) -> tuple[HouseholdRow, ...]:
    return list_households(
        store,
        search=typed or None,
        unit=scope.unit,
        residential_group=scope.residential_group,
        limit=LIMIT,
    )


def _house(row: HouseholdRow, second: tuple[uuid.UUID, ...]) -> House:
    return House(
        row.household_uuid,
        row.unit,
        row.residential_group,
        row.household_no,
        row.head_name,
        row.people,
        second,
    )


def _choice(name: str, spoken: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    return made
