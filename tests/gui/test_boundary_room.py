"""The boundary room, by keys alone: look at a plan, apply it, choose for divided units, rename groups, take back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from census_desktop.gui import messages
from census_desktop.gui.dialogs.share_targets import ShareTargetsDialog
from census_desktop.gui.models.row_table import mark_row
from census_desktop.gui.pages.boundary.page import BoundaryPage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.boundary_choices import choose_unit, waiting_households
from census_desktop.services.boundary_counts import counts_by_place
from census_desktop.store.progress import set_targets
from census_desktop.store.transaction import Action
from tests.builders import SONG_TRI, save_family
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.robot import Typist

KY_LOI, VUNG_ANG, HUNG_TRI = "18796@2015-04-10", "18823@2025-07-01", "18754@2020-01-01"


@pytest.fixture
def leader(app: QApplication, town_store: Store, tmp_path: Path) -> Iterator[Typist]:
    """Somebody sitting before the town's machine."""
    save_family(town_store)
    save_family(town_store, household_no="13", residential_group="Tổ dân phố 4")
    for number in ("1", "2"):
        save_family(town_store, unit=KY_LOI, residential_group="Thôn 1", household_no=number)
    with main_window(app, town_store, tmp_path) as made:
        made.press("Alt+7")
        yield made


def page_of(typist: Typist) -> BoundaryPage:
    page = window_of(typist).page("area")
    assert isinstance(page, BoundaryPage)
    return page


def rest(typist: Typist) -> None:
    plans = page_of(typist).plans
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running and not plans.previews.is_open)
    typist.settle()


def mark(typist: Typist, day: str) -> None:
    page = page_of(typist)
    mark_row(page.plans.view, next(at for at, line in enumerate(page.plans.table.rows) if line.day == day))
    rest(typist)


def put_into_force(typist: Typist, day: str) -> None:
    mark(typist, day)
    messages.next_answer(True)
    typist.press("F10")
    rest(typist)


def people(store: Store) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, (count, _households) in counts_by_place(store).items():
        found[place.unit] = found.get(place.unit, 0) + count
    return found


def test_targets_of_a_divided_unit_when_shared_out_by_key_then_hold(
    leader: Typist, town_store: Store
) -> None:
    page = page_of(leader)
    with town_store.transaction(Action.SETTING) as tx:
        set_targets(tx, {KY_LOI: (9, 3)})
    put_into_force(leader, "2020-01-01")
    mark(leader, "2025-07-01")
    leader.press("F6")  # not applied yet: nothing to share
    assert not page.plans.findChildren(ShareTargetsDialog)
    messages.next_answer(True)
    leader.press("F10")
    rest(leader)
    mark(leader, "2025-07-01")
    assert "F6 chia chỉ tiêu" in page.plans.sums.text()

    def offered() -> ShareTargetsDialog:
        leader.press("F6")
        rest(leader)
        return next(each for each in page.plans.findChildren(ShareTargetsDialog) if each.isVisible())

    dialog = offered()
    assert not dialog.confirm_button.isEnabled()
    assert "Còn 2 hộ chờ chọn đơn vị" in dialog.sums.text()
    dialog.confirm()
    assert "chưa chia chỉ tiêu được" in dialog.banner.text
    dialog.reject()
    waiting = [each.row.household_uuid for each in waiting_households(town_store)]
    choose_unit(town_store, waiting, VUNG_ANG)
    dialog = offered()
    assert "9 = 9 người, 3 = 3 hộ" in dialog.sums.text()
    shown = [dialog.table.data(dialog.table.index(1, column)) for column in range(8)]
    assert shown == ["Phường Vũng Áng", "6", "0", "+9", "9", "0", "+3", "3"]
    dialog.activateWindow()
    leader.press("F10")
    assert dialog.confirmed is not None
    assert "đã chia" in page.banner.text
    mark(leader, "2020-01-01")
    leader.press("F6")
    rest(leader)
    assert "không chia đơn vị nào" in page.banner.text


def test_plan_when_applied_and_taken_back_by_keys_then_people_move_and_return(
    leader: Typist, town_store: Store
) -> None:
    page = page_of(leader)
    mark(leader, "2020-01-01")
    assert "trước và sau như nhau" in page.plans.sums.text()
    assert len(page.plans.moves.rows) == 2
    messages.next_answer(False)
    leader.press("F10")
    assert people(town_store) == {SONG_TRI: 6, KY_LOI: 6}
    messages.next_answer(True)
    leader.press("F10")
    rest(leader)
    assert people(town_store) == {HUNG_TRI: 6, KY_LOI: 6}
    mark(leader, "2020-01-01")
    leader.press("F7")
    leader.type("Nhầm ngày")
    leader.press("Enter")
    rest(leader)
    assert people(town_store) == {SONG_TRI: 6, KY_LOI: 6}


def test_plan_when_another_is_marked_meanwhile_then_its_own_figures_are_shown_asked_and_applied(
    leader: Typist, town_store: Store
) -> None:
    page = page_of(leader)
    mark(leader, "2020-01-01")
    days = [line.day for line in page.plans.table.rows]
    mark_row(page.plans.view, days.index("2025-07-01"))  # its preview is being made ...
    assert not page.plans.apply_button.isEnabled()
    mark_row(page.plans.view, days.index("2020-01-01"))  # ... and nobody waits for it
    leader.press("F10")  # too early: nothing is asked
    assert not messages.shown
    rest(leader)
    assert page.plans.looked is not None
    assert page.plans.looked.draft.day.isoformat() == "2020-01-01"
    assert page.plans.sums.text().startswith("Chuyển 2 hộ, 6 người")
    messages.next_answer(True)
    leader.press("F10")
    rest(leader)
    assert people(town_store) == {HUNG_TRI: 6, KY_LOI: 6}


def test_plan_when_its_job_comes_while_another_runs_then_waits_for_it(leader: Typist) -> None:
    page = page_of(leader)
    mark(leader, "2025-07-01")
    go = threading.Event()
    window_of(leader).session.jobs.start(lambda _control: go.wait(), lambda _found: None, lambda _error: None)
    mark_row(page.plans.view, [line.day for line in page.plans.table.rows].index("2020-01-01"))
    assert page.plans.moves.rows == ()
    go.set()
    rest(leader)
    assert page.plans.looked is not None
    assert page.plans.looked.draft.day.isoformat() == "2020-01-01"


def test_plan_when_earlier_days_come_first_then_key_says_so_and_asks_nothing(
    leader: Typist, town_store: Store
) -> None:
    mark(leader, "2025-07-01")
    leader.press("F10")
    assert not messages.shown
    assert "hãy áp dụng phương án ngày đó trước" in page_of(leader).banner.text
    assert people(town_store) == {SONG_TRI: 6, KY_LOI: 6}


def test_plan_when_records_changed_after_the_preview_then_is_not_applied(
    leader: Typist, town_store: Store
) -> None:
    mark(leader, "2020-01-01")
    save_family(town_store, household_no="15")
    messages.next_answer(True)
    leader.press("F10")
    rest(leader)
    assert "khác với bảng đã xem" in page_of(leader).banner.text
    assert people(town_store) == {SONG_TRI: 9, KY_LOI: 6}


def test_plan_when_printed_then_is_shown_as_paper(leader: Typist) -> None:
    page = page_of(leader)
    mark(leader, "2020-01-01")
    leader.press("F8")
    dialog = page.window().findChild(PreviewDialog)
    assert dialog is not None
    dialog.reject()
    leader.settle()


def test_list_when_opened_without_title_then_is_asked_for(
    leader: Typist, town_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "Đổi khối.csv"
    path.write_text(
        "from_unit,from_group,to_unit,to_group\n18754,Tổ dân phố 3,18754,Khối Ba\n", encoding="utf-8"
    )
    messages.next_answer([path])
    leader.press("F3")
    leader.press("Enter")  # the day is missing: the dialog stays
    leader.type("01/02/2018")
    leader.press("Enter")
    rest(leader)
    marked = page_of(leader).plans.marked
    assert marked is not None
    assert marked.title == "Đổi khối"
    messages.next_answer(True)
    leader.press("F10")
    rest(leader)
    assert "Khối Ba" in {place.group for place in counts_by_place(town_store)}


def test_list_when_wrong_then_the_banner_says_the_row(leader: Typist, tmp_path: Path) -> None:
    path = tmp_path / "sai.csv"
    path.write_text("from_unit,to_unit\n99999,18754\n", encoding="utf-8")
    for text in ("from_unit,to_unit,title,effective_on\n99999,18754,Sai,01/01/2020\n",):
        path.write_text(text, encoding="utf-8")
        messages.next_answer([path])
        leader.press("F3")
    assert "dòng 2" in page_of(leader).banner.text


def test_divided_unit_when_a_digit_is_pressed_then_the_marked_households_go(
    leader: Typist, town_store: Store
) -> None:
    page = page_of(leader)
    put_into_force(leader, "2020-01-01")
    put_into_force(leader, "2025-07-01")
    leader.press("Ctrl+Tab")
    assert page.tabs.tabText(1).endswith("(2)")
    mark_row(page.choices.view, 0)
    key = page.choices.units.index(VUNG_ANG) + 1
    assert f"{key} Phường Vũng Áng" in page.choices.hint.text()
    leader.press(str(key))
    rest(leader)
    assert people(town_store)[VUNG_ANG] == 3
    assert len(page.choices.table.rows) == 1
    leader.press("F7")
    rest(leader)
    assert VUNG_ANG not in people(town_store)
    leader.press("F8")
    dialog = page.window().findChild(PreviewDialog)
    assert dialog is not None
    dialog.reject()
    leader.settle()
    leader.press("Enter")
    assert window_of(leader).stack.currentWidget() is window_of(leader).entry()


def test_group_when_renamed_then_its_history_says_so(leader: Typist, town_store: Store) -> None:
    page = page_of(leader)
    leader.press("Ctrl+Tab")
    leader.press("Ctrl+Tab")
    rows = page.groups.table.rows
    mark_row(page.groups.view, next(at for at, row in enumerate(rows) if row.place.group == "Thôn 1"))
    leader.press("F2")
    leader.type("Thôn Hải Phong")
    line = page.findChild(QLineEdit, "line_day")
    assert line is not None
    line.setText("hôm qua")
    leader.press("Enter")
    line.setText("01/03/2018")
    messages.next_answer(True)
    leader.press("Enter")
    rest(leader)
    assert (6, 2) in {
        count for place, count in counts_by_place(town_store).items() if place.group == "Thôn Hải Phong"
    }
    assert "Thôn 1 → Thôn Hải Phong" in page.groups.history.text()
    mark_row(page.groups.view, 0)
    leader.press("F3")
    assert page.banner.text


def test_room_when_on_a_ward_then_it_only_shows(typist: Typist) -> None:
    typist.press("Alt+7")
    page = page_of(typist)
    assert not page.plans.apply_button.isEnabled()
    typist.press("F10")
    typist.press("F3")
    typist.press("F4")
    typist.press("F7")
    assert page.plans.facts.text()
