"""Finding people as one types."""

from __future__ import annotations

import pytest

from census_desktop.store.search import match_expression, search_people
from census_desktop.store.store import Store
from tests.builders import edit, make_household, make_person, save

PEOPLE = {
    "ĐẬU VĂN THÌN": "042064000123",
    "ĐẬU THỊ THÌN": "042064000999",
    "DƯƠNG ĐỨC ÂN": None,
    "NGUYỄN THỊ HOÀ": "042192001234",
    "NGUYỄN THỊ HOA": None,
    "NGUYỄN VĂN AN": None,
}


@pytest.fixture
def village(ward_store: Store) -> Store:
    """Six people of one household."""
    household = make_household(ward_store.clock)
    people = [
        make_person(ward_store.clock, household, full_name=name, personal_id=number)
        for name, number in PEOPLE.items()
    ]
    save(ward_store, household, *people)
    return ward_store


def names(store: Store, typed: str, limit: int = 50) -> list[str | None]:
    return [row.full_name for row in search_people(store, typed, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("đậu", ["ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("Dau", ["ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("thin dau", ["ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("th đ", ["ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("hòa", ["NGUYỄN THỊ HOA", "NGUYỄN THỊ HOÀ"]),
        ("hoà", ["NGUYỄN THỊ HOA", "NGUYỄN THỊ HOÀ"]),
        ("van", ["NGUYỄN VĂN AN", "ĐẬU VĂN THÌN"]),
        ("d", ["DƯƠNG ĐỨC ÂN", "ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("ậu", []),
        ("lê văn", []),
    ],
)
def test_search_when_words_are_typed_then_all_begin_a_word_of_the_name(
    village: Store, typed: str, found: list[str]
) -> None:
    assert names(village, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("042064", ["ĐẬU THỊ THÌN", "ĐẬU VĂN THÌN"]),
        ("042 064 000 123", ["ĐẬU VĂN THÌN"]),
        ("042.192", ["NGUYỄN THỊ HOÀ"]),
        ("999", []),
        ("0420640001234", []),
    ],
)
def test_search_when_digits_are_typed_then_the_number_begins_with_them(
    village: Store, typed: str, found: list[str]
) -> None:
    assert names(village, typed) == found


@pytest.mark.parametrize(
    "typed", ["", "   ", "…", "-", '"', "*", "AND", "NEAR(", "thin*", 'thin" OR "hoa', "name_fold:thin"]
)
def test_search_when_anything_odd_is_typed_then_it_is_no_command(village: Store, typed: str) -> None:
    assert set(names(village, typed)) <= {"ĐẬU VĂN THÌN", "ĐẬU THỊ THÌN"}


def test_search_when_many_are_found_then_the_first_of_the_vietnamese_order_come(village: Store) -> None:
    assert names(village, "n") == ["NGUYỄN VĂN AN", "NGUYỄN THỊ HOA", "NGUYỄN THỊ HOÀ"]
    assert names(village, "n", limit=1) == ["NGUYỄN VĂN AN"]


def test_search_when_a_slip_is_void_then_it_is_not_found(village: Store) -> None:
    row = search_people(village, "ân")[0]
    assert (row.residential_group, row.unit) == ("Tổ dân phố 3", "18754@2015-04-10")

    person = make_person(village.clock, full_name="TRẦN THỊ MƠ")
    save(village, person)
    assert search_people(village, "mơ")[0].household_uuid is None
    edit(village, person, void="1", void_reason="Khai trùng")

    assert names(village, "mơ") == []


def test_expression_when_words_are_typed_then_each_is_quoted() -> None:
    assert match_expression("Đậu  Văn-Thìn") == '"dau"* "van"* "thin"*'
    assert not match_expression("…")
