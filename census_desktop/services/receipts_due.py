"""The town's view of its units: what came from each, what went back, and who waits for a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.services.notices import notices
from census_desktop.services.units import unit_name
from census_desktop.store.devices import devices
from census_desktop.store.packages import InPackage, OutPackage, in_packages, out_packages
from census_desktop.store.store import Store
from census_desktop.store.unit_scope import newest_for_all, newest_made


@dataclass(frozen=True, slots=True)
class UnitExchange:
    """One unit with registered machines.

    Attributes:
        unit: unit text.
        unit_name: "Phường Sông Trí".
        machines: registered machines that are not revoked.
        last_in: newest package merged, None before the first.
        last_out: newest receipt written, None before the first.
        unread: standing messages nobody there is known to have read.
        is_due: a package was merged, or something was corrected, decided, asked or said here, since the last receipt.
    """

    unit: str
    unit_name: str
    machines: int
    last_in: InPackage | None
    last_out: OutPackage | None
    unread: int
    is_due: bool


def unit_exchanges(store: Store) -> tuple[UnitExchange, ...]:
    """All units with registered machines, by name of the unit."""
    active: dict[str, int] = {}
    for machine in devices(store):
        active[machine.unit] = active.get(machine.unit, 0) + (machine.revoked_at is None)
    newest_in = {package.unit: package for package in in_packages(store)}
    newest_out = {package.receiver: package for package in out_packages(store)}
    messages = [one for one in notices(store) if one.is_open]
    answered = [newest_out[unit].last_arrival for unit in active if unit in newest_out]
    own = store.installation.device
    made = newest_made(store, own, min(answered)) if answered else {}
    for_all = newest_for_all(store, own, 0)
    found = []
    for unit, count in active.items():
        last_in, last_out = newest_in.get(unit), newest_out.get(unit)
        has_come = last_in is not None and (last_out is None or last_in.at > last_out.at)
        unread = sum(one.unit == unit for one in messages)
        heard = 0 if last_out is None else last_out.last_arrival
        has_made = (unread > 0 if last_out is None else made.get(unit, 0) > heard) or for_all > heard
        found.append(
            UnitExchange(
                unit=unit,
                unit_name=unit_name(unit),
                machines=count,
                last_in=last_in,
                last_out=last_out,
                unread=unread,
                is_due=count > 0 and (has_come or has_made),
            )
        )
    return tuple(sorted(found, key=lambda one: one.unit_name))
