"""Spreadsheets: a whole town written, and a messy list taken in, held against the bare library doing the same cells."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from census_desktop.base.jobs import JobControl
from census_desktop.services.spreadsheets import import_sheet
from census_desktop.transfer import sheet_writer
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet
from census_desktop.transfer.sheet_writer import write_sheets
from tests.benchmarks.harness import Comparison
from tests.builders import make_store
from tests.fake_clock import FakeClock
from tests.messy_sheets import to_tcvn3, write_book

PEOPLE = 60_191
COLUMNS = 40
ROWS = 5000
_GIVEN = ("Thìn", "Hường", "Hoà", "Đức", "Nhung", "Tý", "Lựu", "Khôi", "Thuỷ", "Duyên")
_SURNAMES = ("Nguyễn", "Đậu", "Võ", "Lê", "Hoàng", "Phạm", "Trần", "Dương")


def _cells() -> Iterator[list[str]]:
    """The cells of a town, the same for both sides."""
    dice = random.Random(20181231)
    for number in range(PEOPLE):
        name = f"{dice.choice(_SURNAMES)} Thị {dice.choice(_GIVEN)}"
        row = [name, f"042{number:09d}", f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/19{number % 100:02d}"]
        row += [f"Tổ dân phố {number % 9 + 1}, Phường Sông Trí", "1", "Nam", "kinh", "Kinh"]
        yield row + [f"ô {place} {number % 977}" for place in range(COLUMNS - len(row))]


def write_town(folder: Path) -> Mapping[str, float]:
    """Ours: with title, styles and filter, read back cell by cell, written, read back byte by byte."""
    columns = tuple(OutColumn(f"c{place}", f"Cột {place}", Form.TEXT) for place in range(COLUMNS))
    sheet = OutSheet("Nhân khẩu", "TOÀN BỘ PHIẾU", ("Thị xã Kỳ Anh",), columns, PEOPLE, _cells)
    path = folder / f"ours-{time.monotonic_ns()}.xlsx"
    started = time.perf_counter()
    packed, seen = sheet_writer._workbook([sheet], JobControl())
    written = time.perf_counter() - started
    del packed, seen
    started = time.perf_counter()
    write_sheets(path, [sheet])
    seconds = time.perf_counter() - started
    path.unlink()
    return {"seconds": seconds, "without_reading_back": written}


def write_town_barely(folder: Path) -> Mapping[str, float]:
    """Baseline: the library's own workbook, the same cells, no styles, nothing read back."""
    path = folder / f"bare-{time.monotonic_ns()}.xlsx"
    started = time.perf_counter()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in _cells():
        sheet.append(row)
    book.save(path)
    seconds = time.perf_counter() - started
    path.unlink()
    return {"seconds": seconds}


def write_messy(folder: Path) -> None:
    """A list of 5,000 people in old letters: titles, merged cells, numbers for ids, all spellings of dates, totals."""
    dice = random.Random(7)
    rows: list[Sequence[Any]] = [("UBND PHƯỜNG SÔNG TRÍ",), ("DANH SÁCH NHÂN KHẨU",), ()]
    rows.append(
        ("STT", "Hộ số", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ", "Số CMND/CCCD", "Dân tộc", "Tôn giáo",
         "Quê quán", "HKTT", "SĐT", "Ghi chú", "Nghề nghiệp", "Trình độ")
    )  # fmt: skip
    merged = []
    for number in range(ROWS):
        place = number % 4
        if number % 500 == 0:
            rows.append((f"Tổ dân phố {number // 500 + 1}",))
        if place == 0:
            merged.append(f"B{len(rows) + 1}:B{len(rows) + 4}")
        year = 1950 + number % 60
        born = (year, f"{number % 28 + 1}/{number % 12 + 1}/{year}", 25_000 + number)[number % 3]
        name = f"{dice.choice(_SURNAMES)} {'Thị' if number % 2 else 'Văn'} {dice.choice(_GIVEN)} {number}"
        rows.append(
            (number + 1, number // 4 + 1 if place == 0 else None, name, born, "Nữ" if number % 2 else "Nam",
             ("Chủ hộ", "Vợ", "Con đẻ", "Con đẻ")[place], 42_000_000_000 + number, "Kinh", "Không",
             "Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh", "Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh", 393_000_000 + number,
             "đã gọi điện" if number % 7 == 0 else None, "làm ruộng", "12/12")
        )  # fmt: skip
    rows.append(("Tổng cộng", None, ROWS))
    old = [[to_tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    write_book(folder / "messy.xlsx", {"Danh sach": old}, merged=merged)


def take_messy(folder: Path) -> Mapping[str, float]:
    """Ours: looked at, understood, grouped, compared and written into an encrypted store in one transaction."""
    with tempfile.TemporaryDirectory(dir=folder) as name, make_store(Path(name), clock=FakeClock()) as store:
        started = time.perf_counter()
        look = import_sheet(store, folder / "messy.xlsx", dry_run=True, control=JobControl())
        tried = time.perf_counter() - started
        started = time.perf_counter()
        done = import_sheet(store, folder / "messy.xlsx", dry_run=False, control=JobControl())
        seconds = time.perf_counter() - started
        if (done.rows, done.added) != (ROWS, ROWS) or look != done:
            raise ValueError(f"{done.rows} rows, {done.added} added, {done.errors[:3]}")
    return {"seconds": seconds, "trial_seconds": tried}


def read_messy_barely(folder: Path) -> Mapping[str, float]:
    """Baseline: the library opens the same file, fonts and merged cells included, and hands out every value."""
    started = time.perf_counter()
    book = openpyxl.load_workbook(folder / "messy.xlsx")
    found = sum(
        1 for row in book.worksheets[0].iter_rows(values_only=True) for value in row if value is not None
    )
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "cells": found}


def read_messy_streaming(folder: Path) -> Mapping[str, float]:
    """Baseline: the same, streamed without fonts or merged cells: the least the library can do."""
    started = time.perf_counter()
    book = openpyxl.load_workbook(folder / "messy.xlsx", read_only=True)
    found = sum(
        1 for row in book.worksheets[0].iter_rows(values_only=True) for value in row if value is not None
    )
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "cells": found}


CASES = (
    Comparison(
        "excel_town",
        f"{PEOPLE} people x {COLUMNS} columns written and read back / bare openpyxl writing the same cells",
        write_town,
        write_town_barely,
        at_most=1.3,
        repeats=1,
    ),
    Comparison(
        "excel_import",
        f"{ROWS} messy rows taken in / bare openpyxl reading them",
        take_messy,
        read_messy_barely,
        prepare=write_messy,
        at_most=2.0,
        repeats=3,
    ),
    Comparison(
        "excel_import_streamed",
        f"{ROWS} messy rows taken in / bare openpyxl streaming the values alone",
        take_messy,
        read_messy_streaming,
        prepare=write_messy,
        repeats=3,
    ),
)
