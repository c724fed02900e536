"""Rows an import has put aside, decided by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.jobs import JobControl
from census_desktop.gui.dialogs.waiting_rows import WaitingRowsDialog
from census_desktop.services.waiting_rows import count_queued, leave_out, waiting_rows
from census_desktop.store.records import counts
from census_desktop.transfer.import_report import Choice
from census_desktop.transfer.workbook_import import import_workbook
from tests.messy_sheets import people_of
from tests.sheets import FAMILY, NAME, write_sheet
from tests.windows import press, room, window_of

if TYPE_CHECKING:
    from census_desktop.store.store import Store
    from tests.robot import Typist


def _dialog(typist: Typist, store: Store) -> WaitingRowsDialog:
    for rows in (
        FAMILY,
        (
            {**FAMILY[0], "religion": "Phật giáo", "ethnicity": "Tày"},
            {**FAMILY[1], "birth_date": None},
            {**FAMILY[2], "birth_date": "31/02/1992"},
        ),
    ):
        path = write_sheet(store.folder.root / NAME, rows)
        import_workbook(store, path, False, JobControl(), bad_rows=Choice.QUEUE)
    window = room(typist, "paper")
    window.session.bus.changed.emit()
    press(typist, "waiting_rows_button")
    typist.wait_for(lambda: window.findChild(WaitingRowsDialog) is not None)
    found = window.findChild(WaitingRowsDialog)
    assert found is not None
    return found


def test_rows_when_decided_by_keys_are_gone_one_by_one(typist: Typist, store: Store) -> None:
    dialog = _dialog(typist, store)
    assert dialog.left == count_queued(store) == 3
    first = people_of(store)["ĐẬU VĂN THÌN"]
    assert dialog.table.hasFocus()
    assert "cùng họ tên trong hộ" in dialog.match.currentText()
    dialog.table.setCurrentCell(dialog.table.names.index("ethnicity"), 0)
    typist.press("1")
    after = people_of(store)["ĐẬU VĂN THÌN"]
    assert (after.religion, after.ethnicity) == ("01", first.ethnicity)
    assert dialog.rows.currentRow() == 1
    typist.press("2")
    assert counts(store) == (4, 1)
    typist.press("3")
    assert (dialog.left, count_queued(store)) == (0, 0)
    assert "Còn 0 dòng" in dialog.banner.text
    for left, people in ((1, 4), (2, 3), (3, 3)):
        typist.press("U")
        assert (dialog.left, counts(store)[0]) == (left, people)
    assert people_of(store)["ĐẬU VĂN THÌN"] == first
    typist.press("U")
    assert "Chưa có việc nào" in dialog.banner.text
    dialog.reject()


def test_box_when_marked_by_the_blank_key_is_taken_and_keys_choose_rows_and_households(
    typist: Typist, store: Store
) -> None:
    dialog = _dialog(typist, store)
    dialog.table.setCurrentCell(dialog.table.names.index("ethnicity"), 0)
    typist.press("Space")
    typist.press("H")
    assert dialog.home.currentText().startswith("hộ mới")
    typist.press("H")
    typist.press("M")
    dialog.table.setCurrentCell(dialog.table.names.index("ethnicity"), 0)
    typist.press("N")
    typist.press("N")
    typist.press("P")
    typist.press("P")
    assert dialog.rows.currentRow() == 0
    dialog.table.setCurrentCell(dialog.table.names.index("ethnicity"), 0)
    typist.press("Space")
    typist.press("1")
    assert people_of(store)["ĐẬU VĂN THÌN"].ethnicity == "tay"
    dialog.reject()


def test_row_when_decided_elsewhere_says_so(typist: Typist, store: Store) -> None:
    dialog = _dialog(typist, store)
    for row in waiting_rows(store):
        leave_out(store, row.number)
    typist.press("3")
    assert "không có dòng chờ nào" in dialog.banner.text.lower()
    dialog.rows.setCurrentRow(1)
    assert "không có dòng chờ nào" in dialog.banner.text.lower()
    typist.press("1")
    assert "Không có phiếu nào đang so" in dialog.banner.text
    typist.press("2")
    typist.press("3")
    assert counts(store)[0] == 3
    assert window_of(typist).isVisible()
    dialog.reject()
