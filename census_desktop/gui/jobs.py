"""Long work in one worker thread; its news arrive in the thread of the window.

A job is a plain function of a `JobControl` with frozen inputs and outputs; it opens its own connection and never
touches a widget. One job at a time. Stopping means: the job rolls back at its next safe point.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from census_desktop.base.errors import BugError, CancelledError
from census_desktop.base.jobs import JobControl

Result = TypeVar("Result")
LEAST_INTERVAL = 0.1  # seconds between two progress messages: more only slows the window down


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a finished job left."""

    result: object = None
    error: BaseException | None = None


class _Watcher:
    """Passes progress on at most ten times a second, and always the last step."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._last = 0.0

    def __call__(self, done: int, total: int, text: str) -> None:
        now = time.monotonic()
        if now - self._last >= LEAST_INTERVAL or done >= total:
            self._last = now
            self._tell(done, total, text)


class JobRunner(QObject):
    """Runs one job at a time.

    Signals:
        started(): a job began.
        progressed(done, total, text): at most ten a second.
        ended(): the job is over, whatever became of it; sent before its own callbacks.
    """

    started = Signal()
    progressed = Signal(object, object, str)
    ended = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._control: JobControl | None = None
        self._done: Callable[[Any], None] | None = None
        self._failed: Callable[[BaseException], None] | None = None
        self._finished.connect(self._conclude, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """True from `start` until the callbacks of the job were called."""
        return self._thread is not None

    def start(
        self,
        work: Callable[[JobControl], Result],
        done: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run `work` in the worker thread.

        Args:
            work: the job; called with its control.
            done: called in the window's thread with what the job returned.
            failed: called there with what it raised; `CancelledError` when it was stopped.

        Raises:
            BugError: another job is still running.
        """
        if self._thread is not None:
            raise BugError("a second job was started while one is running")
        control = JobControl(_Watcher(self.progressed.emit))

        def run() -> None:
            try:
                outcome = _Outcome(result=work(control))
            except BaseException as error:  # noqa: BLE001  handed to the window, which shows it
                outcome = _Outcome(error=error)
            self._finished.emit(outcome)

        self._control, self._done, self._failed = control, done, failed
        self._thread = threading.Thread(target=run, name="census-job")
        self.started.emit()
        self._thread.start()

    def stop(self) -> None:
        """Ask the running job to roll back and end."""
        if self._control is not None:
            self._control.stop()

    def stop_and_wait(self) -> None:
        """Ask the job to end and wait for its thread; for closing the program."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    @Slot(object)
    def _conclude(self, outcome: _Outcome) -> None:
        thread, done, failed = self._thread, self._done, self._failed
        if thread is None or done is None or failed is None:
            return
        thread.join()
        self._thread = self._control = self._done = self._failed = None
        self.ended.emit()
        if outcome.error is None:
            done(outcome.result)
        else:
            failed(outcome.error)


def was_cancelled(error: BaseException) -> bool:
    """True when the job ended because the user stopped it."""
    return isinstance(error, CancelledError)
