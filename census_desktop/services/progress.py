"""Targets against what is in, per unit."""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.base.text import _
from census_desktop.domain.progress import UnitProgress, total
from census_desktop.services.units import unit_name
from census_desktop.store import progress as figures
from census_desktop.store.opening import MachineRole
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """All units by code, and their sum."""

    units: tuple[UnitProgress, ...]
    total: UnitProgress


def progress(store: Store) -> Progress:
    """How far the collection is on this machine: all units on the town's, its own on a ward's."""
    targets, collected = figures.targets(store), figures.collected(store)
    last = figures.last_packages(store)
    known = sorted({*targets, *collected}, key=lambda unit: (unit == "", unit))
    units = tuple(
        _unit(unit, targets.get(unit, (0, 0)), collected.get(unit, (0, 0)), last.get(unit)) for unit in known
    )
    own = store.installation
    name = _("Toàn thị xã") if own.machine_role is MachineRole.TOWN else unit_name(own.unit)
    return Progress(units, total(units, name))


def _unit(text: str, target: tuple[int, int], found: tuple[int, int], last: str | None) -> UnitProgress:
    code, _at, valid_from = text.partition("@")
    return UnitProgress(
        code=code,
        valid_from=valid_from,
        name=unit_name(text) if text else _("Chưa ghi đơn vị"),
        target_people=target[0],
        target_households=target[1],
        people=found[0],
        households=found[1],
        last_package_at=last,
    )
