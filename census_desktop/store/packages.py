"""The registers of packages written and merged; kept for ever."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import text

from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OutPackage:
    """A package this machine wrote.

    Attributes:
        sequence: running number on this machine.
        receiver: device id of the receiver.
        previous: payload hash of the package before.
        payload_sha256: hash of the sealed payload.
        last_arrival: newest operation inside; what the receiver has once it confirms.
        confirmed_at: when the receiver's receipt came.
    """

    sequence: int
    file_name: str
    receiver: str
    previous: str
    payload_sha256: str
    people: int
    households: int
    operations: int
    last_arrival: int
    at: str
    confirmed_at: str | None = None


@dataclass(frozen=True, slots=True)
class InPackage:
    """A package merged here.

    Attributes:
        created_at: wall time of the sender, for display.
        at: wall time of this machine when it was merged.
    """

    file_name: str
    device: str
    unit: str
    sequence: int
    payload_sha256: str
    people: int
    households: int
    operations: int
    added: int
    changed: int
    conflicts: int
    created_at: str
    at: str


_OUT = tuple(OutPackage.__dataclass_fields__)
_IN = tuple(InPackage.__dataclass_fields__)


def record_export(transaction: Transaction, package: OutPackage) -> None:
    """Enter a package that was written, read back and compared."""
    transaction.connection.execute(text(_insert("package_out", _OUT)), asdict(package))
    transaction.detail |= {"sequence": package.sequence, "payload": package.payload_sha256}


def record_import(transaction: Transaction, package: InPackage) -> None:
    """Enter a package in the transaction that merges it."""
    transaction.connection.execute(text(_insert("package_in", _IN)), asdict(package))


def out_packages(store: Store) -> tuple[OutPackage, ...]:
    """All packages written here, oldest first."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM package_out ORDER BY sequence")).mappings()
        return tuple(OutPackage(**{name: row[name] for name in _OUT}) for row in rows)


def in_packages(store: Store) -> tuple[InPackage, ...]:
    """All packages merged here, oldest first."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM package_in ORDER BY number")).mappings()
        return tuple(InPackage(**{name: row[name] for name in _IN}) for row in rows)


def in_package_by_hash(store: Store, payload_sha256: str) -> InPackage | None:
    """The merged package with this payload, None when it was never merged."""
    with store.read() as connection:
        row = connection.execute(
            text("SELECT * FROM package_in WHERE payload_sha256 = :hash"), {"hash": payload_sha256}
        ).mappings().first()  # fmt: skip
    return None if row is None else InPackage(**{name: row[name] for name in _IN})


def sequences_of(store: Store, device: str) -> tuple[int, ...]:
    """Sequence numbers merged from a device, ascending; a number twice is a fork."""
    with store.read() as connection:
        found = connection.execute(
            text("SELECT sequence FROM package_in WHERE device = :device ORDER BY sequence"),
            {"device": device},
        ).scalars()
        return tuple(int(sequence) for sequence in found)


def next_sequence(store: Store) -> int:
    """Number of the next package of this machine."""
    written = out_packages(store)
    return written[-1].sequence + 1 if written else 1


def previous_hash(store: Store) -> str:
    """Payload hash of the newest package written here, "" before the first."""
    written = out_packages(store)
    return written[-1].payload_sha256 if written else ""


def confirmed_arrival(store: Store, receiver: str | None = None) -> int:
    """Newest operation the receiver is known to have; 0 before the first receipt.

    Args:
        receiver: device id; what an earlier machine of the town confirmed, its successor need not have.
    """
    confirmed = [
        package.last_arrival
        for package in out_packages(store)
        if package.confirmed_at is not None and receiver in {None, package.receiver}
    ]
    return max(confirmed, default=0)


def confirm(transaction: Transaction, payload_hashes: Collection[str]) -> int:
    """Mark packages of this machine as merged by their receiver; returns how many were not marked before."""
    marked = 0
    for payload_sha256 in payload_hashes:
        marked += transaction.connection.execute(
            text(
                "UPDATE package_out SET confirmed_at = :at"
                " WHERE payload_sha256 = :payload AND confirmed_at IS NULL"
            ),
            {"at": transaction.at, "payload": payload_sha256},
        ).rowcount
    transaction.detail["confirmed"] = marked
    return marked


def newest_arrival(transaction: Transaction) -> int:
    """Number of the newest operation, those of this transaction included."""
    transaction.flush()
    return int(transaction.connection.execute(text("SELECT max(arrival) FROM main.operation")).scalar() or 0)


def note_received(transaction: Transaction, after: int, sender: str) -> None:
    """Remember that `sender` has every operation that arrived since `after`, because it sent them."""
    last = newest_arrival(transaction)
    if last > after:
        transaction.connection.execute(
            text(
                "INSERT INTO received (first_arrival, last_arrival, sender) VALUES (:first, :last, :sender)"
            ),
            {"first": after + 1, "last": last, "sender": sender},
        )


def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  fixed names
