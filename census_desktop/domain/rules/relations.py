"""Rules for relations to the head of the household: how many, how old, whose child.

Ages come from partial dates: a finding is made only when no reading of the two dates lets the relation be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from census_desktop.base.text import N_
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.dates import is_surely_before
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.rules.names import is_same_name

_PERSON = RecordKind.PERSON
_NATURE = N_("Khoảng cách tuổi giữa các thế hệ")
_RELATIONS = N_("Danh mục quan hệ với chủ hộ của chương trình")
_MARRIAGE_LAW = N_("Luật Hôn nhân và gia đình 2014: một vợ một chồng, nam và nữ")

TOO_MANY = RuleDef(
    "household.relation_to_head.too_many",
    Severity.ERROR,
    _PERSON,
    N_("Hộ có {count} người ghi quan hệ “{relation}”, nhiều nhất là {most}."),
    _RELATIONS,
)
TWO_SPOUSES = RuleDef(
    "household.spouse.several",
    Severity.ERROR,
    _PERSON,
    N_("Chủ hộ có {count} phiếu ghi là vợ hoặc chồng."),
    _MARRIAGE_LAW,
)
SPOUSE_SEX = RuleDef(
    "household.spouse.sex",
    Severity.WARNING,
    _PERSON,
    N_("Ghi là {relation} của chủ hộ nhưng chủ hộ cùng giới tính."),
    _MARRIAGE_LAW,
)
SPOUSE_NAME = RuleDef(
    "household.spouse_name.differs",
    Severity.WARNING,
    _PERSON,
    N_("Ghi là {relation} của chủ hộ nhưng mục vợ/chồng ghi “{written}”."),
    N_("Thông tư 66/2015/TT-BCA, mẫu DC01, mục 14"),
)
YOUNGER_BY = RuleDef(
    "household.age.too_old_for_relation",
    Severity.WARNING,
    _PERSON,
    N_("Là {relation} của chủ hộ thì phải ít tuổi hơn chủ hộ từ {years} tuổi trở lên."),
    _NATURE,
)
OLDER_BY = RuleDef(
    "household.age.too_young_for_relation",
    Severity.WARNING,
    _PERSON,
    N_("Là {relation} của chủ hộ thì phải nhiều tuổi hơn chủ hộ từ {years} tuổi trở lên."),
    _NATURE,
)
ADOPTED_AGE = RuleDef(
    "household.age.adopted_child",
    Severity.WARNING,
    _PERSON,
    N_("Con nuôi phải ít hơn chủ hộ từ {years} tuổi trở lên."),
    N_("Luật Nuôi con nuôi 2010, Điều 14"),
)
SIBLING_ORDER = RuleDef(
    "household.age.sibling_order",
    Severity.WARNING,
    _PERSON,
    N_("Ghi là {relation} của chủ hộ nhưng theo ngày sinh thì ngược lại."),
    _RELATIONS,
)
CHILD_OF_OTHERS = RuleDef(
    "household.child.other_parents",
    Severity.WARNING,
    _PERSON,
    N_("Là con đẻ của chủ hộ nhưng mục cha, mẹ ghi tên người khác."),
    N_("Thông tư 66/2015/TT-BCA, mẫu DC01, mục 14 và 16"),
)
RULES = (
    TOO_MANY,
    TWO_SPOUSES,
    SPOUSE_SEX,
    SPOUSE_NAME,
    YOUNGER_BY,
    OLDER_BY,
    ADOPTED_AGE,
    SIBLING_ORDER,
    CHILD_OF_OTHERS,
)

_SPOUSES = ("V", "C")
_OWN_CHILD = "CD"
_ADOPTED = "CN"
_OLDER_SIBLING = "AC"
_YOUNGER_SIBLING = "EM"
_FATHER_OF_HEAD = "BD"
_MOTHER_OF_HEAD = "MD"
ADOPTED_YEARS = 20
# Least years between the head and the relative. Stepchildren and in-laws are left out: a second wife may be
# hardly older than her husband's children.
_YOUNGER = {_OWN_CHILD: 15, "CHN": 30, "CHG": 30, "CHAT": 45}
_OLDER = {_FATHER_OF_HEAD: 15, _MOTHER_OF_HEAD: 15, "ON": 30, "OG": 30}


def check_counts(members: Sequence[Person]) -> Iterator[Finding]:
    """No relation more often than it can be; the surplus slips are pointed at. Heads are counted elsewhere."""
    counts = Counter(person.relation_to_head for person in members)
    seen: Counter[str] = Counter()
    for person in members:
        relation = code_list("relation_to_head").get(person.relation_to_head or "")
        if relation is None or relation.code == HEAD:
            continue
        seen[relation.code] += 1
        most = int(relation.more.get("max_per_household", len(members)))
        if seen[relation.code] > most:
            yield TOO_MANY.at(
                person.person_uuid,
                "relation_to_head",
                count=str(counts[relation.code]),
                relation=code_list("relation_to_head").shown(relation),
                most=str(most),
            )
    if all(counts[relation] == 1 for relation in _SPOUSES):
        second = [person for person in members if person.relation_to_head in _SPOUSES][1]
        yield TWO_SPOUSES.at(second.person_uuid, "relation_to_head", count="2")


def check_against_head(head: Person, members: Sequence[Person]) -> Iterator[Finding]:
    """Sex, age and names of the relatives beside those of the head."""
    for person in members:
        if person is head or person.relation_to_head is None:
            continue
        relation = code_list("relation_to_head").label(person.relation_to_head).lower()
        if person.relation_to_head in _SPOUSES:
            yield from _spouse(head, person, relation)
        yield from _ages(head, person, relation)
        if person.relation_to_head == _OWN_CHILD:
            yield from _parents(head, person)


def _spouse(head: Person, spouse: Person, relation: str) -> Iterator[Finding]:
    if head.sex is not None and head.sex == spouse.sex:
        yield SPOUSE_SEX.at(spouse.person_uuid, "relation_to_head", relation=relation)
    written = spouse.spouse_name
    if written is not None and head.full_name is not None and not is_same_name(written, head.full_name):
        yield SPOUSE_NAME.at(spouse.person_uuid, "spouse_name", relation=relation, written=written)


def _ages(head: Person, person: Person, relation: str) -> Iterator[Finding]:
    birth, of_head = partial_date(person.birth_date), partial_date(head.birth_date)
    code = person.relation_to_head
    if birth is None or of_head is None or code is None:
        return
    is_wrong_way = (code == _OLDER_SIBLING and is_surely_before(of_head, birth)) or (
        code == _YOUNGER_SIBLING and is_surely_before(birth, of_head)
    )
    if is_wrong_way:
        yield SIBLING_ORDER.at(person.person_uuid, "birth_date", relation=relation)
    if code == _ADOPTED and most_years_between(of_head, birth) < ADOPTED_YEARS:
        yield ADOPTED_AGE.at(person.person_uuid, "birth_date", years=str(ADOPTED_YEARS))
    younger, older = _YOUNGER.get(code), _OLDER.get(code)
    if younger is not None and most_years_between(of_head, birth) < younger:
        yield YOUNGER_BY.at(person.person_uuid, "birth_date", relation=relation, years=str(younger))
    if older is not None and most_years_between(birth, of_head) < older:
        yield OLDER_BY.at(person.person_uuid, "birth_date", relation=relation, years=str(older))


def most_years_between(first: PartialDate, second: PartialDate) -> int:
    """Completed years from the first birth to the second, at the most; negative when `first` is surely later."""
    return first.age_on(second.latest())[1]


def _parents(head: Person, child: Person) -> Iterator[Finding]:
    """An own child of the head names the head as father or mother, if it names both parents."""
    named = [name for name in (child.father_name, child.mother_name) if name is not None]
    if head.full_name is None or len(named) < 2:
        return
    if not any(is_same_name(name, head.full_name) for name in named):
        yield CHILD_OF_OTHERS.at(child.person_uuid, "father_name")
