"""A made-up town: twelve units, exactly as many people and households as asked for, made while they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from census_desktop.domain.area import UnitKey, unit_targets
from census_desktop.domain.dc01 import Household, Person
from census_desktop.synthetic.dice import Dice, SeededClock
from census_desktop.synthetic.dirt import Dirt, Mistakes
from census_desktop.synthetic.families import SIZES, make_family
from census_desktop.synthetic.people import Locality, Numbers, locality
from census_desktop.synthetic.slips import HouseholdDay, Registrar, fill_in

LARGEST_USUAL = 10  # people in a household; more only when the town is asked to be fuller
_SLIPS_IN_BATCH = 100

SyntheticHousehold = tuple[Household, tuple[Person, ...]]


@dataclass(frozen=True, slots=True)
class UnitShare:
    """How much of the town one unit is.

    Attributes:
        unit: the unit.
        people: its people.
        households: its households.
    """

    unit: UnitKey
    people: int
    households: int


@dataclass(frozen=True, slots=True)
class SyntheticTown:
    """The town of one seed.

    Attributes:
        seed: the same seed gives the same records, letter for letter.
        shares: the units in order of the targets.
        dirt: how dirty the records are.
    """

    seed: int
    shares: tuple[UnitShare, ...]
    dirt: Dirt = Dirt.MISTAKES

    @property
    def people(self) -> int:
        """People of all units."""
        return sum(share.people for share in self.shares)

    @property
    def households(self) -> int:
        """Households of all units."""
        return sum(share.households for share in self.shares)

    def unit(self, unit: UnitKey) -> Iterator[SyntheticHousehold]:
        """The households of one unit with their people, the head first."""
        share = next(share for share in self.shares if share.unit == unit)
        return generate_unit(self.seed, unit, share.households, share.people, dirt=self.dirt)

    def __iter__(self) -> Iterator[SyntheticHousehold]:
        for share in self.shares:
            yield from self.unit(share.unit)


def generate_town(seed: int, people: int | None = None, *, dirt: Dirt = Dirt.MISTAKES) -> SyntheticTown:
    """The town of a seed.

    Args:
        seed: any number.
        people: exactly so many people; 60,191 in 17,207 households when not given.
        dirt: how dirty the records are.

    Raises:
        ValueError: fewer than no people.
    """
    targets = unit_targets()
    total = sum(target.people for target in targets)
    if people is None or people == total:
        shares = [UnitShare(target.unit, target.people, target.households) for target in targets]
        return SyntheticTown(seed, tuple(shares), dirt)
    if people < 0:
        raise ValueError(f"{people} people")
    counts = apportion(people, [target.people for target in targets])
    scaled = [
        UnitShare(target.unit, count, round(count * target.households / target.people) or min(count, 1))
        for target, count in zip(targets, counts, strict=True)
    ]
    return SyntheticTown(seed, tuple(scaled), dirt)


def generate_unit(
    seed: int, unit: UnitKey, households: int, people: int, *, dirt: Dirt = Dirt.MISTAKES
) -> Iterator[SyntheticHousehold]:
    """The households of one unit with their people, in order of residential groups, the head first.

    Every record is in stored form, unless `dirt` is `Dirt.OLD_MACHINE`.

    Raises:
        ValueError: no such unit, or fewer people than households, or people without a household.
    """
    if people < households or (people and not households):
        raise ValueError(f"{people} people in {households} households")
    return _Unit(seed, locality(unit), dirt).households(households, people)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, by the largest remainders."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def household_sizes(dice: Dice, households: int, people: int) -> list[int]:
    """Sizes by the shares of real life that add up to `people` exactly."""
    sizes = [dice.pick(SIZES) for _number in range(households)]
    most = max(LARGEST_USUAL, -(-people // households) if households else 0)
    missing = people - sum(sizes)
    step = 1 if missing > 0 else -1
    while missing:
        place = dice.between(0, households - 1)
        if 1 <= sizes[place] + step <= most:
            sizes[place] += step
            missing -= step
    return sizes


class _Unit:
    """One unit being made."""

    def __init__(self, seed: int, place: Locality, dirt: Dirt) -> None:
        key = place.unit.key
        self._place = place
        self._dice = Dice(seed, key)
        self._clock = SeededClock(seed, key)
        self._numbers = Numbers(key, seed)
        self._registrar = Registrar(self._dice, place, self._numbers)
        self._mistakes = Mistakes(place, seed, key, level=dirt)
        self._slips = 0

    def households(self, households: int, people: int) -> Iterator[SyntheticHousehold]:
        sizes = iter(household_sizes(self._dice, households, people))
        groups = self._place.groups
        for group, count in zip(groups, apportion(households, [1] * len(groups)), strict=True):
            for number in range(1, count + 1):
                yield self._household(group, number, next(sizes))

    def _household(self, group: str, number: int, size: int) -> SyntheticHousehold:
        family = make_family(self._dice, size)
        self._registrar.settle(family)
        book = self._numbers.household_book()
        day = HouseholdDay(self._dice, self._place, group, book)
        household = Household(
            household_uuid=self._clock.new_uuid(),
            unit=str(self._place.unit.key),
            residential_group=group,
            household_no=str(number),
            address=day.address,
            household_book_no=book,
            phone=self._numbers.phone() if self._dice.chance(0.6) else None,
        )
        slips = [fill_in(self._dice, family, human, day, self._slip_no()) for human in family]
        self._mistakes.spoil(slips)
        people: list[Person] = []
        for slip in slips:
            answers: dict[str, Any] = dict(slip)
            person_uuid = self._clock.new_uuid()
            people.append(Person(person_uuid=person_uuid, household_uuid=household.household_uuid, **answers))
        return household, tuple(people)

    def _slip_no(self) -> str:
        """Slips are bound in batches of a hundred, "3/17"."""
        self._slips += 1
        return f"{(self._slips - 1) // _SLIPS_IN_BATCH + 1}/{(self._slips - 1) % _SLIPS_IN_BATCH + 1}"
