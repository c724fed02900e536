"""Writing a package: from the store to the stick.

The package is built beside the data, copied to a name never used before, read back and compared; only then is it
entered in the register. A failed export therefore leaves everything as it was, and its number may be used again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import copy_verified, make_folder, write_new_file
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.operations import FORMAT as OPERATION_FORMAT
from census_desktop.store.audit import chain_head
from census_desktop.store.devices import find_device
from census_desktop.store.operations import export_counts, last_arrival, operation_lines
from census_desktop.store.packages import (
    OutPackage,
    confirmed_arrival,
    next_sequence,
    previous_hash,
    record_export,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.machine import own_identity, town
from census_desktop.transfer.package import (
    FORMAT,
    SUFFIX,
    Core,
    Head,
    PackageKind,
    build_package,
    package_name,
)

_STEP = 1000  # operations between two reports of progress


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A package that stands on the stick, read back and compared.

    Attributes:
        path: where it lies.
        sequence: running number on this machine.
        people: records of people inside.
        households: records of households inside.
        operations: lines inside.
        payload_sha256: what the receiver's receipt will name.
    """

    path: Path
    sequence: int
    people: int
    households: int
    operations: int
    payload_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is to be sent.

    Attributes:
        to: device id of the receiver; of a receipt the unit text.
        recipients: age recipients who may read it.
        counts: people, households and operations in `lines`.
        lines: canonical operation lines.
        until: newest operation inside.
        kind: slips or receipt.
        receipt: the receipt line of a receipt.
    """

    to: str
    recipients: tuple[str, ...]
    counts: tuple[int, int, int]
    lines: Iterable[bytes]
    until: int
    kind: PackageKind = PackageKind.SLIPS
    receipt: bytes | None = None


def export_package(
    store: Store,
    out_dir: Path,
    control: JobControl,
    *,
    everything: bool = False,
    to_device: str | None = None,
) -> ExportResult:
    """Write everything the receiver is not known to have as one package into `out_dir`.

    Args:
        store: a ward's store.
        out_dir: the stick.
        control: progress and cancel.
        everything: also what the receiver has confirmed, for a receiver that lost its data.
        to_device: another machine of the ward that collects; the town when None.

    Raises:
        CensusError: NO_RECEIVER before the town's key was given; NO_SUCH_MACHINE; NO_FOLDER, READ_ONLY, DISK_FULL,
            EXISTS, COPY_DIFFERS (the bad copy is removed), WRITE_FAILED from the stick; the store is as before.
        CancelledError: the user stopped; nothing is left behind.
    """
    receiver, recipients = _receiver(store, to_device)
    until = last_arrival(store)
    after = 0 if everything else confirmed_arrival(store, receiver)
    sender_of_known = "" if everything else receiver
    parcel = Parcel(
        to=receiver,
        recipients=recipients,
        counts=export_counts(store, after, until, sender_of_known),
        lines=operation_lines(store, after, until, sender_of_known),
        until=until,
    )
    return send(store, parcel, out_dir, control)


def _receiver(store: Store, to_device: str | None) -> tuple[str, tuple[str, ...]]:
    """Id of the receiving machine, and whom to seal to: the town's recovery key opens every package."""
    town_machine = town(store)
    if to_device is None and town_machine is None:
        raise CensusError(
            "NO_RECEIVER",
            _("Máy này chưa có khóa của máy thị xã nên chưa xuất được gói."),
            _("Hãy nhập tệp town.pub do thị xã gửi, rồi xuất lại."),
        )
    recovery = None if town_machine is None else town_machine.town_recovery_recipient
    if town_machine is not None and to_device in {None, town_machine.device}:
        device, recipient = town_machine.device, town_machine.recipient
    else:
        machine = find_device(store, to_device or "")
        if machine is None or machine.revoked_at is not None:
            raise CensusError(
                "NO_SUCH_MACHINE",
                _("Không có máy nào mang mã {device} còn hiệu lực ở đây.").format(device=to_device),
                _("Hãy đăng ký tệp khóa .pub của máy đó trước; xem các máy bằng lệnh devices."),
            )
        device, recipient = machine.device, machine.recipient
    return device, tuple(filter(None, (recipient, recovery)))


def send(store: Store, parcel: Parcel, out_dir: Path, control: JobControl) -> ExportResult:
    """Sign, seal, write, read back, register; see `export_package` for what may be raised."""
    _check_folder(out_dir)
    outbox = make_folder(store.folder.outbox_path)
    core = _core(store, parcel, outbox)
    lines = _reported(parcel.lines, core.operations, control)
    head, content = build_package(core, lines, parcel.recipients, own_identity(store), parcel.receipt)
    kept = outbox / package_name(core)
    target = out_dir / kept.name
    is_published = False
    write_new_file(kept, content)
    try:
        control.step(core.operations, core.operations, _("Đang chép gói và đọc lại"))
        copy_verified(kept, target)
        is_published = True
        _register(store, head, kept.name, parcel.until)
    except BaseException as error:
        _take_back(kept, target, is_published=is_published or _has_code(error, "COPY_DIFFERS"))
        if _has_code(error, "EXISTS"):
            raise _name_taken(target) from error
        raise
    return ExportResult(
        path=target,
        sequence=core.sequence,
        people=core.people,
        households=core.households,
        operations=core.operations,
        payload_sha256=head.payload_sha256,
    )


def _has_code(error: BaseException, code: str) -> bool:
    return isinstance(error, CensusError) and error.code == code


def _name_taken(target: Path) -> CensusError:
    """A cloned or restored machine has written this number before; the old file may be the only copy of it."""
    return CensusError(
        "EXISTS",
        _("Đã có gói {name} trong {folder}; tệp cũ được giữ nguyên.").format(
            name=target.name, folder=str(target.parent)
        ),
        _("Hãy chọn thư mục khác hoặc USB khác rồi xuất lại."),
    )


def _take_back(kept: Path, target: Path, *, is_published: bool) -> None:
    """Remove what a failed export wrote; a file that was there before stays."""
    for path in (kept, target) if is_published else (kept,):
        with contextlib.suppress(OSError):
            path.unlink()


def _check_folder(out_dir: Path) -> None:
    if not out_dir.is_dir():
        raise CensusError(
            "NO_FOLDER",
            _("Không thấy thư mục {folder}.").format(folder=str(out_dir)),
            _("Hãy kiểm tra USB đã cắm chưa và chọn lại thư mục."),
        )
    if not os.access(out_dir, os.W_OK):
        raise CensusError(
            "READ_ONLY",
            _("Không được phép ghi vào {folder}.").format(folder=str(out_dir)),
            _("Hãy chọn thư mục khác hoặc bỏ chế độ chỉ đọc của ổ đĩa."),
        )


def _core(store: Store, parcel: Parcel, outbox: Path) -> Core:
    people, households, operations = parcel.counts
    own = store.installation
    with store.read() as connection:
        chain = chain_head(connection)
    return Core(
        unit=own.unit,
        device=own.device,
        sequence=_free_sequence(store, outbox),
        to=parcel.to,
        previous=previous_hash(store) or None,
        format=FORMAT,
        schema=OPERATION_FORMAT,
        created=store.clock.now().isoformat(timespec="seconds"),
        people=people,
        households=households,
        operations=operations,
        kind=parcel.kind,
        audit_entries=chain.number,
        audit_head=chain.hash.hex(),
    )


def _free_sequence(store: Store, outbox: Path) -> int:
    """The next number; numbers of packages that survive in the outbox of a restored store are not used again."""
    prefix = f"-{store.installation.device}-"
    used = [
        int(path.stem.rpartition("-")[2])
        for path in outbox.glob(f"*{prefix}*{SUFFIX}")
        if path.stem.rpartition("-")[2].isdigit()
    ]
    return max([next_sequence(store), *(number + 1 for number in used)])


def _reported(lines: Iterable[bytes], total: int, control: JobControl) -> Iterator[bytes]:
    for done, line in enumerate(lines):
        if done % _STEP == 0:
            control.step(done, total, _("Đang đóng gói"))
        yield line


def _register(store: Store, head: Head, file_name: str, until: int) -> None:
    core = head.core
    with store.transaction(Action.EXPORT) as transaction:
        record_export(
            transaction,
            OutPackage(
                sequence=core.sequence,
                file_name=file_name,
                receiver=core.to,
                previous=core.previous or "",
                payload_sha256=head.payload_sha256,
                people=core.people,
                households=core.households,
                operations=core.operations,
                last_arrival=until,
                at=transaction.at,
            ),
        )
