"""What each member is to a new head, from what they were to the old one.

Proposals only: where Vietnamese kinship leaves two answers the relation stays open (None) and must be typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from census_desktop.domain.code_names import FEMALE, HEAD, MALE
from census_desktop.domain.dc01 import Person
from census_desktop.domain.rules.dates import is_surely_before
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.rules.names import is_same_name

# Outside the family or by court: the same whoever is the head.
_STAYS = ("ON2", "KH", "HO")
_SPOUSE = {MALE: "C", FEMALE: "V"}
_PARENT = {MALE: "BD", FEMALE: "MD"}
_DESCENT = {MALE: "CHN", FEMALE: "CHG"}  # grandchildren by the sex of the head's child
_ASCENT = {MALE: "ON", FEMALE: "OG"}  # grandparents by the sex of the head's parent

# New relation by old one, for each kind of new head; what is missing stays open. A letter in braces is worked out.
_FROM_SPOUSE = {
    "CD": "CD", "CR": "CD", "CDAU": "CDAU", "CRE": "CRE", "BD": "BC", "MD": "MC", "BC": "BD", "MC": "MD",
    "CHN": "CHN", "CHG": "CHG", "CHAT": "CHAT", "AC": "AR", "EM": "AR", "CN": "CN", "ON": "HO", "OG": "HO",
    "CB": "HO", "CR2": "HO",
}  # fmt: skip
_FROM_CHILD = {"CD": "{sibling}", "BC": "{spouse's}", "MC": "{spouse's}", "BD": "{head's}", "MD": "{head's}",
    "AC": "CB", "EM": "CB", "AR": "CB", "CB": "HO", "CR2": "HO", "CDAU": "{in-law}", "CRE": "{in-law}",
    "CHN": "{nephew}", "CHG": "{nephew}",
}  # fmt: skip
_FROM_PARENT = {
    "BD": "{spouse}", "MD": "{spouse}", "CD": "{grandchild}", "AC": "CD", "EM": "CD", "CHN": "CHAT", "CHG": "CHAT",
    "V": "CDAU", "C": "CRE",
}  # fmt: skip
_FROM_SIBLING = {
    "BD": "BD", "MD": "MD", "AC": "{sibling}", "EM": "{sibling}", "V": "AR", "C": "AR", "CD": "CR2", "ON": "ON",
    "OG": "OG", "CB": "CB",
}  # fmt: skip
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "V": ("{spouse}", _FROM_SPOUSE),
        "C": ("{spouse}", _FROM_SPOUSE),
        "CD": ("{parent}", {**_FROM_CHILD, "V": "{parent}", "C": "{parent}"}),
        "BD": ("CD", _FROM_PARENT),
        "MD": ("CD", _FROM_PARENT),
        "AC": ("{sibling}", _FROM_SIBLING),
        "EM": ("{sibling}", _FROM_SIBLING),
    }
)


def relations_to(new_head: Person, members: Sequence[Person]) -> dict[UUID, str | None]:
    """Relations of all members to a new head.

    Args:
        new_head: the member who becomes head.
        members: all slips of the household, with their relations to the old head.

    Returns:
        By person: the new relation, None where it must be typed.
    """
    old_head = next((one for one in members if one.relation_to_head == HEAD), None)
    to_head, table = _TABLES.get(new_head.relation_to_head or "", (None, {}))
    found: dict[UUID, str | None] = {}
    for person in members:
        if person.person_uuid == new_head.person_uuid:
            found[person.person_uuid] = HEAD
            continue
        old = person.relation_to_head
        rule = to_head if old == HEAD else old if old in _STAYS else table.get(old or "")
        found[person.person_uuid] = _worked_out(rule, person, new_head, old_head)
    return found


def _worked_out(rule: str | None, person: Person, head: Person, old_head: Person | None) -> str | None:
    """A relation, or the answer to a rule in braces."""
    if rule is None or not rule.startswith("{"):
        return rule
    sex, old_sex = person.sex or "", (old_head.sex if old_head is not None else None) or ""
    by_sex = {
        "{spouse}": _SPOUSE.get(sex),
        "{parent}": _PARENT.get(sex),
        "{grandchild}": _DESCENT.get(old_sex),
        "{head's}": _ASCENT.get(old_sex),
        "{spouse's}": _ASCENT.get({MALE: FEMALE, FEMALE: MALE}.get(old_sex, "")),
    }
    if rule in by_sex:
        return by_sex[rule]
    if rule == "{sibling}":
        return _sibling(person, head)
    if rule == "{in-law}":
        return _SPOUSE.get(sex) if _is_named(head.spouse_name, person) else "AR"
    is_own = any(_is_named(name, head) for name in (person.father_name, person.mother_name))
    return "CD" if is_own else "CR2"  # the rule left is {nephew}


def _sibling(person: Person, head: Person) -> str | None:
    """Older or younger; open when the dates do not tell."""
    birth, of_head = partial_date(person.birth_date), partial_date(head.birth_date)
    if birth is None or of_head is None:
        return None
    if is_surely_before(birth, of_head):
        return "AC"
    return "EM" if is_surely_before(of_head, birth) else None


def _is_named(name: str | None, person: Person) -> bool:
    return name is not None and person.full_name is not None and is_same_name(name, person.full_name)
