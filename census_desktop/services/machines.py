"""Machines lost, replaced and restored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import make_folder, replace_file
from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.reports.recovery_sheet import typed_again
from census_desktop.services.exchange import KnownMachine, known_machines, ward_device
from census_desktop.services.set_up import new_device_id, public_key_path
from census_desktop.services.units import unit_name
from census_desktop.store.accounts import let_recover, new_slot
from census_desktop.store.devices import Device, add_device, find_device, revoke_device
from census_desktop.store.keys import (
    STANDARD_COST,
    KeyRing,
    open_recovery,
    open_slot,
    parse_key_ring,
    wrong_password,
)
from census_desktop.store.opening import BackupSource, MachineRole, restore_store
from census_desktop.store.records import counts
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction
from census_desktop.transfer.envelope import (
    fingerprint,
    new_identity,
    new_recovery_key,
    public_text,
    read_public_file,
    write_public_file,
)
from census_desktop.transfer.machine import former_identities, own_identity, renew_identity

KEYS_FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """An installation made of a backup.

    Attributes:
        unit: unit text of a ward, code of the town.
        machine_role: ward or town.
        device: its new id.
        former: id of the machine the backup was made on.
        public_key_file: to be carried to the other side, which registers it instead of the former one.
        fingerprint: of the new keys, to be compared there.
        people: people in it, without void slips.
        households: households in it, without void ones.
    """

    unit: str
    machine_role: MachineRole
    device: str
    former: str
    public_key_file: Path
    fingerprint: str
    people: int
    households: int


@dataclass(frozen=True, slots=True)
class NewKeys:
    """The town after a change of its keys.

    Attributes:
        public_key_file: to be carried to every ward; believed there because the former key signed it.
        fingerprint: to compare when the former key cannot be trusted any more.
        recovery_key: when that was changed too; to be printed for the envelopes, kept nowhere on this machine.
    """

    public_key_file: Path
    fingerprint: str
    recovery_key: str | None = None


def renew_keys(store: Store, *, with_recovery: bool = False) -> NewKeys:
    """Give the town new keys; the former ones stay for reading what is still on its way.

    Args:
        store: the town's store.
        with_recovery: also a new recovery key, when an envelope was opened or lost.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, READ_ONLY, DISK_FULL; nothing has been changed.
    """
    if store.installation.machine_role is not MachineRole.TOWN:
        raise CensusError(
            "NOT_A_TOWN_MACHINE",
            _("Chỉ máy thị xã mới đổi khóa của thị xã."),
            _("Máy phường, xã cần khóa mới thì khôi phục từ bản sao lưu; máy đó sẽ có mã và khóa mới."),
        )
    former = own_identity(store)
    recovery, recipient = new_recovery_key() if with_recovery else (None, former.town_recovery_recipient)
    identity = former.vouch_for(
        new_identity(
            former.device,
            former.unit,
            former.machine_role,
            label=former.label,
            town_recovery_recipient=recipient,
        )
    )
    path = public_key_path(store.folder, store.installation)
    with store.transaction(Action.NEW_KEYS) as tx:
        tx.detail["fingerprint"] = fingerprint(identity.public)
        renew_identity(tx, identity, (former, *former_identities(store)))
        replace_file(path, public_text(identity.public, identity).encode() + b"\n")
    if recipient is not None:
        let_recover(store, recipient)
    return NewKeys(path, fingerprint(identity.public), recovery)


def revoke(store: Store, device: str) -> KnownMachine:
    """Refuse packages of a lost machine from now on; what it sent before stays, receipts no longer open on it.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NO_SUCH_MACHINE.
    """
    _registered(store, device)
    with store.transaction(Action.REGISTER) as tx:
        revoke_device(tx, device)
    return _listed(store, device)


def replace(store: Store, former: str, pub_file: Path) -> KnownMachine:
    """Register a machine in place of another of the same unit, which is revoked; one step, so that neither half stays.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NO_SUCH_MACHINE, SAME_MACHINE, OTHER_UNIT, NO_FILE, NOT_A_KEY_FILE,
            BAD_SIGNATURE, NOT_A_WARD_KEY, DEVICE_TAKEN, REVOKED.
    """
    gone = _registered(store, former)
    successor = ward_device(store, read_public_file(pub_file))
    if successor.device == gone.device:
        raise CensusError(
            "SAME_MACHINE",
            _("Tệp khóa này là của chính máy {device}.").format(device=former),
            _("Máy thay thế phải có mã máy mới; máy khôi phục từ bản sao lưu được cấp mã mới."),
        )
    if successor.revoked_at is not None:
        raise CensusError(
            "REVOKED",
            _("Máy {device} đã bị thu hồi.").format(device=successor.device),
            _("Hãy chọn tệp .pub của máy mới."),
        )
    if successor.unit != gone.unit:
        raise CensusError(
            "OTHER_UNIT",
            _("Máy mới là của {new}, máy cũ là của {old}.").format(
                new=unit_name(successor.unit), old=unit_name(gone.unit)
            ),
            _("Máy thay thế phải cùng đơn vị; máy của đơn vị khác thì đăng ký riêng."),
        )
    with store.transaction(Action.REGISTER) as tx:
        add_device(tx, successor)
        revoke_device(tx, former)
    return _listed(store, successor.device)


def _registered(store: Store, device: str) -> Device:
    found = find_device(store, device)
    if found is None and store.installation.machine_role is not MachineRole.TOWN:
        raise CensusError(
            "NOT_A_TOWN_MACHINE",
            _("Chỉ máy thị xã mới thu hồi và thay thế máy."),
            _("Hãy báo thị xã thu hồi máy bị mất; máy này chỉ thu hồi được máy đã đăng ký ở đây."),
        )
    if found is None:
        raise CensusError(
            "NO_SUCH_MACHINE",
            _("Không có máy nào mang mã {device}.").format(device=device),
            _("Xem các máy đã đăng ký bằng lệnh devices."),
        )
    return found


def _listed(store: Store, device: str) -> KnownMachine:
    return next(one for one in known_machines(store) if one.device == device)


def restore(
    backup: Path,
    folder: DataFolder,
    *,
    password: str,
    clock: Clock,
    login: str | None = None,
    keys_file: Path | None = None,
    recovery_key: str | None = None,
) -> Restored:
    """Make a new installation of a backup; it gets a new device id and new keys and must be registered anew.

    Args:
        backup: the snapshot.
        folder: where the new installation goes; must hold none.
        password: of somebody who could log in when the backup was made.
        clock: time and ids.
        login: whose password it is; found by the password when None.
        keys_file: the `keys.json` of the backup; looked for beside it and in the folder above when None.
        recovery_key: the town's recovery key when nobody remembers a password; `password` is then the new one of
            `login`.

    Raises:
        CensusError: NO_FILE, NO_KEYS_FILE, KEYS_DAMAGED, WRONG_PASSWORD, NO_RECOVERY, WRONG_RECOVERY_KEY,
            NO_SUCH_LOGIN, and the codes of `restore_store`.
    """
    if not backup.is_file():
        raise CensusError(
            "NO_FILE", _("Không đọc được bản sao lưu {name}.").format(name=backup), _("Hãy chọn lại tệp.")
        )
    ring = _ring_of(backup, keys_file)
    if recovery_key is not None:
        key = open_recovery(ring, typed_again(recovery_key))
        ring = ring.with_slot(new_slot(ring, key, login or ring.slots[0].login, password, STANDARD_COST))
    source = BackupSource(backup, ring, login or _login_of(ring, password), password)
    device = new_device_id(clock)

    def renew(tx: Transaction) -> None:
        former = own_identity(tx.store)
        identity = new_identity(
            device,
            former.unit,
            former.machine_role,
            label=former.label,
            town_recovery_recipient=former.town_recovery_recipient,
        )
        renew_identity(tx, identity, (former, *former_identities(tx.store)))

    with restore_store(source, folder, clock, device, renew) as store:
        path = public_key_path(folder, store.installation)
        make_folder(path.parent)
        identity = own_identity(store)
        write_public_file(identity.public, identity, path)
        people, households = counts(store)
        return Restored(
            unit=store.installation.unit,
            machine_role=store.installation.machine_role,
            device=device,
            former=former_identities(store)[0].device,
            public_key_file=path,
            fingerprint=fingerprint(identity.public),
            people=people,
            households=households,
        )


def _ring_of(backup: Path, keys_file: Path | None) -> KeyRing:
    places = (keys_file,) if keys_file else (backup.parent / KEYS_FILE, backup.parent.parent / KEYS_FILE)
    for place in places:
        try:
            return parse_key_ring(place.read_bytes())
        except OSError:
            continue
    raise CensusError(
        "NO_KEYS_FILE",
        _("Không thấy tệp khóa {name} của bản sao lưu.").format(name=KEYS_FILE),
        _("Hãy chép keys.json của máy cũ vào cạnh bản sao lưu, hoặc chỉ ra bằng --keys."),
    )


def _login_of(ring: KeyRing, password: str) -> str:
    for slot in ring.slots:
        try:
            open_slot(slot, ring.database_id, password)
        except CensusError:
            continue
        return slot.login
    raise wrong_password()
