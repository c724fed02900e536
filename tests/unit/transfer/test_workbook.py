"""Spreadsheets as files: the template, and sheets that are hostile or simply not ours."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import openpyxl.xml
import pytest
from openpyxl.utils import get_column_letter

from census_desktop.base.errors import CensusError
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.spec import BadInput
from census_desktop.transfer import workbook_file
from census_desktop.transfer.cell_text import cell_text
from census_desktop.transfer.sheet_columns import COLUMNS
from census_desktop.transfer.sheet_writer import put_text
from census_desktop.transfer.workbook_file import Formula
from census_desktop.transfer.workbook_template import write_template
from tests.sheets import read_rows, write_sheet

if TYPE_CHECKING:
    from pathlib import Path


def _refused(path: Path) -> str:
    with pytest.raises(CensusError) as caught:
        list(read_rows(path))
    assert caught.value.advice
    assert path.name in caught.value.message
    return caught.value.code


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _repack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _sheet_xml(path: Path, change: Any) -> Path:
    parts = _parts(path)
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    return _repack(path, parts)


# ------------------------------------------------------------------------------------------------------- template


def test_template_when_written_has_machine_names_only_and_reads_as_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Phiếu DC01", "Hướng dẫn", "Danh mục"]
    sheet = book["Phiếu DC01"]
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    assert sheet.max_row == 1
    assert set(PERSON_FIELDS) < set(COLUMNS)
    assert list(read_rows(path)) == []


def test_template_when_filled_in_keeps_leading_zeros(tmp_path: Path) -> None:
    """Every column is text, so that a number typed into it stays as typed."""
    path = tmp_path / "mẫu.xlsx"
    write_template(path)
    sheet = openpyxl.load_workbook(path)["Phiếu DC01"]
    for number in range(1, len(COLUMNS) + 1):
        assert sheet.column_dimensions[get_column_letter(number)].number_format == "@"


def test_template_when_read_explains_every_column_and_lists_the_codes(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    explained = {row[0].value: row for row in book["Hướng dẫn"].iter_rows(min_row=2)}
    assert set(explained) == set(COLUMNS)
    assert all(row[1].value and row[3].value for row in explained.values())
    codes = {(row[0], row[1]): row[2] for row in book["Danh mục"].iter_rows(min_row=2, values_only=True)}
    assert codes["sex", "1"] == "Nam"
    assert codes["relation_to_head", "CH"] == "Chủ hộ"


def test_template_when_a_file_of_that_name_is_there_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    path.write_bytes("phiếu đã nhập".encode())
    with pytest.raises(CensusError) as caught:
        write_template(path)
    assert caught.value.code == "EXISTS"
    assert path.read_bytes().decode() == "phiếu đã nhập"


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-", "@SUM(A1)", "042090001234"])
def test_cell_when_written_as_text_holds_no_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ra.xlsx"
    book = openpyxl.Workbook()
    cell = book.worksheets[0]["A1"]
    put_text(cell, text)
    book.save(path)
    assert b"<f>" not in _parts(path)["xl/worksheets/sheet1.xml"]
    again = openpyxl.load_workbook(path).worksheets[0]["A1"]
    assert (again.value, again.data_type) == (text, "s")
    assert again.quotePrefix is (text[0] in "=+-@")


# -------------------------------------------------------------------------------------------------------- reading


def test_sheet_when_read_gives_filled_cells_with_row_numbers_of_the_program(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "danh sách.xlsx",
        [{"full_name": "Nguyễn Thị Hoà", "birth_date": 1990}, {}, {"full_name": "Võ Thị Hường", "sex": "  "}],
    )
    rows = list(read_rows(path))
    assert [(row.row_no, dict(row.values)) for row in rows] == [
        (2, {"full_name": "Nguyễn Thị Hoà", "birth_date": 1990}),
        (4, {"full_name": "Võ Thị Hường"}),
    ]


def test_sheet_when_a_cell_is_a_formula_is_never_evaluated(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": ('=HYPERLINK("http://x")',), "note": "=1+1"}])
    values = next(iter(read_rows(path))).values
    assert values["full_name"] == Formula('=HYPERLINK("http://x")')
    assert values["note"] == "=1+1"


def test_sheet_when_its_stated_size_is_wrong_loses_no_row(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": f"Đậu Văn {number}"} for number in range(50)])
    _sheet_xml(path, lambda xml: xml.replace(b'<dimension ref="A1:A51"', b'<dimension ref="A1:A2"'))
    assert b'ref="A1:A2"' in _parts(path)["xl/worksheets/sheet1.xml"]
    assert len(list(read_rows(path))) == 50


def test_sheet_when_something_stands_beside_the_columns_says_so(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D2"] = "ghi chú"
    book.save(path)
    assert "" in next(iter(read_rows(path))).values


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (["Số tờ", "Màu bìa"], "NO_MACHINE_NAMES"),
        (["birth_date", "sex"], "NO_MACHINE_NAMES"),
        ([], "NO_MACHINE_NAMES"),
        (["full_name", "birthday"], "UNKNOWN_COLUMNS"),
        (["full_name", "sex", "full_name"], "COLUMN_TWICE"),
    ],
)
def test_sheet_when_its_header_is_not_ours_is_refused(tmp_path: Path, columns: list[str], code: str) -> None:
    assert _refused(write_sheet(tmp_path / "a.xlsx", [], columns)) == code


def test_sheet_when_its_header_was_given_capitals_is_read(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{" Full_name ": "Võ Thị Hường", "SEX": "Nữ"}])
    assert [dict(row.values) for row in read_rows(path)] == [{"full_name": "Võ Thị Hường", "sex": "Nữ"}]


def test_sheet_when_a_column_is_unknown_names_it(tmp_path: Path) -> None:
    with pytest.raises(CensusError, match="birthday"):
        list(read_rows(write_sheet(tmp_path / "a.xlsx", [], ["full_name", "birthday"])))


def test_sheet_when_a_column_has_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CensusError, match="trống"):
        read_rows(write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường", "": "x", "sex": "Nữ"}]))


@pytest.mark.parametrize(
    "content", [b"", b"full_name\nNguyen", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 50]
)
def test_file_when_it_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert _refused(path) == "NOT_A_WORKBOOK"


def test_file_when_missing_is_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path / "không có.xlsx") == "NO_FILE"


def test_file_when_it_is_another_archive_is_refused(tmp_path: Path) -> None:
    assert _refused(_repack(tmp_path / "a.xlsx", {"word/document.xml": b"<a/>"})) == "NOT_A_WORKBOOK"


def test_file_when_it_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "MAX_FILE", 1000)
    assert _refused(write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])) == "TOO_BIG"


@pytest.mark.parametrize("megabytes", [30, 120])
def test_file_when_it_inflates_without_measure_is_refused_unopened(tmp_path: Path, megabytes: int) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    _repack(path, {**_parts(path), "xl/media/a.bin": b"\0" * (megabytes << 20)})
    assert path.stat().st_size < 1 << 20
    assert _refused(path) == "TOO_BIG"


def test_file_when_its_xml_has_entities_is_refused(tmp_path: Path) -> None:
    assert openpyxl.xml.DEFUSEDXML is True
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    entities = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    _sheet_xml(path, lambda xml: entities + xml[xml.index(b"<worksheet") :].replace(b"full_name", b"&a;"))
    assert _refused(path) == "NOT_A_WORKBOOK"


def test_file_when_its_xml_is_broken_is_refused(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    _sheet_xml(path, lambda xml: xml[: len(xml) // 2])
    assert _refused(path) == "NOT_A_WORKBOOK"


def test_sheet_when_it_has_too_many_rows_is_refused_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_file, "MAX_ROWS", 3)
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": f"Đậu Văn {number}"} for number in range(4)])
    assert _refused(path) == "TOO_MANY_ROWS"


def test_sheet_when_the_last_possible_row_is_filled_reads_it_at_once(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Thin</t></is></c></row></sheetData>'
    _sheet_xml(path, lambda xml: xml.replace(b"</sheetData>", far))
    assert [row.row_no for row in read_rows(path)] == [2, 1048576]


def test_sheet_when_the_last_possible_cell_is_filled_is_refused_not_cut(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [{"full_name": "Võ Thị Hường"}])
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Thin</t></is></c></row></sheetData>'
    _sheet_xml(path, lambda xml: xml.replace(b"</sheetData>", far))
    assert _refused(path) == "TOO_MANY_COLUMNS"


def test_workbook_when_it_has_no_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.create_chartsheet("Biểu đồ")
    book.remove(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    assert _refused(path) == "NOT_A_WORKBOOK"


# ---------------------------------------------------------------------------------------------------------- cells

PHONE = HOUSEHOLD_FIELDS["phone"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("full_name", " Nguyễn Thị Hoà ", "Nguyễn Thị Hoà"),
        ("full_name", "   ", None),
        ("full_name", None, None),
        ("birth_date", 1990, "1990"),
        ("birth_date", 1990.0, "1990"),
        ("birth_date", 14021990, "14021990"),
        ("birth_date", datetime.datetime(1990, 2, 14), "1990-02-14"),  # noqa: DTZ001  as openpyxl gives it
        ("birth_date", datetime.date(1990, 2, 14), "1990-02-14"),
        ("personal_id", 142090001234, "142090001234"),
        ("old_id", 183456789, "183456789"),
        ("father_id", 183456789, "183456789"),
        ("household_book_no", 310012345, "310012345"),
        ("signed_declarant", True, "1"),
        ("signed_declarant", False, None),
        ("signed_declarant", 1, "1"),
        ("signed_declarant", 0, None),
        ("sex", 2, "2"),
    ],
)
def test_cell_when_its_value_is_certain_becomes_text(name: str, value: Any, text: str | None) -> None:
    assert cell_text(PERSON_FIELDS[name], value) == text


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("personal_id", 42090001234, "số 0 ở đầu"),
        ("personal_id", 42090001234.0, "số 0 ở đầu"),
        ("old_id", 83456789, "số 0 ở đầu"),
        ("mother_id", 42090001234, "số 0 ở đầu"),
        ("birth_date", 32918, "không rõ ngày nào"),
        ("birth_date", 1021990, "không rõ ngày nào"),
        ("birth_date", 32918.5, "số lẻ"),
        ("birth_date", datetime.datetime(1990, 2, 14, 7, 30), "giờ"),  # noqa: DTZ001  as openpyxl gives it
        ("birth_date", datetime.time(7, 30), "giờ"),
        ("birth_date", datetime.date(1700, 2, 14), "năm"),
        ("slip_no", datetime.datetime(2026, 2, 1), "ngày giờ"),  # noqa: DTZ001  "1/2" typed into Excel
        ("slip_no", 10.0**18, "quá lớn"),
        ("slip_no", float("inf"), "quá lớn"),
        ("slip_no", float("nan"), "quá lớn"),
        ("full_name", True, "đúng/sai"),
        ("full_name", Formula("=A1"), "công thức"),
    ],
)
def test_cell_when_the_program_has_changed_what_was_typed_is_refused(name: str, value: Any, why: str) -> None:
    with pytest.raises(BadInput, match=f"(?i){why}"):
        cell_text(PERSON_FIELDS[name], value)


@pytest.mark.parametrize("number", [912345678, 393865123, 84912345678])
def test_cell_when_a_telephone_number_is_a_number_is_refused(number: int) -> None:
    with pytest.raises(BadInput, match="số 0 ở đầu"):
        cell_text(PHONE, number)
