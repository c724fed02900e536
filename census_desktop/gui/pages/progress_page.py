"""Tiến độ: targets against what is in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.domain.progress import UnitProgress
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, button, plain_label
from census_desktop.services.documents import progress_paper
from census_desktop.services.progress import progress


def percent_text(share: float) -> str:
    """A share as "67,7%": one decimal, rounded down, so that 100% is never shown before the last slip is in."""
    tenths = int(share * 1000 + 1e-9)
    whole, rest = divmod(tenths, 10)
    return _("{whole},{rest}%").format(whole=whole, rest=rest)


def _left(unit: UnitProgress) -> int:
    return max(0, unit.target_people - unit.people)


COLUMNS: tuple[Column[UnitProgress], ...] = (
    Column(N_("Đơn vị"), lambda unit: unit.name, 22, sign=lambda unit: "ok" if unit.complete else "draft"),
    Column(N_("Mã"), lambda unit: unit.code, 6),
    Column(
        N_("Chỉ tiêu"), lambda u: number(u.target_people), 8, is_right=True, order=lambda u: u.target_people
    ),
    Column(N_("Đã nhập"), lambda u: number(u.people), 8, is_right=True, order=lambda u: u.people),
    Column(N_("Còn lại"), lambda u: number(_left(u)), 8, is_right=True, order=_left),
    Column(
        N_("Tiến độ nhân khẩu"),
        lambda unit: percent_text(unit.percent / 100),
        0,
        order=lambda unit: unit.percent,
        share=lambda unit: unit.percent / 100,
    ),
    Column(
        N_("Hộ"),
        lambda u: f"{number(u.households)} / {number(u.target_households)}",
        14,
        is_right=True,
        order=lambda u: u.households,
    ),
    Column(
        N_("Gói mới nhất"),
        lambda unit: local_moment(unit.last_package_at) or "–",
        16,
        order=lambda unit: unit.last_package_at or "",
    ),
)


class ProgressPage(QWidget):
    """Five figures and the table of units."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        head = QHBoxLayout()
        self.title = plain_label("", "page_title")
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(button(_("In báo cáo…"), self.print_report, "print_progress"))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.target, self.people = Kpi(_("Chỉ tiêu nhân khẩu")), Kpi(_("Đã nhập"))
        self.percent, self.households = Kpi(_("Tỷ lệ")), Kpi(_("Số hộ"))
        self.complete = Kpi(_("Đơn vị hoàn thành"))
        for tile in (self.target, self.people, self.percent, self.households, self.complete):
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        self.table: RowTable[UnitProgress] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "progress", _("Tiến độ theo đơn vị"))
        self.view.setSortingEnabled(True)
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        self.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        column.addWidget(self.view, 1)
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        found = progress(self._session.store)
        self.title.setText(_("Tiến độ – {name}").format(name=found.total.name))
        head = self.view.horizontalHeader()
        self.table.put(found.units)
        self.table.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        whole = found.total
        done = sum(unit.complete for unit in found.units)
        self.target.put(number(whole.target_people))
        self.people.put(number(whole.people))
        self.percent.put(percent_text(whole.percent / 100), "ok" if whole.complete else "")
        self.households.put(number(whole.households))
        self.complete.put(f"{done} / {len(found.units)}", "ok" if done == len(found.units) else "")

    def print_report(self) -> None:
        """Show the report as it will be printed."""
        preview(self, (progress_paper(self._session.store),), self.banner)
