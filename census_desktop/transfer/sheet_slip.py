"""One row of a spreadsheet read as one slip, with everything that could not be read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from census_desktop.base.text import _
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.domain.vietnamese import tone_key
from census_desktop.transfer.cell_text import cell_text
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.workbook import SheetRow
from census_desktop.transfer.workbook_file import CellValue, Formula

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was not taken.

    Attributes:
        row: number as the spreadsheet program shows it.
        field: machine name of the column, "" when it is no single one.
        message: one plain sentence.
    """

    row: int
    field: str
    message: str


@dataclass(slots=True)
class Slip:
    """A row as read; gathers errors until it is decided what becomes of it.

    Attributes:
        row_no: number as the spreadsheet program shows it.
        person: filled answers of the person in stored form.
        household: filled answers of the household in stored form, by names of `Household`.
        unit: unit the row belongs to: as written, else the own unit of the ward; None when neither is there.
        person_uuid: as written, None when blank.
        household_uuid: as written, None when blank.
        errors: what could not be read.
    """

    row_no: int
    person: dict[str, str] = field(default_factory=dict)
    household: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    person_uuid: uuid.UUID | None = None
    household_uuid: uuid.UUID | None = None
    errors: list[RowError] = field(default_factory=list)

    @property
    def is_head(self) -> bool:
        """True for the head of a household."""
        return self.person.get("relation_to_head") == HEAD

    @property
    def likeness(self) -> tuple[str, str | None, str | None]:
        """Name (either tone placement), birth date and sex."""
        return likeness(self.person["full_name"], self.person.get("birth_date"), self.person.get("sex"))

    def fail(self, column: str, message: str) -> None:
        """Note why the row cannot be taken."""
        self.errors.append(RowError(self.row_no, column, message))


def likeness(name: str, birth_date: str | None, sex: str | None) -> tuple[str, str | None, str | None]:
    """What two rows about one person share."""
    return tone_key(name), birth_date, sex


def read_slip(row: SheetRow, own_unit: str | None) -> Slip:
    """Read every cell; what cannot be read becomes an error of the row, nothing is guessed.

    Args:
        row: the raw cells.
        own_unit: unit text of the ward this machine stands in, None on the town's machine.
    """
    slip = Slip(row.row_no)
    for column, value in row.values.items():
        if column in PERSON_FIELDS:
            _take(slip, slip.person, column, PERSON_FIELDS[column], value)
        elif column == "unit":
            _take_unit(slip, value, own_unit)
        elif column in HOUSEHOLD_COLUMNS:
            _take(slip, slip.household, column, HOUSEHOLD_FIELDS[HOUSEHOLD_COLUMNS[column]], value)
        elif column == "person_uuid":
            slip.person_uuid = _read(slip, column, partial(_uuid, value))
        elif column == "household_uuid":
            slip.household_uuid = _read(slip, column, partial(_uuid, value))
        else:
            slip.fail("", _("Có dữ liệu nằm ngoài các cột có tên."))
    slip.unit = slip.household.get("unit", own_unit)
    if "full_name" not in slip.person and not any(error.field == "full_name" for error in slip.errors):
        slip.fail("full_name", _("Dòng này không có họ tên."))
    return slip


def _read(slip: Slip, column: str, read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except BadInput as error:
        slip.fail(column, error.why)
        return None


def _take(
    slip: Slip, answers: dict[str, str], column: str, box: FieldDef, value: CellValue | Formula
) -> None:
    stored = _read(slip, column, partial(_stored, box, value))
    if stored is not None:
        answers[box.name] = stored


def _stored(box: FieldDef, value: CellValue | Formula) -> str | None:
    typed = cell_text(box, value)
    return None if typed is None else parse_answer(box, typed)


def _take_unit(slip: Slip, value: CellValue | Formula, own_unit: str | None) -> None:
    typed = _read(slip, "unit", partial(cell_text, HOUSEHOLD_FIELDS["unit"], value))
    if typed is None:
        return
    if own_unit is not None and _is_own(typed, own_unit):
        slip.household["unit"] = own_unit
    else:
        _take(slip, slip.household, "unit", HOUSEHOLD_FIELDS["unit"], typed)


def _is_own(typed: str, own_unit: str) -> bool:
    """True for the own unit's code or name, although other units may have carried them in other years."""
    try:
        own = UnitKey.from_text(own_unit)
        return area().parse_unit(typed, own.valid_from).key == own
    except BadInput:
        return False


def _uuid(value: CellValue | Formula) -> uuid.UUID:
    try:
        return uuid.UUID(str(value).strip())
    except ValueError as error:
        raise BadInput(
            str(value), _("Không phải mã của phần mềm; hãy để trống cho người hoặc hộ mới.")
        ) from error
