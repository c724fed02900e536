"""Setting up and logging in, and every reason why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.store import keys
from census_desktop.store.locking import lock_folder
from census_desktop.store.migrations import LATEST
from census_desktop.store.opening import accounts, create_store, find_account, open_store
from census_desktop.store.records import load_person
from census_desktop.store.settings import setting
from census_desktop.store.store import Installation, MachineRole, Store
from tests.builders import (
    CHEAP,
    LOGIN,
    OFFICER,
    PASSWORD,
    SONG_TRI,
    SUPERVISOR,
    SUPERVISOR_PASSWORD,
    make_person,
    make_store,
    raw_connection,
    save,
    save_family,
)
from tests.disk_faults import code_without_rights, open_to_all
from tests.fake_clock import FakeClock

WARD = Installation(MachineRole.WARD, SONG_TRI, "ST-01")


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(CensusError) as caught:
        action()
    assert caught.value.message
    return caught.value.code


def set_up(folder: DataFolder, password: str = PASSWORD) -> Store:
    return create_store(folder, WARD, [(OFFICER, password)], FakeClock(), cost=CHEAP)


def log_in(folder: DataFolder, login: str = LOGIN, password: str = PASSWORD) -> Store:
    return open_store(folder, login, password, FakeClock())


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A ward machine that was set up and closed."""
    with make_store(tmp_path, "ST-01") as store:
        return store.folder


def test_store_when_set_up_then_is_open_as_the_first_account(data_folder: DataFolder) -> None:
    with set_up(data_folder) as store:
        assert store.installation == WARD
        assert store.account == OFFICER
        assert setting(store, "device") == "ST-01"
        assert sorted(path.name for path in data_folder.root.iterdir() if "-" not in path.name) == [
            "census.db",
            "keys.json",
        ]


def test_store_when_opened_again_then_has_everything(folder: DataFolder) -> None:
    with log_in(folder) as store:
        person = make_person(store.clock)
        save(store, person)
    with log_in(folder) as store:
        assert load_person(store, person.person_uuid) == person
        assert store.installation == WARD
        assert store.account == OFFICER


def test_log_in_when_done_by_the_supervisor_then_carries_that_role(folder: DataFolder) -> None:
    with log_in(folder, " GiamSat ", SUPERVISOR_PASSWORD) as store:
        assert store.account == SUPERVISOR


@pytest.mark.parametrize(
    ("login", "password"),
    [(LOGIN, SUPERVISOR_PASSWORD), ("giamsat", PASSWORD), ("ai.do", PASSWORD), (LOGIN, "")],
)
def test_log_in_when_login_or_password_is_wrong_then_one_sentence_for_all(
    folder: DataFolder, login: str, password: str
) -> None:
    assert code_of(lambda: log_in(folder, login, password)) == "WRONG_PASSWORD"
    log_in(folder).close()  # the folder is free


def test_log_in_when_the_role_was_edited_then_is_refused(folder: DataFolder) -> None:
    ring = json.loads(folder.keys_path.read_bytes())
    ring["slots"][0]["role"] = "supervisor"
    folder.keys_path.write_text(json.dumps(ring), encoding="utf-8")

    assert code_of(lambda: log_in(folder)) == "WRONG_PASSWORD"


def test_accounts_when_listed_before_log_in_then_are_those_of_the_set_up(folder: DataFolder) -> None:
    assert accounts(folder) == (OFFICER, SUPERVISOR)
    assert find_account(folder, SUPERVISOR_PASSWORD) == "giamsat"
    assert find_account(folder, "mưa rào tháng bảy") is None


def test_accounts_when_a_role_does_not_exist_then_the_keys_are_damaged(folder: DataFolder) -> None:
    ring = json.loads(folder.keys_path.read_bytes())
    ring["slots"][0]["role"] = "chủ tịch"
    folder.keys_path.write_text(json.dumps(ring), encoding="utf-8")

    assert code_of(lambda: accounts(folder)) == "KEYS_DAMAGED"


def test_set_up_when_the_folder_is_in_use_already_then_touches_nothing(folder: DataFolder) -> None:
    before = folder.database_path.read_bytes(), folder.keys_path.read_bytes()

    assert code_of(lambda: set_up(folder)) == "ALREADY_SET_UP"
    assert (folder.database_path.read_bytes(), folder.keys_path.read_bytes()) == before
    log_in(folder).close()


def test_set_up_when_a_password_is_weak_then_leaves_no_trace(data_folder: DataFolder) -> None:
    assert code_of(lambda: set_up(data_folder, "1234567890")) == "WEAK_PASSWORD"
    assert not data_folder.root.exists()


def test_set_up_when_the_keys_cannot_be_written_then_can_be_tried_again(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_arguments: object) -> None:
        raise CensusError("DISK_FULL", "Ổ đĩa đã đầy.")

    with monkeypatch.context() as faulty:
        faulty.setattr(keys, "replace_file", disk_full)
        assert code_of(lambda: set_up(data_folder)) == "DISK_FULL"

    assert not data_folder.exists
    set_up(data_folder).close()
    log_in(data_folder).close()


def test_open_when_there_is_nothing_then_says_so(data_folder: DataFolder) -> None:
    assert code_of(lambda: log_in(data_folder)) == "NOT_SET_UP"
    assert code_of(lambda: accounts(data_folder)) == "NOT_SET_UP"
    assert not data_folder.root.exists()


def test_open_when_the_keys_are_missing_then_the_database_stays(folder: DataFolder) -> None:
    folder.keys_path.unlink()
    content = folder.database_path.read_bytes()

    assert code_of(lambda: log_in(folder)) == "NOT_SET_UP"
    assert code_of(lambda: set_up(folder)) == "ALREADY_SET_UP"
    assert folder.database_path.read_bytes() == content


def test_open_when_the_database_is_missing_then_none_is_made(folder: DataFolder) -> None:
    folder.database_path.unlink()

    assert code_of(lambda: log_in(folder)) == "NO_DATABASE"
    assert not folder.database_path.exists()
    assert code_of(lambda: log_in(folder)) == "NO_DATABASE"  # and the folder was freed


@pytest.mark.parametrize(
    "content",
    [b"SQLite format 3\0" + bytes(4080), b"%PDF-1.7" + bytes(8184), os.urandom(8192)],
    ids=["plain SQLite", "paper", "noise"],
)
def test_open_when_the_file_is_something_else_then_it_stays_as_it_is(
    folder: DataFolder, content: bytes
) -> None:
    folder.database_path.write_bytes(content)

    assert code_of(lambda: log_in(folder)) == "NOT_OURS"
    assert folder.database_path.read_bytes() == content


@pytest.mark.parametrize("left", [0, 1, 4095])
def test_open_when_hardly_anything_is_left_of_the_file_then_no_empty_store_takes_its_place(
    folder: DataFolder, left: int
) -> None:
    stump = folder.database_path.read_bytes()[:left]
    folder.database_path.write_bytes(stump)

    assert code_of(lambda: log_in(folder)) == "DAMAGED"
    assert folder.database_path.read_bytes() == stump


def test_open_when_the_file_belongs_to_another_installation_then_is_refused(
    folder: DataFolder, tmp_path: Path
) -> None:
    with make_store(tmp_path, "KT-01") as other:
        save_family(other)
    folder.database_path.write_bytes(other.folder.database_path.read_bytes())

    assert code_of(lambda: log_in(folder)) == "NOT_OURS"


def test_open_when_another_program_made_the_encrypted_file_then_is_refused(folder: DataFolder) -> None:
    with log_in(folder) as store:
        key = bytes(store.key)
    folder.database_path.unlink()
    with raw_connection(folder.database_path, key) as other:
        other.execute("CREATE TABLE thu_chi (so_tien INTEGER)")

    assert code_of(lambda: log_in(folder)) == "NOT_OURS"
    with raw_connection(folder.database_path, key) as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["thu_chi"]


def test_open_when_a_newer_release_made_it_then_is_refused_untouched(folder: DataFolder) -> None:
    with log_in(folder) as store:
        key = bytes(store.key)
    with raw_connection(folder.database_path, key) as newer:
        newer.execute(f"PRAGMA user_version={LATEST + 1}")
        newer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    with pytest.raises(CensusError) as caught:
        log_in(folder)

    assert caught.value.code == "NEWER_DATABASE"
    assert str(LATEST + 1) in caught.value.message
    with raw_connection(folder.database_path, key) as newer:
        assert newer.execute("PRAGMA user_version").fetchone()[0] == LATEST + 1


def test_open_when_open_already_then_is_refused_and_the_first_goes_on(folder: DataFolder) -> None:
    with log_in(folder) as store:
        assert code_of(lambda: log_in(folder)) == "IN_USE"
        save_family(store)
    log_in(folder).close()


def test_open_when_another_process_has_it_then_is_refused_until_that_ends(folder: DataFolder) -> None:
    program = (
        "import sys; from pathlib import Path; from census_desktop.base.clock import SystemClock;"
        "from census_desktop.base.paths import DataFolder; from census_desktop.store.opening import open_store;"
        f"store = open_store(DataFolder(Path(sys.argv[1])), {LOGIN!r}, {PASSWORD!r}, SystemClock());"
        "print('open', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.root)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert code_of(lambda: log_in(folder)) == "IN_USE"
        other.kill()

    log_in(folder).close()


def test_open_when_the_folder_is_read_only_then_says_so() -> None:
    with open_to_all() as root:
        with make_store(root, "ST-01") as store:
            folder = store.folder
        for path in folder.root.iterdir():
            path.chmod(0o444)
        folder.root.chmod(0o555)

        assert code_without_rights(lambda: log_in(folder)) == "READ_ONLY"


def test_open_when_only_the_data_file_is_read_only_then_says_so() -> None:
    with open_to_all() as root:
        with make_store(root, "ST-01") as store:
            folder = store.folder
        for path in folder.root.iterdir():
            path.chmod(0o666)
        folder.database_path.chmod(0o444)
        folder.root.chmod(0o777)

        assert code_without_rights(lambda: log_in(folder)) == "READ_ONLY"


def test_set_up_when_the_folder_is_read_only_then_says_so() -> None:
    with open_to_all() as root:
        root.chmod(0o555)

        assert code_without_rights(lambda: set_up(DataFolder(root / "dữ liệu"))) == "READ_ONLY"
        assert code_without_rights(lambda: set_up(DataFolder(root))) == "READ_ONLY"


def test_set_up_when_the_parent_is_a_file_then_says_there_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "dữ liệu").touch()

    assert code_of(lambda: set_up(DataFolder(tmp_path / "dữ liệu" / "phường"))) == "NO_FOLDER"


def test_lock_when_the_folder_is_gone_then_names_it(tmp_path: Path) -> None:
    (tmp_path / "dữ liệu").touch()

    assert code_of(lambda: lock_folder(DataFolder(tmp_path / "dữ liệu"))) in {"NO_FOLDER", "EXISTS"}


def test_open_when_damaged_after_a_power_cut_then_says_so(folder: DataFolder) -> None:
    with log_in(folder) as store:
        save_family(store)
        content, log = store.folder.database_path, store.folder.root / "census.db-wal"
        pages, changes = content.read_bytes(), log.read_bytes()
    damaged = bytearray(pages)
    for page in range(3, len(damaged) // 4096):
        damaged[page * 4096 + 100] ^= 0xFF
    folder.database_path.write_bytes(damaged)
    (folder.root / "census.db-wal").write_bytes(changes[:40])

    assert code_of(lambda: log_in(folder)) == "DAMAGED"
    assert folder.database_path.read_bytes() == bytes(damaged)


def test_open_when_a_killed_process_left_scratch_and_unfinished_files_then_clears_them(
    folder: DataFolder,
) -> None:
    folder.backups_path.mkdir()
    left = [
        folder.root / "staging-0123456789ab.db",
        folder.root / "staging-0123456789ab.db-journal",
        folder.root / ".keys.json.01234567.part",
        folder.backups_path / ".20261123-083000-0001-before-merge.censusbackup.01234567.part",
    ]
    kept = [
        folder.backups_path / "20261123-083000-0001-before-merge.censusbackup",
        folder.root / "ghi chú.txt",
    ]
    for path in [*left, *kept]:
        path.write_bytes(b"x")

    log_in(folder).close()

    assert [path for path in left if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


def test_open_when_refused_then_nothing_of_the_running_program_is_cleared(folder: DataFolder) -> None:
    with log_in(folder):
        (folder.root / "staging-0123456789ab.db").write_bytes(b"x")
        assert code_of(lambda: log_in(folder)) == "IN_USE"
        assert (folder.root / "staging-0123456789ab.db").exists()


def test_log_in_when_the_data_file_cannot_be_written_then_frees_the_folder(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad_sector(*_arguments: object) -> None:
        raise CensusError("DISK_ERROR", "Ổ đĩa báo lỗi khi đọc hoặc ghi.")

    with monkeypatch.context() as faulty:
        faulty.setattr(Store, "transaction", bad_sector)
        assert code_of(lambda: log_in(folder)) == "DISK_ERROR"

    log_in(folder).close()
