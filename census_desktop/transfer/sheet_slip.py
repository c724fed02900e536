"""One row of a spreadsheet read as one slip, with everything that could not be read."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TypeVar

from census_desktop.base.text import _
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.code_names import FEMALE, HEAD, MALE
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.spec import BadInput, FieldDef, Kind
from census_desktop.domain.vietnamese import tone_key
from census_desktop.transfer.cell_restore import restored
from census_desktop.transfer.cell_text import cell_text
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_guess import EXTRA_COLUMNS, shown
from census_desktop.transfer.sheet_lines import SheetRow
from census_desktop.transfer.workbook_file import CellValue, Formula

_T = TypeVar("_T")
Corrections = Mapping[tuple[str, str], str]
NO_CORRECTIONS: Corrections = MappingProxyType({})
_REPEATED = frozenset({Kind.CODE, Kind.PLACE, Kind.UNIT})


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was not taken.

    Attributes:
        row: number as the spreadsheet program shows it.
        field: machine name of the column, "" when it is no single one.
        message: one plain sentence.
        sheet: name of its sheet.
        value: what stands in the cell, in words.
    """

    row: int
    field: str
    message: str
    sheet: str = ""
    value: str = ""


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
        remarks: what was restored, for people to look at.
        sheet: name of its sheet.
        mark: the same for rows of one household, as far as numbering tells.
        is_hidden: the spreadsheet program does not show it.
        is_ours: a row of the template.
    """

    row_no: int
    person: dict[str, str] = field(default_factory=dict)
    household: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    person_uuid: uuid.UUID | None = None
    household_uuid: uuid.UUID | None = None
    errors: list[RowError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    sheet: str = ""
    mark: str = ""
    is_hidden: bool = False
    is_ours: bool = False

    @property
    def is_head(self) -> bool:
        """True for the head of a household."""
        return self.person.get("relation_to_head") == HEAD

    @property
    def likeness(self) -> tuple[str, str | None, str | None]:
        """Name (either tone placement), birth date and sex."""
        return likeness(self.person["full_name"], self.person.get("birth_date"), self.person.get("sex"))

    def fail(self, column: str, message: str, value: str = "") -> None:
        """Note why the row cannot be taken."""
        self.errors.append(RowError(self.row_no, column, message, self.sheet, value))


def likeness(name: str, birth_date: str | None, sex: str | None) -> tuple[str, str | None, str | None]:
    """What two rows about one person share."""
    return tone_key(name), birth_date, sex


def read_slip(row: SheetRow, own_unit: str | None, corrections: Corrections = NO_CORRECTIONS) -> Slip:
    """Read every cell; what cannot be read becomes an error of the row, nothing is guessed.

    Args:
        row: the raw cells.
        own_unit: unit text of the ward this machine stands in, None on the town's machine.
        corrections: what to read instead of some words.
    """
    slip = Slip(row.row_no, sheet=row.sheet, mark=row.mark, is_hidden=row.is_hidden, is_ours=row.is_ours)
    cells = row.values if row.is_ours else whole_answers(slip, row.values)
    for column, value in cells.items():
        said = corrections.get((column, shown(value)), value) if corrections else value
        if column in PERSON_FIELDS:
            _take(slip, slip.person, column, PERSON_FIELDS[column], said, is_ours=row.is_ours)
        elif column == "unit":
            _take_unit(slip, said, own_unit)
        elif column in HOUSEHOLD_COLUMNS:
            box = HOUSEHOLD_FIELDS[HOUSEHOLD_COLUMNS[column]]
            _take(slip, slip.household, column, box, said, is_ours=row.is_ours)
        elif column == "person_uuid":
            slip.person_uuid = _read(slip, column, said, partial(_uuid, said))
        elif column == "household_uuid":
            slip.household_uuid = _read(slip, column, said, partial(_uuid, said))
        elif column == "":
            slip.fail("", _("Có dữ liệu nằm ngoài các cột có tên."), shown(said))
    if row.group:
        slip.household.setdefault("residential_group", row.group)
    slip.unit = slip.household.get("unit", own_unit)
    if "full_name" not in slip.person and not any(error.field == "full_name" for error in slip.errors):
        slip.fail("full_name", _("Dòng này không có họ tên."))
    return slip


def _read(slip: Slip, column: str, value: CellValue | Formula, read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except BadInput as error:
        slip.fail(column, error.why, shown(value))
        return None


def _take(
    slip: Slip,
    answers: dict[str, str],
    column: str,
    box: FieldDef,
    value: CellValue | Formula,
    *,
    is_ours: bool,
) -> None:
    if not is_ours:
        value, remark = restored(box, value)
        if remark:
            slip.remarks.append(f"{_(box.label)}: {remark}")
    stored = _read(slip, column, value, partial(_stored, box, value))
    if stored is not None:
        answers[box.name] = stored


def _stored(box: FieldDef, value: CellValue | Formula) -> str | None:
    typed = cell_text(box, value)
    if typed is None:
        return None
    return _parsed(box, typed) if box.kind in _REPEATED else parse_answer(box, typed)


@lru_cache(maxsize=4096)  # few words make up most answers of these kinds
def _parsed(box: FieldDef, typed: str) -> str | None:
    return parse_answer(box, typed)


def _take_unit(slip: Slip, value: CellValue | Formula, own_unit: str | None) -> None:
    box = HOUSEHOLD_FIELDS["unit"]
    typed = _read(slip, "unit", value, partial(cell_text, box, value))
    if typed is None:
        return
    if own_unit is not None and _is_own(typed, own_unit):
        slip.household["unit"] = own_unit
    else:
        _take(slip, slip.household, "unit", box, typed, is_ours=True)


@lru_cache(maxsize=256)
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


# ------------------------------------------------------------------------------------------ answers in several columns


def whole_answers(slip: Slip, cells: Mapping[str, CellValue | Formula]) -> dict[str, CellValue | Formula]:
    """Put together what other people's sheets keep in parts.

    Day, month and year; a year below "Nam" or below "Nữ"; one column for old and new numbers.
    """
    whole = {column: value for column, value in cells.items() if column not in _PARTS}
    parts = {column: value for column, value in cells.items() if column in _PARTS}
    if not parts:
        return whole
    for sex, code in (("male", MALE), ("female", FEMALE)):
        born = parts.get(f"birth_{sex}")
        if born is not None:
            if "birth_date" in whole:
                slip.fail("birth_date", _("Có năm sinh ở cả cột nam và cột nữ."), shown(born))
            whole.setdefault("birth_date", born)
            whole.setdefault("sex", code)
        if parts.get(f"sex_{sex}") is not None:
            if "sex" in whole and whole["sex"] != code:
                slip.fail("sex", _("Đánh dấu ở cả cột nam và cột nữ."))
            whole["sex"] = code
    dated = [shown(parts[name]) for name in ("birth_day", "birth_month", "birth_year") if name in parts]
    if dated and "birth_date" not in whole:
        whole["birth_date"] = "/".join(dated)
    if "id_any" in parts:
        _split_number(whole, parts["id_any"])
    return whole


def _split_number(whole: dict[str, CellValue | Formula], value: CellValue | Formula) -> None:
    """Nine digits (eight of a number that lost a zero) are an old number, twelve (ten, eleven) the personal one."""
    if isinstance(value, int | float):
        column = "old_id" if len(shown(value)) <= 9 else "personal_id"
    else:
        column = "old_id" if sum(char.isdigit() for char in shown(value)) <= 9 else "personal_id"
    whole.setdefault(column, value)


_PARTS = frozenset(EXTRA_COLUMNS)
