"""Who is who among the slips of one household, as far as the slips say it.

Nothing is guessed: where two members could be meant, nobody is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from census_desktop.domain.code_names import FEMALE, HEAD, MALE
from census_desktop.domain.dc01 import Person
from census_desktop.domain.rules.names import is_same_name

SPOUSES = ("V", "C")
CHILD, ADOPTED, STEPCHILD = "CD", "CN", "CR"
IN_LAWS = {"CDAU": MALE, "CRE": FEMALE}  # sex of the child of the head they married
GRANDCHILDREN = {"CHN": MALE, "CHG": FEMALE}  # sex of the child of the head they descend from
SIBLINGS = ("AC", "EM")


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody as another slip names them.

    Attributes:
        name: full name, None when not known.
        nationality: code.
        number: 12-digit number, else the first older one.
        source: the slip this was read from.
    """

    name: str | None
    nationality: str | None
    number: str | None
    source: Person


Parents = tuple[Relative | None, Relative | None]
NOBODY: Parents = (None, None)


def as_relative(person: Person) -> Relative:
    """How other slips name the person of this slip."""
    return Relative(person.full_name, person.nationality, number_of(person), person)


def number_of(person: Person) -> str | None:
    """The number other slips write of this person: the 12 digits, else the first CMND."""
    if person.personal_id is not None:
        return person.personal_id
    return person.old_id.partition(";")[0].strip() if person.old_id is not None else None


def named_on(person: Person, box: str) -> Relative | None:
    """The father, mother or spouse named on a slip; None when the box of the name is blank."""
    name = getattr(person, f"{box}_name")
    if name is None:
        return None
    return Relative(name, getattr(person, f"{box}_nationality"), getattr(person, f"{box}_id"), person)


class Family:
    """The members already typed, seen from the head.

    Attributes:
        people: the slips in order of entry.
        head: the head, None when not typed yet or typed twice.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: Sequence[Person] = tuple(person for person in people if person.void is None)
        self.head = self.only(HEAD)
        self.spouse = self.only(*SPOUSES)

    def of(self, *relations: str) -> list[Person]:
        """Members with one of these relations to the head."""
        return [person for person in self.people if person.relation_to_head in relations]

    def only(self, *relations: str) -> Person | None:
        """The one member with such a relation; None when there are none or several."""
        return the_one(self.of(*relations))

    def parent(self, of: Person | None, box: str, relation: str) -> Relative | None:
        """Father or mother of the head or of the spouse: the member with that relation, else who the slip names."""
        member = self.only(relation)
        if member is not None:
            return as_relative(member)
        return named_on(of, box) if of is not None else None

    def parents_of_head(self) -> Parents:
        """Father and mother of the head; from a brother's or sister's slip when the head's own does not say."""
        father, mother = self.parent(self.head, "father", "BD"), self.parent(self.head, "mother", "MD")
        if father is None and mother is None:
            return self.agreed_parents(self.of(*SIBLINGS))
        return father, mother

    def parents_of_spouse(self) -> Parents:
        """Father and mother of the head's wife or husband."""
        return self.parent(self.spouse, "father", "BC"), self.parent(self.spouse, "mother", "MC")

    def spouse_of_head(self) -> Relative | None:
        """The head's wife or husband: the member, else who the head's slip names."""
        if self.spouse is not None:
            return as_relative(self.spouse)
        return named_on(self.head, "spouse") if self.head is not None else None

    def couple(self, person: Person | None, other: Relative | None) -> Parents:
        """A person and their other half in the order father, mother; by the sex of the person."""
        if person is None or person.sex is None:
            return NOBODY
        own = as_relative(person)
        return (own, other) if person.sex == MALE else (other, own)

    def parents_of_child(self) -> Parents:
        """Parents of an own child of the head; the other one from a brother's slip when no spouse is here."""
        other = as_relative(self.spouse) if self.spouse is not None else None
        if other is None and self.head is not None:
            father, mother = self.agreed_parents(self.of(CHILD))
            other = mother if self.head.sex == MALE else father
        return self.couple(self.head, other or self.spouse_of_head())

    def parents_of_stepchild(self) -> Parents:
        """A stepchild is the spouse's; the other parent only from a brother's or sister's slip."""
        known = self.agreed_parents(self.of(STEPCHILD))
        return known if known != NOBODY else self.couple(self.spouse, None)

    def parents_of_grandchild(self, relation: str) -> Parents:
        """The married child of the head with the son- or daughter-in-law, else what an earlier grandchild says."""
        known = self.agreed_parents(self.of(relation))
        if known != NOBODY:
            return known
        if self.of(relation):
            return NOBODY  # grandchildren of several families: nobody can tell which comes next
        parent = the_one(self.married_children(GRANDCHILDREN[relation]))
        if parent is None:
            return NOBODY
        in_law = self.only(*(code for code, sex in IN_LAWS.items() if sex == parent.sex))
        return self.couple(parent, as_relative(in_law) if in_law is not None else named_on(parent, "spouse"))

    def married_children(self, sex: str) -> list[Person]:
        """Own children of the head of that sex who are or were married."""
        return [
            child for child in self.of(CHILD) if child.sex == sex and child.marital_status not in {None, "1"}
        ]

    def agreed_parents(self, people: Sequence[Person]) -> Parents:
        """Who these slips name as father and mother, if all of them name the same."""
        named = [(named_on(person, "father"), named_on(person, "mother")) for person in people]
        if not named or not all(_is_same_pair(named[0], other) for other in named[1:]):
            return NOBODY
        return named[-1]

    def married_to(self, person: Person, candidates: Iterable[Person]) -> Person | None:
        """Which of the candidates the person of this slip is married to: who names them, else the only one free."""
        others = list(candidates)
        if person.full_name is not None:
            naming = [one for one in others if _names(one, person.full_name)]
            if naming:
                return the_one(naming)
        return the_one(others)


def the_one(people: Sequence[Person]) -> Person | None:
    """The only one, None when there are none or several."""
    return people[0] if len(people) == 1 else None


def _names(person: Person, spouse_name: str) -> bool:
    return person.spouse_name is not None and is_same_name(person.spouse_name, spouse_name)


def _is_same_pair(one: Parents, other: Parents) -> bool:
    return all(_is_same_relative(mine, theirs) for mine, theirs in zip(one, other, strict=True))


def _is_same_relative(one: Relative | None, other: Relative | None) -> bool:
    return one is other or (
        one is not None and other is not None and is_same_name(one.name or "", other.name or "")
    )
