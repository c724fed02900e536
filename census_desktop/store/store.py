"""An open, unlocked store of one data folder."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from filelock import BaseFileLock
from sqlalchemy import Connection, Engine

from census_desktop.base.clock import Clock
from census_desktop.base.errors import BugError
from census_desktop.base.paths import DataFolder
from census_desktop.store.failures import explained
from census_desktop.store.transaction import Action, Transaction, begin
from census_desktop.store.turns import Turns

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


class Role(enum.StrEnum):
    """What a user may do; enforced by the program."""

    OFFICER = "officer"  # cán bộ nhập liệu
    SUPERVISOR = "supervisor"  # cán bộ thị xã, phụ trách


class MachineRole(enum.StrEnum):
    """What an installation is."""

    WARD = "ward"  # máy phường/xã
    TOWN = "town"  # máy thị xã


@dataclass(frozen=True, slots=True)
class Installation:
    """Set at first run, kept in the database because it travels with the data.

    Attributes:
        machine_role: ward or town machine.
        unit: unit text "18754@2015-04-10"; the town's own code for a town machine.
        device: id of this machine, made anew when a backup is restored elsewhere.
    """

    machine_role: MachineRole
    unit: str
    device: str


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this installation."""

    login: str
    role: Role
    display_name: str


class Store:
    """The one open database of this process; made by `opening.open_store`.

    May be used from several threads: each call takes its own connection.
    """

    def __init__(
        self,
        *,
        folder: DataFolder,
        installation: Installation,
        account: Account,
        clock: Clock,
        engine: Engine,
        key: bytearray,
        lock: BaseFileLock,
    ) -> None:
        self.folder = folder
        self.installation = installation
        self.account = account
        self.clock = clock
        self._engine = engine
        self._is_open = True
        self._key = key
        self._lock = lock
        self.turns = Turns()

    @property
    def engine(self) -> Engine:
        """Source of connections, for the modules of the store only.

        Raises:
            BugError: the store is closed; its key is wiped, so a new connection would call the file foreign.
        """
        self._must_be_open()
        return self._engine

    @property
    def key(self) -> bytearray:
        """The database key, for backups and scratch databases only.

        Raises:
            BugError: the store is closed.
        """
        self._must_be_open()
        return self._key

    def _must_be_open(self) -> None:
        if not self._is_open:
            raise BugError("the store is closed")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection seeing one consistent state; nothing can be written through `Transaction` meanwhile blocked.

        Raises:
            CensusError: the disk is in the way (see `failures`).
        """
        with explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    def transaction(
        self, action: Action, *, scratch: Path | None = None
    ) -> AbstractContextManager[Transaction]:
        """The one way to write: all of the block is on the disk when it ends, or nothing.

        Args:
            action: what is being done, for the audit chain.
            scratch: encrypted scratch database to attach as ``stage`` (merging only).
        """
        return begin(self, action, scratch)

    def close(self) -> None:
        """Give back connections, wipe the key, free the folder. Closing twice does nothing."""
        self._is_open = False
        self._engine.dispose()
        for index in range(len(self._key)):
            self._key[index] = 0
        self._lock.release()

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
