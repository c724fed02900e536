"""The other language, chosen in the first window, holds for every window and for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from census_desktop.base.paths import SETTINGS_VARIABLE, DataFolder, settings_path
from census_desktop.base.settings import LANGUAGE, Settings
from census_desktop.base.text import language, set_language
from census_desktop.cli.main import main
from census_desktop.gui.application import Desktop
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.main_window import MainWindow
from tests.builders import PASSWORD, make_store
from tests.robot import Typist
from tests.windows import bring_up, desktop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from tests.fake_clock import FakeClock


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(SETTINGS_VARIABLE, str(tmp_path / "settings.json"))
    yield
    set_language("vi")


def _switch(made: Desktop, kind: type[LogInWindow] | type[SetUpWindow]) -> Typist:
    """Press the name of the other language and sit down before the window that takes the place."""
    old = made.window
    assert isinstance(old, kind)
    bring_up(old)
    typist = Typist(old)
    switch = old.findChild(QPushButton, "language")
    assert switch is not None
    typist.click(switch)
    typist.wait_for(lambda: made.window is not old, "the window comes again")
    assert isinstance(made.window, kind)
    bring_up(made.window)
    return Typist(made.window)


def test_language_when_chosen_at_the_log_in_then_the_whole_window_speaks_it(
    app: QApplication, tmp_path: Path, clock: FakeClock
) -> None:
    with make_store(tmp_path, clock=clock) as store:
        folder = store.folder
    with desktop(app, folder, clock) as made:
        typist = _switch(made, LogInWindow)
        log_in = made.window
        assert isinstance(log_in, LogInWindow)
        assert language() == "en"
        typist.wait_for(log_in.enter.isEnabled, "accounts are listed")
        assert log_in.password.hasFocus()
        assert log_in.enter.text() == "Log in"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
        typist.type(PASSWORD)
        typist.press("Enter")
        typist.wait_for(lambda: isinstance(made.window, MainWindow), "the main window opens")
        assert made.window is not None
        rooms = [room.text() for room in made.window.findChildren(QPushButton)]
        assert any("Entry" in text for text in rooms)
    assert Settings(settings_path()).get(LANGUAGE) == "en"


def test_language_when_chosen_at_the_set_up_and_back_then_vietnamese_again(
    app: QApplication, tmp_path: Path, clock: FakeClock
) -> None:
    with desktop(app, DataFolder(tmp_path / "mới"), clock) as made:
        assert made.window is not None
        _switch(made, SetUpWindow)
        assert made.window.windowTitle() == "Census Desktop – Set up this machine"
        assert isinstance(made.window, SetUpWindow)
        assert made.window.ward.hasFocus()
        _switch(made, SetUpWindow)
        assert made.window.windowTitle() == "Census Desktop – Thiết lập máy"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Hủy"
    assert Settings(settings_path()).get(LANGUAGE) == "vi"


def test_language_when_it_cannot_be_kept_then_switched_all_the_same(
    app: QApplication, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(SETTINGS_VARIABLE, str(tmp_path / "a file" / "settings.json"))
    with desktop(app, DataFolder(tmp_path / "mới"), clock) as made:
        _switch(made, SetUpWindow)
        assert language() == "en"


@pytest.mark.parametrize(
    ("words", "environment", "kept", "spoken"),
    [
        ((), None, None, "vi"),
        ((), None, "en", "en"),
        ((), "vi", "en", "vi"),
        (("--lang", "vi"), "en", "en", "vi"),
        ((), None, "fr", "vi"),
    ],
)
def test_language_when_started_then_command_line_before_environment_before_settings(
    words: tuple[str, ...],
    environment: str | None,
    kept: str | None,
    spoken: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CENSUS_DESKTOP_LANG", raising=False)
    if environment is not None:
        monkeypatch.setenv("CENSUS_DESKTOP_LANG", environment)
    if kept is not None:
        Settings(settings_path()).put(LANGUAGE, kept)
    heard: list[str] = []

    def open_window(_folder: DataFolder, code: str, _login: str | None) -> int:
        heard.append(code)
        return 0

    assert main(["--data-dir", str(tmp_path), *words], open_window=open_window) == 0
    assert heard == [spoken]
