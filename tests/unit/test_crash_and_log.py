"""Reports of failures and the log tell what is needed for mending, and no answer of a person."""

from __future__ import annotations

import faulthandler
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from census_desktop.base import crash
from census_desktop.base.log import log_to_folder, logger, stop_logging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECRET = "Đậu Văn Thìn 042089000123"


def fail() -> None:
    raise ValueError(SECRET)


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the window would be told while the program is watched."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told: list[str] = []
    crash.watch(tmp_path / "nhật ký")
    crash.listen(told.append)
    yield told
    crash.stop_watching()
    assert sys.__stderr__ is not None
    faulthandler.enable(sys.__stderr__)


def interrupt() -> None:
    raise KeyboardInterrupt


def _uncaught(action: Callable[[], None] = fail) -> None:
    """Hand an error to the hook as Python does at the end of the program."""
    try:
        action()
    except (ValueError, KeyboardInterrupt) as error:
        sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.expects_log
def test_error_when_nobody_caught_it_is_told_with_places_but_without_its_text(
    reports: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    _uncaught()
    assert len(reports) == 1
    assert reports[0].startswith("ValueError\n")
    assert re.search(r"test_crash_and_log\.py:\d+ fail", reports[0])
    for text in (reports[0], caplog.text):
        assert "ValueError" in text
        assert "Thìn" not in text
        assert "042089000123" not in text


@pytest.mark.expects_log
def test_error_when_in_a_thread_is_told_too(reports: list[str]) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert len(reports) == 1
    assert "fail" in reports[0]
    assert "Thìn" not in reports[0]


def test_interrupt_when_from_the_keyboard_is_no_failure(
    reports: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _uncaught(interrupt)
    assert reports == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.expects_log
def test_listener_when_watching_stops_hears_no_more(reports: list[str]) -> None:
    _uncaught()
    crash.stop_watching()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
    assert len(reports) == 1


def test_program_when_it_dies_hard_leaves_the_place_in_crash_txt(tmp_path: Path) -> None:
    code = (
        "import faulthandler, pathlib, sys; from census_desktop.base import crash;"
        "crash.watch(pathlib.Path(sys.argv[1])); faulthandler._sigsegv()"
    )
    died = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert died.returncode != 0
    assert 'File "<string>", line 1' in (tmp_path / "crash.txt").read_text(encoding="utf-8")


def test_log_when_told_to_writes_subjects_in_utc_until_stopped(tmp_path: Path) -> None:
    handler = log_to_folder(tmp_path / "logs")
    logger("merge").info("3 packages read")
    stop_logging(handler)
    logger("merge").info("after the end")
    lines = (tmp_path / "logs" / "census-desktop.log").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}Z INFO census\.merge 3 packages read", lines[0])
