"""Disks that are full, read-only or dying, as real as a test machine allows."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from census_desktop.base.errors import CensusError

if TYPE_CHECKING:
    from census_desktop.store.store import Store

NOBODY = 65534


@contextmanager
def open_to_all() -> Iterator[Path]:
    """A folder that other users reach too (those of pytest belong to one user), gone afterwards."""
    root = Path(tempfile.mkdtemp(prefix="census-test-"))
    root.chmod(0o755)
    try:
        yield root
    finally:
        for path in [root, *root.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(root)


def code_without_rights(action: Callable[[], object]) -> str:
    """The code of the `CensusError` that `action` meets in a process without special rights; "" for none.

    Tests may run as root, for whom nothing is read-only; a forked child gives its rights up first.
    """
    return _code_in_child(_give_up_rights, action)


def code_with_small_files(action: Callable[[], object], largest: int) -> str:
    """The same where the system refuses to let any file grow beyond `largest` bytes."""
    return _code_in_child(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)), action)


def _give_up_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _code_in_child(prepare: Callable[[], None], action: Callable[[], object]) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = "CHILD_FAILED"
        try:
            prepare()
            action()
            told = ""
        except CensusError as error:
            told = error.code
        except BaseException as error:  # noqa: BLE001  the parent shows it
            told = repr(error)
        finally:
            os.write(writer, told.encode())
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


@contextmanager
def small_disk(path: Path, kibibytes: int) -> Iterator[Path]:
    """A real disk of that size at `path`; the test is skipped where we may not make one."""
    path.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k,mode=0755", "census-test", str(path)],
        check=False,
        capture_output=True,
    )
    if made.returncode != 0:
        pytest.skip("this user may not mount a small disk")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)  # a failed test may still have files open


def grow_disk(path: Path, kibibytes: int) -> None:
    """Give a `small_disk` more room, as somebody who deletes other files does."""
    subprocess.run(["mount", "-o", f"remount,size={kibibytes}k", str(path)], check=True)


@contextmanager
def database_may_not_grow(store: Store) -> Iterator[None]:
    """SQLite answers SQLITE_FULL to every new page, as it does on a full disk."""

    def limit(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    store.engine.dispose()  # the next connections meet the limit
    event.listen(store.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(store.engine, "connect", limit)
        store.engine.dispose()
