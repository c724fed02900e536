"""What the boxes of a new member probably say, read from the members already typed.

Proposals, never answers: they go only into boxes that are still blank, the officer sees that they are proposed and
confirms them by passing over, and what was refused once is not proposed again. The paper in hand decides.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from census_desktop.base.text import N_, _
from census_desktop.domain.code_names import HEAD, MARRIED, SINGLE
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.family import (
    CHILD,
    GRANDCHILDREN,
    IN_LAWS,
    NOBODY,
    SIBLINGS,
    SPOUSES,
    STEPCHILD,
    Family,
    Parents,
    Relative,
    as_relative,
    named_on,
    number_of,
)
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.vietnamese import name_parts

FROM_SHEET = N_("Theo hộ này")
FROM_LAST = N_("Như phiếu trước trong hộ")
FROM_HEAD = N_("Theo phiếu của chủ hộ")
FROM_RELATION = N_("Theo quan hệ với chủ hộ")
FROM_PARENT = N_("Cha, mẹ đã nhập trong hộ")
FROM_SPOUSE = N_("Vợ, chồng đã nhập trong hộ")
FROM_NAMED = N_("Phiếu khác trong hộ đã ghi tên")
FROM_OWN = N_("Theo quốc tịch của người này")
FROM_AGE = N_("Chưa đến tuổi kết hôn")
IS_HEAD = N_("Người này là chủ hộ")
IS_FIRST = N_("Phiếu đầu của hộ thường là của chủ hộ")

# Until fourteen the box is mostly left blank; women may marry at eighteen (Luật Hôn nhân và gia đình 2014, Điều 8).
_SINGLE_AGES = range(14, 18)
_ADULT = 18
_KIN_NATIVE_PLACE = (CHILD, *GRANDCHILDREN, *SIBLINGS)
_PARENTS_IN_LAW = {"BC": "father", "MC": "mother"}
_PARENTS = {"BD": "father", "MD": "mother"}
_OTHER_PARENT = {"BD": "MD", "MD": "BD", "BC": "MC", "MC": "BC"}
_FROM_LAST = ("form_version", "ethnicity", "nationality", "religion", "declared_on")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One box that could be filled.

    Attributes:
        field: machine name of the box.
        value: the answer in stored form.
        source_person_uuid: the slip it was read from; None when it stands on the sheet of the household or follows
            from this slip alone.
        reason: message id of one short phrase.
        is_beginning: only the first words (the surname); the rest must be typed.
        is_shared: the same all over the household (address, book, who is head); what remains is about this person and
            worth a look of its own.
    """

    field: str
    value: str
    source_person_uuid: uuid.UUID | None
    reason: str
    is_beginning: bool = False
    is_shared: bool = False

    def text(self) -> str:
        """The reason in the user's language."""
        return _(self.reason)


def propose(
    person: Person, household: Household, others: Sequence[Person], refused: Collection[str] = ()
) -> tuple[Proposal, ...]:
    """Proposals for the blank boxes of a slip.

    Args:
        person: the slip with what was typed or confirmed; proposals not confirmed yet are left blank, so that another
            relation brings other proposals.
        household: its sheet.
        others: the slips of the household already typed, in order of entry.
        refused: boxes in which a proposal was refused; they stay as they are.

    Returns:
        At most one for each box: the first that knows.
    """
    others = [one for one in others if one.person_uuid != person.person_uuid]
    found: dict[str, Proposal] = {}
    for proposal in _all(person, household, Family(others)):
        is_free = getattr(person, proposal.field) is None and proposal.field not in refused
        if is_free and proposal.value:
            found.setdefault(proposal.field, proposal)
    return tuple(found.values())


def filled(person: Person, proposals: Iterable[Proposal]) -> Person:
    """The slip with the proposals written in, as the form shows it before they are confirmed."""
    answers: dict[str, Any] = {one.field: one.value for one in proposals if not one.is_beginning}
    return dataclasses.replace(person, **answers)


def _all(person: Person, household: Household, family: Family) -> Iterator[Proposal]:
    if _may_be_head(person, family):
        yield Proposal("relation_to_head", HEAD, None, IS_FIRST, is_shared=True)
        person = dataclasses.replace(person, relation_to_head=HEAD)
    yield from _family_ties(person, family)
    for proposal in _of_household(person, household, family):
        yield dataclasses.replace(proposal, is_shared=True)


def _may_be_head(person: Person, family: Family) -> bool:
    """The first slip of a household, unless it names another head."""
    return (
        not family.people
        and person.relation_to_head is None
        and person.full_name is not None
        and person.head_name in {None, person.full_name}
    )


# --- the same all over the household ---------------------------------------------------------------------------


def _of_household(person: Person, household: Household, family: Family) -> Iterator[Proposal]:
    if person.relation_to_head == HEAD:
        yield from _from(None, IS_HEAD, head_name=person.full_name, head_id=number_of(person))
    if not family.people:
        yield from _from(None, FROM_SHEET, permanent_address=household.address)
        yield from _from(None, FROM_SHEET, household_book_no=household.household_book_no)
        return
    last = family.people[-1]
    if person.relation_to_head == HEAD:
        pass  # names itself, see above
    elif family.head is not None:
        yield from _from(
            family.head, FROM_HEAD, head_name=family.head.full_name, head_id=number_of(family.head)
        )
    else:
        yield from _from(last, FROM_LAST, head_name=last.head_name, head_id=last.head_id)
    yield from _from(
        last,
        FROM_LAST,
        permanent_address=last.permanent_address,
        household_book_no=last.household_book_no,
        **{name: getattr(last, name) for name in _FROM_LAST},
    )
    yield from _from(last, FROM_LAST, current_address=_place_of_all(family.people))
    yield from _from(None, FROM_SHEET, permanent_address=household.address)
    yield from _from(None, FROM_SHEET, household_book_no=household.household_book_no)
    model = family.head or last
    yield from _from(model, FROM_HEAD if model is family.head else FROM_LAST, native_place=model.native_place)


def _place_of_all(people: Sequence[Person]) -> str | None:
    """Where the household lives now; None when it is only where the last one is, who may be away for work.

    Another place than the permanent one is that of the household once two slips in a row say so.
    """
    last = people[-1]
    is_shared = len(people) > 1 and people[-2].current_address == last.current_address
    return last.current_address if is_shared or last.current_address == last.permanent_address else None


# --- father, mother, husband, wife -----------------------------------------------------------------------------


def _family_ties(person: Person, family: Family) -> Iterator[Proposal]:
    relation = person.relation_to_head
    if relation is None:
        yield from _own_nationality(person)  # in time for the cursor: the relation is one of the last items
        return
    item = code_list("relation_to_head").get(relation)
    if item is not None:
        yield from _from(None, FROM_RELATION, sex=item.more.get("sex"))
    parents = _parents(relation, family)
    spouse = _spouse(person, relation, family)
    yield from _own_name(relation, family, parents, spouse)
    for box, relative in (("father", parents[0]), ("mother", parents[1])):
        yield from _named(box, relative, FROM_PARENT, person)
    if relation in _KIN_NATIVE_PLACE and parents[0] is not None:
        yield from _native_place(parents[0], family)
    yield from _marriage(person, relation, spouse)
    yield from _own_nationality(person)
    yield from _representative(person, relation, family, parents)


def _parents(relation: str, family: Family) -> Parents:
    if relation in SPOUSES:
        return family.parents_of_spouse()
    if relation == HEAD or relation in SIBLINGS:
        return family.parents_of_head()
    if relation == CHILD:
        return family.parents_of_child()
    if relation == STEPCHILD:
        return family.parents_of_stepchild()
    if relation in GRANDCHILDREN:
        return family.parents_of_grandchild(relation)
    return NOBODY


def _spouse(person: Person, relation: str, family: Family) -> Relative | None:
    """Whom the person of this slip is married to, as far as the relation tells."""
    if relation == HEAD:
        return as_relative(family.spouse) if family.spouse is not None else None
    if relation in SPOUSES:
        return as_relative(family.head) if family.head is not None else None
    if relation in IN_LAWS:
        taken = {one.spouse_name for one in family.of(*IN_LAWS)}
        free = [one for one in family.married_children(IN_LAWS[relation]) if one.full_name not in taken]
        child = family.married_to(person, free)
        return as_relative(child) if child is not None else None
    if relation in _OTHER_PARENT:
        other = family.only(_OTHER_PARENT[relation])
        return as_relative(other) if other is not None else None
    return None


def _own_name(relation: str, family: Family, parents: Parents, spouse: Relative | None) -> Iterator[Proposal]:
    """The name and number other slips write of this person, else the surname of the father."""
    named = _named_by_others(relation, family, spouse)
    if named is not None:
        yield from _from(named.source, FROM_NAMED, full_name=named.name)
        if named.number is not None:
            box = "personal_id" if len(named.number) == 12 else "old_id"
            yield from _from(named.source, FROM_NAMED, **{box: named.number})
    father = parents[0]
    if father is not None and father.name is not None:
        surname = name_parts(father.name).surname
        if surname:
            yield Proposal("full_name", f"{surname} ", father.source.person_uuid, FROM_PARENT, True)


def _named_by_others(relation: str, family: Family, spouse: Relative | None) -> Relative | None:
    head = family.head
    if relation in SPOUSES or relation in IN_LAWS:
        return named_on(spouse.source, "spouse") if spouse is not None else None
    if relation in _PARENTS and head is not None:
        return named_on(head, _PARENTS[relation])
    if relation in _PARENTS_IN_LAW and family.spouse is not None:
        return named_on(family.spouse, _PARENTS_IN_LAW[relation])
    return None


def _native_place(father: Relative, family: Family) -> Iterator[Proposal]:
    """The native place is the father's; when he lives elsewhere, that of the slip that names him."""
    is_own_slip = father.name == father.source.full_name
    source = father.source if is_own_slip or family.head is None else family.head
    yield from _from(source, FROM_PARENT, native_place=source.native_place)


def _marriage(person: Person, relation: str, spouse: Relative | None) -> Iterator[Proposal]:
    if spouse is not None and spouse.source.marital_status in {MARRIED, None}:
        yield from _named("spouse", spouse, FROM_SPOUSE, person)
        yield from _from(spouse.source, FROM_SPOUSE, marital_status=MARRIED)
    elif relation in SPOUSES or relation in IN_LAWS:
        yield from _from(None, FROM_RELATION, marital_status=MARRIED)
    age = _least_age(person)
    if age is not None and age in _SINGLE_AGES:
        yield from _from(None, FROM_AGE, marital_status=SINGLE)


def _own_nationality(person: Person) -> Iterator[Proposal]:
    """Relatives whose names were typed mostly have the nationality of the person."""
    for box in ("father", "mother", "spouse", "representative"):
        if getattr(person, f"{box}_name") is not None:
            yield from _from(None, FROM_OWN, **{f"{box}_nationality": person.nationality})


def _representative(person: Person, relation: str, family: Family, parents: Parents) -> Iterator[Proposal]:
    """The head stands for a grandchild under eighteen whose parents do not live in the household."""
    age = _least_age(person)
    if relation not in GRANDCHILDREN or family.head is None or age is None or age >= _ADULT:
        return
    own_slips = {one.full_name for one in family.people}
    if not any(parent is not None and parent.name in own_slips for parent in parents):
        yield from _named("representative", as_relative(family.head), FROM_HEAD, person)


# --- parts -----------------------------------------------------------------------------------------------------


def _least_age(person: Person) -> int | None:
    """Age on the day of declaring, None when one of the days is not known well enough."""
    birth, declared = partial_date(person.birth_date), partial_date(person.declared_on)
    if birth is None or declared is None:
        return None
    return birth.age_on(declared.earliest())[1]


def _named(box: str, relative: Relative | None, reason: str, person: Person) -> Iterator[Proposal]:
    """Name, nationality and number of a relative; nothing when another name has been typed."""
    if relative is None or getattr(person, f"{box}_name") not in {None, relative.name}:
        return
    yield from _from(
        relative.source,
        reason,
        **{
            f"{box}_name": relative.name,
            f"{box}_nationality": relative.nationality if relative.name is not None else None,
            f"{box}_id": relative.number,
        },
    )


def _from(source: Person | None, reason: str, **values: str | None) -> Iterator[Proposal]:
    for name, value in values.items():
        if value is not None:
            yield Proposal(name, value, source.person_uuid if source is not None else None, reason)
