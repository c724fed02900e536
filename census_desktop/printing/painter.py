"""The one way to paint a page: preview, printer and PDF file differ only in the device."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.printing.codes import CodeMaker
from census_desktop.printing.fonts import UNITS_PER_MM, UNITS_PER_POINT, print_font
from census_desktop.printing.lettering import Lettering
from census_desktop.printing.placing import Code, Fill, LaidOut, Page, Rule, Text
from census_desktop.reports.document import PAPER_WIDTH_MM

_POINTS_PER_INCH = 72
_QUIET_ZONE = 4  # modules of white around a code (ISO/IEC 18004)
_DARK = re.compile("1+")
_codes = CodeMaker()


def page_layout(*, is_landscape: bool) -> QPageLayout:
    """A4 without margins: our own margins are part of the layout."""
    orientation = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


class PagePainter:
    """Paints laid-out documents on one device, each page on a sheet of its own; used as a context manager.

    Raises:
        CensusError: PRINT_FAILED when the device takes no pages (printer gone, file not writable).
    """

    def __init__(self, device: QPagedPaintDevice, *, is_duplex: bool = False) -> None:
        """Prepare to paint.

        Args:
            device: where to.
            is_duplex: both sides of a sheet are printed, so each document begins on a front: families get their own.
        """
        self._device = device
        self._is_duplex = is_duplex
        self._painter = QPainter()
        # Shaped letters are a hair different on a screen or a printer of its own; in a file they are the same.
        self._lettering = Lettering() if isinstance(device, QPdfWriter) else None
        self.pages = 0

    def __enter__(self) -> PagePainter:
        return self

    def __exit__(self, *_error: object) -> None:
        """End the print job, also after an error: a device is never destroyed while it is painted on."""
        if self._painter.isActive():
            self._painter.end()

    def paint(self, laid_out: LaidOut) -> None:
        """Paint every page of `laid_out`."""
        if self._is_duplex and self.pages % 2:
            self._next_sheet(is_landscape=laid_out.is_landscape)
        for page in laid_out.pages:
            self._next_sheet(is_landscape=laid_out.is_landscape)
            paint_page(self._painter, page, self._lettering)

    def _next_sheet(self, *, is_landscape: bool) -> None:
        layout = page_layout(is_landscape=is_landscape)
        if not self.pages or isinstance(self._device, QPdfWriter):
            self._device.setPageLayout(layout)
        is_ready = self._device.newPage() if self.pages else self._painter.begin(self._device)
        if not is_ready:
            raise CensusError(
                "PRINT_FAILED",
                _("Máy in hoặc tệp không nhận trang in."),
                _("Hãy kiểm tra máy in rồi in lại; dữ liệu không bị ảnh hưởng."),
            )
        self.pages += 1
        scale = self._device.logicalDpiX() / (_POINTS_PER_INCH * UNITS_PER_POINT)
        self._painter.resetTransform()
        self._painter.scale(scale, scale)
        if self._device.pageLayout().orientation() != layout.orientation():
            # A printer at work cannot turn its sheets: a paper of the other orientation is turned instead.
            self._painter.translate(PAPER_WIDTH_MM * UNITS_PER_MM if is_landscape else 0, 0)
            self._painter.rotate(90 if is_landscape else -90)
            self._painter.translate(0 if is_landscape else -PAPER_WIDTH_MM * UNITS_PER_MM, 0)


def nothing_to_print() -> CensusError:
    """What to tell when a selection holds no papers."""
    return CensusError(
        "NOTHING_TO_PRINT", _("Không có gì để in."), _("Hãy chọn hộ hoặc đơn vị khác rồi làm lại.")
    )


def paint(documents: Iterable[LaidOut], device: QPagedPaintDevice) -> int:
    """Paint whole documents on `device`; returns the number of pages."""
    with PagePainter(device) as painter:
        for laid_out in documents:
            painter.paint(laid_out)
        return painter.pages


def paint_page(painter: QPainter, page: Page, lettering: Lettering | None = None) -> None:
    """Paint one page: grounds first, then all lines of one pen at once (a page has a hundred), then letters.

    Args:
        painter: scaled so that one unit is a tenth of a point.
        page: what to paint.
        lettering: of a whole run into a file, which is faster.
    """
    lines: dict[tuple[float, bool], list[QLineF]] = {}
    texts: list[tuple[Text, float, float]] = []
    for placed in (*page.frame, *page.body):
        for item in placed.strip.items:
            if isinstance(item, Text):
                texts.append((item, placed.x, placed.top))
            elif isinstance(item, Rule):
                same = lines.setdefault((item.thickness, item.is_dotted), [])
                same.append(_line(item, placed.x, placed.top))
            else:
                _paint_ground(painter, item, placed.x, placed.top)
    for (thickness, is_dotted), each in lines.items():
        painter.setPen(_pen(thickness, is_dotted=is_dotted))
        painter.drawLines(each)
    painter.setPen(Qt.GlobalColor.black)
    for text, x, y in texts:
        place = QPointF((x + text.x) * UNITS_PER_MM, (y + text.y) * UNITS_PER_MM)
        if lettering is None:
            painter.setFont(print_font(text.style))
            painter.drawText(place, text.text)
        else:
            lettering.paint(painter, text.text, text.style, place)


def _line(rule: Rule, x: float, y: float) -> QLineF:
    return QLineF(
        (x + rule.x1) * UNITS_PER_MM,
        (y + rule.y1) * UNITS_PER_MM,
        (x + rule.x2) * UNITS_PER_MM,
        (y + rule.y2) * UNITS_PER_MM,
    )


def _paint_ground(painter: QPainter, item: Fill | Code, x: float, y: float) -> None:
    match item:
        case Fill():
            painter.fillRect(_rect(x + item.x, y + item.y, item.width, item.height), _grey(item.grey))
        case Code():
            _paint_code(painter, item, x + item.x, y + item.y)


def _paint_code(painter: QPainter, code: Code, x: float, y: float) -> None:
    """One filled shape, so that no hair line shows between its rows; PDF has short words for rectangles."""
    runs, modules = _code_runs(code.text)
    painter.save()
    painter.translate(x * UNITS_PER_MM, y * UNITS_PER_MM)
    painter.scale(code.size * UNITS_PER_MM / modules, code.size * UNITS_PER_MM / modules)
    if painter.paintEngine().type() is QPaintEngine.Type.Pdf:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(Qt.GlobalColor.black))
        painter.drawRects(runs)
    else:
        path = QPainterPath()
        for run in runs:
            path.addRect(run)
        painter.fillPath(path, QBrush(Qt.GlobalColor.black))
    painter.restore()


def _code_runs(text: str) -> tuple[list[QRectF], int]:
    """Dark modules of the code for `text`, runs of a row as one rectangle, and its width in modules."""
    rows = _codes.rows(text)
    runs = [
        QRectF(run.start() + _QUIET_ZONE, y, run.end() - run.start(), 1)
        for y, row in enumerate(rows, start=_QUIET_ZONE)
        for run in _DARK.finditer(row)
    ]
    return runs, len(rows) + 2 * _QUIET_ZONE


@functools.cache
def _pen(thickness: float, *, is_dotted: bool) -> QPen:
    pen = QPen(QColor(Qt.GlobalColor.black), thickness * UNITS_PER_MM)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_dotted:
        pen.setDashPattern([1.0, 4.0])
    return pen


def _grey(level: float) -> QColor:
    return QColor.fromRgbF(level, level, level)


def _rect(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * UNITS_PER_MM, y * UNITS_PER_MM, width * UNITS_PER_MM, height * UNITS_PER_MM)
