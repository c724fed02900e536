"""The list of choices under a field. It never takes the focus, so an input method goes on composing undisturbed.

It lies over the other fields inside their window: a window of its own could not be placed under Wayland, and on some
systems takes the activation, and with it the half-composed word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from census_desktop.gui.plain import plain_tip
from census_desktop.gui.theme import colour

MOST_ROWS = 9

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list.

    Attributes:
        text: what goes into the field.
        number: short code the officer may type instead, may be "".
        note: what he should know, may be "".
        aside: the same for the eye, at the end of the line; may be "".
    """

    text: str
    number: str = ""
    note: str = ""
    aside: str = ""


class _Choices(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[Choice, ...] = ()

    def put(self, items: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(item.note) or None
        return None


class _Line(QStyledItemDelegate):
    """Number in a quiet column, then the words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _Choices):
            return
        item = model.items[index.row()]
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
        gutter = painter.fontMetrics().horizontalAdvance("000") + 10
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("text_muted"))
        painter.drawText(rect.adjusted(6, 0, 0, 0), centre, item.number)
        painter.drawText(rect.adjusted(0, 0, -6, 0), centre | Qt.AlignmentFlag.AlignRight, item.aside)
        painter.setPen(colour("text"))
        painter.drawText(rect.adjusted(6 + gutter, 0, -4, 0), centre, item.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """All lines are equally high, tall enough for two stacked marks."""
        del index
        return QSize(60, line_height(option.fontMetrics))


def line_height(metrics: QFontMetrics) -> int:
    """Height of one line."""
    return metrics.height() + 5


class SuggestionList(QListView):
    """A list that lies under its field and is steered from there.

    Signals:
        picked(text): the user clicked a line.
    """

    picked = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.setObjectName("suggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._owner = owner
        self._model = _Choices(self)
        self.setModel(self._model)
        self.setItemDelegate(_Line(self))
        self.clicked.connect(lambda index: self.picked.emit(self._model.items[index.row()].text))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is listed now."""
        return self._model.items

    def offer(self, items: Sequence[Choice], *, select_first: bool) -> None:
        """Show `items` under the owner, or hide when there are none."""
        self._model.put(items)
        if not items:
            self.hide()
            return
        self.setCurrentIndex(self._model.index(0) if select_first else QModelIndex())
        self._place(items)
        self.show()
        self.raise_()

    def _place(self, items: Sequence[Choice]) -> None:
        metrics = self.fontMetrics()
        height = line_height(metrics)
        wide = max(metrics.horizontalAdvance(f"000{item.text}  {item.aside}") for item in items) + 44
        size_width, size_height = max(self._owner.width(), wide), min(len(items), MOST_ROWS) * height + 4
        window = self._owner.window()
        place = self._owner.mapTo(window, QPoint(0, self._owner.height()))
        if place.y() + size_height > window.height():
            place = self._owner.mapTo(window, QPoint(0, -size_height))
        place.setX(max(0, min(place.x(), window.width() - size_width)))
        self.setGeometry(QRect(place.x(), place.y(), size_width, size_height))

    def step(self, by: int) -> None:
        """Move the marked line up or down, staying at the ends."""
        row = self.currentIndex().row() if self.currentIndex().isValid() else -1 if by > 0 else 0
        row = max(0, min(len(self.choices) - 1, row + by))
        self.setCurrentIndex(self._model.index(row))
        self.scrollTo(self._model.index(row))

    def marked(self) -> Choice | None:
        """The marked line, None when there is none or the list is hidden."""
        index = self.currentIndex()
        return self.choices[index.row()] if self.isVisible() and index.isValid() else None
