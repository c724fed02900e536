"""One way of painting on every device: PDF files, printers, pictures."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import segno
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from census_desktop.base.errors import BugError, CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.printing import codes, fonts, painter
from census_desktop.printing.fonts import UNITS_PER_MM, register_fonts
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import paint, paint_page
from census_desktop.printing.pdf import write_pdf
from census_desktop.printing.placing import Code
from census_desktop.printing.printer import new_printer, print_documents, printer_names
from census_desktop.reports.document import Bar, Column, Document, Row, Table
from tests.papers import four_people, many_people, summary

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.usefixtures("qapp")

ACROSS = Document(
    "Tiến độ", (Table((Column("Tỷ lệ", 200),), (Row((Bar(0.4, "40,0 %"),)),)),), is_landscape=True
)


def read(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(path).pages).split())


# --- PDF ------------------------------------------------------------------------------------------------------


def test_pdf_when_written_holds_every_name_in_composed_letters(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    pages = write_pdf([summary(four_people())], path)
    text = words(path)
    assert len(read(path).pages) == pages
    for name in (
        "ĐẬU VĂN THÌN",
        "VÕ THỊ HƯỜNG",
        "ĐẬU NGUYỄN THUỲ DƯƠNG",
        "H'HEN NIÊ",
        "Y NGÔNG NIÊ KDĂM",
        "Y KŎ ŬNG",
    ):
        assert name in text
    assert "__/__/1952" in text
    assert "None" not in text


def test_pdf_when_household_has_70_people_names_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    document = summary(many_people(70))
    assert write_pdf([document], path) == len(lay_out(document).pages)
    text = words(path)
    assert all(f"LÊ Ý {number} " in text for number in range(6, 70, 7))


def test_pdf_when_opened_tells_no_name_outside_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    write_pdf([summary(four_people())], path)
    properties = read(path).metadata
    assert properties is not None
    assert properties.title == "Phiếu hộ 12"
    assert "THÌN" not in str(properties).upper()
    assert str(tmp_path) not in path.read_bytes().decode("latin-1")


def test_pdf_when_painted_embeds_only_our_fonts(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    write_pdf([summary(four_people())], path)
    used = {
        str(font.get_object()["/BaseFont"]).lstrip("/")
        for page in read(path).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert used == {"Tinos", "Tinos-Bold", "Tinos-Italic"}


def test_pdf_when_documents_lie_differently_turns_each_page(tmp_path: Path) -> None:
    path = tmp_path / "tập.pdf"
    write_pdf([summary([]), ACROSS, summary([])], path, title="Tập in")
    reader = read(path)
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [False, True, False]
    assert reader.metadata is not None
    assert reader.metadata.title == "Tập in"


def test_pdf_when_written_twice_keeps_the_old_file_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    write_pdf([summary([])], path)
    before = path.read_bytes()
    with pytest.raises(CensusError) as told:
        write_pdf([summary(four_people())], path)
    assert told.value.code == "EXISTS"
    assert path.read_bytes() == before
    write_pdf([summary(four_people())], path, replace=True)
    assert "ĐẬU VĂN THÌN" in words(path)


def test_pdf_when_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    control = JobControl(lambda done, _total, _text: control.stop() if done == 2 else None)
    made: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(9):
            made.append(number)
            yield summary([])

    with pytest.raises(CancelledError):
        write_pdf(documents(), tmp_path / "tập.pdf", control)
    assert made == [0, 1, 2]
    assert list(tmp_path.iterdir()) == []


def test_pdf_when_many_reports_progress_for_each_document(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _text: steps.append((done, total)))
    write_pdf((summary([]) for _ in range(3)), tmp_path / "tập.pdf", control, expected=3)
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_pdf_when_folder_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as told:
        write_pdf([summary([])], tmp_path / "USB" / "hộ.pdf")
    assert told.value.code == "NO_FOLDER"


def test_papers_when_there_are_none_are_not_written_as_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as told:
        write_pdf([], tmp_path / "tập.pdf")
    assert told.value.code == "NOTHING_TO_PRINT"
    with pytest.raises(CensusError) as told:
        print_documents([], pdf_printer(tmp_path / "in.pdf"))
    assert told.value.code == "NOTHING_TO_PRINT"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes")
def test_pdf_when_disk_takes_no_more_leaves_nothing_behind(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        with pytest.raises(CensusError) as told:
            write_pdf((summary(four_people()) for _ in range(50)), tmp_path / "tập.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert told.value.code == "WRITE_FAILED"
    assert list(tmp_path.iterdir()) == []


def test_pdf_when_written_by_another_thread_is_the_same(tmp_path: Path) -> None:
    here, there = tmp_path / "một.pdf", tmp_path / "hai.pdf"
    write_pdf([summary(four_people())], here)
    worker = threading.Thread(target=write_pdf, args=([summary(four_people())], there))
    worker.start()
    worker.join()
    assert words(there) == words(here)


@pytest.mark.slow
def test_pdf_when_there_is_neither_screen_nor_application_is_written(tmp_path: Path) -> None:
    path = tmp_path / "hộ.pdf"
    program = (
        "import sys; from pathlib import Path; from tests.papers import four_people, summary\n"
        "from census_desktop.printing.pdf import write_pdf\n"
        "print(write_pdf([summary(four_people())], Path(sys.argv[1])))\n"
    )
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(read(path).pages)


# --- painting -------------------------------------------------------------------------------------------------


def test_code_when_painted_is_the_matrix_of_the_standard() -> None:
    text = "DC01:H:01933C5E7AAA70008000000000000012:0A1B2C3D"
    matrix = segno.make(text, error="m", micro=False, mask=codes._MASK).matrix
    modules = len(matrix) + 8
    image = QImage(modules, modules, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    brush = QPainter(image)
    brush.scale(1 / UNITS_PER_MM, 1 / UNITS_PER_MM)
    painter._paint_code(brush, Code(0, 0, modules, text), 0, 0)
    brush.end()
    dark = [
        [image.pixelColor(x + 4, y + 4).lightness() < 128 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert dark == [[bool(module) for module in row] for row in matrix]


def test_page_when_painted_as_picture_has_ink_where_it_was_laid_out() -> None:
    page = lay_out(summary(four_people())).pages[0]
    scale = 4.0  # pixels for a millimetre
    image = QImage(round(210 * scale), round(297 * scale), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    brush = QPainter(image)
    brush.scale(scale / UNITS_PER_MM, scale / UNITS_PER_MM)
    paint_page(brush, page)
    brush.end()

    def has_ink(left: float, top: float, right: float, bottom: float) -> bool:
        return any(
            image.pixelColor(x, y).lightness() < 128
            for x in range(round(left * scale), round(right * scale))
            for y in range(round(top * scale), round(bottom * scale))
        )

    for placed in page.body:
        assert has_ink(placed.x, placed.top, placed.x + 165, placed.bottom + 0.5), placed.strip.name
    assert not has_ink(0, 0, 210, 19)
    assert not has_ink(0, 0, 29, 297)
    assert not has_ink(195.5, 0, 210, 297)


def test_fonts_when_registered_twice_are_the_bundled_families() -> None:
    assert register_fonts() == register_fonts() == ("Noto Sans", "Tinos")


def test_fonts_when_a_file_is_broken_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Tinos-Broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "resource", lambda _name: tmp_path)
    with pytest.raises(BugError, match="Broken"):
        fonts._register("Tinos-Broken.ttf")


# --- printers -------------------------------------------------------------------------------------------------


def pdf_printer(path: Path) -> QPrinter:
    """A printer whose paper is a PDF file."""
    printer = new_printer("Phiếu hộ 12")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_printer_when_it_takes_pages_gets_what_a_pdf_file_gets(tmp_path: Path) -> None:
    printed, written = tmp_path / "in.pdf", tmp_path / "ghi.pdf"
    pages = print_documents([summary(four_people())], pdf_printer(printed))
    assert write_pdf([summary(four_people())], written) == pages == len(read(printed).pages)
    assert words(printed) == words(written)


def test_printer_when_papers_lie_differently_turns_the_paper_not_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    assert paint([lay_out(summary([])), lay_out(ACROSS), lay_out(summary([]))], pdf_printer(path)) == 3
    reader = read(path)
    assert [page.mediabox.width < page.mediabox.height for page in reader.pages] == [True, True, True]
    assert "Tỷ lệ" in " ".join(reader.pages[1].extract_text().split())
    assert "THÔNG TIN HỘ GIA ĐÌNH" in " ".join(reader.pages[2].extract_text().split())


def test_printer_when_stopped_takes_the_job_back(tmp_path: Path) -> None:
    control = JobControl(lambda _done, _total, _text: control.stop())
    printer = pdf_printer(tmp_path / "in.pdf")
    with pytest.raises(CancelledError):
        print_documents([summary([]), summary([]), summary([])], printer, control)
    assert printer.printerState() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Idle}


def test_printer_when_there_is_none_says_so() -> None:
    printer = new_printer("Phiếu hộ 12")
    if printer_names():
        pytest.skip("this machine has a printer")
    with pytest.raises(CensusError) as told:
        print_documents([summary([])], printer)
    assert told.value.code == "NO_PRINTER"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_printer_when_it_cannot_begin_says_so(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as told:
        print_documents([summary([])], pdf_printer(tmp_path / "không có" / "in.pdf"))
    assert told.value.code == "PRINT_FAILED"
