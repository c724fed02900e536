"""Rules for words: names, and places that are written like names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from census_desktop.base.text import N_
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.legacy_encodings import looks_like_tcvn3, looks_like_vni
from census_desktop.domain.records import RecordKind
from census_desktop.domain.spec import Kind
from census_desktop.domain.vietnamese import fold, has_misplaced_tone, tone_key

_PERSON = RecordKind.PERSON
_BIRTH_PAPER = N_("Thông tư 66/2015/TT-BCA: ghi như giấy khai sinh")
_PRACTICE = N_("Kinh nghiệm thu thập")

DIGITS = RuleDef(
    "person.name.digits", Severity.ERROR, _PERSON, N_("{box}: trong họ tên có chữ số."), _BIRTH_PAPER
)
SIGNS = RuleDef(
    "person.name.signs",
    Severity.WARNING,
    _PERSON,
    N_("{box}: trong họ tên có dấu lạ “{sign}”, xem lại phiếu giấy."),
    _BIRTH_PAPER,
)
SINGLE_WORD = RuleDef(
    "person.name.single_word",
    Severity.WARNING,
    _PERSON,
    N_("{box}: chỉ có một chữ, thường phải có họ và tên."),
    _BIRTH_PAPER,
)
MISPLACED_TONE = RuleDef(
    "person.name.misplaced_tone",
    Severity.WARNING,
    _PERSON,
    N_("{box}: dấu thanh đặt sai chữ, xem lại “{word}”."),
    N_("Quyết định 1989/QĐ-BGDĐT (2018) và cách đặt dấu cũ đều được chấp nhận"),
)
OLD_FONT = RuleDef(
    "person.text.old_font",
    Severity.WARNING,
    _PERSON,
    N_("{box}: giống chữ gõ bằng phông cũ (TCVN3, VNI), hãy gõ lại bằng Unicode."),
    N_("TCVN 6909:2001: văn bản dùng Unicode"),
)
HOSPITAL = RuleDef(
    "person.birth_registration_place.hospital",
    Severity.WARNING,
    _PERSON,
    N_("{box}: đây là nơi sinh; hãy ghi xã, phường đã đăng ký khai sinh."),
    _PRACTICE,
)
RULES = (DIGITS, SIGNS, SINGLE_WORD, MISPLACED_TONE, OLD_FONT, HOSPITAL)

_NAMES = tuple(name for name, box in PERSON_FIELDS.items() if box.kind is Kind.NAME)
_PLACES = tuple(name for name, box in PERSON_FIELDS.items() if box.kind is Kind.PLACE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_HEALTH_PLACE = re.compile(r"\b(benh vien|bv|tram xa|tram y te|nha ho sinh|trung tam y te|phong kham)\b")


def is_same_name(first: str, second: str) -> bool:
    """True when two names differ at most in capitals and in the school of tone placement (Hoà, Hòa)."""
    return first == second or tone_key(first) == tone_key(second)


def check_words(person: Person) -> Iterator[Finding]:
    """Names and places of one slip."""
    for box in _NAMES:
        text = getattr(person, box)
        if text is not None:
            yield from _check_name(person, box, text)
    for box in _PLACES:
        text = getattr(person, box)
        if text is not None and _is_in_old_font(text):
            yield OLD_FONT.at(person.person_uuid, box)
    place = person.birth_registration_place
    if place is not None and _is_health_place(place):
        yield HOSPITAL.at(person.person_uuid, "birth_registration_place")


def _check_name(person: Person, box: str, name: str) -> Iterator[Finding]:
    if _DIGIT.search(name):
        yield DIGITS.at(person.person_uuid, box)
    if (sign := _strange_sign(name)) is not None and not _is_in_old_font(name):
        yield SIGNS.at(person.person_uuid, box, sign=sign)
    if " " not in name:
        yield SINGLE_WORD.at(person.person_uuid, box)
    if _is_in_old_font(name):
        yield OLD_FONT.at(person.person_uuid, box)
    elif (word := _misplaced_word(name)) is not None:
        yield MISPLACED_TONE.at(person.person_uuid, box, word=word)


# A town repeats its names and places: the answers are remembered.
@lru_cache(maxsize=8192)
def _strange_sign(name: str) -> str | None:
    """The first character no name has: letters, their marks, H'Hen's apostrophe, a hyphen and a dot are fine."""
    return next(
        (sign for sign in name if not (sign.isalnum() or sign in " '.-" or unicodedata.combining(sign))), None
    )


@lru_cache(maxsize=8192)
def _misplaced_word(name: str) -> str | None:
    return next((word for word in _WORD.findall(name) if has_misplaced_tone(word)), None)


@lru_cache(maxsize=1024)
def _is_health_place(place: str) -> bool:
    return _HEALTH_PLACE.search(fold(place)) is not None


@lru_cache(maxsize=8192)
def _is_in_old_font(text: str) -> bool:
    return looks_like_tcvn3(text) or looks_like_vni(text)
