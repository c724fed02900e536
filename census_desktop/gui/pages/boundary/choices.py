"""Households of divided units: mark some, press the digit of their new unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, mark_row, marked_rows, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.boundaries import Applied
from census_desktop.services.boundary_choices import Waiting, choose_unit, unchoose, waiting_households
from census_desktop.services.boundary_papers import waiting_paper
from census_desktop.services.units import unit_name

WAITING_COLUMNS: tuple[Column[Waiting], ...] = (
    Column(N_("Đơn vị cũ"), lambda each: unit_name(each.row.unit or ""), 20),
    Column(N_("Thôn/TDP"), lambda each: each.row.residential_group or "–", 20),
    Column(N_("Hộ số"), lambda each: each.row.household_no or "–", 8),
    Column(N_("Chủ hộ"), lambda each: each.row.head_name or "–", 24),
    Column(N_("Địa chỉ"), lambda each: each.address or "–", 0),
    Column(
        N_("Người"),
        lambda each: number(each.row.people),
        6,
        is_right=True,
        order=lambda each: each.row.people,
    ),
)


class ChoicePane(QWidget):
    """The work list; a digit chooses for all marked households, F7 takes the last choice back.

    Signals:
        changed(): records changed.
    """

    changed = Signal()

    def __init__(self, session: Session, banner: Banner) -> None:
        super().__init__()
        self._session, self._banner = session, banner
        self._last: tuple[Waiting, ...] = ()
        self.units: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        self.hint = muted_label(wraps=True)
        row.addWidget(self.hint, 1)
        self.back_button = button(_("Bỏ lựa chọn vừa rồi (F7)"), self.take_back, "unchoose")
        self.print_button = button(_("In danh sách… (F8)"), self.print_list, "print_waiting")
        row.addWidget(self.back_button)
        row.addWidget(self.print_button)
        column.addLayout(row)
        self.table: RowTable[Waiting] = RowTable(WAITING_COLUMNS, self)
        self.view = table_view(self.table, "boundary_waiting", _("Hộ chờ chọn đơn vị"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        self.view.activated.connect(self._open)
        column.addWidget(self.view, 1)

    def refresh(self) -> None:
        """Read the list again."""
        row = self.view.currentIndex().row()
        self.table.put(waiting_households(self._session.store))
        if self.table.rows:
            mark_row(self.view, min(max(row, 0), len(self.table.rows) - 1))
        self._tell()

    @property
    def marked(self) -> tuple[Waiting, ...]:
        """The households marked."""
        return tuple(self.table.rows[row] for row in marked_rows(self.view))

    def _tell(self) -> None:
        marked = self.marked
        common = set(marked[0].choices).intersection(*(each.choices for each in marked)) if marked else set()
        self.units = tuple(sorted(common))[:9]
        self.back_button.setEnabled(bool(self._last))
        if not self.table.rows:
            self.hint.setText(_("Không còn hộ nào chờ chọn đơn vị."))
        elif not self._session.is_town:
            self.hint.setText(_("Thị xã chọn đơn vị cho các hộ này."))
        elif self.units:
            keys = " · ".join(f"{key} {unit_name(unit)}" for key, unit in enumerate(self.units, start=1))
            self.hint.setText(
                _("{count} hộ đang chọn, gõ số: {keys}. Shift với mũi tên chọn thêm, Enter mở hộ.").format(
                    count=number(len(marked)), keys=keys
                )
            )
        else:
            self.hint.setText(_("Các hộ đang chọn không có đơn vị mới chung."))

    def answer(self, event: QKeyEvent) -> bool:
        """Digits choose, F7 takes back, F8 prints."""
        if event.key() == Qt.Key.Key_F7:
            self.take_back()
        elif event.key() == Qt.Key.Key_F8:
            self.print_list()
        elif event.text().isdigit() and 0 < int(event.text()) <= len(self.units) and self._session.is_town:
            self._choose(self.units[int(event.text()) - 1])
        else:
            return False
        return True

    def _choose(self, unit: str) -> None:
        marked, store = self.marked, self._session.store
        households = [each.row.household_uuid for each in marked]

        def done(applied: Applied) -> None:
            self._last = marked
            self._banner.say(
                _("{count} hộ sang {unit}.").format(count=number(applied.households), unit=unit_name(unit)),
                "ok",
            )
            self.changed.emit()

        run_job(
            self._session.jobs, self, _("Đang chuyển hộ theo phương án"),
            lambda control: choose_unit(store, households, unit, control=control), done, self._fail,
        )  # fmt: skip

    def take_back(self) -> None:
        """The households chosen last wait again."""
        if not self._last:
            return
        unchoose(self._session.store, [each.row.household_uuid for each in self._last])
        self._banner.say(_("{count} hộ chờ chọn lại.").format(count=number(len(self._last))), "ok")
        self._last = ()
        self.changed.emit()

    def print_list(self) -> None:
        """The list on paper, to take to the houses."""
        preview(self, (waiting_paper(self._session.store, self.table.rows),), self._banner)

    def _open(self) -> None:
        marked = self.marked
        if marked:
            self._session.bus.household_wanted.emit(marked[0].row.household_uuid, None)

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error)
