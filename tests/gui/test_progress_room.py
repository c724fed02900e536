"""The room of progress by keys alone: down and up, batches, gaps and visits, targets, closing, lists, papers, Excel."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.base.jobs import JobControl
from census_desktop.domain.batches import Batch, batch_uuid_of
from census_desktop.domain.goals import goal_uuid_of
from census_desktop.domain.records import RecordKind
from census_desktop.gui import messages
from census_desktop.gui.dialogs.goal import GoalDialog
from census_desktop.gui.dialogs.visit import VisitDialog
from census_desktop.gui.models.row_table import SHARE_ROLE
from census_desktop.gui.pages.progress.page import ProgressPage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.goals import set_goal
from census_desktop.services.progress import catch_up
from census_desktop.services.registered import import_registered, registered, visits_of
from census_desktop.store.records import load
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, SONG_TRI, SUPERVISOR, save_family
from tests.robot import Typist
from tests.waiting import let_pass
from tests.windows import main_window, room, window_of

GROUP = "Tổ dân phố 3"


@pytest.fixture
def town(town_store: Store, tmp_path: Path) -> Store:
    """Two families, one of two wards; two registered households, one of them without a slip."""
    town_store.account = SUPERVISOR
    save_family(town_store, household_no="1", collector="Lê Thị Biển")
    save_family(town_store, household_no="2", unit=KY_TRINH)
    set_goal(town_store, SONG_TRI, {"people": "6", "households": "2", "source": "Công an thị xã"})
    sheet = tmp_path / "hộ đăng ký.csv"
    sheet.write_text(
        "unit,residential_group,household_no,head_name,people,collector\n"
        f"18754,{GROUP},1,Đậu Văn Thìn,3,Lê Thị Biển\n18754,{GROUP},7,Trần Hữu Lý,3,Lê Thị Biển\n",
        encoding="utf-8-sig",
    )
    import_registered(town_store, sheet)
    catch_up(town_store, JobControl())
    return town_store


@pytest.fixture
def typist(app: QApplication, town: Store, tmp_path: Path) -> Iterator[Typist]:
    with main_window(app, town, tmp_path) as made:
        room(made, "progress")
        wait(made)
        yield made


def wait(typist: Typist) -> None:
    """Until the worker thread is done and its news have arrived."""
    deadline = time.monotonic() + 20
    typist.settle()
    while window_of(typist).session.jobs.is_running and time.monotonic() < deadline:
        let_pass(5)
    typist.settle()


def page_of(typist: Typist) -> ProgressPage:
    page = window_of(typist).pages["progress"]
    assert isinstance(page, ProgressPage)
    return page


def test_place_when_entered_goes_down_to_households_and_back_by_keys(typist: Typist) -> None:
    page = page_of(typist)
    assert [row.name for row in page.table.rows] == ["Phường Sông Trí", "Phường Kỳ Trinh"]
    assert page.table.data(page.table.index(0, 4), SHARE_ROLE) == pytest.approx(0.5)
    assert "còn thiếu 3 phiếu" in page.note.text()
    assert "1 hộ đăng ký chưa có phiếu." in page.note.text()
    typist.press("Enter")
    assert page.title.text().endswith("Toàn thị xã › Phường Sông Trí")
    assert (page.tiles.target.value, page.tiles.people.value) == ("6", "3")
    names = [row.name for row in page.table.rows]
    assert GROUP in names
    page.view.selectRow(names.index(GROUP))
    typist.press("Enter")
    assert [row.name for row in page.table.rows] == ["Lê Thị Biển"]
    typist.press("Enter")
    assert [row.household_no for row in page.household_table.rows] == ["1"]
    wanted: list[object] = []
    window_of(typist).session.bus.household_wanted.connect(lambda home, _person: wanted.append(home))
    typist.press("Enter")
    assert wanted == [page.household_table.rows[0].household_uuid]
    room(typist, "progress")
    for _step in range(3):
        typist.press("Backspace")
    assert page.title.text().endswith("Toàn thị xã")


def test_views_when_chosen_by_key_show_batches_and_weeks(typist: Typist, town: Store) -> None:
    with town.transaction(Action.EDIT) as tx:
        tx.create(
            Batch(
                batch_uuid=batch_uuid_of(SONG_TRI, "4"), unit=SONG_TRI, number="4", issued="120", people="100",
                collector="Lê Thị Biển",
            )
        )  # fmt: skip
    page = page_of(typist)
    typist.press("Ctrl+2")
    shown = [page.batch_table.data(page.batch_table.index(1, column)) for column in range(11)]
    assert shown == ["4", "Phường Sông Trí", "Lê Thị Biển", "120", "100", "0", "0%", "0", "0", "0", "0"]
    assert page.batch_table.data(page.batch_table.index(1, 11)) == "100"
    assert "còn 100 phiếu trên giấy chưa nhập" in page.note.text()
    page.batch_table.sort(3)
    assert [batch.batch for batch in page.batch_table.rows][-1] == "4"
    typist.press("Ctrl+4")
    assert page.week_table.rows[-1].people == 6
    assert page.week_table.data(page.week_table.index(11, 1), SHARE_ROLE) == 1.0
    assert page.week_table.rows[-1].so_far == 6
    typist.press("Ctrl+1")
    assert page.stack.currentWidget() is page.view
    wait(typist)  # errors are being counted behind the page


def test_visit_when_entered_stands_in_the_list_and_may_end_in_an_exception(
    typist: Typist, town: Store
) -> None:
    page = page_of(typist)
    typist.press("Ctrl+3")
    wait(typist)
    assert [line.name for line in page.missing_table.rows] == ["Trần Hữu Lý"]
    assert "1 dòng chưa ai đến" in page.note.text()
    typist.press("F4")
    assert "chưa có phiếu nào để mở" in page.banner.text
    typist.press("Enter")
    dialog = page.findChild(VisitDialog)
    assert dialog is not None
    dialog.activateWindow()
    dialog.exempt()
    assert "ghi lần đến" in dialog.banner.text
    typist.type("3")  # từ chối
    for _box in range(4):
        typist.press("Enter")
    assert "phải ghi lý do" in dialog.banner.text
    dialog.boxes["result"].put("khong_con")
    dialog.boxes["reason"].setText("Nhà bỏ hoang")
    dialog.save()
    assert "Không còn hộ này" in dialog.banner.text
    (entry,) = [each for each in registered(town) if each.household is None]
    (visit,) = visits_of(town, entry.registered_uuid)
    assert (visit.result, visit.reason, visit.collector) == ("khong_con", "Nhà bỏ hoang", "Lê Thị Biển")
    dialog.exempt()
    wait(typist)
    entry = load(town, RecordKind.REGISTERED, entry.registered_uuid) or entry
    assert (entry.exempt, entry.exempt_reason) == ("1", "Không còn hộ này: Nhà bỏ hoang")
    assert page.missing_table.rows == ()


def test_target_when_typed_is_kept_and_closing_says_what_lacks(typist: Typist, town: Store) -> None:
    page = page_of(typist)
    typist.press("F2")
    dialog = page.findChild(GoalDialog)
    assert dialog is not None
    dialog.activateWindow()
    assert dialog.boxes["people"].text() == "6"
    dialog.boxes["exceptions"].setText("2")
    dialog.save()
    assert "phải có lý do" in dialog.banner.text
    dialog.boxes["exceptions_reason"].setText("Đi tàu viễn dương")
    dialog.boxes["deadline"].take_cursor()
    typist.type("31/12/2026")
    typist.press("Enter")
    wait(typist)
    goal = load(town, RecordKind.GOAL, goal_uuid_of(SONG_TRI))
    assert goal is not None
    assert (goal.people, goal.exceptions, goal.deadline) == ("6", "2", "2026-12-31")
    assert page.table.rows[0].left == 1
    typist.press("F2")
    dialog = page.findChildren(GoalDialog)[-1]
    dialog.reason.setText("Đã đối chiếu")
    dialog.switch()
    wait(typist)
    assert "chưa khóa sổ được: còn thiếu 1 phiếu" in dialog.banner.text
    assert not page.table.rows[0].closed
    dialog.reject()


def test_place_when_closed_is_opened_again_with_a_reason(typist: Typist, town: Store) -> None:
    page = page_of(typist)
    goal = load(town, RecordKind.GOAL, goal_uuid_of(SONG_TRI))
    assert goal is not None
    with town.transaction(Action.GOAL) as tx:
        tx.save(dataclasses.replace(goal, closed="1", closing_reason="Đã đối chiếu"))
    window_of(typist).session.bus.changed.emit()
    wait(typist)
    assert page.tiles.complete.value == "1 / 2"
    assert "đã khóa sổ" in page.note.text()
    typist.press("F2")
    dialog = page.findChildren(GoalDialog)[-1]
    assert dialog.switch_button.text() == "Mở lại"
    dialog.switch()
    wait(typist)
    assert "Hãy ghi lý do" in dialog.banner.text
    dialog.reason.setText("Có hộ mới về")
    dialog.switch()
    wait(typist)
    assert page.tiles.complete.value == "0 / 2"


def test_target_when_nothing_is_chosen_is_not_asked_for(typist: Typist) -> None:
    page = page_of(typist)
    typist.press("Ctrl+2")
    typist.press("F2")
    assert "Chọn một đơn vị" in page.banner.text


def test_list_when_taken_in_says_what_it_was(typist: Typist, tmp_path: Path) -> None:
    page = page_of(typist)
    for text, words in (
        ("unit,people\n18754,9\n", "1 nơi có chỉ tiêu mới"),
        (f"Hộ số,Chủ hộ,Thôn,Mã đơn vị\n9,Võ Thị Mận,{GROUP},18754\n", "1 hộ đăng ký: 1 hộ mới"),
        ("unit,people\n18754,chín\n", "dòng 2"),
    ):
        (tmp_path / "a.csv").write_text(text, encoding="utf-8-sig")
        messages.next_answer((tmp_path / "a.csv",))
        typist.press("F3")
        wait(typist)
        assert words in page.banner.text
    messages.next_answer(())
    typist.press("F3")


def test_spreadsheet_when_asked_for_holds_every_view(typist: Typist, tmp_path: Path) -> None:
    page = page_of(typist)
    messages.next_answer(tmp_path / "tien-do.xlsx")
    typist.press("F7")
    wait(typist)
    assert "Đã ghi và đọc lại" in page.banner.text
    book = openpyxl.load_workbook(tmp_path / "tien-do.xlsx")
    assert book.sheetnames == ["Tiến độ", "Thôn, tổ dân phố", "Tập phiếu", "Từng tuần", "Chưa có phiếu"]
    messages.next_answer(tmp_path / "none" / "tien-do.xlsx")
    typist.press("F7")
    wait(typist)
    assert "none" in page.banner.text
    messages.next_answer(None)
    typist.press("F7")


def test_paper_when_asked_for_is_that_of_the_view(typist: Typist) -> None:
    typist.press("Ctrl+3")
    wait(typist)
    typist.press("F8")
    wait(typist)
    preview = window_of(typist).findChildren(PreviewDialog)[-1]
    assert preview.pages == 1
    preview.reject()
    page = page_of(typist)
    typist.press("Ctrl+1")
    page.view.selectRow(1)
    typist.press("Enter")  # Kỳ Trinh has nobody missing
    typist.press("Ctrl+3")
    wait(typist)
    typist.press("F8")
    wait(typist)
    assert "Không có ai thiếu phiếu" in page.banner.text


def test_errors_when_little_is_new_are_counted_on_entering(app: QApplication, town: Store) -> None:
    save_family(town, household_no="31")
    with main_window(app, town) as typist:
        room(typist, "progress")
        wait(typist)
        page = page_of(typist)
        assert "F5" not in page.note.text()
        typist.press("F5")
        wait(typist)
        assert page.tiles.people.value == "9"
