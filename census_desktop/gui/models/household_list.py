"""Households at the left of the entry room, one line each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from census_desktop.base.text import _
from census_desktop.gui.plain import plain_tip
from census_desktop.gui.theme import colour
from census_desktop.store.records import HouseholdRow

_Index = QModelIndex | QPersistentModelIndex


class HouseholdList(QAbstractListModel):
    """The households found, newest first, as the store gives them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HouseholdRow, ...] = ()

    def put(self, rows: Sequence[HouseholdRow]) -> None:
        """Show other households."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, household_uuid: uuid.UUID) -> QModelIndex:
        """Where a household stands; an invalid index when it is not listed."""
        for at, row in enumerate(self.rows):
            if row.household_uuid == household_uuid:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Number of households."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One line: number, head, people."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            name = row.head_name or _("chưa có phiếu")
            return _("Hộ {number} {name}, {count} người").format(
                number=row.household_no or "–", name=name, count=row.people
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.residential_group) or None
        return None


class HouseholdLine(QStyledItemDelegate):
    """Number in a quiet column, the head's name, the count at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        model = index.model()
        if not isinstance(model, HouseholdList):
            return
        row = model.rows[index.row()]
        rect: QRect = option.rect
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        paint_ground(painter, rect, is_marked=is_marked)
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        quiet = colour("selection_text" if is_marked else "text_muted")
        number_width = metrics.horizontalAdvance("0000") + 8
        count = str(row.people)
        count_width = metrics.horizontalAdvance("00") + 8
        painter.setPen(quiet)
        painter.drawText(rect.adjusted(7, 0, 0, 0), middle, row.household_no or "–")
        painter.drawText(rect.adjusted(0, 0, -7, 0), middle | Qt.AlignmentFlag.AlignRight, count)
        painter.setPen(colour("selection_text" if is_marked else "text" if row.head_name else "text_muted"))
        place = rect.adjusted(7 + number_width, 0, -7 - count_width, 0)
        name = row.head_name or _("chưa có phiếu")
        painter.drawText(place, middle, metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """High enough for letters with two marks."""
        del index
        return QSize(100, line_height(option))


def line_height(option: QStyleOptionViewItem) -> int:
    """Height of a list line for the font in use."""
    return int(option.fontMetrics.height()) + 7


def paint_ground(painter: QPainter, rect: QRect, *, is_marked: bool) -> None:
    """The ground of a line; the marked one has a bar at its left, not only another colour."""
    if is_marked:
        painter.fillRect(rect, colour("selection"))
        painter.fillRect(rect.x(), rect.y(), 3, rect.height(), colour("accent"))
