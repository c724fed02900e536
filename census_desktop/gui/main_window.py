"""The window: the bar of rooms above, the room, the status bar below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.text import _
from census_desktop.gui import icons, messages
from census_desktop.gui.actions import bind, commit_input, would_be_eaten
from census_desktop.gui.dialogs.key_card import KeyCard
from census_desktop.gui.dialogs.second_keying import SecondKeyingDialog
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.moments import clock_time
from census_desktop.gui.pages.boundary.page import BoundaryPage
from census_desktop.gui.pages.browse.page import BrowsePage
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.gui.pages.exchange.page import ExchangePage
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.gui.pages.paper.page import PaperPage
from census_desktop.gui.pages.progress.page import ProgressPage
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.gui.rooms import ROOMS, room_label
from census_desktop.gui.session import Session
from census_desktop.gui.sounds import Bell
from census_desktop.gui.widgets import Banner, Mark, ShortenedLabel, plain_label, restyle
from census_desktop.services.entry import SavedSlip
from census_desktop.services.units import unit_name
from census_desktop.store.store import Role

LOCK_AFTER = 10 * 60 * 1000  # milliseconds without a key or a click
LOCK_AGAIN = 200  # milliseconds for an open question to be taken back
_RUNG = {"error": FieldState.ERROR}  # news that ring
_ACTIVITY = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}


class MainWindow(QMainWindow):
    """One person at work. Rooms are built when first entered.

    Signals:
        locked(): the user (or ten idle minutes) asks for the log-in window.
        closed(): the window is gone.
        sounds_changed(on): sounds were switched on or off.
        restyle_wanted(how): the user wants "larger" or "smaller" letters, or "dark" for light and back.
    """

    locked = Signal()
    restyle_wanted = Signal(str)
    sounds_changed = Signal(bool)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.session = session
        self.pages: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._room = ""
        self._came_from = ""  # the room whose record is open in the entry room
        self.bell = Bell(self)
        self._is_locking = False
        self.setWindowIcon(icons.app_icon())
        self.setWindowTitle(
            _("Census Desktop – {unit}").format(unit=unit_name(session.store.installation.unit))
        )
        self.resize(1366, 728)
        self.setMinimumSize(900, 440)  # 1366×768 enlarged to 150 % has 911×512
        self.stack = QStackedWidget()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.stack, 1)
        self.setCentralWidget(body)
        self._build_status()
        self._bind_keys()
        session.bus.changed.connect(self._forget_older_news)  # before the rooms read again and tell
        session.jobs.started.connect(self._forget_older_news)
        session.bus.changed.connect(self._on_changed)
        session.bus.household_wanted.connect(self._open_from_room)
        session.bus.back_wanted.connect(self.go_back)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(LOCK_AFTER)
        self._idle.timeout.connect(self.lock)
        self._idle.start()
        _application().installEventFilter(self)

    # -- bar and status -----------------------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("top_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 5, 12, 5)
        row.setSpacing(3)
        row.addWidget(Mark(26))
        row.addSpacing(8)
        self._buttons = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        self._buttons.setExclusive(True)
        for number, room in enumerate(ROOMS, start=1):
            tab = QPushButton(_(room.label))
            tab.setObjectName(f"room_{room.name}")
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.setToolTip(f"Alt+{number}")
            tab.setMinimumWidth(_bold_width(tab) + 26)
            tab.clicked.connect(partial(_ignore_first, partial(self.enter, room.name)))
            self._buttons.addButton(tab)
            self._tabs[room.name] = tab
            row.addWidget(tab)
        row.addStretch(1)
        own, account = self.session.store.installation, self.session.store.account
        role = _("giám sát") if account.role is Role.SUPERVISOR else _("nhập liệu")
        unit = ShortenedLabel(unit_name(own.unit), "bar_unit")
        unit.setMinimumWidth(unit.sizeHint().width() * 2 // 3)
        row.addWidget(unit)
        who = _("· {name} ({role})").format(name=account.display_name, role=role)
        row.addWidget(ShortenedLabel(who, "bar_muted"))
        row.addSpacing(6)
        lock = QPushButton(_("Khóa máy"))
        lock.setObjectName("lock_button")
        lock.setToolTip("Ctrl+L")
        lock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lock.clicked.connect(partial(_ignore_first, self.lock))
        row.addWidget(lock)
        return bar

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.place = plain_label("", "status_place")
        self.news = ShortenedLabel("", "status_news")
        self.draft = plain_label("", "status_draft")
        self.saved = plain_label("", "status_saved")
        self.tally = plain_label("", "status_tally")
        self.problems = plain_label("", "status_problems")
        bar.addWidget(self.place)
        bar.addWidget(self.news, 1)
        for label in (self.draft, self.saved, self.tally, self.problems):
            bar.addPermanentWidget(label)

    def _bind_keys(self) -> None:
        for number, room in enumerate(ROOMS, start=1):
            bind(self, f"room_{number}", partial(self.enter, room.name))
        bind(self, "key_card", self.show_keys)
        bind(self, "second_keying", self.show_second_keying)
        bind(self, "lock", self.lock)
        bind(self, "larger", lambda: self.restyle_wanted.emit("larger"))
        bind(self, "smaller", lambda: self.restyle_wanted.emit("smaller"))
        bind(self, "sounds", self.switch_sounds)
        bind(self, "dark", lambda: self.restyle_wanted.emit("dark"))

    def switch_sounds(self) -> None:
        """Ctrl+B: ring from now on, or not; it is told and, when on, heard."""
        self.bell.is_on = not self.bell.is_on
        self.tell(_("Đã bật tiếng báo lỗi.") if self.bell.is_on else _("Đã tắt tiếng báo lỗi."), "ok")
        self.bell.ring(FieldState.WARNING)
        self.sounds_changed.emit(self.bell.is_on)

    def show_keys(self) -> None:
        """F1."""
        card = KeyCard(self)
        card.finished.connect(card.deleteLater)
        card.open()

    def show_second_keying(self) -> None:
        """Ctrl+K."""
        if self._room == "entry":
            self.entry().control.keep_draft()
        dialog = SecondKeyingDialog(self.session, self)
        dialog.sounded.connect(self.bell.ring)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- rooms --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the room this machine is mostly used for."""
        self.enter("entry")
        if self.session.is_town and self.entry().control.is_untouched():
            self.enter("progress")

    def entry(self) -> EntryPage:
        """The entry room."""
        page = self.page("entry")
        assert isinstance(page, EntryPage)
        return page

    def page(self, name: str) -> QWidget:
        """A room, built when first asked for."""
        if name not in self.pages:
            self.pages[name] = self._build(name)
            self.stack.addWidget(self.pages[name])
            if name == "todo":
                self._stale.add(name)
        return self.pages[name]

    def _build(self, name: str) -> QWidget:
        exchange: type[ExchangePage] = TownExchangePage if self.session.is_town else WardExchangePage
        if name == "entry":
            return self._build_entry()
        makers: dict[str, Callable[[Session], QWidget]] = {
            "browse": BrowsePage, "todo": TodoPage, "progress": ProgressPage, "exchange": exchange, "paper": PaperPage,
            "area": BoundaryPage,
        }  # fmt: skip
        return makers[name](self.session)

    def _build_entry(self) -> EntryPage:
        page = EntryPage(self.session)
        page.news.connect(self.tell)
        page.news.connect(lambda _text, state: self.bell.ring(_RUNG.get(state, FieldState.NORMAL)))
        page.sounded.connect(self.bell.ring)
        page.control.saved.connect(self._on_saved)
        page.control.draft_kept.connect(self._on_draft)
        page.control.shown.connect(self._on_shown)
        page.control.start()
        return page

    def enter(self, name: str) -> None:
        """Go to a room; what is typed elsewhere stays."""
        page = self.page(name)
        if self._room == "entry" and name != "entry":
            self.entry().control.keep_draft()
        self._came_from = ""
        self._room = name
        self.setProperty("room", name)
        self.stack.setCurrentWidget(page)
        self._tabs[name].setChecked(True)
        self.tell("", "")
        self._show_status(is_entry=name == "entry")
        self._on_shown()
        if name in self._stale:
            self._stale.discard(name)
            refresh = getattr(page, "refresh", None)
            if refresh is not None:
                refresh()
        self._focus(name)

    def _open_from_room(self, _household: object, _person: object) -> None:
        came_from = self._came_from if self._room == "entry" else self._room
        self.enter("entry")
        self._came_from = came_from
        if came_from:
            self.tell(_("Esc trở về phòng {room}.").format(room=room_label(came_from)), "")

    def go_back(self) -> None:
        """Esc in the entry room: back to the list the slip was opened from, the cursor where it was."""
        if not self._came_from:
            return
        self.enter(self._came_from)
        page = self.page(self._room)
        if isinstance(page, BrowsePage):
            page.take_cursor()

    def _focus(self, name: str) -> None:
        page = self.page(name)
        if isinstance(page, EntryPage):
            page.control.focus_again()
        elif isinstance(page, BrowsePage | PaperPage):
            page.focus_search()
        elif isinstance(page, TodoPage | BoundaryPage | ProgressPage | ExchangePage):
            page.take_focus()
        else:
            page.setFocus()

    def _on_changed(self) -> None:
        self._stale.update(name for name in self.pages if name not in {"entry", self._room})
        current = self.pages.get(self._room)
        if isinstance(current, ProgressPage | ExchangePage):
            current.refresh()
        if self._room != "entry" and "entry" in self.pages:
            self.entry().list_households()

    def _forget_older_news(self) -> None:
        for banner in self.findChildren(Banner):
            banner.forget_older_news()

    # -- status -------------------------------------------------------------------------------------------------

    def tell(self, text: str, state: str) -> None:
        """Say something in the status bar."""
        self.news.setText(text)
        restyle(self.news, state=state)

    def _show_status(self, *, is_entry: bool) -> None:
        for label in (self.place, self.draft, self.saved, self.tally, self.problems):
            label.setVisible(is_entry)
        if not is_entry:
            self.tell(_("F1 bảng phím · Alt+1 … Alt+7 chuyển phòng · Ctrl+L khóa máy"), "")

    def _on_saved(self, slip: SavedSlip) -> None:
        self.saved.setText(_("Đã lưu {time}").format(time=clock_time(slip.at)))
        restyle(self.saved, state="ok")
        self.draft.clear()
        self.tell("", "")

    def _on_draft(self) -> None:
        now = self.session.clock.now()
        self.draft.setText(_("Nháp đã giữ {time}").format(time=clock_time(now)))

    def _on_shown(self) -> None:
        page = self.pages.get("entry")
        if not isinstance(page, EntryPage):
            return
        self.place.setText(page.control.place_text())
        self.tally.setText(page.tally.text())
        errors = page.findings.count(FieldState.ERROR)
        warnings = page.findings.count(FieldState.WARNING)
        self.problems.setText(_("{errors} lỗi, {warnings} cảnh báo").format(errors=errors, warnings=warnings))
        restyle(self.problems, state="error" if errors else "")

    # -- leaving ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every key and click puts off the automatic lock; no text box keeps our keys for itself."""
        if would_be_eaten(watched, event):
            event.ignore()
            return True
        if event.type() in _ACTIVITY:
            Banner.hands += 1
            self._idle.start()
        return super().eventFilter(watched, event)

    def lock(self) -> None:
        """Keep the half-typed slip and ask for the password again; not while a job writes."""
        if self.session.jobs.is_running:
            self._idle.start()
            return
        in_front = QApplication.activeModalWidget()
        if in_front is not None:  # answered later it would meet a closed store
            in_front.close()  # as Esc does
            QTimer.singleShot(LOCK_AGAIN, self, self.lock)
            return
        self._is_locking = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the half-typed slip; ask when a job is running."""
        if self.session.jobs.is_running and not self._may_stop_job():
            event.ignore()
            return
        self.session.jobs.stop_and_wait()
        commit_input()
        if "entry" in self.pages:
            self.entry().control.keep_draft()
            self.entry().tally.keep()
        self._idle.stop()
        _application().removeEventFilter(self)
        event.accept()
        (self.locked if self._is_locking else self.closed).emit()

    def _may_stop_job(self) -> bool:
        may_stop = messages.ask(
            self,
            _("Một việc dài đang chạy. Dừng việc đó và đóng chương trình?"),
            _("Phần đang dở không để lại gì; phần đã xong vẫn còn."),
            yes=_("Dừng và đóng"),
            no=_("Tiếp tục chạy"),
            is_danger=True,
            until=self.session.jobs.ended,
        )
        if not may_stop and not self.session.jobs.is_running:
            self.tell(_("Việc đã kết thúc, kết quả ở trên. Đóng cửa sổ lần nữa để thoát."), "ok")
        return may_stop


def _bold_width(tab: QPushButton) -> int:
    """Room for the words in bold, so that nothing moves when a room is entered."""
    font = QFont(tab.font())
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(tab.text())


def _application() -> QCoreApplication:
    app = QApplication.instance()
    assert app is not None
    return app


def _ignore_first(act: Callable[[], object], *_is_checked: object) -> None:
    act()
