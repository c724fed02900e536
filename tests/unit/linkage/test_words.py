"""Names and places as linkage reads them."""

from __future__ import annotations

import pytest

from census_desktop.linkage.places import PlaceBook
from census_desktop.linkage.words import Names, heard_key, without_telex_keys


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hufng", "hung"), ("nguyeenx", "nguyen"), ("thij", "thi"), ("ddaauj", "dau"), ("thurong", "thuong")],
)
def test_telex_when_keys_were_left_then_the_syllable_is_read(typed: str, meant: str) -> None:
    assert without_telex_keys(typed) == meant


@pytest.mark.parametrize("word", ["hoa", "sanh", "son", "trung", "xuan", "quynh", "hòa", "đậu"])
def test_telex_when_a_syllable_is_whole_then_it_stays(word: str) -> None:
    assert without_telex_keys(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("ly", "li"), ("lan", "nan"), ("trung", "chung"), ("vu", "vo"), ("huynh", "hoang")]
)
def test_heard_when_ears_confuse_them_then_the_same_key(one: str, other: str) -> None:
    assert heard_key(one) == heard_key(other)
    assert heard_key("lan") != heard_key("lon")


def test_names_when_tones_stand_differently_then_the_same_with_marks() -> None:
    names = Names(["NGUYỄN THỊ HOÀ", "Nguyễn Thị Hòa", "Nguyễn Thị Hoa", "Ng. Thị Hòa", "nguyen thi hoa"])
    assert (names.exact[1] == names.exact[2]).all()
    assert (names.exact[1] == names.exact[4]).all()
    assert names.exact[1, -1] != names.exact[3, -1]
    assert len(set(names.whole[1:].tolist())) == 1
    assert names.bare.tolist() == [False, False, False, False, False, True]


def test_names_when_turned_round_then_known() -> None:
    names = Names(["Nguyễn Hoàng Anh", "Anh Nguyễn Hoàng", "Nguyễn Anh Hoàng", "Anh", "Lê An", "An Lê"])
    assert names.turned[1] == names.whole[2]
    assert names.turned[1] != names.whole[3]
    assert names.turned[5] == names.whole[6]
    assert len(names) == 7


def test_names_when_very_long_or_blank_then_taken_as_far_as_it_goes() -> None:
    names = Names(["Nguyễn Phúc Bảo Hoàng Gia Tường Vy", " "])
    assert names.folded_words[names.fold[1, 0]] == "nguyen"
    assert names.folded_words[names.fold[1, -1]] == "vy"
    assert names.fold[2].tolist() == [0, 0, 0, 0, 0]
    assert names.text(1) == "nguyen hoang gia tuong vy"


def test_places_when_named_before_and_after_the_reform_then_one_commune() -> None:
    book = PlaceBook()
    texts = [
        "Thị trấn Kỳ Anh, huyện Kỳ Anh, Hà Tĩnh", "Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh", "Xã Kỳ Hà, Hà Tĩnh",
        "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh", "huyện Kỳ Anh, Hà Tĩnh", "Hà Tĩnh", "Xã Kỳ Hà, huyện Kỳ Anh, Nghệ Tĩnh",
    ]  # fmt: skip
    numbers = book.codes([*texts, None, texts[0]])
    assert numbers[-2:] == [0, numbers[0]]
    commune, district = book.keys()
    before, after, short, whole, around, province, former = (commune[each] for each in numbers[:7])
    assert before == after
    assert short == whole == former != before
    assert (around, province) == (0, 0)
    assert district[numbers[3]] == district[numbers[4]] == district[numbers[0]] > 0
    assert district[numbers[5]] == district[numbers[2]] == 0
