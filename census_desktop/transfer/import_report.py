"""What became of the rows of a spreadsheet; every one of them is accounted for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from census_desktop.transfer.sheet_slip import RowError


class Fate(enum.StrEnum):
    """What became of a row."""

    ADDED = "added"
    SKIPPED = "skipped"
    QUEUED = "queued"
    ERROR = "error"
    LEFT_OUT = "left_out"


class Choice(enum.StrEnum):
    """What a person says about a row that cannot be read."""

    REFUSE = "refuse"  # it stays an error
    SKIP = "skip"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class RowFate:
    """One row of the report.

    Attributes:
        sheet: name of its sheet.
        row: number as the spreadsheet program shows it.
        name: the person's name, "" where none could be read.
        fate: what became of it.
        message: why, in a sentence; what was restored.
    """

    sheet: str
    row: int
    name: str
    fate: Fate
    message: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLook:
    """A household as the rows form it, for looking at before anything is written.

    Attributes:
        head: name of its head, else of its first person.
        people: rows in it.
        first_row: number of its first row.
        sheet: name of its sheet.
        how: what put the rows together: uuid, place, book, mark (numbering), head (rows below a head) or alone.
        number: its number on the list, "" for none.
    """

    head: str
    people: int
    first_row: int
    sheet: str
    how: str
    number: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the rows.

    Attributes:
        rows: rows that are people.
        added: new people.
        skipped: rows whose person is here already, identical, or that somebody chose to leave out.
        queued: rows put aside for somebody to look at.
        errors: why the remaining rows were not taken; a row may have several.
        fates: every row of the sheets below their heads, lines that are no people too.
        households: how the rows were put together.
    """

    rows: int
    added: int
    skipped: int
    queued: int
    errors: tuple[RowError, ...]
    fates: tuple[RowFate, ...] = ()
    households: tuple[HouseholdLook, ...] = ()

    @property
    def left_out(self) -> tuple[RowFate, ...]:
        """Lines that are no people."""
        return tuple(fate for fate in self.fates if fate.fate is Fate.LEFT_OUT)

    @property
    def wrong(self) -> int:
        """Rows with errors."""
        return len({(error.sheet, error.row) for error in self.errors})
