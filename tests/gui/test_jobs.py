"""Long work runs beside the window, tells how far it is, and stops when asked."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from census_desktop.base.errors import BugError, CancelledError
from census_desktop.gui.dialogs.working import LatestJob, WorkingDialog, run_job
from census_desktop.gui.jobs import JobRunner, was_cancelled
from tests.robot import wait_until
from tests.waiting import let_pass
from tests.windows import bring_up, drop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from census_desktop.base.jobs import JobControl


class Listener:
    """Keeps what a job gave back, and in which thread it was told."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[BaseException] = []
        self.threads: list[threading.Thread] = []

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(threading.current_thread())

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.append(threading.current_thread())


@pytest.fixture
def jobs(app: QApplication) -> JobRunner:
    """A worker without work."""
    return JobRunner()


@pytest.fixture
def parent(app: QApplication) -> Iterator[QWidget]:
    """A window that jobs are started from."""
    window = QWidget()
    window.resize(500, 300)
    bring_up(window)
    yield window
    drop(window)


def wait_for_end(jobs: JobRunner) -> None:
    wait_until(lambda: not jobs.is_running)


def count_for_ever(control: JobControl) -> None:
    step = 0
    while True:
        step += 1
        control.step(step % 100, 100, f"bước {step}")
        threading.Event().wait(0.002)


def test_job_when_done_hands_its_result_to_the_thread_of_the_window(jobs: JobRunner) -> None:
    heard = Listener()
    worked_in: list[threading.Thread] = []

    def work(_control: JobControl) -> int:
        worked_in.append(threading.current_thread())
        return 42

    jobs.start(work, heard.done, heard.failed)
    wait_for_end(jobs)
    assert heard.results == [42]
    assert heard.threads == [threading.main_thread()]
    assert worked_in != [threading.main_thread()]


def test_job_when_it_fails_hands_over_its_error(jobs: JobRunner) -> None:
    heard = Listener()

    def work(_control: JobControl) -> None:
        raise ValueError("hỏng")

    jobs.start(work, heard.done, heard.failed)
    wait_for_end(jobs)
    assert heard.results == []
    assert isinstance(heard.errors[0], ValueError)
    assert not was_cancelled(heard.errors[0])


def test_second_job_when_started_meanwhile_is_a_bug(jobs: JobRunner) -> None:
    heard = Listener()
    jobs.start(count_for_ever, heard.done, heard.failed)
    with pytest.raises(BugError):
        jobs.start(count_for_ever, heard.done, heard.failed)
    jobs.stop()
    wait_for_end(jobs)
    assert was_cancelled(heard.errors[0])


def test_progress_when_job_steps_fast_is_told_at_most_ten_times_a_second(jobs: JobRunner) -> None:
    told: list[tuple[object, object, str]] = []
    jobs.progressed.connect(lambda done, total, text: told.append((done, total, text)))

    def work(control: JobControl) -> None:
        for step in range(1, 2001):
            control.step(step, 2000, "đang đọc")

    jobs.start(work, lambda _result: None, lambda _error: None)
    wait_for_end(jobs)
    let_pass(5)
    assert told[-1] == (2000, 2000, "đang đọc")
    assert len(told) < 12


def test_job_when_program_closes_is_stopped_and_waited_for(jobs: JobRunner) -> None:
    heard = Listener()
    jobs.start(count_for_ever, heard.done, heard.failed)
    jobs.stop_and_wait()
    wait_for_end(jobs)
    assert isinstance(heard.errors[0], CancelledError)


def test_working_window_when_job_is_long_shows_progress_and_stops(jobs: JobRunner, parent: QWidget) -> None:
    heard = Listener()
    run_job(jobs, parent, "Đang đọc các gói", count_for_ever, heard.done, heard.failed)
    dialog = parent.findChild(WorkingDialog)
    assert dialog is not None
    assert not dialog.isVisible()
    wait_until(lambda: dialog.isVisible() and dialog.bar.maximum() == 100)
    assert dialog.words.text().startswith("bước")
    run_job(jobs, parent, "Việc thứ hai", count_for_ever, heard.done, heard.failed)
    dialog.close()  # means: please stop
    stop = dialog.findChild(QPushButton, "stop_job")
    assert stop is not None
    assert not stop.isEnabled()
    wait_for_end(jobs)
    assert len(heard.errors) == 1
    assert was_cancelled(heard.errors[0])
    assert parent.findChild(WorkingDialog) is None


def test_working_window_when_job_is_short_never_appears(jobs: JobRunner, parent: QWidget) -> None:
    heard = Listener()
    run_job(jobs, parent, "Đang đọc", lambda _control: 7, heard.done, heard.failed)
    dialog = parent.findChild(WorkingDialog)
    assert dialog is not None
    wait_for_end(jobs)
    assert heard.results == [7]
    assert parent.findChild(WorkingDialog) is None


def test_latest_when_asked_again_throws_the_older_answer_away(jobs: JobRunner, parent: QWidget) -> None:
    latest, listener, go = LatestJob(jobs, parent), Listener(), threading.Event()

    def answer(word: str) -> None:
        def work(control: JobControl) -> str:
            go.wait()
            control.check()
            return word

        latest.start("Xem", work, listener.done, listener.failed)

    for word in ("một", "hai", "ba"):
        answer(word)
    assert latest.is_open
    go.set()
    wait_until(lambda: not latest.is_open)
    wait_for_end(jobs)
    assert listener.results == ["ba"]
    answer("bốn")
    latest.drop()
    wait_for_end(jobs)
    assert (listener.results, listener.errors) == (["ba"], [])


def test_latest_when_an_outdated_job_fails_tells_defects_and_no_stops(
    jobs: JobRunner, parent: QWidget
) -> None:
    latest, listener, go = LatestJob(jobs, parent), Listener(), threading.Event()

    def broken(_control: JobControl) -> None:
        go.wait()
        raise BugError("không bao giờ")

    latest.start("Xem", broken, listener.done, listener.failed)
    latest.drop()
    go.set()
    wait_for_end(jobs)
    assert isinstance(listener.errors[0], BugError)
