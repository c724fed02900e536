"""The way back: what the town has got from a unit, and all it knows about the unit's records.

A receipt is a package like any other (signed by the town, sealed to every active machine of the unit), with one line
more: the packages the town has merged, by payload hash. Only this line makes a ward count a package as delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.store.devices import devices
from census_desktop.store.merge_journal import heads_seen
from census_desktop.store.operations import last_arrival
from census_desktop.store.packages import in_packages
from census_desktop.store.store import Store
from census_desktop.store.unit_scope import record_counts, record_lines, unit_records
from census_desktop.transfer.envelope import DeviceText, UnitText
from census_desktop.transfer.machine import own_identity, town
from census_desktop.transfer.outbox import ExportResult, Parcel, send
from census_desktop.transfer.package import Count, Hash, PackageKind, canonical
from census_desktop.transfer.refusals import refuse

_MOST_NAMED = 200  # packages a receipt names; each holds what earlier ones held, so the newest say it all


@dataclass(frozen=True, slots=True)
class Accepted:
    """A package the town has merged.

    Attributes:
        device: machine that wrote it.
        sequence: its running number.
        payload_sha256: what it is known by; numbers are used twice by cloned and restored machines.
        audit_entries: entries of the sender's audit chain that the town has seen with it.
        audit_head: hash of the newest of them.
    """

    device: DeviceText
    sequence: Count
    payload_sha256: Hash
    audit_entries: Count = 0
    audit_head: Hash | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the town tells a unit beside the operations.

    Attributes:
        unit: the unit it is for.
        accepted: packages of the unit merged so far, oldest first.
    """

    unit: UnitText
    accepted: tuple[Accepted, ...]

    @property
    def payload_hashes(self) -> frozenset[str]:
        """What the accepted packages are known by."""
        return frozenset(each.payload_sha256 for each in self.accepted)


def read_receipt(line: bytes) -> Receipt:
    """Read the receipt line of a package.

    Raises:
        PackageRefused: MALFORMED.
    """
    try:
        return msgspec.json.decode(line, type=Receipt)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse("MALFORMED", where=_("dòng biên nhận")) from error


def export_receipt(store: Store, unit: str, out_dir: Path, control: JobControl) -> ExportResult:
    """Write the receipt for one unit into `out_dir`.

    Args:
        store: the town's store.
        unit: unit text.
        out_dir: the stick.
        control: progress and cancel.

    Raises:
        CensusError: NO_MACHINES when no machine of the unit is registered and active; NO_FOLDER, READ_ONLY,
            DISK_FULL, EXISTS, COPY_DIFFERS, WRITE_FAILED from the stick; the store is as before.
        CancelledError: the user stopped; nothing is left behind.
    """
    machines = [each for each in devices(store) if each.unit == unit]
    active = [each for each in machines if each.revoked_at is None]
    senders = [each.device for each in machines]
    if store.installation.unit == unit:
        senders.append(store.installation.device)  # a ward's machine that collects
    if not active:
        raise CensusError(
            "NO_MACHINES",
            _("Đơn vị {unit} chưa có máy nào đăng ký và còn hiệu lực.").format(
                unit=show_answer(HOUSEHOLD_FIELDS["unit"], unit)
            ),
            _("Hãy đăng ký tệp khóa .pub của máy phường, xã rồi xuất lại."),
        )
    until = last_arrival(store)
    records = unit_records(store, unit, senders, until)
    heads = heads_seen(store)
    merged = [
        Accepted(each.device, each.sequence, each.payload_sha256, *heads.get(each.payload_sha256, (0, None)))
        for each in in_packages(store)
        if each.unit == unit
    ]
    above = town(store)  # of a ward's machine that collects
    recovery = (own_identity(store).public if above is None else above).town_recovery_recipient
    parcel = Parcel(
        to=unit,
        kind=PackageKind.RECEIPT,
        recipients=(*(each.recipient for each in active), *((recovery,) if recovery else ())),
        counts=record_counts(store, records, until),
        lines=record_lines(store, records, until),
        until=until,
        receipt=canonical(Receipt(unit, tuple(merged[-_MOST_NAMED:]))),
    )
    return send(store, parcel, out_dir, control)
