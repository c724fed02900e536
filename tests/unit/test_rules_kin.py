"""A slip against the own slips of those it names, against the calendar of units, and against the rest of the town."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import pytest

from census_desktop.domain.acceptance import acceptance_of
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.rules.elsewhere import check_changed, check_elsewhere, check_named
from census_desktop.domain.rules.kin import check_kin
from census_desktop.domain.rules.names import SINGLE_WORD
from census_desktop.domain.rules.places import check_places


def slip(number: int, **answers: str | None) -> Person:
    return Person(person_uuid=uuid.UUID(int=number), household_uuid=uuid.UUID(int=99), **answers)


FATHER = slip(
    1, full_name="VÕ VĂN KHOA", sex="1", birth_date="1970-05-02", personal_id="042070000111", nationality="VN",
    marital_status="2", spouse_name="TRẦN THỊ HUỆ",
)  # fmt: skip
MOTHER = slip(
    2, full_name="TRẦN THỊ HUỆ", sex="2", birth_date="1972", marital_status="2", spouse_name="Võ Văn Khoa"
)
CHILD = slip(
    3, full_name="VÕ THỊ NHỊ", sex="2", birth_date="1998-03-01", father_name="Võ Văn Khoa", father_id="042070000111",
    father_nationality="VN", mother_name="Trần Thị Huệ",
)  # fmt: skip


def told(findings: Iterable[Finding]) -> list[tuple[str, int, str]]:
    return [(one.rule.removeprefix("household."), one.record_uuid.int, one.field) for one in findings]


def test_family_when_it_fits_together_is_not_spoken_of() -> None:
    assert told(check_kin([FATHER, MOTHER, CHILD])) == []


def changed(person: Person, **answers: Any) -> Person:
    fields = {name: getattr(person, name) for name in Person.__dataclass_fields__}
    return Person(**{**fields, **answers})


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([FATHER, MOTHER, changed(CHILD, father_id="042070000112")], [("kin_id.differs", 3, "father_id")]),
        ([changed(FATHER, sex="2"), CHILD], [("kin_sex.differs", 3, "father_name")]),
        (
            [changed(FATHER, nationality="LA"), CHILD],
            [("kin_nationality.differs", 3, "father_nationality")],
        ),
        ([FATHER, changed(CHILD, birth_date="1982")], [("kin_parent.too_young", 3, "father_name")]),
        ([FATHER, changed(CHILD, birth_date="1983-06")], []),  # thirteen years may have passed
        ([MOTHER, changed(CHILD, birth_date="2029")], [("kin_mother.too_old", 3, "mother_name")]),
        (
            [changed(FATHER, spouse_name="Lê Thị Cúc"), MOTHER],
            [("kin_spouse.names_another", 2, "spouse_name")],
        ),
        ([FATHER, changed(MOTHER, marital_status="3b")], [("kin_spouse.not_married", 1, "spouse_name")]),
        (
            [changed(FATHER, relation_to_head="CD"), changed(MOTHER, sex="1", relation_to_head="CDAU")],
            [("kin_spouse.sex", 1, "spouse_name"), ("kin_spouse.sex", 2, "spouse_name")],
        ),
        ([FATHER, changed(FATHER, person_uuid=uuid.UUID(int=8)), changed(CHILD, father_id="1")], []),
    ],
)  # fmt: skip
def test_slip_when_the_other_says_otherwise_is_pointed_at(
    members: list[Person], expected: list[tuple[str, int, str]]
) -> None:
    assert told(check_kin(members)) == expected


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("1998-03-01", "1998-08-01", True),
        ("1998-03-01", "1998-03-02", False),  # twins over midnight
        ("1998-03-01", "1999-03-01", False),
        ("1998-03-01", "1998", False),  # a year alone tells nothing
    ],
)
def test_children_of_one_mother_when_born_too_close_are_told(
    first: str, second: str, *, is_told: bool
) -> None:
    members = [
        changed(CHILD, birth_date=first),
        changed(CHILD, person_uuid=uuid.UUID(int=4), full_name="VÕ VĂN TỨ", birth_date=second),
    ]
    found = [rule for rule, _record, _box in told(check_kin(members))]
    assert found == (["kin_siblings.too_close"] if is_told else [])


@pytest.mark.parametrize(
    ("address", "declared", "rule"),
    [
        ("Tổ 3, phường Hưng Trí, thị xã Kỳ Anh", "2018-11-14", "person.place.unit_not_yet"),
        ("Tổ 3, phường Hưng Trí, thị xã Kỳ Anh", "2020-02-01", None),
        ("Xã Kỳ Hưng, thị xã Kỳ Anh", "2020-02-01", "person.place.unit_ended"),
        ("Xã Kỳ Hưng, thị xã Kỳ Anh", "2019-12-31", None),
        ("Xã Kỳ Hưng, thị xã Kỳ Anh", "2020", None),  # which day is not known
        ("Xã Kỳ Hưng, thị xã Kỳ Anh", None, None),
        (None, "2020-02-01", None),
    ],
)
def test_address_when_the_unit_did_not_exist_that_day_is_told(
    address: str | None, declared: str | None, rule: str | None
) -> None:
    found = list(check_places(slip(1, permanent_address=address, declared_on=declared)))
    assert [one.rule for one in found] == ([rule] if rule else [])
    assert all("{" not in one.text() for one in found)


def test_numbers_and_names_when_they_stand_elsewhere_are_told() -> None:
    elsewhere = changed(
        FATHER, person_uuid=uuid.UUID(int=20), household_uuid=uuid.UUID(int=98), old_id="183111222; 183111223"
    )
    mine = changed(FATHER, old_id="183111223")
    found = list(check_elsewhere(mine, [elsewhere, mine, changed(elsewhere, void="1")]))
    assert [(one.rule, one.field) for one in found] == [
        ("person.personal_id.elsewhere", "personal_id"),
        ("person.old_id.elsewhere", "old_id"),
        ("person.slip.elsewhere", "full_name"),
    ]
    assert list(check_elsewhere(mine, [changed(elsewhere, household_uuid=mine.household_uuid)])) == []
    assert list(check_elsewhere(slip(5), [elsewhere])) == []


def test_number_of_a_parent_when_it_is_of_somebody_else_is_told() -> None:
    other = changed(FATHER, full_name="LÊ HỮU BƯỜNG")
    (found,) = check_named(CHILD, {"042070000111": other})
    assert (found.rule, found.field) == ("person.parent_id.of_another", "father_id")
    assert "LÊ HỮU BƯỜNG" in found.text()
    assert list(check_named(CHILD, {"042070000111": FATHER})) == []
    assert list(check_named(CHILD, {})) == []


def test_answer_when_changed_after_it_was_explained_is_told() -> None:
    before = slip(1, full_name="THƠM")
    accepted = acceptance_of(SINGLE_WORD.at(before.person_uuid, "full_name"), before, "Đã xem giấy khai sinh")
    assert list(check_changed(before, [accepted])) == []
    (found,) = check_changed(slip(1, full_name="NHỊ"), [accepted])
    assert (found.rule, found.field) == ("person.answer.changed_after_reason", "full_name")
    assert "Đã xem giấy khai sinh" in found.text()
    withdrawn = acceptance_of(SINGLE_WORD.at(before.person_uuid, "full_name"), before, None)
    assert list(check_changed(slip(1, full_name="NHỊ"), [withdrawn])) == []
