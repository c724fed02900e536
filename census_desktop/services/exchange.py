"""Packages on a stick: keys registered, packages written, looked at and merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.services.learning import learn
from census_desktop.services.package_files import package_files
from census_desktop.services.set_up import public_key_path
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.accounts import let_recover
from census_desktop.store.devices import Device, add_device, devices
from census_desktop.store.opening import MachineRole
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.envelope import (
    PublicDevice,
    fingerprint,
    is_vouched,
    public_text,
    read_public_file,
    write_public_file,
)
from census_desktop.transfer.inbox import MergePlan, read_plan
from census_desktop.transfer.machine import is_collecting, keep_town, own_identity, town
from census_desktop.transfer.outbox import ExportResult, export_package
from census_desktop.transfer.receipts import export_receipt


@dataclass(frozen=True, slots=True)
class KnownMachine:
    """A machine whose public file is known here.

    Attributes:
        device: its id.
        machine_role: ward or town.
        unit: unit text, or the town's code.
        unit_name: "Phường Sông Trí".
        fingerprint: five groups to compare on the telephone.
        registered_at: ISO 8601, "" for the town a ward sends to.
        revoked_at: ISO 8601 when its packages are refused.
        is_vouched: the new key of a town that its former key has signed; the fingerprint need not be compared again.
    """

    device: str
    machine_role: MachineRole
    unit: str
    unit_name: str
    fingerprint: str
    registered_at: str = ""
    revoked_at: str | None = None
    is_vouched: bool = False


_FINE = 1000  # steps that one of several like jobs is divided into


def export_to(
    store: Store,
    out_dir: Path,
    control: JobControl,
    *,
    everything: bool = False,
    to_device: str | None = None,
) -> ExportResult:
    """Write the package of this ward into `out_dir`; returns when it has been read back and compared.

    Args:
        store: the ward's store.
        out_dir: usually the stick.
        control: progress and cancel.
        everything: also what the receiver has confirmed, for a receiver that lost its data.
        to_device: another machine of the ward that collects before going to the town; the town when None.

    Raises:
        CensusError: NOT_A_WARD on the town's machine; NO_RECEIVER, NO_SUCH_MACHINE, NO_FOLDER, READ_ONLY, DISK_FULL,
            EXISTS, COPY_DIFFERS.
    """
    if store.installation.machine_role is not MachineRole.WARD:
        raise CensusError(
            "NOT_A_WARD",
            _("Máy thị xã không xuất gói phiếu; gói do các phường, xã xuất lên."),
            _("Để gửi biên nhận cho một đơn vị, dùng export --to-unit MÃ_ĐƠN_VỊ."),
        )
    return export_package(store, out_dir, control, everything=everything, to_device=to_device)


def export_receipt_to(store: Store, unit_text: str, out_dir: Path, control: JobControl) -> ExportResult:
    """Write the receipt for one unit: what was accepted, and all that is known here about the unit's records.

    A machine that collects for its ward gives receipts to the ward's other machines in the same way.

    Args:
        store: the town's store, or that of a ward's collecting machine.
        unit_text: "18754", "18754@2015-04-10" or "Phường Sông Trí".
        out_dir: usually the stick the unit's package came on.
        control: progress and cancel.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE on a ward; UNKNOWN_UNIT, NO_MACHINES, NO_FOLDER, READ_ONLY, DISK_FULL, EXISTS,
            COPY_DIFFERS.
    """
    own = store.installation
    if own.machine_role is not MachineRole.TOWN and not collects(store):
        raise CensusError(
            "NOT_A_TOWN_MACHINE",
            _("Chỉ máy thị xã mới gửi biên nhận cho các phường, xã."),
            _("Trên máy phường, xã: xuất gói không kèm --to-unit."),
        )
    return export_receipt(store, str(resolve_unit(unit_text)), out_dir, control)


def look_at_key(pub_file: Path) -> KnownMachine:
    """Whose key a public file holds, for people to compare before it is taken over; nothing is changed.

    Raises:
        CensusError: NO_FILE, NOT_A_KEY_FILE, BAD_SIGNATURE.
    """
    return _known(read_public_file(pub_file))


def must_match(machine: KnownMachine, expected: str | None) -> None:
    """Refuse a key whose fingerprint is not the one somebody read out; capitals, gaps and hyphens do not matter.

    Args:
        machine: whose key it is.
        expected: as read out; None when nobody compared.

    Raises:
        CensusError: FINGERPRINT_DIFFERS.
    """
    if expected is None or _letters(expected) == _letters(machine.fingerprint):
        return
    raise CensusError(
        "FINGERPRINT_DIFFERS",
        _("Dấu vân khóa trong tệp là {mark}, không giống dấu đã đọc.").format(mark=machine.fingerprint),
        _("Đừng dùng tệp này: hỏi lại bên kia và lấy tệp khóa khác."),
    )


def _letters(mark: str) -> str:
    return "".join(letter for letter in mark.casefold() if letter.isalnum())


def look_at_town_key(pub_file: Path) -> KnownMachine:
    """As `look_at_key`, of a file that must be the town's.

    Raises:
        CensusError: NO_FILE, NOT_A_KEY_FILE, BAD_SIGNATURE, NOT_A_TOWN.
    """
    machine = look_at_key(pub_file)
    if machine.machine_role is not MachineRole.TOWN:
        raise CensusError(
            "NOT_A_TOWN",
            _("Tệp khóa này không phải của máy thị xã."),
            _("Hãy chọn tệp town.pub do máy thị xã tạo ra."),
        )
    return machine


def export_receipts_to(
    store: Store, units: Sequence[str], out_dir: Path, control: JobControl
) -> tuple[ExportResult, ...]:
    """Write a receipt for each of several units onto one stick; those written before a failure stay and count.

    Raises:
        CensusError: as `export_receipt_to`.
        CancelledError: the user stopped; the receipts that are complete stay.
    """
    return tuple(
        export_receipt_to(store, unit, out_dir, _Part(control, at, len(units)))
        for at, unit in enumerate(units)
    )


class _Part(JobControl):
    """One of several like jobs: its steps are told as its share of the whole, stopping the whole stops it."""

    def __init__(self, whole: JobControl, at: int, count: int) -> None:
        super().__init__()
        self._whole, self._at, self._count = whole, at, count

    def step(self, done: int, total: int, text: str) -> None:
        """As a step of the whole."""
        done_here = self._at * _FINE + _FINE * done // max(total, 1)
        told = _("Biên nhận {at}/{count}: {text}").format(at=self._at + 1, count=self._count, text=text)
        self._whole.step(done_here, self._count * _FINE, told)

    def check(self) -> None:
        """Whether the whole is to stop."""
        self._whole.check()


def collects(store: Store) -> bool:
    """True on a ward machine that collects from others: set up so, or one that knows other machines of its ward."""
    is_ward = store.installation.machine_role is MachineRole.WARD
    return is_ward and (is_collecting(store) or bool(devices(store)))


def examine_key(store: Store, pub_file: Path) -> KnownMachine:
    """Whose key a file holds and whether it may be registered here; nothing is changed.

    Raises:
        CensusError: as `register_device`.
    """
    public = read_public_file(pub_file)
    if public.device == store.installation.device:
        raise CensusError(
            "OWN_KEY",
            _("Đây là khóa của chính máy này."),
            _("Hãy chọn tệp .pub của máy bên kia."),
        )
    if store.installation.machine_role is MachineRole.WARD:
        if public.machine_role == MachineRole.TOWN.value:
            former = town(store)
            text = pub_file.read_text(encoding="utf-8")
            return replace(_known(public), is_vouched=former is not None and is_vouched(text, former))
        if public.unit != store.installation.unit:
            raise CensusError(
                "OTHER_UNIT",
                _("Máy {device} là của {unit}, không cùng đơn vị với máy này.").format(
                    device=public.device, unit=unit_name(public.unit)
                ),
                _("Trên máy phường, xã chỉ đăng ký máy thị xã và các máy cùng đơn vị."),
            )
    return _known(public, ward_device(store, public))


def register_device(store: Store, pub_file: Path) -> KnownMachine:
    """Accept the public file of another machine; people still have to compare the fingerprint.

    On a town machine a ward is registered. On a ward the town it sends to is remembered, or another machine of the
    same ward, to collect from or to send to.

    Raises:
        CensusError: NO_FILE, NOT_A_KEY_FILE, BAD_SIGNATURE, NOT_A_TOWN, NOT_A_WARD_KEY, OWN_KEY, OTHER_UNIT,
            DEVICE_TAKEN.
    """
    known = examine_key(store, pub_file)
    if store.installation.machine_role is MachineRole.WARD and known.machine_role is MachineRole.TOWN:
        return _register_town(store, known, pub_file.read_text(encoding="utf-8"))
    machine = ward_device(store, read_public_file(pub_file))
    if all(one.device != machine.device for one in devices(store)):
        with store.transaction(Action.REGISTER) as tx:
            add_device(tx, machine)
    return known


def _register_town(store: Store, known: KnownMachine, text: str) -> KnownMachine:
    with store.transaction(Action.REGISTER) as tx:
        public = keep_town(tx, text)
        tx.detail["registered"] = public.device
    if public.town_recovery_recipient is not None:
        let_recover(store, public.town_recovery_recipient)
    return known


def ward_device(store: Store, public: PublicDevice) -> Device:
    """The registered machine, or what would be registered.

    Raises:
        CensusError: NOT_A_WARD_KEY, DEVICE_TAKEN.
    """
    if public.machine_role != MachineRole.WARD.value:
        raise CensusError(
            "NOT_A_WARD_KEY",
            _("Tệp khóa này không phải của máy phường, xã."),
            _("Hãy chọn tệp .pub do máy phường, xã tạo ra."),
        )
    known = next((one for one in devices(store) if one.device == public.device), None)
    if known is not None and known.verify_key != public.verify_key:
        raise CensusError(
            "DEVICE_TAKEN",
            _("Mã máy {device} đã đăng ký với khóa khác.").format(device=public.device),
            _("Hãy kiểm tra với phường, xã; máy cài lại phải có mã máy mới."),
        )
    return known or Device(
        device=public.device,
        unit=public.unit,
        machine_role=public.machine_role,
        verify_key=public.verify_key,
        recipient=public.recipient,
        label=public.label,
        registered_at=store.clock.now().isoformat(timespec="seconds"),
    )


def known_machines(store: Store) -> tuple[KnownMachine, ...]:
    """The registered machines in order of registration; on a ward the town before them."""
    receiver = town(store)
    first = () if receiver is None else (_known(receiver),)
    return first + tuple(
        _known(
            PublicDevice(one.device, one.unit, one.machine_role, one.verify_key, one.recipient, one.label),
            one,
        )
        for one in devices(store)
    )


def machine_names(store: Store) -> dict[str, str]:
    """What people call the machines known here, by device id."""
    names = {
        one.device: _("{unit} ({device})").format(unit=one.unit_name, device=one.device)
        for one in known_machines(store)
    }
    receiver = town(store)
    if receiver is not None:
        names[receiver.device] = _("máy thị xã")
    names[store.installation.device] = _("máy này")
    return names


def own_machine(store: Store) -> KnownMachine:
    """This machine as the other side sees it."""
    return _known(own_identity(store).public)


def copy_public_key(store: Store, out_dir: Path) -> Path:
    """Write this machine's public file into `out_dir`, to be carried to the other side.

    Another key that lies there under the same name stays; this one then bears the beginning of its fingerprint.

    Raises:
        CensusError: EXISTS, NO_FOLDER, READ_ONLY, DISK_FULL.
    """
    identity = own_identity(store)
    name = public_key_path(store.folder, store.installation).name
    target = out_dir / name
    content = public_text(identity.public, identity).encode() + b"\n"
    if target.is_file():
        if target.read_bytes() == content:
            return target  # copied before
        # The key of another machine of that name, or the town's key before it was changed: both may be needed.
        target = out_dir / f"{target.stem}-{fingerprint(identity.public)[:4]}{target.suffix}"
    write_public_file(identity.public, identity, target)
    return target


def plan(store: Store, paths: Sequence[Path], control: JobControl) -> MergePlan:
    """What merging these packages would do; the records stay as they are.

    On a ward these are receipts of the town.

    Raises:
        CensusError: NO_PACKAGES.
    """
    return read_plan(store, package_files(paths, store.installation), control)


def merge(store: Store, paths: Sequence[Path], control: JobControl) -> MergePlan:
    """Merge what is good among these packages, after a verified backup, all in one transaction.

    Raises:
        CensusError: NO_PACKAGES, DISK_FULL, READ_ONLY, BACKUP_BAD; the records are as before.
        CancelledError: the user stopped; the records are as before.
    """
    done = merge_packages(store, package_files(paths, store.installation), control)
    learn(store)
    return done


def _known(public: PublicDevice, registered: Device | None = None) -> KnownMachine:
    return KnownMachine(
        device=public.device,
        machine_role=MachineRole(public.machine_role),
        unit=public.unit,
        unit_name=unit_name(public.unit),
        fingerprint=fingerprint(public),
        registered_at=registered.registered_at if registered is not None else "",
        revoked_at=registered.revoked_at if registered is not None else None,
    )
