"""Places: proposed from the whole country, never forced, also while a word is being composed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.gui.forms.choice_editor import PlaceEditor
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.store.store import Store
from tests.robot import Typist
from tests.windows import main_window, window_of


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    with main_window(qapp, ward_store, tmp_path) as typist:
        window_of(typist).entry().go_to("native_place")
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def test_place_when_typed_without_marks_is_proposed_with_its_time(typist: Typist, page: EntryPage) -> None:
    typist.type("ky phuong")
    found = typist.suggestions()
    assert found[0] == "Phường Kỳ Phương, thị xã Kỳ Anh, Hà Tĩnh"
    assert "Xã Kỳ Phương, huyện Kỳ Anh, Hà Tĩnh" in found  # as papers before 2015 write it
    editor = page.editor("native_place")
    assert isinstance(editor, PlaceEditor)
    asides = {choice.text: choice.aside for choice in editor.suggestions.choices}
    assert asides["Xã Kỳ Phương, huyện Kỳ Anh, Hà Tĩnh"] == "trước ngày 10/04/2015"
    typist.press("Down")
    typist.press("Enter")
    assert editor.text() == "Phường Kỳ Phương, thị xã Kỳ Anh, Hà Tĩnh"
    assert typist.focused == "ethnicity"


def test_place_when_enter_is_pressed_keeps_the_words_of_the_paper(typist: Typist, page: EntryPage) -> None:
    typist.fill("native_place", "Kỳ Phương")
    assert page.editor("native_place").text() == "Kỳ Phương"


def test_place_when_a_word_is_composed_is_proposed_already(typist: Typist, page: EntryPage) -> None:
    typist.type("Xã Kỳ ")
    typist.compose("Hà")
    assert any(text.startswith("Xã Kỳ Hà") for text in typist.suggestions())
    typist.compose("", "Hà")
    assert page.editor("native_place").text() == "Xã Kỳ Hà"


def test_address_when_its_last_part_is_a_place_keeps_what_stands_before(
    typist: Typist, page: EntryPage
) -> None:
    page.go_to("permanent_address")
    typist.type("Số 5 ngõ 12, tổ dân phố 3, song tri")
    assert typist.suggestions()[0].startswith("Số 5 ngõ 12, tổ dân phố 3, Phường Sông Trí")
    typist.press("Down")
    typist.press("Enter")
    assert page.editor("permanent_address").text() == (
        "Số 5 ngõ 12, tổ dân phố 3, Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"
    )


def test_place_when_nothing_fits_offers_nothing(typist: Typist, page: EntryPage) -> None:
    typist.type("Trại tạm cư, ")
    assert typist.suggestions() == []
    typist.press("F9")
    typist.press("Enter")
    assert page.editor("native_place").text() == "Trại tạm cư,"
