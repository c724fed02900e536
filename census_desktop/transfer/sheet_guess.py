"""What the columns of somebody else's sheet are: where its head stands, what each column means, how sure that is.

Everything found here is a proposal for a person to correct; what was corrected is remembered by the fingerprint of
the heads.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from census_desktop.base.text import N_, _
from census_desktop.domain.area import area
from census_desktop.domain.codes import read_table
from census_desktop.domain.legacy_encodings import Encoding, decode, encoding_of_font, encoding_of_texts
from census_desktop.domain.vietnamese import clean, fold, tone_key
from census_desktop.transfer.sheet_columns import COLUMNS, column_field
from census_desktop.transfer.workbook_file import BookSheet, CellValue, Formula, Line

# What a column of other people's files can be beside the boxes of the template: parts of an answer, or of the order.
EXTRA_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "numbering": N_("Số thứ tự"),
        "birth_day": N_("Ngày sinh: ngày"),
        "birth_month": N_("Ngày sinh: tháng"),
        "birth_year": N_("Ngày sinh: năm"),
        "birth_male": N_("Ngày sinh của nam"),
        "birth_female": N_("Ngày sinh của nữ"),
        "sex_male": N_("Giới tính: nam"),
        "sex_female": N_("Giới tính: nữ"),
        "id_any": N_("CMND hoặc số định danh"),
    }
)
TARGETS = (*COLUMNS, *EXTRA_COLUMNS)

_HEAD_WITHIN = 40  # filled rows from the top among which the head is looked for
_LOOKED_AT = 400  # rows whose letters are looked at
_SAMPLES = 3
_LONGEST_HEAD = 60
_TELLING = 5  # letters of a spelling that says something inside a longer head
# "442 nhân khẩu trong 122 hộ" over a list is no head.
_COUNT = re.compile(r"\d(?:[\d.]*\d)?\s+(?:nhân\s+khẩu|người|khẩu|hộ)\b")
_NUMBERED = re.compile(r"^[(\[]?\s*[0-9ivx]{1,3}\s*[.)\]:]\s*", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_GROUP = re.compile(r"\b(?:(?:thon|to dan pho|tdp|khu pho|khoi pho|khoi|xom)\s+[^\W_][^,;:(]*|to\s+\d+\w*)")


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column as found.

    Attributes:
        column_no: its number, from 1.
        head: words of its head, in Unicode.
        samples: its first filled cells, in Unicode.
        target: what it is taken for, "" for nothing.
        is_sure: the head is one we know, or was said so before.
    """

    column_no: int
    head: str
    samples: tuple[str, ...]
    target: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet as found.

    Attributes:
        name: on its tab.
        is_hidden: the spreadsheet program does not show it.
        head_row: row of its head (the lower one of two), 0 when none was found.
        columns: its filled columns.
        encoding: how its letters are kept.
        group: residential group that its name or title tells, "" when none does.
        rows: filled rows below the head.
        hidden_rows: of them hidden.
        fingerprint: the same for sheets with the same heads.
    """

    name: str
    is_hidden: bool
    head_row: int
    columns: tuple[ColumnLook, ...]
    encoding: Encoding
    group: str
    rows: int
    hidden_rows: int
    fingerprint: str

    @property
    def is_people(self) -> bool:
        """True when it has a column of names."""
        return any(column.target == "full_name" for column in self.columns)


def target_label(target: str) -> str:
    """What a target is called, for people."""
    if target in EXTRA_COLUMNS:
        return _(EXTRA_COLUMNS[target])
    box = column_field(target)
    return _(box.label) if box is not None else target


def look_at(sheet: BookSheet, lines: Sequence[Line], encoding: Encoding | None = None) -> SheetLook:
    """Look at a sheet whose lines have all been read.

    Args:
        sheet: the sheet.
        lines: its filled rows.
        encoding: how its letters are kept; what they speak for when None.
    """
    encoding = encoding or _encoding(sheet, lines)
    heads, head_row = _head(sheet, lines, encoding)
    below = [line for line in lines if line.row_no > head_row]
    numbers = sorted({*heads, *(number for line in below[:_LOOKED_AT] for number in line.values)})
    named = {number: name_of(heads.get(number, "")) for number in numbers}
    targets = _once_each(named)
    columns = tuple(
        ColumnLook(
            number,
            heads.get(number, ""),
            tuple(_samples(sheet, below, number, encoding)),
            targets.get(number, ("", False))[0],
            targets.get(number, ("", False))[1],
        )
        for number in numbers
    )
    words = "|".join(_key(heads.get(number, "")) for number in numbers)
    title = [
        text for line in lines if line.row_no < head_row for text in _texts(sheet, line, encoding).values()
    ]
    return SheetLook(
        name=sheet.name,
        is_hidden=sheet.is_hidden,
        head_row=head_row,
        columns=columns,
        encoding=encoding,
        group=next((group for text in (sheet.name, *title) if (group := group_in(text))), ""),
        rows=len(below),
        hidden_rows=sum(1 for line in below if line.row_no in sheet.layout.hidden_rows),
        fingerprint=hashlib.blake2b(words.encode(), digest_size=16).hexdigest(),
    )


def group_in(text: str) -> str:
    """The residential group a title, a tab or a line across the table names: "Danh sách tổ dân phố 3"."""
    said = clean(text)
    found = _GROUP.search(fold(said)[: len(said)])
    if found is None:
        return ""
    named = said[found.start() : found.end()].strip(" :;.")
    return _groups().get(fold(named), named)


@cache
def _groups() -> Mapping[str, str]:
    """Names of the residential groups of the town by folded name, with and without their kind, and shortened."""
    found: dict[str, str] = {}
    for one in area().residential_groups:
        for words in (one.label, one.name):
            folded = fold(words)
            found[folded] = one.name
            found |= {folded.replace("to dan pho", short, 1): one.name for short in ("to", "tdp")}
    return found


# -------------------------------------------------------------------------------------------------------- letters


def _encoding(sheet: BookSheet, lines: Iterable[Line]) -> Encoding:
    """What the letters speak for; where a font tells, it is asked cell by cell, and speaks for a sheet of its own."""
    texts: list[str] = []
    fonts: Counter[Encoding] = Counter()
    for line in list(lines)[:_LOOKED_AT]:
        for number, value in line.values.items():
            if isinstance(value, str) and not value.isascii():
                told = encoding_of_font(sheet.font_of(line.styles.get(number, 0)))
                if told is None:
                    texts.append(value)
                else:
                    fonts[told] += 1
    return fonts.most_common(1)[0][0] if fonts and not texts else encoding_of_texts(texts)


def cell_words(sheet: BookSheet, line: Line, number: int, encoding: Encoding) -> str:
    """A cell as shown to people, in Unicode."""
    value = line.values[number]
    if isinstance(value, str):
        return decode(value, encoding, sheet.font_of(line.styles.get(number, 0)))
    return shown(value)


def shown(value: CellValue | Formula) -> str:
    """The value of a cell in words."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def _texts(sheet: BookSheet, line: Line, encoding: Encoding) -> dict[int, str]:
    return {number: clean(cell_words(sheet, line, number, encoding)) for number in line.values}


def _samples(sheet: BookSheet, lines: Sequence[Line], number: int, encoding: Encoding) -> Iterable[str]:
    found: dict[str, None] = {}
    for line in lines[:_LOOKED_AT]:
        if number in line.values:
            found.setdefault(cell_words(sheet, line, number, encoding)[:_LONGEST_HEAD])
            if len(found) == _SAMPLES:
                break
    return found


# ---------------------------------------------------------------------------------------------------------- heads


@dataclass(slots=True)
class _Found:
    """The best row for a head so far."""

    score: int = 0
    place: int = -1
    heads: dict[int, str] = field(default_factory=dict)


def _head(sheet: BookSheet, lines: Sequence[Line], encoding: Encoding) -> tuple[dict[int, str], int]:
    """Words above each column, and the last row of the head; 0 when there is none."""
    best = _Found()
    for place, line in enumerate(lines[:_HEAD_WITHIN]):
        words = {
            number: text
            for number, text in _texts(sheet, line, encoding).items()
            if len(text) <= _LONGEST_HEAD
        }
        known = {name for text in words.values() if (name := name_of(text)[0])}
        score = len(known) + (100 if {"full_name"} <= {text.lower() for text in words.values()} else 0)
        if "full_name" in known and score > best.score:
            best = _Found(score, place, words)
    if best.place < 0:
        return {}, 0
    head_row = lines[best.place].row_no
    if best.place + 1 < len(lines):
        below = lines[best.place + 1]
        words = _texts(sheet, below, encoding)
        if best.score > 100:  # our own machine names; the words of the head may stand below them
            same = [
                number for number, text in words.items() if name_of(text)[0] == best.heads.get(number, " ")
            ]
            if len(same) >= min(3, len(best.heads)):
                return best.heads, below.row_no
            return best.heads, head_row
        joined = _joined(sheet, head_row, best.heads, words)
        name_column = next(number for number, text in best.heads.items() if name_of(text)[0] == "full_name")
        if name_column not in words and _value_of(joined) > _value_of(best.heads):
            return joined, below.row_no
    return best.heads, head_row


def _joined(
    sheet: BookSheet, head_row: int, heads: Mapping[int, str], below: Mapping[int, str]
) -> dict[int, str]:
    """Heads of two rows: what stands across several columns belongs to each of them."""
    joined = dict(heads)
    for number, text in below.items():
        above = heads.get(number) or next(
            (
                heads.get(first_column, "")
                for first_row, first_column, last_row, last_column in sheet.layout.merged
                if first_row <= head_row <= last_row and first_column <= number <= last_column
            ),
            "",
        )
        joined[number] = f"{above} {text}".strip()
    return joined


def _value_of(heads: Mapping[int, str]) -> int:
    return len({name for text in heads.values() if (name := name_of(text)[0])})


def _once_each(named: Mapping[int, tuple[str, bool]]) -> dict[int, tuple[str, bool]]:
    """Each target for one column only: the surest, then the first."""
    taken: dict[str, int] = {}
    for number, (target, _is_sure) in sorted(named.items(), key=lambda item: (not item[1][1], item[0])):
        if target:
            taken.setdefault(target, number)
    return {number: named[number] for number in taken.values()}


@cache
def _spellings() -> Mapping[str, str]:
    """Target by the spelling of a head, with its marks: "Năm" is a year, "Nam" a man."""
    found: dict[str, str] = {}
    for row in read_table("codes/column_names.csv"):
        for spelling in row["spellings"].split(";"):
            found.setdefault(_marked(spelling), row["name"])
    for target in TARGETS:
        found.setdefault(_marked(target_label_vi(target)), target)
    return MappingProxyType(found)


@cache
def _folded_spellings() -> Mapping[str, str]:
    """The same without marks, for heads written without."""
    found: dict[str, str] = {}
    for spelling, target in _spellings().items():
        found.setdefault(fold(spelling), target)
    return MappingProxyType(found)


def target_label_vi(target: str) -> str:
    """The Vietnamese label of a target, whatever the language of the user."""
    box = column_field(target)
    return EXTRA_COLUMNS.get(target) or (box.label if box is not None else target)


@cache
def name_of(head: str) -> tuple[str, bool]:
    """What a column with this head is taken for, and whether that is sure; "" for nothing."""
    bare = head.strip().lower()
    if bare in TARGETS:
        return bare, True
    key = _key(head)
    if not key:
        return "", False
    marked, spelled = _marked(head), _folded_spellings()
    if marked in _spellings():
        return _spellings()[marked], True
    if key in spelled:
        return spelled[key], True
    if _COUNT.match(bare):
        return "", False
    padded = f" {key} "
    likely = [
        (spelling, target)
        for spelling, target in spelled.items()
        if f" {spelling} " in padded and len(spelling) >= _TELLING
    ]
    if not likely:
        return "", False
    return max(likely, key=lambda one: len(one[0]))[1], False


def _marked(head: str) -> str:
    return _SIGNS.sub(" ", tone_key(_NUMBERED.sub("", head.strip()))).strip()


def _key(head: str) -> str:
    return _SIGNS.sub(" ", fold(_NUMBERED.sub("", head.strip()))).strip()
