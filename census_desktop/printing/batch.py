"""Household papers by the thousand: one file, or one for each residential group; stopping leaves nothing behind."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from census_desktop.base.atomic import make_folder
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.vietnamese import fold
from census_desktop.printing.painter import nothing_to_print
from census_desktop.printing.pdf import write_pdf
from census_desktop.printing.printer import print_documents
from census_desktop.reports.document import Document
from census_desktop.services.documents import HouseholdPaper, household_papers
from census_desktop.store.print_log import PrintedHousehold
from census_desktop.store.store import Store
from census_desktop.store.walk import House


@dataclass(slots=True)
class Output:
    """What a run gave.

    Attributes:
        pages: sheets painted.
        printed: to be entered in the log once somebody confirms that the paper came out.
        files: files written, in order.
    """

    pages: int = 0
    printed: list[PrintedHousehold] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def collect(self, papers: Iterable[HouseholdPaper]) -> Iterator[Document]:
        """The documents of `papers`, remembering each as it passes."""
        for paper in papers:
            yield paper.document
            self.printed.append(paper.printed)


def write_one_file(
    store: Store,
    chosen: Sequence[uuid.UUID],
    path: Path,
    control: JobControl,
    *,
    replace: bool = False,
    is_duplex: bool = False,
) -> Output:
    """Summaries of `chosen` in this order as one PDF file.

    Raises:
        CensusError: NOTHING_TO_PRINT, EXISTS, DISK_FULL …
        CancelledError: stopped; no file appears.
    """
    output = Output(files=[path])
    output.pages = write_pdf(
        output.collect(household_papers(store, chosen)),
        path,
        control,
        title=_title(len(chosen)),
        expected=len(chosen),
        replace=replace,
        is_duplex=is_duplex,
    )
    return output


def write_files_by_group(
    store: Store, chosen: Sequence[House], folder: Path, control: JobControl, *, is_duplex: bool = False
) -> Output:
    """Summaries of `chosen` (in the order of houses) as one PDF file for each residential group.

    Raises:
        CensusError: NOTHING_TO_PRINT, EXISTS, DISK_FULL …; files of this run are taken away again.
        CancelledError: stopped; likewise.
    """
    if not chosen:
        raise nothing_to_print()
    make_folder(folder)
    output, done = Output(), 0
    names: set[str] = set()
    try:
        for place, group in groupby(chosen, key=lambda house: (house.unit, house.residential_group)):
            houses = [house.household_uuid for house in group]
            path = folder / _file_name(*place, names)
            part = write_one_file(store, houses, path, _Part(control, done, len(chosen)), is_duplex=is_duplex)
            output.pages += part.pages
            output.printed += part.printed
            output.files += part.files
            done += len(houses)
    except BaseException:
        for path in output.files:
            path.unlink(missing_ok=True)
        raise
    return output


def send_to_printer(
    store: Store, chosen: Sequence[uuid.UUID], printer: QPrinter, control: JobControl
) -> Output:
    """Summaries of `chosen` as one print job.

    Raises:
        CensusError: NO_PRINTER, PRINT_FAILED, NOTHING_TO_PRINT.
        CancelledError: stopped; the job is taken back, pages already handed over may still come out.
    """
    output = Output()
    papers = output.collect(household_papers(store, chosen))
    output.pages = print_documents(papers, printer, control, len(chosen))
    return output


class _Part(JobControl):
    """A part of a job: its steps count from where the part before ended."""

    def __init__(self, whole: JobControl, before: int, total: int) -> None:
        super().__init__()
        self._whole, self._before, self._total = whole, before, total

    def step(self, done: int, total: int, text: str) -> None:  # noqa: ARG002  the whole has its own total
        """Report to the whole."""
        self._whole.step(self._before + done, self._total, text)

    def check(self) -> None:
        """Ask the whole."""
        self._whole.check()


@in_vietnamese()
def _title(count: int) -> str:
    return _("Bảng tổng hợp {count} hộ").format(count=count)


def _file_name(unit: str | None, group: str | None, taken: set[str]) -> str:
    """Letters every stick can keep; two groups of one spelling without marks get a number."""
    code = (unit or "").partition("@")[0] or "chua-ghi-don-vi"
    words = re.sub(r"[^a-z0-9]+", "-", fold(group or "chưa ghi thôn")).strip("-")
    name, number = f"tong-hop-{code}-{words}", 1
    while (numbered := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    taken.add(numbered)
    return f"{numbered}.pdf"
