"""The made-up town: totals, shape, families that agree, the same seed the same town."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import uuid
from collections import Counter
from functools import cache

import pytest

from census_desktop.domain.area import UnitKey, area, unit_targets
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Person
from census_desktop.domain.findings import Severity
from census_desktop.domain.formats import is_stored_form, split_many
from census_desktop.domain.identity_numbers import parse_personal_id
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.domain.vietnamese import tone_key
from census_desktop.synthetic.dice import SeededClock
from census_desktop.synthetic.dirt import Dirt
from census_desktop.synthetic.people import locality
from census_desktop.synthetic.town import SyntheticHousehold, apportion, generate_town, generate_unit

SEED = 2018
PEOPLE = 8_000
TODAY = datetime.date(2018, 12, 15)
KY_HOA = UnitKey("18829", datetime.date(2015, 4, 10))


@cache
def town(dirt: Dirt = Dirt.FACTS) -> tuple[SyntheticHousehold, ...]:
    return tuple(generate_town(SEED, PEOPLE, dirt=dirt))


def everybody(dirt: Dirt = Dirt.FACTS) -> list[Person]:
    return [person for _household, members in town(dirt) for person in members]


def fingerprint(households: tuple[SyntheticHousehold, ...]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for household, members in households:
        digest.update(repr(dataclasses.astuple(household)).encode())
        for person in members:
            digest.update(repr(dataclasses.astuple(person)).encode())
    return digest.hexdigest()


# --- totals ---------------------------------------------------------------------------------------------------


def test_town_when_full_size_then_totals_of_the_targets() -> None:
    full = generate_town(SEED)
    assert (full.people, full.households) == (60_191, 17_207)
    assert [share.unit for share in full.shares] == [target.unit for target in unit_targets()]
    assert generate_town(SEED, 60_191) == full


def test_unit_when_full_size_then_exactly_its_target() -> None:
    target = next(target for target in unit_targets() if target.unit == KY_HOA)
    made = list(generate_town(SEED).unit(KY_HOA))
    assert len(made) == target.households
    assert sum(len(members) for _household, members in made) == target.people
    assert {household.unit for household, _members in made} == {str(KY_HOA)}
    groups = [group.label for group in area().groups_of(KY_HOA)]
    assert list(dict.fromkeys(household.residential_group for household, _members in made)) == groups


@pytest.mark.parametrize("people", [0, 1, 7, 100, 1_003])
def test_town_when_scaled_then_exactly_so_many_people(people: int) -> None:
    small = generate_town(SEED, people)
    assert small.people == people
    households = list(small)
    assert len(households) == small.households <= people
    assert sum(len(members) for _household, members in households) == people


def test_town_when_scaled_then_households_keep_their_size() -> None:
    assert PEOPLE / len(town()) == pytest.approx(3.498, abs=0.01)
    sizes = Counter(len(members) for _household, members in town())
    assert max(sizes) <= 10
    assert sizes[4] > sizes[3] > sizes[1] > sizes[7] > 0


def test_town_when_fewer_than_nobody_then_refused() -> None:
    with pytest.raises(ValueError, match="-1 people"):
        generate_town(SEED, -1)


@pytest.mark.parametrize(("households", "people"), [(3, 2), (0, 2)])
def test_unit_when_households_cannot_be_filled_then_refused(households: int, people: int) -> None:
    with pytest.raises(ValueError, match="people in"):
        generate_unit(SEED, KY_HOA, households, people)


def test_unit_when_unknown_then_refused() -> None:
    with pytest.raises(ValueError, match="no unit 99999"):
        generate_unit(SEED, UnitKey("99999", KY_HOA.valid_from), 1, 1)


def test_unit_when_fuller_than_usual_then_larger_households() -> None:
    made = list(generate_unit(SEED, KY_HOA, 2, 27))
    assert sum(len(members) for _household, members in made) == 27
    for household, members in made:
        found = check_household(household, members, TODAY)
        assert not [finding for finding in found if finding.severity is Severity.ERROR]


def test_unit_when_of_a_later_time_then_its_own_words() -> None:
    later = UnitKey("18754", datetime.date(2020, 1, 1))
    ((household, _members),) = generate_unit(SEED, later, 1, 4)
    assert household.residential_group == "Thôn 1"
    assert household.address == "Thôn 1, Phường Hưng Trí, thị xã Kỳ Anh, Hà Tĩnh"
    place = locality(UnitKey("18754", datetime.date(2025, 7, 1)))
    assert place.registered(datetime.date(2025, 8, 1)) == "Phường Sông Trí, Hà Tĩnh"
    assert place.registered(datetime.date(2021, 8, 1)) == "Phường Hưng Trí, thị xã Kỳ Anh, Hà Tĩnh"
    assert place.registered(datetime.date(2016, 8, 1)) == "Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"
    assert place.registered(datetime.date(2001, 8, 1)) == "Thị trấn Kỳ Anh, huyện Kỳ Anh, Hà Tĩnh"
    assert place.registered(datetime.date(1985, 8, 1)) == "Thị trấn Kỳ Anh, huyện Kỳ Anh, Nghệ Tĩnh"


def test_apportion_when_shares_do_not_divide_then_largest_remainders() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(2, [6, 3, 1]) == [1, 1, 0]


# --- the same seed --------------------------------------------------------------------------------------------


def test_town_when_same_seed_then_letter_for_letter_the_same() -> None:
    """The hash may change only with the generator itself: demonstration, golden files and benchmarks rest on it."""
    first = tuple(generate_town(7, 500))
    assert fingerprint(first) == fingerprint(tuple(generate_town(7, 500)))
    assert fingerprint(first) == "a0f243ae2bd459be9e98b75f0cc25acb"
    assert fingerprint(first) != fingerprint(tuple(generate_town(8, 500)))


def test_town_when_made_then_every_id_is_a_new_uuid7() -> None:
    ids = [household.household_uuid for household, _members in town()]
    ids += [person.person_uuid for person in everybody()]
    ids += [household.household_uuid for household, _members in generate_town(SEED + 1, 1_000)]
    assert len(set(ids)) == len(ids)
    assert {(one.version, one.variant) for one in ids} == {(7, uuid.RFC_4122)}


def test_clock_when_ids_are_asked_for_then_time_passes() -> None:
    start = datetime.datetime(2018, 7, 2, tzinfo=datetime.UTC)
    clock = SeededClock(1, start=start, step=datetime.timedelta(minutes=1))
    assert clock.now() == start
    first, second = clock.new_uuid(), clock.new_uuid()
    assert clock.now() - start == datetime.timedelta(minutes=2)
    assert first < second
    assert SeededClock(1, start=start, step=datetime.timedelta(minutes=1)).new_uuid() == first
    assert SeededClock(2, start=start, step=datetime.timedelta(minutes=1)).new_uuid() != first


def test_town_when_read_unit_by_unit_then_the_same_as_at_once() -> None:
    whole = generate_town(SEED, 900)
    apart = tuple(home for share in whole.shares for home in whole.unit(share.unit))
    assert apart == tuple(whole)


# --- believable -----------------------------------------------------------------------------------------------


def test_town_when_aged_then_shape_of_the_census_of_2019() -> None:
    ages = [2018 - int((person.birth_date or "")[:4]) for person in everybody()]
    shares = Counter("child" if age < 15 else "old" if age >= 65 else "between" for age in ages)
    assert shares["child"] / PEOPLE == pytest.approx(0.233, abs=0.02)
    assert shares["old"] / PEOPLE == pytest.approx(0.08, abs=0.02)
    assert max(ages) <= 102
    men = sum(person.sex == "1" for person in everybody())
    assert men / PEOPLE == pytest.approx(0.49, abs=0.02)


def test_town_when_named_then_names_of_their_time() -> None:
    old_women = [person for person in everybody() if person.sex == "2" and (person.birth_date or "") < "1975"]
    girls = [person for person in everybody() if person.sex == "2" and (person.birth_date or "") >= "2000"]

    def thi(people: list[Person]) -> float:
        return sum(" Thị " in (person.full_name or "") for person in people) / len(people)

    assert thi(old_women) == pytest.approx(0.87, abs=0.04)
    assert thi(girls) == pytest.approx(0.38, abs=0.04)
    surnames = Counter((person.full_name or "").split()[0] for person in everybody())
    assert [name for name, _count in surnames.most_common(3)] == ["Nguyễn", "Trần", "Lê"]
    assert surnames["Đậu"] > surnames["Huỳnh"]


def test_town_when_nothing_is_mistaken_then_every_answer_is_in_stored_form() -> None:
    for dirt in (Dirt.FACTS, Dirt.MISTAKES):
        for household, members in town(dirt)[:600]:
            for name, box in HOUSEHOLD_FIELDS.items():
                value = getattr(household, name)
                assert value is None or is_stored_form(box, value), (name, value)
            for person in members:
                for name, box in PERSON_FIELDS.items():
                    value = getattr(person, name)
                    assert value is None or is_stored_form(box, value), (name, value)


def test_town_when_nothing_is_mistaken_then_rules_find_only_people_without_numbers() -> None:
    rules = Counter(
        finding.rule
        for household, members in town()
        for finding in (
            *check_household(household, members, TODAY),
            *(finding for person in members for finding in check_person(person, TODAY)),
        )
    )
    assert set(rules) == {"person.personal_id.missing"}


def test_town_when_families_are_read_then_parents_agree() -> None:
    seen = 0
    for _household, members in town():
        by_name = {person.full_name: person for person in members}
        for child in members:
            for name, number, sex in (
                (child.father_name, child.father_id, "1"),
                (child.mother_name, child.mother_id, "2"),
            ):
                parent = by_name.get(name) if child.relation_to_head in {"CD", "CHN", "CHG"} else None
                if parent is None:
                    continue
                seen += 1
                assert parent.sex == sex
                assert number == (parent.personal_id or next(iter(split_many(parent.old_id)), None))
                gap = int((child.birth_date or "")[:4]) - int((parent.birth_date or "")[:4])
                assert 15 <= gap <= 65, (child, parent)
        siblings = {(p.father_name, p.mother_name) for p in members if p.relation_to_head == "CD"}
        assert len(siblings) <= 1
    assert seen > PEOPLE / 4


def test_town_when_children_are_named_then_fathers_surname_and_no_name_twice() -> None:
    for _household, members in town():
        names = [tone_key(person.full_name or "") for person in members]
        assert len(set(names)) == len(names)
        for child in members:
            if child.relation_to_head in {"CD", "CHN", "CHG"} and child.father_name is not None:
                assert (child.full_name or "").split()[0] == child.father_name.split()[0]


def test_town_when_numbers_are_read_then_unique_and_of_birth_and_sex() -> None:
    numbers = [person.personal_id for person in everybody() if person.personal_id is not None]
    old = [number for person in everybody() for number in split_many(person.old_id)]
    books = {household.household_book_no for household, _members in town()}
    assert len(set(numbers)) == len(numbers) > PEOPLE * 0.03
    assert len(set(old)) == len(old) > PEOPLE * 0.6
    assert len(books) == len(town())
    for person in everybody():
        if person.personal_id is not None:
            number = parse_personal_id(person.personal_id)
            assert number.sex == person.sex
            assert number.birth_year == PartialDate.from_iso(person.birth_date or "").year
            assert number.serial >= "900000"  # never handed out
    assert {number[:3] for number in old} <= {"188", "189"}
