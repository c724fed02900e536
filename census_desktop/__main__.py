"""`python -m census_desktop`: the command line, or the window when no command is given."""

from __future__ import annotations

import multiprocessing
import sys

from census_desktop.base.paths import DataFolder
from census_desktop.cli.main import main as run_command_line


def _open_window(folder: DataFolder, language: str, login: str | None) -> int:
    from census_desktop.app import run_gui  # lazy: Qt only when a window is wanted

    return run_gui(folder, language, login)


def main() -> int:
    """Run the program; the exit code."""
    multiprocessing.freeze_support()
    return run_command_line(open_window=_open_window)


if __name__ == "__main__":
    sys.exit(main())
