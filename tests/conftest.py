"""What every test stands on: an invisible screen with our own fonts, a clock that stands still, nothing left behind."""

from __future__ import annotations

import gc
import logging
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from census_desktop.base.paths import DataFolder
from census_desktop.base.text import set_language
from census_desktop.printing.fonts import register_fonts
from census_desktop.services.learning import forget
from census_desktop.store.store import MachineRole, Store
from tests.builders import make_store
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

pytest_plugins = ["pytester"]

# Read when the application is made, which no module does while it is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
# The preferences of whoever runs the tests are neither read nor written.
os.environ["CENSUS_DESKTOP_SETTINGS"] = str(
    Path(tempfile.gettempdir()) / f"census-tests-{os.getpid()}" / "none.json"
)

settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", settings.get_profile("house"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Windows that Qt makes for itself and keeps for the next time.
QT_OWN_WINDOWS = {"QTipLabel", "QComboBoxPrivateContainer", "QWhatsThat", "QDesktopWidget"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how to run a failed session again in the same order, also with -q."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        seed = config.getoption("randomly_seed")
        terminalreporter.write_line(
            f"The same order again: .venv/bin/pytest -p no:cacheprovider --randomly-seed={seed}"
        )


@pytest.fixture(scope="session", autouse=True)
def qapp(qapp: QApplication) -> QApplication:
    """The one application, made before the first test: otherwise painting makes one that can show no window."""
    register_fonts()
    return qapp


@pytest.fixture(autouse=True)
def _back_to_vietnamese() -> Iterator[None]:
    """One process shows one language: a test that spoke English must not leave it behind."""
    yield
    set_language("vi")


@pytest.fixture(autouse=True)
def _back_to_own_area() -> Iterator[None]:
    """One process speaks about one area with its lists: a test that loaded others must not leave them behind."""
    yield
    forget()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still at 8:30 on 23 November 2026, Vietnamese time."""
    return FakeClock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty path for the data folder of one installation; not made yet."""
    return tmp_path / "dữ liệu phường"


@pytest.fixture
def data_folder(data_dir: Path) -> DataFolder:
    """The same as `DataFolder`."""
    return DataFolder(data_dir)


@pytest.fixture
def ward_store(tmp_path: Path) -> Iterator[Store]:
    """An empty ward machine "ST-01", logged in as officer."""
    with make_store(tmp_path, "ST-01") as store:
        yield store


@pytest.fixture
def town_store(tmp_path: Path) -> Iterator[Store]:
    """An empty town machine "TX-01"."""
    with make_store(tmp_path, "TX-01", MachineRole.TOWN) as store:
        yield store


class _Listener(logging.Handler):
    """Keeps what was logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _log_is_quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked `expects_log`; then silence fails it."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if request.node.get_closest_marker("expects_log"):
        assert listener.heard, "marked expects_log, but nothing was logged"
    else:
        assert not listener.heard, "\n".join(listener.heard)


@pytest.fixture(autouse=True)
def _nothing_left_behind(_log_is_quiet: None) -> Iterator[None]:
    """A thread or window that outlives its test fails it."""
    threads_before = set(threading.enumerate())
    windows_before = {id(widget) for widget in _windows()}
    yield
    left = _windows_left(windows_before)
    assert not left, f"windows left behind: {left}"
    assert not _threads_left(threads_before), f"threads left behind: {_threads_left(threads_before)}"


def _windows() -> list[QWidget]:
    return QApplication.topLevelWidgets() if QApplication.instance() is not None else []


def _windows_left(before: set[int]) -> list[str]:
    def new_ones() -> list[str]:
        return [
            f"{widget.metaObject().className()} {widget.objectName()}".strip()
            for widget in _windows()
            if id(widget) not in before and widget.metaObject().className() not in QT_OWN_WINDOWS
        ]

    if new_ones():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    return new_ones()


def _runs(thing: object) -> bool:
    """True for a Qt thread at work, other than this one."""
    return (
        isinstance(thing, QThread)
        and isValid(thing)
        and thing.isRunning()
        and thing is not QThread.currentThread()
    )


def _threads_left(before: set[threading.Thread], patience_seconds: float = 3.0) -> list[str]:
    """Names of threads still at work; those just ending get a moment."""
    give_up = time.monotonic() + patience_seconds
    while True:
        added = set(threading.enumerate()) - before
        # A Qt thread that once called Python stays listed as a dummy; ask Qt whether it runs.
        left = [thread.name for thread in added if not isinstance(thread, threading._DummyThread)]
        if len(left) < len(added):
            left += [thread.objectName() or "QThread" for thread in gc.get_objects() if _runs(thread)]
        pool = QThreadPool.globalInstance().activeThreadCount() if QCoreApplication.instance() else 0
        if pool:
            left.append(f"{pool} in the thread pool")
        if not left or time.monotonic() > give_up:
            return left
        time.sleep(0.01)
