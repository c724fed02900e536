"""PDF files, one document after the other, so that thousands of households need no more memory than one."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFile, QFileDevice, QIODevice
from PySide6.QtGui import QPdfWriter

from census_desktop.base.atomic import NewFile, explain_os_error
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.printing.fonts import painting_application
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import PagePainter, nothing_to_print
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import Document

RESOLUTION_DPI = 1200
_END_MARK = b"%%EOF"  # last line of every complete PDF file


def write_pdf(
    documents: Iterable[Document],
    path: Path,
    control: JobControl | None = None,
    *,
    title: str = "",
    expected: int = 0,
    replace: bool = False,
    is_duplex: bool = False,
) -> int:
    """Write `documents` into one PDF file, which appears only when it is complete; returns its number of pages.

    Runs in any thread; makes an invisible application when there is none (in the main thread only).

    Args:
        documents: read one by one.
        path: the file to write.
        control: told after each document; may stop the work, then no file appears.
        title: file property, never a person's name; the first document's title when "".
        expected: how many documents will come, for the progress shown; 0 when not known.
        replace: an older file of this name may be replaced (never on a stick).
        is_duplex: the file will be printed on both sides; each document begins on a front.

    Raises:
        CensusError: DISK_FULL, READ_ONLY, NO_FOLDER, EXISTS, WRITE_FAILED, PRINT_FAILED or NOTHING_TO_PRINT.
        CancelledError: stopped by `control`.
    """
    painting_application()
    control = control or JobControl()
    with NewFile(path, replace=replace) as part:
        file = QFile(str(part))
        if not file.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Unbuffered):
            raise explain_os_error(OSError(errno.EIO, file.errorString()), path)
        try:
            pages = _write(documents, file, control, title, expected, is_duplex=is_duplex)
            if not pages:
                raise nothing_to_print()
            _check_complete(file, part, path)
        finally:
            file.close()
    return pages


def _write(
    documents: Iterable[Document],
    file: QFile,
    control: JobControl,
    title: str,
    expected: int,
    *,
    is_duplex: bool,
) -> int:
    writer = QPdfWriter(file)
    writer.setResolution(RESOLUTION_DPI)
    writer.setCreator("Census Desktop")
    ruler = Ruler()
    end = -1
    with PagePainter(writer, is_duplex=is_duplex) as painter:
        for number, document in enumerate(documents, start=1):
            if number == 1:
                writer.setTitle(title or document.title)
            painter.paint(lay_out(document, ruler))
            control.step(number, max(expected, number), _("Đang ghi tệp PDF"))
            if file.pos() == end:  # the disk takes no more; no need to paint the rest
                break
            end = file.pos()
        return painter.pages


def _check_complete(file: QFile, part: Path, path: Path) -> None:
    """Refuse a file that lost its end: Qt keeps silent when the disk is full and drops what it could not write."""
    with part.open("rb") as reader:
        reader.seek(max(0, part.stat().st_size - len(_END_MARK) - 2))
        if reader.read().rstrip().endswith(_END_MARK):
            return
    file.write(b"\n")  # asks the disk once more, which gives the reason
    is_full = file.error() == QFileDevice.FileError.ResourceError
    raise explain_os_error(OSError(errno.ENOSPC if is_full else errno.EIO, file.errorString()), path)
