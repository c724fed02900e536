"""Workbooks made to do harm, or not what they say: each has a sentence of its own, and nothing is changed by any."""

from __future__ import annotations

import re
import socket
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.services.spreadsheets import import_sheet, look_at_sheets
from census_desktop.store.import_queue import queued
from census_desktop.store.records import counts
from census_desktop.transfer.workbook_file import Book
from tests.messy_sheets import people_of, take, write_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from census_desktop.store.store import Store

HEAD = ("Họ và tên", "Năm sinh")
ROWS = [HEAD, ("Đậu Văn Thìn", 1964), ("Võ Thị Hường", 1967)]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XML = b'<?xml version="1.0"?>'
LAUGHS = b"<!DOCTYPE x [" + b'<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (place, b"&a%d;" % (place - 1) * 10) for place in range(1, 10)
) + b"]>"  # fmt: skip
FETCHED = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
LOCAL_FILE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(autouse=True)
def nobody_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook must never make the program call anybody."""

    def called(*where: object) -> None:
        raise AssertionError(where)

    monkeypatch.setattr(socket.socket, "connect", called)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def changed(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    write_book(path, {"A": ROWS})
    found = parts(path)
    return packed(path, {**found, member: change(found[member])})


SHEET = "xl/worksheets/sheet1.xml"


def with_entities(declared: bytes, used: bytes) -> Callable[[Path], Path]:
    return lambda path: changed(
        path, SHEET, lambda xml: XML + declared + xml[xml.index(b"<worksheet") :].replace(b"1964", used)
    )


def with_bomb(path: Path) -> Path:
    write_book(path, {"A": ROWS})
    return packed(path, {**parts(path), "xl/media/a.bin": b"\0" * (120 << 20)})


def with_many_members(path: Path) -> Path:
    write_book(path, {"A": ROWS})
    return packed(path, {**parts(path), **{f"xl/media/{number}.txt": b"x" for number in range(1100)}})


def with_far_cell(path: Path) -> Path:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return changed(path, SHEET, lambda xml: xml.replace(b"</sheetData>", far))


def flipped(path: Path) -> Path:
    """Bytes in the middle of a packed sheet turned over."""
    write_book(path, {"A": ROWS})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    for place in range(start + 20, start + 60):
        data[place] ^= 0xFF
    path.write_bytes(data)
    return path


def cut(path: Path) -> Path:
    write_book(path, {"A": ROWS})
    path.write_bytes(path.read_bytes()[:-400])
    return path


def bytes_of(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (with_bomb, "TOO_BIG", "lớn bất thường"),
        (with_many_members, "TOO_BIG", "lớn bất thường"),
        (with_entities(LAUGHS, b"&a9;"), "NOT_A_WORKBOOK", "khai báo thực thể"),
        (with_entities(LOCAL_FILE, b"&a;"), "NOT_A_WORKBOOK", "khai báo thực thể"),
        (with_far_cell, "TOO_MANY_COLUMNS", "cột thứ 16384, dòng 1048576"),
        (lambda path: changed(path, SHEET, lambda xml: xml[: len(xml) // 2]), "NOT_A_WORKBOOK", "bị hỏng"),
        (flipped, "NOT_A_WORKBOOK", "bị hỏng"),
        (cut, "NOT_A_WORKBOOK", "bị hỏng"),
        (bytes_of(OLE + b"\0" * 600), "OLD_WORKBOOK", r"đời cũ \(.xls\)"),
        (bytes_of(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), "LOCKED_WORKBOOK", "mật khẩu"),
        (bytes_of("STT;Họ tên\n1;Đậu Văn Thìn\n".encode()), "NOT_A_WORKBOOK", "tệp chữ"),
        (bytes_of("\ufeffSTT,Họ tên\n1,Đậu Văn Thìn\n".encode()), "NOT_A_WORKBOOK", "tệp chữ"),
        (bytes_of(b"<html><table><tr><td>Ho ten</td></tr></table>"), "NOT_A_WORKBOOK", "trang web"),
        (bytes_of(b""), "NOT_A_WORKBOOK", "không phải là bảng tính"),
        (lambda path: packed(path, {"xl/workbook.bin": b"x"}), "NOT_A_WORKBOOK", r"\.xlsb"),
        (lambda path: packed(path, {"content.xml": b"<a/>"}), "NOT_A_WORKBOOK", r"\.ods"),
        (lambda path: packed(path, {"word/document.xml": b"<a/>"}), "NOT_A_WORKBOOK", "Word"),
        (lambda path: packed(path, {"ppt/presentation.xml": b"<a/>"}), "NOT_A_WORKBOOK", "PowerPoint"),
    ],
)  # fmt: skip
def test_workbook_when_evil_or_something_else_is_refused_with_its_own_sentence(
    store: Store, tmp_path: Path, make: Callable[[Path], Path], code: str, words: str
) -> None:
    path = make(tmp_path / "danh sách.xlsx")
    with pytest.raises(CensusError) as caught:
        import_sheet(store, path, dry_run=False, control=JobControl())
    assert caught.value.code == code
    assert re.search(words, caught.value.message)
    assert path.name in caught.value.message
    assert caught.value.advice
    assert (counts(store), queued(store)) == ((0, 0), ())


def test_workbook_when_it_points_to_a_description_elsewhere_fetches_nothing(
    store: Store, tmp_path: Path
) -> None:
    path = with_entities(FETCHED, b"1964")(tmp_path / "a.xlsx")
    assert take(store, path).added == 2


@pytest.mark.parametrize("stated", [b"A1:A1", b"A1:XFD1048576", b"B7:C9"])
def test_workbook_when_it_states_a_wrong_size_loses_nobody(
    store: Store, tmp_path: Path, stated: bytes
) -> None:
    def wrong(xml: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + stated + b'"', xml)

    assert take(store, changed(tmp_path / "a.xlsx", SHEET, wrong)).added == 2


def test_workbook_when_it_has_macros_and_links_is_read_without_them_and_says_so(
    store: Store, tmp_path: Path
) -> None:
    path = write_book(tmp_path / "a.xlsm", {"A": ROWS})
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    packed(path, {**parts(path), "xl/vbaProject.bin": OLE, "xl/externalLinks/externalLink1.xml": link})
    with Book(path) as book:
        assert len(book.notes) == 2
        assert "không chạy macro" in book.notes[0]
        assert "không mở tệp đó" in book.notes[1]
    assert take(store, path).added == 2


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        '=HYPERLINK("http://127.0.0.1:9/","x")',
        '=WEBSERVICE("http://127.0.0.1:9/")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_formula_when_in_a_cell_is_named_by_row_and_never_worked_out(
    store: Store, tmp_path: Path, formula: str
) -> None:
    done = take(store, write_book(tmp_path / "a.xlsx", {"A": [*ROWS, (formula, 1990)]}))
    assert (done.added, [(one.row, one.field) for one in done.errors]) == (2, [(4, "full_name")])
    assert "công thức" in done.errors[0].message


@pytest.mark.parametrize(
    "name", ["<b>Lê</b> & <img src=x>", "=1+1", "+84 Lê", "@Lê", "-Lê Tú", "'; DROP TABLE person"]
)
def test_name_when_it_is_markup_or_begins_like_a_formula_stays_those_letters(
    store: Store, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append(HEAD)
    sheet.append(("x", 1990))
    sheet["A2"].value, sheet["A2"].data_type = name, "s"
    book.save(path)
    assert take(store, path).added == 1
    assert list(people_of(store)) == [name]


def test_cell_when_it_holds_runs_of_letters_is_read_whole(store: Store, tmp_path: Path) -> None:
    runs = b"<is><r><t>V\xc3\xb5 </t></r><r><rPr><b/></rPr><t>Th\xe1\xbb\x8b L\xc3\xaa</t></r></is>"
    path = changed(
        tmp_path / "a.xlsx",
        SHEET,
        lambda xml: re.sub(rb"<is><t>[^<]*Th\xe1\xbb\x8b[^<]*</t></is>", runs, xml),
    )
    take(store, path)
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Võ Thị Lê"}


def test_cell_when_it_does_not_say_where_it_stands_is_the_next_one(store: Store, tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xlsx", SHEET, lambda xml: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml))
    take(store, path)
    assert {person.birth_date for person in people_of(store).values()} == {"1964", "1967"}


def test_file_when_saved_again_after_looking_is_read_again(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": ROWS})
    look = look_at_sheets(store, path)
    assert look.book.is_current()
    write_book(path, {"A": [*ROWS, ("Lê Minh Tú", 1990)]})
    assert not look.book.is_current()
    done = import_sheet(store, look, dry_run=False, control=JobControl(), plan=look.plan)
    assert done.added == 3


def test_file_when_looked_at_once_is_taken_without_opening_it_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": ROWS})
    look = look_at_sheets(store, path)
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    for is_trial in (True, False):
        assert import_sheet(store, look, dry_run=is_trial, control=JobControl()).added == 2


def test_file_when_taken_out_after_looking_says_so(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": ROWS})
    look = look_at_sheets(store, path)
    path.unlink()
    assert not look.book.is_current()
    with pytest.raises(CensusError) as caught:
        import_sheet(store, look, dry_run=False, control=JobControl())
    assert caught.value.code == "NO_FILE"
