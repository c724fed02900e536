"""Small signs painted in the colours of the look in use; no picture files, sharp at every scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from census_desktop.gui.theme import colour

SIDE = 16  # logical pixels the drawings are laid out on


def _disc(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QRectF(1, 1, 14, 14))


def _bang(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(7, 3.6, 2, 5.6), 1, 1)
    painter.drawEllipse(QRectF(7, 10.4, 2, 2))


def _paper(painter: QPainter) -> QColor:
    del painter
    return colour("surface")


def _error(painter: QPainter) -> None:
    _disc(painter, colour("error"))
    _bang(painter, _paper(painter))


def _warning(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("warning"))
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(8, 1.2), QPointF(15.2, 14.6), QPointF(0.8, 14.6)]))
    painter.drawPath(path)
    painter.translate(0, 1.4)
    _bang(painter, _paper(painter))


def _ok(painter: QPainter) -> None:
    _disc(painter, colour("ok"))
    painter.setPen(QPen(_paper(painter), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF([QPointF(4.6, 8.3), QPointF(7, 10.7), QPointF(11.4, 5.6)]))


def _proposed(painter: QPainter) -> None:
    pen = QPen(colour("proposed"), 1.4)
    painter.setPen(pen)
    painter.drawRect(QRectF(5.5, 5.5, 8, 8))
    painter.drawPolyline(QPolygonF([QPointF(2.5, 10.5), QPointF(2.5, 2.5), QPointF(10.5, 2.5)]))


def _draft(painter: QPainter) -> None:
    painter.setPen(QPen(colour("text_muted"), 1.4, Qt.PenStyle.DotLine))
    painter.drawEllipse(QRectF(2, 2, 12, 12))


def _list(painter: QPainter) -> None:
    painter.setPen(QPen(colour("text_muted"), 1.4))
    painter.drawPolyline(QPolygonF([QPointF(4.5, 6.5), QPointF(8, 10), QPointF(11.5, 6.5)]))


def _stop(painter: QPainter) -> None:
    _disc(painter, colour("error"))
    painter.setPen(QPen(_paper(painter), 2))
    painter.drawLine(QPointF(4.6, 8), QPointF(11.4, 8))


def _same(painter: QPainter) -> None:
    _disc(painter, colour("text_muted"))
    painter.setPen(QPen(_paper(painter), 1.6))
    painter.drawLine(QPointF(5, 6.4), QPointF(11, 6.4))
    painter.drawLine(QPointF(5, 9.6), QPointF(11, 9.6))


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "error": _error,
    "warning": _warning,
    "ok": _ok,
    "proposed": _proposed,
    "draft": _draft,
    "list": _list,
    "refused": _stop,
    "already": _same,
}


def draw(painter: QPainter, name: str, place: QRectF) -> None:
    """Paint the sign `name` into `place`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / SIDE, place.height() / SIDE)
    _DRAWINGS[name](painter)
    painter.restore()


def pixmap(name: str, side: int = SIDE, ratio: float = 2.0) -> QPixmap:
    """The sign as a picture of `side` logical pixels."""
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, side, side))
    painter.end()
    return made


def icon(name: str) -> QIcon:
    """The sign as an icon."""
    return QIcon(pixmap(name))


def app_icon(side: int = 64) -> QIcon:
    """The mark of the program: a slip with a tick on a dark ground."""
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_mark(painter, QRectF(0, 0, side, side))
    painter.end()
    return QIcon(made)


def paint_mark(painter: QPainter, place: QRectF) -> None:
    """Paint the mark of the program into `place`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / 32, place.height() / 32)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#1d5fa8"))
    painter.drawRoundedRect(QRectF(0, 0, 32, 32), 7, 7)
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(7, 5, 18, 22), 2, 2)
    painter.setBrush(QColor("#b9c8da"))
    for top in (9.5, 13.5, 17.5):
        painter.drawRect(QRectF(10, top, 12 if top < 17 else 6, 1.8))
    painter.setPen(QPen(QColor("#e0a100"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF([QPointF(16, 22), QPointF(19.5, 25.5), QPointF(27.5, 16.5)]))
    painter.restore()


def paint_on(widget: QWidget) -> None:
    """Paint the mark of the program over a whole widget."""
    painter = QPainter(widget)
    paint_mark(painter, QRectF(widget.rect()))
    painter.end()
