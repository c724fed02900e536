"""Progress and cancelling of long work, without threads and without Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable

from census_desktop.base.errors import CancelledError

Progress = Callable[[int, int, str], None]


def _ignore(done: int, total: int, text: str) -> None:
    """Nobody is watching."""


class JobControl:
    """Handed to a long job: the job reports steps, the owner may ask it to stop.

    `stop` may be called from any thread; `step` raises in the job's own thread at its next safe point.
    """

    def __init__(self, progress: Progress = _ignore) -> None:
        self._progress = progress
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the job to end at its next step; the job then rolls back."""
        self._stop.set()

    def step(self, done: int, total: int, text: str) -> None:
        """Report that `done` of `total` units are finished.

        Raises:
            CancelledError: the owner asked to stop.
        """
        self.check()
        self._progress(done, total, text)

    def check(self) -> None:
        """Nothing to report, only a safe point to stop at.

        Raises:
            CancelledError: the owner asked to stop.
        """
        if self._stop.is_set():
            raise CancelledError
