"""One table model for all short tables: frozen rows, columns as data. Long lists page from the store instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from census_desktop.base.text import _
from census_desktop.domain.vietnamese import natural_key
from census_desktop.gui import icons
from census_desktop.gui.plain import plain_tip
from census_desktop.gui.theme import colour

_Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
SHARE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MOST_ROWS = 5000  # beyond this, page from the store


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        title: head of the column, a Vietnamese message id.
        text: what stands in a cell.
        width: usual length in characters; 0 takes the room left over.
        is_right: for figures.
        order: what to sort by; None sorts the text as Vietnamese lists do, figures in it by their value.
        sign: name of a sign before the text, "" for none.
        share: part of a whole from 0 up, painted as a bar.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 12
    is_right: bool = False
    order: Callable[[Row], Any] | None = None
    sign: Callable[[Row], str] | None = None
    share: Callable[[Row], float] | None = None


class RowTable(QAbstractTableModel, Generic[Row]):
    """Rows of a table, sorted by a click on the head."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()
        self._given: tuple[Row, ...] = ()
        self._sorting: tuple[int, Qt.SortOrder] | None = None
        self._emphasis: Callable[[Row], bool] = lambda _row: False

    def emphasise(self, is_strong: Callable[[Row], bool]) -> None:
        """Rows for which `is_strong` holds are shown in bold (totals)."""
        self._emphasis = is_strong

    def put(self, rows: Sequence[Row]) -> None:
        """Show other rows, at most `MOST_ROWS`, in the order the user has asked for."""
        self.beginResetModel()
        self._given = tuple(rows[:MOST_ROWS])
        self.rows = self._sorted()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles; right-aligned over figures."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_right=column.is_right)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        answers: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: column.text(row),
            Qt.ItemDataRole.ToolTipRole: lambda: plain_tip(column.text(row)) if not column.width else None,
            Qt.ItemDataRole.TextAlignmentRole: lambda: _alignment(is_right=column.is_right),
            Qt.ItemDataRole.DecorationRole: lambda: self._sign(row, column),
            Qt.ItemDataRole.FontRole: lambda: self._font(row),
            SHARE_ROLE: lambda: column.share(row) if column.share is not None else None,
        }
        answer = answers.get(role)
        return answer() if answer is not None else None

    def _sign(self, row: Row, column: Column[Row]) -> Any:
        name = column.sign(row) if column.sign is not None else ""
        return icons.icon(name) if name else None

    def _font(self, row: Row) -> QFont | None:
        if not self._emphasis(row):
            return None
        font = QFont()
        font.setBold(True)
        return font

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows at hand, and those that come later; no column gives the order they came in.

        The marked row stays marked.
        """
        self._sorting = (column, order) if 0 <= column < len(self.columns) else None
        self.layoutAboutToBeChanged.emit()
        before, marked = self.rows, self.persistentIndexList()
        self.rows = self._sorted()
        place = {id(row): at for at, row in enumerate(self.rows)}
        moved = [self.index(place[id(before[one.row()])], one.column()) for one in marked]
        self.changePersistentIndexList(marked, moved)
        self.layoutChanged.emit()

    def _sorted(self) -> tuple[Row, ...]:
        if self._sorting is None:
            return self._given
        place, order = self._sorting
        column = self.columns[place]
        key = column.order or (lambda row: natural_key(column.text(row)))
        return tuple(sorted(self._given, key=key, reverse=order is Qt.SortOrder.DescendingOrder))


def _alignment(*, is_right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class ShareDelegate(QStyledItemDelegate):
    """A bar with quarter marks and the figure beside it; the figure also reaches screen readers as text."""

    FIGURE_ROOM = "000,0%"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the bar."""
        share = index.data(SHARE_ROLE)
        rect: QRect = option.rect
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_marked:
            painter.fillRect(rect, colour("selection"))
        room = painter.fontMetrics().horizontalAdvance(self.FIGURE_ROOM) + 10
        bar = QRectF(rect.x() + 8, rect.center().y() - 5, rect.width() - room - 16, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("meter"))
        painter.drawRoundedRect(bar, 3, 3)
        filled = QRectF(bar.x(), bar.y(), bar.width() * min(share or 0.0, 1.0), bar.height())
        painter.setBrush(colour(meter_colour(share or 0.0)))
        painter.drawRoundedRect(filled, 3, 3)
        painter.setPen(colour("surface"))
        for quarter in (0.25, 0.5, 0.75):
            x = bar.x() + bar.width() * quarter
            painter.drawLine(round(x), round(bar.top()), round(x), round(bar.bottom()))
        painter.setPen(colour("selection_text" if is_marked else "text"))
        painter.drawText(
            rect.adjusted(0, 0, -8, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            index.data(),
        )
        painter.restore()


class WordsDelegate(QStyledItemDelegate):
    """A sentence, wrapped; says how high it is, padding of the style sheet included."""

    PADDING = 20

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Height of all lines."""
        view = option.widget
        wide = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        flags = int(Qt.TextFlag.TextWordWrap)
        text = option.fontMetrics.boundingRect(
            QRect(0, 0, wide - self.PADDING, 4000), flags, index.data() or ""
        )
        return QSize(wide, text.height() + 9)


def meter_colour(share: float) -> str:
    """Colour of a bar: below half, under way, complete."""
    return "meter_full" if share >= 1 else "meter_mid" if share >= 0.5 else "meter_low"


def table_view(model: RowTable[Any], name: str, words: str) -> QTableView:
    """A table over `model` in the dress of the house."""
    view = QTableView()
    view.setObjectName(name)
    view.setAccessibleName(words)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    metrics = view.fontMetrics()
    view.verticalHeader().setDefaultSectionSize(metrics.height() + 9)
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setMinimumSectionSize(30)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, column in enumerate(model.columns):
        if column.width:
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            title = metrics.horizontalAdvance(_(column.title)) * 11 // 10 + 26
            view.setColumnWidth(place, max(metrics.horizontalAdvance("0") * column.width + 24, title))
        else:
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        if column.share is not None:
            view.setItemDelegateForColumn(place, ShareDelegate(view))
        elif not column.width:
            view.setItemDelegateForColumn(place, WordsDelegate(view))
    return view


def marked_rows(view: QTableView) -> list[int]:
    """The rows marked, from the top."""
    return sorted({index.row() for index in view.selectionModel().selectedRows()})


def mark_row(view: QTableView, row: int) -> None:
    """Mark one row and nothing else; `selectRow` would add or take away while Ctrl or Shift is held."""
    model, index = view.selectionModel(), view.model().index(row, 0)
    model.setCurrentIndex(index, _ONE_ROW)


_ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
