"""A new code from the town's list to the ward's slips, sheets and papers, by command; and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import FAMILY, Machine, town_and_ward, write_sheet

HEAD = "list_name,code,valid_from,valid_to,label,other,number"


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    town, ward = town_and_ward(tmp_path)
    assert town.run("register", ward.key).code == 0
    return town, ward


def codes(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def test_code_when_the_town_adds_it_then_the_ward_types_imports_checks_and_prints_it(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    town, ward = machines
    stick = tmp_path / "usb"
    stick.mkdir()
    sheet = write_sheet(
        tmp_path / "phiếu.xlsx", [{**FAMILY[0], "ethnicity": "Pa Kô", "religion": "Công giáo"}]
    )
    assert ward.ask("import", sheet).json["errors"][0]["field"] == "ethnicity"

    new = codes(
        tmp_path / "mã mới.csv",
        "ethnic,pa_ko,2018-01-01,,Pa Kô,,57",
        "religion,02,2018-01-01,,Công giáo La Mã,,",
    )
    assert town.ask("codes", new, "--dry-run").json == {"rows": 2, "added": 2, "changed": 0}
    assert town.ask("codes").json == []
    assert "Chưa có mã nào" in town.run("codes").out
    assert town.ask("codes", new).json == {"rows": 2, "added": 2, "changed": 0}
    assert "0 mã mới, 0 mã đổi" in town.run("codes", new).out
    assert "Xem thử 2 dòng" in town.run("codes", new, "--dry-run").out
    assert town.ask("export", "--to-unit", "18754", "--out", stick).code == 0
    assert ward.ask("merge", stick).code == 0

    news = ward.ask("news").json["lines"]
    assert [(line["kind"], line["name"]) for line in news] == [("codes", "Dân tộc"), ("codes", "Tôn giáo")]
    assert news[0]["words"] == "pa_ko – Pa Kô, dùng từ 01/01/2018"
    assert ward.ask("import", sheet).json["added"] == 1
    (person,) = [json.loads(line) for line in ward.run("dump").out.splitlines() if '"kind": "person"' in line]
    assert (person["ethnicity"], person["religion"]) == ("pa_ko", "02")
    assert "ethnicity" not in {found.get("field") for found in ward.ask("check").json}
    out = tmp_path / "danh sách.xlsx"
    assert ward.run("excel", "town", "--out", out).code == 0
    words = {
        str(cell.value) for page in openpyxl.load_workbook(out) for row in page.iter_rows() for cell in row
    }
    assert {"Pa Kô", "Công giáo La Mã"} <= words
    household = person["household_uuid"]
    paper = tmp_path / "tóm tắt.pdf"
    assert ward.run("print", "household", household, "--out", paper).code == 0
    assert ward.ask("codes", new).error == "NOT_A_TOWN_MACHINE"


def test_codes_when_shown_written_and_changed_then_as_the_machine_reads_them(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    town, _ward = machines
    town.run("codes", codes(tmp_path / "a.csv", "religion,03,2018-01-01,2018-12-31,Phật giáo Hòa Hảo,,"))
    assert town.ask("codes").json == [
        {
            "list_name": "religion", "code": "03", "valid_from": "2018-01-01", "valid_to": "2018-12-31",
            "label": "Phật giáo Hòa Hảo",
        }
    ]  # fmt: skip
    assert "Tôn giáo: 03 – Phật giáo Hòa Hảo" in town.run("codes").out
    shown = town.ask("codes", "--list", "religion").json
    assert [line["code"] for line in shown if not line["offered"]] == ["03"]
    assert "Phật giáo Hòa Hảo (thôi dùng)" in town.run("codes", "--list", "religion").out
    out = tmp_path / "danh mục.xlsx"
    assert town.ask("codes", "--out", out).json["rows"] == 1
    assert "1 dòng" in town.run("codes", "--out", tmp_path / "nữa.xlsx").out
    assert town.ask("codes", "--out", out).error == "EXISTS"
    assert town.ask("codes", out).json == {"rows": 1, "added": 0, "changed": 0}
    refused = town.ask("codes", codes(tmp_path / "b.csv", "ethnic,x,2018-01-01,,Tày,,"))
    assert (refused.code, refused.error) == (1, "BAD_LIST")
    assert "dòng 2: Tên gọi: “Tày” đang chỉ mã tay" in refused.err
