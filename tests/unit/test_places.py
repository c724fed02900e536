"""Places of the whole country: found by a few letters, the own town first, in the words of papers of any time."""

from __future__ import annotations

import datetime
import time

import pytest

from census_desktop.domain.area import area
from census_desktop.domain.places import Gazetteer, Place, gazetteer
from tools import make_places


def texts(typed: str, limit: int = 12) -> list[str]:
    return [place.text for place in gazetteer().suggest(typed, limit)]


def test_gazetteer_when_read_holds_the_whole_country_of_2019_and_of_2025() -> None:
    days = [place.listed_on for place in gazetteer().places]
    assert days.count(datetime.date(2019, 10, 6)) > 11_900
    assert days.count(datetime.date(2025, 7, 1)) > 3_300
    assert len(gazetteer()) == len({place.text for place in gazetteer().places}) > 15_000


def test_gazetteer_when_read_knows_every_unit_of_the_town_with_its_days() -> None:
    own = {(place.code, place.listed_on) for place in gazetteer().places}
    missing = [unit for unit in area().units if (unit.key.code, unit.key.valid_from) not in own]
    assert missing == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("18808", "Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh"),
        ("ky ha", "Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh"),
        ("Kỳ Hà", "Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh"),
        ("kỳ hưng, huyện", "Xã Kỳ Hưng, huyện Kỳ Anh, Hà Tĩnh"),
        ("song tri", "Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"),
        ("nam", "Xã Kỳ Nam, thị xã Kỳ Anh, Hà Tĩnh"),
        ("vinh", "Thành phố Vinh, Nghệ An"),
        ("hai ba trung", "Quận Hai Bà Trưng, Hà Nội"),
        ("điện bàn", "Thị xã Điện Bàn, Quảng Nam"),
        ("vung ang", "Phường Vũng Áng, Hà Tĩnh"),
    ],
)
def test_suggest_when_letters_are_typed_offers_first(typed: str, first: str) -> None:
    assert texts(typed)[0] == first


def test_suggest_when_marks_are_typed_prefers_the_same_marks() -> None:
    assert all("Hòa B" in name or "Hoà B" in name for name in texts("hòa b", 4))
    first = texts("hoá", 1)[0]
    assert "Hoá" in first or "Hóa" in first


def test_suggest_when_text_is_blank_or_only_signs_offers_nothing() -> None:
    assert texts("") == []
    assert texts(" , . ") == []
    assert texts("can gio dong thap") == []  # no such place: nothing is made up


def test_suggest_when_names_are_equal_offers_the_district_before_its_communes() -> None:
    assert texts("kỳ anh", 4) == [
        "Thị xã Kỳ Anh, Hà Tĩnh", "Huyện Kỳ Anh, Hà Tĩnh", "Thị trấn Kỳ Anh, huyện Kỳ Anh, Hà Tĩnh",
        "Xã Kỳ Anh, Hà Tĩnh",
    ]  # fmt: skip
    assert texts("hương khê", 2) == [
        "Huyện Hương Khê, Hà Tĩnh",
        "Thị trấn Hương Khê, huyện Hương Khê, Hà Tĩnh",
    ]
    assert texts("hà tĩnh", 2) == ["Tỉnh Hà Tĩnh", "Thành phố Hà Tĩnh, Hà Tĩnh"]


def test_suggest_when_limited_gives_no_more_and_none_twice() -> None:
    found = texts("k", 5)
    assert len(found) == len(set(found)) == 5
    assert all("Kỳ Anh" in name for name in found)


def test_suggest_when_a_word_stands_only_in_the_middle_is_found_last() -> None:
    assert "Phường Hưng Trí, thị xã Kỳ Anh, Hà Tĩnh" in texts("ung tri")


def test_suggest_over_the_country_takes_less_than_fifteen_milliseconds_a_key() -> None:
    gazetteer()
    for typed in ("k", "ky", "a", "ng", "xa", "zzzz", "thi tran", "xã kỳ hà, thị xã kỳ anh, hà tĩnh"):
        spans = []
        for _again in range(5):
            begin = time.perf_counter()
            gazetteer().suggest(typed)
            spans.append(time.perf_counter() - begin)
        assert min(spans) < 0.015, typed


def test_find_when_written_exactly_knows_the_place_in_either_school_of_tones() -> None:
    found = gazetteer().find("xã KỲ HÀ, thị xã Kỳ Anh,  Hà Tĩnh")
    assert found is not None
    assert (found.code, found.bare_name, found.listed_on) == ("18808", "Kỳ Hà", datetime.date(2015, 4, 10))
    assert gazetteer().find("Xã Kỳ Hạ, thị xã Kỳ Anh, Hà Tĩnh") is None
    assert gazetteer().find("Kỳ Hà") is None


def test_hint_when_shown_tells_the_time_of_the_name() -> None:
    former = gazetteer().find("Thị trấn Kỳ Anh, huyện Kỳ Anh, Hà Tĩnh")
    assert former is not None
    assert former.hint == "trước ngày 10/04/2015"
    new = gazetteer().find("Phường Sông Trí, Hà Tĩnh")
    assert new is not None
    assert new.hint == "theo danh mục ngày 01/07/2025"


def test_bare_name_when_the_kind_is_not_known_is_the_whole_name() -> None:
    assert Place("1", "Nghệ Tĩnh", (), None).bare_name == "Nghệ Tĩnh"
    assert Gazetteer([]).suggest("nghe") == ()


def test_tidy_when_the_list_writes_kinds_oddly_writes_them_one_way() -> None:
    assert make_places.tidy("Thị Trấn  Óc Eo") == "Thị trấn Óc Eo"
    assert make_places.tidy("Xã Cò  Nòi") == "Xã Cò Nòi"
