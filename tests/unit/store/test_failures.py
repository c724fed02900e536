"""SQLite's errors in plain words."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlcipher3
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from census_desktop.base.errors import BugError, CensusError
from census_desktop.store.failures import explain, explained


class DriverError(Exception):
    """An error as the driver raises it, with the name SQLite gives."""

    def __init__(self, name: str | None, message: str = "no answer in here") -> None:
        super().__init__(message)
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "DISK_FULL"),
        ("SQLITE_READONLY", "READ_ONLY"),
        ("SQLITE_READONLY_DBMOVED", "READ_ONLY"),
        ("SQLITE_CANTOPEN_ISDIR", "READ_ONLY"),
        ("SQLITE_BUSY_SNAPSHOT", "BUSY"),
        ("SQLITE_LOCKED", "BUSY"),
        ("SQLITE_NOTADB", "NOT_OURS"),
        ("SQLITE_CORRUPT_INDEX", "DAMAGED"),
        ("SQLITE_IOERR_WRITE", "DISK_ERROR"),
    ],
)
def test_error_when_the_world_is_in_the_way_then_the_user_is_told_what_to_do(name: str, code: str) -> None:
    told = explain(DriverError(name))

    assert isinstance(told, CensusError)
    assert told.code == code
    assert told.message
    assert told.advice
    assert ("còn nguyên" in told.advice) is (code in {"DISK_FULL", "READ_ONLY", "BUSY"})


@pytest.mark.parametrize(("free", "code"), [(4096, "DISK_FULL"), (10_000_000, "DISK_ERROR")])
def test_error_when_opening_on_a_disk_without_room_then_is_a_full_disk(
    free: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free))

    told = explain(DriverError("SQLITE_IOERR"), tmp_path)

    assert isinstance(told, CensusError)
    assert told.code == code


@pytest.mark.parametrize("name", ["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_ERROR", "SQLITE_MISUSE", "", None])
def test_error_when_the_program_is_to_blame_then_it_is_a_bug(name: str | None) -> None:
    assert isinstance(explain(DriverError(name)), BugError)


def test_error_when_the_driver_gives_no_name_then_a_foreign_file_is_still_recognised() -> None:
    told = explain(DriverError(None, "file is not a database"))

    assert isinstance(told, CensusError)
    assert told.code == "NOT_OURS"


def test_block_when_it_fails_through_sqlalchemy_or_past_it_then_is_explained_alike() -> None:
    engine = create_engine("sqlite://", module=sqlcipher3)
    with engine.connect() as connection:
        with pytest.raises(BugError, match="SQLITE_ERROR") as wrapped, explained():
            connection.execute(text("SELECT * FROM nothing"))
        raw = connection.connection.driver_connection
        assert raw is not None
        with pytest.raises(BugError, match="SQLITE_ERROR") as plain, explained():
            raw.execute("SELECT * FROM nothing")
    engine.dispose()

    assert isinstance(wrapped.value.__cause__, DBAPIError)
    assert isinstance(plain.value.__cause__, sqlcipher3.dbapi2.Error)


def test_block_when_nothing_fails_or_something_else_then_is_left_alone() -> None:
    with explained():
        pass
    with pytest.raises(ZeroDivisionError), explained():
        _ = 1 / 0
