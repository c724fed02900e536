"""Puts the window together and runs it: the only place where everything meets."""

from __future__ import annotations

import os
import sys

from census_desktop.base.clock import SystemClock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _, set_language
from census_desktop.gui.application import Desktop, make_application
from census_desktop.gui.crash import watch_for_crashes
from census_desktop.gui.preferences import read_preferences


def _refuse_without_display() -> None:
    """Qt would end the whole process with words for programmers."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise CensusError(
            "NO_DISPLAY",
            _("Không có màn hình để mở cửa sổ."),
            _("Hãy chạy trong phiên làm việc có màn hình, hoặc dùng một lệnh: census-desktop --help"),
        )


def run_gui(folder: DataFolder, language: str = "vi", login: str | None = None) -> int:
    """Open the program on a data folder and stay until its last window is closed.

    Args:
        folder: data folder; the first-run page is shown when nothing has been set up there.
        language: "vi" or "en".
        login: account to mark in the log-in window.

    Returns:
        The exit code.

    Raises:
        CensusError: NO_DISPLAY.
    """
    set_language(language)
    _refuse_without_display()
    app = make_application(read_preferences(folder))
    watch_for_crashes(folder)
    desktop = Desktop(app, folder, SystemClock(), app.quit, login or "", fills_screen=True)
    desktop.start()
    code = app.exec()
    desktop.shut()
    return code
