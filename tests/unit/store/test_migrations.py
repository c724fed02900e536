"""From one schema version to the next, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import Column, Table

from census_desktop.base.errors import CensusError
from census_desktop.store import schema
from census_desktop.store.browse import Filters, browse_households
from census_desktop.store.engine import connect
from census_desktop.store.migrations import LATEST, STEPS
from census_desktop.store.opening import open_store
from census_desktop.store.records import counts
from census_desktop.store.schema import APPLICATION_ID, migrate, statements, version_of
from census_desktop.store.store import Store
from census_desktop.store.tables import metadata
from census_desktop.store.verify import verify
from tests.builders import LOGIN, PASSWORD, make_store, raw_connection, save_family

KEY = bytes(range(32))
NEXT = LATEST + 1
STEP = """
CREATE TABLE tool (
  name TEXT PRIMARY KEY NOT NULL
) STRICT;
ALTER TABLE household ADD COLUMN roof TEXT;
"""
BROKEN_STEP = STEP + "CREATE TABLE person (id INTEGER PRIMARY KEY);\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Any]:
    """A connection to a database of the present version."""
    connection = connect(tmp_path / "census.db", KEY)
    migrate(connection, lambda: None)
    yield connection
    connection.close()


@pytest.fixture
def add_step(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the program a release younger."""

    def add(script: str) -> None:
        monkeypatch.setattr(schema, "STEPS", (*STEPS, script))
        monkeypatch.setattr(schema, "LATEST", NEXT)

    return add


def schema_of(connection: Any) -> list[Any]:
    return list(connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"))


def test_database_when_new_then_all_steps_are_taken(tmp_path: Path) -> None:
    connection = connect(tmp_path / "census.db", KEY)
    asked: list[str] = []

    assert version_of(connection) == 0
    assert migrate(connection, lambda: asked.append("backup")) == LATEST
    assert version_of(connection) == LATEST
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert asked == []  # there was nothing to back up
    assert migrate(connection, lambda: asked.append("backup")) == 0
    connection.close()


def columns_in(connection: Any, table: str) -> list[tuple[str, str, bool, int]]:
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [(name, kind, bool(not_null), key) for _n, name, kind, not_null, _default, key in rows]


def declared(table: Table) -> list[tuple[str, str, bool, int]]:
    keys = [column.name for column in table.primary_key]

    def is_required(column: Column[Any]) -> bool:
        is_row_number = column.name in keys and str(column.type) == "INTEGER"  # never null, without saying so
        return not column.nullable and not is_row_number

    return [
        (
            column.name,
            str(column.type),
            is_required(column),
            keys.index(column.name) + 1 if column.name in keys else 0,
        )
        for column in table.columns
    ]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_schema_when_all_steps_are_taken_then_columns_are_those_declared_in_order(
    database: Any, table: Table
) -> None:
    assert columns_in(database, table.name) == declared(table)


def test_schema_when_all_steps_are_taken_then_tables_are_those_declared(database: Any) -> None:
    found = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    assert {name for name in found if not name.startswith(("person_search", "sqlite_"))} == set(
        metadata.tables
    )


def test_schema_when_all_steps_are_taken_then_indexes_are_those_declared(database: Any) -> None:
    found = {}
    for name, table in database.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        unique = next(row[2] for row in database.execute(f"PRAGMA index_list({table})") if row[1] == name)
        columns = [row[2] for row in database.execute(f"PRAGMA index_info({name})")]
        found[name] = (table, bool(unique), columns)

    assert found == {
        index.name: (table.name, bool(index.unique), [column.name for column in index.columns])
        for table in metadata.sorted_tables
        for index in table.indexes
    }


def test_schema_when_all_steps_are_taken_then_tables_are_strict(database: Any) -> None:
    strict = {row[1]: row[5] for row in database.execute("PRAGMA table_list")}

    assert {name for name in metadata.tables if not strict[name]} == set()


@pytest.mark.parametrize("table", ["operation", "audit"])
@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET {column} = 'x'"])
def test_history_when_somebody_tries_to_change_it_then_the_database_refuses(
    ward_store: Store, table: str, change: str
) -> None:
    save_family(ward_store)
    column = "line" if table == "operation" else "entry"

    with (
        raw_connection(ward_store.folder.database_path, ward_store.key) as raw,
        pytest.raises(sqlcipher3.dbapi2.IntegrityError),
    ):
        raw.execute(change.format(table=table, column=column))


def test_step_when_added_then_is_taken_once_after_a_backup(
    database: Any, add_step: Callable[[str], None]
) -> None:
    add_step(STEP)
    asked: list[int] = []

    assert migrate(database, lambda: asked.append(version_of(database))) == 1
    assert asked == [LATEST]
    assert version_of(database) == NEXT
    assert "roof" in [column[0] for column in columns_in(database, "household")]
    assert database.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_step_when_it_fails_half_way_then_the_old_version_is_left_whole(
    database: Any, add_step: Callable[[str], None]
) -> None:
    before = schema_of(database)
    add_step(BROKEN_STEP)

    with pytest.raises(sqlcipher3.dbapi2.OperationalError, match="already exists"):
        migrate(database, lambda: None)

    assert schema_of(database) == before
    assert version_of(database) == LATEST
    assert not database.in_transaction
    assert database.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_step_when_the_disk_fills_half_way_then_the_old_version_is_left_whole(
    database: Any, add_step: Callable[[str], None]
) -> None:
    before = schema_of(database)
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count={pages + 1}")
    add_step("".join(f"CREATE TABLE tool{number} (name TEXT) STRICT;\n" for number in range(20)))

    with pytest.raises(sqlcipher3.dbapi2.OperationalError, match="full"):
        migrate(database, lambda: None)

    assert schema_of(database) == before
    assert version_of(database) == LATEST


def test_step_when_it_breaks_a_foreign_key_then_is_taken_back(
    database: Any, add_step: Callable[[str], None]
) -> None:
    add_step(
        "CREATE TABLE tool (unit TEXT REFERENCES target (unit)) STRICT;\n"
        "INSERT INTO tool VALUES ('18754@2015-04-10');\n"
    )

    with pytest.raises(AssertionError):
        migrate(database, lambda: None)

    assert version_of(database) == LATEST
    assert ("tool",) not in database.execute("SELECT name FROM sqlite_master").fetchall()


def test_step_when_the_backup_fails_then_is_not_begun(database: Any, add_step: Callable[[str], None]) -> None:
    add_step(STEP)

    def disk_full() -> None:
        raise CensusError("DISK_FULL", "Ổ đĩa đã đầy.")

    with pytest.raises(CensusError):
        migrate(database, disk_full)

    assert version_of(database) == LATEST


def _killed_in_the_step(path: Path, kill_at: int) -> None:
    connection = connect(path, KEY)
    seen = 0

    def count(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    schema.STEPS = (*STEPS, STEP)  # type: ignore[attr-defined]
    schema.LATEST = NEXT  # type: ignore[attr-defined]
    connection.set_trace_callback(count)
    migrate(connection, lambda: None)


@pytest.mark.parametrize("kill_at", range(5, 12))
def test_step_when_the_process_is_killed_then_old_or_new_version_never_half(
    database: Any, tmp_path: Path, kill_at: int
) -> None:
    before = schema_of(database)
    child = multiprocessing.get_context("fork").Process(
        target=_killed_in_the_step, args=(tmp_path / "census.db", kill_at)
    )
    child.start()
    child.join()

    assert child.exitcode == -signal.SIGKILL
    assert version_of(database) == LATEST
    assert schema_of(database) == before
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_open_when_a_step_is_due_then_a_verified_backup_comes_first(
    ward_store: Store, add_step: Callable[[str], None]
) -> None:
    save_family(ward_store)
    ward_store.close()
    add_step(STEP)

    with open_store(ward_store.folder, LOGIN, PASSWORD, ward_store.clock) as store:
        backups = list(store.folder.backups_path.iterdir())
        assert counts(store) == (3, 1)
        assert [path.name for path in backups] == ["schema-0001-before-migration.censusbackup"]
        with raw_connection(backups[0], store.key) as old:
            assert old.execute("PRAGMA user_version").fetchone()[0] == LATEST
            assert old.execute("SELECT count(*) FROM person").fetchone()[0] == 3


def test_script_when_split_then_triggers_stay_whole() -> None:
    script = (
        "\nCREATE TABLE a (\n  b TEXT\n) STRICT;\n\n"
        "CREATE TRIGGER t BEFORE DELETE ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nDROP TABLE a;\n"
    )

    assert statements(script) == [
        "CREATE TABLE a (\n  b TEXT\n) STRICT;",
        "CREATE TRIGGER t BEFORE DELETE ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;",
        "DROP TABLE a;",
    ]


def test_step_twelve_when_households_are_there_then_their_order_and_words_are_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_store(tmp_path) as store:
        save_family(store)
        raw = raw_connection(store.folder.database_path, store.key)
        with raw as connection:
            for statement in (
                "DROP INDEX household_by_place_key",
                "ALTER TABLE household DROP COLUMN place_key",
                "ALTER TABLE household DROP COLUMN place_words",
                "DROP INDEX person_by_old_id",
                "PRAGMA user_version=11",
            ):
                connection.execute(statement)
        monkeypatch.setattr(schema, "LATEST", 12)
        with raw_connection(store.folder.database_path, store.key) as connection:
            migrate(connection, lambda: None)
    with open_store(store.folder, LOGIN, PASSWORD, store.clock) as again:
        assert verify(again).problems == ()
        assert [line.household_no for line in browse_households(again, "ở bích châu", Filters())] == ["12"]
