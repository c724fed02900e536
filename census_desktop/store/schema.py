"""Bringing a database to the present schema, or refusing it, in words, untouched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.store.migrations import LATEST, STEPS
from census_desktop.store.rows import house_key, house_words

APPLICATION_ID = 0x44433031  # "DC01", in the file header


def version_of(connection: Any) -> int:
    """Schema version of an open database; 0 for an empty one.

    Raises:
        CensusError: NOT_OURS when another program made the file, NEWER_DATABASE when a newer release did.
    """
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables == 0 and version == 0:
        return 0
    if application != APPLICATION_ID:
        raise CensusError(
            "NOT_OURS",
            _("Tệp dữ liệu này không phải của Census Desktop."),
            _("Hãy chọn đúng thư mục dữ liệu; tệp đó được giữ nguyên."),
        )
    if version > LATEST:
        raise CensusError(
            "NEWER_DATABASE",
            _(
                "Dữ liệu do bản mới hơn của chương trình tạo ra (bản dữ liệu {theirs}, máy này đọc đến {ours})."
            ).format(theirs=version, ours=LATEST),
            _("Hãy cài bản mới của chương trình; dữ liệu được giữ nguyên."),
        )
    return version


def migrate(connection: Any, before_change: Callable[[], None]) -> int:
    """Run the missing steps, each with its version number in one transaction.

    Args:
        connection: raw DB-API connection, no transaction open.
        before_change: called once before the first step on a database that already holds data (backup).

    Returns:
        Number of steps taken.
    """
    version = version_of(connection)
    if version == LATEST:
        return 0
    if version > 0:
        before_change()
    connection.create_function("house_key", 3, house_key, deterministic=True)
    connection.create_function("house_words", 2, house_words, deterministic=True)
    connection.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        for number in range(version + 1, LATEST + 1):
            _take(connection, number, STEPS[number - 1])
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    return LATEST - version


def _take(connection: Any, number: int, script: str) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for statement in statements(script):
            connection.execute(statement)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise AssertionError("foreign keys broken by a migration")  # noqa: TRY301
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself takes back some failures, a full disk among them
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> list[str]:
    """Single statements of a script; triggers contain semicolons and end with ``END;``."""
    found: list[str] = []
    current: list[str] = []
    in_trigger = False
    for line in script.splitlines():
        if not line.strip():
            continue
        current.append(line)
        in_trigger = in_trigger or line.startswith("CREATE TRIGGER")
        if line.rstrip().endswith("END;") if in_trigger else line.rstrip().endswith(";"):
            found.append("\n".join(current))
            current, in_trigger = [], False
    return found
