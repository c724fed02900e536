"""Rules for a household and its slips: each with a household that breaks it and one that just does not."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding, box_label
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.book import RULES, RULES_BY_ID
from census_desktop.domain.rules.household import check_household

TODAY = date(2018, 12, 15)
HOUSEHOLD = Household(
    household_uuid=uuid.UUID(int=9),
    unit="18829@2015-04-10",
    residential_group="Thôn Hoa Đông",
    household_no="12",
    phone="0200123456",
)
HEAD = "Đậu Văn Thìn"
WIFE = "Võ Thị Hường"


def person(number: int, relation: str | None, name: str, birth: str | None, **more: str | None) -> Person:
    answers: dict[str, Any] = {"head_name": HEAD, "relation_to_head": relation, **more}
    return Person(
        person_uuid=uuid.UUID(int=number),
        household_uuid=HOUSEHOLD.household_uuid,
        full_name=name,
        birth_date=birth,
        **answers,
    )


FAMILY = (
    person(1, "CH", HEAD, "1980-03-01", sex="1", old_id="188000001", spouse_name=WIFE, head_id="188000001"),
    person(2, "V", WIFE, "1984-02-14", sex="2", old_id="188000002", spouse_name=HEAD, head_id="188000001"),
    person(3, "CD", "Đậu Thị Hoà", "2008-05-05", sex="2", father_name=HEAD, mother_name=WIFE),
    person(4, "CD", "Đậu Văn Tuấn", "2008-05-05", sex="1", father_name=HEAD, mother_name=WIFE),
)


def places(members: tuple[Person, ...], household: Household = HOUSEHOLD) -> set[tuple[str, int, str]]:
    """Rules broken, the record (last number of its id) and the box they point at."""
    found = check_household(household, members, TODAY)
    return {(finding.rule, finding.record_uuid.int, finding.field) for finding in found}


def with_member(relation: str | None, birth: str | None = None, **more: str | None) -> tuple[Person, ...]:
    return (*FAMILY, person(5, relation, "Nguyễn Thị Lệ", birth, **more))


def with_head(**changes: Any) -> tuple[Person, ...]:
    return (dataclasses.replace(FAMILY[0], **changes), *FAMILY[1:])


def test_check_when_household_is_in_order_then_nothing() -> None:
    assert check_household(HOUSEHOLD, FAMILY, TODAY) == ()


def test_check_when_household_box_is_wrong_then_household_is_pointed_at() -> None:
    spoiled = dataclasses.replace(HOUSEHOLD, unit=None, residential_group=None, phone="12345678")
    assert places(FAMILY, spoiled) == {
        ("household.unit.missing", 9, "unit"),
        ("household.residential_group.missing", 9, "residential_group"),
        ("household.phone.length", 9, "phone"),
    }
    unknown = dataclasses.replace(HOUSEHOLD, unit="18829", phone="chưa có")
    assert places(FAMILY, unknown) == {
        ("household.answer.unreadable", 9, "unit"),
        ("household.answer.unreadable", 9, "phone"),
    }


def test_check_when_nobody_is_in_it_then_warning() -> None:
    void = dataclasses.replace(FAMILY[0], void="1")
    assert places(()) == places((void,)) == {("household.members.none", 9, "")}


def test_check_when_household_is_void_then_only_reason_and_members_matter() -> None:
    void = dataclasses.replace(HOUSEHOLD, void="1", unit=None)
    assert places(FAMILY, void) == {
        ("household.void_reason.missing", 9, "void_reason"),
        ("household.void.has_members", 9, "void"),
    }
    assert places((), dataclasses.replace(void, void_reason="Nhập trùng hộ")) == set()


def test_check_when_no_head_then_error_on_household() -> None:
    assert places(FAMILY[1:]) == {("household.head.none", 9, "")}


def test_check_when_several_heads_then_each_surplus_slip() -> None:
    assert places(with_member("CH")) == {("household.head.several", 5, "relation_to_head")}


def test_check_when_head_is_minor_then_warning() -> None:
    orphan = person(1, "CH", HEAD, "2000-12-16")
    assert places((orphan,)) == {("household.head.minor", 1, "birth_date")}
    assert places((dataclasses.replace(orphan, birth_date="2000-12-15"),)) == set()
    assert places((dataclasses.replace(orphan, birth_date="2000"),)) == set()
    assert places((dataclasses.replace(orphan, birth_date=None),)) == set()


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (with_member(None), {("household.relation_to_head.missing", 5, "relation_to_head")}),
        (with_member("KH", head_name="Đậu Văn Thân"), {("household.head_name.differs", 5, "head_name")}),
        (with_member("KH", head_id="188000009"), {("household.head_id.differs", 5, "head_id")}),
        (with_member("V", sex="2"), {("household.relation_to_head.too_many", 5, "relation_to_head")}),
        (with_member("C", sex="2"), {("household.spouse.several", 5, "relation_to_head")}),
        (
            with_head(sex="2"),
            {
                ("household.spouse.sex", 2, "relation_to_head"),
                ("household.kin_sex.differs", 3, "father_name"),
                ("household.kin_sex.differs", 4, "father_name"),
            },
        ),
        (
            (FAMILY[0], dataclasses.replace(FAMILY[1], spouse_name="Lê Văn Chiến")),
            {
                ("household.spouse_name.differs", 2, "spouse_name"),
                ("household.kin_spouse.names_another", 1, "spouse_name"),
            },
        ),
        (with_member("CD", "1995-03-02"), set()),
        (with_member("CD", "1995-02-28"), {("household.age.too_old_for_relation", 5, "birth_date")}),
        (with_member("CD", "1995"), set()),
        (with_member("CD", "1994"), {("household.age.too_old_for_relation", 5, "birth_date")}),
        (with_member("CHN", "2009-01-01"), {("household.age.too_old_for_relation", 5, "birth_date")}),
        (with_member("BD", "1966-01-01"), {("household.age.too_young_for_relation", 5, "birth_date")}),
        (with_member("BD", "1965-01-01"), set()),
        (with_member("OG", "1951"), {("household.age.too_young_for_relation", 5, "birth_date")}),
        (with_member("CN", "1999-01-01"), {("household.age.adopted_child", 5, "birth_date")}),
        (with_member("CN", "2001-01-01"), set()),
        (with_member("AC", "1981"), {("household.age.sibling_order", 5, "birth_date")}),
        (with_member("EM", "1979-12-31"), {("household.age.sibling_order", 5, "birth_date")}),
        (with_member("EM", "1980"), set()),
        (with_member("AC", "1980"), set()),
        (with_member("CR", "1984-01-01"), set()),
        (with_member("CD", father_name="Lê Văn Chiến"), set()),
        (
            with_member("CD", father_name="Lê Văn Chiến", mother_name="Trần Thị Lan"),
            {("household.child.other_parents", 5, "father_name")},
        ),
        (with_member("CD", father_name="ĐẬU VĂN THÌN", mother_name="Trần Thị Lan"), set()),
        (with_member("XX", "1960"), set()),
        (with_member("KH", old_id="188000002"), {("household.old_id.twice", 5, "old_id")}),
        (with_member("KH", old_id="199123456; 188000002"), {("household.old_id.twice", 5, "old_id")}),
        (with_head(full_name=None), set()),
        (with_head(birth_date=None), set()),
    ],
)
def test_check_when_slips_do_not_fit_together_then_the_slip_is_pointed_at(
    members: tuple[Person, ...], expected: set[tuple[str, int, str]]
) -> None:
    assert places(members) == expected


def test_check_when_same_personal_id_then_other_slip_is_named() -> None:
    first = dataclasses.replace(FAMILY[2], personal_id="042308900001")
    second = dataclasses.replace(FAMILY[3], personal_id="042308900001")
    (finding,) = check_household(HOUSEHOLD, (*FAMILY[:2], first, second), TODAY)
    assert finding.text() == "Số 042308900001 cũng có trên phiếu của Đậu Thị Hoà."
    nameless = dataclasses.replace(first, full_name=None)
    (finding,) = check_household(HOUSEHOLD, (*FAMILY[:2], nameless, second), TODAY)
    assert finding.text() == "Số 042308900001 cũng có trên phiếu của Con đẻ."


@pytest.mark.parametrize(
    ("name", "birth", "is_suspected"),
    [
        ("ĐẬU THỊ HÒA", "2008-05-05", True),
        ("Đậu Thị Hoa", "2008-05-05", False),
        ("Đậu Thị Hoà", "2008-05-06", False),
        ("Đậu Thị Hoà", "2008", False),
    ],
)
def test_check_when_same_name_and_birth_then_twice_or_twins(
    name: str, birth: str, *, is_suspected: bool
) -> None:
    again = dataclasses.replace(FAMILY[2], person_uuid=uuid.UUID(int=5), full_name=name, birth_date=birth)
    found = places((*FAMILY, again))
    assert found == ({("household.slip.twice", 5, "full_name")} if is_suspected else set())


def test_check_when_name_or_birth_is_blank_then_nobody_is_suspected() -> None:
    blank = dataclasses.replace(FAMILY[2], full_name=None)
    again = dataclasses.replace(blank, person_uuid=uuid.UUID(int=5))
    assert places((*FAMILY[:2], blank, again)) == set()


def test_number_of_twelve_digits_when_on_two_slips_then_told_of_the_later() -> None:
    number = "042084000123"
    members = (*FAMILY[:1], dataclasses.replace(FAMILY[1], personal_id=number), *FAMILY[2:])
    again = person(5, "KH", "Nguyễn Thị Lệ", None, personal_id=number)
    assert places((*members, again)) - places(members) == {("household.personal_id.twice", 5, "personal_id")}


def test_rules_when_listed_then_at_least_sixty_and_each_is_named_by_a_test() -> None:
    folder = Path(__file__).parent
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_rules_*.py")))
    assert len(RULES) >= 60
    unnamed = [
        rule.id
        for rule in RULES
        if f'"{rule.id}"' not in tests and f'"{rule.id.partition(".")[2]}"' not in tests
    ]
    assert unnamed == []


def test_rules_when_listed_then_ids_are_unique_and_name_their_record() -> None:
    assert len(RULES_BY_ID) == len(RULES)
    for rule in RULES:
        record, box, what = rule.id.split(".")
        assert record in {"person", "household"}, rule.id
        assert box, rule.id
        assert what, rule.id


def test_rules_when_shown_then_one_sentence_that_needs_only_its_own_values() -> None:
    for rule in RULES:
        assert rule.message.endswith((".", "?")), rule.id
        assert rule.source, rule.id
        assert " ".join(rule.message.split()) == rule.message, rule.id


@pytest.mark.parametrize(
    ("box", "label"),
    [("full_name", "Họ, chữ đệm và tên khai sinh"), ("", ""), ("household_uuid", ""), ("unknown", "unknown")],
)
def test_box_label_when_no_such_box_then_machine_name_or_nothing(box: str, label: str) -> None:
    assert box_label(RecordKind.PERSON, box) == label


def test_findings_when_every_rule_is_met_then_each_text_can_be_shown() -> None:
    members = (*with_member("C", "1990"), *with_member("CH"), person(7, None, HEAD, None))
    texts = [finding.text() for finding in check_household(HOUSEHOLD, members, TODAY)]
    assert texts
    assert all("{" not in text for text in texts)
    assert isinstance(check_household(HOUSEHOLD, members, TODAY)[0], Finding)
