"""Which pairs are worth a look: people who share one of many keys.

Every rule makes one whole number per person; people with the same number are a block, and all pairs of a block are
candidates. No rule uses the surname alone (Nguyễn is a third of everybody). Blocks larger than `LARGEST_BLOCK` tell
nothing and are passed over: other, narrower rules find their pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from census_desktop.linkage.people import People
from census_desktop.linkage.words import Codes, Keys, combined

LARGEST_BLOCK = 60
_CHUNK = 4_000  # pairs looked at in one go: what is known of them stays in the processor's cache

Pairs = tuple[Codes, Codes]
Usable = NDArray[np.bool_]


class _Views:
    """Columns that several rules use, taken once."""

    def __init__(self, people: People) -> None:
        names = people.names
        self.people = people
        self.given = names.given[people.name]
        self.surname = names.surname[people.name]
        self.middle = names.middle[people.name]
        self.whole = names.shuffled[people.name]
        self.father, self.mother = names.whole[people.father], names.whole[people.mother]
        self.spouse = names.whole[people.spouse]
        self.has_name = people.name > 0
        self.has_day = (people.day % 32 > 0) & (people.year > 0)
        month, day = people.day // 32, people.day % 32
        self.swapped_day = np.where(
            day <= 12, np.minimum(month, day) * 32 + np.maximum(month, day), people.day
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to meet.

    Attributes:
        name: for tests and figures.
        key: the number of everybody, and who has one at all.
        is_number: meets by a written number of its own: worth comparing however little else agrees.
    """

    name: str
    key: Callable[[_Views], tuple[Keys, Usable]]
    is_number: bool = False


def _number(of: Callable[[People], Keys]) -> Callable[[_Views], tuple[Keys, Usable]]:
    def key(view: _Views) -> tuple[Keys, Usable]:
        column = of(view.people)
        return column, column > 0

    return key


def _part_of_number(of: Callable[[People], Keys], part: int) -> Callable[[_Views], tuple[Keys, Usable]]:
    """A number without one third of its digits, with the year of birth: finds a wrong digit anywhere."""

    def key(view: _Views) -> tuple[Keys, Usable]:
        column = of(view.people)
        digits = np.where(column >= 10**12, 4, 3)
        low = np.power(10, digits * part)
        high = low * np.power(10, digits)
        rest = column // high * low + column % low
        return combined(rest, view.people.year, digits), (column > 0) & (view.people.year > 0)

    return key


def _columns(*columns: str, needs: str) -> Callable[[_Views], tuple[Keys, Usable]]:
    """Several columns together; `needs` names those that must not be blank."""

    def key(view: _Views) -> tuple[Keys, Usable]:
        found = [_column(view, name) for name in columns]
        usable = view.has_name.copy()
        for name in needs.split():
            usable &= view.has_day if name == "day" else _column(view, name) > 0
        return combined(*found), usable

    return key


def _column(view: _Views, name: str) -> NDArray[np.integer]:
    if name.startswith("has_"):
        column: NDArray[np.integer] = getattr(view.people, name.removeprefix("has_"))
        return column
    found: NDArray[np.integer] = getattr(view if hasattr(view, name) else view.people, name)
    return found


RULES = (
    Rule("personal_id", _number(lambda people: people.personal_id), is_number=True),
    Rule("old_id", _number(lambda people: people.old_id), is_number=True),
    Rule("other_id", _number(lambda people: people.other_id), is_number=True),
    *(Rule(f"personal_id_{part}", _part_of_number(lambda people: people.personal_id, part)) for part in range(3)),
    *(Rule(f"old_id_{part}", _part_of_number(lambda people: people.old_id, part)) for part in range(3)),
    Rule("name_year", _columns("whole", "year", needs="year")),
    Rule("name_day", _columns("whole", "day", needs="day")),
    Rule("name_native", _columns("whole", "native", needs="native")),
    Rule("given_birth", _columns("given", "year", "day", needs="day")),
    Rule("given_swapped_birth", _columns("given", "year", "swapped_day", needs="day")),
    Rule("surname_sex_birth", _columns("surname", "sex", "year", "day", needs="day")),
    Rule("middle_birth", _columns("middle", "sex", "year", "day", needs="day")),
    Rule("native_birth", _columns("native", "sex", "year", "day", needs="day native")),
    Rule("given_surname_year", _columns("given", "surname", "year", needs="year")),
    Rule("given_surname_day", _columns("given", "surname", "day", needs="day")),
    Rule("given_middle_year", _columns("given", "middle", "year", "sex", needs="year")),
    Rule("given_surname_year_native", _columns("given", "surname", "year", "native", needs="year native")),
    Rule("given_father", _columns("given", "father", needs="has_father")),
    Rule("given_mother", _columns("given", "mother", needs="has_mother")),
    Rule("given_spouse", _columns("given", "spouse", needs="has_spouse")),
    Rule("parents_year", _columns("father", "mother", "year", needs="has_father has_mother year")),
    Rule("spouse_year", _columns("spouse", "surname", "year", needs="has_spouse year")),
    Rule("given_phone", _columns("given", "phone", needs="phone")),
    Rule("year_phone", _columns("year", "sex", "phone", needs="phone year")),
    Rule("given_book", _columns("given", "book", needs="book")),
)  # fmt: skip


def views(people: People) -> _Views:
    """What all rules look at, taken once."""
    return _Views(people)


def pairs_by(rule: Rule, view: _Views) -> Iterator[Pairs]:
    """Candidates of one rule in portions; the same pair may come by several rules."""
    return _pairs_of(*rule.key(view))


def _pairs_of(key: Keys, usable: Usable) -> Iterator[Pairs]:
    rows = np.flatnonzero(usable).astype(np.int32)
    order = np.argsort(key[rows])
    rows = rows[order]
    sorted_key = key[rows]
    if len(rows) < 2:
        return
    starts = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]])
    sizes = np.diff(np.r_[starts, len(rows)])
    for size in np.unique(sizes[(sizes > 1) & (sizes <= LARGEST_BLOCK)]):
        blocks = starts[sizes == size]
        one, other = np.triu_indices(int(size), 1)
        step = max(1, _CHUNK // len(one))
        for begin in range(0, len(blocks), step):
            part = blocks[begin : begin + step, None]
            yield rows[part + one].ravel(), rows[part + other].ravel()


def pairs_within(household: Codes) -> Pairs:
    """All pairs of members of one household (very large households are institutions and left out)."""
    found = list(_pairs_of(household.astype(np.int64), np.ones(len(household), np.bool_)))
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate([one for one, _other in found]), np.concatenate([other for _one, other in found])
