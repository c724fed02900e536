"""Long work can be watched and stopped."""

from __future__ import annotations

import threading

import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl


def test_step_when_watched_then_tells_how_far_the_job_is() -> None:
    heard: list[tuple[int, int, str]] = []
    control = JobControl(lambda done, total, text: heard.append((done, total, text)))

    control.step(3, 10, "Đang đọc gói")

    assert heard == [(3, 10, "Đang đọc gói")]


def test_step_when_nobody_watches_then_goes_on() -> None:
    JobControl().step(1, 2, "Đang đọc gói")


def test_step_when_stopped_from_another_thread_then_raises_and_tells_nothing() -> None:
    heard: list[int] = []
    control = JobControl(lambda done, _total, _text: heard.append(done))
    owner = threading.Thread(target=control.stop)
    owner.start()
    owner.join()

    with pytest.raises(CancelledError):
        control.step(1, 2, "Đang đọc gói")
    assert heard == []


def test_check_when_stopped_then_raises() -> None:
    control = JobControl()
    control.check()
    control.stop()

    with pytest.raises(CancelledError):
        control.check()
