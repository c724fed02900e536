"""Processes that die in the middle of their work, as in a power cut: no handler runs, nothing is tidied up."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from census_desktop.store.store import Store

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Death:
    """What a process had told when it ended, and whether it was killed."""

    told: tuple[str, ...]
    was_killed: bool


def die() -> None:
    """End this process now."""
    os.kill(os.getpid(), signal.SIGKILL)


def run_to_death(work: Callable[[Tell], None], *, lines: int | None = None, delay: float = 0.0) -> Death:
    """Run `work` in a process of its own; it may kill itself, or is killed after telling `lines` lines.

    Args:
        work: gets a function to tell a line with; what was told is known outside even when death comes next.
        lines: kill after this many lines; None to wait for the end.
        delay: seconds between the last of these lines and the kill.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(lambda line: _write(writer, line))
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    told = b""
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while lines is None or told.count(b"\n") < lines:
            if not (block := pipe.read(65536)):
                break
            told += block
        if lines is not None:
            _keep_reading = time.monotonic() + delay
            while (left := _keep_reading - time.monotonic()) > 0:
                if select.select([pipe], [], [], left)[0]:
                    block = pipe.read(65536)
                    if not block:
                        break
                    told += block
            os.kill(child, signal.SIGKILL)
            while block := pipe.read(65536):
                told += block
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work failed by itself"
    whole = told.decode().split("\n")[:-1]
    return Death(tuple(whole), os.WIFSIGNALED(status))


def _write(handle: int, line: str) -> None:
    os.write(handle, f"{line}\n".encode())


def die_at_statement(store: Store, number: int) -> None:
    """Let this process die before the statement (or commit) of that number from now on."""
    seen = 0

    def count(*_arguments: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            die()

    event.listen(store.engine, "before_cursor_execute", count)
    event.listen(store.engine, "commit", count)


def die_at_fsync(number: int) -> None:
    """Let this process die before it asks the system for the `number`-th time to put a file on the disk."""
    real, seen = os.fsync, 0

    def count(handle: int) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            die()
        real(handle)

    os.fsync = count  # type: ignore[assignment]  # only file numbers come here
