"""From the lines of a sheet to rows of people, by its plan: merged cells filled, totals and titles left out by name."""

from __future__ import annotations

import bisect
import enum
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from census_desktop.base.text import N_
from census_desktop.domain.legacy_encodings import decode
from census_desktop.domain.vietnamese import clean, fold
from census_desktop.transfer.sheet_guess import cell_words, group_in, shown
from census_desktop.transfer.sheet_numbering import household_marks
from census_desktop.transfer.sheet_plan import SheetPlan
from census_desktop.transfer.sheet_totals import is_total
from census_desktop.transfer.workbook_file import BookSheet, CellValue, Formula, Line

_COLUMN_NUMBER = re.compile(r"\(?\s*([0-9]{1,2}|[a-z])\s*\)?", re.IGNORECASE)
_MOST_FILLED = 500_000  # cells that merged cells may stand for
_LABEL_WITHIN = 3  # cells with words
_FEW = 2  # filled cells of a line that is a remark, not a person
# One value for several rows makes sense for these; two people never share a name cell.
_NEVER_FILLED = frozenset({"full_name", "personal_id", "id_any", "old_id", "person_uuid", "numbering"})
_SPARSE = ("household_no", "household_book_no")


class LeftOut(enum.StrEnum):
    """Why a line is no person (message ids)."""

    REPEATED_HEAD = N_("Dòng lặp lại tên cột.")
    COLUMN_NUMBERS = N_("Dòng đánh số cột.")
    TOTAL = N_("Dòng tổng cộng.")
    SECTION = N_("Dòng tên thôn, tổ dân phố hoặc tiêu đề.")
    REMARK = N_("Dòng ghi chú, không có họ tên.")
    HIDDEN = N_("Dòng bị ẩn.")


@dataclass(slots=True)
class SheetRow:
    """One person's row.

    Attributes:
        row_no: number as the spreadsheet program shows it.
        values: raw values by target, letters in Unicode; "" holds what stands outside the named columns.
        sheet: name of its sheet.
        group: residential group a line above tells, "" for none.
        mark: the same for rows of one household, as far as numbering tells; "" for nothing.
        is_hidden: the spreadsheet program does not show it.
        is_ours: of the template; what a spreadsheet program has changed in it is refused, not restored.
    """

    row_no: int
    values: dict[str, CellValue | Formula]
    sheet: str = ""
    group: str = ""
    mark: str = ""
    is_hidden: bool = False
    is_ours: bool = False


@dataclass(slots=True)
class SheetRows:
    """What a sheet holds."""

    rows: list[SheetRow] = field(default_factory=list)
    left_out: list[tuple[int, LeftOut]] = field(default_factory=list)


def rows_of(sheet: BookSheet, lines: Sequence[Line], plan: SheetPlan) -> SheetRows:
    """Rows of people of a sheet; each line below the head is one, or is left out by name."""
    found = SheetRows()
    below = [line for line in lines if line.row_no > plan.head_row]
    fills = _merged_values(sheet, below, plan)
    name_head = next(
        (_key(plan.heads.get(at, "")) for at, name in plan.columns.items() if name == "full_name"), ""
    )
    is_ours = plan.is_ours
    group = plan.group
    for line in below:
        values = _values(sheet, line, plan)
        reason = None
        if not plan.with_hidden and line.row_no in sheet.layout.hidden_rows:
            reason = LeftOut.HIDDEN
        elif not is_ours:
            reason = _reason(line, values, name_head, _first_words(sheet, line, plan))
        if reason is not None:
            found.left_out.append((line.row_no, reason))
            if reason is LeftOut.SECTION:
                group = next((name for name in map(_group, values.values()) if name), group)
            continue
        for target, value in fills.get(line.row_no, {}).items():
            values.setdefault(target, value)
        is_hidden = line.row_no in sheet.layout.hidden_rows
        row = SheetRow(line.row_no, values, plan.sheet, group, "", is_hidden, is_ours)
        found.rows.append(row)
    if not is_ours:
        _mark_households(found.rows)
    return found


def _values(sheet: BookSheet, line: Line, plan: SheetPlan) -> dict[str, CellValue | Formula]:
    values: dict[str, CellValue | Formula] = {}
    for number, value in line.values.items():
        target = plan.columns.get(number)
        if target is None:
            if not plan.is_ours:
                continue  # a column that the plan leaves out
            target = ""
        if isinstance(value, str) and not value.isascii():
            value = decode(value, plan.encoding, sheet.font_of(line.styles.get(number, 0)))  # noqa: PLW2901
        values[target] = value
    return values


def _merged_values(
    sheet: BookSheet, lines: Sequence[Line], plan: SheetPlan
) -> Mapping[int, dict[str, CellValue | Formula]]:
    """Values of merged cells for the rows below their first, by row and target."""
    fills: dict[int, dict[str, CellValue | Formula]] = {}
    numbers = [line.row_no for line in lines]
    budget = _MOST_FILLED
    for first_row, first_column, last_row, _last_column in sheet.layout.merged:
        target = plan.columns.get(first_column, "")
        if first_row == last_row or not target or target in _NEVER_FILLED:
            continue
        start, end = bisect.bisect_left(numbers, first_row), bisect.bisect_right(numbers, last_row)
        budget -= end - start
        if start >= end or numbers[start] != first_row or budget < 0:
            continue
        value = _values(sheet, lines[start], plan).get(target)
        if value is not None:
            for line in lines[start + 1 : end]:
                fills.setdefault(line.row_no, {})[target] = value
    return fills


# ------------------------------------------------------------------------------------------------------- left out


def _first_words(sheet: BookSheet, line: Line, plan: SheetPlan) -> list[str]:
    """The first cells with words, those of columns without a meaning too: the label of a total may stand in any."""
    return list(
        itertools.islice(
            (
                words
                for at, value in sorted(line.values.items())
                if isinstance(value, str) and (words := clean(cell_words(sheet, line, at, plan.encoding)))
            ),
            _LABEL_WITHIN,
        )
    )


def _reason(
    line: Line, values: Mapping[str, CellValue | Formula], name_head: str, first_words: Sequence[str]
) -> LeftOut | None:
    name = values.get("full_name")
    named = _key(_words(name))
    if named and named == name_head:
        return LeftOut.REPEATED_HEAD
    if len(line.values) > _FEW and _are_column_numbers(line):
        return LeftOut.COLUMN_NUMBERS
    words = [text for value in values.values() if isinstance(value, str) and (text := clean(value))]
    if is_total(values, first_words):
        return LeftOut.TOTAL
    if len(values) == 1 and words and (name is None or group_in(_words(name))):
        return LeftOut.SECTION if group_in(words[0]) else LeftOut.REMARK if name is None else None
    if name is None and len(line.values) <= _FEW:
        return LeftOut.REMARK
    return None


def _are_column_numbers(line: Line) -> bool:
    """True for the line 1, 2, 3, … that stands below many heads."""
    last = 0
    for _number, value in sorted(line.values.items()):
        match = _COLUMN_NUMBER.fullmatch(shown(value).strip())
        if match is None:
            return False
        if match[1].isdigit():
            if int(match[1]) <= last:
                return False
            last = int(match[1])
    return last > 0


def _words(value: CellValue | Formula) -> str:
    return clean(value) if isinstance(value, str) else ""


def _group(value: CellValue | Formula) -> str:
    return group_in(_words(value))


def _key(text: str) -> str:
    return fold(text).strip()


# ------------------------------------------------------------------------------------------------------ households


def _mark_households(rows: Sequence[SheetRow]) -> None:
    """Note which rows the numbering puts together; a number that stands at the first row only holds for those below."""
    for target in _SPARSE:
        if any(target in row.values for row in rows):
            is_sparse = _fill_down(rows, target)
            if target == "household_no":
                for row in rows:
                    number = row.values.get(target)
                    row.mark = f"{row.group}/{shown(number)}" if number is not None else ""
                return
            if is_sparse:
                return
    if any("relation_to_head" in row.values for row in rows):
        return  # heads tell more than a running number
    for row, mark in zip(rows, household_marks([row.values.get("numbering") for row in rows]), strict=True):
        row.mark = mark


def _fill_down(rows: Sequence[SheetRow], target: str) -> bool:
    """Carry a number that stands only at the first row of each household to the rows below it."""
    filled = sum(1 for row in rows if target in row.values)
    if filled == len(rows) or target not in rows[0].values:
        return False
    heads_without = sum(1 for row in rows if target not in row.values and _is_head(row))
    if heads_without:
        return False  # blank means blank: a head without a number begins a household of its own
    last: SheetRow | None = None
    for row in rows:
        if target in row.values:
            last = row
        elif last is not None and row.group == last.group:
            row.values[target] = last.values[target]
    return True


def _is_head(row: SheetRow) -> bool:
    said = row.values.get("relation_to_head")
    return isinstance(said, str) and fold(said) in {"chu ho", "ch", "chu"}
