"""Whether the person of a row is here already.

Found by identifier, else by name, birth date and sex within the same household (or, for rows that name no
household, within the same unit). Identical people are skipped, so that importing a file twice changes nothing;
people who look the same but answer differently wait for somebody to look at the papers.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from census_desktop.base.text import N_
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import tone_key
from census_desktop.transfer.sheet_households import (
    Key,
    SheetHousehold,
    book_key,
    place_key,
    same_words,
    uuid_key,
)
from census_desktop.transfer.sheet_slip import Slip, likeness

Likeness = tuple[str, str | None, str | None]

DIFFERENT_ANSWERS = N_("Người này đã có nhưng câu trả lời khác.")
LIKE_SOMEBODY = N_("Trong hộ đã có người cùng họ tên.")
SAME_NUMBER = N_("Số định danh này đã có ở một người khác.")
TWICE_IN_SHEET = N_("Dòng này trùng họ tên, ngày sinh và giới tính với một dòng ở trên.")
SEVERAL_HOUSEHOLDS = N_("Có nhiều hộ cùng số, không rõ người này thuộc hộ nào.")
HOUSEHOLD_WAITS = N_("Người cùng hộ trong tệp đang chờ xem lại, chưa rõ hộ nào.")
HOUSEHOLD_VOID = N_("Hộ này đã bị hủy.")
HOUSEHOLD_DIFFERS = N_("Hộ này đã có nhưng dữ liệu của hộ khác.")


@dataclass(slots=True)
class Known:
    """Everybody here, and everybody the import is going to add, by what rows can be compared with."""

    people: dict[uuid.UUID, Person] = field(default_factory=dict)
    households: dict[uuid.UUID, Household] = field(default_factory=dict)
    by_key: dict[Key, list[uuid.UUID]] = field(default_factory=dict)
    members: dict[uuid.UUID | None, list[Person]] = field(default_factory=dict)
    by_likeness: dict[Likeness, list[Person]] = field(default_factory=dict)
    by_number: dict[str, list[Person]] = field(default_factory=dict)
    added: set[uuid.UUID] = field(default_factory=set)

    @staticmethod
    def of(households: Iterable[Household], people: Iterable[Person]) -> Known:
        """Index what is in the store."""
        known = Known()
        for household in households:
            known.note_household(household)
        for person in people:
            known.note_person(person)
        return known

    def note_household(self, household: Household) -> None:
        """Enter a household; a void one is found by its identifier only."""
        self.households[household.household_uuid] = household
        keys: tuple[Key, ...] = (uuid_key(household.household_uuid.hex),)
        if household.void is None:
            keys += (
                place_key(household.unit, household.residential_group, household.household_no),
                book_key(household.unit, household.household_book_no),
            )
        for key in filter(None, keys):
            self.by_key.setdefault(key, []).append(household.household_uuid)

    def note_person(self, person: Person, *, is_added: bool = False) -> None:
        """Enter a person; a void slip is found by its identifier only."""
        self.people[person.person_uuid] = person
        if is_added:
            self.added.add(person.person_uuid)
        if person.void is not None:
            return
        self.members.setdefault(person.household_uuid, []).append(person)
        same = likeness(person.full_name or "", person.birth_date, person.sex)
        self.by_likeness.setdefault(same, []).append(person)
        if person.personal_id is not None:
            self.by_number.setdefault(person.personal_id, []).append(person)

    def unit_of(self, person: Person) -> str | None:
        """The unit a person is counted in."""
        if person.household_uuid is None or person.household_uuid not in self.households:
            return None
        return self.households[person.household_uuid].unit


@dataclass(frozen=True, slots=True)
class Match:
    """What becomes of a row beside an existing person.

    Attributes:
        person: the one it is, or looks like.
        reason: why somebody must look (message id); "" when the person is here identical.
    """

    person: Person
    reason: str


def homes_of(known: Known, household: SheetHousehold) -> list[Household]:
    """Households here that rows may mean, by the strongest thing the rows say."""
    return [known.households[home] for home in known.by_key.get(household.key, [])] if household.key else []


def match_person(known: Known, slip: Slip, home: Household | None, *, is_keyless: bool) -> Match | None:
    """The person here whom the row means or resembles, None for somebody new.

    Args:
        known: everybody here.
        slip: a row without errors.
        home: household here that the row belongs to, None when there is none.
        is_keyless: True when the row names no household at all.
    """
    if slip.person_uuid is not None and slip.person_uuid in known.people:
        return _compared(known, slip, known.people[slip.person_uuid])
    for candidate in _alike(known, slip, home, is_keyless=is_keyless):
        if is_keyless and candidate.person_uuid in known.added:
            return Match(candidate, TWICE_IN_SHEET)
        return _compared(known, slip, candidate)
    if home is not None:
        for member in known.members.get(home.household_uuid, []):
            if may_be_same(slip.person["full_name"], slip.person.get("birth_date"), member):
                return Match(member, LIKE_SOMEBODY)
    for bearer in known.by_number.get(slip.person.get("personal_id", ""), []):
        return Match(bearer, SAME_NUMBER)
    return None


def agrees(slip: Slip, home: Household) -> bool:
    """True when the row says nothing else about the household than what is known."""
    return all(same_words(getattr(home, name), value) for name, value in slip.household.items())


def _alike(known: Known, slip: Slip, home: Household | None, *, is_keyless: bool) -> list[Person]:
    """People of the same name, birth date and sex; the one who is identical comes first."""
    found = known.by_likeness.get(slip.likeness, [])
    if is_keyless:
        near = [person for person in found if known.unit_of(person) == slip.unit]
    else:
        near = [
            person for person in found if home is not None and person.household_uuid == home.household_uuid
        ]
    return sorted(near, key=lambda person: _compared(known, slip, person).reason != "")


def _compared(known: Known, slip: Slip, person: Person) -> Match:
    home = known.households.get(person.household_uuid) if person.household_uuid is not None else None
    same_person = all(getattr(person, name) == value for name, value in slip.person.items())
    same_home = home is not None and agrees(slip, home)
    moved = slip.household_uuid is not None and slip.household_uuid != person.household_uuid
    is_void = person.void is not None and "void" not in slip.person
    return Match(person, "" if same_person and same_home and not moved and not is_void else DIFFERENT_ANSWERS)


def may_be_same(name: str | None, born: str | None, member: Person) -> bool:
    """True for a member of this name whose birth date does not speak against it."""
    if name is None or tone_key(name) != tone_key(member.full_name or ""):
        return False
    if born is None or member.birth_date is None:
        return True
    try:
        return PartialDate.from_iso(born).can_be_same(PartialDate.from_iso(member.birth_date))
    except BadInput:
        return True
