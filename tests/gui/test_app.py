"""The program from its entry point to its last window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from census_desktop import __main__ as entry
from census_desktop.app import run_gui
from census_desktop.base import crash
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import language, set_language
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from tests.command_line import Machine, town_and_ward

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


@pytest.fixture(autouse=True)
def _hooks_given_back() -> Iterator[None]:
    yield
    crash.stop_watching()
    set_language("vi")


@pytest.fixture
def ward(tmp_path: Path) -> Machine:
    _town, ward = town_and_ward(tmp_path)
    return ward


class Visitor:
    """Looks at the first window that shows and closes it, as a person would."""

    def __init__(self) -> None:
        self.seen: list[type[QWidget]] = []
        self._timer = QTimer()
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, LogInWindow | SetUpWindow) and window.isVisible():
                self._timer.stop()
                self.seen.append(type(window))
                window.close()
                return


def test_program_when_machine_is_set_up_then_log_in_window_and_zero_when_closed(
    qapp: QApplication, ward: Machine
) -> None:
    visitor = Visitor()
    assert run_gui(ward.folder, login="hoai") == 0
    assert visitor.seen == [LogInWindow]


def test_program_when_nothing_is_set_up_then_first_run_window(qapp: QApplication, tmp_path: Path) -> None:
    visitor = Visitor()
    folder = DataFolder(tmp_path / "máy mới")
    assert run_gui(folder, "en") == 0
    assert visitor.seen == [SetUpWindow]
    assert language() == "en"
    assert not folder.exists, "looking at the first window sets nothing up"


def test_program_when_started_without_a_command_then_window(
    qapp: QApplication, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor()
    monkeypatch.setattr(sys, "argv", ["census-desktop", "--data-dir", str(ward.folder.root)])
    assert entry.main() == 0
    assert visitor.seen == [LogInWindow]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no display")
def test_program_when_there_is_no_display_then_a_sentence_and_no_window(
    ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CensusError) as refused:
        run_gui(ward.folder)
    assert refused.value.code == "NO_DISPLAY"
