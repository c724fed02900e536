"""`print`: every paper from the command line, as words in the PDF, with embedded fonts; nothing half written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from census_desktop.base.shortcuts import SHORTCUTS
from tests.command_line import FAMILY, SONG_TRI, Machine, household_rows, town_and_ward, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

FONTS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
MINORITY = (
    {"full_name": "H'Bia Êban", "birth_date": "14/02/1990", "sex": "Nữ", "relation_to_head": "CH"},
    {"full_name": "Y Ngông Niê Kdăm", "birth_date": "1985", "sex": "Nam", "relation_to_head": "C"},
)


@pytest.fixture
def ward(tmp_path: Path) -> Machine:
    """A ward with three households in two groups."""
    _town, ward = town_and_ward(tmp_path)
    rows = [
        *household_rows(),
        *household_rows(MINORITY, household_no="9", head_name="H'Bia Êban"),
        *household_rows(FAMILY[:1], household_no="1", residential_group="Thôn Hoà Lộc"),
    ]
    done = ward.ask("import", write_sheet(tmp_path / "phiếu.xlsx", rows))
    assert done.json["added"] == 6, done.out
    return ward


def read(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(path).pages).split())


def fonts(path: Path) -> dict[str, bool]:
    """Fonts of a file, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in read(path).pages:
        each: Any
        for each in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = each.get_object()
            inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            found[str(font["/BaseFont"]).lstrip("/").rpartition("+")[2]] = "/FontFile2" in inner
    return found


def paper(machine: Machine, out: Path, *words: str) -> Any:
    done = machine.ask("print", *words, "--out", out)
    assert done.code == 0, done.out
    return done.json


def test_households_of_a_unit_when_printed_come_in_the_order_of_houses(ward: Machine, tmp_path: Path) -> None:
    out = tmp_path / "phường.pdf"
    answer = paper(ward, out, "household", "--unit", "18754")
    assert answer["households"] == 3
    assert answer["pages"] == len(read(out).pages)
    text = words(out)
    assert [text.index(f"Phiếu hộ {number} ") for number in ("1", "9", "12")] == sorted(
        text.index(f"Phiếu hộ {number} ") for number in ("1", "9", "12")
    )
    for name in ("H'BIA ÊBAN", "Y NGÔNG NIÊ KDĂM", "VÕ THỊ HƯỜNG"):
        assert name in text


def test_households_when_printed_by_group_are_a_file_each(ward: Machine, tmp_path: Path) -> None:
    out = tmp_path / "theo thôn"
    answer = paper(ward, out, "household", "--all", "--by-group")
    assert sorted(path.name for path in out.iterdir()) == [
        "tong-hop-18754-thon-hoa-loc.pdf",
        "tong-hop-18754-to-dan-pho-3.pdf",
    ]
    assert answer["households"] == 3
    assert "H'BIA ÊBAN" in words(out / "tong-hop-18754-to-dan-pho-3.pdf")
    shown = ward.run("print", "household", "--group", "Thôn Hoà Lộc", "--by-group", "--out", tmp_path / "nữa")
    assert shown.code == 0
    again = ward.ask("print", "household", "--all", "--by-group", "--out", out)
    assert again.error == "EXISTS"
    assert len(list(out.iterdir())) == 2


def test_households_when_said_to_be_printed_are_marked_next_time(ward: Machine, tmp_path: Path) -> None:
    woman = ward.person("H'Bia Êban")
    assert paper(ward, tmp_path / "1.pdf", "household", woman["person_uuid"])["logged"] == 0
    assert "Đã in ngày" not in words(tmp_path / "1.pdf")
    assert paper(ward, tmp_path / "2.pdf", "household", woman["household_uuid"], "--printed")["logged"] == 1
    paper(ward, tmp_path / "3.pdf", "household", woman["household_uuid"])
    assert "từ đó không có gì đổi" in words(tmp_path / "3.pdf")
    assert ward.run("edit", woman["person_uuid"], "religion=Công giáo").code == 0
    paper(ward, tmp_path / "4.pdf", "household", woman["household_uuid"])
    assert "▲ Đổi từ lần in" in words(tmp_path / "4.pdf")
    assert "Tôn giáo" in words(tmp_path / "4.pdf")


def test_households_when_none_are_named_says_how(ward: Machine, tmp_path: Path) -> None:
    done = ward.ask("print", "household", "--out", tmp_path / "x.pdf")
    assert done.code == 2
    assert "Chưa nói in hộ nào." in done.out + done.err
    one = ward.person("H'Bia Êban")["household_uuid"]
    done = ward.ask("print", "household", one, "--by-group", "--out", tmp_path / "không")
    assert done.code == 2
    done = ward.ask("print", "household", "--group", "Thôn không có", "--out", tmp_path / "x.pdf")
    assert done.error == "NOTHING_TO_PRINT"
    done = ward.ask(
        "print", "household", "--group", "Thôn không có", "--by-group", "--out", tmp_path / "không"
    )
    assert done.error == "NOTHING_TO_PRINT"
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("paper_name", "expected"),
    [
        ("list", "DANH SÁCH HỘ GIA ĐÌNH"),
        ("missing", "DANH SÁCH CHƯA CÓ PHIẾU"),
        ("absent", "DANH SÁCH NGƯỜI VẮNG MẶT"),
        ("followup", "DANH SÁCH PHÚC TRA"),
        ("progress", "TIẾN ĐỘ THU THẬP"),
        ("journal", "Sổ các lần gộp dữ liệu"),
        ("keys", "BẢNG PHÍM"),
        ("dc01", "PHIẾU THU THẬP THÔNG TIN DÂN CƯ"),
    ],
)
def test_paper_when_printed_has_its_title_and_only_our_embedded_fonts(
    ward: Machine, tmp_path: Path, paper_name: str, expected: str
) -> None:
    out = tmp_path / "giấy.pdf"
    answer = paper(ward, out, paper_name)
    assert answer["pages"] == len(read(out).pages)
    assert expected in words(out)
    found = fonts(out)
    assert set(found) <= FONTS
    assert all(found.values())


def test_list_when_printed_for_a_group_holds_only_it(ward: Machine, tmp_path: Path) -> None:
    paper(ward, tmp_path / "thôn.pdf", "list", "--group", "Thôn Hoà Lộc")
    text = words(tmp_path / "thôn.pdf")
    assert "NGUYỄN VĂN THÌN" in text
    assert "ÊBAN" not in text
    paper(ward, tmp_path / "phường.pdf", "list", "--unit", SONG_TRI)
    assert "H'BIA ÊBAN" in words(tmp_path / "phường.pdf")


def test_slip_when_printed_in_the_other_layout_says_which(ward: Machine, tmp_path: Path) -> None:
    woman = ward.person("H'Bia Êban")
    paper(ward, tmp_path / "2020.pdf", "dc01", woman["person_uuid"], "--layout", "2020")
    text = words(tmp_path / "2020.pdf")
    assert "104/2020" in text
    assert "H'BIA ÊBAN" in text
    answer = paper(ward, tmp_path / "hộ.pdf", "dc01", woman["household_uuid"])
    assert answer["pages"] == 2
    assert "66/2015" in words(tmp_path / "hộ.pdf")


def test_key_card_when_printed_names_every_key(ward: Machine, tmp_path: Path) -> None:
    paper(ward, tmp_path / "phím.pdf", "keys")
    text = words(tmp_path / "phím.pdf")
    assert all(entry.shown in text and entry.label in text for entry in SHORTCUTS)


def test_town_when_it_prints_lists_covers_all_units(tmp_path: Path) -> None:
    town, _ward = town_and_ward(tmp_path)
    paper(town, tmp_path / "tất cả.pdf", "missing")
    assert "Thị xã Kỳ Anh" in words(tmp_path / "tất cả.pdf")
