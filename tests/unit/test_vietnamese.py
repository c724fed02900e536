"""Vietnamese text: clean spelling, search folding, tones, name parts and the order of lists."""

from __future__ import annotations

import csv
import functools
import itertools
import random
import sys
import unicodedata

import pytest
from PySide6.QtCore import QCollator, QLocale, Qt

from census_desktop.base.paths import resource
from census_desktop.domain.vietnamese import (
    NameParts,
    clean,
    clean_or_none,
    fold,
    has_misplaced_tone,
    name_key,
    name_parts,
    sort_key,
    tone_key,
    unseen_signs,
    upper_name,
)

# The Qt of Windows asks the system, whose order differs; our keys are the same everywhere.
with_icu = pytest.mark.skipif(sys.platform == "win32", reason="QCollator has ICU only on Linux")


def _column(file_name: str, column: str) -> list[str]:
    with resource(f"codes/{file_name}").open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)]


SURNAMES = _column("surnames.csv", "surname")
GIVEN_NAMES = _column("given_names.csv", "given_name")
# Every vowel with every tone, beside the letters that differ from English order.
SYLLABLES = [
    unicodedata.normalize("NFC", initial + vowel + tone)
    for initial, vowel, tone in itertools.product(
        ["", "D", "Đ", "Ng", "Tr"], "aăâeêioôơuưy", ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    )
]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Nguyễn   Thị\tHoà\n", "Nguyễn Thị Hoà"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("Ðậu Văn Thìn", "Đậu Văn Thìn"),
        ("ðường Lê Lợi", "đường Lê Lợi"),
        ("H’Hen Niê", "H'Hen Niê"),
        ("Võ\u00a0Thị\u2003Hường", "Võ Thị Hường"),
        ("Võ\u200b Thị\ufeff Hường\u00ad", "Võ Thị Hường"),
        ("a\u0000b\u007fc", "a b c"),
        ("e\u200b\u0323", "ẹ"),
        ("Hòa", "Hòa"),
        ("\ud800x", "x"),
        ("", ""),
        (" \t\u200b ", ""),
    ],
)
def test_clean_when_text_comes_from_anywhere_then_one_spelling(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), [(None, None), ("", None), (" \u00a0", None), (" Hoà ", "Hoà")])
def test_clean_or_none_when_blank_then_none(typed: str | None, stored: str | None) -> None:
    assert clean_or_none(typed) == stored


def test_upper_name_when_marks_present_then_all_kept() -> None:
    assert upper_name(" Đậu  Thị Thuý ưỡn ") == "ĐẬU THỊ THUÝ ƯỠN"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đậu Văn Thìn", "dau van thin"),
        ("ÐỨC", "duc"),
        ("Nguyễn Thị Thuỷ Ưỡn", "nguyen thi thuy uon"),
        (unicodedata.normalize("NFD", "Ầm Ặm"), "am am"),
        ("H’Hen", "h'hen"),
        ("Krŏng ƀuk ê̆", "krong buk e"),
        ("18754", "18754"),
    ],
)
def test_fold_when_searching_then_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("THỦY", "thuỷ"), ("khoẻ", "khỏe"), ("Nguyễn Thị HÒA", "nguyễn thị hoà"), ("Uý", "úy")],
)
def test_tone_key_when_only_placement_differs_then_equal(one: str, other: str) -> None:
    assert tone_key(one) == tone_key(other)
    assert tone_key(unicodedata.normalize("NFD", one)) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hoá"), ("hoa", "hoà"), ("hoan", "hoàn"), ("thuy", "thùy"), ("Đức", "Dức"), ("quý", "qúy")],
)
def test_tone_key_when_words_differ_then_different(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


@pytest.mark.parametrize(
    "word", ["Qúy", "Hòai", "Hòang", "Hùynh", "Nghiã", "Gía", "Gịa", "Tòan", "Hòà", "Khủyu", "HÒAN", "Mừơi"]
)
def test_misplaced_tone_when_on_wrong_letter_then_reported(word: str) -> None:
    assert has_misplaced_tone(f"Nguyễn Thị {word}")


# fmt: off
WELL_WRITTEN = [
    "Quý", "Hòa", "Hoà", "Thúy", "Thuý", "Khoẻ", "Khỏe", "Hoài", "Huỳnh", "Nghĩa", "Giá", "Gì", "Giếng", "Khuỷu",
    "Mười", "Cửu", "Nguyễn", "Quốc", "Quỳnh", "Yến", "Ý", "Oánh", "Đắk", "Krông", "Búk", "Hà-Nội", "", "Hoa",
]
# fmt: on


@pytest.mark.parametrize("word", WELL_WRITTEN)
def test_misplaced_tone_when_well_written_or_not_vietnamese_then_silent(word: str) -> None:
    assert not has_misplaced_tone(word)


@pytest.mark.parametrize("name", SURNAMES + GIVEN_NAMES)
def test_misplaced_tone_when_common_name_then_silent(name: str) -> None:
    assert not has_misplaced_tone(name)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Thị Thu Hoà", NameParts("Nguyễn", "Thị Thu", "Hoà")),
        ("Đậu  Thìn", NameParts("Đậu", "", "Thìn")),
        ("Thìn", NameParts("", "", "Thìn")),
        ("", NameParts("", "", "")),
    ],
)
def test_name_parts_when_split_then_given_is_last_word(name: str, parts: NameParts) -> None:
    assert name_parts(name) == parts


def test_name_key_when_sorted_then_given_surname_middle() -> None:
    names = [
        "Võ Thị An",
        "Lê Văn Ân",
        "Bùi An",
        "BÙI THỊ AN",
        "Đỗ Văn Ăn",
        "Đậu Anh",
        "Dương Văn Anh",
        "Trần Hoà",
    ]
    names += ["Trần Hoa", "Lê Hoà", "An"]
    assert sorted(names, key=name_key) == [
        "An",
        "Bùi An",
        "BÙI THỊ AN",
        "Võ Thị An",
        "Dương Văn Anh",
        "Đậu Anh",
        "Đỗ Văn Ăn",
        "Lê Văn Ân",
        "Trần Hoa",
        "Lê Hoà",
        "Trần Hoà",
    ]


def test_name_key_when_capitals_differ_then_decide_last() -> None:
    names = ["LÊ VĂN AN", "Lê Văn An", "BÙI VĂN AN"]
    assert sorted(names, key=name_key) == ["BÙI VĂN AN", "Lê Văn An", "LÊ VĂN AN"]


def _collator() -> QCollator:
    collator = QCollator(QLocale("vi_VN"))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
    return collator


def _like_qt(one: str, other: str) -> int:
    """Compare two names part by part as Qt would."""
    first, second = name_parts(one), name_parts(other)
    pairs = ((first.given, second.given), (first.surname, second.surname), (first.middle, second.middle))
    collator = _collator()
    return next((order for pair in pairs if (order := collator.compare(*pair))), 0)


def _random_names(count: int) -> list[str]:
    dice = random.Random(20181107)
    middles = ["Văn", "Thị", "Thị Thu", "Đức", "Hữu", "Xuân", "Ánh", "Ngọc Ánh", "Đình"]
    names = []
    for _index in range(count):
        surname = dice.choice([*SURNAMES, dice.choice(SYLLABLES).capitalize()])
        given = dice.choice([dice.choice(GIVEN_NAMES), dice.choice(SYLLABLES).capitalize()])
        names.append(" ".join([surname, *dice.sample(middles, dice.randint(0, 2)), given]))
    return names


@with_icu
def test_name_key_when_thousands_of_names_then_same_order_as_qt() -> None:
    names = sorted(_random_names(6000), key=name_key)
    for one, other in itertools.pairwise(names):
        order = _like_qt(one, other)
        assert order < 0 or (order == 0 and name_key(one) == name_key(other)), (one, other)


@with_icu
def test_sort_key_when_letters_signs_and_minority_names_then_same_order_as_qt() -> None:
    texts = [
        *SYLLABLES,
        *map(str.upper, SYLLABLES),
        *GIVEN_NAMES,
        "H'Hen",
        "HHen",
        "H Hen",
        "Ê-đê",
        "Ê đê",
        "Êđê",
    ]
    texts += [
        "Krông",
        "Krŏng",
        "Krǒng",
        "ƀuk",
        "buk",
        "Ñam",
        "Nam",
        "Ê̆",
        "Ĕ",
        "Tổ dân phố 1",
        "Tổ dân phố 10",
        "Tổ dân phố 2",
    ]
    texts += list(" _-,;:!?.'\"()[]{}@*/\\&#%^+<=>|~$0123456789fjwzFJWZ")
    random.Random(5).shuffle(texts)
    by_qt = sorted(texts, key=functools.cmp_to_key(_collator().compare))
    assert [sort_key(text) for text in by_qt] == sorted(map(sort_key, texts))


def test_sort_key_when_sign_unknown_then_after_all_letters() -> None:
    assert sort_key("Ω") > sort_key("zz")
    assert sort_key("Ω") < sort_key("中")
    assert sort_key("a\u0331") > sort_key("ạ")


def test_sort_key_when_starting_with_a_mark_then_still_a_key() -> None:
    assert sort_key("\u0301a") > sort_key("a")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Võ Thị Hường", 0),
        ("Võ\u00a0Thị", 0),
        ("Võ\tThị\r\n", 3),
        ("\ufeffVõ\u200b Thị", 2),
        ("Võ\u2028Thị", 1),
    ],
)
def test_signs_nobody_can_see_when_counted(text: str, count: int) -> None:
    assert unseen_signs(text) == count
