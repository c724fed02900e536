"""A table of any length: pages come from the store as somebody scrolls down."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

from census_desktop.gui.models.row_table import Column, Row, RowTable

_Index = QModelIndex | QPersistentModelIndex


class PagedTable(RowTable[Row]):
    """Rows in the order the store gives them; what follows the last row is asked for when it comes into sight."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        page: int,
        more: Callable[[Row], Sequence[Row]],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty table.

        Args:
            columns: the columns.
            page: rows of a full page; a shorter one is the last.
            more: gives the page after a row.
            parent: owner.
        """
        super().__init__(columns, parent)
        self._page = page
        self._more = more
        self.is_whole = True

    def put(self, rows: Sequence[Row]) -> None:
        """Show the first rows of another list; a number of rows that is no full page is all there is."""
        self.is_whole = not rows or len(rows) % self._page != 0
        self.beginResetModel()
        self.rows = self._given = tuple(rows)
        self.endResetModel()

    def canFetchMore(self, parent: _Index) -> bool:
        """True until the last page was shorter than a page."""
        return not parent.isValid() and not self.is_whole

    def fetchMore(self, parent: _Index) -> None:
        """Append the next page."""
        if parent.isValid() or self.is_whole:
            return
        found = tuple(self._more(self.rows[-1]))
        self.is_whole = len(found) < self._page
        if found:
            self.beginInsertRows(parent, len(self.rows), len(self.rows) + len(found) - 1)
            self.rows = self._given = (*self.rows, *found)
            self.endInsertRows()
