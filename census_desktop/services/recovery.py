"""A forgotten password, and the town's recovery key that helps.

Three ways, by who is still there: somebody logged in gives a new password; the recovery key is typed on the locked
machine itself; or the machine's `keys.json` (no secret) is carried to the town, which answers with an unlock file and
tells its code by telephone, so that the recovery key never leaves the town.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import copy_verified, write_new_file
from census_desktop.base.clock import Clock, today
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.domain.area import area
from census_desktop.reports.document import Document
from census_desktop.reports.recovery_sheet import recovery_sheets, typed_again
from census_desktop.services.passphrase import new_passphrase
from census_desktop.store import accounts
from census_desktop.store.keys import (
    STANDARD_COST,
    Cost,
    KeyRing,
    open_recovery,
    open_slot,
    parse_key_ring,
    read_key_ring,
    ring_content,
)
from census_desktop.store.store import Role, Store
from census_desktop.store.transaction import Action

UNLOCK_SUFFIX = ".unlock"


@dataclass(frozen=True, slots=True)
class Unlock:
    """What the town gives to a locked machine.

    Attributes:
        path: the unlock file, carried on a stick.
        login: the account it opens.
        code: four words, told by telephone and never written beside the file.
    """

    path: Path
    login: str
    code: str


def set_password(store: Store, login: str, new_password: str, *, cost: Cost = STANDARD_COST) -> None:
    """Give an account a new password; an officer changes only the own one.

    Raises:
        CensusError: NOT_PERMITTED, NO_SUCH_LOGIN, WEAK_PASSWORD, READ_ONLY, DISK_FULL; the old password stays.
    """
    own = store.account
    if own.role is not Role.SUPERVISOR and login.strip().casefold() != own.login.casefold():
        raise CensusError(
            "NOT_PERMITTED",
            _("Chỉ người giám sát mới đặt lại được mật khẩu của người khác."),
            _("Hãy đăng nhập bằng tài khoản giám sát."),
        )
    accounts.set_password(store, login, new_password, cost=cost)


def reset_password(
    folder: DataFolder,
    recovery_key: str,
    login: str,
    new_password: str,
    clock: Clock,
    *,
    cost: Cost = STANDARD_COST,
) -> None:
    """Give an account of this locked machine a new password, by the recovery key typed from its sheet.

    Raises:
        CensusError: NOT_SET_UP, NO_RECOVERY, WRONG_RECOVERY_KEY, NO_SUCH_LOGIN, WEAK_PASSWORD, IN_USE; the old
            password stays.
    """
    key = open_recovery(read_key_ring(folder), typed_again(recovery_key))
    accounts.reset_password(folder, key, login, new_password, clock, by="recovery key", cost=cost)


def make_unlock(
    store: Store,
    keys_file: Path,
    recovery_key: str,
    login: str,
    out_dir: Path,
    *,
    cost: Cost = STANDARD_COST,
) -> Unlock:
    """Make the unlock file for a machine whose officers forgot their passwords.

    Args:
        store: the town's store, which remembers that it was done.
        keys_file: `keys.json` of the locked machine.
        recovery_key: typed from the sheet.
        login: the account to open.
        out_dir: usually the stick.
        cost: work per guess of the code.

    Raises:
        CensusError: NO_FILE, KEYS_DAMAGED, NO_RECOVERY, WRONG_RECOVERY_KEY, NO_SUCH_LOGIN, NO_FOLDER, READ_ONLY,
            DISK_FULL.
    """
    ring = _ring_in(keys_file)
    key = open_recovery(ring, typed_again(recovery_key))
    code = new_passphrase()
    slot = accounts.new_slot(ring, key, login, code, cost)
    path = out_dir / f"{ring.database_id[:8]}-{store.clock.new_uuid().hex[-8:]}{UNLOCK_SUFFIX}"
    with store.transaction(Action.RECOVER) as tx:
        tx.detail |= {"login": slot.login, "database": ring.database_id}
        write_new_file(path, ring_content(KeyRing(ring.database_id, (slot,))))
    return Unlock(path, slot.login, code)


def use_unlock(
    folder: DataFolder,
    unlock_file: Path,
    code: str,
    new_password: str,
    clock: Clock,
    *,
    cost: Cost = STANDARD_COST,
) -> str:
    """Open this locked machine with what the town sent; returns the login that has the new password.

    Raises:
        CensusError: NO_FILE, KEYS_DAMAGED, OTHER_MACHINE, WRONG_CODE, WEAK_PASSWORD, IN_USE; the old password stays.
    """
    own, sent = read_key_ring(folder), _ring_in(unlock_file)
    if own.database_id != sent.database_id or len(sent.slots) != 1:
        raise CensusError(
            "OTHER_MACHINE",
            _("Tệp mở khóa này không phải cho máy này."),
            _("Hãy gửi đúng tệp keys.json của máy này lên thị xã và lấy tệp mở khóa mới."),
        )
    (slot,) = sent.slots
    try:
        key = open_slot(slot, own.database_id, "-".join(code.split()).strip("-").casefold())
    except CensusError as error:
        raise CensusError(
            "WRONG_CODE",
            _("Mã mở khóa không đúng."),
            _("Hãy nghe lại bốn từ qua điện thoại; tắt bộ gõ tiếng Việt rồi gõ lại."),
        ) from error
    accounts.reset_password(folder, key, slot.login, new_password, clock, by="unlock file", cost=cost)
    return slot.login


def copy_key_ring(folder: DataFolder, out_dir: Path) -> Path:
    """Copy `keys.json` of this locked machine to a stick, for the town to make an unlock file of.

    It holds no secret: what is in it opens only with a password or the recovery key.

    Raises:
        CensusError: NOT_SET_UP, EXISTS when another file of that name lies there, NO_FOLDER, READ_ONLY, DISK_FULL.
    """
    ring = read_key_ring(folder)
    target = out_dir / f"keys-{ring.database_id[:8]}.json"
    if not (target.is_file() and target.read_bytes() == folder.keys_path.read_bytes()):
        copy_verified(folder.keys_path, target)
    return target


def recovery_papers(key: str, clock: Clock) -> tuple[Document, ...]:
    """The sheets with the town's recovery key, one for each of two envelopes; to be printed and dropped."""
    return recovery_sheets(key, body_name=area().town.name, printed_on=today(clock))


def _ring_in(path: Path) -> KeyRing:
    try:
        return parse_key_ring(path.read_bytes())
    except OSError as error:
        raise CensusError(
            "NO_FILE",
            _("Không đọc được tệp {name}.").format(name=path),
            _("Hãy kiểm tra USB còn cắm không và chọn lại tệp."),
        ) from error
