"""Ctrl+C at the command line."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from census_desktop.base.jobs import JobControl


class StopKey:
    """Ctrl+C inside the block asks the job at hand to stop at its next safe point; the second time it ends at once.

    A job that is past its last safe point finishes, so that what is told afterwards is true. Without a job the first
    time ends at once.

    Attributes:
        is_pressed: somebody wanted to stop.
    """

    def __init__(self) -> None:
        self.is_pressed = False
        self._jobs: list[JobControl] = []
        self._is_watching = False

    def watch(self, job: JobControl) -> JobControl:
        """Let the key stop `job` from now on; gives it back."""
        self._jobs.append(job)
        return job

    def __enter__(self) -> None:
        """Take the key over, unless somebody else has it or this is not the main thread."""
        is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        self._is_watching = is_usual and threading.current_thread() is threading.main_thread()
        if self._is_watching:
            signal.signal(signal.SIGINT, self._press)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Give the key back."""
        if self._is_watching:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _press(self, _number: int, _frame: FrameType | None) -> None:
        is_first, self.is_pressed = not self.is_pressed, True
        if not (is_first and self._jobs):
            raise KeyboardInterrupt
        for job in self._jobs:
            job.stop()
