"""From the first window to the last: set-up, log-in, work, lock.

The log-in window is painted before the store (SQLAlchemy, SQLCipher, openpyxl) is loaded: that is done by a job
behind it, so a slow laptop shows something at once.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder, settings_path
from census_desktop.base.settings import LANGUAGE, Settings
from census_desktop.base.text import _, set_language
from census_desktop.domain.area import COLLECTION_DAY, area
from census_desktop.gui import icons, messages, theme
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.dialogs.set_up_answers import SetUpAnswers
from census_desktop.gui.first_help import FirstHelp
from census_desktop.gui.jobs import JobRunner
from census_desktop.gui.preferences import Preferences, keep_preferences, read_preferences
from census_desktop.gui.qt_texts import VietnameseQtTexts

if TYPE_CHECKING:
    from census_desktop.gui.main_window import MainWindow
    from census_desktop.services.set_up import SetUpResult
    from census_desktop.store.store import Account, Store

SWITCH_INTERVAL = 0.001  # seconds a working thread may keep the window waiting
_QUEUED = Qt.ConnectionType.QueuedConnection


def make_application(look: Preferences | None = None) -> QApplication:
    """The application, dressed as `look` says; the one that is there already when there is one."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("CensusDesktop")
    app.setWindowIcon(icons.app_icon())
    app.setQuitOnLastWindowClosed(False)
    look = look or Preferences()
    theme.apply(app, look.scheme, look.points)
    return app


class Desktop(QObject):
    """Shows one window after the other over one data folder.

    Attributes:
        window: the window on screen.
        jobs: the worker thread all windows share.
    """

    def __init__(
        self,
        app: QApplication,
        folder: DataFolder,
        clock: Clock,
        quit_program: Callable[[], object],
        login: str = "",
        *,
        fills_screen: bool = False,
    ) -> None:
        """Prepare; `start` shows the first window.

        Args:
            app: the dressed application.
            folder: data folder, set up or not.
            clock: time and ids.
            quit_program: called when the last window was closed.
            login: account to mark in the log-in window.
            fills_screen: open the main window as large as the screen allows, as on a ward laptop.
        """
        super().__init__()
        self._app = app
        self._folder = folder
        self._clock = clock
        self._quit = quit_program
        self._login = login
        self._fills_screen = fills_screen
        self._store: Store | None = None
        self.jobs = JobRunner(self)
        self._help = FirstHelp(folder, clock, self.jobs)
        self.window: QWidget | None = None
        self._texts = VietnameseQtTexts(self)
        app.installTranslator(self._texts)
        sys.setswitchinterval(SWITCH_INTERVAL)

    def start(self) -> None:
        """Show the first window."""
        if self._folder.exists:
            self.show_log_in()
        else:
            self.show_set_up()

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.show()
        if old is not None:
            old.blockSignals(True)  # it is not the user who closes it
            old.close()
            old.deleteLater()

    def _change_language(self, code: str) -> None:
        """Show the first window again in another language and remember it for the next time."""
        if self.jobs.is_running:  # the store is being loaded or opened
            QTimer.singleShot(50, lambda: self._change_language(code))
            return
        if not isinstance(self.window, LogInWindow | SetUpWindow):
            return  # somebody logged in meanwhile
        set_language(code)
        with contextlib.suppress(CensusError):  # a preference is not worth a refusal
            Settings(settings_path()).put(LANGUAGE, code)
        self.start()

    # -- first run ----------------------------------------------------------------------------------------------

    def show_set_up(self) -> None:
        """Ask what this machine is."""
        window = SetUpWindow(self._folder, unit_names())
        window.wanted.connect(self._set_up)
        window.finished.connect(self._after_set_up)
        window.language_wanted.connect(self._change_language, _QUEUED)
        window.key_chosen.connect(lambda path: self._help.show_town_key(window, path))
        window.print_wanted.connect(lambda key: self._help.print_recovery(window, key))
        window.restore_wanted.connect(lambda: self._help.show_restore(window, self.show_log_in))
        self._show(window)
        window.closed.connect(self._closed, _QUEUED)
        QTimer.singleShot(0, self._warm_up)

    def _warm_up(self) -> None:
        if not self.jobs.is_running:
            self.jobs.start(_load_store, lambda _result: None, self._fail)

    def _set_up(self, answers: SetUpAnswers) -> None:
        if self.jobs.is_running:  # the store is still being loaded
            QTimer.singleShot(50, lambda: self._set_up(answers))
            return
        folder, clock = self._folder, self._clock
        self.jobs.start(
            lambda control: _initialise(folder, answers, clock, control), self._set_up_done, self._refused
        )

    def _set_up_done(self, result: SetUpResult) -> None:
        if isinstance(self.window, SetUpWindow):
            self.window.show_result(result)

    def _after_set_up(self, login: str) -> None:
        self._login = login
        self.show_log_in()

    # -- log-in -------------------------------------------------------------------------------------------------

    def show_log_in(self) -> None:
        """Ask who is working; the store is loaded meanwhile."""
        window = LogInWindow(self._folder)
        window.wanted.connect(self._open)
        window.forgotten.connect(lambda: self._help.show_forgotten(window))
        window.language_wanted.connect(self._change_language, _QUEUED)
        self._show(window)
        window.closed.connect(self._closed, _QUEUED)
        QTimer.singleShot(0, self._ask_accounts)

    def _ask_accounts(self) -> None:
        folder = self._folder
        self.jobs.start(lambda control: _read_accounts(folder, control), self._show_accounts, self._refused)

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        if isinstance(self.window, LogInWindow):
            self.window.show_accounts(accounts, self._login)

    def _open(self, login: str, password: str) -> None:
        if self.jobs.is_running:
            return
        self._login = login
        folder, clock = self._folder, self._clock
        self.jobs.start(
            lambda _control: _open_store(folder, login, password, clock), self._opened, self._refused
        )

    def _refused(self, error: BaseException) -> None:
        is_known = isinstance(error, CensusError)
        if isinstance(self.window, LogInWindow | SetUpWindow):
            self.window.refuse(str(error) if is_known else _("Chương trình gặp lỗi, chưa làm được việc này."))
        if not is_known:
            raise error

    def _fail(self, error: BaseException) -> None:
        raise error

    # -- work ---------------------------------------------------------------------------------------------------

    def _opened(self, store: Store) -> None:
        self._store = store
        self._work().start()

    def _work(self) -> MainWindow:
        assert self._store is not None
        window = _main_window(self._store, self._clock, self.jobs)
        window.locked.connect(self._lock, _QUEUED)
        window.closed.connect(self._closed, _QUEUED)
        window.restyle_wanted.connect(self._restyle, _QUEUED)
        window.sounds_changed.connect(self._keep_sounds)
        window.bell.is_on = read_preferences(self._folder).has_sounds
        if self._fills_screen:
            window.setWindowState(Qt.WindowState.WindowMaximized)
        self._show(window)
        return window

    def _keep_sounds(self, on: bool) -> None:  # noqa: FBT001  a Qt signal
        try:
            keep_preferences(self._folder, replace(read_preferences(self._folder), has_sounds=on))
        except CensusError as error:
            messages.tell_error(self.window, error)

    def _restyle(self, how: str) -> None:
        """Build the window anew in the other look; the half-typed slip comes back as after a power cut."""
        if self.jobs.is_running or self.window is None:
            return
        before = read_preferences(self._folder)
        changes = {"larger": before.larger(1), "smaller": before.larger(-1), "dark": before.other_scheme()}
        chosen = changes[how]
        room, geometry = self.window.property("room"), self.window.geometry()
        before_it = cast("MainWindow", self.window)
        slip = before_it.entry().control if "entry" in before_it.pages else None
        place = (slip.sheet.household.household_uuid, slip.person.person_uuid) if slip is not None else None
        try:
            keep_preferences(self._folder, chosen)
        except CensusError as error:
            messages.tell_error(self.window, error)
            return
        theme.apply(self._app, chosen.scheme, chosen.points)
        window = self._work()
        if not self._fills_screen:
            window.setGeometry(geometry)
        window.start()
        control = window.entry().control
        if place is not None and slip is not None and slip.sheet.is_stored and control.is_untouched():
            control.open(*place)
        window.enter(room)

    def _lock(self) -> None:
        self._close_store()
        self.show_log_in()

    def _closed(self) -> None:
        self.jobs.stop_and_wait()
        self._close_store()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        self._quit()

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def shut(self) -> None:
        """Close whatever is open, without asking; for tests and for the end of the session."""
        self._app.removeTranslator(self._texts)
        self.jobs.stop_and_wait()
        if self.window is not None:
            self.window.blockSignals(True)
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self._close_store()


# -- what needs the store: each loads it when first called ------------------------------------------------------


def unit_names() -> tuple[str, ...]:
    """The units a ward machine may belong to, by name and code."""
    return tuple(f"{unit.name} – {unit.key.code}" for unit in area().units_on(COLLECTION_DAY))


def _load_store(_control: JobControl) -> None:
    import census_desktop.gui.main_window  # noqa: F401  # lazy: start-up, after the first window is painted
    from census_desktop.domain.places import gazetteer  # lazy: start-up

    gazetteer()  # a quarter of a second, spent while the password is typed


def _read_accounts(folder: DataFolder, control: JobControl) -> tuple[Account, ...]:
    from census_desktop.store.opening import accounts  # lazy: start-up, after the first window is painted

    found = accounts(folder)
    _load_store(control)
    return found


def _open_store(folder: DataFolder, login: str, password: str, clock: Clock) -> Store:
    from census_desktop.services.learning import learn  # lazy: start-up
    from census_desktop.store.opening import open_store  # lazy: start-up, after the first window is painted

    store = open_store(folder, login, password, clock)
    learn(store)
    return store


def _initialise(folder: DataFolder, answers: SetUpAnswers, clock: Clock, _control: JobControl) -> SetUpResult:
    from census_desktop.services.set_up import initialise  # lazy: start-up, after the first window is painted
    from census_desktop.services.units import town_code  # lazy: start-up
    from census_desktop.store.opening import MachineRole  # lazy: start-up

    return initialise(
        folder,
        machine_role=MachineRole.TOWN if answers.is_town else MachineRole.WARD,
        unit_text=town_code() if answers.is_town else answers.unit,
        officer_login=answers.officer,
        officer_password=answers.officer_password,
        supervisor_login=answers.supervisor,
        supervisor_password=answers.supervisor_password or None,
        town_key=answers.town_key,
        is_collecting=answers.is_collecting,
        clock=clock,
    )


def _main_window(store: Store, clock: Clock, jobs: JobRunner) -> MainWindow:
    from census_desktop.gui.main_window import MainWindow  # lazy: start-up, after the first window is painted
    from census_desktop.gui.session import Session  # lazy: start-up
    from census_desktop.services.entry import EntryDesk  # lazy: start-up

    return MainWindow(Session(store, clock, EntryDesk(store), jobs))
