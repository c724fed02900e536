"""Proposals for new members: who is named as whose father, and how often that is right in a made-up town."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter

import pytest

from census_desktop.domain.carry_over import filled, propose
from census_desktop.domain.dc01 import PAPER_FIELDS, Household, Person
from census_desktop.domain.family import Family
from census_desktop.synthetic.town import generate_town
from tests.builders import make_household, make_person
from tests.fake_clock import FakeClock

CLOCK = FakeClock(machine=31)
HOUSEHOLD = make_household(CLOCK, household_book_no="420012345")
HEAD = make_person(
    CLOCK,
    HOUSEHOLD,
    marital_status="2",
    personal_id="042064001234",
    native_place="Xã Kỳ Hưng, huyện Kỳ Anh, Hà Tĩnh",
    permanent_address="Tổ dân phố 3, Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh",
    spouse_name="VÕ THỊ HƯỜNG",
    spouse_id="183456789",
    father_name="ĐẬU VĂN HỢI",
    mother_name="LÊ THỊ NGỌ",
    mother_id="181234567",
)
WIFE = make_person(
    CLOCK,
    HOUSEHOLD,
    full_name="VÕ THỊ HƯỜNG",
    birth_date="1967",
    sex="2",
    relation_to_head="V",
    marital_status="2",
    old_id="183456789; 180000001",
    native_place="Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh",
    father_name="VÕ XUÂN BÍNH",
)
SON = make_person(
    CLOCK,
    HOUSEHOLD,
    full_name="ĐẬU VĂN TUẤN",
    birth_date="1990-02-14",
    relation_to_head="CD",
    marital_status="2",
    spouse_name="TRẦN THỊ HOÀ",
    native_place=HEAD.native_place,
)
DAUGHTER_IN_LAW = make_person(
    CLOCK,
    HOUSEHOLD,
    full_name="TRẦN THỊ HOÀ",
    birth_date="1992-02",
    sex="2",
    relation_to_head="CDAU",
    marital_status="2",
    spouse_name="ĐẬU VĂN TUẤN",
)


def slip(relation: str | None, **answers: str | None) -> Person:
    """A slip of which only the relation and `answers` have been typed."""
    blank = Person(person_uuid=CLOCK.new_uuid(), household_uuid=HOUSEHOLD.household_uuid)
    return dataclasses.replace(blank, relation_to_head=relation, **answers)  # type: ignore[arg-type]


def proposed(person: Person, *others: Person, household: Household = HOUSEHOLD) -> dict[str, str]:
    return {proposal.field: proposal.value for proposal in propose(person, household, others)}


def test_propose_when_household_is_empty_takes_address_and_book_of_the_sheet() -> None:
    found = propose(slip(None), HOUSEHOLD, [])
    assert {one.field: one.value for one in found} == {
        "permanent_address": "Ngõ 5, đường Nguyễn Thị Bích Châu",
        "household_book_no": "420012345",
    }
    assert {one.source_person_uuid for one in found} == {None}
    assert found[0].text() == "Theo hộ này"


def test_propose_when_wife_is_typed_after_the_head_knows_name_sex_marriage_and_number() -> None:
    found = proposed(slip("V"), HEAD)
    assert found["full_name"] == "VÕ THỊ HƯỜNG"
    assert (found["sex"], found["marital_status"]) == ("2", "2")
    assert (found["spouse_name"], found["spouse_id"]) == ("ĐẬU VĂN THÌN", "042064001234")
    assert found["old_id"] == "183456789"
    assert "personal_id" not in found
    assert found["head_id"] == "042064001234"
    assert "father_name" not in found


def test_propose_when_child_has_both_parents_here_names_them_by_their_sex() -> None:
    found = proposed(slip("CD"), HEAD, WIFE)
    assert (found["father_name"], found["father_id"]) == ("ĐẬU VĂN THÌN", "042064001234")
    assert (found["mother_name"], found["mother_id"]) == ("VÕ THỊ HƯỜNG", "183456789")
    assert found["mother_nationality"] == "VN"
    assert "full_name" not in proposed(slip("CD"), dataclasses.replace(HEAD, full_name="THÌN"), WIFE)
    assert found["full_name"] == "ĐẬU "
    assert found["native_place"] == HEAD.native_place


def test_propose_when_head_is_the_mother_turns_the_parents_round() -> None:
    mother = dataclasses.replace(WIFE, relation_to_head="CH", spouse_name="ĐẬU VĂN THÌN")
    found = proposed(slip("CD"), mother)
    assert (found["father_name"], found["mother_name"]) == ("ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG")


def test_propose_when_father_lives_elsewhere_takes_him_from_the_sister() -> None:
    mother = dataclasses.replace(WIFE, relation_to_head="CH", marital_status="3a")
    sister = make_person(
        CLOCK,
        HOUSEHOLD,
        full_name="HỒ THỊ LAN",
        sex="2",
        relation_to_head="CD",
        father_name="HỒ SỸ DẦN",
        mother_name="VÕ THỊ HƯỜNG",
    )
    found = proposed(slip("CD"), mother, sister)
    assert (found["father_name"], found["full_name"]) == ("HỒ SỸ DẦN", "HỒ ")


def test_propose_when_sex_of_head_is_blank_names_no_parents() -> None:
    assert "father_name" not in proposed(slip("CD"), dataclasses.replace(HEAD, sex=None))


@pytest.mark.parametrize(("relation", "name"), [("BD", "ĐẬU VĂN HỢI"), ("MD", "LÊ THỊ NGỌ")])
def test_propose_when_parent_of_head_takes_the_name_from_the_heads_slip(relation: str, name: str) -> None:
    assert proposed(slip(relation), HEAD)["full_name"] == name


def test_propose_when_both_parents_of_head_are_here_marries_them() -> None:
    father = make_person(CLOCK, HOUSEHOLD, full_name="ĐẬU VĂN HỢI", relation_to_head="BD", marital_status="2")
    found = proposed(slip("MD"), HEAD, father)
    assert (found["spouse_name"], found["marital_status"]) == ("ĐẬU VĂN HỢI", "2")


def test_propose_when_the_other_parent_is_widowed_marries_nobody() -> None:
    father = make_person(
        CLOCK, HOUSEHOLD, full_name="ĐẬU VĂN HỢI", relation_to_head="BD", marital_status="3b"
    )
    assert "spouse_name" not in proposed(slip("MD"), HEAD, father)


def test_propose_when_father_in_law_takes_the_name_from_the_wifes_slip() -> None:
    assert proposed(slip("BC"), HEAD, WIFE)["full_name"] == "VÕ XUÂN BÍNH"
    assert "full_name" not in proposed(slip("BC"), HEAD)


def test_propose_when_brother_of_head_has_the_heads_parents() -> None:
    found = proposed(slip("EM"), HEAD)
    assert (found["father_name"], found["mother_id"], found["full_name"]) == (
        "ĐẬU VĂN HỢI",
        "181234567",
        "ĐẬU ",
    )
    silent = dataclasses.replace(HEAD, father_name=None, mother_name=None)
    brother = make_person(
        CLOCK, HOUSEHOLD, relation_to_head="EM", father_name="ĐẬU VĂN HỢI", mother_name="LÊ THỊ NGỌ"
    )
    assert proposed(slip("EM"), silent, brother)["mother_name"] == "LÊ THỊ NGỌ"


def test_propose_when_head_is_typed_last_knows_spouse_and_parents() -> None:
    father = make_person(CLOCK, HOUSEHOLD, full_name="ĐẬU VĂN HỢI", relation_to_head="BD", head_name="X Y")
    found = proposed(slip("CH"), WIFE, father)
    assert (found["spouse_name"], found["father_name"]) == ("VÕ THỊ HƯỜNG", "ĐẬU VĂN HỢI")
    assert "head_name" not in found
    named = proposed(slip("CH", full_name="ĐẬU VĂN THÌN", old_id="183456780"), WIFE)
    assert (named["head_name"], named["head_id"]) == ("ĐẬU VĂN THÌN", "183456780")
    assert "spouse_name" not in proposed(slip("CH"), father)


def test_propose_when_daughter_in_law_marries_the_one_married_son() -> None:
    found = proposed(slip("CDAU"), HEAD, WIFE, SON)
    assert (found["full_name"], found["spouse_name"]) == ("TRẦN THỊ HOÀ", "ĐẬU VĂN TUẤN")


def test_propose_when_two_sons_are_married_waits_for_the_name() -> None:
    brother = dataclasses.replace(
        SON, person_uuid=CLOCK.new_uuid(), full_name="ĐẬU VĂN ANH", spouse_name="CAO THỊ MAI"
    )
    assert "spouse_name" not in proposed(slip("CDAU"), HEAD, SON, brother)
    named = proposed(slip("CDAU", full_name="TRẦN THỊ HÒA"), HEAD, SON, brother)
    assert named["spouse_name"] == "ĐẬU VĂN TUẤN"
    second = proposed(slip("CDAU"), HEAD, SON, brother, DAUGHTER_IN_LAW)
    assert second["spouse_name"] == "ĐẬU VĂN ANH"


def test_propose_when_grandchild_takes_the_young_couple_then_follows_its_sister() -> None:
    found = proposed(slip("CHN"), HEAD, WIFE, SON, DAUGHTER_IN_LAW)
    assert (found["father_name"], found["mother_name"]) == ("ĐẬU VĂN TUẤN", "TRẦN THỊ HOÀ")
    assert proposed(slip("CHN"), HEAD, WIFE, SON)["mother_name"] == "TRẦN THỊ HOÀ"
    first = make_person(
        CLOCK, HOUSEHOLD, relation_to_head="CHN", father_name="ĐẬU VĂN ANH", mother_name="CAO THỊ MAI"
    )
    assert proposed(slip("CHN"), HEAD, SON, first)["father_name"] == "ĐẬU VĂN ANH"
    other = dataclasses.replace(first, person_uuid=CLOCK.new_uuid(), father_name="ĐẬU VĂN TUẤN")
    assert "father_name" not in proposed(slip("CHN"), HEAD, SON, first, other)
    assert "mother_name" not in proposed(slip("CHG"), HEAD, SON)


def test_propose_when_stepchild_belongs_to_the_spouse() -> None:
    found = proposed(slip("CR"), HEAD, WIFE)
    assert found["mother_name"] == "VÕ THỊ HƯỜNG"
    assert "father_name" not in found
    first = make_person(
        CLOCK, HOUSEHOLD, relation_to_head="CR", father_name="HỒ SỸ DẦN", mother_name="VÕ THỊ HƯỜNG"
    )
    assert proposed(slip("CR"), HEAD, WIFE, first)["father_name"] == "HỒ SỸ DẦN"


def test_propose_when_grandchild_is_alone_with_the_head_lets_the_head_stand_for_it() -> None:
    child = slip("CHN", birth_date="2012-05", declared_on="2018-09-02", father_name="ĐẬU VĂN TUẤN")
    found = proposed(child, HEAD)
    assert found["representative_name"] == "ĐẬU VĂN THÌN"
    with_parents = dataclasses.replace(child, father_name=None)
    assert "representative_name" not in proposed(with_parents, HEAD, SON)
    grown = dataclasses.replace(child, birth_date="1998")
    assert "representative_name" not in proposed(grown, HEAD)


def test_propose_when_too_young_to_marry_says_single() -> None:
    young = slip("CD", birth_date="2003-01-20", declared_on="2018-09-02")
    assert proposed(young, HEAD)["marital_status"] == "1"
    assert "marital_status" not in proposed(dataclasses.replace(young, declared_on=None), HEAD)


def test_propose_when_boxes_are_typed_or_refused_leaves_them_alone() -> None:
    typed = slip("CD", father_name="HỒ SỸ DẦN", nationality="LA")
    found = propose(typed, HOUSEHOLD, [HEAD, WIFE], refused={"mother_name", "religion"})
    fields = {one.field: one.value for one in found}
    assert not fields.keys() & {"father_name", "father_id", "mother_name", "nationality"}
    assert fields["father_nationality"] == "LA"


def test_filled_when_proposals_are_written_in_leaves_the_begun_name_to_the_hands() -> None:
    child = slip("CD", father_name="HỒ SỸ DẦN")
    shown = filled(child, propose(child, HOUSEHOLD, [HEAD, WIFE]))
    assert (shown.full_name, shown.father_name, shown.mother_name) == (None, "HỒ SỸ DẦN", "VÕ THỊ HƯỜNG")
    assert shown.head_name == "ĐẬU VĂN THÌN"


def test_propose_when_the_slip_itself_is_among_the_members_does_not_ask_it() -> None:
    again = dataclasses.replace(WIFE, marital_status=None, native_place=None)
    found = {one.field: one for one in propose(again, HOUSEHOLD, [HEAD, again])}
    assert found["native_place"].source_person_uuid == HEAD.person_uuid
    assert found["marital_status"].value == "2"


def test_propose_when_the_relation_is_unknown_proposes_only_the_household() -> None:
    found = proposed(slip("??"), HEAD)
    assert found["head_name"] == "ĐẬU VĂN THÌN"
    assert not found.keys() & {"father_name", "spouse_name", "sex"}


def test_propose_when_no_head_is_typed_follows_the_last_slip() -> None:
    last = dataclasses.replace(WIFE, head_name="ĐẬU VĂN THÌN", permanent_address=None)
    found = {one.field: one for one in propose(slip("CD"), HOUSEHOLD, [last])}
    assert found["head_name"].value == "ĐẬU VĂN THÌN"
    assert found["native_place"].value == WIFE.native_place
    assert found["permanent_address"].value == HOUSEHOLD.address
    assert "mother_name" not in found


def test_family_when_asked_for_wives_of_nobody_finds_nobody() -> None:
    family = Family([WIFE, dataclasses.replace(SON, void="1")])
    assert family.head is None
    assert Family([]).spouse_of_head() is None
    wife = Family([HEAD, WIFE]).spouse_of_head()
    assert wife is not None
    assert wife.source == WIFE
    assert family.only("CD") is None
    assert family.parent(None, "father", "BD") is None
    assert Family([HEAD]).parents_of_head()[0] is not None
    void_name = dataclasses.replace(SON, spouse_name=None)
    assert family.married_to(slip("CDAU", full_name="TRẦN THỊ HOÀ"), [void_name]) == void_name


def test_propose_over_a_made_up_town_is_mostly_right_and_seldom_wrong() -> None:
    """Second and later members, relation and birth date typed: 75 % of the boxes right, 0.4 % wrong (seed 11).

    The made-up town flatters: nationality, ethnicity and religion never differ inside its households, and its people
    write names as the other slips do. The share of wrong proposals is the one to watch.
    """
    counts: Counter[str] = Counter()
    given = ("relation_to_head", "birth_date")
    boxes = [name for name in PAPER_FIELDS if name not in {*given, "declared_on", "slip_no", "note"}]
    boxes = [name for name in boxes if not name.startswith("signed_")]
    for household, people in generate_town(11, 2500):
        for place, person in enumerate(people[1:], 1):
            answers = {name: getattr(person, name) for name in given}
            blank = Person(
                person_uuid=person.person_uuid, declared_on=people[place - 1].declared_on, **answers
            )
            found = {one.field: one for one in propose(blank, household, people[:place])}
            for name in boxes:
                truth, proposal = getattr(person, name), found.get(name)
                if proposal is None:
                    counts["blank"] += truth is not None
                elif proposal.is_beginning:
                    counts["begun" if (truth or "").startswith(proposal.value) else "wrong"] += 1
                else:
                    counts["right" if proposal.value == truth else "wrong"] += 1
    total = counts.total()
    assert counts["right"] / total > 0.73, counts
    assert counts["wrong"] / total < 0.006, counts


def test_first_slip_when_it_names_nobody_else_is_probably_of_the_head() -> None:
    household = Household(household_uuid=uuid.UUID(int=1))
    first = Person(person_uuid=uuid.UUID(int=2), full_name="NGUYỄN VĂN THÀNH", personal_id="042068001234")
    found = {one.field: one for one in propose(first, household, ())}
    assert found["relation_to_head"].value == "CH"
    assert found["relation_to_head"].is_shared
    assert (found["head_name"].value, found["head_id"].value) == ("NGUYỄN VĂN THÀNH", "042068001234")
    other = dataclasses.replace(first, head_name="LÊ THỊ HOÀ")
    assert propose(other, household, ()) == ()
    assert propose(dataclasses.replace(first, full_name=None), household, ()) == ()
    nobody = propose(first, household, (), refused={"relation_to_head"})
    assert "relation_to_head" not in {one.field for one in nobody}


def test_relatives_when_named_before_the_relation_have_the_nationality_of_the_person() -> None:
    """The relation is typed after them; a proposal behind the cursor would stop F10 on every head's slip."""
    slip = Person(
        person_uuid=uuid.UUID(int=2), nationality="VN", father_name="NGUYỄN VĂN BIỂN", head_name="LÊ THỊ HOÀ"
    )
    found = {one.field: one.value for one in propose(slip, Household(household_uuid=uuid.UUID(int=1)), ())}
    assert found == {"father_nationality": "VN"}


def test_current_place_when_the_head_works_elsewhere_is_not_that_of_the_family() -> None:
    home, away = "Tổ dân phố 1, Phường Sông Trí", "Thành phố Thủ Dầu Một, Bình Dương"
    head = slip("CH", full_name="Lê Quang Bình", permanent_address=home, current_address=away)
    assert "current_address" not in proposed(slip("V"), head)
    wife = slip("V", full_name="Đậu Thị Hường", permanent_address=home, current_address=home)
    assert proposed(slip("CD"), head, wife)["current_address"] == home
    moved = slip("V", full_name="Đậu Thị Hường", permanent_address=home, current_address=away)
    assert proposed(slip("CD"), head, moved)["current_address"] == away
