"""Snapshots that were opened and counted before they got their name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from census_desktop.base import atomic
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.store import backup as module
from census_desktop.store.backup import SUFFIX, is_sound, make_backup
from census_desktop.store.opening import open_store
from census_desktop.store.records import counts, load_person
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import LOGIN, PASSWORD, make_person, raw_connection, save, save_family
from tests.disk_faults import code_with_small_files, small_disk
from tests.fake_clock import FakeClock


def held(path: Path, key: bytearray) -> dict[str, int]:
    with raw_connection(path, key) as copy:
        return module._counts(copy)


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.backups_path.iterdir())


def test_backup_when_made_then_opens_as_a_store_with_everything(ward_store: Store, tmp_path: Path) -> None:
    _household, people = save_family(ward_store)

    path = make_backup(ward_store, "before-merge")

    assert path.name == f"20261123-013000-0001-before-merge{SUFFIX}"
    folder = DataFolder(tmp_path / "khôi phục")
    folder.root.mkdir()
    folder.database_path.write_bytes(path.read_bytes())
    folder.keys_path.write_bytes(ward_store.folder.keys_path.read_bytes())
    with open_store(folder, LOGIN, PASSWORD, FakeClock()) as restored:
        assert load_person(restored, people[0].person_uuid) == people[0]
        assert counts(restored) == (3, 1)
        assert verify(restored).ok


def test_backup_when_made_twice_in_a_second_then_both_stay(ward_store: Store) -> None:
    save_family(ward_store)
    first = make_backup(ward_store, "daily")
    content = first.read_bytes()
    third = ward_store.folder.backups_path / f"20261123-013000-0003-daily{SUFFIX}"
    third.write_bytes(b"")

    second, fourth = make_backup(ward_store, "daily"), make_backup(ward_store, "daily")

    assert first.read_bytes() == content
    assert len({first, second, third, fourth}) == 4
    assert third.read_bytes() == b""


def test_backup_when_made_then_is_in_the_audit_chain_without_an_answer(ward_store: Store) -> None:
    path = make_backup(ward_store, "daily")

    with ward_store.read() as connection:
        entry = connection.exec_driver_sql(
            "SELECT entry FROM audit ORDER BY number DESC LIMIT 1"
        ).scalar_one()
    assert path.name in entry
    assert '"action":"backup"' in entry


def test_backup_when_made_then_is_encrypted(ward_store: Store) -> None:
    save_family(ward_store)

    content = make_backup(ward_store, "daily").read_bytes()

    assert not content.startswith(b"SQLite format 3")
    assert not [clear for clear in ("ĐẬU", "dau van thin", "HƯỜNG", "full_name") if clear.encode() in content]


def test_backup_when_a_slip_is_saved_meanwhile_then_both_succeed(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_family(ward_store)
    person = make_person(ward_store.clock, full_name="LÊ VĂN BIỂN")
    real: Callable[[Any], dict[str, int]] = module._counts
    calls: list[int] = []

    def counted_then_saved(connection: Any) -> dict[str, int]:
        found = real(connection)
        if not calls:
            writer = threading.Thread(target=save, args=(ward_store, person))
            writer.start()
            writer.join()
        calls.append(1)
        return found

    monkeypatch.setattr(module, "_counts", counted_then_saved)
    path = make_backup(ward_store, "daily")

    assert load_person(ward_store, person.person_uuid) == person
    assert held(path, ward_store.key)["person"] == 4


def test_backup_when_what_was_written_cannot_be_trusted_then_is_refused_and_nothing_is_left(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_family(ward_store)
    real = module.is_sound

    def flip_first(path: Path, *more: Any) -> bool:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return real(path, *more)

    monkeypatch.setattr(module, "is_sound", flip_first)
    with pytest.raises(CensusError) as caught:
        make_backup(ward_store, "daily")

    assert caught.value.code == "BACKUP_BAD"
    assert names(ward_store) == []
    assert verify(ward_store).ok


def test_snapshot_when_any_byte_is_flipped_or_cut_then_is_not_sound(ward_store: Store) -> None:
    save_family(ward_store)
    path = make_backup(ward_store, "daily")
    content, rows = path.read_bytes(), held(path, ward_store.key)
    assert is_sound(path, ward_store.key, rows, rows)

    for place in range(7, len(content), len(content) // 23):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not is_sound(path, ward_store.key, rows, rows), place
    for end in (0, 100, 4096, len(content) - 4096, len(content) - 1):
        path.write_bytes(content[:end])
        assert not is_sound(path, ward_store.key, rows, rows), end


def test_snapshot_when_rows_are_missing_or_the_key_is_another_then_is_not_sound(ward_store: Store) -> None:
    save_family(ward_store)
    path = make_backup(ward_store, "daily")
    rows = held(path, ward_store.key)

    more = rows | {"person": rows["person"] + 1}
    fewer = rows | {"person": rows["person"] - 1}
    assert not is_sound(path, ward_store.key, more, more)
    assert not is_sound(path, ward_store.key, fewer, fewer)
    assert is_sound(path, ward_store.key, fewer, more)
    assert not is_sound(path, ward_store.key, rows | {"village": 0}, rows | {"village": 0})
    assert not is_sound(path, bytes(32), rows, rows)


def test_backup_when_the_disk_takes_no_more_then_says_so_and_nothing_is_left(ward_store: Store) -> None:
    save_family(ward_store)
    ward_store.close()

    def back_up() -> None:
        with open_store(ward_store.folder, LOGIN, PASSWORD, FakeClock()) as store:
            make_backup(store, "daily")

    assert code_with_small_files(back_up, 64 * 1024) == "DISK_ERROR"
    assert names(ward_store) == []
    assert not code_with_small_files(back_up, 64 * 1024 * 1024)
    assert len(names(ward_store)) == 1


def test_backup_when_the_disk_is_really_full_then_says_so_and_nothing_is_left(ward_store: Store) -> None:
    save_family(ward_store)

    with small_disk(ward_store.folder.backups_path, 64):
        with pytest.raises(CensusError) as caught:
            make_backup(ward_store, "daily")
        assert caught.value.code == "DISK_FULL"
        assert names(ward_store) == []
    assert verify(ward_store).ok


def test_backup_when_its_folder_cannot_be_made_then_says_so(ward_store: Store) -> None:
    ward_store.folder.backups_path.write_bytes(b"")

    with pytest.raises(CensusError) as caught:
        make_backup(ward_store, "daily")

    assert caught.value.code == "EXISTS"


def test_backup_when_the_last_step_fails_then_no_half_file_has_the_name(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad_sector(_path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic, "_fsync_file", bad_sector)
    with pytest.raises(CensusError) as caught:
        make_backup(ward_store, "daily")

    assert caught.value.code == "WRITE_FAILED"
    assert names(ward_store) == []
