"""How long until something is seen, held against an empty PySide6 window."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Comparison

if TYPE_CHECKING:
    from pathlib import Path


def empty_window(_folder: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    widgets = importlib.import_module("PySide6.QtWidgets")
    application = widgets.QApplication(["empty"])
    window = widgets.QMainWindow()
    window.show()
    application.processEvents()


def empty_window_and_store(folder: Path) -> None:
    """What the start would cost if SQLAlchemy were imported before the first window (design D19)."""
    importlib.import_module("sqlalchemy")
    empty_window(folder)


CASES = (
    Comparison(
        "startup_store_first",
        "an empty window after importing SQLAlchemy / an empty window",
        empty_window_and_store,
        empty_window,
    ),
)
