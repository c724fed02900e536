"""Who lives together: households of a given size with ages, relations and parents that agree.

Ages are counted on `REFERENCE_DAY`. The shares below give a town of about 23 % children under fifteen and about one
tenth over sixty-five (census of 2019), with 3.498 people in a household.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import accumulate

from census_desktop.domain.code_names import DIVORCED, FEMALE, HEAD, MALE, MARRIED, SINGLE, WIDOWED
from census_desktop.synthetic.dice import Dice, Weighted
from census_desktop.synthetic.dirt import has_fact

REFERENCE_DAY = datetime.date(2018, 12, 1)
DAYS_IN_YEAR = 365.2425

# Shares in percent; the mean is 60,191 people in 17,207 households.
_SIZE_SHARES = {
    1: 11.45,
    2: 19.47,
    3: 19.16,
    4: 24.31,
    5: 14.65,
    6: 7.21,
    7: 2.46,
    8: 0.84,
    9: 0.27,
    10: 0.18,
}
SIZES = Weighted(_SIZE_SHARES.items())
LEAST_AGE_MOTHER = 18.5
LEAST_AGE_HUSBAND = 20.5
AGE_STATUS_IS_WRITTEN = 14.0


@dataclass(slots=True, eq=False)
class Human:
    """A made-up person, or a relative who is only named on slips.

    Attributes:
        age: years on `REFERENCE_DAY`; twins have exactly the same.
        relation: code of the relation to the head; "" for those who live elsewhere or are dead.
        name, born, number and the rest are filled in by `slips.settle`.
    """

    sex: str
    age: float
    relation: str = ""
    marital: str | None = None
    father: Human | None = None
    mother: Human | None = None
    spouse: Human | None = None
    has_unknown_father: bool = False
    name: str = ""
    born: datetime.date = REFERENCE_DAY
    personal_id: str | None = None
    old_id: str | None = None
    birth_place: str | None = None
    native_place: str | None = None

    @property
    def number(self) -> str | None:
        """The number others write on their slips."""
        return self.personal_id or (self.old_id.partition(";")[0] if self.old_id else None)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a household is made up; see the functions of the same names."""

    kind: str
    children: int = 0
    elders: int = 0


_SHAPES: dict[int, Weighted[Shape]] = {
    1: Weighted([(Shape("alone"), 1)]),
    2: Weighted(
        [
            (Shape("couple"), 55),
            (Shape("lone_parent", 1), 26),
            (Shape("carer", elders=1), 9),
            (Shape("siblings"), 5),
            (Shape("skipped", 1), 5),
        ]
    ),
    3: Weighted(
        [
            (Shape("couple", 1), 62),
            (Shape("lone_parent", 2), 13),
            (Shape("couple", elders=1), 7),
            (Shape("carer", elders=2), 4),
            (Shape("skipped", 2), 3),
            (Shape("three", 0), 11),
        ]
    ),
    4: Weighted(
        [
            (Shape("couple", 2), 72),
            (Shape("couple", 1, 1), 11),
            (Shape("lone_parent", 3), 4),
            (Shape("three", 1), 13),
        ]
    ),
    5: Weighted(
        [
            (Shape("couple", 3), 54),
            (Shape("couple", 2, 1), 20),
            (Shape("couple", 1, 2), 6),
            (Shape("three", 1), 20),
        ]
    ),
    6: Weighted(
        [
            (Shape("couple", 4), 30),
            (Shape("couple", 3, 1), 18),
            (Shape("couple", 2, 2), 16),
            (Shape("three", 2), 36),
        ]
    ),
}
_OLD_ALONE = Weighted([(WIDOWED, 75), (SINGLE, 15), (DIVORCED, 10)])
_LONE_PARENT = Weighted([(WIDOWED, 42), (DIVORCED, 30), (MARRIED, 18), (SINGLE, 10)])
_LARGE = Weighted([(Shape("couple", elders=2), 30), (Shape("three", 3), 70)])


def make_family(dice: Dice, size: int) -> list[Human]:
    """A household of `size` people, the head first; names and numbers are still missing."""
    shape = dice.pick(_SHAPES.get(size, _LARGE))
    match shape.kind:
        case "alone":
            return _alone(dice)
        case "couple":
            return _couple(dice, max(shape.children, size - 2 - shape.elders), shape.elders)
        case "lone_parent":
            return _lone_parent(dice, shape.children)
        case "carer":
            return _carer(dice, shape.elders)
        case "siblings":
            return _siblings(dice)
        case "skipped":
            return _skipped(dice, shape.children)
        case _:
            return _three_generations(dice, size, shape.children)


# --- kinds of households --------------------------------------------------------------------------------------


def _alone(dice: Dice) -> list[Human]:
    if dice.chance(0.62):
        sex = FEMALE if dice.chance(0.76) else MALE
        status = dice.pick(_OLD_ALONE)
        return [Human(sex, dice.real(58, 91), HEAD, status)]
    sex = FEMALE if dice.chance(0.4) else MALE
    return [Human(sex, dice.real(23, 58), HEAD, SINGLE if dice.chance(0.65) else DIVORCED)]


def _couple(dice: Dice, children: int, elders: int) -> list[Human]:
    ages = _children_ages(dice, children)
    if ages:
        wife_age = ages[0] + _age_at_first_birth(dice)
    else:
        wife_age = dice.real(50, 83) if dice.chance(0.66) and not elders else dice.real(19, 32)
    wife, husband = _pair(dice, wife_age)
    head, spouse = (husband, wife) if dice.chance(0.78) else (wife, husband)
    head.relation, spouse.relation = HEAD, "V" if spouse.sex == FEMALE else "C"
    kids = [_child(dice, age, husband, wife) for age in ages]
    return [head, spouse, *kids, *_parents_of(dice, head, elders)]


def _lone_parent(dice: Dice, children: int) -> list[Human]:
    ages = _children_ages(dice, children)
    is_mother = dice.chance(0.82)
    parent = Human(
        FEMALE if is_mother else MALE, ages[0] + _age_at_first_birth(dice) + (0 if is_mother else 3), HEAD
    )
    parent.marital = dice.pick(_LONE_PARENT)
    other = Human(MALE if is_mother else FEMALE, parent.age + (dice.real(0, 5) if is_mother else -2))
    if parent.marital == MARRIED:  # the other works far away and is registered there
        other.marital = MARRIED
        parent.spouse, other.spouse = other, parent
    father, mother = (other, parent) if is_mother else (parent, other)
    kids = [_child(dice, age, father, mother) for age in ages]
    if is_mother and parent.marital == SINGLE and dice.chance(0.6):
        for kid in kids:
            kid.father, kid.has_unknown_father = None, True
    return [parent, *kids]


def _carer(dice: Dice, elders: int) -> list[Human]:
    sex = FEMALE if dice.chance(0.45) else MALE
    head = Human(sex, dice.real(24, 56), HEAD, SINGLE if dice.chance(0.8) else DIVORCED)
    return [head, *_parents_of(dice, head, elders)]


def _siblings(dice: Dice) -> list[Human]:
    age = dice.real(21, 40)
    head = Human(FEMALE if dice.chance(0.4) else MALE, age, HEAD, SINGLE)
    sister = Human(FEMALE if dice.chance(0.6) else MALE, age - dice.real(1.5, 6), "EM", SINGLE)
    _parents_of(dice, head, 2)  # named on both slips, living elsewhere
    for parent in (head.father, head.mother):
        if parent is not None:
            parent.relation = ""
    sister.father, sister.mother = head.father, head.mother
    return [head, sister]


def _skipped(dice: Dice, children: int) -> list[Human]:
    """Grandchildren with a grandmother while their parents work far away."""
    ages = _children_ages(dice, children, span=15)
    mother_age = ages[0] + dice.real(19, 30)
    grandmother = Human(FEMALE, mother_age + dice.real(19.5, 29), HEAD, WIDOWED)
    grandfather = Human(MALE, grandmother.age + dice.real(0, 6))
    is_sons_child = dice.chance(0.7)
    wife, husband = _pair(dice, mother_age)
    own = husband if is_sons_child else wife
    own.age = min(own.age, grandmother.age - 19)
    own.father, own.mother = grandfather, grandmother
    kids = [_child(dice, age, husband, wife) for age in ages]
    for kid in kids:
        kid.relation = "CHN" if is_sons_child else "CHG"
    return [grandmother, *kids]


def _three_generations(dice: Dice, size: int, grandchildren: int) -> list[Human]:
    """An old couple or widow with a married child, its spouse, grandchildren and children still at home."""
    is_pair = size - 3 - grandchildren >= 1
    others = size - 3 - grandchildren - is_pair
    ages = _children_ages(dice, grandchildren, span=14)
    young_wife, young_husband = _pair(dice, ages[0] + dice.real(19, 27) if ages else dice.real(19, 26))
    is_son = dice.chance(0.86)
    own, married_in = (young_husband, young_wife) if is_son else (young_wife, young_husband)
    own.relation, married_in.relation = "CD", "CDAU" if is_son else "CRE"
    mother, father = _pair(dice, own.age + dice.real(19.5, 30))
    own.father, own.mother = father, mother
    kids = [_child(dice, age, young_husband, young_wife) for age in ages]
    for kid in kids:
        kid.relation = "CHN" if is_son else "CHG"
    at_home = [
        _child(dice, max(own.age - 2.6 * place - dice.real(0, 1), 0.5), father, mother)
        for place in range(1, others + 1)
    ]
    head = father if is_pair or dice.chance(0.3) else mother
    head.relation = HEAD
    if not is_pair:
        head.marital, head.spouse = WIDOWED, None
        return [head, own, married_in, *kids, *at_home]
    mother.relation = "V"
    return [head, mother, own, married_in, *kids, *at_home]


# --- parts ----------------------------------------------------------------------------------------------------


def _pair(dice: Dice, wife_age: float) -> tuple[Human, Human]:
    """A married couple, the wife first."""
    wife = Human(FEMALE, max(wife_age, LEAST_AGE_MOTHER), marital=MARRIED)
    husband = Human(MALE, max(wife.age + dice.real(-1, 6), LEAST_AGE_HUSBAND), marital=MARRIED)
    wife.spouse, husband.spouse = husband, wife
    return wife, husband


def _age_at_first_birth(dice: Dice) -> float:
    return LEAST_AGE_MOTHER + 0.5 * (dice.real(0, 13) + dice.real(0, 13))


def _children_ages(dice: Dice, count: int, span: float = 27.0) -> list[float]:
    """Ages of sisters and brothers, the oldest first; twins share theirs."""
    if not count:
        return []
    gaps = [0.0 if has_fact(dice, "twins") else dice.real(1.8, 4.4) for _number in range(count - 1)]
    youngest = dice.real(0.1, max(span - sum(gaps), 1.5))
    return list(accumulate(gaps, initial=youngest))[::-1]


def _child(dice: Dice, age: float, father: Human, mother: Human) -> Human:
    sex = MALE if dice.chance(0.525) else FEMALE
    status = SINGLE if age >= AGE_STATUS_IS_WRITTEN else None
    return Human(sex, age, "CD", status, father, mother)


def _parents_of(dice: Dice, head: Human, count: int) -> list[Human]:
    """Parents of the head; `count` of them live in the household."""
    mother = Human(FEMALE, min(head.age + dice.real(19, 33), 100.0), "MD", WIDOWED)
    father = Human(MALE, min(mother.age + dice.real(0, 5), 101.0), "BD", WIDOWED)
    head.father, head.mother = father, mother
    if count == 2:
        for one, other in ((father, mother), (mother, father)):
            one.marital, one.spouse = MARRIED, other
        return [father, mother]
    here, away = (mother, father) if dice.chance(0.74) else (father, mother)
    away.relation, away.marital = "", None
    if count == 0:
        here.relation, here.marital = "", None
    return [here] if count else []
