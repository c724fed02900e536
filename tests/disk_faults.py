"""Disks that are full, read-only or dying, as real as a test machine allows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = "CHILD_FAILED"
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
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
