"""Time passes in a window test: events are answered and worker threads get on.

`QTest.qWait` keeps Python's lock while it waits, so a job in a worker thread stands still at each statement it
sends to the database until the wait is over; a tenth of a second became fifteen. Sleeping here gives the lock away.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent

STEP = 0.005  # seconds asleep between two looks at the event queue


def let_pass(milliseconds: float = 0) -> None:
    """Answer what is due, then go on answering until the time is over."""
    end = time.monotonic() + milliseconds / 1000
    _answer()
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(STEP, left))
        _answer()


def _answer() -> None:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
