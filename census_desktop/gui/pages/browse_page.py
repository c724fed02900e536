"""Tra cứu: find people by name or number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.actions import bind
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.pages.browse_two import TwoSlips
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import SearchLine, muted_label, plain_label
from census_desktop.services.units import unit_name
from census_desktop.store.search import PersonRow, search_people

LIMIT = 500


def _label(list_name: str, code: str | None) -> str:
    return code_list(list_name).label(code) if code is not None else ""


COLUMNS: tuple[Column[PersonRow], ...] = (
    Column(
        N_("Họ và tên"),
        lambda row: row.full_name or "",
        0,
        order=lambda row: name_key(row.full_name or ""),
    ),
    Column(
        N_("Ngày sinh"),
        lambda row: show_answer(PERSON_FIELDS["birth_date"], row.birth_date),
        11,
        order=lambda row: row.birth_date or "",
    ),
    Column(N_("Giới tính"), lambda row: _label("sex", row.sex), 6),
    Column(N_("Số định danh"), lambda row: row.personal_id or "", 14),
    Column(N_("Quan hệ"), lambda row: _label("relation_to_head", row.relation_to_head), 13),
    Column(N_("Thôn/TDP"), lambda row: row.residential_group or "", 22),
    Column(N_("Đơn vị"), lambda row: unit_name(row.unit) if row.unit else "", 20),
)


class BrowsePage(QWidget):
    """One search line, one table; Enter opens the slip."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Tra cứu người"), "page_title"))
        head.addStretch(1)
        self.count = muted_label()
        head.addWidget(self.count)
        column.addLayout(head)
        self.search = SearchLine(
            "people_search",
            _("Tìm người"),
            _("Tên (không cần dấu, không cần đủ) hoặc những số đầu của số định danh"),
        )
        self.search.setFixedHeight(self.search.fontMetrics().height() + 14)
        column.addWidget(self.search)
        self.table: RowTable[PersonRow] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "people", _("Người tìm thấy"))
        column.addWidget(self.view, 1)
        self.search.paused.connect(self.look_up)
        self.search.returnPressed.connect(self._find_and_go)
        self.view.activated.connect(self._open)
        bind(self, "find", self.focus_search)
        self._comparer = TwoSlips(session, self, self.table, self.view, self.count)
        bind(self, "compare_two", self._comparer.take)
        self.look_up()

    def refresh(self) -> None:
        """Look again after records changed."""
        self.look_up()

    def look_up(self) -> None:
        """Search for what is typed."""
        typed = self.search.typed()
        rows = search_people(self._session.store, typed, LIMIT) if typed else ()
        self.table.put(rows)
        if not typed:
            self.count.setText(_("Gõ tên để tìm."))
        elif len(rows) >= LIMIT:
            self.count.setText(_("{count} người đầu tiên, gõ thêm để thu hẹp").format(count=LIMIT))
        else:
            self.count.setText(_("{count} người").format(count=len(rows)))

    def _find_and_go(self) -> None:
        self.look_up()
        if self.table.rows:
            self.view.setFocus()
            self.view.selectRow(0)

    def _open(self, index: QModelIndex) -> None:
        row = self.table.rows[index.row()]
        if row.household_uuid is not None:
            self._session.bus.household_wanted.emit(row.household_uuid, row.person_uuid)

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.take_cursor()
