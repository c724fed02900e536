"""The field language: one declaration per box of the slip, read by tables, forms, checks, Excel, print and CLI.

A box is an attribute of a frozen dataclass: ``Annotated[type, FieldDef(...)]``. The dataclass is what the type
checker knows; `fields_of` is what everything mechanical reads.
"""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints


class BadInput(ValueError):
    """What was typed cannot be read as an answer of this kind; nothing is guessed.

    Attributes:
        text: what was typed, untouched.
        why: one plain sentence in the user's language.
    """

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text
        self.why = why


class Kind(enum.Enum):
    """What sort of answer a box takes; decides editor, parser, column and format."""

    NAME = "name"  # a person's name: NFC, shown in capitals on paper, kept as typed
    TEXT = "text"  # free words
    PLACE = "place"  # an address or place, words of the paper
    DATE = "date"  # partial date, stored as ISO prefix "1990", "1990-02", "1990-02-14"
    CODE = "code"  # a code of a code list
    DIGITS = "digits"  # a number that is a name: ids, phones; only digits, leading zeros count
    FLAG = "flag"  # ticked or not: "1" or None
    UNIT = "unit"  # an administrative unit with its date, "18754@2015-04-10"
    RECORD = "record"  # the id of another record; 32 hexadecimal digits in operations


@dataclasses.dataclass(frozen=True, slots=True)
class FieldDef:
    """One box.

    Attributes:
        label: full name of the box (Vietnamese message id).
        kind: what sort of answer it takes.
        box: item number on the paper, "" for what stands beside the paper.
        short: label on the crowded entry form; the full label when empty.
        codes: name of the code list for `Kind.CODE`.
        width: usual length of an answer in characters; 0 = takes the rest of the row.
        lengths: allowed numbers of digits for `Kind.DIGITS`; other lengths are findings, more than the
            largest cannot be typed.
        required: absence is a finding, never an obstacle to saving.
        sensitive: sensitive personal data (Law 91/2025/QH15; ethnicity, religion, health).
        cell: name of the merge cell; boxes that make no sense mixed share one. Own name when empty.
        max_length: longest answer kept; longer input is refused with a finding, never cut.
        many: several answers in one box, joined by "; " (earlier id numbers).
        help: what the circular or practice says about filling it in.
        name: attribute name, filled in by `fields_of`.
    """

    label: str
    kind: Kind
    box: str = ""
    short: str = ""
    codes: str = ""
    width: int = 0
    lengths: tuple[int, ...] = ()
    required: bool = False
    sensitive: bool = False
    cell: str = ""
    max_length: int = 250
    many: bool = False
    help: str = ""
    name: str = ""

    @property
    def cell_name(self) -> str:
        """The merge cell this box belongs to."""
        return self.cell or self.name

    @property
    def form_label(self) -> str:
        """The short label."""
        return self.short or self.label


def fields_of(record: type) -> Mapping[str, FieldDef]:
    """The boxes of a record class, in order of declaration, by machine name.

    Attributes without a `FieldDef` (identifiers) are left out.
    """
    found: dict[str, FieldDef] = {}
    for name, hint in get_type_hints(record, include_extras=True).items():
        if get_origin(hint) is Annotated:
            for extra in get_args(hint)[1:]:
                if isinstance(extra, FieldDef):
                    found[name] = dataclasses.replace(extra, name=name)
    return MappingProxyType(found)


def cells_of(fields: Mapping[str, FieldDef]) -> Mapping[str, tuple[str, ...]]:
    """Merge cells and the boxes in each, in order of declaration."""
    cells: dict[str, list[str]] = {}
    for name, field in fields.items():
        cells.setdefault(field.cell_name, []).append(name)
    return MappingProxyType({cell: tuple(names) for cell, names in cells.items()})


def answers(record: Any, fields: Mapping[str, FieldDef]) -> dict[str, str]:
    """The filled boxes of `record` by machine name; blank boxes are absent, never ""."""
    return {
        name: value.hex if isinstance(value, uuid.UUID) else value
        for name in fields
        if (value := getattr(record, name)) is not None
    }
