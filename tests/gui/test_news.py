"""News goes with its room, the next deed and changed records; a question goes with the job it asks about."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from census_desktop.gui import messages
from census_desktop.gui.pages.boundary.page import BoundaryPage
from census_desktop.gui.pages.progress.page import ProgressPage
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.gui.widgets import Banner
from tests.builders import save_family
from tests.windows import main_window, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.robot import Typist


@pytest.fixture
def leader(app: QApplication, town_store: Store, tmp_path: Path) -> Iterator[Typist]:
    """Somebody sitting before the town's machine."""
    save_family(town_store)
    with main_window(app, town_store, tmp_path) as made:
        yield made


def banner_of(typist: Typist, name: str) -> Banner:
    page = room(typist, name).pages[name]
    assert isinstance(page, TodoPage | ProgressPage | BoundaryPage)
    return page.banner


def test_news_when_the_room_is_left_is_gone_and_a_refusal_stays(leader: Typist) -> None:
    banner = banner_of(leader, "todo")
    leader.press("Ctrl+T")
    leader.wait_for(banner.isVisible)
    assert "Không thấy cặp phiếu nào" in banner.text
    room(leader, "progress")
    room(leader, "todo")
    assert not banner.isVisible()
    banner.say("USB không ghi được.", "error")
    room(leader, "progress")
    room(leader, "todo")
    assert banner.isVisible()


def test_news_when_records_change_later_is_gone_but_that_of_this_change_stays(leader: Typist) -> None:
    banner, bus = banner_of(leader, "todo"), window_of(leader).session.bus
    banner.say("Đã gộp xong.", "ok")
    bus.changed.emit()
    assert banner.isVisible()
    leader.press("Down")
    assert banner.isVisible()
    bus.changed.emit()
    assert not banner.isVisible()


def test_news_when_another_deed_begins_is_gone(leader: Typist) -> None:
    banner, jobs = banner_of(leader, "todo"), window_of(leader).session.jobs
    banner.say("Đã gộp xong.", "ok")
    leader.press("Down")
    jobs.start(lambda _control: None, lambda _found: None, lambda _error: None)
    assert not banner.isVisible()
    leader.wait_for(lambda: not jobs.is_running)


@pytest.mark.parametrize("name", ["progress", "area"])
def test_news_when_another_tab_is_looked_at_is_gone(leader: Typist, name: str) -> None:
    banner = banner_of(leader, name)
    banner.say("Đã lấy lại kết quả vừa ghi.", "ok")
    leader.press("Ctrl+2" if name == "progress" else "Ctrl+Tab")
    assert not banner.isVisible()


def test_plan_when_taken_back_then_the_undo_says_its_own_result(leader: Typist) -> None:
    page = room(leader, "area").pages["area"]
    assert isinstance(page, BoundaryPage)
    jobs, plans = window_of(leader).session.jobs, page.plans

    def rest() -> None:
        leader.wait_for(lambda: not jobs.is_running and not plans.previews.is_open)

    rest()
    messages.next_answer(True)
    plans.view.setFocus()
    leader.press("F10")
    rest()
    assert page.banner.text.startswith("Đã chuyển 1 hộ")
    leader.press("F7")
    leader.type("Nhầm ngày")
    leader.press("Enter")
    rest()
    assert page.banner.isVisible()
    assert page.banner.text.startswith("Đã hoàn tác phương án: 1 hộ")


def test_closing_when_the_job_ends_by_itself_then_the_question_goes_and_the_end_is_told(
    leader: Typist,
) -> None:
    window, go = window_of(leader), threading.Event()
    told: list[object] = []
    window.session.jobs.start(lambda _control: go.wait(), told.append, told.append)
    messages.keep_silent(is_silent=False)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            go.set()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    try:
        window.close()  # comes back only when the question has gone
    finally:
        go.set()
        messages.keep_silent(is_silent=True)
    assert window.isVisible()
    assert told == [True]
    assert "Việc đã kết thúc" in window.news.text()
    assert "Dữ liệu giữ nguyên" not in window.news.text()
