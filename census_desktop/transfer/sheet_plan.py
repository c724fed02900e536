"""What is to be taken from a workbook, as data: which sheets, which columns, which letters, whose group.

A plan is proposed by looking, corrected by a person and remembered by the fingerprint of the heads.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.legacy_encodings import Encoding
from census_desktop.transfer.sheet_columns import COLUMNS
from census_desktop.transfer.sheet_guess import TARGETS, SheetLook, look_at
from census_desktop.transfer.workbook import check_names
from census_desktop.transfer.workbook_file import Book


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet.

    Attributes:
        sheet: its name.
        head_row: last row of its head; what stands below are people.
        columns: target of each column that is taken.
        heads: words of each head, for sentences.
        encoding: how its letters are kept.
        group: residential group of rows that name none, "" for none.
        is_taken: False leaves the whole sheet out.
        with_hidden: hidden rows are taken like others.
        fingerprint: of its heads.
    """

    sheet: str
    head_row: int
    columns: Mapping[int, str]
    heads: Mapping[int, str] = field(default_factory=dict)
    encoding: Encoding = Encoding.UNICODE
    group: str = ""
    is_taken: bool = True
    with_hidden: bool = True
    fingerprint: str = ""

    @property
    def is_ours(self) -> bool:
        """True for a sheet of the template: machine names in its first row."""
        return self.head_row == 1 and "full_name" in {text.strip().lower() for text in self.heads.values()}

    def with_target(self, column_no: int, target: str) -> SheetPlan:
        """The plan with one column taken for something else; a target has one column only."""
        columns = {
            number: name for number, name in self.columns.items() if name != target and number != column_no
        }
        if target:
            columns[column_no] = target
        return dataclasses.replace(self, columns=dict(sorted(columns.items())))


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A workbook.

    Attributes:
        sheets: the plan of each sheet that was looked at.
        corrections: what to read instead, by target and words of the cell.
        unit: text of the unit of rows that name none, where a machine has slips of many units.
    """

    sheets: tuple[SheetPlan, ...]
    corrections: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class BookLook:
    """A workbook as found, what is proposed to take from it, and the workbook itself, read already."""

    path: Path
    sheets: tuple[SheetLook, ...]
    plan: BookPlan
    book: Book = field(compare=False, repr=False)


def _nothing(_fingerprint: str) -> None:
    return None


def look_at_book(path: Path, remembered: Callable[[str], str | None] = _nothing) -> BookLook:
    """Look at every sheet and propose what to take.

    Args:
        path: the .xlsx file.
        remembered: what people said about heads before, by fingerprint (see `to_memory`).

    Raises:
        CensusError: what `Book` and its sheets raise.
    """
    with Book(path) as book:
        looks = tuple(look_at(sheet, sheet.kept_lines()) for sheet in book.sheets)
    known = [remembered(look.fingerprint) for look in looks]
    plans = tuple(_remembered(propose(look), memory) for look, memory in zip(looks, known, strict=True))
    words = {pair: meant for memory in known if memory for pair, meant in words_of(memory).items()}
    return BookLook(path, looks, BookPlan(plans, words), book)


def look_again(look: BookLook, place: int, encoding: Encoding) -> SheetLook:
    """A sheet of a book that was looked at, as it reads when its letters are kept otherwise.

    Args:
        look: the book.
        place: of the sheet, from 0.
        encoding: how its letters are kept.
    """
    sheet = look.book.sheets[place]
    return look_at(sheet, sheet.kept_lines(), encoding)


def propose(look: SheetLook) -> SheetPlan:
    """What to take from a sheet when nobody says otherwise."""
    return SheetPlan(
        sheet=look.name,
        head_row=look.head_row,
        columns={column.column_no: column.target for column in look.columns if column.target},
        heads={column.column_no: column.head for column in look.columns},
        encoding=look.encoding,
        group=look.group,
        is_taken=look.is_people and not look.is_hidden,
        fingerprint=look.fingerprint,
    )


def check_plan(path: Path, plan: BookPlan) -> None:
    """Say what a plan cannot do without.

    Raises:
        CensusError: NO_MACHINE_NAMES.
    """
    taken = [sheet for sheet in plan.sheets if sheet.is_taken]
    if not taken or any("full_name" not in sheet.columns.values() for sheet in taken):
        raise CensusError(
            "NO_MACHINE_NAMES",
            _("Tệp {name} không có cột họ tên nhận ra được.").format(name=path.name),
            _("Hãy chỉ cột họ tên khi nhập trong cửa sổ, hoặc dùng tệp mẫu; chưa có gì thay đổi."),
        )


def check_machine_names(path: Path, look: SheetLook) -> None:
    """Refuse a sheet of the template whose head has been changed: a misspelt name would silently leave a column out.

    Raises:
        CensusError: UNKNOWN_COLUMNS or COLUMN_TWICE.
    """
    heads = [column.head.strip().lower() for column in look.columns]
    while heads and not heads[-1]:
        heads.pop()  # data beside the columns are told row by row
    if "full_name" not in heads or look.head_row != 1:
        return
    check_names(heads, path, COLUMNS)


# --------------------------------------------------------------------------------------------------------- memory


def to_memory(plan: SheetPlan, corrections: Mapping[tuple[str, str], str]) -> str:
    """What is remembered of a plan: meaning of columns and words for codes; nothing about people.

    Nor how letters are kept: the next file with the same heads may come from another machine, and tells by itself.
    """
    words = [[target, said, meant] for (target, said), meant in corrections.items() if target in COLUMNS]
    return json.dumps(
        {
            "columns": {str(number): target for number, target in plan.columns.items()},
            "words": words,
        },
        ensure_ascii=False,
    )


def words_of(memory: str) -> dict[tuple[str, str], str]:
    """The words for codes in a memory."""
    return {(target, said): meant for target, said, meant in json.loads(memory)["words"]}


def _remembered(plan: SheetPlan, memory: str | None) -> SheetPlan:
    if memory is None:
        return plan
    said = json.loads(memory)
    columns = {int(number): target for number, target in said["columns"].items() if target in TARGETS}
    return dataclasses.replace(
        plan,
        columns=columns,
        is_taken=plan.is_taken or "full_name" in columns.values(),
    )
