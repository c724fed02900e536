"""The other rooms: look up, work off, progress, exchange, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from census_desktop.base.jobs import JobControl
from census_desktop.domain.progress import UnitProgress
from census_desktop.gui import messages
from census_desktop.gui.models.row_table import SHARE_ROLE, meter_colour
from census_desktop.gui.moments import local_moment
from census_desktop.gui.pages.paper.page import PaperPage
from census_desktop.gui.pages.progress.page import ProgressPage
from census_desktop.gui.pages.progress.views import percent_text
from census_desktop.gui.pages.todo.lines import collect
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.store.progress import set_targets
from census_desktop.store.transaction import Action
from tests.builders import edit, make_household, make_person, save, save_family
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.robot import Typist


# -- work off -------------------------------------------------------------------------------------------------------


def test_findings_when_collected_are_sorted_by_weight_and_opened(typist: Typist, store: Store) -> None:
    household = make_household(store.clock)
    bad = make_person(store.clock, household, full_name="ĐẬU VĂN THÌN", birth_date="2031", personal_id="0420")
    save(store, household, bad)
    window = room(typist, "todo")
    page = window.pages["todo"]
    assert isinstance(page, TodoPage)
    typist.wait_for(lambda: page.table.rows)
    assert page.table.rows[0].sign == "error"
    assert int(page.errors.value) >= 2
    assert page.conflicts.value == "0"
    row = next(at for at, line in enumerate(page.table.rows) if line.person_uuid == bad.person_uuid)
    page.view.activated.emit(page.table.index(row, 0))
    assert window.entry().control.person.person_uuid == bad.person_uuid


def test_findings_when_counted_again_follow_the_data(typist: Typist, store: Store) -> None:
    household = make_household(store.clock)
    bad = make_person(store.clock, household, personal_id="0420")
    save(store, household, bad)
    window = room(typist, "todo")
    page = window.pages["todo"]
    assert isinstance(page, TodoPage)
    typist.wait_for(lambda: page.table.rows)
    before = int(page.errors.value)
    edit(store, bad, personal_id=None)
    press(typist, "look_again")
    typist.wait_for(lambda: int(page.errors.value) == before - 1)


def test_findings_when_collected_without_window_name_their_people(store: Store) -> None:
    household, _people = save_family(store)
    todo = collect(store, store.clock.now().date(), JobControl())
    assert todo.errors == sum(line.sign == "error" for line in todo.lines)
    assert {line.household_uuid for line in todo.lines} <= {household.household_uuid}
    assert all(line.text and line.who for line in todo.lines)


# -- progress -------------------------------------------------------------------------------------------------------


def test_progress_when_shown_counts_what_is_stored(typist: Typist, store: Store) -> None:
    save_family(store)
    with store.transaction(Action.SETTING) as tx:
        set_targets(tx, {store.installation.unit: (4, 2)})
    page = room(typist, "progress").pages["progress"]
    assert isinstance(page, ProgressPage)
    assert (page.tiles.target.value, page.tiles.people.value, page.tiles.percent.value) == ("4", "3", "75,0%")
    assert page.table.data(page.table.index(0, 0)) == "Phường Sông Trí"
    assert page.table.data(page.table.index(0, 4), SHARE_ROLE) == pytest.approx(0.75)
    save_family(store, household_no="13")
    window_of(typist).session.bus.changed.emit()
    assert page.tiles.people.value == "6"
    assert page.tiles.complete.value == "0 / 1"  # all slips are in, which is not all that is asked for


def test_progress_when_head_is_clicked_is_sorted_by_that_column(town_store: Store, app: QApplication) -> None:
    with town_store.transaction(Action.SETTING) as tx:
        set_targets(
            tx, {"18754@2015-04-10": (8174, 2), "18781@2015-04-10": (5018, 1), "18796@2015-04-10": (5772, 1)}
        )
    with main_window(app, town_store) as typist:
        window = window_of(typist)
        page = window.pages["progress"]
        assert window.stack.currentWidget() is page
        assert isinstance(page, ProgressPage)
        head = page.view.horizontalHeader()
        head.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        assert [row.target_people for row in page.table.rows] == [8174, 5772, 5018]
        typist.click(head.viewport(), QPoint(head.sectionViewportPosition(1) + 9, 9))
        assert [row.target_people for row in page.table.rows] == [5018, 5772, 8174]


def test_progress_report_when_asked_for_is_shown_as_paper(typist: Typist, store: Store) -> None:
    save_family(store)
    window = room(typist, "progress")
    press(typist, "print_progress")
    dialog = window.findChild(PreviewDialog)
    assert dialog is not None
    assert dialog.pages == 1
    dialog.reject()
    typist.settle()


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0,0%"), (0.6774, "67,7%"), (0.99999, "99,9%"), (1.0, "100,0%"), (1.0142, "101,4%")],
)
def test_percent_when_shown_never_says_complete_too_early(share: float, words: str) -> None:
    assert percent_text(share) == words


def test_bar_colour_when_share_grows_changes() -> None:
    assert [meter_colour(share) for share in (0.2, 0.6, 1.0)] == ["meter_low", "meter_mid", "meter_full"]
    unit = UnitProgress("18754", "2015-04-10", "Phường Sông Trí", 10, 3, 10, 3, None)
    assert unit.all_in


def test_moment_when_unreadable_is_shown_as_it_is() -> None:
    assert local_moment(None) == ""
    assert local_moment("hôm qua") == "hôm qua"
    assert local_moment("2026-11-23T01:30:00+00:00").endswith("/11/2026")


# -- paper ----------------------------------------------------------------------------------------------------------


def test_papers_of_all_households_when_saved_are_one_pdf(
    typist: Typist, store: Store, tmp_path: Path
) -> None:
    save_family(store)
    save_family(store, household_no="13")
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    target = tmp_path / "các hộ.pdf"
    messages.next_answer(target)
    press(typist, "save_all_pdf")
    typist.wait_for(target.exists)
    typist.wait_for(page.banner.isVisible)
    assert "2 trang" in page.banner.text
    messages.next_answer(None)
    press(typist, "save_all_pdf")


def test_paper_when_nothing_is_marked_says_so(typist: Typist, store: Store) -> None:
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    page.place.view.clearSelection()
    press(typist, "preview_household")
    assert page.banner.isVisible()
    press(typist, "save_all_pdf")
    assert "Không có hộ" in page.banner.text


def test_paper_of_marked_household_when_asked_for_is_shown(typist: Typist, store: Store) -> None:
    household, _people = save_family(store)
    window = room(typist, "paper")
    page = window.pages["paper"]
    assert isinstance(page, PaperPage)
    page.place.mark(household.household_uuid)
    press(typist, "preview_household")
    dialog = window.findChild(PreviewDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    typist.settle()


def test_workbook_when_chosen_is_taken_in(typist: Typist, store: Store, tmp_path: Path) -> None:
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    messages.next_answer(tmp_path / "mẫu.xlsx")
    press(typist, "save_template")
    assert (tmp_path / "mẫu.xlsx").exists()
    messages.next_answer(tmp_path / "mẫu.xlsx")
    press(typist, "save_template")
    assert "Đã có tệp" in page.banner.text
    messages.next_answer([tmp_path / "không có.xlsx"])
    press(typist, "import_workbook")
    typist.wait_for(lambda: "Không đọc được" in page.banner.text)


def test_window_when_closed_during_a_job_asks_and_stops_it(typist: Typist) -> None:
    window = window_of(typist)

    def wait_for_ever(control: JobControl) -> None:
        while True:
            control.step(0, 1, "")
            QTest.qSleep(2)

    window.session.jobs.start(wait_for_ever, lambda _result: None, lambda _error: None)
    window.lock()  # not while a job writes
    assert window.isVisible()
    messages.next_answer(False)
    window.close()
    assert window.isVisible()
    messages.next_answer(True)
    window.close()
    assert not window.isVisible()
    typist.wait_for(lambda: not window.session.jobs.is_running)


def test_room_when_its_tab_is_clicked_is_entered(typist: Typist) -> None:
    window = window_of(typist)
    for name in ("progress", "paper", "entry"):
        tab = window.findChild(QPushButton, f"room_{name}")
        assert tab is not None
        typist.click(tab)
        assert window.pages[name].isVisible()
        assert tab.isChecked()
