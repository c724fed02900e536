"""Real printers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import PagePainter, nothing_to_print, page_layout
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import Document

_ALONG, _ACROSS = QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide


def printer_names() -> tuple[str, ...]:
    """Names of the printers this machine knows, as shown to the user."""
    return tuple(QPrinterInfo.availablePrinterNames())


def new_printer(title: str, *, is_landscape: bool = False, is_duplex: bool = False) -> QPrinter:
    """The default printer set to A4 without margins of its own.

    Args:
        title: name of the print job; the spooler keeps it, so it never names a person.
        is_landscape: sheets lie across.
        is_duplex: proposed in the printer's window; the user may choose otherwise there.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("Census Desktop")
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(is_landscape=is_landscape))
    if is_duplex:
        printer.setDuplex(_ACROSS if is_landscape else _ALONG)
    return printer


def _has_paper(printer: QPrinter) -> bool:
    """False on a machine without printers, where Qt on Linux offers a PDF file without a name as a valid printer."""
    is_file = printer.outputFormat() == QPrinter.OutputFormat.PdfFormat
    return printer.isValid() and (bool(printer.outputFileName()) or not is_file)


def print_documents(
    documents: Iterable[Document], printer: QPrinter, control: JobControl | None = None, expected: int = 0
) -> int:
    """Send `documents` to `printer` as one job; returns the number of pages.

    On a printer set to both sides each document begins on a front.

    Args:
        documents: read one by one.
        printer: from `new_printer`, after the user chose where to print.
        control: told after each document; stopping takes back the print job.
        expected: how many documents will come; 0 when not known.

    Raises:
        CensusError: NO_PRINTER, PRINT_FAILED, NOTHING_TO_PRINT.
        CancelledError: stopped by `control`; pages already handed to the printer may still come out.
    """
    if not _has_paper(printer):
        raise CensusError(
            "NO_PRINTER",
            _("Máy này chưa có máy in nào dùng được."),
            _("Hãy cài hoặc bật máy in, hoặc lưu thành tệp PDF rồi in ở máy khác."),
        )
    control = control or JobControl()
    ruler = Ruler()
    is_duplex = printer.duplex() in {_ALONG, _ACROSS, QPrinter.DuplexMode.DuplexAuto}
    with PagePainter(printer, is_duplex=is_duplex) as painter:
        try:
            for number, document in enumerate(documents, start=1):
                painter.paint(lay_out(document, ruler))
                control.step(number, max(expected, number), _("Đang in"))
        except BaseException:
            printer.abort()
            raise
        if not painter.pages:
            raise nothing_to_print()
        return painter.pages
