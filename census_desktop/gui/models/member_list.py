"""People of the open household, with the state of each slip."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from census_desktop.base.text import _
from census_desktop.gui import icons
from census_desktop.gui.models.household_list import line_height, paint_ground
from census_desktop.gui.plain import plain_tip
from census_desktop.gui.theme import colour

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One slip of the household.

    Attributes:
        person_uuid: the slip.
        name: as typed, None while blank.
        relation: label of the relation to the head, "" when blank.
        born: year of birth, "" when blank.
        errors: errors found.
        warnings: warnings found.
        is_stored: False for the slip that is being typed for the first time.
    """

    person_uuid: uuid.UUID
    name: str | None
    relation: str
    born: str
    errors: int = 0
    warnings: int = 0
    is_stored: bool = True

    @property
    def sign(self) -> str:
        """Name of the sign before the line."""
        if not self.is_stored:
            return "draft"
        return "error" if self.errors else "warning" if self.warnings else "ok"

    @property
    def words(self) -> str:
        """The sign in words."""
        if not self.is_stored:
            return _("đang gõ")
        if self.errors:
            return _("{count} lỗi").format(count=self.errors)
        if self.warnings:
            return _("{count} cảnh báo").format(count=self.warnings)
        return _("đủ")


class MemberList(QAbstractListModel):
    """The slips of one household."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[MemberLine, ...] = ()

    def put(self, lines: Sequence[MemberLine]) -> None:
        """Show other slips."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def update_line(self, line: MemberLine) -> None:
        """Show one slip anew, as it stands on the form now."""
        index = self.row_of(line.person_uuid)
        if index.isValid():
            at = index.row()
            self.lines = (*self.lines[:at], line, *self.lines[at + 1 :])
            self.dataChanged.emit(index, index)

    def row_of(self, person_uuid: uuid.UUID) -> QModelIndex:
        """Where a slip stands; an invalid index when it is not listed."""
        for at, line in enumerate(self.lines):
            if line.person_uuid == person_uuid:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Number of slips."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One line in words."""
        line = self.lines[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            parts = (line.name or _("phiếu mới"), line.born, line.relation, line.words)
            words = ", ".join(part for part in parts if part)
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None


class MemberDelegate(QStyledItemDelegate):
    """Sign of the state, name, and at the right the relation."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        model = index.model()
        if not isinstance(model, MemberList):
            return
        line = model.lines[index.row()]
        rect: QRect = option.rect
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        paint_ground(painter, rect, is_marked=is_marked)
        icons.draw(painter, line.sign, QRectF(rect.x() + 7, rect.center().y() - 6, 14, 14))
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        quiet = colour("selection_text" if is_marked else "text_muted")
        tail = line.relation or line.born
        tail_width = min(metrics.horizontalAdvance(tail) + 2, rect.width() * 2 // 5)
        painter.setPen(quiet)
        painter.drawText(
            rect.adjusted(rect.width() - tail_width - 7, 0, -7, 0),
            middle | Qt.AlignmentFlag.AlignRight,
            metrics.elidedText(tail, Qt.TextElideMode.ElideRight, tail_width),
        )
        painter.setPen(colour("selection_text" if is_marked else "text" if line.name else "text_muted"))
        place = rect.adjusted(27, 0, -tail_width - 14, 0)
        name = line.name or _("(phiếu mới)")
        painter.drawText(place, middle, metrics.elidedText(name, Qt.TextElideMode.ElideRight, place.width()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """High enough for letters with two marks."""
        del index
        return QSize(100, line_height(option))
