"""Windows over real stores, for tests that look, type and read the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from census_desktop.gui import messages, theme
from census_desktop.gui.application import Desktop
from census_desktop.gui.jobs import JobRunner
from census_desktop.gui.main_window import MainWindow
from census_desktop.gui.session import Session
from census_desktop.services.entry import EntryDesk
from tests.robot import Typist
from tests.waiting import let_pass

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from census_desktop.base.clock import Clock
    from census_desktop.base.paths import DataFolder
    from census_desktop.store.store import Store

CLIENT_AREA = (1366, 690)  # what a ward laptop leaves for the window


def dress(app: QApplication) -> None:
    """Put our own look on the application of the tests, once."""
    if not app.styleSheet():
        theme.apply(app)


def bring_up(window: QWidget) -> None:
    """Show a window and give it the keys."""
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)


def drop(window: QWidget) -> None:
    """Close a window for good."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def main_window(app: QApplication, store: Store, pictures: Path | None = None) -> Iterator[Typist]:
    """The main window over an open store, somebody sitting before it; closed afterwards, the store stays open."""
    dress(app)
    messages.forget_answers()
    messages.keep_silent(is_silent=True)
    jobs = JobRunner()
    window = MainWindow(Session(store, store.clock, EntryDesk(store), jobs))
    window.resize(*CLIENT_AREA)
    bring_up(window)
    window.start()
    let_pass()
    try:
        yield Typist(window, pictures)
    finally:
        drop(window)
        messages.forget_answers()


@contextmanager
def desktop(app: QApplication, folder: DataFolder, clock: Clock) -> Iterator[Desktop]:
    """The whole program over a data folder, from its first window on."""
    dress(app)
    messages.forget_answers()
    messages.keep_silent(is_silent=True)
    made = Desktop(app, folder, clock, lambda: None)
    made.start()
    let_pass(10)
    try:
        yield made
    finally:
        made.shut()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        messages.forget_answers()


def window_of(typist: Typist) -> MainWindow:
    """The main window a typist sits before."""
    assert isinstance(typist.window, MainWindow)
    return typist.window


def press(typist: Typist, name: str) -> None:
    found = typist.window.findChild(QPushButton, name)
    assert found is not None, name
    typist.click(found)


def room(typist: Typist, name: str) -> MainWindow:
    window = window_of(typist)
    window.enter(name)
    typist.wait_for(lambda: not window.session.jobs.is_running)
    return window
