"""Spreadsheets for tests, written as a spreadsheet program would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

from census_desktop.base.jobs import JobControl
from census_desktop.store.import_queue import queued
from census_desktop.store.records import iter_households, iter_people, members
from census_desktop.transfer.import_report import ImportResult
from census_desktop.transfer.sheet_guess import look_at
from census_desktop.transfer.sheet_lines import rows_of
from census_desktop.transfer.sheet_plan import BookPlan, check_machine_names, check_plan, propose
from census_desktop.transfer.workbook_file import Book
from census_desktop.transfer.workbook_import import import_workbook
from tests.transfer_world import all_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store
    from census_desktop.transfer.sheet_lines import SheetRow


def write_sheet(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Path:
    """Write rows by machine name; texts as text cells (also "=…"), everything else with the type it has.

    Wrap a text in a tuple to have it written as a formula.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    for column_no, name in enumerate(names, start=1):
        sheet.cell(1, column_no, name)
    for row_no, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(row_no, names.index(name) + 1)
            if isinstance(value, tuple):
                cell.value = value[0]
            else:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


FAMILY: tuple[Mapping[str, str], ...] = (
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12", "address": "Ngõ 5 đường Lê Đại Hành",
        "full_name": "ĐẬU VĂN THÌN", "birth_date": "15/08/1964", "sex": "Nam", "ethnicity": "Kinh",
        "personal_id": "042064001234", "relation_to_head": "Chủ hộ",
    },
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12",
        "full_name": "VÕ THỊ HƯỜNG", "birth_date": "1967", "sex": "Nữ", "ethnicity": "Kinh", "relation_to_head": "Vợ",
    },
    {
        "residential_group": "Tổ dân phố 3", "household_no": "12",
        "full_name": "ĐẬU THỊ HOÀ", "birth_date": "02/1992", "sex": "Nữ", "relation_to_head": "Con đẻ",
    },
)  # fmt: skip

NAME = "danh sách.xlsx"


def read_rows(path: Path) -> list[SheetRow]:
    """Rows of the first sheet, as an import takes them when nobody says otherwise."""
    with Book(path) as book:
        sheet = book.sheets[0]
        lines = list(sheet.lines())
    look = look_at(sheet, lines)
    check_machine_names(path, look)
    plan = propose(look)
    check_plan(path, BookPlan((plan,)))
    return rows_of(sheet, lines, plan).rows


def import_rows(store: Store, *rows: Mapping[str, Any]) -> ImportResult:
    """A trial run, which must say the same and write nothing, then the import."""
    path = write_sheet(store.folder.root / NAME, rows)
    before = all_lines(store), queued(store)
    trial = import_workbook(store, path, True, JobControl())
    assert (all_lines(store), queued(store)) == before
    done = import_workbook(store, path, False, JobControl())
    assert trial == done
    assert done.rows == done.added + done.skipped + done.queued + len({error.row for error in done.errors})
    return done


def tally(done: ImportResult) -> tuple[int, int, int, list[tuple[int, str]]]:
    return done.added, done.skipped, done.queued, [(error.row, error.field) for error in done.errors]


def homes(store: Store) -> list[list[str]]:
    """Names by household."""
    found = [
        [person.full_name or "" for person in members(store, household.household_uuid)]
        for household in iter_households(store)
    ]
    return sorted(found)


def only(store: Store) -> Person:
    people = list(iter_people(store))
    assert len(people) == 1
    return people[0]
