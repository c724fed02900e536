"""Sheets of data: what is written is what a reader finds, nothing is a formula, nothing is left lying about."""

from __future__ import annotations

import csv
import datetime
import os
import tempfile
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from census_desktop.base.errors import BugError, CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.transfer import sheet_writer
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text
from census_desktop.transfer.sheet_writer import sheet_name, write_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BORN = datetime.datetime(1964, 8, 15)  # noqa: DTZ001  as openpyxl gives it
COLUMNS = (
    OutColumn("", "STT", Form.NUMBER, 6),
    OutColumn("full_name", "Họ và tên", width=28),
    OutColumn("birth_date", "Ngày sinh", Form.DATE, 12),
    OutColumn("personal_id", "Số định danh"),
    OutColumn("", "Tỷ lệ", Form.SHARE),
)
ROWS: tuple[tuple[OutValue, ...], ...] = (
    (1, "ĐẬU VĂN THÌN", datetime.date(1964, 8, 15), "042064001234", 0.5),
    (2, '=HYPERLINK("http://x")', "08/1964", None, None),
    (3, "<b>Võ & Hường</b>", "1967", "+84912", 1),
    (4, " Y Ngông \x07 Niê ", None, "@x", 0.125),
)


def _sheet(rows: Sequence[Sequence[OutValue]] = ROWS, name: str = "Nhân khẩu") -> OutSheet:
    return OutSheet(
        name, "DANH SÁCH", ("Phường Sông Trí", "Lập ngày 01/12/2026"), COLUMNS, len(rows), lambda: rows, 2
    )


def test_sheet_when_written_is_found_again_by_another_reader(tmp_path: Path) -> None:
    path = tmp_path / "danh sách.xlsx"
    assert write_sheets(path, [_sheet(), _sheet(ROWS[:1], "Hộ: A/B")]) == 5
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Nhân khẩu", "Hộ  A B"]
    sheet = book["Nhân khẩu"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["DANH SÁCH", *_sheet().lines]
    assert [cell.value for cell in sheet[5]] == [None, "full_name", "birth_date", "personal_id", None]
    assert [cell.value for cell in sheet[6]] == [column.title for column in COLUMNS]
    assert [cell.value for cell in sheet[7]] == [
        1,
        "ĐẬU VĂN THÌN",
        BORN,
        "042064001234",
        0.5,
    ]
    assert [cell.number_format for cell in sheet[7]] == ["#,##0", "@", "dd/mm/yyyy", "@", "0.0%"]
    assert [cell.value for cell in sheet[8]][1:3] == ['=HYPERLINK("http://x")', "08/1964"]
    assert sheet["B9"].value == "<b>Võ & Hường</b>"
    assert sheet["B10"].value == " Y Ngông \ufffd Niê "
    assert sheet.freeze_panes == "C7"
    assert sheet.auto_filter.ref == "A6:E10"
    assert sheet.column_dimensions["B"].width == 28


def test_sheet_when_a_name_looks_like_a_formula_holds_none(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheets(path, [_sheet()])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet[cell].data_type for cell in ("B8", "D9", "D10")] == ["s", "s", "s"]
    assert all(sheet[cell].quotePrefix for cell in ("B8", "D9", "D10"))
    assert not sheet["B7"].quotePrefix


def test_sheet_when_written_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, kept = tmp_path / "tạm", tmp_path / "ra"
    scratch.mkdir()
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(scratch))
    seen: list[str] = []

    def rows() -> Sequence[Sequence[OutValue]]:
        seen.extend(path.read_bytes().decode("latin-1") for path in (*scratch.iterdir(), *kept.iterdir()))
        return ROWS

    sheet = _sheet()
    write_sheets(kept / "a.xlsx", [OutSheet(sheet.name, sheet.title, sheet.lines, COLUMNS, len(ROWS), rows)])
    assert seen == []  # while the rows are written nothing lies anywhere
    assert list(scratch.iterdir()) == []
    assert [path.name for path in kept.iterdir()] == ["a.xlsx"]


def test_sheet_when_stopped_half_way_leaves_no_file(tmp_path: Path) -> None:
    control = JobControl()

    def rows() -> Sequence[Sequence[OutValue]]:
        control.stop()
        return [ROWS[0]] * 2000

    with pytest.raises(CancelledError):
        write_sheets(tmp_path / "a.xlsx", [OutSheet("A", "B", (), COLUMNS, 2000, rows)], control)
    assert list(tmp_path.iterdir()) == []


def test_sheet_when_it_reads_back_otherwise_does_not_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_writer, "escape", lambda text: "THIN" if "THÌN" in text else "")
    with pytest.raises(CensusError) as caught:
        write_sheets(tmp_path / "a.xlsx", [_sheet()])
    assert (caught.value.code, "7" in caught.value.message) == ("READ_BACK_DIFFERS", True)
    assert list(tmp_path.iterdir()) == []


def test_sheet_when_rows_are_missing_is_a_bug_not_a_short_list(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(BugError):
            write_sheets(tmp_path / name, [OutSheet("A", "B", (), COLUMNS, 9, lambda: ROWS)])
    assert list(tmp_path.iterdir()) == []


def test_file_when_there_already_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("phiếu đã nhập", encoding="utf-8")
    with pytest.raises(CensusError) as caught:
        write_sheets(path, [_sheet()])
    assert caught.value.code == "EXISTS"
    assert path.read_text(encoding="utf-8") == "phiếu đã nhập"
    write_sheets(path, [_sheet()], replace=True)
    assert zipfile.is_zipfile(path)


def test_csv_when_written_carries_the_mark_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "danh sách.csv"
    assert write_sheets(path, [_sheet()]) == 4
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as reader:
        rows = list(csv.reader(reader))
    assert rows[0] == [column.title for column in COLUMNS]
    assert rows[1] == ["1", "ĐẬU VĂN THÌN", "15/08/1964", "042064001234", "0.5"]
    assert rows[2][1] == '\'=HYPERLINK("http://x")'
    assert rows[3][3] == "'+84912"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (None, None),
        ("1990", "1990"),
        ("1990-02", "02/1990"),
        ("1990-02-14", datetime.date(1990, 2, 14)),
        ("1900-02-28", "28/02/1900"),  # Excel counts that year wrongly
        ("1990-02-31", "1990-02-31"),
    ],
)
def test_day_when_not_whole_or_not_known_to_excel_stays_text(stored: str | None, shown: OutValue) -> None:
    assert day_or_text(stored) == shown


@pytest.mark.parametrize(("text", "name"), [("[Tổ] 1/2", "Tổ  1 2"), ("x" * 40, "x" * 31), ("''", "1")])
def test_name_of_a_sheet_when_no_spreadsheet_takes_it_is_made_fit(text: str, name: str) -> None:
    assert sheet_name(text) == name


@pytest.mark.parametrize(
    ("width", "sheets_wide", "again"), [(20, 1, None), (120, 2, "$A:$B"), (300, 5, "$A:$B")]
)
def test_sheet_when_too_wide_for_paper_goes_over_several_and_names_each_row_again(
    tmp_path: Path, width: float, sheets_wide: int, again: str | None
) -> None:
    columns = tuple(OutColumn(f"c{at}", "Nơi đăng ký khai sinh", width=width) for at in range(4))
    wide = OutSheet("A", "DANH SÁCH", (), columns, 0, lambda: (), 2)
    write_sheets(tmp_path / "a.xlsx", [wide])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (sheets_wide, again)
    assert sheet.page_setup.fitToHeight == 0


def test_head_when_its_words_are_long_is_high_enough(tmp_path: Path) -> None:
    columns = (OutColumn("", "Tính tại đơn vị quân đội, công an", width=9), OutColumn("", "STT", width=9))
    write_sheets(tmp_path / "a.xlsx", [OutSheet("A", "B", (), columns, 0, lambda: ())])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.row_dimensions[4].height >= 5 * 15


def test_columns_for_machines_when_written_stand_behind_and_are_not_printed(tmp_path: Path) -> None:
    seen, unseen = OutColumn("full_name", "Họ và tên"), OutColumn("sex", "Giới tính (mã)", is_on_paper=False)
    rows = [("Đậu Văn Thìn", "1"), ("Võ Thị Hường", "2")]
    write_sheets(tmp_path / "a.xlsx", [OutSheet("A", "DANH SÁCH", (), (seen, unseen), 2, lambda: rows)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.print_area == "'A'!$A$1:$A$6"
    assert [cell.value for cell in sheet[6]] == list(rows[1])
    with pytest.raises(BugError, match="is printed"):
        OutSheet("A", "DANH SÁCH", (), (unseen, seen), 0, lambda: ())


def test_row_when_its_words_wrap_is_as_high_as_they_need(tmp_path: Path) -> None:
    columns = (OutColumn("full_name", "Họ và tên"), OutColumn("note", "Ghi chú", width=12, wraps=True))
    rows = [
        ("Đậu Văn Thìn có một cái tên rất dài", "Ngắn"),
        ("Võ Thị Hường", "Tổ dân phố 3, phường Sông Trí, thị xã Kỳ Anh"),
        ("Lê Na", None),
        ("Lê Tú", "=SUM(A1) và mấy chữ nữa"),
    ]
    write_sheets(tmp_path / "a.xlsx", [OutSheet("A", "DANH SÁCH", (), columns, 4, lambda: rows)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [sheet.row_dimensions[row].height for row in range(5, 9)] == [None, 60, None, 30]
    assert [sheet.cell(row, 2).alignment.wrap_text for row in (6, 8)] == [True, True]
    assert not sheet["A5"].alignment.wrap_text
    assert sheet["B8"].quotePrefix


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Kỳ Anh", 1),
        ("Xã Kỳ Hoa, thị xã", 2),
        ("a" * 25, 3),
        ("Xã " + "a" * 10, 2),
        ("a" * 10 + " b", 2),
    ],
)
def test_lines_of_a_cell_when_counted_break_between_words(text: str, lines: int) -> None:
    assert sheet_writer._line_count(text, 10) == lines
