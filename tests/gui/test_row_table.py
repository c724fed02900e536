"""Tables sort as Vietnamese lists do, keep the user's order and keep the marked row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from tests.windows import bring_up, drop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
ROWS = (("Võ Thị Hường", "Thôn 10"), ("Đậu Văn Thìn", "Thôn 2"), ("Nguyễn Thị Hoà", "Thôn 1"))
COLUMNS: tuple[Column[tuple[str, str]], ...] = (
    Column("Người", lambda row: row[0], 20, order=lambda row: name_key(row[0])),
    Column("Thôn", lambda row: row[1], 20),
)


def names(table: RowTable[tuple[str, str]]) -> list[str]:
    return [row[0].split()[-1] for row in table.rows]


def test_text_when_sorted_follows_the_alphabet_and_the_value_of_figures(app: QApplication) -> None:
    table = RowTable(COLUMNS)
    table.put(ROWS)
    table.sort(1, UP)
    assert [row[1] for row in table.rows] == ["Thôn 1", "Thôn 2", "Thôn 10"]
    table.put([("Xuân", "Vinh"), ("Thu", "Đô"), ("Hạ", "Dương")])
    assert [row[1] for row in table.rows] == ["Dương", "Đô", "Vinh"]


def test_rows_when_replaced_keep_the_order_asked_for(app: QApplication) -> None:
    table = RowTable(COLUMNS)
    table.sort(0, DOWN)
    table.put(ROWS)
    assert names(table) == ["Thìn", "Hường", "Hoà"]
    table.sort(-1, UP)
    assert names(table) == ["Hường", "Thìn", "Hoà"]


def test_marked_row_when_sorted_stays_marked(app: QApplication) -> None:
    table = RowTable(COLUMNS)
    table.put(ROWS)
    view = table_view(table, "people", "Người")
    bring_up(view)
    view.selectRow(0)
    table.sort(0, UP)
    assert table.rows[view.currentIndex().row()][0] == "Võ Thị Hường"
    (marked,) = view.selectionModel().selectedRows()
    assert table.rows[marked.row()][0] == "Võ Thị Hường"
    drop(view)
