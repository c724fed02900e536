"""Passwords given anew, and who may open the store when all are forgotten."""

from __future__ import annotations

from dataclasses import replace

from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.store import keys
from census_desktop.store.locking import lock_folder
from census_desktop.store.opening import open_store
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


def new_slot(
    ring: keys.KeyRing, key: bytes | bytearray, login: str, password: str, cost: keys.Cost
) -> keys.Slot:
    """A slot for an existing account under a new password.

    Raises:
        CensusError: NO_SUCH_LOGIN, WEAK_PASSWORD.
    """
    known = ring.slot(login)
    if known is None:
        raise CensusError(
            "NO_SUCH_LOGIN",
            _("Máy này không có tài khoản {login}.").format(login=login),
            _("Các tài khoản: {logins}.").format(logins=", ".join(slot.login for slot in ring.slots)),
        )
    keys.check_password(password, known.login)
    return keys.seal_slot(key, ring.database_id, known.login, known.role, known.display_name, password, cost)


def set_password(store: Store, login: str, password: str, *, cost: keys.Cost = keys.STANDARD_COST) -> None:
    """Give an account of the open store a new password.

    Raises:
        CensusError: NO_SUCH_LOGIN, WEAK_PASSWORD, READ_ONLY, DISK_FULL; the old password stays.
    """
    ring = keys.read_key_ring(store.folder)
    slot = new_slot(ring, store.key, login, password, cost)
    with store.transaction(Action.PASSWORD) as tx:
        tx.detail["login"] = slot.login
        keys.write_key_ring(store.folder, ring.with_slot(slot))


def let_recover(store: Store, recipient: str) -> None:
    """Let the holder of the town's recovery key open this store."""
    ring = keys.read_key_ring(store.folder)
    sealed = keys.seal_recovery(store.key, ring.database_id, recipient)
    keys.write_key_ring(store.folder, replace(ring, recovery=sealed))


def reset_password(
    folder: DataFolder,
    key: bytearray,
    login: str,
    password: str,
    clock: Clock,
    *,
    by: str,
    cost: keys.Cost = keys.STANDARD_COST,
) -> None:
    """Give an account of a closed store a new password; whoever has the key may do this.

    Args:
        folder: the data folder.
        key: the database key.
        login: the account.
        password: the new password.
        clock: time and ids.
        by: by what right, for the audit chain.
        cost: work per password guess.

    Raises:
        CensusError: NO_SUCH_LOGIN, WEAK_PASSWORD, IN_USE, READ_ONLY, DISK_FULL; the old password stays.
    """
    ring = keys.read_key_ring(folder)
    slot = new_slot(ring, key, login, password, cost)
    lock = lock_folder(folder)
    try:
        keys.write_key_ring(folder, ring.with_slot(slot))
    finally:
        lock.release()
    with open_store(folder, slot.login, password, clock) as store, store.transaction(Action.RECOVER) as tx:
        tx.detail |= {"login": slot.login, "by": by}
