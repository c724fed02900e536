"""Connections to the encrypted database.

SQLCipher with a raw key (no key derivation per connection), WAL, every commit on the disk before it is
acknowledged. Transactions are ours: the driver's implicit ones would leave half a migration behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from census_desktop.domain.boundaries import group_key

WRITE = "census_write"  # execution option of connections that will write
_HARDENING = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
)
BUSY_TIMEOUT_S = 5.0
CACHE_KIB = 64_000  # decrypted pages kept; with 16 MB, scans cost four times as much
STAGE_CACHE_KIB = 16_000  # of a scratch database, which is read from front to back


def key_pragma(key: bytes | bytearray) -> str:
    """The raw-key literal; only hexadecimal digits can enter it."""
    return f"x'{bytes(key).hex()}'"


def connect(path: Path, key: bytes | bytearray) -> Any:
    """A hardened DB-API connection; a wrong key fails here, not at the first query.

    Raises:
        sqlcipher3.dbapi2.DatabaseError: wrong key, not a database, unreadable.
    """
    connection = sqlcipher3.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_S
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f'PRAGMA key="{key_pragma(key)}"')
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        for pragma in _HARDENING:
            connection.execute(pragma)
        connection.create_function("group_key", 1, _group_key, deterministic=True)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _group_key(name: str | None) -> str:
    """In statements `group_key(box)`: spellings of one residential group are equal, blank is ""."""
    return group_key(name or "")


def make_engine(path: Path, key: bytes | bytearray) -> Engine:
    """An engine whose connections are hardened and whose transactions begin as we say.

    ``module=`` is given beside ``creator=``: without it driver errors come through unwrapped.
    """
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
