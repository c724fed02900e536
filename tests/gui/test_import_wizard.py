"""The import of somebody else's workbook in the window, by keys alone; and spreadsheets out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from census_desktop.gui import messages
from census_desktop.gui.dialogs.import_wizard import ImportWizard
from census_desktop.gui.pages.paper.page import PaperPage
from census_desktop.services.undo import undo, undoable
from census_desktop.store.import_queue import queued
from census_desktop.store.records import counts, iter_people
from tests.builders import save_family
from tests.messy_sheets import HEAD, HOA, HUONG, THIN, TITLE, to_tcvn3, write_book
from tests.sheets import FAMILY, import_rows
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.robot import Typist


def _wizard(typist: Typist, path: Path) -> ImportWizard:
    window = room(typist, "paper")
    messages.next_answer([path])
    press(typist, "import_workbook")
    typist.wait_for(lambda: window.findChild(ImportWizard) is not None)
    found = window.findChild(ImportWizard)
    assert found is not None
    return found


def test_workbook_in_old_letters_when_imported_by_keys_has_its_people(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    rows = [
        [to_tcvn3(value) if isinstance(value, str) else value for value in row]
        for row in (*TITLE, HEAD, THIN, HUONG, HOA)
    ]
    wizard = _wizard(typist, write_book(tmp_path / "a.xlsx", {"A": rows}))
    assert wizard.columns.letters.currentText() == "TCVN3 (ABC)"
    assert wizard.columns.group.text() == "Tổ dân phố 3"
    wizard.go.setFocus()
    typist.press("Enter")
    typist.wait_for(lambda: wizard.result_shown is not None)
    assert counts(store) == (0, 0)
    assert "3 dòng có người = 3 thêm" in wizard.rows.sums.text()
    assert [home.people for home in wizard.rows.homes.rows] == [3]
    wizard.go.setFocus()
    typist.press("Enter")
    typist.wait_for(lambda: wizard.is_done)
    assert {person.full_name for person in iter_people(store)} == {
        "Đậu Văn Thìn",
        "Võ Thị Hường",
        "Đậu Thị Hoà",
    }
    messages.next_answer(tmp_path / "kết quả.xlsx")
    press(typist, "import_save")
    assert openpyxl.load_workbook(tmp_path / "kết quả.xlsx").worksheets[0]["C7"].value == "Đậu Văn Thìn"
    wizard.reject()
    undo(store, undoable(store)[0].number)
    assert counts(store) == (0, 0)


def test_workbook_on_the_town_machine_goes_to_the_unit_that_is_chosen_in_the_room(
    app: QApplication, town_store: Store, tmp_path: Path
) -> None:
    save_family(town_store)
    path = write_book(tmp_path / "a.xlsx", {"A": (*TITLE, HEAD, THIN)})
    with main_window(app, town_store, tmp_path) as typist:
        wizard = _wizard(typist, path)
        wizard.go_on()
        typist.wait_for(lambda: wizard.result_shown is not None)
        assert wizard.result_shown is not None
        assert "chọn đơn vị" in wizard.result_shown.errors[0].message
        wizard.go_on()
        typist.wait_for(lambda: wizard.is_done)
        assert "Đã nhập 0 người" in wizard.banner.text
        wizard.reject()
        wizard.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        page = window_of(typist).findChild(PaperPage)
        assert page is not None
        units = page.place.unit
        units.setCurrentIndex(units.findText("Phường Sông Trí", Qt.MatchFlag.MatchStartsWith))
        units.activated.emit(units.currentIndex())
        wizard = _wizard(typist, path)
        wizard.go_on()
        typist.wait_for(lambda: wizard.result_shown is not None)
        assert wizard.result_shown is not None
        assert (wizard.result_shown.errors, wizard.result_shown.skipped + wizard.result_shown.queued) == (
            (),
            1,
        )
        wizard.reject()


def test_column_when_not_understood_is_named_by_keys(typist: Typist, store: Store, tmp_path: Path) -> None:
    rows = [("Họ tên", "Cột lạ"), ("Lê Minh Tú", "Xã Kỳ Hà")]
    wizard = _wizard(typist, write_book(tmp_path / "a.xlsx", {"A": rows}))
    wizard.columns.view.setFocus()
    typist.press("Down")
    typist.press("Enter")
    assert wizard.columns.target.hasFocus()
    place = wizard.columns.target.findText("Quê quán")
    for _step in range(place):
        typist.press("Down")
    wizard.columns.target.activated.emit(place)
    assert wizard.columns.plan.columns == {1: "full_name", 2: "native_place"}
    assert wizard.columns.view.hasFocus()
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.result_shown is not None)
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.is_done)
    assert [person.native_place for person in iter_people(store)] == ["Xã Kỳ Hà"]
    wizard.reject()


def test_bad_rows_when_corrected_skipped_and_put_aside_come_out_even(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    rows = [
        ("Họ tên", "Quan hệ", "Ngày sinh"),
        ("Đậu Văn Thìn", "Chủ hộ", 1964), ("Lê Minh Tú", "quý tử", 1990),
        ("Võ Thị Hường", "Vợ", "31/02/1967"), ("Lê Thị Na", "Con đẻ", "không rõ"),
    ]  # fmt: skip
    wizard = _wizard(typist, write_book(tmp_path / "a.xlsx", {"A": rows}))
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.result_shown is not None)
    assert wizard.result_shown is not None
    assert wizard.result_shown.wrong == 3
    assert wizard.rows.reading.isEnabled()
    wizard.rows.reading.setFocus()
    typist.type("Con đẻ")
    typist.press("Enter")
    typist.wait_for(lambda: wizard.result_shown is not None and wizard.result_shown.wrong == 2)
    press(typist, "import_skip")
    typist.wait_for(lambda: wizard.result_shown is not None and wizard.result_shown.wrong == 1)
    press(typist, "import_queue")
    typist.wait_for(lambda: wizard.result_shown is not None and wizard.result_shown.wrong == 0)
    press(typist, "import_back")
    assert wizard.stack.currentIndex() == 0
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.stack.currentIndex() == 1)
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.is_done)
    assert (counts(store)[0], len(queued(store))) == (2, 1)
    wizard.reject()


def test_wizard_when_no_column_holds_names_says_so_and_writes_nothing(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    wizard = _wizard(typist, write_book(tmp_path / "a.xlsx", {"A": [("Biển số",), ("38A",)]}))
    press(typist, "import_go")
    typist.wait_for(lambda: "không có cột họ tên" in wizard.banner.text)
    assert counts(store) == (0, 0)
    wizard.reject()


def test_spreadsheet_when_chosen_is_written(typist: Typist, tmp_path: Path) -> None:
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    messages.next_answer(tmp_path / "ra.xlsx")
    press(typist, "save_excel")
    typist.wait_for(lambda: "đọc lại" in page.banner.text)
    assert openpyxl.load_workbook(tmp_path / "ra.xlsx").sheetnames == ["Nhân khẩu"]
    messages.next_answer(tmp_path / "không có" / "ra.xlsx")
    press(typist, "save_excel")
    typist.wait_for(lambda: "Không thấy thư mục" in page.banner.text)
    assert window_of(typist).isVisible()


def test_letters_when_changed_by_hand_show_names_and_heads_anew(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    rows = [
        [to_tcvn3(value) if isinstance(value, str) else value for value in row] for row in (HEAD, THIN, HUONG)
    ]
    wizard = _wizard(typist, write_book(tmp_path / "a.xlsx", {"A": rows}))
    columns = wizard.columns
    for key, name in (("Up", to_tcvn3("Đậu Văn Thìn")), ("Down", "Đậu Văn Thìn")):
        columns.letters.setFocus()
        typist.press(key)
        columns.letters.activated.emit(columns.letters.currentIndex())
        assert name in columns.table.rows[1].samples
    assert columns.plan.columns[2] == "full_name"
    press(typist, "import_go")
    typist.wait_for(lambda: wizard.result_shown is not None)
    assert wizard.result_shown is not None
    assert wizard.result_shown.added == 2
    assert "đã thêm số 0" in wizard.rows.reason.text()
    wizard.reject()


def test_spreadsheet_when_a_group_is_chosen_holds_that_group_alone(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    import_rows(store, *FAMILY, {**FAMILY[0], "residential_group": "Tổ dân phố 1", "personal_id": None})
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    page.refresh()
    page.place.group.setCurrentIndex(page.place.group.findText("Tổ dân phố 1"))
    messages.next_answer(tmp_path / "ra.xlsx")
    press(typist, "save_excel")
    typist.wait_for(lambda: "đọc lại" in page.banner.text)
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx").worksheets[0]
    assert "Tổ dân phố 1" in str(sheet["A2"].value)
    assert "1 nhân khẩu" in str(sheet["A4"].value)


def test_kind_of_sheet_when_the_wheel_passes_over_it_stays(typist: Typist) -> None:
    window = room(typist, "paper")
    kind, other = window.findChild(QComboBox, "excel_kind"), window.findChild(QPushButton, "save_template")
    assert kind is not None
    assert other is not None
    for is_chosen in (False, True):
        (kind if is_chosen else other).setFocus()
        place = QPointF(5, 5)
        wheel = QWheelEvent(
            place, kind.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(kind, wheel)
        assert kind.currentIndex() == int(is_chosen)
