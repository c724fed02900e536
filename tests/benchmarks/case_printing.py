"""What a page of a household costs, held against Qt's own rich-text document with the same words."""

from __future__ import annotations

import html
import time
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QPdfWriter, QTextDocument

from census_desktop.printing.fonts import PRINT_FAMILY, painting_application
from census_desktop.printing.pdf import RESOLUTION_DPI, write_pdf
from census_desktop.reports.document import Table, texts
from tests.benchmarks.harness import Comparison
from tests.papers import many_people, summary

HOUSEHOLDS = 100
PEOPLE = 4


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


CASES = (
    Comparison(
        "print_households",
        f"{HOUSEHOLDS} household papers into PDF / the same words as Qt rich text",
        paint_pages,
        paint_rich_text,
        at_most=1.0,
    ),
)
