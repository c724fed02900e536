"""Rules for a household and the slips in it: one head, ages that can be, the same person twice.

A finding points at the slip to look at; only what concerns no single slip points at the household.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from census_desktop.base.text import N_
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, Household, Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.formats import is_stored_form, split_many
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules import kin, relations
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.rules.names import is_same_name
from census_desktop.domain.rules.person import AGE_OF_ADULT, WORDS
from census_desktop.domain.spec import Kind
from census_desktop.domain.vietnamese import tone_key

_HOUSEHOLD = RecordKind.HOUSEHOLD
_PERSON = RecordKind.PERSON
_RESIDENCE_LAW = N_("Luật Cư trú 2006, Điều 25; Luật Cư trú 2020, Điều 10: mỗi hộ có một chủ hộ")
_SLIP = N_("Thông tư 66/2015/TT-BCA, mẫu DC01, mục 15 và 16")
_PRACTICE = N_("Kinh nghiệm thu thập")

MISSING = {
    name: RuleDef(
        f"household.{name}.missing",
        Severity.ERROR,
        _HOUSEHOLD,
        N_("Chưa ghi mục “{box}” của hộ."),
        N_("Tổ chức thu thập theo địa bàn"),
    )
    for name, box in HOUSEHOLD_FIELDS.items()
    if box.required
}
UNREADABLE = RuleDef(
    "household.answer.unreadable",
    Severity.ERROR,
    _HOUSEHOLD,
    N_("{box}: không đọc được “{value}”, hãy gõ lại."),
    N_("Danh mục và cách ghi của chương trình"),
)
PHONE_LENGTH = RuleDef(
    "household.phone.length",
    Severity.WARNING,
    _HOUSEHOLD,
    N_("Số điện thoại có {found} chữ số, xem lại."),
    N_("Quy hoạch kho số viễn thông"),
)
NO_MEMBERS = RuleDef(
    "household.members.none", Severity.WARNING, _HOUSEHOLD, N_("Hộ chưa có phiếu nào."), _PRACTICE
)
NO_HEAD = RuleDef("household.head.none", Severity.ERROR, _HOUSEHOLD, N_("Hộ chưa có chủ hộ."), _RESIDENCE_LAW)
SEVERAL_HEADS = RuleDef(
    "household.head.several",
    Severity.ERROR,
    _PERSON,
    N_("Hộ có {count} phiếu ghi là chủ hộ, chỉ một người là chủ hộ."),
    _RESIDENCE_LAW,
)
HEAD_MINOR = RuleDef(
    "household.head.minor",
    Severity.WARNING,
    _PERSON,
    N_("Chủ hộ chưa đủ 18 tuổi."),
    N_("Luật Cư trú 2020, Điều 10: chủ hộ là người có năng lực hành vi dân sự đầy đủ"),
)
NO_RELATION = RuleDef(
    "household.relation_to_head.missing",
    Severity.WARNING,
    _PERSON,
    N_("Chưa ghi quan hệ với chủ hộ."),
    _SLIP,
)
HEAD_NAME = RuleDef(
    "household.head_name.differs",
    Severity.WARNING,
    _PERSON,
    N_("Phiếu ghi chủ hộ là “{written}”, chủ hộ của hộ này là “{head}”."),
    _SLIP,
)
HEAD_ID = RuleDef(
    "household.head_id.differs",
    Severity.WARNING,
    _PERSON,
    N_("Số của chủ hộ ghi trên phiếu khác số trên phiếu của chủ hộ."),
    _SLIP,
)
SAME_PERSONAL_ID = RuleDef(
    "household.personal_id.twice",
    Severity.ERROR,
    _PERSON,
    N_("Số {number} cũng có trên phiếu của {other}."),
    N_("Luật Căn cước công dân 2014, Điều 12: không lặp lại ở người khác"),
)
SAME_OLD_ID = RuleDef(
    "household.old_id.twice",
    Severity.WARNING,
    _PERSON,
    N_("Số CMND {number} cũng có trên phiếu của {other}."),
    N_("Có số CMND từng cấp cho hai người: không tự coi là một người"),
)
SAME_SLIP = RuleDef(
    "household.slip.twice",
    Severity.WARNING,
    _PERSON,
    N_("Cùng họ tên và ngày sinh với một phiếu khác trong hộ: trùng phiếu hay sinh đôi?"),
    _PRACTICE,
)
VOID_REASON = RuleDef(
    "household.void_reason.missing", Severity.ERROR, _HOUSEHOLD, N_("Hộ bị hủy phải ghi lý do."), _PRACTICE
)
VOID_WITH_MEMBERS = RuleDef(
    "household.void.has_members",
    Severity.WARNING,
    _HOUSEHOLD,
    N_("Hộ bị hủy nhưng còn {count} phiếu chưa hủy."),
    _PRACTICE,
)
RULES = (
    *MISSING.values(),
    UNREADABLE,
    PHONE_LENGTH,
    NO_MEMBERS,
    NO_HEAD,
    SEVERAL_HEADS,
    HEAD_MINOR,
    NO_RELATION,
    HEAD_NAME,
    HEAD_ID,
    *relations.RULES,
    *kin.RULES,
    SAME_PERSONAL_ID,
    SAME_OLD_ID,
    SAME_SLIP,
    VOID_REASON,
    VOID_WITH_MEMBERS,
)


def check_household(
    household: Household,
    members: Sequence[Person],
    today: datetime.date,
) -> tuple[Finding, ...]:
    """Everything that looks wrong in a household as a whole; void slips do not count."""
    present = [person for person in members if person.void is None]
    if household.void is not None:
        return tuple(_void(household, present))
    return tuple(_check(household, present, today))


def _void(household: Household, members: Sequence[Person]) -> Iterator[Finding]:
    if household.void_reason is None:
        yield VOID_REASON.at(household.household_uuid, "void_reason")
    if members:
        yield VOID_WITH_MEMBERS.at(household.household_uuid, "void", count=str(len(members)))


def _check(household: Household, members: Sequence[Person], today: datetime.date) -> Iterator[Finding]:
    yield from _own_boxes(household)
    if not members:
        yield NO_MEMBERS.at(household.household_uuid, "")
        return
    heads = [person for person in members if person.relation_to_head == HEAD]
    if not heads:
        yield NO_HEAD.at(household.household_uuid, "")
    for person in heads[1:]:
        yield SEVERAL_HEADS.at(person.person_uuid, "relation_to_head", count=str(len(heads)))
    for person in members:
        if person.relation_to_head is None:
            yield NO_RELATION.at(person.person_uuid, "relation_to_head")
    yield from relations.check_counts(members)
    if len(heads) == 1:
        yield from _head_of_age(heads[0], today)
        yield from _same_head(heads[0], members)
        yield from relations.check_against_head(heads[0], members)
    yield from _same_number(members)
    yield from _same_slip(members)
    yield from kin.check_kin(members)


def _own_boxes(household: Household) -> Iterator[Finding]:
    for name, rule in MISSING.items():
        if getattr(household, name) is None:
            yield rule.at(household.household_uuid, name)
    for name, box in HOUSEHOLD_FIELDS.items():
        value = getattr(household, name) if box.kind not in WORDS else None
        if value is not None and not is_stored_form(box, value):
            yield UNREADABLE.at(household.household_uuid, name, value=value)
        elif value is not None and box.kind is Kind.DIGITS and len(value) not in box.lengths:
            yield PHONE_LENGTH.at(household.household_uuid, name, found=str(len(value)))


def _head_of_age(head: Person, today: datetime.date) -> Iterator[Finding]:
    birth = partial_date(head.birth_date)
    if birth is not None and birth.age_on(today)[1] < AGE_OF_ADULT:
        yield HEAD_MINOR.at(head.person_uuid, "birth_date")


def _same_head(head: Person, members: Iterable[Person]) -> Iterator[Finding]:
    """Every slip names the same head."""
    numbers = (*split_many(head.personal_id), *split_many(head.old_id))
    for person in members:
        if person is head:
            continue
        written, name = person.head_name, head.full_name
        if written is not None and name is not None and not is_same_name(written, name):
            yield HEAD_NAME.at(person.person_uuid, "head_name", written=written, head=name)
        if person.head_id is not None and numbers and person.head_id not in numbers:
            yield HEAD_ID.at(person.person_uuid, "head_id")


def _same_number(members: Sequence[Person]) -> Iterator[Finding]:
    for box, rule in (("personal_id", SAME_PERSONAL_ID), ("old_id", SAME_OLD_ID)):
        holders: dict[str, list[Person]] = defaultdict(list)
        for person in members:
            for number in split_many(getattr(person, box)):
                holders[number].append(person)
        for number, people in holders.items():
            for person in people[1:]:
                other = people[0].full_name or code_list("relation_to_head").label(
                    people[0].relation_to_head or ""
                )
                yield rule.at(person.person_uuid, box, number=number, other=other)


def _same_slip(members: Sequence[Person]) -> Iterator[Finding]:
    """Twins have the same birth date but not the same name; a year alone is too little to suspect anybody."""
    seen: Counter[tuple[str, str]] = Counter()
    for person in members:
        birth = partial_date(person.birth_date)
        if person.full_name is None or birth is None or not birth.is_whole:
            continue
        key = (tone_key(person.full_name), birth.iso())
        seen[key] += 1
        if seen[key] > 1:
            yield SAME_SLIP.at(person.person_uuid, "full_name")
