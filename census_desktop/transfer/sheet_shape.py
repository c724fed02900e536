"""What a sheet of a spreadsheet is to look like: columns and rows as plain data."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from census_desktop.base.errors import BugError

OutValue = str | int | float | datetime.date | None

_FIRST_DAY = datetime.date(1900, 3, 1)  # Excel believes in 29/02/1900; before that its days are other days


class Form(enum.Enum):
    """How the cells of a column are kept."""

    TEXT = "@"  # ids and codes too: zeros at their front count
    DATE = "dd/mm/yyyy"
    ISO_DATE = "yyyy-mm-dd"
    NUMBER = "#,##0"
    SHARE = "0.0%"


RIGHT = frozenset({Form.NUMBER, Form.SHARE})  # forms whose figures stand below each other


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column.

    Attributes:
        name: machine name, in small letters above the head; "" for none.
        title: head of the column.
        form: how its cells are kept.
        width: in letters.
        is_on_paper: False for what only a machine reads: it stands behind the others and is not printed.
        wraps: long words go on in a second line, so that the column can be narrow.
    """

    name: str
    title: str
    form: Form = Form.TEXT
    width: float = 14
    is_on_paper: bool = True
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet.

    Attributes:
        name: on its tab.
        title: first line of the title block.
        lines: what stands below the title.
        columns: its columns.
        count: number of rows that will come.
        rows: one value for each column; None leaves the cell empty.
        fixed_columns: columns that stay in view while scrolling to the right.
        shows_names: the machine names are for people too; elsewhere their row is hidden, for the import alone.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[OutColumn, ...]
    count: int
    rows: Callable[[], Iterable[Sequence[OutValue]]]
    fixed_columns: int = 0
    shows_names: bool = False

    def __post_init__(self) -> None:
        on_paper = [column.is_on_paper for column in self.columns]
        if on_paper != sorted(on_paper, reverse=True):
            raise BugError(f"{self.name}: a column that is printed stands behind one that is not")

    @property
    def head_row(self) -> int:
        """Number of the row with the titles of the columns; the machine names stand above it."""
        return len(self.lines) + 4


def day_or_text(iso: str | None) -> OutValue:
    """A stored date as a real date where it is whole and Excel knows the day, else as people write it."""
    if iso is None:
        return None
    if len(iso) == len("1990-02-14"):
        try:
            day = datetime.date.fromisoformat(iso)
        except ValueError:  # what another machine wrote and nobody can read
            return iso
        if day >= _FIRST_DAY:
            return day
    return "/".join(reversed(iso.split("-")))
