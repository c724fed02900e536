"""Rules for one slip: what is missing, dates, marriage, head, presence, voiding; names and numbers next door."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from census_desktop.base.text import N_
from census_desktop.domain.code_names import (
    DIVORCED,
    FEMALE,
    HEAD,
    MALE,
    MARRIED,
    SINGLE,
)
from census_desktop.domain.codes import Code, code_list
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.formats import is_stored_form
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules import dates, identity, names, places
from census_desktop.domain.rules.identity import own_numbers, partial_date
from census_desktop.domain.slip_states import is_keyed
from census_desktop.domain.spec import Kind

_PERSON = RecordKind.PERSON
_SLIP = N_("Thông tư 66/2015/TT-BCA, mẫu DC01")
_MARRIAGE_LAW = N_("Luật Hôn nhân và gia đình 2014, Điều 8: nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi")
_PRACTICE = N_("Kinh nghiệm thu thập")

LEAST_AGE_MARRIED = {MALE: 20, FEMALE: 18}
AGE_OF_ID_CARD = 14  # Nghị định 05/1999/NĐ-CP
AGE_OF_ADULT = 18
_AWAY = frozenset({"vang_khai_ho", "vang_khong_lien_lac"})
# Words can always be read.
WORDS = frozenset({Kind.NAME, Kind.TEXT, Kind.PLACE})
READ_FIELDS = tuple((name, box) for name, box in PERSON_FIELDS.items() if box.kind not in WORDS)


def _rule(rule_id: str, severity: Severity, message: str, source: str) -> RuleDef:
    return RuleDef(rule_id, severity, _PERSON, message, source)


MISSING = {
    name: _rule(f"person.{name}.missing", Severity.ERROR, N_("Chưa ghi mục “{box}”."), _SLIP)
    for name, box in PERSON_FIELDS.items()
    if box.required
}
# May be blank on a real paper, but seldom is.
SELDOM_MISSING = {
    name: _rule(f"person.{name}.missing", Severity.WARNING, N_("Thường phải có mục “{box}”."), _SLIP)
    for name in (
        "marital_status",
        "native_place",
        "religion",
        "permanent_address",
        "declared_on",
        "signed_declarant",
    )
}
ID_MISSING = _rule(
    "person.personal_id.missing",
    Severity.WARNING,
    N_("Đã đủ 14 tuổi mà không có số định danh hay số CMND."),
    N_("Nghị định 05/1999/NĐ-CP: cấp CMND từ đủ 14 tuổi"),
)
UNREADABLE = _rule(
    "person.answer.unreadable",
    Severity.ERROR,
    N_("{box}: không đọc được “{value}”, hãy gõ lại theo phiếu."),
    N_("Danh mục và cách ghi của chương trình"),
)
TOO_YOUNG_TO_MARRY = _rule(
    "person.marital_status.too_young",
    Severity.WARNING,
    N_("Chưa đủ {least} tuổi mà {status}."),
    _MARRIAGE_LAW,
)
SPOUSE_OF_SINGLE = _rule(
    "person.spouse_name.not_expected", Severity.WARNING, N_("{status} nhưng có ghi họ tên vợ/chồng."), _SLIP
)
SPOUSE_MISSING = _rule(
    "person.spouse_name.missing",
    Severity.WARNING,
    N_("Đang có vợ/chồng nhưng chưa ghi họ tên vợ/chồng."),
    _SLIP,
)
HEAD_NAME = _rule(
    "person.head_name.not_own",
    Severity.ERROR,
    N_("Là chủ hộ nhưng mục họ tên chủ hộ ghi “{head}”."),
    _SLIP,
)
HEAD_ID = _rule(
    "person.head_id.not_own", Severity.ERROR, N_("Là chủ hộ nhưng mục số của chủ hộ là số khác."), _SLIP
)
RELATION_SEX = _rule(
    "person.relation_to_head.sex",
    Severity.ERROR,
    N_("Quan hệ “{relation}” không hợp với giới tính {sex}."),
    N_("Danh mục quan hệ với chủ hộ của chương trình"),
)
SAME_NATIONALITY = _rule(
    "person.other_nationality.same",
    Severity.WARNING,
    N_("Quốc tịch khác trùng với quốc tịch, để trống nếu chỉ có một."),
    _SLIP,
)
ABSENCE_REASON = _rule(
    "person.presence_reason.missing", Severity.WARNING, N_("Vắng mặt nhưng chưa ghi lý do."), _PRACTICE
)
SERVICE_PLACE = _rule(
    "person.service_counted_at.missing",
    Severity.WARNING,
    N_("Đang phục vụ quân đội, công an: chưa rõ tính tại đơn vị hay tại hộ."),
    N_("Luật Cư trú 2006, Điều 16; Luật Cư trú 2020: nơi cư trú của người phục vụ trong lực lượng vũ trang"),
)
VOID_REASON = _rule(
    "person.void_reason.missing", Severity.ERROR, N_("Phiếu bị hủy phải ghi lý do."), _PRACTICE
)
RULES = (
    *MISSING.values(),
    *SELDOM_MISSING.values(),
    ID_MISSING,
    UNREADABLE,
    *names.RULES,
    *dates.RULES,
    *places.RULES,
    *identity.RULES,
    TOO_YOUNG_TO_MARRY,
    SPOUSE_OF_SINGLE,
    SPOUSE_MISSING,
    HEAD_NAME,
    HEAD_ID,
    RELATION_SEX,
    SAME_NATIONALITY,
    ABSENCE_REASON,
    SERVICE_PLACE,
    VOID_REASON,
)


def check_person(person: Person, today: datetime.date) -> tuple[Finding, ...]:
    """Everything that looks wrong on one slip, in order of the boxes' rules.

    A void slip is asked for its reason only; one that has not been keyed yet is not asked for its boxes.
    """
    if person.void is not None:
        return () if person.void_reason is not None else (VOID_REASON.at(person.person_uuid, "void_reason"),)
    return tuple(_check(person, today))


def _check(person: Person, today: datetime.date) -> Iterator[Finding]:
    if is_keyed(person):
        yield from _missing(person, today)
    for name, box in READ_FIELDS:
        value = getattr(person, name)
        if value is not None and not is_stored_form(box, value):
            yield UNREADABLE.at(person.person_uuid, name, value=value)
    yield from names.check_words(person)
    yield from dates.check_dates(person, today)
    yield from places.check_places(person)
    yield from identity.check_numbers(person)
    yield from _marriage(person, today)
    yield from _relation(person)
    yield from _beside_the_paper(person)


def _missing(person: Person, today: datetime.date) -> Iterator[Finding]:
    for name, rule in MISSING.items():
        if getattr(person, name) is None:
            yield rule.at(person.person_uuid, name)
    birth = partial_date(person.birth_date)
    age = birth.age_on(today)[0] if birth is not None else 0
    not_expected = set()
    if age < AGE_OF_ADULT:
        not_expected.add("marital_status")
    if person.current_address is not None:  # people without permanent registration
        not_expected.add("permanent_address")
    for name, rule in SELDOM_MISSING.items():
        if getattr(person, name) is None and name not in not_expected:
            yield rule.at(person.person_uuid, name)
    if age >= AGE_OF_ID_CARD and not own_numbers(person):
        yield ID_MISSING.at(person.person_uuid, "personal_id")


def _marriage(person: Person, today: datetime.date) -> Iterator[Finding]:
    status = person.marital_status
    if status is None:
        return
    birth = partial_date(person.birth_date)
    least = LEAST_AGE_MARRIED.get(person.sex or "")
    shown = code_list("marital").label(status)
    if status != SINGLE and birth is not None and least is not None and birth.age_on(today)[1] < least:
        yield TOO_YOUNG_TO_MARRY.at(
            person.person_uuid, "marital_status", least=str(least), status=shown.lower()
        )
    if status in {SINGLE, DIVORCED} and person.spouse_name is not None:
        yield SPOUSE_OF_SINGLE.at(person.person_uuid, "spouse_name", status=shown)
    if status == MARRIED and person.spouse_name is None:
        yield SPOUSE_MISSING.at(person.person_uuid, "spouse_name")


def _relation(person: Person) -> Iterator[Finding]:
    relation = code_list("relation_to_head").get(person.relation_to_head or "")
    if relation is None:
        return
    if person.sex is not None and relation.more.get("sex", person.sex) != person.sex:
        shown, sex = code_list("relation_to_head").shown(relation), code_list("sex").label(person.sex)
        yield RELATION_SEX.at(person.person_uuid, "relation_to_head", relation=shown, sex=sex)
    yield from _own_head(person, relation)


def _own_head(person: Person, relation: Code) -> Iterator[Finding]:
    """The head's slip names the head: the same person."""
    if relation.code != HEAD:
        return
    head, own = person.head_name, person.full_name
    if head is not None and own is not None and not names.is_same_name(head, own):
        yield HEAD_NAME.at(person.person_uuid, "head_name", head=head)
    numbers = own_numbers(person)
    if person.head_id is not None and numbers and person.head_id not in numbers:
        yield HEAD_ID.at(person.person_uuid, "head_id")


def _beside_the_paper(person: Person) -> Iterator[Finding]:
    if person.other_nationality is not None and person.other_nationality == person.nationality:
        yield SAME_NATIONALITY.at(person.person_uuid, "other_nationality")
    if person.presence in _AWAY and person.presence_reason is None:
        yield ABSENCE_REASON.at(person.person_uuid, "presence_reason")
    if person.service is not None and person.service_counted_at is None:
        yield SERVICE_PLACE.at(person.person_uuid, "service_counted_at")
