"""Vietnamese text: one spelling in the store, folded text for searching, the order of lists.

What is typed is kept letter for letter after `clean`; everything looser (search, comparison, order) works on keys
made here, so that every machine gives the same answer. SQLite's own upper, lower and LIKE know only ASCII, FTS5
never folds đ, and the collation of Windows differs from the one on Linux.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# --- clean text -----------------------------------------------------------------------------------------------

# Eth (U+00D0, U+00F0) looks like Đ and stands in lists of the statistics office; typographic and spacing
# apostrophes stand in names such as H'Hen.
_UNIFIED = str.maketrans({"Ð": "Đ", "ð": "đ"} | dict.fromkeys("’‘‛ʼʻʹ′´`＇", "'"))
_TO_UNIFY = re.compile(f"[{''.join(map(chr, _UNIFIED))}]")  # a look costs a fifth of a translation
_REMOVED_CATEGORIES = {"Cf", "Cs"}  # zero-width marks, soft hyphens, halves of surrogate pairs
_UNSEEN_CATEGORIES = _REMOVED_CATEGORIES | {"Cc", "Zl", "Zp"}
_BLANK_CATEGORIES = {"Cc", "Zs", "Zl", "Zp"}  # tabs, line ends, control characters, every kind of blank


def clean(text: str) -> str:
    """The one stored spelling of `text`: NFC, true Đ, plain apostrophes, single blanks, nothing invisible.

    Old tone placement (hòa) and new (hoà) both stay: papers must be kept as written.
    """
    composed = unicodedata.normalize("NFC", text)
    if _TO_UNIFY.search(composed):
        composed = composed.translate(_UNIFIED)
    if composed.isprintable():  # nearly all text: no letter needs a look of its own
        return " ".join(composed.split())
    visible = "".join(map(_visible, composed))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def clean_or_none(text: str | None) -> str | None:
    """`clean`, with nothing left of blank text but None."""
    return (clean(text) or None) if text is not None else None


def unseen_signs(text: str) -> int:
    """How many signs of `text` nobody can see: line ends, tabs, control and zero-width characters."""
    if text.isprintable():
        return 0
    return sum(unicodedata.category(char) in _UNSEEN_CATEGORIES for char in text)


def upper_name(text: str) -> str:
    """A name in CAPITALS with all diacritics, as the slip wants it."""
    return clean(text).upper()


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in _REMOVED_CATEGORIES:
        return ""
    return " " if category in _BLANK_CATEGORIES else char


# --- searching ------------------------------------------------------------------------------------------------

_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ƀ": "b"})  # letters that no normal form takes apart


def fold(text: str) -> str:
    """`text` for searching: lower case, without diacritics, đ as d; "Đậu Văn Thìn" gives "dau van thin"."""
    return " ".join(map(_folded_word, clean(text).split(" ")))


def fold_words(text: str) -> str:
    """Folded `text` with nothing but letters a to z, digits and single blanks, a blank before each word.

    A typed word with a blank before it stands in it exactly where a word begins so.
    """
    return "".join(" " + word for word in _PLAIN_WORD.findall(fold(text)))


@lru_cache(maxsize=4096)  # few words make up most names
def _folded_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_PLAIN)


# --- tones ----------------------------------------------------------------------------------------------------

_TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: their order in Vietnamese lists
_VOWELS = "aăâeêioôơuưy"
_QUALITY_VOWELS = "ăâêôơư"
_TONED = {
    unicodedata.normalize("NFC", vowel + mark): (vowel, mark) for vowel in _VOWELS for mark in _TONE_MARKS
}
# Quyết định 1989/QĐ-BGDĐT (2018) writes hoà, thuỷ, khoẻ; laws and most papers write hòa, thủy, khỏe.
_SCHOOL_TONES = {
    unicodedata.normalize("NFC", pair[0] + mark + pair[1]): unicodedata.normalize("NFC", pair + mark)
    for pair in ("oa", "oe", "uy")
    for mark in _TONE_MARKS
}
_OLD_TONES = re.compile(rf"(?<!q)({'|'.join(_SCHOOL_TONES)})(?!\w)")
_EITHER_TONE = {"oa", "oe", "uy"}
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    rf"(?P<initial>ngh|ng|nh|gh|gi(?=[{_VOWELS}])|g|kh|ph|qu(?=[{_VOWELS}])|th|tr|ch|[bcdđhklmnprstvx]?)"
    rf"(?P<vowels>[{_VOWELS}]{{1,3}})"
    r"(?P<final>ch|ng|nh|[cmnpt]?)"
)


def tone_key(text: str) -> str:
    """A key equal for hoà/hòa, thuỷ/thủy, khoẻ/khỏe in any case, and different for different tones.

    For comparing only: misplaced tones ("Qúy") are not repaired, see `has_misplaced_tone`.
    """
    return _OLD_TONES.sub(lambda match: _SCHOOL_TONES[match[0]], clean(text).lower())


def has_misplaced_tone(text: str) -> bool:
    """True when a Vietnamese syllable carries its tone on a letter no rule allows, like "Qúy" or "Hòai".

    Both schools of oa, oe and uy are right. Words that are not Vietnamese syllables are not judged.
    """
    return any(_is_misplaced(word) for word in _WORD.findall(clean(text).lower()))


def _is_misplaced(word: str) -> bool:
    toned = [index for index, char in enumerate(word) if char in _TONED]
    if not toned:
        return False
    syllable = _SYLLABLE.fullmatch("".join(_TONED.get(char, (char,))[0] for char in word))
    if syllable is None:
        return False
    places = {syllable.start("vowels") + place for place in _tone_places(syllable)}
    return len(toned) > 1 or toned[0] not in places


def _tone_places(syllable: re.Match[str]) -> set[int]:
    """Which of the vowels may carry the tone."""
    vowels = syllable["vowels"]
    quality = [index for index, vowel in enumerate(vowels) if vowel in _QUALITY_VOWELS]
    if quality:
        return {quality[-1]}
    if len(vowels) == 3 or (len(vowels) == 2 and syllable["final"]):
        return {1}
    return {0, 1} if vowels in _EITHER_TONE else {0}


# --- names and order ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NameParts:
    """A full name taken apart: Nguyễn · Thị Thu · Hoà; a missing part is "".

    Attributes:
        surname: họ, the first word.
        middle: chữ đệm, all words between.
        given: tên, the last word and the only one of a single-word name.
    """

    surname: str
    middle: str
    given: str


def name_parts(full_name: str) -> NameParts:
    """Take a name apart by words.

    Good for ordering and comparing, not for storing: compound surnames and names of minorities do not follow it.
    """
    words = clean(full_name).split()
    return NameParts(
        surname=words[0] if len(words) > 1 else "",
        middle=" ".join(words[1:-1]),
        given=words[-1] if words else "",
    )


# Order of the Vietnamese locale (CLDR): blanks and signs, digits, letters; ă â đ ê ô ơ ư are letters of their own.
_ALPHABET = " _-–,;:!?.…'\"“”«»()[]{}§@*/\\&#%^°+<=>|~$€0123456789aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {char: rank for rank, char in enumerate(_ALPHABET, start=2)}
_LETTER_MARKS = {"a": "\u0306\u0302", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b"}
# After the tones, marks of minority and foreign names: breve, circumflex, caron, ring, diaeresis and others.
_MARK_RANKS = {
    mark: rank
    for rank, mark in enumerate(
        _TONE_MARKS + "\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304", 2
    )
}
_END = b"\0"  # below every rank, so that a shorter text comes first
_NO_MARK = 1
_OTHER_MARK = 0xFE
_OTHER_CHAR = 0xFF


def sort_key(text: str) -> bytes:
    """A key that sorts text as QCollator for vi_VN does: letters, then tones, then small before capital."""
    letters, marks, cases = _levels(clean(text))
    return letters + _END + marks + _END + cases


def name_key(full_name: str) -> bytes:
    """A key that sorts names as Vietnamese lists do: given name, then surname, then middle name.

    Each part is compared by letters, then tones; capitals decide last of all, so "AN" and "An" stand together.
    """
    return name_keys(full_name)[0]


def name_keys(full_name: str) -> tuple[bytes, str]:
    """`name_key` and `fold` of a name in one look at it: a merge needs both of every person."""
    words = clean(full_name).split(" ")
    given, given_cases = _part_of_key(words[-1])
    surname, surname_cases = _part_of_key(words[0] if len(words) > 1 else "")
    middle, middle_cases = _part_of_key(" ".join(words[1:-1]))
    key = given + surname + middle + given_cases + surname_cases + middle_cases
    return key, " ".join(map(_folded_word, words))


@lru_cache(maxsize=4096)
def _part_of_key(text: str) -> tuple[bytes, bytes]:
    letters, marks, cases = _levels(text)
    return letters + _END + marks + _END, cases


def natural_key(text: str) -> tuple[bytes | int, ...]:
    """A key that sorts letters as Vietnamese lists do and numbers by value: "Thôn 2" before "Thôn 10"."""
    return tuple(
        int(part) if at % 2 else sort_key(part) for at, part in enumerate(re.split(r"([0-9]+)", text))
    )


def place_key(*parts: str | None) -> bytes:
    """A key that sorts by several texts one after the other, each as `natural_key` does, blanks last."""
    return _END.join(b"\2" if part is None else b"\1" + _natural_bytes(part) for part in parts)


def _natural_bytes(text: str) -> bytes:
    """`natural_key` as bytes: the length of a number before its digits, so that longer numbers come later."""
    found = []
    for at, part in enumerate(re.split(r"([0-9]+)", text)):
        digits = part.lstrip("0").encode() if at % 2 else b""
        found.append(bytes([min(len(digits) + 1, 255)]) + digits if at % 2 else sort_key(part))
    return b"".join(found)


@lru_cache(maxsize=4096)  # few words make up most names: keys of a town in 0.3 s instead of 1.4 s
def _levels(text: str) -> tuple[bytes, bytes, bytes]:
    """Ranks of the letters, of their tones and of their case, of clean text."""
    letters, marks, cases = bytearray(), bytearray(), bytearray()
    for base, above in _letters_of(text):
        small = base.lower()
        rank = _RANKS.get(small)
        letters += bytes([rank]) if rank else bytes([_OTHER_CHAR]) + ord(base).to_bytes(3, "big")
        marks.append(_NO_MARK)
        marks += bytes(_MARK_RANKS.get(mark, _OTHER_MARK) for mark in above)
        cases.append(1 if small == base else 2)
    return bytes(letters), bytes(marks), bytes(cases)


def _letters_of(text: str) -> list[tuple[str, str]]:
    """Letters of the Vietnamese alphabet, each with the marks that are not part of it."""
    found: list[tuple[str, str]] = []
    for char in unicodedata.normalize("NFD", text):
        if not (unicodedata.combining(char) and found):
            found.append((char, ""))
            continue
        base, marks = found[-1]
        if char in _LETTER_MARKS.get(base.lower(), ""):
            found[-1] = (unicodedata.normalize("NFC", base + char), marks)
        else:
            found[-1] = (base, marks + char)
    return found
