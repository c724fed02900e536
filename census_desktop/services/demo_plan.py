"""How many people and households each unit of a demonstration town has, and how many are in already."""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.area import UnitKey, unit_targets
from census_desktop.synthetic.town import SyntheticTown

LEAST_PEOPLE = 120  # ten a unit; a smaller town has units without a household


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit of the demonstration.

    Attributes:
        unit: code and first day.
        people: people of the unit, which is its target.
        households: their households.
        done_percent: share of the people whose slips are typed and merged.
    """

    unit: UnitKey
    people: int
    households: int
    done_percent: int

    @property
    def done_people(self) -> int:
        """People whose slips are in, at least one."""
        return max(1, self.people * self.done_percent // 100)


def plan_units(town: SyntheticTown) -> tuple[UnitPlan, ...]:
    """The units of a made-up town with the share that is in.

    Raises:
        CensusError: TOO_FEW_PEOPLE.
    """
    if town.people < LEAST_PEOPLE:
        raise CensusError(
            "TOO_FEW_PEOPLE",
            _("Thị xã mẫu cần ít nhất {least} người.").format(least=number(LEAST_PEOPLE)),
            _("Đủ cả thị xã là {full} người.").format(full=number(full_people())),
        )
    done = {target.unit: target.demo_done_percent for target in unit_targets()}
    return tuple(UnitPlan(one.unit, one.people, one.households, done[one.unit]) for one in town.shares)


def full_people() -> int:
    """People of the town at its real size."""
    return sum(target.people for target in unit_targets())
