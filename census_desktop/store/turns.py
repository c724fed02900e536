"""Taking turns at writing: whoever saves a slip goes first, a merge gives way and begins its transaction again.

SQLite lets one transaction write at a time. A merge of a whole town holds that right for seconds; a window in which
somebody types must not stand still that long. The merge has lost nothing when it gives way: what it read and checked
lies in the scratch database, and its transaction is taken back whole.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 20  # times a merge gives way; after that it is let through, and those who save wait
LONGEST_WAIT_S = 120.0  # for a merge that is let through; no town takes as long

_LOOK_EVERY = 100_000  # steps of SQLite between two looks; some ten milliseconds


class GaveWay(Exception):
    """The transaction was taken back so that somebody could save; do the same again."""


class Turns:
    """Who may write; one for each open store, used from all threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting = 0
        self._is_giving_way = False
        self._is_let_through = False

    @contextmanager
    def first(self) -> Iterator[None]:
        """Around a short transaction: calls a merge off that is under way, or waits for one that is let through.

        SQLite would wait a few seconds and then refuse; a slip that waits longer is better than one refused.
        """
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._is_let_through, LONGEST_WAIT_S)
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._changed.notify_all()

    @contextmanager
    def giving_way(self, raw: Any) -> Iterator[None]:
        """Around the statements of a long transaction, but not around its commit.

        Args:
            raw: the driver's connection; a statement that is running is stopped when somebody wants to save.

        Raises:
            GaveWay: somebody wants to save.
        """
        self._is_giving_way = True
        called: list[bool] = []

        def is_called() -> bool:
            if self._waiting > 0:
                called.append(True)
            return bool(called)

        raw.set_progress_handler(is_called, _LOOK_EVERY)
        try:
            yield
            self.check()
        except Exception as error:
            if called and not isinstance(error, GaveWay):
                raise GaveWay from error
            raise
        finally:
            self._is_giving_way = False
            raw.set_progress_handler(None, 0)

    def let_through(self) -> None:
        """Give no way any more, until `done`."""
        with self._changed:
            self._is_let_through = True

    def done(self) -> None:
        """After the commit of a merge, or after it was taken back: who waits goes on."""
        with self._changed:
            self._is_let_through = False
            self._changed.notify_all()

    def check(self) -> None:
        """Between the statements of a long transaction; nothing happens in one that gives no way.

        Raises:
            GaveWay: somebody wants to save.
        """
        if self._is_giving_way and self._waiting > 0:
            raise GaveWay

    def wait(self) -> None:
        """Wait until nobody is saving."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting == 0)
