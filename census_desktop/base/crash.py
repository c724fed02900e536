"""When the program itself fails: a report without personal data, and word to whoever shows messages.

Exception texts may hold answers, so a report holds types and places only.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from census_desktop.base.atomic import make_folder
from census_desktop.base.log import logger

Listener = Callable[[str], None]

_listeners: list[Listener] = []
_fault_file: list[IO[str]] = []


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Type of the error and the places it passed, without its text."""
    places = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    return "\n".join([kind.__name__, *places])


def watch(folder: Path) -> None:
    """Catch everything nobody caught; hard crashes go to ``crash.txt`` in `folder` (there may be no console)."""
    make_folder(folder)
    fault_file = (folder / "crash.txt").open("a", encoding="utf-8")
    _fault_file.append(fault_file)  # faulthandler needs the file to stay open
    faulthandler.enable(fault_file)
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception


def stop_watching() -> None:
    """Give back the hooks and close the crash file."""
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    faulthandler.disable()
    while _fault_file:
        _fault_file.pop().close()
    _listeners.clear()


def listen(listener: Listener) -> None:
    """Tell `listener` the report of every uncaught error (the window shows it)."""
    _listeners.append(listener)


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report = describe(kind, trace)
    logger("crash").error("uncaught %s", report)
    for listener in tuple(_listeners):
        listener(report)


def _on_thread_exception(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
