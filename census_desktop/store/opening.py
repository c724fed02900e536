"""Creating and opening the store of a data folder by log-in."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlcipher3
from filelock import BaseFileLock

from census_desktop.base.atomic import (
    copy_verified,
    fsync_folder,
    make_folder,
    remove_unfinished,
    replace_file,
)
from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.store import keys
from census_desktop.store.backup import is_sound, snapshot
from census_desktop.store.engine import connect, make_engine
from census_desktop.store.failures import explain
from census_desktop.store.locking import lock_folder
from census_desktop.store.schema import migrate
from census_desktop.store.staging import remove_leftovers
from census_desktop.store.store import Account, Installation, MachineRole, Role, Store
from census_desktop.store.transaction import Action, Transaction

SMALLEST_DATABASE = 4096  # bytes; one page

__all__ = [
    "Account",
    "BackupSource",
    "Installation",
    "MachineRole",
    "Role",
    "accounts",
    "create_store",
    "find_account",
    "open_store",
    "restore_store",
]


def accounts(folder: DataFolder) -> tuple[Account, ...]:
    """Who may log in here, readable before log-in.

    Raises:
        CensusError: NOT_SET_UP, KEYS_DAMAGED.
    """
    slots = keys.read_key_ring(folder).slots
    try:
        return tuple(Account(slot.login, Role(slot.role), slot.display_name) for slot in slots)
    except ValueError as error:  # a role that does not exist
        raise keys.keys_damaged() from error


def find_account(folder: DataFolder, password: str) -> str | None:
    """The login that `password` opens, for the command line; None when it opens none."""
    ring = keys.read_key_ring(folder)
    for slot in ring.slots:
        try:
            keys.open_slot(slot, ring.database_id, password)
        except CensusError:
            continue
        return slot.login
    return None


def create_store(
    folder: DataFolder,
    installation: Installation,
    people: Sequence[tuple[Account, str]],
    clock: Clock,
    *,
    cost: keys.Cost = keys.STANDARD_COST,
    fill: Callable[[Store], None] | None = None,
    recovery_recipient: str | None = None,
) -> Store:
    """Set up a data folder: a new key, one slot per account, an empty database; opened as the first account.

    Args:
        folder: must not hold an installation yet; what a set-up left that was cut off is cleared.
        installation: what this machine is.
        people: accounts with their passwords.
        clock: time and ids.
        cost: work per password guess.
        fill: puts in what a usable installation needs, before anybody can log in to it.
        recovery_recipient: public half of the town's recovery key, which may also open the store.

    Raises:
        CensusError: ALREADY_SET_UP, WEAK_PASSWORD, READ_ONLY, DISK_FULL, IN_USE; an existing file is never touched.
    """
    for account, password in people:
        keys.check_password(password, account.login)
    make_folder(folder.root)
    lock = lock_folder(folder)
    try:
        _refuse_present(folder)
        _remove_database(folder)  # of a set-up that was cut off, or nothing
        replace_file(folder.setting_up_path, b"")
        key, database_id = keys.new_key(), keys.new_database_id()
        slots = [
            keys.seal_slot(
                key, database_id, account.login, account.role.value, account.display_name, password, cost
            )
            for account, password in people
        ]
        with contextlib.ExitStack() as undo:
            undo.callback(folder.setting_up_path.unlink, missing_ok=True)
            undo.callback(_remove_database, folder)
            _prepare(folder, key)
            store = _store(folder, installation, people[0][0], clock, key, lock)
            undo.callback(store.engine.dispose)
            with store.transaction(Action.SET_UP) as transaction:
                transaction.put_setting("machine_role", installation.machine_role.value)
                transaction.put_setting("unit", installation.unit)
                transaction.put_setting("device", installation.device)
            if fill is not None:
                fill(store)
            sealed = (
                "" if recovery_recipient is None else keys.seal_recovery(key, database_id, recovery_recipient)
            )
            # Last: nobody can log in to half an installation.
            keys.write_key_ring(folder, keys.KeyRing(database_id, tuple(slots), sealed))
            undo.pop_all()
        folder.setting_up_path.unlink(missing_ok=True)
        fsync_folder(folder.root)
    except BaseException:
        lock.release()
        raise
    return store


def _remove_database(folder: DataFolder) -> None:
    """Take back a set-up that failed, so that it can be tried again in the same folder."""
    database = folder.database_path
    for end in ("-wal", "-shm", "-journal", ""):  # nothing else: somebody may keep a copy beside
        database.with_name(database.name + end).unlink(missing_ok=True)


def open_store(folder: DataFolder, login: str, password: str, clock: Clock) -> Store:
    """Log in.

    Raises:
        CensusError: NOT_SET_UP, KEYS_DAMAGED, WRONG_PASSWORD, IN_USE, NOT_OURS, NEWER_DATABASE, READ_ONLY, DAMAGED.
    """
    ring = keys.read_key_ring(folder)
    slot = ring.slot(login)
    if slot is None:
        raise keys.wrong_password()
    key = keys.open_slot(slot, ring.database_id, password)
    lock = lock_folder(folder)
    try:
        if not folder.database_path.exists():
            raise CensusError(  # noqa: TRY301  the lock must be freed
                "NO_DATABASE",
                _("Không thấy tệp dữ liệu census.db trong {folder}.").format(folder=folder.root),
                _("Hãy khôi phục từ bản sao lưu; đừng thiết lập lại máy vào thư mục này."),
            )
        _refuse_stump(folder)
        _sweep(folder)
        installation = _prepare(folder, key)
        account = Account(slot.login, Role(slot.role), slot.display_name)
        with contextlib.ExitStack() as undo:
            store = _store(folder, installation, account, clock, key, lock)
            undo.callback(store.engine.dispose)
            with store.transaction(Action.LOG_IN):
                pass
            undo.pop_all()
    except BaseException:
        lock.release()
        raise
    return store


@dataclass(frozen=True, slots=True)
class BackupSource:
    """A backup and the way into it.

    Attributes:
        path: the snapshot.
        ring: content of the `keys.json` that belongs to it.
        login: who opens it.
        password: with what.
    """

    path: Path
    ring: keys.KeyRing
    login: str
    password: str


def restore_store(
    source: BackupSource, folder: DataFolder, clock: Clock, device: str, renew: Callable[[Transaction], None]
) -> Store:
    """Make an installation of a backup, in a folder that holds none; the backup stays as it is.

    The same data go on under a new device id: numbers of the old machine that the backup knows nothing of are then
    never used a second time.

    Args:
        source: what to restore.
        folder: the new data folder.
        clock: time and ids.
        device: the new device id.
        renew: writes what else a new machine needs (its keys), in the transaction that renames it.

    Raises:
        CensusError: WRONG_PASSWORD, ALREADY_SET_UP, BACKUP_BAD, NOT_OURS, NEWER_DATABASE, READ_ONLY, DISK_FULL,
            READ_FAILED, COPY_DIFFERS; an existing file is never touched.
    """
    slot = source.ring.slot(source.login)
    if slot is None:
        raise keys.wrong_password()
    key = keys.open_slot(slot, source.ring.database_id, source.password)
    make_folder(folder.root)
    lock = lock_folder(folder)
    try:
        _refuse_present(folder)
        _remove_database(folder)  # of a set-up that was cut off, or nothing
        replace_file(folder.setting_up_path, b"")
        with contextlib.ExitStack() as undo:
            undo.callback(folder.setting_up_path.unlink, missing_ok=True)
            undo.callback(_remove_database, folder)
            copy_verified(source.path, folder.database_path)
            _refuse_unsound(source.path, folder, key)
            found = _prepare(folder, key)
            account = Account(slot.login, Role(slot.role), slot.display_name)
            store = _store(folder, replace(found, device=device), account, clock, key, lock)
            undo.callback(store.engine.dispose)
            with store.transaction(Action.RESTORE) as transaction:
                transaction.put_setting("device", device)
                transaction.detail |= {"from": source.path.name, "former": found.device}
                renew(transaction)
            # Last, as in `create_store`.
            keys.write_key_ring(folder, source.ring)
            undo.pop_all()
        folder.setting_up_path.unlink(missing_ok=True)
        fsync_folder(folder.root)
    except BaseException:
        lock.release()
        raise
    return store


def _refuse_unsound(backup: Path, folder: DataFolder, key: bytearray) -> None:
    if not is_sound(folder.database_path, key, {}, {}):
        raise CensusError(
            "BACKUP_BAD",
            _("Bản sao lưu {name} bị hỏng hoặc không thuộc tệp khóa này.").format(name=backup.name),
            _("Hãy dùng bản sao lưu khác; bản này được giữ nguyên."),
        )


def _refuse_present(folder: DataFolder) -> None:
    if folder.exists:
        raise CensusError(
            "ALREADY_SET_UP",
            _("Thư mục này đã có dữ liệu: {folder}.").format(folder=folder.root),
            _("Hãy đăng nhập, hoặc chọn thư mục khác để thiết lập máy mới."),
        )


def _refuse_stump(folder: DataFolder) -> None:
    """SQLite takes an empty file for a new database; here it is what a power cut or a bad copy left of the data."""
    if folder.database_path.stat().st_size < SMALLEST_DATABASE:
        raise CensusError(
            "DAMAGED",
            _("Tệp dữ liệu census.db bị rỗng hoặc bị cắt ngắn."),
            _("Đừng xóa gì; hãy khôi phục từ bản sao lưu gần nhất."),
        )


def _sweep(folder: DataFolder) -> None:
    """Clear what a killed process left; we hold the lock, so none of it belongs to anybody.

    Scratch databases of a merge hold all answers of a package (sealed with our key, yet copies); unfinished backups
    and copies of packages that were being read fill the disk.
    """
    remove_leftovers(folder)
    for place in (folder.root, folder.backups_path, folder.outbox_path, folder.inbox_path):
        remove_unfinished(place)
    for copy in folder.inbox_path.glob("*.dcpkg"):
        copy.unlink(missing_ok=True)


def _prepare(folder: DataFolder, key: bytearray) -> Installation:
    """Open once by hand: check, migrate, read what this installation is."""
    was_interrupted = folder.database_path.with_name(folder.database_path.name + "-wal").exists()
    try:
        connection = connect(folder.database_path, key)
        try:
            migrate(connection, lambda: _backup_before_migration(folder, connection, key))
            if was_interrupted and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise CensusError(
                    "DAMAGED",
                    _("Tệp dữ liệu bị hỏng một phần sau lần tắt đột ngột."),
                    _("Đừng xóa gì; hãy khôi phục từ bản sao lưu gần nhất."),
                )
            return _installation(connection)
        finally:
            connection.close()
    except sqlcipher3.dbapi2.Error as error:
        raise explain(error, folder.root) from error


def _backup_before_migration(folder: DataFolder, connection: Any, key: bytearray) -> None:
    snapshot(connection, make_folder(folder.backups_path), "before-migration", key)


def _installation(connection: Any) -> Installation:
    settings = dict(connection.execute("SELECT name, value FROM setting").fetchall())
    return Installation(
        machine_role=MachineRole(settings.get("machine_role", "ward")),
        unit=settings.get("unit", ""),
        device=settings.get("device", ""),
    )


def _store(
    folder: DataFolder,
    installation: Installation,
    account: Account,
    clock: Clock,
    key: bytearray,
    lock: BaseFileLock,
) -> Store:
    engine = make_engine(folder.database_path, key)
    return Store(
        folder=folder,
        installation=installation,
        account=account,
        clock=clock,
        engine=engine,
        key=key,
        lock=lock,
    )
