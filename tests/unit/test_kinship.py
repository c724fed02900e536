"""Relations to a new head, and those that stay open."""

from __future__ import annotations

import pytest

from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import Person
from census_desktop.domain.kinship import relations_to
from tests.builders import make_person
from tests.fake_clock import FakeClock

CLOCK = FakeClock(machine=32)


def member(relation: str | None, full_name: str | None = "CAO VĂN LỢI", **answers: str | None) -> Person:
    return make_person(CLOCK, None, relation_to_head=relation, full_name=full_name, **answers)


HUSBAND = member("CH", "ĐẬU VĂN THÌN")
WIFE = member("V", "VÕ THỊ HƯỜNG", birth_date="1967", sex="2")
SON = member("CD", "ĐẬU VĂN TUẤN", birth_date="1990-02-14", spouse_name="TRẦN THỊ HOÀ")


def relation_of(person: Person, new_head: Person, *others: Person) -> str | None:
    people = [HUSBAND, *others]
    for one in (new_head, person):
        if one not in people:
            people.append(one)
    return relations_to(new_head, people)[person.person_uuid]


@pytest.mark.parametrize(
    ("old", "answers", "new"),
    [
        ("CD", {}, "CD"),
        ("CR", {}, "CD"),
        ("BD", {}, "BC"),
        ("MC", {"sex": "2"}, "MD"),
        ("EM", {}, "AR"),
        ("CHN", {}, "CHN"),
        ("ON2", {}, "ON2"),
        ("AR", {}, None),
        (None, {}, None),
    ],
)
def test_relations_when_the_wife_becomes_head_are_seen_from_her(
    old: str | None, answers: dict[str, str | None], new: str | None
) -> None:
    assert relation_of(member(old, **answers), WIFE) == new


def test_relations_when_the_wife_becomes_head_make_the_old_head_her_husband() -> None:
    assert relations_to(WIFE, [HUSBAND, WIFE]) == {HUSBAND.person_uuid: "C", WIFE.person_uuid: "CH"}


@pytest.mark.parametrize(
    ("person", "new"),
    [
        (HUSBAND, "BD"),
        (WIFE, "MD"),
        (member("CD", birth_date="1985"), "AC"),
        (member("CD", birth_date="1993-05"), "EM"),
        (member("CD", birth_date="1990"), None),
        (member("CD", birth_date=None), None),
        (member("CDAU", "TRẦN THỊ HÒA", sex="2"), "V"),
        (member("CDAU", "CAO THỊ MAI", sex="2"), "AR"),
        (member("CHN", father_name="ĐẬU VĂN TUẤN"), "CD"),
        (member("CHN", father_name="ĐẬU VĂN ANH"), "CR2"),
        (member("MD", sex="2"), "ON"),
        (member("BC"), "OG"),
        (member("EM"), "CB"),
        (member("KH"), "KH"),
        (member("CR"), None),
    ],
)
def test_relations_when_a_son_becomes_head_are_seen_from_him(person: Person, new: str | None) -> None:
    assert relation_of(person, SON) == new


@pytest.mark.parametrize(
    ("person", "new"),
    [
        (HUSBAND, "CD"),
        (WIFE, "CDAU"),
        (member("MD", sex="2"), "V"),
        (SON, "CHN"),
        (member("EM"), "CD"),
        (member("CHG"), "CHAT"),
        (member("CDAU", sex="2"), None),
    ],
)
def test_relations_when_the_father_becomes_head_are_seen_from_him(person: Person, new: str | None) -> None:
    assert relation_of(person, member("BD", "ĐẬU VĂN HỢI", birth_date="1935")) == new


@pytest.mark.parametrize(
    ("person", "new"),
    [(HUSBAND, "AC"), (WIFE, "AR"), (SON, "CR2"), (member("BD"), "BD"), (member("CHN"), None)],
)
def test_relations_when_a_brother_becomes_head_are_seen_from_him(person: Person, new: str | None) -> None:
    assert relation_of(person, member("EM", "ĐẬU VĂN HẢI", birth_date="1970-01-01")) == new


def test_relations_when_a_lodger_becomes_head_stay_open() -> None:
    assert relation_of(WIFE, member("ON2")) is None
    assert relation_of(HUSBAND, member(None)) is None


def test_relations_when_there_was_no_head_or_no_sex_stay_open() -> None:
    father = member("BD", "ĐẬU VĂN HỢI")
    assert relations_to(father, [father, SON])[SON.person_uuid] is None
    nobody = member("MD", sex=None)
    assert relation_of(nobody, father) is None


def test_relations_when_proposed_are_codes_of_the_list() -> None:
    codes = [item.code for item in code_list("relation_to_head")]
    people = [member(code, sex=sex) for code in codes for sex in ("1", "2")]
    for head in people:
        found = set(relations_to(head, people).values()) - {None}
        assert found <= set(codes)
