"""How many people and households each unit of a demonstration town has, and how many are in already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.area import UnitKey, unit_targets

DEFAULT_PEOPLE = 6_000
DEFAULT_SEED = 2018
LEAST_PEOPLE = 120  # ten a unit; a smaller town has units without a household
FULL_PEOPLE = sum(target.people for target in unit_targets())


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


def plan_units(people: int) -> tuple[UnitPlan, ...]:
    """The twelve units scaled to `people`, which they add up to exactly.

    Raises:
        CensusError: TOO_FEW_PEOPLE.
    """
    if people < LEAST_PEOPLE:
        raise CensusError(
            "TOO_FEW_PEOPLE",
            _("Thị xã mẫu cần ít nhất {least} người.").format(least=number(LEAST_PEOPLE)),
            _("Đủ cả thị xã là {full} người.").format(full=number(FULL_PEOPLE)),
        )
    targets = unit_targets()
    all_households = sum(target.households for target in targets)
    in_units = shared_out(people, [target.people for target in targets])
    households = shared_out(
        round(people * all_households / FULL_PEOPLE), [target.households for target in targets]
    )
    return tuple(
        UnitPlan(target.unit, count, min(homes, count), target.demo_done_percent)
        for target, count, homes in zip(targets, in_units, households, strict=True)
    )


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts as near to `weights` as possible (largest remainders), each at least one."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    while 0 in parts:
        parts[parts.index(max(parts))] -= 1
        parts[parts.index(0)] += 1
    return parts
