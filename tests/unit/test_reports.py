"""Papers as plain data: their words, their dates, what never stands on them."""

from __future__ import annotations

import dataclasses
import re
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from census_desktop.domain.batches import Batch
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household
from census_desktop.domain.ledger import BatchProgress
from census_desktop.domain.progress import UnitProgress
from census_desktop.reports.document import DOTS, Document, Header, KeyValues, Pair, Table, texts
from census_desktop.reports.household_list import household_list
from census_desktop.reports.household_summary import (
    SPARE_ROWS,
    content_mark,
    household_summary,
    reference_code,
)
from census_desktop.reports.issue import Issue
from census_desktop.reports.progress_report import TrendWeek, bar, progress_document, progress_text
from census_desktop.reports.progress_words import shown_percent
from census_desktop.reports.text_table import TextColumn, columns_of, text_table
from census_desktop.reports.wording import (
    chief_of_police,
    name_without_type,
    paper_date,
    place_and_date,
    police_of,
)
from census_desktop.store.walk import House
from tests.papers import (
    ADDRESS,
    HOUSEHOLD,
    ISSUE,
    PRINTED_ON,
    four_people,
    household,
    many_people,
    person,
    summary,
)

GOLDEN = Path(__file__).parents[1] / "golden"


def table_of(document: Document) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


def answered(record: Any, name: str) -> Any:
    """`record` with another answer in the box `name`."""
    return dataclasses.replace(record, **{name: "1"})


def details_of(document: Document, row: int) -> dict[str, str | None]:
    return {pair.label: pair.value for pair in table_of(document).rows[row].details}


# --- wording --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("1952", "__/__/1952"),
        ("1955-02", "__/02/1955"),
        ("1990-02-14", "14/02/1990"),
        (None, None),
    ],
)
def test_paper_date_when_parts_are_unknown_leaves_boxes_open(stored: str | None, shown: str | None) -> None:
    assert paper_date(stored) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "Kỳ Anh, ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "Kỳ Anh, ngày 15 tháng 3 năm 2026"),
        (date(2026, 12, 31), "Kỳ Anh, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_place_and_date_when_day_or_month_is_small_gets_a_zero(day: date, shown: str) -> None:
    assert place_and_date("Kỳ Anh", day) == shown


def test_bodies_when_unit_is_named_follow_its_type() -> None:
    assert police_of("Xã Kỳ Hoa") == "CÔNG AN XÃ KỲ HOA"
    assert chief_of_police("Xã Kỳ Hoa") == "TRƯỞNG CÔNG AN XÃ"
    assert chief_of_police("Phường Sông Trí") == "TRƯỞNG CÔNG AN PHƯỜNG"
    assert chief_of_police("Đơn vị khác") == "TRƯỞNG CÔNG AN"
    assert name_without_type("Phường Sông Trí") == "Sông Trí"
    assert name_without_type("Hà Tĩnh") == "Hà Tĩnh"


def test_summary_when_unit_is_not_known_leaves_it_open() -> None:
    issue = Issue("", PRINTED_ON, "Lê Ý", "Thị xã Kỳ Anh")
    document = household_summary(household(unit=None), [], issue)
    assert document.blocks[0] == Header(
        "CÔNG AN THỊ XÃ KỲ ANH", f"CÔNG AN {DOTS}", f"{DOTS}, ngày 05 tháng 02 năm 2026"
    )
    block = next(block for block in document.blocks if isinstance(block, KeyValues))
    assert block.rows[1][0].value is None
    assert document.footer_right == "In 05/02/2026 · Lê Ý"


# --- household summary ----------------------------------------------------------------------------------------


def test_summary_when_family_is_mixed_has_the_words_of_the_golden_paper() -> None:
    # To accept new words on purpose, copy what pytest shows here into the file.
    golden = (GOLDEN / "household_summary.txt").read_text(encoding="utf-8")
    assert "\n".join(texts(summary(four_people()))) + "\n" == golden


def test_summary_when_nothing_is_known_has_blanks_but_never_none() -> None:
    bare = person(0, **dict.fromkeys(PERSON_FIELDS))
    document = summary([bare], Household(household_uuid=HOUSEHOLD))
    cells = table_of(document).rows[0].cells
    assert cells == ("1", None, None, None, None, None, None, None)
    assert details_of(document, 0)["Cha"] is None
    assert "None" not in " ".join(texts(document))
    assert document.title == "Phiếu hộ chưa đánh số"


def test_summary_when_the_sex_of_somebody_is_not_known_counts_that_too() -> None:
    people = [*four_people()[:2], dataclasses.replace(four_people()[2], sex=None)]
    assert "3 người (1 nam, 1 nữ, 1 chưa rõ)" in texts(summary(people))


def test_summary_when_a_slip_is_void_leaves_the_person_out() -> None:
    people = [*four_people()[:2], dataclasses.replace(four_people()[2], void="1", void_reason="nhập trùng")]
    document = summary(people)
    assert len(table_of(document).rows) == 2 + SPARE_ROWS
    assert "ĐẬU NGUYỄN THUỲ DƯƠNG" not in " ".join(texts(document))
    assert "2 người (1 nam, 1 nữ)" in texts(document)


def test_summary_when_the_household_is_void_says_so_before_anything_else() -> None:
    void = household(void="1", void_reason="nhập trùng với hộ 12")
    words = list(texts(summary(four_people(), void)))
    assert "HỘ ĐÃ HỦY, KHÔNG DÙNG ĐỂ KÝ: nhập trùng với hộ 12" in words
    assert not any("HỘ ĐÃ HỦY" in word for word in texts(summary(four_people())))


def test_summary_when_an_answer_is_only_half_known_shows_the_other_half_open() -> None:
    rows = table_of(summary([person(0, religion=None), person(1, ethnicity=None)])).rows
    assert rows[0].cells[6] == "Kinh, ………"
    assert rows[1].cells[6] == "………, Không"


def test_summary_when_address_is_that_of_the_household_says_so() -> None:
    document = summary([person(0), person(1), person(2, current_address=ADDRESS)])
    assert details_of(document, 0)["Thường trú"] == "như địa chỉ hộ"
    assert details_of(document, 1)["Thường trú"] == person(1).permanent_address
    assert details_of(document, 2)["Nơi ở hiện tại"] == "như địa chỉ hộ"


def test_summary_when_both_addresses_are_blank_asks_for_them() -> None:
    document = summary([person(0, permanent_address=None)], household(address=None))
    assert details_of(document, 0)["Thường trú"] is None


def test_summary_when_married_without_named_spouse_leaves_room_for_the_name() -> None:
    assert details_of(summary([person(0, marital_status="2")]), 0)["Vợ/chồng"] is None
    assert "Vợ/chồng" not in details_of(summary([person(0, marital_status="1")]), 0)


def test_summary_when_no_member_is_head_takes_the_name_from_the_slips() -> None:
    document = summary([person(1, head_name="Trần Hữu Lý")])
    block = next(block for block in document.blocks if isinstance(block, KeyValues))
    assert block.rows[0] == (Pair("Chủ hộ", "TRẦN HỮU LÝ"),)


def test_summary_when_named_for_the_print_queue_names_nobody() -> None:
    document = summary(four_people())
    code = next(block.qr for block in document.blocks if isinstance(block, KeyValues))
    assert document.title == "Phiếu hộ 12"
    assert code is not None
    assert re.fullmatch(r"DC01:H:[0-9A-F]{32}:[0-9A-F]{8}", code.text)


@pytest.mark.parametrize("name", [name for name in PERSON_FIELDS if name != "void"])
def test_mark_when_any_answer_of_a_person_changes_is_another(name: str) -> None:
    blank = person(0, **dict.fromkeys(PERSON_FIELDS))
    assert content_mark(household(), [answered(blank, name)]) != content_mark(household(), [blank])


@pytest.mark.parametrize("name", list(HOUSEHOLD_FIELDS))
def test_mark_when_any_answer_of_the_household_changes_is_another(name: str) -> None:
    bare = Household(household_uuid=HOUSEHOLD)
    assert content_mark(answered(bare, name), []) != content_mark(bare, [])


def test_mark_when_members_come_in_another_order_is_the_same() -> None:
    assert content_mark(household(), four_people()) == content_mark(household(), four_people()[::-1])


def test_reference_code_when_made_names_the_record() -> None:
    assert uuid.UUID(reference_code(household(), "0A1B2C3D").split(":")[2]) == HOUSEHOLD


# --- lists ----------------------------------------------------------------------------------------------------


def test_household_list_when_rows_are_given_adds_them_up() -> None:
    rows = [
        House(uuid.UUID(int=number), None, "Hưng Hoà", str(number), name, 3 + number)
        for number, name in enumerate(("Đậu Văn Thìn", None), start=1)
    ]
    document = household_list(rows, ISSUE, "Hưng Hoà")
    printed = table_of(document).rows
    assert printed[0].cells == ("1", "1", "ĐẬU VĂN THÌN", "Hưng Hoà", "4", None)
    assert printed[1].cells[2] is None
    assert printed[2].cells[4] == "9"
    assert "(Hưng Hoà)" in texts(document)


# --- progress -------------------------------------------------------------------------------------------------


def unit(name: str, people: int, target: int, last: str | None = None) -> UnitProgress:
    return UnitProgress("18754", "2015-04-10", name, target, target // 3, people, people // 3, last)


UNITS = (
    unit("Phường Sông Trí", 11612, 11612, "2026-11-23T01:30:00+00:00"),
    unit("Phường Kỳ Thịnh", 7, 4893),
    unit("Xã Kỳ Nam", 0, 0),
)


def test_progress_text_when_names_have_marks_keeps_columns_straight() -> None:
    lines = progress_text(UNITS).splitlines()
    starts = {re.search("[█░]", line).start() for line in lines if "█" in line or "░" in line}  # type: ignore[union-attr]
    assert len(starts) == 1
    assert [line.split("  ")[0] for line in lines[2:5]] == [one.name for one in UNITS]
    assert "100,0 %" in lines[2]
    assert re.fullmatch(r"Tổng cộng +11\.619 +16\.505 +3\.872 +5\.501 +70,3 %  .*", lines[-1])


def test_share_when_one_person_is_missing_is_never_shown_as_all() -> None:
    assert shown_percent(unit("Xã Kỳ Hà", 9999, 10000)) == "99,9 %"
    assert bar(9999 / 10000) == "█" * 19 + "░"
    assert shown_percent(unit("Xã Kỳ Hà", 10000, 10000)) == "100,0 %"


def test_bar_when_share_is_beyond_its_ends_stays_within_them() -> None:
    assert bar(1.7, 4) == "████"
    assert bar(-0.2, 4) == "░░░░"
    assert bar(0.3, 10) == "███░░░░░░░"


def test_progress_document_when_units_are_given_ends_with_the_sum() -> None:
    issue = Issue("Thị xã Kỳ Anh", date(2026, 11, 23), "Lê Ý", "Tỉnh Hà Tĩnh")
    document = progress_document(UNITS, issue)
    rows = table_of(document).rows
    assert document.is_landscape
    assert len(rows) == len(UNITS) + 1
    assert rows[-1].is_bold
    assert rows[-1].cells[:5] == ("", "Tổng cộng", "16.505", "11.619", "4.886")
    assert rows[0].cells[-3:] == ("581", "hôm nay", "chưa xong")
    done = dataclasses.replace(UNITS[0], errors=0, states={"da_kiem_lan_2": 581, "da_nhap": 11031})
    for line, words in ((done, "hoàn thành"), (dataclasses.replace(done, closed=True), "đã khóa sổ")):
        assert table_of(progress_document([line], issue)).rows[0].cells[-1] == words
    assert "Kỳ Anh, ngày 23 tháng 11 năm 2026" in texts(document)


def test_progress_document_when_of_a_unit_shows_weeks_and_the_way_of_its_slips() -> None:
    issue = Issue("Thị xã Kỳ Anh", date(2026, 11, 23), "Lê Ý")
    told = [TrendWeek(date(2026, 11, 9), 0), TrendWeek(date(2026, 11, 16), 1204)]
    cover = Batch(batch_uuid=uuid.UUID(int=1), issued="1300", people="1250")
    ledger = BatchProgress("", 1204, {"da_nhap": 1204}, 900, cover=cover)
    document = progress_document(
        UNITS[:1], issue, area="Phường Sông Trí", whole=UNITS[0], weeks=told, ledger=ledger
    )
    words = list(texts(document))
    assert "Phường Sông Trí – (Số liệu đã nhập và gộp đến ngày 23/11/2026)" in words
    assert "Phiếu nhập từng tuần – 16/11: 1.204" in words
    assert (
        "Đường đi của phiếu – đã phát 1.300 → đã thu 1.250 → đã nhập 1.204 → kiểm lần 2 0 → phúc tra 0 → "
        "đủ điều kiện 0 → đã gộp 900 → chưa nhập 46"
    ) in words
    quiet = progress_document(UNITS[:1], issue, weeks=[TrendWeek(date(2026, 11, 9), 0)])
    assert not any("từng tuần" in each for each in texts(quiet))


def test_text_table_when_letters_are_decomposed_or_wide_counts_what_is_seen() -> None:
    assert columns_of("Ho\u0300a") == 3
    assert columns_of("Ê\u0306ban") == 4
    assert columns_of("陳") == 2
    assert text_table([TextColumn("A"), TextColumn("B", is_right=True)], [("Ho\u0300a", "5")]) == (
        "A    B\n──────\nHòa  5\n"
    )


def test_papers_when_household_is_large_name_everybody() -> None:
    words = " ".join(texts(summary(many_people(70))))
    assert all(f"LÊ Ý {number}" in words for number in range(6, 70, 7))
