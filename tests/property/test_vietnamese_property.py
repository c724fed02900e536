"""Properties of Vietnamese text keys: cleaning and folding settle at once, comparison ignores case and form."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCollator, QLocale

from census_desktop.domain.vietnamese import clean, fold, name_key, sort_key, tone_key

# The Qt of Windows asks the system, whose order differs; our keys are the same everywhere.
with_icu = pytest.mark.skipif(sys.platform == "win32", reason="QCollator has ICU only on Linux")

_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
_VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
_CONSONANTS = [
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "th",
]
_WORDS = st.builds(
    lambda start, vowels, end: start + "".join(vowels) + end,
    st.sampled_from(_CONSONANTS),
    st.lists(st.sampled_from(_VOWELS), min_size=1, max_size=2),
    st.sampled_from(["", "c", "n", "ng", "t"]),
)
NAMES = st.lists(_WORDS.map(str.capitalize), min_size=1, max_size=4).map(" ".join)
_ANY_TEXT = st.text(max_size=40)


@given(_ANY_TEXT)
def test_clean_when_cleaned_again_then_unchanged(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    once.encode("utf-8")


@given(_ANY_TEXT)
def test_fold_when_folded_again_then_unchanged(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_fold_when_vietnamese_then_ascii(name: str) -> None:
    assert fold(name).isascii()


@given(NAMES)
def test_tone_key_when_case_or_form_changes_then_equal(name: str) -> None:
    key = tone_key(name)
    assert tone_key(name.upper()) == tone_key(unicodedata.normalize("NFD", name)) == tone_key(key) == key
    assert fold(key) == fold(name)


@with_icu
@given(NAMES, NAMES)
def test_sort_key_when_two_texts_then_order_of_qt(one: str, other: str) -> None:
    order = QCollator(QLocale("vi_VN")).compare(one, other)
    first, second = sort_key(one), sort_key(other)
    assert (first > second) - (first < second) == (order > 0) - (order < 0)


@with_icu
@given(_WORDS, _WORDS, st.sampled_from(["An", "Ân", "Đức"]))
def test_name_key_when_given_name_same_then_order_of_the_surnames(
    one: str, other: str, given_name: str
) -> None:
    first, second = (name_key(f"{surname} {given_name}") for surname in (one, other))
    order = QCollator(QLocale("vi_VN")).compare(one, other)
    assert (first > second) - (first < second) == (order > 0) - (order < 0)
