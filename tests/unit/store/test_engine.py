"""What an open store guarantees: wiped keys, nothing clear on the disk, hardened connections."""

from __future__ import annotations

import pytest

from census_desktop.base.errors import BugError
from census_desktop.store.records import load_person
from census_desktop.store.store import Installation, MachineRole, Store
from census_desktop.store.transaction import Action
from tests.builders import (
    SONG_TRI,
    save_family,
)

WARD = Installation(MachineRole.WARD, SONG_TRI, "ST-01")


def test_store_when_closed_then_its_key_is_wiped_and_using_it_is_a_bug(ward_store: Store) -> None:
    store = ward_store
    key = store.key
    assert any(key)

    store.close()
    store.close()

    assert not any(key)
    with pytest.raises(BugError):
        _ = store.key
    with pytest.raises(BugError):
        load_person(store, store.clock.new_uuid())
    with pytest.raises(BugError), store.transaction(Action.EDIT):
        pass


def test_data_file_when_written_then_shows_neither_its_kind_nor_a_name(ward_store: Store) -> None:
    save_family(ward_store)
    files = {path.name: path.read_bytes() for path in ward_store.folder.root.iterdir() if path.is_file()}

    assert {"census.db", "census.db-wal"} <= set(files)
    assert not files["census.db"].startswith(b"SQLite format 3")
    clear_names = ("ĐẬU", "VÕ THỊ", "HOÀ", "dau van thin", "full_name", "Nguyễn Thị Bích Châu")
    for name, content in files.items():
        if name != "keys.json":
            assert not [clear for clear in clear_names if clear.encode() in content], name


def test_driver_when_it_sorts_on_the_side_then_uses_memory_and_no_clear_file(ward_store: Store) -> None:
    with ward_store.read() as connection:
        options = set(connection.exec_driver_sql("PRAGMA compile_options").scalars())
        asked = connection.exec_driver_sql("PRAGMA temp_store").scalar_one()

    assert ("TEMP_STORE=2" in options and asked in {0, 2}) or "TEMP_STORE=3" in options


def test_connection_when_made_then_every_commit_reaches_the_disk(ward_store: Store) -> None:
    with ward_store.read() as connection:
        ask = connection.exec_driver_sql
        assert ask("PRAGMA journal_mode").scalar_one() == "wal"
        assert ask("PRAGMA synchronous").scalar_one() == 2
        assert ask("PRAGMA foreign_keys").scalar_one() == 1
        assert ask("PRAGMA trusted_schema").scalar_one() == 0
        assert ask("PRAGMA cipher_version").scalar_one()
