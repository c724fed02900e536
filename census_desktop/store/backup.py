"""Verified encrypted snapshots.

A backup is `VACUUM INTO` a new name, opened again with the same key, checked and counted before it gets its final
name: copying a live WAL database would copy nothing that was committed last.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import sqlcipher3

from census_desktop.base.atomic import NewFile, make_folder
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.store.engine import connect
from census_desktop.store.failures import explain
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

SUFFIX = ".censusbackup"
_COUNTED = ("person", "household", "operation", "audit", "setting")


def make_backup(store: Store, reason: str) -> Path:
    """Snapshot of the whole store into its backup folder.

    Args:
        reason: short ASCII word that becomes part of the name, for example ``before-merge``.

    Returns:
        The new file, read back and compared with the live data.

    Raises:
        CensusError: DISK_FULL, READ_ONLY, BACKUP_BAD; the live data are untouched.
    """
    folder = make_folder(store.folder.backups_path)
    try:
        connection = connect(store.folder.database_path, store.key)
        try:
            path = snapshot(connection, folder, reason, store.key, store.clock.now())
        finally:
            connection.close()
    except sqlcipher3.dbapi2.Error as error:
        raise explain(error) from error
    with store.transaction(Action.BACKUP) as transaction:
        transaction.detail["file"] = path.name
    return path


def snapshot(
    connection: Any, folder: Path, reason: str, key: bytes | bytearray, at: datetime.datetime | None = None
) -> Path:
    """Write and verify a snapshot of an open database; see `make_backup`."""
    stamp = at.strftime("%Y%m%d-%H%M%S") if at is not None else "schema"
    number = 1 + sum(1 for _each in folder.glob(f"*{SUFFIX}"))
    path = folder / f"{stamp}-{number:04d}-{reason}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stamp}-{number:04d}-{reason}{SUFFIX}"
    before = _counts(connection)
    with NewFile(path) as part:
        part.unlink()  # VACUUM INTO wants a name that does not exist
        connection.execute("VACUUM INTO ?", (str(part),))
        if not is_sound(part, key, before, _counts(connection)):
            raise CensusError(
                "BACKUP_BAD",
                _("Bản sao lưu vừa ghi đọc lại không đúng."),
                _(
                    "Ổ đĩa có thể sắp hỏng: hãy sao lưu ra USB và báo người phụ trách. Dữ liệu chính còn nguyên."
                ),
            )
    return path


def is_sound(path: Path, key: bytes | bytearray, least: dict[str, int], most: dict[str, int]) -> bool:
    """True when the snapshot opens, passes the page and structure checks and holds the rows it must.

    Args:
        least: rows by table before the snapshot was taken.
        most: the same afterwards; a slip may have been saved meanwhile.
    """
    try:
        copy = sqlcipher3.connect(str(path), isolation_level=None)
        try:
            copy.execute(f"PRAGMA key=\"x'{bytes(key).hex()}'\"")
            damaged = copy.execute("PRAGMA cipher_integrity_check").fetchall()
            structure = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            held = _counts(copy)
            complete = all(least[table] <= held.get(table, -1) <= most[table] for table in least)
            return not damaged and structure == "ok" and complete
        finally:
            copy.close()
    except sqlcipher3.dbapi2.Error:
        return False


def _counts(connection: Any) -> dict[str, int]:
    present = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    }
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  fixed names
        for table in _COUNTED
        if table in present
    }
