"""Puts the window together and runs it: the only place where everything meets."""

from __future__ import annotations

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import set_language
from census_desktop.gui.application import Desktop, make_application
from census_desktop.gui.crash import watch_for_crashes


def run_gui(folder: DataFolder, language: str = "vi", login: str | None = None) -> int:
    """Open the program on a data folder and stay until its last window is closed.

    Args:
        folder: data folder; the first-run page is shown when nothing has been set up there.
        language: "vi" or "en".
        login: account to mark in the log-in window.

    Returns:
        The exit code.
    """
    set_language(language)
    app = make_application()
    watch_for_crashes(folder)
    desktop = Desktop(app, folder, SystemClock(), app.quit, login or "")
    desktop.start()
    code = app.exec()
    desktop.shut()
    return code
