"""The figures above the views of the room of progress."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.domain.progress import UnitProgress
from census_desktop.gui.pages.progress.views import deadline_words, percent_text
from census_desktop.gui.widgets import Kpi
from census_desktop.reports.progress_words import forecast, pace


class ProgressTiles(QWidget):
    """Target, slips, share, households, units complete, pace, forecast."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        self.target, self.people = Kpi(_("Chỉ tiêu nhân khẩu")), Kpi(_("Đã nhập"))
        self.percent, self.households = Kpi(_("Tỷ lệ")), Kpi(_("Số hộ / chỉ tiêu"))
        self.complete, self.pace = Kpi(_("Đơn vị hoàn thành")), Kpi(_("Phiếu/ngày: đạt / cần"))
        self.forecast = Kpi(_("Dự kiến xong / hạn"))
        for tile in (
            self.target, self.people, self.percent, self.households, self.complete, self.pace, self.forecast,
        ):  # fmt: skip
            row.addWidget(tile, 1)

    def put(self, whole: UnitProgress, units: tuple[UnitProgress, ...], day: datetime.date) -> None:
        """Show a place, and how many of all units are complete."""
        done = sum(unit.complete for unit in units)
        self.target.put(number(whole.target_people))
        self.people.put(number(whole.people))
        self.percent.put(percent_text(whole.share_typed), "ok" if whole.all_in else "")
        self.households.put(f"{number(whole.households)} / {number(whole.target_households)}")
        self.complete.put(f"{done} / {len(units)}", "ok" if done == len(units) else "")
        self.pace.put(pace(whole, day))
        self.forecast.put(" / ".join((forecast(whole, day), *deadline_words(whole))))
