"""What a page of a household costs, held against Qt's own rich-text document with the same words."""

from __future__ import annotations

import dataclasses
import html
import itertools
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QPdfWriter, QTextDocument

from census_desktop.base.jobs import JobControl
from census_desktop.printing.fonts import PRINT_FAMILY, painting_application
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import page_layout
from census_desktop.printing.pdf import RESOLUTION_DPI, write_pdf
from census_desktop.reports.document import Document, Table, texts
from tests.benchmarks.child import peak_mb
from tests.benchmarks.harness import Comparison
from tests.papers import household, many_people, summary

HOUSEHOLDS = 100
PEOPLE = 4
TOWN_HOUSEHOLDS = 17_207
SIZES = (1, 2, 3, 3, 4, 4, 5, 6)  # 3.5 people on the average, as in the town
FAMILIES = len(SIZES)


def paint_pages(folder: Path) -> Mapping[str, float]:
    """Ours: laid out and painted page by page, rows never divided, with code and signatures."""
    painting_application()
    document = summary(many_people(PEOPLE))
    started = time.perf_counter()
    pages = write_pdf((document for _ in range(HOUSEHOLDS)), folder / f"ours-{time.monotonic_ns()}.pdf")
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "ms_per_page": 1000 * seconds / pages}


def paint_rich_text(folder: Path) -> Mapping[str, float]:
    """Baseline: one rich-text document for each household, one file for each, because it ends the job itself."""
    painting_application()
    document = summary(many_people(PEOPLE))
    table = next(block for block in document.blocks if isinstance(block, Table))
    columns = len(table.columns)
    words = [html.escape(text) for text in texts(document)]
    cells = "".join(
        f"<tr>{''.join(f'<td>{word}</td>' for word in words[start : start + columns])}</tr>"
        for start in range(0, len(words), columns)
    )
    page = f'<body style="font-family:{PRINT_FAMILY};font-size:10pt"><table border="1">{cells}</table></body>'
    started = time.perf_counter()
    for number in range(HOUSEHOLDS):
        writer = QPdfWriter(str(folder / f"rich-{number}-{time.monotonic_ns()}.pdf"))
        writer.setResolution(RESOLUTION_DPI)
        rich = QTextDocument()
        rich.setHtml(page)
        rich.print_(writer)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "ms_per_page": 1000 * seconds / HOUSEHOLDS}


def _town_of_papers() -> Iterator[Document]:
    """As many summaries as the town has households, of one to six people, each with a code of its own."""
    families = [many_people(count) for count in SIZES]
    for number in range(TOWN_HOUSEHOLDS):
        home = household(household_no=str(number), household_book_no=f"35{number:07d}")
        yield summary(
            families[number % len(families)], dataclasses.replace(home, household_uuid=uuid.UUID(int=number))
        )


def paint_town(folder: Path) -> Mapping[str, float]:
    """Ours: summaries of a whole town into one file; memory is looked at after the first tenth and at the end."""
    painting_application()
    early = [0.0]
    control = JobControl(
        lambda done, _total, _text: early.append(peak_mb()) if done == TOWN_HOUSEHOLDS // 10 else None
    )
    started = time.perf_counter()
    pages = write_pdf(_town_of_papers(), folder / f"town-{time.monotonic_ns()}.pdf", control)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "pages": pages,
        "ms_per_page": 1000 * seconds / pages,
        "mb_grown": peak_mb() - early[-1],
    }


def paint_one_line_each(folder: Path) -> Mapping[str, float]:
    """Baseline: the same number of pages with one line each, drawn with nothing but Qt."""
    painting_application()
    sheets = [len(lay_out(paper).pages) for paper in itertools.islice(_town_of_papers(), FAMILIES)]
    pages = sum(sheets[number % FAMILIES] for number in range(TOWN_HOUSEHOLDS))
    started = time.perf_counter()
    writer = QPdfWriter(str(folder / f"lines-{time.monotonic_ns()}.pdf"))
    writer.setResolution(RESOLUTION_DPI)
    writer.setPageLayout(page_layout(is_landscape=False))
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.setFont(QFont(PRINT_FAMILY, 12))
        painter.drawText(QPointF(1400, 1400), f"Hộ số {number}, tổ dân phố Hưng Thịnh, phường Sông Trí")
    painter.end()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "pages": pages, "ms_per_page": 1000 * seconds / pages}


CASES = (
    Comparison(
        "print_households",
        f"{HOUSEHOLDS} household papers into PDF / the same words as Qt rich text",
        paint_pages,
        paint_rich_text,
        at_most=1.0,
    ),
    Comparison(
        "print_town",
        f"summaries of {TOWN_HOUSEHOLDS} households into one PDF / as many pages with one line each, bare Qt",
        paint_town,
        paint_one_line_each,
        at_most=4.0,
        repeats=1,
    ),
)
