"""The machines a collecting machine knows: newest package, missing numbers, receipts due."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, muted_label
from census_desktop.services.laptops import Laptop, laptops, stretches


def _came(one: Laptop) -> str:
    if one.last_in is None:
        return "–"
    return _("số {number}, {at}").format(number=one.last_in.sequence, at=local_moment(one.last_in.at))


def _left(one: Laptop) -> str:
    return ", ".join(
        filter(
            None,
            (
                _("chờ biên nhận") if one.is_due else "",
                _("hai gói cùng số {numbers}").format(numbers=stretches(one.twice)) if one.twice else "",
                "" if one.is_active else _("đã thu hồi"),
            ),
        )
    )


def _sign(one: Laptop) -> str:
    if not one.is_active:
        return "refused"
    return "warning" if one.is_due or one.missing or one.twice else "ok"


COLUMNS: tuple[Column[Laptop], ...] = (
    Column(N_("Máy"), lambda one: one.device, 14, sign=_sign),
    Column(N_("Đơn vị"), lambda one: one.unit_name, 17),
    Column(
        N_("Gói mới nhất đã gộp"),
        _came,
        23,
        order=lambda one: one.last_in.sequence if one.last_in is not None else 0,
    ),
    Column(N_("Người"), lambda one: number(one.people), 7, is_right=True, order=lambda one: one.people),
    Column(N_("Số chưa nhận"), lambda one: stretches(one.missing) or "–", 16),
    Column(N_("Biên nhận gần nhất"), lambda one: local_moment(one.last_out.at) if one.last_out else "–", 17),
    Column(N_("Việc còn lại"), _left, 0),
)


class LaptopsDialog(QDialog):
    """One line for each machine; Enter writes the receipt, Esc closes."""

    def __init__(self, session: Session, write: Callable[[], None] | None, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("laptops")
        self.setWindowTitle(_("Gói đã nhận từ từng máy"))
        self.resize(1060, 400)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.table: RowTable[Laptop] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "laptop_packages", _("Gói đã nhận từ từng máy"))
        column.addWidget(self.view, 1)
        words = _("Gói sau thường đã gồm cả gói chưa nhận; số cũng thiếu khi máy đó gửi nơi khác · Esc đóng")
        column.addWidget(muted_label(words, wraps=True))
        self.finished.connect(self.deleteLater)
        if write is not None:

            def go() -> None:
                self.accept()  # news of it is told in the room
                write()

            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(button(_("Ghi biên nhận cho các máy… (Enter)"), go, "write_receipt"))
            column.addLayout(row)
            self.view.activated.connect(lambda _index: go())
        self._session = session
        session.bus.changed.connect(self.refresh)
        self.refresh()
        self.view.setFocus()

    def refresh(self) -> None:
        """Look again, after a receipt was written."""
        row = max(self.view.currentIndex().row(), 0)
        self.table.put(laptops(self._session.store))
        if self.table.rows:
            self.view.selectRow(min(row, len(self.table.rows) - 1))
