"""Boxes: opened in one place, answered by the robot as by a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from census_desktop.base.errors import BugError, CensusError
from census_desktop.gui import messages
from census_desktop.gui.qt_texts import WORDS, VietnameseQtTexts
from tests.windows import bring_up, drop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def parent(app: QApplication) -> Iterator[QWidget]:
    """A window that boxes belong to; boxes really open."""
    window = QWidget()
    bring_up(window)
    messages.forget_answers()
    messages.keep_silent(is_silent=False)
    yield window
    messages.keep_silent(is_silent=True)
    messages.forget_answers()
    drop(window)


def press_in_box(words: str) -> list[str]:
    """Press the button with these words as soon as a box is open; gives the words of all its buttons."""
    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        buttons = {button.text(): button for button in box.findChildren(QPushButton) if button.isVisible()}
        seen.extend(buttons)
        buttons[words].click()

    QTimer.singleShot(20, press)
    return seen


@pytest.mark.parametrize(("pressed", "expected"), [("Gộp", True), ("Chưa gộp", False)])
def test_question_when_button_pressed_is_answered(parent: QWidget, pressed: str, expected: bool) -> None:
    seen = press_in_box(pressed)
    assert messages.ask(parent, "Gộp 4 gói?", "Máy sao lưu trước.", yes="Gộp", no="Chưa gộp") is expected
    assert set(seen) == {"Gộp", "Chưa gộp"}


def test_dangerous_question_when_escaped_changes_nothing(parent: QWidget) -> None:
    def escape() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.defaultButton().text() == "Ở lại"
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(50, escape)
    assert not messages.ask(parent, "Bỏ phiếu này?", yes="Bỏ", no="Ở lại", is_danger=True)


def test_error_when_told_shows_sentence_and_advice(parent: QWidget) -> None:
    seen = press_in_box("Đã hiểu")
    messages.tell_error(parent, CensusError("DISK_FULL", "Ổ đĩa đã đầy.", "Hãy xóa bớt tệp."))
    assert seen == ["Đã hiểu"]
    assert messages.shown == ["Ổ đĩa đã đầy."]


def test_queued_answers_when_asked_are_given_in_turn(parent: QWidget) -> None:
    for answer in (True, "/usb", ["/usb/a.dcpkg"], None, "/usb/b.pdf", False):
        messages.next_answer(answer)
    assert messages.ask(parent, "?", yes="Có", no="Không")
    assert messages.choose_folder(parent, "USB", Path("/")) == Path("/usb")
    assert messages.choose_files(parent, "Gói", Path("/"), "*") == (Path("/usb/a.dcpkg"),)
    assert messages.choose_files(parent, "Gói", Path("/"), "*") == ()
    assert messages.choose_new_file(parent, "PDF", Path("/"), "*") == Path("/usb/b.pdf")
    assert not messages.choose_printer(parent, QPrinter())


def test_question_nobody_answers_in_a_silent_test_is_a_bug(parent: QWidget) -> None:
    messages.keep_silent(is_silent=True)
    with pytest.raises(BugError):
        messages.tell(parent, "Không ai trả lời")


def test_words_of_qt_when_translator_is_there_are_vietnamese(app: QApplication, parent: QWidget) -> None:
    texts = VietnameseQtTexts()
    app.installTranslator(texts)
    try:
        box = QMessageBox(parent)
        button = box.addButton(QMessageBox.StandardButton.Cancel)
        assert button.text() == "Hủy"
        assert QApplication.translate("QLineEdit", "Select All") == "Chọn hết"
        assert QApplication.translate("Any", "words nobody translated") == "words nobody translated"
    finally:
        app.removeTranslator(texts)


def test_words_of_qt_when_listed_have_no_marks_that_cannot_be_typed() -> None:
    assert not [word for word in WORDS.values() if "&" in word]
