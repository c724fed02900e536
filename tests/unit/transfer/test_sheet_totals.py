"""Lines that add up others are left out by name; people whose names sound like totals stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.messy_sheets import HEAD, HOA, HUONG, THIN, TITLE, people_of, take, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

TOTALS = (
    ("Cộng thôn", "2 hộ", "4 người"),
    ("Cộng thôn", "4 người", None, "2 hộ"),
    ("Cộng:", "4"),
    ("CỘNG TỔ 3", "Tổ dân phố 3", 4),
    ("TONG CONG", "4 nguoi", 2),
    ("Tổng số nhân khẩu", None, None, 4),
    (None, "Tổng cộng toàn phường", 4, 2),
    (None, None, None, None, "Cộng trang 1", 4, 4),
    ("Lũy kế", "120 hộ", "412 khẩu"),
    ("Luỹ kế từ đầu đợt", None, 412, 120),
    ("Mang sang trang sau", "35", 4),
    ("Chuyển trang", 4, 4),
    (7, "35 nhân khẩu", 12, 4),
    (None, None, "12 hộ", "35 khẩu", 4),
    ("Tổng", "12 Nam", 23, "23"),
)


@pytest.mark.parametrize("row", TOTALS, ids=lambda row: " ".join(str(cell) for cell in row if cell))
def test_total_when_it_stands_among_people_is_left_out_by_name(
    store: Store, tmp_path: Path, row: tuple[object, ...]
) -> None:
    rows = [*TITLE, HEAD, THIN, HUONG, row, HOA]
    done = take(store, write_book(tmp_path / "a.xlsx", {"Tổ 3": rows}))
    assert [(one.row, one.message) for one in done.left_out] == [(7, "Dòng tổng cộng.")]
    assert (done.added, done.errors) == (3, ())
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Võ Thị Hường", "Đậu Thị Hoà"}


PEOPLE = (
    (3, "Tống Cộng Hòa", "1990", "Nam", "Con đẻ"),
    (3, "TONG CONG HOA", "12/03/1990"),
    (3, "Tổng Cộng", 1990, "Nam"),
    (3, "Công Tằng Tôn Nữ Lệ"),
    (3, "Tòng Thị Số", None, "Nữ"),
    (3, "Tổng Số Thị", None, None, "Con đẻ", "042190001234"),
    ("Cộng dồn", "Lê Minh Tú", "01/05/2010"),
)


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: str(row[1]))
def test_person_when_the_name_sounds_like_a_total_is_taken(
    store: Store, tmp_path: Path, row: tuple[object, ...]
) -> None:
    rows = [*TITLE, HEAD, THIN, HUONG, row]
    done = take(store, write_book(tmp_path / "a.xlsx", {"Tổ 3": rows}))
    assert done.left_out == ()
    assert row[1] in people_of(store)


def test_total_when_its_column_means_nothing_is_left_out(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Ký hiệu riêng", "Hộ số", "Họ và tên", "Năm sinh"),
        (None, "1", "Đậu Văn Thìn", 1964),
        ("Cộng thôn", "1 hộ", "1 người", None),
    ]
    done = take(store, write_book(tmp_path / "a.xlsx", {"Tổ 3": rows}))
    assert [(one.row, one.message) for one in done.left_out] == [(3, "Dòng tổng cộng.")]
    assert list(people_of(store)) == ["Đậu Văn Thìn"]
