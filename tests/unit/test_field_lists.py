"""Lists a team takes along: their words, their order, and where pages break."""

from __future__ import annotations

import pytest

from census_desktop.printing.layout import lay_out
from census_desktop.reports.document import Document, Heading, Scannable, Table, texts
from census_desktop.reports.field_lists import (
    AbsentLine,
    FollowupLine,
    MissingLine,
    absent_list,
    followup_list,
    missing_list,
)
from tests.papers import ISSUE


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def question(place: str, number: int) -> FollowupLine:
    words = "Ngày sinh: phiếu ghi 1952, sổ ghi 1953."
    return FollowupLine(place, str(number), "Đậu Văn Thìn", f"3-{number}", words)


def test_followup_list_when_printed_has_room_for_answer_outcome_and_signature() -> None:
    document = followup_list([question("Thôn Hoà Lộc", 3)], ISSUE, "Phường Sông Trí")
    (table,) = tables(document)
    assert [column.title for column in table.columns if column.is_for_hand] == [
        "Đúng", "Sửa", "Từ chối", "Chưa gặp", "Trả lời, giấy tờ đã xem", "Ký",
    ]  # fmt: skip
    row = table.rows[0].cells
    assert row[0] == "1"
    assert isinstance(row[1], Scannable)
    assert row[1].text == "3-3"
    assert row[3] == "ĐẬU VĂN THÌN"
    assert "(Phường Sông Trí)" in texts(document)


def test_lists_when_they_go_through_several_places_number_on_and_head_each() -> None:
    lines = [question("Thôn Hoà Lộc", 1), question("Thôn Hoà Lộc", 2), question("Tổ dân phố 3", 1)]
    document = followup_list(lines, ISSUE, "Phường Sông Trí")
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == [
        "Thôn Hoà Lộc: 2 dòng",
        "Tổ dân phố 3: 1 dòng",
    ]
    assert [row.cells[0] for table in tables(document) for row in table.rows] == ["1", "2", "3"]


def test_list_when_long_repeats_heads_and_divides_no_row() -> None:
    document = followup_list([question("Thôn Hoà Lộc", number) for number in range(60)], ISSUE, "Xã Kỳ Hà")
    laid_out = lay_out(document)
    assert len(laid_out.pages) > 3
    assert all(page.body[0].strip.name.startswith("head ") for page in laid_out.pages[1:-1])
    rows = [
        placed.strip.name
        for page in laid_out.pages
        for placed in page.body
        if placed.strip.name.startswith("row")
    ]
    assert len(rows) == len(set(rows)) == 60


def test_list_when_places_are_small_fills_its_pages() -> None:
    lines = [question(f"Tổ dân phố {number}", 1) for number in range(12)]
    laid_out = lay_out(followup_list(lines, ISSUE, "Xã Kỳ Hà"))
    filled = [max(placed.bottom for placed in page.body) for page in laid_out.pages[:-1]]
    assert all(bottom > 150 for bottom in filled)


def test_missing_list_when_printed_tells_how_it_is_known_and_who_has_been_there() -> None:
    line = MissingLine(
        "Tổ dân phố 3", "12", "Nguyễn Thị Hoà", "Hộ đã mở, chưa có phiếu nào", "05/02/2026: Vắng nhà", "Lê Ý"
    )
    document = missing_list([line], ISSUE, "Phường Sông Trí")
    assert tables(document)[0].rows[0].cells == (
        "1", "12", "NGUYỄN THỊ HOÀ", "Hộ đã mở, chưa có phiếu nào", "05/02/2026: Vắng nhà", "Lê Ý", None,
    )  # fmt: skip
    assert document.title == "Danh sách chưa có phiếu ngày 05/02/2026"


def test_absent_list_when_printed_leaves_what_is_not_known_to_the_pen() -> None:
    line = AbsentLine(
        "Thôn 1", "2", "Y Kŏ Ŭng", "14/02/1990", "Vắng mặt", None, "Lào", "Lê Ý", "0912345678", None
    )
    row = tables(absent_list([line], ISSUE, "Xã Kỳ Hà"))[0].rows[0].cells
    assert row == (
        "1", "2", "Y KŎ ŬNG", "14/02/1990", "Vắng mặt", None, "Lào", "Lê Ý; 0912345678", None, None,
    )  # fmt: skip
    bare = AbsentLine("Thôn 1", None, None, None, "Vắng mặt", None, None, None, None, None)
    assert tables(absent_list([bare], ISSUE, "Xã Kỳ Hà"))[0].rows[0].cells[7] is None


@pytest.mark.parametrize("make", [missing_list, absent_list, followup_list])
def test_list_when_empty_says_so(make: object) -> None:
    assert callable(make)
    document = make([], ISSUE, "Xã Kỳ Hà")
    assert "Không có ai trong danh sách này." in texts(document)
    assert len(lay_out(document).pages) == 1
