"""Other people's files: several sheets, hidden rows, bad rows, the report, taking all back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.services.spreadsheets import import_sheet, look_at_sheets, save_report, tally_words
from census_desktop.services.undo import undo, undoable
from census_desktop.store.import_queue import queued
from census_desktop.store.records import counts, iter_people
from census_desktop.store.transaction import Action
from census_desktop.transfer.import_report import Choice
from census_desktop.transfer.sheet_plan import BookPlan, look_at_book
from census_desktop.transfer.workbook_import import import_workbook
from tests.messy_sheets import HEAD, HOA, HUONG, THIN, TITLE, people_of, take, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

# --------------------------------------------------------------------------------------- sheets, hidden rows, report


def test_sheets_when_several_hold_people_are_all_taken_but_hidden_ones(store: Store, tmp_path: Path) -> None:
    head = ("Họ tên", "Năm sinh")
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Tổ 1": [head, ("Đậu Văn Thìn", 1964)], "Tổ 2": [head, ("Võ Thị Hường", 1967)],
        "Ghi chú": [("Đã gọi điện",)], "Cũ": [head, ("Lê Minh Tú", 1990)],
    }  # fmt: skip
    path = write_book(tmp_path / "a.xlsx", sheets, hidden_sheets=("Cũ",))
    assert take(store, path).added == 2
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Võ Thị Hường"}
    look = look_at_book(path)
    assert [(one.is_people, one.is_hidden) for one in look.sheets] == [
        (True, False),
        (True, False),
        (False, False),
        (True, True),
    ]


def test_rows_when_hidden_are_counted_and_left_out_only_when_asked(store: Store, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "a.xlsx", {"A": [("Họ tên",), ("Đậu Văn Thìn",), ("Lê Minh Tú",)]}, hidden_rows=(3,)
    )
    look = look_at_book(path)
    assert look.sheets[0].hidden_rows == 1
    assert import_workbook(store, path, True, JobControl()).added == 2
    (plan,) = look.plan.sheets
    done = take(store, path, plan=BookPlan((dataclasses.replace(plan, with_hidden=False),)))
    assert (done.added, [one.message for one in done.left_out]) == (1, ["Dòng bị ẩn."])


def test_head_when_repeated_on_every_page_is_left_out(store: Store, tmp_path: Path) -> None:
    done = take(store, write_book(tmp_path / "a.xlsx", {"A": [HEAD, THIN, HEAD, HUONG]}))
    assert (done.added, [one.message for one in done.left_out]) == (2, ["Dòng lặp lại tên cột."])


def test_bad_rows_when_chosen_are_skipped_or_put_aside(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Họ tên", "Ngày sinh"),
        ("Đậu Văn Thìn", "31/02/1964"),
        ("Võ Thị Hường", "30/02/1967"),
        ("Lê Minh Tú", "1990"),
    ]
    path = write_book(tmp_path / "a.xlsx", {"A": rows})
    done = take(store, path, choices={("A", 2): Choice.SKIP}, bad_rows=Choice.QUEUE)
    assert (done.added, done.skipped, done.queued, done.errors) == (1, 1, 1, ())
    (waiting,) = queued(store)
    assert waiting.answers["full_name"] == "Võ Thị Hường"
    assert "30/02/1967" in waiting.answers["note"]


def test_bad_words_when_corrected_once_are_right_everywhere(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Họ tên", "Quan hệ"),
        ("Đậu Văn Thìn", "Chủ hộ"),
        ("Lê Minh Tú", "quý tử"),
        ("Lê Minh Anh", "quý tử"),
    ]
    path = write_book(tmp_path / "a.xlsx", {"A": rows})
    assert [one.value for one in import_workbook(store, path, True, JobControl()).errors] == ["quý tử"] * 2
    plan = BookPlan(look_at_book(path).plan.sheets, {("relation_to_head", "quý tử"): "Con đẻ"})
    assert take(store, path, plan=plan).added == 3


def test_sheet_when_imported_twice_skips_everybody(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [*TITLE, HEAD, THIN, HUONG, HOA]})
    assert take(store, path).added == 3
    again = take(store, path)
    assert (again.added, again.skipped) == (0, 3)


def test_sheet_when_nothing_names_people_is_refused(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [("Biển số", "Màu"), ("38A", "đỏ")]})
    with pytest.raises(CensusError) as caught:
        import_workbook(store, path, False, JobControl())
    assert caught.value.code == "NO_MACHINE_NAMES"


def test_import_when_taken_back_leaves_nobody_and_nothing_waiting(store: Store, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "a.xlsx", {"A": [*TITLE, HEAD, THIN, HUONG, (3, "Lê Minh Tú", "31/02/1990")]}
    )
    done = take(store, path, bad_rows=Choice.QUEUE)
    assert (done.added, len(queued(store))) == (2, 1)
    (item,) = [one for one in undoable(store) if "Excel" in one.title]
    assert (item.title, item.obstacle) == ("Nhập 2 người từ Excel", None)
    undo(store, item.number)
    assert counts(store) == (0, 0)
    assert queued(store) == ()
    assert all(person.void for person in iter_people(store))


def test_import_when_somebody_was_edited_since_is_not_taken_back(store: Store, tmp_path: Path) -> None:
    take(store, write_book(tmp_path / "a.xlsx", {"A": [HEAD, THIN, HUONG]}))
    person = people_of(store)["Võ Thị Hường"]
    with store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, person.person_uuid, {"religion": "02"})
    item = next(one for one in undoable(store) if "Excel" in one.title)
    assert "Võ Thị Hường" in (item.obstacle or "")


def test_report_when_saved_tells_of_every_row(store: Store, tmp_path: Path) -> None:
    rows = [*TITLE, HEAD, THIN, (2, "Võ Thị Hường", "31/02/1967"), ("Cộng", 2)]
    path = write_book(tmp_path / "a.xlsx", {"A": rows})
    result = import_sheet(store, path, dry_run=False, control=JobControl())
    assert save_report(result, path.name, tmp_path / "kết quả.xlsx") == 3
    sheet = openpyxl.load_workbook(tmp_path / "kết quả.xlsx").worksheets[0]
    told = [row[1:4] for row in sheet.iter_rows(min_row=7, values_only=True)]
    assert told == [
        (5, "Đậu Văn Thìn", "thêm mới"),
        (6, "Võ Thị Hường", "lỗi"),
        (7, None, "không phải người"),
    ]
    assert tally_words(result).startswith(
        "2 dòng có người = 1 thêm + 0 bỏ qua + 0 chờ xem lại + 1 lỗi; 1 dòng khác"
    )


def test_heads_when_taken_once_by_a_plan_are_known_the_next_time(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", "Cột lạ"), ("Lê Minh Tú", "Xã Kỳ Hà")]})
    look = look_at_sheets(store, path)
    plan = BookPlan((look.plan.sheets[0].with_target(2, "native_place"),), {("religion", "lương"): "Không"})
    import_sheet(store, path, dry_run=False, control=JobControl(), plan=plan)
    again = look_at_sheets(store, path).plan
    assert again.sheets[0].columns == {1: "full_name", 2: "native_place"}
    assert again.corrections == plan.corrections
