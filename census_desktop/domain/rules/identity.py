"""Rules for identity numbers. Wrongly built numbers were really issued, so a structure that does not fit only warns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from census_desktop.base.text import N_
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.formats import split_many
from census_desktop.domain.identity_numbers import (
    PERSONAL_ID_LENGTH,
    IdentityFault,
    PersonalId,
    mismatches,
    parse_personal_id,
)
from census_desktop.domain.records import RecordKind
from census_desktop.domain.spec import BadInput, Kind

_PERSON = RecordKind.PERSON
_STRUCTURE = N_("Nghị định 137/2015/NĐ-CP, Điều 13; Thông tư 59/2021/TT-BCA, Điều 4")
_LOGIC = N_("Mỗi người một số")

LENGTH = RuleDef(
    "person.id.length",
    Severity.ERROR,
    _PERSON,
    N_("{box}: số {number} có {found} chữ số, phải có {expected}."),
    _STRUCTURE,
)
UNKNOWN_PROVINCE = RuleDef(
    "person.personal_id.unknown_province",
    Severity.WARNING,
    _PERSON,
    N_("Ba số đầu {province} của số định danh không phải mã tỉnh đã biết (có thể khai sinh ở nước ngoài)."),
    _STRUCTURE,
)
SEX_DIFFERS = RuleDef(
    "person.personal_id.sex_differs",
    Severity.WARNING,
    _PERSON,
    N_("Theo số định danh là {in_number}, mục giới tính ghi {in_answer}."),
    _STRUCTURE,
)
YEAR_DIFFERS = RuleDef(
    "person.personal_id.birth_year_differs",
    Severity.WARNING,
    _PERSON,
    N_("Theo số định danh sinh năm {in_number}, mục ngày sinh ghi năm {in_answer}."),
    _STRUCTURE,
)
PROVINCE_DIFFERS = RuleDef(
    "person.personal_id.province_differs",
    Severity.WARNING,
    _PERSON,
    N_("Theo số định danh khai sinh ở {in_number}, nơi đăng ký khai sinh ghi nơi khác."),
    _STRUCTURE,
)
PARENT_SEX = RuleDef(
    "person.parent_id.sex_differs",
    Severity.WARNING,
    _PERSON,
    N_("{box}: theo số này thì là {in_number}."),
    _STRUCTURE,
)
OWN_NUMBER = RuleDef(
    "person.relative_id.own_number",
    Severity.ERROR,
    _PERSON,
    N_("{box}: trùng với số của chính người khai."),
    _LOGIC,
)
SAME_PARENTS = RuleDef(
    "person.mother_id.same_as_father", Severity.ERROR, _PERSON, N_("Cha và mẹ mang cùng một số."), _LOGIC
)
RULES = (
    LENGTH,
    UNKNOWN_PROVINCE,
    SEX_DIFFERS,
    YEAR_DIFFERS,
    PROVINCE_DIFFERS,
    PARENT_SEX,
    OWN_NUMBER,
    SAME_PARENTS,
)

_FAULTS = {
    IdentityFault.UNKNOWN_PROVINCE: UNKNOWN_PROVINCE,
    IdentityFault.SEX_DIFFERS: SEX_DIFFERS,
    IdentityFault.BIRTH_YEAR_DIFFERS: YEAR_DIFFERS,
    IdentityFault.PROVINCE_DIFFERS: PROVINCE_DIFFERS,
}
_NUMBERS = tuple(name for name, box in PERSON_FIELDS.items() if box.kind is Kind.DIGITS and box.lengths)
# The head may be the person; everybody else named on the slip is somebody else.
_RELATIVES = ("father_id", "mother_id", "spouse_id", "representative_id")
_PARENT_SEX = {"father_id": "1", "mother_id": "2"}


def own_numbers(person: Person) -> tuple[str, ...]:
    """Every identity number of the person, the present one first."""
    return (*split_many(person.personal_id), *split_many(person.old_id))


def check_numbers(person: Person) -> Iterator[Finding]:
    """Identity numbers of one slip."""
    yield from _lengths(person)
    yield from _own_structure(person)
    yield from _relatives(person)


def _lengths(person: Person) -> Iterator[Finding]:
    for box in _NUMBERS:
        lengths = PERSON_FIELDS[box].lengths
        for number in split_many(getattr(person, box)):
            if len(number) not in lengths:
                expected = "/".join(map(str, lengths))
                yield LENGTH.at(
                    person.person_uuid, box, number=number, found=str(len(number)), expected=expected
                )


def _own_structure(person: Person) -> Iterator[Finding]:
    number = _personal_id(person.personal_id)
    if number is None:
        return
    found = mismatches(
        number,
        sex=person.sex,
        birth_date=partial_date(person.birth_date),
        birth_registration_place=person.birth_registration_place,
    )
    for mismatch in found:
        in_number, in_answer = mismatch.in_number, mismatch.in_answer
        if mismatch.fault is IdentityFault.SEX_DIFFERS:
            in_number, in_answer = map(code_list("sex").label, (in_number, in_answer))
        yield _FAULTS[mismatch.fault].at(
            person.person_uuid, "personal_id", in_number=in_number, in_answer=in_answer, province=in_number
        )


def _relatives(person: Person) -> Iterator[Finding]:
    own = set(own_numbers(person))
    for box in _RELATIVES:
        if getattr(person, box) in own:
            yield OWN_NUMBER.at(person.person_uuid, box)
    if person.father_id is not None and person.father_id == person.mother_id:
        yield SAME_PARENTS.at(person.person_uuid, "mother_id")
        return
    for box, sex in _PARENT_SEX.items():
        number = _personal_id(getattr(person, box))
        if number is not None and number.sex != sex:
            yield PARENT_SEX.at(person.person_uuid, box, in_number=code_list("sex").label(number.sex))


def _personal_id(digits: str | None) -> PersonalId | None:
    """The number taken apart; None when blank or not of twelve digits, which is told elsewhere."""
    if digits is None or len(digits) != PERSONAL_ID_LENGTH:
        return None
    try:
        return parse_personal_id(digits)
    except BadInput:
        return None


@lru_cache(maxsize=4096)  # a slip's dates are asked for by several rules
def partial_date(stored: str | None) -> PartialDate | None:
    """The date; None when blank or spoiled, which is told elsewhere."""
    if stored is None:
        return None
    try:
        return PartialDate.from_iso(stored)
    except BadInput:
        return None
