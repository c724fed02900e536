"""Every kind of oddity comes as often as the table says, and towns of one seed differ in nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

import pytest

from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import parse_answer, split_many
from census_desktop.domain.vietnamese import tone_key
from census_desktop.synthetic.dirt import DIRT, Dirt
from census_desktop.synthetic.people import other_tone_placement
from census_desktop.synthetic.town import generate_town

PEOPLE = 16_000
RELATIVES = ("father_name", "mother_name", "spouse_name", "head_name")
NAMES = ("full_name", *RELATIVES, "representative_name", "presence_declared_by")

Pair = tuple[Person, Person]
Counted = Callable[[Pair], tuple[int, int]]  # a clean and a spoiled slip -> how often it struck, could have


@cache
def people(dirt: Dirt) -> tuple[Person, ...]:
    return tuple(person for _home, members in generate_town(11, PEOPLE, dirt=dirt) for person in members)


def year(person: Person) -> int:
    return int((person.birth_date or "")[:4])


def age(person: Person) -> int:
    return 2018 - year(person)


def counted(strikes: Callable[[Person, Person], bool], among: Callable[[Person], bool]) -> Counted:
    def count(pair: Pair) -> tuple[int, int]:
        clean, spoiled = pair
        return (int(strikes(clean, spoiled)), 1) if among(clean) else (0, 0)

    return count


def names_turned(pair: Pair) -> tuple[int, int]:
    clean, spoiled = pair
    could = [box for box in RELATIVES if (name := getattr(clean, box)) and other_tone_placement(name)]
    return sum(getattr(clean, box) != getattr(spoiled, box) for box in could), len(could)


def names_spoiled(is_meant: Callable[[str], bool], strikes: Callable[[str, str], bool]) -> Counted:
    def count(pair: Pair) -> tuple[int, int]:
        names = [
            (name, getattr(pair[1], box))
            for box in NAMES
            if (name := getattr(pair[0], box)) is not None and is_meant(name)
        ]
        return sum(strikes(name, typed) for name, typed in names), len(names)

    return count


def loses_digit(clean: Person, spoiled: Person) -> bool:
    pairs = ((clean.personal_id, spoiled.personal_id), (clean.old_id, spoiled.old_id))
    return any(before and after and len(after) == len(before) - 1 for before, after in pairs)


MEASURES: dict[str, Counted] = {
    "year_only_old": counted(lambda one, _: len(one.birth_date or "") == 4, lambda one: year(one) < 1965),
    "year_only_young": counted(lambda one, _: len(one.birth_date or "") == 4, lambda one: year(one) >= 1965),
    "month_only": counted(lambda one, _: len(one.birth_date or "") == 7, lambda _: True),
    "no_id": counted(lambda one, _: not (one.personal_id or one.old_id), lambda one: age(one) >= 15),
    "two_old_ids": counted(
        lambda one, _: len(split_many(one.old_id)) == 2, lambda one: one.old_id is not None
    ),
    "away": counted(
        lambda one, _: one.presence != "co_mat",
        lambda one: 19 <= age(one) <= 40 and one.service is None,
    ),
    "soldier": counted(
        lambda one, _: one.service is not None, lambda one: one.sex == "1" and 19 <= age(one) <= 25
    ),
    "unregistered": counted(lambda one, _: one.birth_registration_place is None, lambda one: age(one) <= 5),
    "wrong_sex_digit": counted(
        lambda one, spoiled: (one.personal_id or "")[3] != (spoiled.personal_id or "")[3],
        lambda one: one.personal_id is not None,
    ),
    "wrong_year_digits": counted(
        lambda one, spoiled: (one.personal_id or "")[4:6] != (spoiled.personal_id or "")[4:6],
        lambda one: one.personal_id is not None,
    ),
    "lost_digit": counted(loses_digit, lambda one: bool(one.personal_id or one.old_id)),
    "same_old_id": counted(
        lambda one, spoiled: (one.old_id or "")[:8] != (spoiled.old_id or "")[:8],
        lambda one: one.old_id is not None,
    ),
    "other_tone": names_turned,
    "former_address": counted(
        lambda _, spoiled: "huyện Kỳ Anh" in (spoiled.permanent_address or ""),
        lambda one: one.relation_to_head == "CH",
    ),
    "hospital": counted(
        lambda one, spoiled: one.birth_registration_place != spoiled.birth_registration_place,
        lambda one: one.birth_registration_place is not None,
    ),
    "no_relation": counted(
        lambda _, spoiled: spoiled.relation_to_head is None, lambda one: one.relation_to_head != "CH"
    ),
    "no_signature": counted(lambda _, spoiled: spoiled.signed_declarant is None, lambda _: True),
    "eth": names_spoiled(lambda name: "Đ" in name, lambda _, typed: "Ð" in typed),
    "decomposed": names_spoiled(
        lambda name: unicodedata.normalize("NFD", name) != name,
        lambda _, typed: not unicodedata.is_normalized("NFC", typed),
    ),
    "blanks": names_spoiled(lambda _: True, lambda _, typed: typed.startswith(" ")),
}


@pytest.mark.parametrize("kind", [*MEASURES])
def test_dirt_when_measured_then_as_often_as_the_table_says(kind: str) -> None:
    pairs = zip(people(Dirt.FACTS), people(max(DIRT[kind].level, Dirt.MISTAKES)), strict=True)
    counts = [MEASURES[kind](pair) for pair in pairs]
    struck, could = sum(count[0] for count in counts), sum(count[1] for count in counts)
    rate = DIRT[kind].rate
    assert struck > 0
    # four standard deviations of chance, and the ages known by the year only
    assert struck / could == pytest.approx(rate, abs=4 * (rate / could) ** 0.5 + 0.02 * rate)


def test_dirt_when_births_are_counted_then_twins_as_the_table_says() -> None:
    later, twins = 0, 0
    for _home, members in generate_town(11, PEOPLE, dirt=Dirt.FACTS):
        births = [
            p.birth_date
            for p in members
            if p.relation_to_head == "CD" and p.head_name in {p.father_name, p.mother_name}
        ]
        whole = [birth for birth in births if birth is not None and len(birth) == 10]
        later += max(len(whole) - 1, 0)
        twins += len(whole) - len(set(whole))
    rate = DIRT["twins"].rate
    assert twins / later == pytest.approx(rate, abs=4 * (rate / later) ** 0.5)


def test_dirt_when_table_is_read_then_every_kind_is_measured() -> None:
    assert set(MEASURES) | {"twins"} == set(DIRT)
    for kind, entry in DIRT.items():
        assert 0 < entry.rate < 1, kind
        assert entry.of, kind


def test_dirt_when_off_then_towns_differ_only_in_spoiled_boxes() -> None:
    may_differ = {
        "personal_id",
        "old_id",
        "permanent_address",
        "birth_registration_place",
        "relation_to_head",
        "signed_declarant",
        *RELATIVES,
    }
    for clean, spoiled in zip(people(Dirt.FACTS), people(Dirt.MISTAKES), strict=True):
        differing = {name for name in PERSON_FIELDS if getattr(clean, name) != getattr(spoiled, name)}
        assert differing <= may_differ
        assert clean.person_uuid == spoiled.person_uuid
        for name in RELATIVES:
            assert tone_key(getattr(clean, name) or "") == tone_key(getattr(spoiled, name) or "")


def test_dirt_when_of_an_old_machine_then_reading_gives_the_stored_form_back() -> None:
    for stored, typed in zip(people(Dirt.MISTAKES), people(Dirt.OLD_MACHINE), strict=True):
        for name in NAMES:
            written = getattr(typed, name)
            if written is not None:
                assert parse_answer(PERSON_FIELDS[name], written) == getattr(stored, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Lê Thị Hòa", "Lê Thị Hoà"),
        ("Lê Thị Hoà", "Lê Thị Hòa"),
        ("Bùi Thúy Hằng", "Bùi Thuý Hằng"),
        ("Trần Văn Quý", None),
        ("Nguyễn Thị Hoài", None),
        ("Võ Thị Hường", None),
    ],
)
def test_other_tone_placement_when_nothing_can_be_turned_then_none(name: str, other: str | None) -> None:
    assert other_tone_placement(name) == other
