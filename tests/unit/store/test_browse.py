"""Looking through people and households page by page."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from census_desktop.domain.code_names import RETURNED, VOIDED
from census_desktop.store import browse_readings
from census_desktop.store.browse import ANY, Filters, Mark, browse_households, browse_people, flagged
from census_desktop.store.store import Store
from tests.builders import KY_TRINH, SONG_TRI, edit, make_household, make_person, save

EVERYBODY = Filters()


@pytest.fixture
def village(ward_store: Store) -> Store:
    """Three households in two units, seven people, one of them without a name, one void, one outside."""
    clock = ward_store.clock
    here = make_household(clock, household_no="12", phone="0912345678", household_book_no="420112233")
    there = make_household(
        clock,
        unit=KY_TRINH,
        residential_group="Thôn Hoà Lộc",
        household_no="2A",
        address="Xóm Đình",
    )
    empty = make_household(clock, residential_group="Tổ dân phố 10", household_no="1", address=None)
    people = [
        make_person(clock, here, personal_id="042064000123", old_id="183512345; 183599999", slip_no="1/12"),
        make_person(
            clock, here, full_name="VÕ THỊ HƯỜNG", birth_date="1967", relation_to_head="V", service="si_quan"
        ),
        make_person(
            clock, here, full_name="ĐẬU VĂN ÂN", birth_date="1992-02", relation_to_head="CD", slip_no="1/120"
        ),
        make_person(clock, here, full_name=None, birth_date=None, relation_to_head=None),
        make_person(clock, there, full_name="NGUYỄN THỊ HOÀ", slip_state=RETURNED, presence="hen_lai"),
        make_person(clock, here, full_name="ĐẬU VĂN NHẦM", void="1", void_reason="lập nhầm"),
        make_person(clock, full_name="H'HEN NIÊ", birth_date="1964", slip_no="10/2"),
    ]
    save(ward_store, here, there, empty, *people)
    return ward_store


def people(store: Store, typed: str = "", filters: Filters = EVERYBODY) -> list[str | None]:
    return [line.full_name for line in browse_people(store, typed, filters)]


def numbers(store: Store, typed: str = "", filters: Filters = EVERYBODY) -> list[str | None]:
    return [line.household_no for line in browse_households(store, typed, filters)]


ALL = ["ĐẬU VĂN ÂN", "NGUYỄN THỊ HOÀ", "VÕ THỊ HƯỜNG", "H'HEN NIÊ", "ĐẬU VĂN THÌN", None]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ALL),
        ("dau", ["ĐẬU VĂN ÂN", "ĐẬU VĂN THÌN"]),
        ("van dau th", ["ĐẬU VĂN THÌN"]),
        ("hen", ["H'HEN NIÊ"]),
        ("dau 1992", ["ĐẬU VĂN ÂN"]),
        ("dau 1993", []),
        ("1964", ["NGUYỄN THỊ HOÀ", "H'HEN NIÊ", "ĐẬU VĂN THÌN"]),
        ("15/8/1964", ["NGUYỄN THỊ HOÀ", "ĐẬU VĂN THÌN"]),
        ("0001", ["ĐẬU VĂN THÌN"]),
        ("042 064 000 123", ["ĐẬU VĂN THÌN"]),
        ("599999", ["ĐẬU VĂN THÌN"]),
        ("123", []),  # too short for the middle of a number
        ("5678", ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        ("12", ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        ("hộ 2a", ["NGUYỄN THỊ HOÀ"]),
        ("420112", ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        ("4201", ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        ("1/12", ["ĐẬU VĂN ÂN", "ĐẬU VĂN THÌN"]),
        ("tập 1", ["ĐẬU VĂN ÂN", "ĐẬU VĂN THÌN"]),
        ("tập 10", ["H'HEN NIÊ"]),
        ("hoa", ["NGUYỄN THỊ HOÀ"]),
        ("ở hoà", ["NGUYỄN THỊ HOÀ"]),
        ("dinh xom", ["NGUYỄN THỊ HOÀ"]),  # nobody is called so
        ("inh", []),
        ("bich chau", ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        ("?!", []),
    ],
)
def test_people_when_typed_then_those_who_fit_come_in_the_order_of_names(
    village: Store, typed: str, found: list[str | None]
) -> None:
    assert people(village, typed) == found


@pytest.mark.parametrize("few", [0, browse_readings.FEW])
def test_people_when_many_fit_then_the_walk_finds_the_same(
    village: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(browse_readings, "FEW", few)

    assert people(village, "dau") == ["ĐẬU VĂN ÂN", "ĐẬU VĂN THÌN"]
    assert people(village, "dau 1992") == ["ĐẬU VĂN ÂN"]
    assert people(village, "5678") == ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]
    assert people(village, "hoa") == ["NGUYỄN THỊ HOÀ"]
    assert numbers(village, "dau") == ["12"]
    assert numbers(village, "dau 1993") == []
    assert numbers(village, "nham") == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(unit=KY_TRINH), ["NGUYỄN THỊ HOÀ"]),
        (Filters(unit=KY_TRINH, residential_group="Thôn Hoà Lộc"), ["NGUYỄN THỊ HOÀ"]),
        (Filters(unit=KY_TRINH, residential_group="Thôn Hoà"), []),
        (Filters(unit=SONG_TRI), ["ĐẬU VĂN ÂN", "VÕ THỊ HƯỜNG", "ĐẬU VĂN THÌN", None]),
        (Filters(unit=SONG_TRI, residential_group="Tổ dân phố 1"), []),
        (Filters(slip_state=RETURNED), ["NGUYỄN THỊ HOÀ"]),
        (Filters(presence="hen_lai"), ["NGUYỄN THỊ HOÀ"]),
        (Filters(service=ANY), ["VÕ THỊ HƯỜNG"]),
        (Filters(service="qncn"), []),
        (Filters(slip_state=VOIDED), ["ĐẬU VĂN NHẦM"]),
    ],
)
def test_people_when_filtered_then_the_others_are_left_out(
    village: Store, filters: Filters, found: list[str | None]
) -> None:
    assert people(village, "", filters) == found
    assert people(village, "hoa", filters) == [name for name in found if name and "HOÀ" in name]


def test_people_when_shown_then_a_line_has_what_the_table_needs(village: Store) -> None:
    line = browse_people(village, "thin", EVERYBODY)[0]

    assert (line.birth_date, line.sex, line.personal_id) == ("1964-08-15", "1", "042064000123")
    assert (line.household_no, line.residential_group, line.unit) == ("12", "Tổ dân phố 3", SONG_TRI)
    assert not line.is_void
    assert browse_people(village, "nham", Filters(slip_state=VOIDED))[0].is_void
    assert browse_people(village, "hen", EVERYBODY)[0].household_uuid is None


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_people_when_read_page_by_page_then_nobody_is_missed_or_told_twice(village: Store, size: int) -> None:
    told: list[str | None] = []
    after: Mark | None = None
    while page := browse_people(village, "", EVERYBODY, after, size):
        told += [line.full_name for line in page]
        after = page[-1].mark

    assert told == people(village)


def test_people_when_several_have_no_name_then_pages_go_on_among_them(village: Store) -> None:
    save(village, make_person(village.clock, full_name=None), make_person(village.clock, full_name=None))

    first = browse_people(village, "", EVERYBODY, None, 6)
    second = browse_people(village, "", EVERYBODY, first[-1].mark, 1)
    third = browse_people(village, "", EVERYBODY, second[-1].mark, 9)

    assert [line.full_name for line in (first[-1], *second, *third)] == [None, None, None]
    assert len({line.person_uuid for line in (first[-1], *second, *third)}) == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["12", "1", "2A"]),
        ("hường", ["12"]),
        ("0001", ["12"]),
        ("0912345678", ["12"]),
        ("420112", ["12"]),
        ("hộ 2a", ["2A"]),
        ("ở tổ dân phố", ["12", "1"]),
        ("to dan pho 10", ["1"]),
        ("tập 1", ["12"]),
        ("nham", []),
        ("1967", ["12"]),
        ("dau 1992", ["12"]),
        ("dau 1993", []),
        ("?!", []),
    ],
)
def test_households_when_typed_then_those_who_fit_come_in_the_order_of_houses(
    village: Store, typed: str, found: list[str]
) -> None:
    assert numbers(village, typed) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(unit=SONG_TRI), ["12", "1"]),
        (Filters(unit=SONG_TRI, residential_group="Tổ dân phố 10"), ["1"]),
        (Filters(slip_state=RETURNED), ["2A"]),
        (Filters(presence="hen_lai", unit=SONG_TRI), []),
        (Filters(service=ANY), ["12"]),
    ],
)
def test_households_when_filtered_then_one_member_must_fit(
    village: Store, filters: Filters, found: list[str]
) -> None:
    assert numbers(village, "", filters) == found


def test_households_when_shown_then_a_line_has_what_the_table_needs(village: Store) -> None:
    line = browse_households(village, "12", EVERYBODY)[0]

    assert (line.head_name, line.people, line.phone) == ("ĐẬU VĂN THÌN", 4, "0912345678")
    assert (line.residential_group, line.unit) == ("Tổ dân phố 3", SONG_TRI)
    assert line.address is not None
    assert not line.is_void


def test_households_when_void_then_are_shown_only_when_asked_for(village: Store) -> None:
    gone = browse_households(village, "hộ 1", EVERYBODY)[0]
    edit(
        village,
        make_household(village.clock, household_uuid=gone.household_uuid),
        void="1",
        void_reason="nhầm",
    )

    assert numbers(village) == ["12", "2A"]
    found = browse_households(village, "", Filters(slip_state=VOIDED))
    assert [(line.household_no, line.is_void) for line in found] == [("1", True)]


def test_households_when_read_page_by_page_then_none_is_missed_or_told_twice(village: Store) -> None:
    told: list[str | None] = []
    after: Mark | None = None
    while page := browse_households(village, "", EVERYBODY, after, 1):
        told += [line.household_no for line in page]
        after = page[-1].mark

    assert told == ["12", "1", "2A"]


def test_households_when_numbers_have_several_digits_then_are_in_order_of_value(ward_store: Store) -> None:
    clock = ward_store.clock
    wanted = [("Tổ dân phố 2", "9"), ("Tổ dân phố 2", "10"), ("Tổ dân phố 2", None), ("Tổ dân phố 10", "1")]
    for group, number in reversed(wanted):
        save(ward_store, make_household(clock, residential_group=group, household_no=number))

    found = [
        (line.residential_group, line.household_no) for line in browse_households(ward_store, "", EVERYBODY)
    ]
    assert found == wanted


def test_place_when_the_household_moves_then_it_is_found_where_it_is_now(village: Store) -> None:
    line = browse_households(village, "2A", EVERYBODY)[0]
    household = make_household(village.clock, household_uuid=line.household_uuid)
    edit(village, household, residential_group="Thôn Tân Phúc", address="Ngã ba Voi")

    assert numbers(village, "nga ba voi") == ["2A"]
    assert people(village, "", Filters(unit=KY_TRINH, residential_group="Thôn Tân Phúc")) == [
        "NGUYỄN THỊ HOÀ"
    ]
    assert numbers(village, "ở hoa loc") == []


def test_flagged_when_asked_for_then_only_these_are_shown(village: Store) -> None:
    one, other = (browse_people(village, name, EVERYBODY)[0] for name in ("hoa", "hen"))
    empty = browse_households(village, "hộ 1", EVERYBODY)[0]
    found = flagged(village, [one.person_uuid, other.person_uuid, uuid.uuid4()], [empty.household_uuid])

    filters = dataclasses.replace(EVERYBODY, flagged=found)
    assert people(village, "", filters) == ["NGUYỄN THỊ HOÀ", "H'HEN NIÊ"]
    assert people(village, "hoa", filters) == ["NGUYỄN THỊ HOÀ"]
    assert numbers(village, "", filters) == ["1", "2A"]
    assert people(village, "", Filters(flagged=flagged(village, [], []))) == []


def test_people_when_name_and_whole_day_are_typed_are_those_born_then(village: Store) -> None:
    assert people(village, "dau van 15/08/1964") == ["ĐẬU VĂN THÌN"]
    assert people(village, "thin 15081964") == ["ĐẬU VĂN THÌN"]
    assert people(village, "dau van 16/08/1964") == []
    households = browse_households(village, "dau van 15.8.1964", EVERYBODY)
    assert [line.household_no for line in households] == ["12"]
