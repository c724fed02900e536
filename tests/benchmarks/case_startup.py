"""How long until something is seen, held against an empty PySide6 window with the same fonts."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.benchmarks.harness import Comparison

if TYPE_CHECKING:
    from pathlib import Path


def make_store(folder: Path) -> None:
    """A machine that has been set up, so that the program starts with its log-in window."""
    opening = importlib.import_module("census_desktop.store.opening")
    paths = importlib.import_module("census_desktop.base.paths")
    clock = importlib.import_module("census_desktop.base.clock")
    installation = opening.Installation(opening.MachineRole.WARD, "18808@2015-04-10", "BENCH-1")
    account = opening.Account("hoai", opening.Role.OFFICER, "Võ Thị Hoài")
    people = [(account, "bốn từ để đo thử")]
    opening.create_store(paths.DataFolder(folder / "ward"), installation, people, clock.SystemClock()).close()


def log_in_window(folder: Path) -> Mapping[str, float]:
    """Ours: from nothing imported to the painted log-in window."""
    started = time.perf_counter()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    paths = importlib.import_module("census_desktop.base.paths")
    clock = importlib.import_module("census_desktop.base.clock")
    application = importlib.import_module("census_desktop.gui.application")
    app = application.make_application()
    desktop = application.Desktop(app, paths.DataFolder(folder / "ward"), clock.SystemClock(), app.quit)
    desktop.start()
    _paint(app, desktop.window)
    seconds = time.perf_counter() - started
    desktop.shut()
    return {"seconds": seconds}


def empty_window(_folder: Path) -> Mapping[str, float]:
    """Baseline: an empty window, the bundled fonts loaded."""
    started = time.perf_counter()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    widgets = importlib.import_module("PySide6.QtWidgets")
    gui = importlib.import_module("PySide6.QtGui")
    paths = importlib.import_module("census_desktop.base.paths")
    app = widgets.QApplication(["empty"])
    for font in sorted(paths.resource("fonts").rglob("NotoSans*.ttf")):
        gui.QFontDatabase.addApplicationFont(str(font))
    window = widgets.QMainWindow()
    window.show()
    _paint(app, window)
    return {"seconds": time.perf_counter() - started}


def _paint(app: Any, window: Any) -> None:
    """Until the window was really painted once."""
    window.repaint()
    app.processEvents()


def empty_window_and_store(folder: Path) -> Mapping[str, float]:
    """What the start would cost if SQLAlchemy were imported before the first window (design D19)."""
    started = time.perf_counter()
    importlib.import_module("sqlalchemy")
    empty_window(folder)
    return {"seconds": time.perf_counter() - started}


CASES = (
    Comparison(
        "startup_log_in",
        "the painted log-in window / an empty window with the same fonts",
        log_in_window,
        empty_window,
        prepare=make_store,
    ),
    Comparison(
        "startup_store_first",
        "an empty window after importing SQLAlchemy / an empty window",
        empty_window_and_store,
        empty_window,
    ),
)
