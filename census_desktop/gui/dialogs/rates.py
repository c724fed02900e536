"""F11, supervisors only: findings per hundred slips by officer, collector and residential group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, decimal, number
from census_desktop.domain.rules.book import RULES_BY_ID
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.widgets import muted_label, plain_label
from census_desktop.services.rates import By, Rate

_KEYS = {Qt.Key.Key_1: By.OFFICER, Qt.Key.Key_2: By.COLLECTOR, Qt.Key.Key_3: By.GROUP}
_TITLES = {
    By.OFFICER: N_("Theo cán bộ nhập"),
    By.COLLECTOR: N_("Theo người thu phiếu"),
    By.GROUP: N_("Theo thôn, tổ dân phố"),
}
_BLANKS = re.compile(r"\{\w+\}")


def _sentence(rule: str) -> str:
    """What the rule says, with dots where answers stand."""
    return _BLANKS.sub("…", _(RULES_BY_ID[rule].message)) if rule in RULES_BY_ID else ""


COLUMNS: tuple[Column[Rate], ...] = (
    Column(N_("Của ai"), lambda line: line.name or _("(không ghi)"), 26, order=lambda line: name_key(line.name)),
    Column(N_("Số phiếu"), lambda line: number(line.slips), 9, True, lambda line: line.slips),
    Column(N_("Lỗi"), lambda line: number(line.errors), 8, True, lambda line: line.errors),
    Column(N_("Nhắc"), lambda line: number(line.warnings), 8, True, lambda line: line.warnings),
    Column(
        N_("Trên 100 phiếu"), lambda line: decimal(line.per_hundred), 14, True, lambda line: line.per_hundred
    ),
    Column(N_("Hay gặp nhất"), lambda line: _sentence(line.frequent), 0),
)  # fmt: skip


class RatesDialog(QDialog):
    """One table; 1, 2 and 3 change whose slips are put together.

    Attributes:
        table: the lines, the worst first.
    """

    def __init__(self, found: Mapping[By, tuple[Rate, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rates")
        self.setWindowTitle(_("Tỷ lệ lỗi"))
        self.resize(1000, 560)
        self._found = found
        column = QVBoxLayout(self)
        self.title = plain_label("", "card_title")
        column.addWidget(self.title)
        self.table: RowTable[Rate] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "rates_view", _("Tỷ lệ lỗi"))
        self.view.setSortingEnabled(True)
        column.addWidget(self.view, 1)
        keys = " · ".join(f"{chr(key.value)} {_(_TITLES[by])}" for key, by in _KEYS.items())
        column.addWidget(muted_label(_("{keys} · Esc: đóng").format(keys=keys), wraps=True))
        words = _("Một tỷ lệ cao chưa nói ai làm sai: hãy xem phiếu. Việc xem bảng này được ghi vào nhật ký.")
        column.addWidget(muted_label(words, wraps=True))
        for key, by in _KEYS.items():  # the table would search for digits
            QShortcut(QKeySequence(key), self, partial(self.show_by, by))
        self.show_by(By.OFFICER)

    def show_by(self, by: By) -> None:
        """Put slips together in another way."""
        head = self.view.horizontalHeader()
        head.setSortIndicator(-1, head.sortIndicatorOrder())  # worst first
        self.title.setText(_(_TITLES[by]))
        self.table.put(self._found[by])
        self.view.setFocus()
