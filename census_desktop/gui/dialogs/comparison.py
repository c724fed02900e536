"""Two slips side by side, box by box; rows that differ are tinted and marked by a sign and bold letters."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from census_desktop.base.text import _
from census_desktop.domain.dc01 import PAPER_FIELDS, PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.gui import theme
from census_desktop.gui.plain import plain_tip

TAKEN_SIGN = "←"


class _Tint(QStyledItemDelegate):
    """Paints the background of an item, which a style sheet for items leaves out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tint first, words upon it; a marked row keeps the colour of marking."""
        tint = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(tint, QBrush):
            painter.fillRect(option.rect, tint)
        super().paint(painter, option, index)


class ComparisonTable(QTableWidget):
    """Boxes that at least one of the slips fills in, in paper order."""

    def __init__(self, mine: str, theirs: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("comparison")
        self.setAccessibleName(_("{mine} và {theirs}").format(mine=mine, theirs=theirs))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalHeaderLabels([_("Ô"), mine, theirs])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, 190)
        self.setItemDelegate(_Tint(self))
        self.names: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, digits and the blank key are the dialog's; arrows are the table's own."""
        if event.text().isalnum() or event.key() == Qt.Key.Key_Space:
            event.ignore()  # Qt hands it to the widget above
            return
        super().keyPressEvent(event)

    def compare(self, mine: Person, theirs: Person, taken: Collection[str] = ()) -> None:
        """Show two slips.

        Args:
            mine: the slip in the first column.
            theirs: the slip in the second.
            taken: boxes in which the second is right.
        """
        here = self.currentRow()
        self.names = [name for name in PAPER_FIELDS if getattr(mine, name) or getattr(theirs, name)]
        self.setRowCount(len(self.names))
        bold = QFont(self.font())
        bold.setBold(True)
        for at, name in enumerate(self.names):
            field = PERSON_FIELDS[name]
            left, right = (show_answer(field, getattr(one, name)) for one in (mine, theirs))
            differs = bool(left and right) and left != right
            label = f"≠ {_(field.label)}" if differs else _(field.label)
            shown = f"{TAKEN_SIGN} {right}" if name in taken else right
            for column, words in enumerate((label, left, shown)):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(words))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if differs or name in taken:
                    item.setBackground(
                        QBrush(theme.colour("proposed_fill" if name in taken else "warning_fill"))
                    )
                    item.setForeground(QBrush(theme.colour("link" if name in taken else "warning")))
                    item.setFont(bold)
                self.setItem(at, column, item)
        if self.names:
            self.setCurrentCell(max(0, min(here, len(self.names) - 1)), 0)

    @property
    def current_box(self) -> str | None:
        """Machine name of the marked row's box."""
        row = self.currentRow()
        return self.names[row] if 0 <= row < len(self.names) else None
