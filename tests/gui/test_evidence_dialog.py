"""Ctrl+G: a person with three values for one field, and the slip as it was declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.gui.dialogs.evidence import EvidenceDialog
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.services.evidence import claims_of
from census_desktop.store.opening import open_store
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from tests.builders import SUPERVISOR, SUPERVISOR_PASSWORD, save_family
from tests.robot import Typist
from tests.windows import main_window, window_of


@pytest.fixture
def supervised(ward_store: Store) -> Iterator[Store]:
    save_family(ward_store)
    ward_store.close()
    with open_store(ward_store.folder, SUPERVISOR.login, SUPERVISOR_PASSWORD, ward_store.clock) as store:
        yield store


@pytest.fixture
def typist(qapp: QApplication, supervised: Store, tmp_path: Path) -> Iterator[Typist]:
    with main_window(qapp, supervised, tmp_path) as typist:
        entry = window_of(typist).entry()
        window_of(typist).enter("entry")
        entry.control.open(entry.households.rows[0].household_uuid)
        entry.go_to("birth_date")
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def type_document(typist: Typist, *words: str) -> None:
    for text in words:
        typist.type(text)
        typist.press("Enter")


def test_box_when_documents_differ_shows_all_and_what_holds(
    typist: Typist, page: EntryPage, supervised: Store
) -> None:
    declared = page.control.person
    typist.press("Ctrl+G")
    dialog = page.findChild(EvidenceDialog)
    assert dialog is not None
    dialog.activateWindow()
    dialog.boxes["value"].setFocus()
    type_document(typist, "1962", "CMND", "183111222", "Trần Thị Lan", "14/11/2018")
    type_document(typist, "2/3/1962", "khai sinh", "45/1962", "Trần Thị Lan", "")
    assert dialog.table.rowCount() == 3
    rows = [[_text(dialog, row, column) for column in range(5)] for row in range(3)]
    assert rows[0][0] == "Phiếu DC01 (tự khai)"
    assert rows[1][:3] == ["Giấy khai sinh", "02/03/1962", "45/1962"]
    assert rows[1][4] == "đang giữ"
    assert rows[2][:2] == ["Thẻ căn cước hoặc CMND", "1962"]
    assert "ghi khác nhau" in dialog.banner.text
    dialog.table.setCurrentCell(2, 0)
    typist.press("F2")
    (known,) = claims_of(supervised, declared.person_uuid)
    assert known.standing == "1962"  # what was confirmed outweighs the order of sources
    dialog.table.setCurrentCell(1, 0)
    typist.press("F7")
    assert dialog.table.rowCount() == 2
    assert load_person(supervised, declared.person_uuid) == declared
    typist.press("Esc")


def _text(dialog: EvidenceDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    return item.text() if item is not None else ""


def test_document_when_unreadable_is_refused_and_stays_typed(
    typist: Typist, page: EntryPage, supervised: Store
) -> None:
    typist.press("Ctrl+G")
    dialog = page.findChild(EvidenceDialog)
    assert dialog is not None
    dialog.activateWindow()
    dialog.boxes["value"].setFocus()
    type_document(typist, "31/2/1962", "khai sinh", "", "", "")
    assert "Tháng 2" in dialog.banner.text
    assert dialog.boxes["value"].text() == "31/2/1962"
    assert claims_of(supervised, page.control.person.person_uuid) == ()
    typist.press("Esc")


def test_documents_when_the_box_or_slip_cannot_have_them_says_so(typist: Typist, page: EntryPage) -> None:
    page.go_to("note")
    typist.press("Ctrl+G")
    assert "không giữ giấy tờ" in window_of(typist).news.text()
    typist.press("Ctrl+N")
    page.go_to("full_name")
    typist.press("Ctrl+G")
    assert "Hãy lưu phiếu" in window_of(typist).news.text()
