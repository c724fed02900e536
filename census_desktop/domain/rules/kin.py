"""Rules that hold a slip against the own slips of the father, mother, husband or wife it names in the household."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from census_desktop.base.text import N_
from census_desktop.domain.code_names import DIVORCED, FEMALE, HEAD, MALE, SINGLE, WIDOWED
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.identity import own_numbers, partial_date
from census_desktop.domain.rules.names import is_same_name

_PERSON = RecordKind.PERSON
_NATURE = N_("Khoảng cách tuổi giữa các thế hệ")
_SLIP = N_("Thông tư 66/2015/TT-BCA, mẫu DC01, mục 14: đối chiếu với phiếu của chính người đó")
_MARRIAGE = N_("Luật Hôn nhân và gia đình 2014: một vợ một chồng")

LEAST_YEARS = 13  # between a parent and a child
MOST_YEARS_MOTHER = 55
_PARENTS = {"father": MALE, "mother": FEMALE}


def _rule(rule_id: str, message: str, source: str) -> RuleDef:
    return RuleDef(rule_id, Severity.WARNING, _PERSON, message, source)


ID_DIFFERS = _rule("household.kin_id.differs", N_("{box}: khác số trên phiếu của {other}."), _SLIP)
SEX_DIFFERS = _rule("household.kin_sex.differs", N_("{box}: phiếu của {other} ghi giới tính khác."), _SLIP)
NATIONALITY_DIFFERS = _rule(
    "household.kin_nationality.differs", N_("{box}: khác quốc tịch trên phiếu của {other}."), _SLIP
)
PARENT_TOO_YOUNG = _rule(
    "household.kin_parent.too_young",
    N_("{other} được ghi là cha hoặc mẹ nhưng chỉ hơn người này dưới {years} tuổi."),
    _NATURE,
)
MOTHER_TOO_OLD = _rule(
    "household.kin_mother.too_old",
    N_("{other} được ghi là mẹ nhưng hơn người này trên {years} tuổi."),
    _NATURE,
)
SPOUSE_NAMES_ANOTHER = _rule(
    "household.kin_spouse.names_another", N_("Phiếu của {other} lại ghi vợ/chồng là “{written}”."), _MARRIAGE
)
SPOUSE_NOT_MARRIED = _rule(
    "household.kin_spouse.not_married", N_("Phiếu của {other} không ghi là đang có vợ/chồng."), _MARRIAGE
)
SPOUSE_SEX = _rule(
    "household.kin_spouse.sex", N_("{other} được ghi là vợ/chồng nhưng cùng giới tính."), _MARRIAGE
)
SIBLINGS_TOO_CLOSE = _rule(
    "household.kin_siblings.too_close",
    N_("Cùng mẹ với {other} nhưng ngày sinh cách nhau dưới {months} tháng và không phải sinh đôi."),
    _NATURE,
)
RULES = (
    ID_DIFFERS,
    SEX_DIFFERS,
    NATIONALITY_DIFFERS,
    PARENT_TOO_YOUNG,
    MOTHER_TOO_OLD,
    SPOUSE_NAMES_ANOTHER,
    SPOUSE_NOT_MARRIED,
    SPOUSE_SEX,
    SIBLINGS_TOO_CLOSE,
)
LEAST_MONTHS = 8
_TWIN_DAYS = 3


def check_kin(members: Sequence[Person]) -> Iterator[Finding]:
    """Findings of every slip of a household against the slips of those it names; void slips left out by the caller."""
    for person in members:
        for box, sex in _PARENTS.items():
            parent = _named(getattr(person, f"{box}_name"), person, members)
            if parent is not None:
                yield from _against(person, box, parent)
                if parent.sex is not None and parent.sex != sex:
                    yield SEX_DIFFERS.at(person.person_uuid, f"{box}_name", other=_name(parent))
                yield from _ages(person, box, parent)
        spouse = _named(person.spouse_name, person, members)
        if spouse is not None:
            yield from _against(person, "spouse", spouse)
            yield from _marriage(person, spouse)
    yield from _siblings(members)


def _named(name: str | None, person: Person, members: Sequence[Person]) -> Person | None:
    """The one other member of that name; nobody when two could be meant."""
    if name is None:
        return None
    found = [
        one
        for one in members
        if one is not person and one.full_name is not None and is_same_name(one.full_name, name)
    ]
    return found[0] if len(found) == 1 else None


def _against(person: Person, box: str, other: Person) -> Iterator[Finding]:
    written, numbers = getattr(person, f"{box}_id"), own_numbers(other)
    if written is not None and numbers and written not in numbers:
        yield ID_DIFFERS.at(person.person_uuid, f"{box}_id", other=_name(other))
    nationality = getattr(person, f"{box}_nationality")
    if nationality is not None and other.nationality is not None and nationality != other.nationality:
        yield NATIONALITY_DIFFERS.at(person.person_uuid, f"{box}_nationality", other=_name(other))


def _ages(person: Person, box: str, parent: Person) -> Iterator[Finding]:
    birth, of_parent = partial_date(person.birth_date), partial_date(parent.birth_date)
    if birth is None or of_parent is None:
        return
    least, most = _years_between(of_parent, birth)
    if most < LEAST_YEARS:
        yield PARENT_TOO_YOUNG.at(
            person.person_uuid, f"{box}_name", other=_name(parent), years=str(LEAST_YEARS)
        )
    if box == "mother" and least > MOST_YEARS_MOTHER:
        yield MOTHER_TOO_OLD.at(
            person.person_uuid, "mother_name", other=_name(parent), years=str(MOST_YEARS_MOTHER)
        )


def _years_between(first: PartialDate, second: PartialDate) -> tuple[int, int]:
    """Completed years from the first birth to the second, at the least and at the most."""
    return first.age_on(second.earliest())[0], first.age_on(second.latest())[1]


def _marriage(person: Person, spouse: Person) -> Iterator[Finding]:
    written = spouse.spouse_name
    if written is not None and person.full_name is not None and not is_same_name(written, person.full_name):
        yield SPOUSE_NAMES_ANOTHER.at(person.person_uuid, "spouse_name", other=_name(spouse), written=written)
    if spouse.marital_status in {SINGLE, DIVORCED, WIDOWED}:
        yield SPOUSE_NOT_MARRIED.at(person.person_uuid, "spouse_name", other=_name(spouse))
    is_heads = HEAD in {person.relation_to_head, spouse.relation_to_head}  # told by the rules about the head
    if person.sex is not None and person.sex == spouse.sex and not is_heads:
        yield SPOUSE_SEX.at(person.person_uuid, "spouse_name", other=_name(spouse))


def _siblings(members: Sequence[Person]) -> Iterator[Finding]:
    """Children of one couple are twins or at least eight months apart; only whole dates can tell."""
    born = []
    for person in members:
        birth = partial_date(person.birth_date)
        if birth is not None and birth.is_whole and person.mother_name is not None:
            born.append((birth.earliest(), person))
    born.sort(key=lambda pair: (pair[0], pair[1].person_uuid.bytes))
    for (day, elder), (next_day, younger) in pairwise(born):
        apart = (next_day - day).days
        # names alone: two women of one household may share a name, seldom with husbands who do too
        is_same_couple = all(
            is_same_name(getattr(elder, box) or "", getattr(younger, box) or "")
            for box in ("mother_name", "father_name")
        )
        if is_same_couple and _TWIN_DAYS < apart < LEAST_MONTHS * 30:
            yield SIBLINGS_TOO_CLOSE.at(
                younger.person_uuid, "birth_date", other=_name(elder), months=str(LEAST_MONTHS)
            )


def _name(person: Person) -> str:
    return person.full_name or "?"
