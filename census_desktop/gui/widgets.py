"""Small parts that several windows share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.text import _
from census_desktop.gui import icons, theme
from census_desktop.gui.plain import plain_tip

_NEWS = frozenset({"ok", "info"})
BANNER_ICONS = {"error": "error", "warning": "warning", "ok": "ok", "info": "proposed"}


def plain_label(text: str = "", name: str = "", *, wraps: bool = False) -> QLabel:
    """A label that never reads its text as HTML: names of people and files go in here."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if name:
        label.setObjectName(name)
    return label


def unbroken(mark: str) -> str:
    """A fingerprint to be read out: a line of its own that is never broken."""
    return "\n" + mark.replace(" ", "\u00a0").replace("-", "\u2011")


class SearchLine(QLineEdit):
    """A line that searches by itself when the hands pause, and at once on Enter.

    Signals:
        paused(): nothing was typed for `PAUSE` milliseconds.
    """

    PAUSE = 150  # milliseconds without a key before searching

    paused = Signal()

    def __init__(self, name: str, spoken: str, hint: str) -> None:
        """Make the line.

        Args:
            name: object name, for tests and style.
            spoken: name for screen readers.
            hint: shown while the line is empty.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.PAUSE)
        self._timer.timeout.connect(self.paused)
        self.textEdited.connect(lambda _text: self._timer.start())

    def typed(self) -> str:
        """The words to search for; a search that was still to come is done with."""
        self._timer.stop()
        return self.text().strip()

    def take_cursor(self) -> None:
        """Put the cursor here, ready to type over what was searched before."""
        self.setFocus()
        self.selectAll()


class ShortenedLabel(QLabel):
    """One line that ends in "…" where there is no room for all of it; the whole of it is its tool tip."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def muted_label(text: str = "", *, wraps: bool = False) -> QLabel:
    """A label in the quiet colour."""
    label = plain_label(text, wraps=wraps)
    label.setProperty("muted", "true")
    return label


def button(
    text: str, act: Callable[[], object], name: str, *, primary: bool = False, quiet: bool = False
) -> QPushButton:
    """A push button that answers Enter as well as the blank key."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(True)
    if primary:
        made.setProperty("primary", "true")
    if quiet:
        made.setProperty("quiet", "true")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda _checked=False: act())
    return made


def scrolled(inside: QWidget, name: str = "scrolled") -> QScrollArea:
    """The widget as it is where there is room, behind a bar up and down where there is not; never sideways."""
    inside.setObjectName("form_body")
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.setMinimumWidth(inside.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area


def card(title: str = "", name: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A framed ground with a title; gives the frame and the column inside it."""
    frame = QFrame()
    frame.setObjectName(name)
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 6, 10, 9)
    column.setSpacing(5)
    if title:
        head = plain_label(title, "card_title")
        column.addWidget(head)
    return frame, column


def restyle(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties and let the style sheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Banner(QFrame):
    """One line across a page: what happened and what to do.

    A refusal or a warning stays until closed or replaced. News ("ok", "info") is true for the moment it was said: it
    goes when its page is left, when hands have moved since and another job begins or records change. The window tells
    all banners of the two latter (`forget_older_news`).

    Attributes:
        hands: keys and clicks so far, counted by the window; what is said in answer to the last one is not old.
    """

    hands = 0

    def __init__(self, parent: QWidget | None = None, *, can_close: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._can_close = can_close
        self._is_news = False
        self._said_at = 0  # what `hands` was
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 6)
        row.setSpacing(9)
        self._sign = QLabel()
        self._text = plain_label("", "banner_text", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = button(_("Đóng"), self.hide, "banner_close", quiet=True)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not can_close:
            close.hide()  # never show(): without a parent yet it would be a window of its own
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, state: str = "info") -> None:
        """Show `text`; state is "info", "ok", "warning" or "error"."""
        self._is_news = state in _NEWS and self._can_close
        self._said_at = Banner.hands
        self._text.setText(text)
        self._sign.setPixmap(icons.pixmap(BANNER_ICONS[state]))
        self.setAccessibleName(text)
        restyle(self, state=state)
        self.show()

    def forget_news(self) -> None:
        """Its place was left."""
        if self._is_news and not self.isHidden():
            self.hide()

    def forget_older_news(self) -> None:
        """Another deed begins, or what the news spoke of has changed; what was said of this very deed stays."""
        if self._said_at < Banner.hands:
            self.forget_news()

    def hideEvent(self, event: QHideEvent) -> None:
        """The page was left; a window only made small is not."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget_news()

    def say_error(self, error: CensusError) -> None:
        """Show what went wrong and what to do."""
        self.say(f"{error.message} {error.advice}".strip(), "error")

    def say_ended(self, error: BaseException, stopped: str = "") -> None:
        """Tell how a job ended that has no result.

        Args:
            error: what ended it; anything but a refusal or a stop is raised again.
            stopped: said when somebody stopped it; nothing without.
        """
        if isinstance(error, CancelledError):
            if stopped:
                self.say(stopped, "warning")
        elif isinstance(error, CensusError):
            self.say_error(error)
        else:
            raise error


class Kpi(QFrame):
    """One figure with what it counts."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kpi")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(0)
        column.addWidget(muted_label(caption))
        self._value = plain_label("–", "kpi_value")
        column.addWidget(self._value)
        self._caption = caption

    @property
    def value(self) -> str:
        """The figure as shown."""
        return self._value.text()

    def put(self, value: str, state: str = "") -> None:
        """Show a figure; a state colours it, its caption says what it means."""
        self._value.setText(value)
        self.setAccessibleName(f"{self._caption}: {value}")
        restyle(self._value, state=state)


class HintedList(QListView):
    """A list that says what to do while it is empty."""

    def __init__(self, when_empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._when_empty = when_empty

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, or the hint."""
        super().paintEvent(event)
        if self._when_empty and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("text_muted"))
            place = self.viewport().rect().adjusted(14, 14, -14, -14)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(place, flags, self._when_empty)
            painter.end()


class Mark(QWidget):
    """The sign of the program."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: object) -> None:
        """Paint the sign."""
        icons.paint_on(self)
