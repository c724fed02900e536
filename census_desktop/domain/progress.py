"""How far the collection is: targets against what is in, and what is still missing before a place is done."""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from census_desktop.domain.code_names import (
    CHECKED_TWICE,
    COLLECTED,
    ELIGIBLE,
    ENTERED,
    IN_REVIEW,
    NOT_COLLECTED,
    RETURNED,
    UNFINISHED,
)

# The way of a slip, first to last; "returned" stands where it was typed, void slips count nowhere.
WAY = (NOT_COLLECTED, COLLECTED, UNFINISHED, ENTERED, CHECKED_TWICE, IN_REVIEW, ELIGIBLE)
_PLACE_ON_WAY = {state: place for place, state in enumerate(WAY)} | {RETURNED: WAY.index(ENTERED)}
# One slip in this many is keyed a second time before a place is done.
SAMPLE_OF = 20
WORKING_DAYS = 7  # days looked back for the pace
_NO_STATES: Mapping[str, int] = MappingProxyType({})


class Lack(enum.StrEnum):
    """What keeps a place from being done."""

    SLIPS = "slips"  # fewer typed than the target without the justified exceptions
    ERRORS = "errors"  # open errors
    UNCHECKED = "unchecked"  # errors were not looked for yet
    CONFLICTS = "conflicts"  # open conflicts of merging
    SAMPLE = "sample"  # too few slips keyed twice
    PACKAGE = "package"  # no package of the unit merged yet
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One administrative unit, or a part of one.

    Attributes:
        code: statistics-office code of the unit.
        valid_from: ISO date from which this unit exists; code and date together are the key.
        name: "Phường Sông Trí".
        target_people: people to be collected.
        target_households: households to be collected.
        people: slips in, without void ones and the second slip of one person.
        households: households in, without void ones.
        last_package_at: when the newest package of the unit was merged, on a ward: exported (ISO 8601); None when none
            was.
        residential_group: set when it is only this group of the unit, "" for households without one.
        collector: set when it is only what one collector brought.
        states: people by `slip_state`; nothing written counts as typed.
        away: people away for long, who are among `people`.
        at_unit: people in service who are counted where their unit is stationed, among `people`.
        exceptions: people of the target who justly have no slip.
        conflicts: open conflicts of merging.
        to_look_at: pairs of slips that wait for a look at the paper.
        errors: open errors, None when they were not counted.
        needs_package: True where slips come in packages (the town's machine).
        closed: True when the place is closed.
        deadline: ISO date by which all should be in, None when there is none.
        recent: slips typed in the last `WORKING_DAYS` days.
        source: where the target comes from, None when nobody said.
        unanswered: households of the register without a slip or a just exception.
        parts: the places a sum was made of; it is done when the last of them is.
    """

    code: str
    valid_from: str
    name: str
    target_people: int
    target_households: int
    people: int
    households: int
    last_package_at: str | None
    residential_group: str | None = None
    collector: str | None = None
    states: Mapping[str, int] = field(default_factory=lambda: _NO_STATES)
    away: int = 0
    at_unit: int = 0
    exceptions: int = 0
    conflicts: int = 0
    to_look_at: int = 0
    errors: int | None = None
    needs_package: bool = False
    closed: bool = False
    deadline: str | None = None
    recent: int = 0
    source: str | None = None
    unanswered: int = 0
    parts: tuple[UnitProgress, ...] = field(default=(), compare=False, repr=False)

    @property
    def unit(self) -> str:
        """The unit text "18754@2015-04-10", "" for a sum or households without a unit."""
        return f"{self.code}@{self.valid_from}" if self.valid_from else self.code

    @property
    def percent(self) -> float:
        """Share of the target people that is in, 0 when there is no target; may exceed 100."""
        return 100.0 * self.people / self.target_people if self.target_people else 0.0

    @property
    def share_typed(self) -> float:
        """Typed slips as a share of the target without just exceptions, 0 when there is no target."""
        due = self.target_people - self.exceptions
        return self.typed / due if due > 0 else float(self.target_people > 0)

    @property
    def typed(self) -> int:
        """People whose slip is typed to its end."""
        return self.people - sum(self.states.get(state, 0) for state in WAY[: WAY.index(ENTERED)])

    @property
    def left(self) -> int:
        """People of the target without a typed slip or a just exception; more than expected here help not there."""
        if self.parts:
            return sum(part.left for part in self.parts)
        return max(0, self.target_people - self.exceptions - self.typed)

    @property
    def all_in(self) -> bool:
        """True when every person of the target is typed or justly has no slip."""
        return self.target_people > 0 and self.left == 0

    @property
    def complete(self) -> bool:
        """True when nothing is lacking: a rule, not a tick. What was closed by it stays complete until reopened."""
        return self.closed or not self.lacks()

    def reached(self, state: str) -> int:
        """People whose slip has come at least as far as `state`."""
        least = WAY.index(state)
        return sum(count for each, count in self.states.items() if _PLACE_ON_WAY.get(each, -1) >= least)

    @property
    def sample_left(self) -> int:
        """Slips of the sample that are still to be keyed a second time."""
        return max(0, math.ceil(self.typed / SAMPLE_OF) - self.reached(CHECKED_TWICE))

    def lacks(self) -> tuple[Lack, ...]:
        """What is missing before this place is done; nothing means that it is (and may be closed)."""
        found: list[Lack] = []
        if not self.target_people:
            found.append(Lack.NO_TARGET)
        elif self.left:
            found.append(Lack.SLIPS)
        if self.errors is None:
            found.append(Lack.UNCHECKED)
        elif self.errors:
            found.append(Lack.ERRORS)
        if self.conflicts:
            found.append(Lack.CONFLICTS)
        if self.sample_left:
            found.append(Lack.SAMPLE)
        if self.needs_package and self.last_package_at is None:
            found.append(Lack.PACKAGE)
        return tuple(found)

    @property
    def per_day(self) -> float:
        """Slips typed a day, over the last `WORKING_DAYS` days."""
        return self.recent / WORKING_DAYS

    def needed_per_day(self, today: datetime.date) -> float | None:
        """Slips a day from today on, so that the deadline is kept; None without a deadline.

        On and after the last day everything left is needed at once.
        """
        if self.deadline is None:
            return None
        days = (datetime.date.fromisoformat(self.deadline) - today).days + 1
        return self.left / max(1, days)

    def forecast(self, today: datetime.date) -> datetime.date | None:
        """The day on which all will be in at the present pace; today when all is, None when nothing moves.

        Of a sum, the day of its last place: whoever is done does not type the slips of the others.
        """
        if not self.left:
            return today
        if self.parts:
            days_of_parts = [part.forecast(today) for part in self.parts]
            known = [day for day in days_of_parts if day is not None]
            return max(known) if len(known) == len(days_of_parts) else None
        if not self.recent:
            return None
        days = math.ceil(self.left / self.per_day)
        return today + datetime.timedelta(days) if days < 36500 else None


def total(units: Sequence[UnitProgress], name: str) -> UnitProgress:
    """The sum of `units`, shown under `name`; its latest package is the latest of all."""
    states: dict[str, int] = {}
    for unit in units:
        for state, count in unit.states.items():
            states[state] = states.get(state, 0) + count
    counted = [unit.errors for unit in units if unit.errors is not None]
    return UnitProgress(
        code="",
        valid_from="",
        name=name,
        target_people=sum(unit.target_people for unit in units),
        target_households=sum(unit.target_households for unit in units),
        people=sum(unit.people for unit in units),
        households=sum(unit.households for unit in units),
        last_package_at=max((unit.last_package_at for unit in units if unit.last_package_at), default=None),
        states=MappingProxyType(states),
        away=sum(unit.away for unit in units),
        at_unit=sum(unit.at_unit for unit in units),
        exceptions=sum(unit.exceptions for unit in units),
        conflicts=sum(unit.conflicts for unit in units),
        to_look_at=sum(unit.to_look_at for unit in units),
        errors=sum(counted) if counted and len(counted) == len(units) else None,
        needs_package=any(unit.needs_package for unit in units),
        closed=bool(units) and all(unit.closed for unit in units),
        deadline=max((unit.deadline for unit in units if unit.deadline), default=None),
        recent=sum(unit.recent for unit in units),
        unanswered=sum(unit.unanswered for unit in units),
        parts=tuple(units),
    )


def ranked(units: Sequence[UnitProgress]) -> tuple[UnitProgress, ...]:
    """The furthest first: complete ones, then by share of the target that is typed, then by name as given."""
    return tuple(
        sorted(units, key=lambda unit: (not unit.complete, unit.target_people == 0, -unit.share_typed))
    )
