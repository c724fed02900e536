"""What has come from each registered machine: the newest package, numbers that are missing, numbers used twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from census_desktop.base.text import _, number
from census_desktop.services.units import unit_name
from census_desktop.store.devices import devices
from census_desktop.store.packages import InPackage, OutPackage, in_packages, out_packages
from census_desktop.store.store import Store

_MOST_NAMED = 6  # stretches of missing numbers named one by one


@dataclass(frozen=True, slots=True)
class Laptop:
    """One registered machine, as the machine that collects from it sees it.

    Attributes:
        device: its id.
        unit_name: "Phường Sông Trí".
        is_active: not revoked.
        last_in: newest package merged, None before the first.
        people: people in that package.
        missing: numbers below the newest that never came; later packages usually hold what was in them.
        twice: numbers that came with two contents, as from a cloned or restored machine.
        last_out: newest receipt for its unit, None before the first.
        is_due: a package was merged since that receipt.
    """

    device: str
    unit_name: str
    is_active: bool
    last_in: InPackage | None
    people: int
    missing: tuple[int, ...]
    twice: tuple[int, ...]
    last_out: OutPackage | None
    is_due: bool


def laptops(store: Store) -> tuple[Laptop, ...]:
    """All registered machines by unit, in order of registration."""
    came: dict[str, list[InPackage]] = {}
    for package in in_packages(store):
        came.setdefault(package.device, []).append(package)
    newest_out = {package.receiver: package for package in out_packages(store)}
    found = []
    for machine in devices(store):
        packages = came.get(machine.device, [])
        last_in = max(packages, key=lambda one: one.sequence, default=None)
        last_out = newest_out.get(machine.unit)
        count = Counter(one.sequence for one in packages)
        newest_at = max((one.at for one in packages), default="")
        is_active = machine.revoked_at is None
        found.append(
            Laptop(
                device=machine.device,
                unit_name=unit_name(machine.unit),
                is_active=is_active,
                last_in=last_in,
                people=0 if last_in is None else last_in.people,
                missing=tuple(one for one in range(1, max(count, default=0)) if one not in count),
                twice=tuple(sorted(one for one, times in count.items() if times > 1)),
                last_out=last_out,
                is_due=is_active and newest_at > (last_out.at if last_out is not None else ""),
            )
        )
    return tuple(sorted(found, key=lambda one: one.unit_name))


def stretches(numbers: tuple[int, ...]) -> str:
    """Ascending numbers in words: "1–3, 7"."""
    parts: list[list[int]] = []
    for one in numbers:
        if parts and one == parts[-1][-1] + 1:
            parts[-1].append(one)
        else:
            parts.append([one])
    shown = [f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    if len(shown) > _MOST_NAMED:
        more = sum(map(len, parts[_MOST_NAMED:]))
        return _("{some} và {count} số khác").format(some=", ".join(shown[:_MOST_NAMED]), count=number(more))
    return ", ".join(shown)
