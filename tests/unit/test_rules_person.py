"""Rules for one slip: each with a slip that breaks it and one that just does not."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import Any

import pytest

from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.person import check_person

TODAY = date(2018, 12, 15)

CLEAN = Person(
    person_uuid=uuid.UUID(int=1),
    form_version="TT66-2015",
    full_name="Võ Thị Hường",
    birth_date="1984-02-14",
    sex="2",
    marital_status="2",
    birth_registration_place="Xã Kỳ Hoa, huyện Kỳ Anh, Hà Tĩnh",
    native_place="Xã Kỳ Hoa, huyện Kỳ Anh, Hà Tĩnh",
    ethnicity="kinh",
    nationality="VN",
    religion="99",
    personal_id="042184900123",
    old_id="188123456",
    permanent_address="Thôn Hoa Đông, Xã Kỳ Hoa, thị xã Kỳ Anh, Hà Tĩnh",
    father_name="Võ Văn Liệu",
    father_id="188000001",
    mother_name="Đậu Thị Xoan",
    mother_id="188000002",
    spouse_name="Đậu Văn Thìn",
    spouse_id="188000003",
    head_name="Đậu Văn Thìn",
    head_id="188000003",
    relation_to_head="V",
    declared_on="2018-09-05",
    signed_declarant="1",
    presence="co_mat",
    slip_state="da_nhap",
)


def check(**changes: Any) -> tuple[Finding, ...]:
    return check_person(dataclasses.replace(CLEAN, **changes), TODAY)


def places(**changes: Any) -> set[tuple[str, str]]:
    """Rules broken and the boxes they point at."""
    return {(finding.rule, finding.field) for finding in check(**changes)}


def test_check_when_slip_is_in_order_then_nothing() -> None:
    assert check() == ()


BROKEN: list[tuple[str, str, dict[str, str | None]]] = [
    ("person.full_name.missing", "full_name", {"full_name": None}),
    ("person.birth_date.missing", "birth_date", {"birth_date": None}),
    ("person.sex.missing", "sex", {"sex": None}),
    ("person.ethnicity.missing", "ethnicity", {"ethnicity": None}),
    ("person.nationality.missing", "nationality", {"nationality": None}),
    ("person.native_place.missing", "native_place", {"native_place": None}),
    ("person.religion.missing", "religion", {"religion": None}),
    ("person.declared_on.missing", "declared_on", {"declared_on": None}),
    ("person.signed_declarant.missing", "signed_declarant", {"signed_declarant": None}),
    ("person.permanent_address.missing", "permanent_address", {"permanent_address": None}),
    ("person.marital_status.missing", "marital_status", {"marital_status": None}),
    ("person.personal_id.missing", "personal_id", {"personal_id": None, "old_id": None}),
    ("person.answer.unreadable", "presence_since", {"presence_since": "14/02/2018"}),
    ("person.answer.unreadable", "blood_group", {"blood_group": "Rh"}),
    ("person.answer.unreadable", "old_id", {"old_id": "không nhớ"}),
    ("person.name.digits", "full_name", {"full_name": "Võ Thị Hường 2"}),
    ("person.name.digits", "mother_name", {"mother_name": "Đậu Thị X0an"}),
    ("person.name.signs", "full_name", {"full_name": "Võ Thị Hường 🙂"}),
    ("person.name.signs", "father_name", {"father_name": "Võ Văn <b>Thìn</b>"}),
    ("person.name.single_word", "father_name", {"father_name": "Liệu"}),
    ("person.name.misplaced_tone", "full_name", {"full_name": "Võ Thị Qúy"}),
    ("person.text.old_font", "full_name", {"full_name": "NguyÔn ThÞ Lª"}),
    ("person.text.old_font", "native_place", {"native_place": "X· Kú Hoa, huyÖn Kú Anh"}),
    (
        "person.birth_registration_place.hospital",
        "birth_registration_place",
        {"birth_registration_place": "Bệnh viện đa khoa thị xã Kỳ Anh"},
    ),
    (
        "person.birth_registration_place.hospital",
        "birth_registration_place",
        {"birth_registration_place": "BV huyện Kỳ Anh"},
    ),
    ("person.date.in_future", "declared_on", {"declared_on": "2018-12-16"}),
    ("person.date.in_future", "presence_since", {"presence_since": "2019-01"}),
    ("person.birth_date.too_old", "birth_date", {"birth_date": "1901", "personal_id": None}),
    (
        "person.declared_on.before_birth",
        "declared_on",
        {"birth_date": "2018-10-01", "marital_status": None, "personal_id": None, "spouse_name": None},
    ),
    ("person.declared_on.before_form", "declared_on", {"declared_on": "2016-02-01"}),
    ("person.presence_since.before_birth", "presence_since", {"presence_since": "1983"}),
    (
        "person.presence_expected_return.before_leaving",
        "presence_expected_return",
        {"presence_since": "2018-03", "presence_expected_return": "2018-02-27"},
    ),
    ("person.id.length", "personal_id", {"personal_id": "04218490012"}),
    ("person.id.length", "old_id", {"old_id": "188123456; 18812345"}),
    ("person.id.length", "head_id", {"head_id": "1880000030"}),
    ("person.personal_id.unknown_province", "personal_id", {"personal_id": "999184900123"}),
    ("person.personal_id.sex_differs", "personal_id", {"personal_id": "042084900123"}),
    ("person.personal_id.birth_year_differs", "personal_id", {"personal_id": "042185900123"}),
    ("person.personal_id.province_differs", "personal_id", {"personal_id": "044184900123"}),
    ("person.parent_id.sex_differs", "father_id", {"father_id": "042160900001"}),
    ("person.parent_id.sex_differs", "mother_id", {"mother_id": "042060900001"}),
    ("person.relative_id.own_number", "father_id", {"father_id": "188123456"}),
    ("person.relative_id.own_number", "spouse_id", {"spouse_id": "042184900123"}),
    ("person.mother_id.same_as_father", "mother_id", {"mother_id": "188000001"}),
    (
        "person.marital_status.too_young",
        "marital_status",
        {"birth_date": "2000-12-16", "personal_id": None},
    ),
    (
        "person.marital_status.too_young",
        "marital_status",
        {"birth_date": "1999", "sex": "1", "personal_id": None, "relation_to_head": "CD"},
    ),
    ("person.spouse_name.not_expected", "spouse_name", {"marital_status": "1"}),
    ("person.spouse_name.not_expected", "spouse_name", {"marital_status": "3a"}),
    ("person.spouse_name.missing", "spouse_name", {"spouse_name": None}),
    ("person.head_name.not_own", "head_name", {"relation_to_head": "CH", "head_id": "188123456"}),
    (
        "person.head_id.not_own",
        "head_id",
        {"relation_to_head": "CH", "head_name": "VÕ THỊ HƯỜNG", "head_id": "188000003"},
    ),
    ("person.relation_to_head.sex", "relation_to_head", {"relation_to_head": "C"}),
    ("person.other_nationality.same", "other_nationality", {"other_nationality": "VN"}),
    ("person.presence_reason.missing", "presence_reason", {"presence": "vang_khai_ho"}),
    ("person.service_counted_at.missing", "service_counted_at", {"service": "qncn"}),
    ("person.void_reason.missing", "void_reason", {"void": "1"}),
]


@pytest.mark.parametrize(("rule", "box", "changes"), BROKEN)
def test_check_when_rule_is_broken_then_only_its_finding(
    rule: str, box: str, changes: dict[str, str | None]
) -> None:
    assert places(**changes) == {(rule, box)}


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": "1984", "father_name": "Võ Văn Hoà"},
        {"mother_name": "H'Hen Niê"},
        {"mother_name": "H' Blue\u0306 Kdăm-Ê\u0306ban"},  # a mark no single letter has
        {"full_name": "Võ Thị Hoà", "relation_to_head": "CH", "head_name": "VÕ THỊ HÒA", "head_id": None},
        {"relation_to_head": "CH", "head_name": "Võ Thị Hường", "head_id": "188123456"},
        {"birth_date": "2000-12-15", "personal_id": None},  # eighteen today
        {"birth_date": "1998-12-15", "sex": "1", "personal_id": None, "relation_to_head": "CD"},
        {"birth_date": "1998", "sex": "1", "personal_id": None, "relation_to_head": "CD"},  # may be twenty
        {"birth_date": "1903-12-14", "personal_id": None},
        {
            "birth_date": "2004-12-16",
            "personal_id": None,
            "old_id": None,
            "marital_status": None,
            "spouse_name": None,
        },
        {"permanent_address": None, "current_address": "Tổ dân phố 1, Phường Sông Trí"},
        {"declared_on": "2018"},
        {"declared_on": "2016-02-02"},
        {"declared_on": "2016-01-01", "form_version": None},
        {"marital_status": "3b", "spouse_name": "Đậu Văn Thìn"},
        {"marital_status": "3b", "spouse_name": None},
        {"sex": "2", "father_id": "042060900001", "mother_id": "042160900001"},
        {"father_id": None, "mother_id": None},
        {"other_nationality": "LA"},
        {"presence": "vang_khai_ho", "presence_reason": "hoc_tap", "presence_since": "2018-12"},
        {"service": "qncn", "service_counted_at": "tai_ho"},
        {"presence_since": "2018-03", "presence_expected_return": "2018-03"},
        {"birth_registration_place": None},
        {"birth_registration_place": "Xã Bình Vân, huyện Kỳ Anh, Hà Tĩnh"},
        {"relation_to_head": None},
        {"void": "1", "void_reason": "Nhập trùng", "full_name": None, "sex": None},
        {"slip_state": "chua_thu", "sex": None, "ethnicity": None, "personal_id": None, "old_id": None},
    ],
)
def test_check_when_it_may_be_then_nothing(changes: dict[str, str | None]) -> None:
    assert places(**changes) == set()


def test_check_when_birth_is_in_future_then_error_beside_what_follows_from_it() -> None:
    found = places(
        birth_date="2019", declared_on=None, marital_status="1", spouse_name=None, personal_id=None
    )
    assert found == {("person.date.in_future", "birth_date"), ("person.declared_on.missing", "declared_on")}


def test_check_when_number_is_of_digits_of_another_script_then_unreadable_only() -> None:
    assert places(personal_id="٠٤٢١٨٤٩٠٠١٢٣") == {("person.answer.unreadable", "personal_id")}


def test_check_when_several_rules_are_broken_then_each_is_told() -> None:
    found = places(full_name="Hường 2", sex=None, birth_date="1984-02-30")
    assert {("person.name.digits", "full_name"), ("person.sex.missing", "sex")} < found
    assert ("person.answer.unreadable", "birth_date") in found


def test_finding_when_shown_then_plain_sentence_with_box_and_values() -> None:
    (finding,) = check(head_id="1880000030")
    assert finding == Finding(
        "person.id.length",
        Severity.ERROR,
        RecordKind.PERSON,
        CLEAN.person_uuid,
        "head_id",
        finding.message,
        {"number": "1880000030", "found": "10", "expected": "12/9"},
    )
    assert finding.text() == "Số ĐDCN/CMND của chủ hộ: số 1880000030 có 10 chữ số, phải có 12/9."
    (sex,) = check(personal_id="042084900123")
    assert sex.text() == "Theo số định danh là Nam, mục giới tính ghi Nữ."
