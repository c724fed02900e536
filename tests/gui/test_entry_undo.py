"""Ctrl+Z through the slip as one history, Ctrl+U for what was saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.gui.dialogs.undo_list import UndoList
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.store.records import iter_people
from census_desktop.store.store import Store
from tests.robot import Typist
from tests.windows import main_window, window_of


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    with main_window(qapp, ward_store, tmp_path) as typist:
        typist.fill("household.residential_group", "Tổ dân phố 3")
        typist.fill("household.household_no", "0401")
        typist.skip_to("full_name")
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def texts(page: EntryPage, *names: str) -> list[str]:
    return [page.editor(name).text() for name in names]


def test_steps_when_taken_back_go_through_the_slip_and_forward_again(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Đậu Văn Thìn")
    typist.fill("birth_date", "14021990")
    typist.skip_to("sex")
    typist.fill("sex", "1")
    assert texts(page, "full_name", "birth_date", "sex") == ["Đậu Văn Thìn", "14/02/1990", "Nam"]
    typist.press("Ctrl+Z")
    assert typist.focused == "sex"
    typist.press("Ctrl+Z")
    typist.press("Ctrl+Z")
    assert texts(page, "full_name", "birth_date", "sex") == ["", "", ""]
    assert typist.focused == "full_name"
    for _step in range(3):
        typist.press("Ctrl+Y")
    assert texts(page, "full_name", "birth_date", "sex") == ["Đậu Văn Thìn", "14/02/1990", "Nam"]


def test_typing_in_the_box_when_taken_back_is_the_boxs_own_first(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Đậu Văn Thìn")
    typist.type("1990")
    typist.press("Ctrl+Z")
    assert texts(page, "full_name", "birth_date") == ["Đậu Văn Thìn", ""]
    typist.press("Ctrl+Z")
    assert texts(page, "full_name") == [""]


def test_address_block_when_copied_is_one_step(typist: Typist, page: EntryPage) -> None:
    page.go_to("household.address")
    typist.fill("household.address", "Ngõ 5 Châu Phố")
    page.go_to("permanent_address")
    typist.type("chỗ khác")
    typist.press("Enter")
    page.go_to("current_address")
    typist.press("F6")
    assert texts(page, "permanent_address") == ["Ngõ 5 Châu Phố"]
    typist.press("Ctrl+Z")
    assert texts(page, "permanent_address") == ["chỗ khác"]


def test_history_when_another_slip_is_open_is_over(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Đậu Văn Thìn")
    typist.press("F10")
    typist.press("Ctrl+Z")
    assert "không còn gì để lùi" in window_of(typist).news.text()
    typist.press("Ctrl+Y")
    assert "Không có gì để làm lại" in window_of(typist).news.text()


def test_saved_slip_when_taken_back_by_name_is_void_and_comes_again(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    typist.fill("full_name", "Đậu Văn Thìn")
    typist.press("F10")
    typist.press("Ctrl+U")
    dialog = page.findChild(UndoList)
    assert dialog is not None
    assert "Đậu Văn Thìn" in dialog.list.item(0).text()
    assert re.search(r"^\d\d:\d\d:\d\d \d\d/\d\d/\d{4} ", dialog.list.item(0).text())  # days, for old work
    typist.press("Enter")
    typist.wait_for(lambda: not page.banner.isHidden())
    assert "Đã hoàn tác" in page.banner.text
    assert [person.void for person in iter_people(ward_store)] == ["1"]
    typist.press("Ctrl+U")
    dialog = page.findChildren(UndoList)[-1]
    assert dialog.list.item(0).text().count("Làm lại") == 1
    typist.press("Enter")
    assert [person.void for person in iter_people(ward_store)] == [None]


def test_saved_work_when_there_is_none_says_so(typist: Typist, page: EntryPage) -> None:
    page.control.drop_changes()
    typist.press("Ctrl+U")
    assert "Chưa có việc nào đã lưu" in window_of(typist).news.text()
