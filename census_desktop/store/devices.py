"""Machines whose packages are accepted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import text

from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Device:
    """A registered machine.

    Attributes:
        device: its id.
        unit: the unit it may speak for.
        machine_role: "ward" or "town".
        verify_key: Ed25519 public key (text form of the envelope).
        recipient: age recipient packages to it are sealed to.
        label: name for people.
        registered_at: ISO 8601.
        revoked_at: ISO 8601 when its packages are refused from now on.
    """

    device: str
    unit: str
    machine_role: str
    verify_key: str
    recipient: str
    label: str
    registered_at: str
    revoked_at: str | None = None


_COLUMNS = tuple(Device.__dataclass_fields__)


def add_device(transaction: Transaction, machine: Device) -> None:
    """Register a machine; a machine already known keeps its id and takes the new particulars."""
    names = ", ".join(_COLUMNS)
    marks = ", ".join(f":{name}" for name in _COLUMNS)
    updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    transaction.connection.execute(
        text(f"INSERT INTO device ({names}) VALUES ({marks}) ON CONFLICT (device) DO UPDATE SET {updates}"),  # noqa: S608
        asdict(machine),
    )
    transaction.detail["registered"] = machine.device


def revoke_device(transaction: Transaction, device: str) -> None:
    """Refuse packages of this machine from now on; the first time counts."""
    transaction.connection.execute(
        text("UPDATE device SET revoked_at = :at WHERE device = :device AND revoked_at IS NULL"),
        {"at": transaction.at, "device": device},
    )
    transaction.detail["revoked"] = device


def devices(store: Store) -> tuple[Device, ...]:
    """All machines ever registered, in order of registration."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM device ORDER BY registered_at, device")).mappings()
        return tuple(Device(**{name: row[name] for name in _COLUMNS}) for row in rows)


def find_device(store: Store, device: str) -> Device | None:
    """The machine with this id, None when it was never registered."""
    return next((each for each in devices(store) if each.device == device), None)
