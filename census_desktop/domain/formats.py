"""Answers as typed, as stored and as shown.

`parse_answer` reads what was typed, pasted or stood in a spreadsheet; `show_answer` gives the words for editors and
paper. Reading what is shown gives the stored answer back. What cannot be read raises; nothing is guessed or cut.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType

from census_desktop.base.text import _
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate, parse_partial_date
from census_desktop.domain.identity_numbers import clean_digits
from census_desktop.domain.legacy_encodings import looks_like_tcvn3
from census_desktop.domain.spec import BadInput, FieldDef, Kind
from census_desktop.domain.vietnamese import clean, tone_key

TICKED = "1"
TICK_SHOWN = "x"
BETWEEN_ANSWERS = "; "

_SOFT_HYPHEN = "\u00ad"
_SEPARATOR = re.compile(r"[;,]")
_YES = frozenset({"1", "x", "v", "✓", "✔", "☑", "☒", "có", "true", "đã ký", "yes", "signed"})
_NO = frozenset({"0", "-", "không", "false", "☐", "chưa", "chưa ký", "no"})


def parse_answer(field: FieldDef, typed: str) -> str | None:
    """Read an answer.

    Args:
        field: the box it stands in.
        typed: the letters as typed, in any of the spellings people use for this kind of answer.

    Returns:
        The stored form; None when nothing but blanks was typed.

    Raises:
        BadInput: it cannot be read as an answer of this kind, or is longer than the box keeps.
    """
    if _SOFT_HYPHEN in typed and looks_like_tcvn3(typed):  # there it is the letter ư, and would vanish
        raise BadInput(typed, _("Giống chữ gõ bằng phông cũ (TCVN3), hãy gõ lại bằng Unicode."))
    text = clean(typed)
    if not text:
        return None
    return _PARSERS[field.kind](field, text)


def show_answer(field: FieldDef, stored: str | None) -> str:
    """The words for a stored answer, "" for a blank box.

    An answer this machine cannot read (a code of a newer list, a spoiled date) is shown as it is stored.
    """
    if stored is None:
        return ""
    show = _SHOWN.get(field.kind)
    return stored if show is None else show(field, stored)


def split_many(stored: str | None) -> tuple[str, ...]:
    """The single answers of a box that holds several, such as earlier id numbers."""
    return tuple(part for part in (stored or "").split(BETWEEN_ANSWERS) if part)


def is_stored_form(field: FieldDef, stored: str) -> bool:
    """True when `stored` is what `parse_answer` would give; packages may hold anything."""
    try:
        if field.kind is Kind.DATE:
            return PartialDate.from_iso(stored).iso() == stored
        if field.kind is Kind.CODE:
            return stored in code_list(field.codes)
        if field.kind is Kind.UNIT:
            return area().get(UnitKey.from_text(stored)) is not None
        if field.kind is Kind.FLAG:
            return stored == TICKED
        if len(stored) in field.lengths and stored.isascii() and stored.isdigit():
            return True  # the usual number, without taking it apart: whole towns are checked
        return parse_answer(field, stored) == stored
    except BadInput:
        return False


# --- reading --------------------------------------------------------------------------------------------------


def _words(field: FieldDef, text: str) -> str:
    if len(text) > field.max_length:
        raise BadInput(
            text,
            _("Dài {found} ký tự, ô này giữ được nhiều nhất {most}.").format(
                found=len(text), most=field.max_length
            ),
        )
    return text


def _date(_field: FieldDef, text: str) -> str:
    return parse_partial_date(text).iso()


def _code(field: FieldDef, text: str) -> str:
    return code_list(field.codes).parse(text)


def _digits(field: FieldDef, text: str) -> str:
    parts = _SEPARATOR.split(text) if field.many else [text]
    numbers = [_one_number(field, part) for part in parts if part.strip()]
    if not numbers:
        raise BadInput(text, _("Chỉ ghi chữ số 0–9."))
    return _words(field, BETWEEN_ANSWERS.join(dict.fromkeys(numbers)))


def _one_number(field: FieldDef, text: str) -> str:
    """One number; too many digits cannot be, too few may be what stands on the paper and is a finding."""
    digits = clean_digits(text)
    most = max(field.lengths, default=field.max_length)
    if len(digits) > most:
        raise BadInput(
            text,
            _("Có {found} chữ số, nhiều nhất là {most}.").format(found=len(digits), most=most),
        )
    return digits


def _flag(_field: FieldDef, text: str) -> str | None:
    word = tone_key(text)
    if word in _YES:
        return TICKED
    if word in _NO:
        return None
    raise BadInput(text, _("Ghi 1 hoặc x nếu có, để trống nếu không."))


def _unit(_field: FieldDef, text: str) -> str:
    unit = area().unit_meant(text)
    if unit.key == area().town.key:  # a household counted in the town itself would be in nobody's progress
        raise BadInput(text, _("{name} không phải là phường hay xã.").format(name=unit.name))
    return str(unit.key)


def _record(_field: FieldDef, text: str) -> str:
    try:
        return uuid.UUID(text).hex
    except ValueError as error:
        raise BadInput(text, _("Không phải mã hồ sơ.")) from error


_PARSERS: Mapping[Kind, Callable[[FieldDef, str], str | None]] = MappingProxyType(
    {
        Kind.NAME: _words,
        Kind.TEXT: _words,
        Kind.PLACE: _words,
        Kind.DATE: _date,
        Kind.CODE: _code,
        Kind.DIGITS: _digits,
        Kind.FLAG: _flag,
        Kind.UNIT: _unit,
        Kind.RECORD: _record,
    }
)

# --- showing --------------------------------------------------------------------------------------------------


def _shown_date(_field: FieldDef, stored: str) -> str:
    try:
        return PartialDate.from_iso(stored).paper()
    except BadInput:
        return stored


def _shown_code(field: FieldDef, stored: str) -> str:
    return code_list(field.codes).label(stored)


def _shown_flag(_field: FieldDef, stored: str) -> str:
    return TICK_SHOWN if stored == TICKED else stored


def _shown_unit(_field: FieldDef, stored: str) -> str:
    """The name; with its first day where other units have carried the same name, so that it can be read back."""
    try:
        unit = area().get(UnitKey.from_text(stored))
    except BadInput:
        return stored
    return stored if unit is None else area().label(unit)


def _shown_record(_field: FieldDef, stored: str) -> str:
    """Written as everywhere else, so that it can be looked up."""
    try:
        return str(uuid.UUID(stored))
    except ValueError:
        return stored


_SHOWN: Mapping[Kind, Callable[[FieldDef, str], str]] = MappingProxyType(
    {
        Kind.DATE: _shown_date,
        Kind.CODE: _shown_code,
        Kind.FLAG: _shown_flag,
        Kind.UNIT: _shown_unit,
        Kind.RECORD: _shown_record,
    }
)
