"""The preview window: keys, pages, saving, printing."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from census_desktop.printing.layout import lay_out
from census_desktop.printing.preview import PreviewDialog, PreviewHooks
from tests.papers import many_people, summary

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def read(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(path).pages).split())


@dataclass
class Desk:
    """Stands for the windows around the preview: answers its questions, keeps what it says."""

    pdf_path: Path | None = None
    printer_path: Path | None = None
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    printed: list[int] = field(default_factory=list)

    def choose_pdf_path(self, suggested: str) -> Path | None:
        self.asked.append(suggested)
        return self.pdf_path

    def choose_printer(self, printer: QPrinter) -> bool:
        self.asked.append(printer.docName())
        if self.printer_path is None:
            return False
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.printer_path))
        return True

    def hooks(self) -> PreviewHooks:
        return PreviewHooks(
            choose_pdf_path=self.choose_pdf_path,
            choose_printer=self.choose_printer,
            tell_error=lambda error: self.errors.append(error.code),
            tell_saved=self.saved.append,
            tell_printed=self.printed.append,
        )


def open_preview(qtbot: QtBot, desk: Desk, people: int = 20) -> PreviewDialog:
    dialog = PreviewDialog([summary(many_people(people))], desk.hooks())
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: dialog.preview.pageCount() == dialog.pages)
    return dialog


def test_preview_when_opened_shows_every_page_without_blocking(qtbot: QtBot) -> None:
    dialog = open_preview(qtbot, Desk())
    assert dialog.pages == len(lay_out(summary(many_people(20))).pages) > 1
    place = dialog.findChild(QLabel, "print_preview_place")
    assert place is not None
    assert place.text() == f"Trang 1/{dialog.pages}"


def test_preview_when_pages_are_turned_stays_between_first_and_last(qtbot: QtBot) -> None:
    dialog = open_preview(qtbot, Desk())
    QTest.keyClick(dialog, Qt.Key.Key_PageUp)
    assert dialog.preview.currentPage() == 1
    for _ in range(dialog.pages + 3):
        QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.preview.currentPage() == dialog.pages


def test_preview_when_zoomed_grows_and_fits_again(qtbot: QtBot) -> None:
    dialog = open_preview(qtbot, Desk())
    fitting = dialog.preview.zoomFactor()
    QTest.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert dialog.preview.zoomFactor() > fitting
    QTest.keyClick(dialog, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert dialog.preview.zoomFactor() == pytest.approx(fitting, rel=0.02)


def test_preview_when_ctrl_s_is_pressed_saves_a_pdf_under_a_name_without_a_person(
    qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(pdf_path=tmp_path / "hộ.pdf")
    dialog = open_preview(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.asked == ["Phiếu hộ 12.pdf"]
    assert desk.saved == [tmp_path / "hộ.pdf"]
    assert "ĐẬU VĂN THÌN 1" in words(tmp_path / "hộ.pdf")
    assert dialog.isVisible()


def test_preview_when_pdf_cannot_be_saved_tells_why(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(pdf_path=tmp_path / "USB" / "hộ.pdf")
    dialog = open_preview(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (desk.errors, desk.saved) == (["NO_FOLDER"], [])
    desk.pdf_path = None
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (desk.errors, desk.saved) == (["NO_FOLDER"], [])


def test_preview_when_enter_is_pressed_prints_and_closes(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(printer_path=tmp_path / "in.pdf")
    dialog = open_preview(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert desk.asked == ["Phiếu hộ 12"]
    assert desk.printed == [dialog.pages] == [len(read(tmp_path / "in.pdf").pages)]
    assert not dialog.isVisible()


def test_preview_when_user_thinks_better_of_printing_stays_open(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = open_preview(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (desk.printed, desk.errors, dialog.isVisible()) == ([], [], True)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_preview_when_printer_fails_tells_why_and_stays_open(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(printer_path=tmp_path / "không có" / "in.pdf")
    dialog = open_preview(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_Enter)
    assert (desk.errors, desk.printed, dialog.isVisible()) == (["PRINT_FAILED"], [], True)


def test_preview_when_escape_is_pressed_closes(qtbot: QtBot) -> None:
    dialog = open_preview(qtbot, Desk())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
