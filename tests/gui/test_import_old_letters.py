"""Workbooks in TCVN3 and VNI from the room to the store by keys alone, every name as the family writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.gui import messages
from census_desktop.gui.dialogs.import_wizard import ImportWizard
from census_desktop.services.undo import undo, undoable
from census_desktop.store.records import counts, iter_households, iter_people
from tests.messy_sheets import HEAD, TITLE, to_tcvn3, to_vni, write_book
from tests.windows import window_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.robot import Typist

PEOPLE = (
    (1, "Nguyễn Đăng Ước", "15/08/1964", "Nam", "Chủ hộ", "042064001234", "Kinh", "Xã Kỳ Hoa, tỉnh Hà Tĩnh"),
    (2, "Trương Thị Nở", "1967", "Nữ", "Vợ", "183456789", "Kinh", "Phường Sông Trí, thị xã Kỳ Anh"),
    (3, "Nguyễn Quỳnh Thuỷ", "05/02/1992", "Nữ", "Con đẻ", None, "Kinh", "Thôn Bắc Phong"),
    (4, "Hồ Sỹ Được", "20/11/1958", "Nam", "Chủ hộ", "042058000777", "Chứt", "Xã Lâm Hoá, huyện Tuyên Hoá"),
    (5, "Võ Thị Xuyến Ngoạn", "1961", "Nữ", "Vợ", None, "Kinh", "Làng Ngưỡng Thượng"),
    (6, "Hồ Vĩnh Khuê", "09/1995", "Nam", "Con đẻ", None, "Kinh", "Xóm Lẫm, xã Mỹ Lộc"),
    (7, "Lê Phẩm Hằng", "1999", "Nữ", "Con dâu", None, "Mường", "Bản Dốc, xã Thượng Trạch"),
)  # fmt: skip


def _tab_to(typist: Typist, name: str) -> None:
    """Press Tab until the button of that name has the keys."""
    for _step in range(60):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() == name:
            return
        typist.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


@pytest.mark.parametrize(
    ("letters", "to_old", "font"),
    [
        ("TCVN3 (ABC)", to_tcvn3, ".VnTime"),
        ("TCVN3 (ABC)", to_tcvn3, ".VnTimeH"),
        ("TCVN3 (ABC)", to_tcvn3, ""),
        ("VNI", to_vni, "VNI-Times"),
        ("VNI", to_vni, ""),
    ],
)
def test_workbook_in_old_letters_when_imported_by_keys_is_in_the_store_as_written(
    typist: Typist, store: Store, tmp_path: Path, letters: str, to_old: Callable[[str], str], font: str
) -> None:
    rows = [
        [to_old(value) if isinstance(value, str) else value for value in row]
        for row in (*TITLE, (*HEAD, "Quê quán"), *PEOPLE)
    ]
    path = write_book(tmp_path / "Danh sách cũ.xlsx", {"Tổ 3": rows}, font=font)
    window = window_of(typist)
    typist.press("Alt+6")
    _tab_to(typist, "import_workbook")
    messages.next_answer([path])
    typist.press("Enter")
    typist.wait_for(lambda: window.findChild(ImportWizard) is not None)
    wizard = window.findChild(ImportWizard)
    assert wizard is not None
    typist.wait_for(wizard.isActiveWindow)
    assert wizard.columns.letters.currentText() == letters
    _tab_to(typist, "import_go")
    typist.press("Enter")
    typist.wait_for(lambda: wizard.result_shown is not None)
    assert wizard.result_shown is not None
    assert (wizard.result_shown.added, wizard.result_shown.wrong, counts(store)) == (7, 0, (0, 0))
    typist.wait_for(wizard.isActiveWindow)
    _tab_to(typist, "import_go")
    typist.press("Enter")
    typist.wait_for(lambda: wizard.is_done)
    assert "Đã nhập 7 người" in wizard.banner.text
    found = {person.full_name: person.native_place for person in iter_people(store)}
    shown = str.upper if font.endswith("H") else str  # a font of capitals shows small letters large
    assert found == {shown(row[1]): shown(row[7]) for row in PEOPLE}
    assert {home.residential_group for home in iter_households(store)} == {"Tổ dân phố 3"}
    assert counts(store) == (7, 2)
    typist.press("Esc")
    undo(store, undoable(store)[0].number)
    assert counts(store) == (0, 0)
