"""`excel`: the five spreadsheets from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.command_line import household_rows, town_and_ward, write_sheet

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("kind", "sheets", "rows"), [("list", 1, 3), ("town", 2, 4), ("qcvn109", 1, 3), ("progress", 5, 13)]
)
def test_excel_when_asked_writes_the_file(tmp_path: Path, kind: str, sheets: int, rows: int) -> None:
    ward = town_and_ward(tmp_path)[1]
    ward.run("import", write_sheet(tmp_path / "vào.xlsx", household_rows()))
    path = tmp_path / "ra.xlsx"
    done = ward.ask("excel", kind, "--out", path)
    assert (done.code, done.json) == (0, {"file": str(path), "sheets": sheets, "rows": rows})
    assert len(openpyxl.load_workbook(path).sheetnames) == sheets
    again = ward.ask("excel", kind, "--out", path)
    assert (again.code, again.error) == (1, "EXISTS")


def test_excel_when_a_unit_is_unknown_says_so(tmp_path: Path) -> None:
    ward = town_and_ward(tmp_path)[1]
    assert ward.ask("excel", "list", "--unit", "99999", "--out", tmp_path / "a.xlsx").error == "UNKNOWN_UNIT"
