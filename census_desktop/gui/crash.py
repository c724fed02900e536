"""What happens when the program breaks one of its own rules: a report without personal data, and plain words.

A report names files, lines and the kind of error, never the words of the error: they may quote an answer.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from census_desktop import __version__
from census_desktop.base.atomic import make_folder, write_new_file
from census_desktop.base.clock import SystemClock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.gui import messages


def report_text(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The report: versions, kind of error, where it happened; no values, no words of the error."""
    lines = [f"Census Desktop {__version__}", f"Python {platform.python_version()} {platform.system()}"]
    lines += [f"{kind.__module__}.{kind.__qualname__}"]
    lines += [
        f"  {frame.filename.rpartition('census_desktop')[2] or frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return "\n".join(lines) + "\n"


def watch_for_crashes(folder: DataFolder) -> None:
    """From now on an error nobody handles leaves a report in the log folder and is told to the user."""
    is_telling = False

    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal is_telling
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        name = write_report(folder, kind, trace)
        if is_telling:
            return
        is_telling = True
        messages.tell(
            None,
            _("Chương trình gặp lỗi. Phiếu đã lưu và phiếu đang gõ dở vẫn còn trong máy."),
            _("Báo cáo lỗi (không có thông tin cá nhân): {file}").format(file=name),
        )
        is_telling = False

    def handle_in_thread(arguments: threading.ExceptHookArgs) -> None:
        write_report(folder, arguments.exc_type, arguments.exc_traceback)

    sys.excepthook = handle
    threading.excepthook = handle_in_thread


def write_report(folder: DataFolder, kind: type[BaseException], trace: TracebackType | None) -> str:
    """Write a report; gives its path, "" when even that is impossible."""
    text = report_text(kind, trace)
    stamp = SystemClock().now().strftime("%Y%m%d-%H%M%S-%f")
    try:
        path = make_folder(folder.logs_path) / f"crash-{stamp}.txt"
        write_new_file(path, text.encode())
    except CensusError:
        return ""
    return str(path)
