"""How far the collection is: targets against what is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One administrative unit.

    Attributes:
        code: statistics-office code of the unit.
        valid_from: ISO date from which this unit exists; code and date together are the key.
        name: "Phường Sông Trí".
        target_people: people to be collected.
        target_households: households to be collected.
        people: slips in, without void ones.
        households: households in, without void ones.
        last_package_at: when the newest package of the unit was merged (ISO 8601), None when none was.
    """

    code: str
    valid_from: str
    name: str
    target_people: int
    target_households: int
    people: int
    households: int
    last_package_at: str | None

    @property
    def percent(self) -> float:
        """Share of the target people that is in, 0 when there is no target; may exceed 100."""
        return 100.0 * self.people / self.target_people if self.target_people else 0.0

    @property
    def complete(self) -> bool:
        """True when every person of the target is in."""
        return self.target_people > 0 and self.people >= self.target_people


def total(units: Sequence[UnitProgress], name: str) -> UnitProgress:
    """The sum of `units`, shown under `name`; its latest package is the latest of all."""
    return UnitProgress(
        code="",
        valid_from="",
        name=name,
        target_people=sum(unit.target_people for unit in units),
        target_households=sum(unit.target_households for unit in units),
        people=sum(unit.people for unit in units),
        households=sum(unit.households for unit in units),
        last_package_at=max((unit.last_package_at for unit in units if unit.last_package_at), default=None),
    )
