"""Reading households and people."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from census_desktop.domain.records import RecordKind
from census_desktop.store import records
from census_desktop.store.records import (
    counts,
    find_record,
    iter_households,
    iter_people,
    list_households,
    load_household,
    load_person,
    members,
    people_named,
    people_with_id,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, edit, make_household, make_person, save, save_family


def numbers(rows: tuple[records.HouseholdRow, ...]) -> list[str | None]:
    return [row.household_no for row in rows]


def test_record_when_unknown_then_is_none(ward_store: Store) -> None:
    stranger = ward_store.clock.new_uuid()

    assert load_person(ward_store, stranger) is None
    assert load_household(ward_store, stranger) is None
    assert find_record(ward_store, stranger) is None
    assert members(ward_store, stranger) == ()


def test_record_when_asked_by_id_then_its_kind_is_told(ward_store: Store) -> None:
    household, (head, *_others) = save_family(ward_store)

    assert find_record(ward_store, household.household_uuid) is RecordKind.HOUSEHOLD
    assert find_record(ward_store, head.person_uuid) is RecordKind.PERSON


def test_members_when_listed_then_head_first_then_as_entered_without_void_ones(ward_store: Store) -> None:
    household = make_household(ward_store.clock)
    child, head, wife, twice = (
        make_person(ward_store.clock, household, full_name=name, relation_to_head=relation)
        for name, relation in (
            ("ĐẬU THỊ HOÀ", "CD"),
            ("ĐẬU VĂN THÌN", "CH"),
            ("VÕ THỊ HƯỜNG", None),
            ("ĐẬU THỊ HOÀ", "CD"),
        )
    )
    save(ward_store, household, child, head, wife, twice)
    edit(ward_store, twice, void="1", void_reason="Khai trùng")

    assert members(ward_store, household.household_uuid) == (head, child, wife)
    assert load_person(ward_store, twice.person_uuid) == dataclasses.replace(
        twice, void="1", void_reason="Khai trùng"
    )


def test_households_when_listed_then_newest_first_with_head_and_number_of_people(ward_store: Store) -> None:
    save_family(ward_store)
    empty = make_household(ward_store.clock, household_no="13")
    save(ward_store, empty)
    headless = make_household(ward_store.clock, household_no="14")
    alone = make_person(ward_store.clock, headless, full_name="LÊ VĂN BIỂN", relation_to_head=None)
    save(ward_store, headless, alone)

    rows = list_households(ward_store)

    assert [(row.household_no, row.head_name, row.people) for row in rows] == [
        ("14", "LÊ VĂN BIỂN", 1),
        ("13", None, 0),
        ("12", "ĐẬU VĂN THÌN", 3),
    ]
    assert (rows[2].unit, rows[2].residential_group) == ("18754@2015-04-10", "Tổ dân phố 3")
    assert numbers(list_households(ward_store, limit=2)) == ["14", "13"]


def test_households_when_void_then_are_left_out_and_their_void_members_not_counted(ward_store: Store) -> None:
    gone, _people = save_family(ward_store)
    kept, (_head, wife, _child) = save_family(ward_store, household_no="13")
    edit(ward_store, gone, void="1", void_reason="Khai trùng")
    edit(ward_store, wife, void="1", void_reason="Khai trùng")

    assert [(row.household_uuid, row.people) for row in list_households(ward_store)] == [
        (kept.household_uuid, 2)
    ]
    assert counts(ward_store) == (5, 1)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("hường", ["13", "12"]),
        ("Hoa Dau", ["13", "12"]),
        ("12", ["12"]),
        (" 1 ", ["13", "12"]),
        ("%", []),
        ("_2", []),
        ("   ", ["13", "12"]),
        ("không có ai", []),
        ('"', []),
    ],
)
def test_households_when_searched_then_by_members_name_or_beginning_of_the_number(
    ward_store: Store, search: str, found: list[str]
) -> None:
    save_family(ward_store)
    save_family(ward_store, household_no="13")

    assert numbers(list_households(ward_store, search=search)) == found


def test_households_when_filtered_then_by_unit_and_residential_group(ward_store: Store) -> None:
    save_family(ward_store)
    save_family(ward_store, household_no="13", residential_group="Tổ dân phố 4")
    save_family(ward_store, household_no="14", unit=KY_TRINH)

    assert numbers(list_households(ward_store, unit=KY_TRINH)) == ["14"]
    assert numbers(list_households(ward_store, residential_group="Tổ dân phố 3")) == ["14", "12"]
    assert numbers(list_households(ward_store, unit=KY_TRINH, search="thin")) == ["14"]
    assert numbers(list_households(ward_store, unit=KY_TRINH, residential_group="Tổ dân phố 4")) == []


def test_all_records_when_read_in_pages_then_each_comes_once_in_order_of_its_id(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_PAGE", 4)
    for number in range(4):
        save_family(ward_store, household_no=str(number))

    people, households = list(iter_people(ward_store)), list(iter_households(ward_store))

    assert len({person.person_uuid for person in people}) == len(people) == 12
    assert len({household.household_uuid for household in households}) == len(households) == 4
    assert [person.person_uuid.bytes for person in people] == sorted(
        each.person_uuid.bytes for each in people
    )


def test_all_records_when_there_are_none_then_nothing_comes(ward_store: Store) -> None:
    assert list(iter_people(ward_store)) == []
    assert counts(ward_store) == (0, 0)


def test_people_when_asked_by_name_and_birth_then_marks_do_not_matter_and_void_ones_are_out(
    ward_store: Store,
) -> None:
    _household, (head, wife, child) = save_family(ward_store)
    edit(ward_store, child, void="1", void_reason="Khai trùng")

    assert people_named(ward_store, "đậu văn thìn", "1964-08-15") == (head,)
    assert people_named(ward_store, "Dau Van Thin", "1964") == ()
    assert people_named(ward_store, "ĐẬU THỊ HOÀ", "1992-02") == ()
    nameless_birth = make_person(ward_store.clock, full_name="VÕ THỊ HƯỜNG", birth_date=None)
    save(ward_store, nameless_birth)
    assert people_named(ward_store, "Võ Thị Hường", None) == (nameless_birth,)
    assert people_named(ward_store, "Võ Thị Hường", "1967") == (wife,)


def test_people_when_asked_by_number_then_all_who_carry_it_come(ward_store: Store) -> None:
    people = [make_person(ward_store.clock, personal_id=number) for number in ("042064000123",) * 2 + (None,)]
    save(ward_store, *people)

    assert people_with_id(ward_store, "042064000123") == tuple(people[:2])
    assert people_with_id(ward_store, "") == ()


def test_person_when_its_household_is_not_here_then_can_still_be_read(ward_store: Store) -> None:
    person = make_person(ward_store.clock, uuid.UUID(int=7))
    with ward_store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_person(person)

    assert load_person(ward_store, person.person_uuid) == person
    assert members(ward_store, uuid.UUID(int=7)) == (person,)
