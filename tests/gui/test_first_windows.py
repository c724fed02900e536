"""Set-up and log-in: the first windows, and the way back to them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton

from census_desktop.base.paths import DataFolder
from census_desktop.gui import messages, theme
from census_desktop.gui.application import Desktop, unit_names
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.dialogs.set_up_answers import SetUpAnswers
from census_desktop.gui.main_window import LOCK_AFTER, MainWindow
from census_desktop.gui.preferences import Preferences, keep_preferences, read_preferences
from census_desktop.store.opening import MachineRole, accounts, open_store
from tests.builders import LOGIN, PASSWORD, SUPERVISOR_PASSWORD, make_store, save_family
from tests.robot import Typist
from tests.waiting import let_pass
from tests.windows import bring_up, desktop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from tests.fake_clock import FakeClock

GOOD = SetUpAnswers(
    is_town=False,
    unit="Phường Sông Trí",
    officer="hoa",
    officer_password=PASSWORD,
    officer_again=PASSWORD,
    supervisor="giamsat",
    supervisor_password="",
    supervisor_again="",
)


@pytest.fixture
def ward(tmp_path: Path, clock: FakeClock) -> DataFolder:
    """A ward's data folder, set up and closed."""
    with make_store(tmp_path, clock=clock) as store:
        return store.folder


@pytest.fixture
def opened(app: QApplication, ward: DataFolder, clock: FakeClock) -> Iterator[tuple[Desktop, Typist]]:
    """The log-in window over it, accounts listed."""
    with desktop(app, ward, clock) as made:
        assert isinstance(made.window, LogInWindow)
        bring_up(made.window)
        typist = Typist(made.window)
        typist.wait_for(made.window.enter.isEnabled, "accounts are listed")
        yield made, typist


def log_in(made: Desktop, typist: Typist, password: str = PASSWORD) -> MainWindow:
    typist.type(password)
    typist.press("Enter")
    typist.wait_for(lambda: isinstance(made.window, MainWindow), "the main window opens")
    assert isinstance(made.window, MainWindow)
    return made.window


def test_log_in_when_password_is_right_opens_the_entry_room(opened: tuple[Desktop, Typist]) -> None:
    made, typist = opened
    window = log_in(made, typist)
    assert window.isVisible()
    assert window.session.store.account.login == LOGIN
    assert window.stack.currentWidget() is window.entry()


def test_log_in_when_password_is_wrong_says_so_and_asks_again(opened: tuple[Desktop, Typist]) -> None:
    made, typist = opened
    window = made.window
    assert isinstance(window, LogInWindow)
    typist.type("mật khẩu nhầm")
    typist.press("Enter")
    typist.wait_for(lambda: window.enter.isEnabled() and window.banner.isVisible(), "the refusal is shown")
    assert window.password.selectedText()
    log_in(made, typist)


def test_log_in_when_other_account_is_marked_opens_as_that_person(opened: tuple[Desktop, Typist]) -> None:
    made, typist = opened
    for key in ("Shift+Tab", "Down", "Tab"):
        typist.press(key)
    assert isinstance(made.window, LogInWindow)
    assert made.window.login == "giamsat"
    window = log_in(made, typist, SUPERVISOR_PASSWORD)
    assert window.session.is_supervisor
    assert not window.session.is_town


def test_log_in_when_answered_before_the_accounts_are_known_is_not_lost(
    app: QApplication, ward: DataFolder
) -> None:
    """An old laptop is slower than a clerk's hands."""
    window = LogInWindow(ward)
    bring_up(window)
    typist = Typist(window)
    asked: list[tuple[str, str]] = []
    window.wanted.connect(lambda login, password: asked.append((login, password)))
    typist.type(PASSWORD)
    typist.press("Enter")
    assert asked == []
    window.show_accounts(accounts(ward), LOGIN)
    assert asked == [(LOGIN, PASSWORD)]
    window.blockSignals(True)
    window.close()
    window.deleteLater()
    typist.settle()


def test_log_in_when_escaped_ends_the_program(app: QApplication, ward: DataFolder, clock: FakeClock) -> None:
    ended: list[bool] = []
    made = Desktop(app, ward, clock, lambda: ended.append(True))
    made.start()
    assert made.window is not None
    bring_up(made.window)
    typist = Typist(made.window)
    typist.wait_for(lambda: not made.jobs.is_running)
    typist.press("Escape")
    typist.wait_for(lambda: ended, "the program ends")
    made.shut()
    typist.settle()


def test_folder_in_use_when_logged_in_a_second_time_is_refused(
    opened: tuple[Desktop, Typist], ward: DataFolder, clock: FakeClock
) -> None:
    made, typist = opened
    window = made.window
    assert isinstance(window, LogInWindow)
    with open_store(ward, LOGIN, PASSWORD, clock):
        typist.type(PASSWORD)
        typist.press("Enter")
        typist.wait_for(window.banner.isVisible, "the refusal is shown")
    assert made.window is window


def test_lock_when_pressed_asks_for_the_password_again_and_keeps_the_slip(
    opened: tuple[Desktop, Typist],
) -> None:
    made, typist = opened
    window = log_in(made, typist)
    bring_up(window)
    window.entry().go_to("full_name")
    at_work = Typist(window)
    at_work.type("Đậu Văn")
    at_work.press("Ctrl+L")
    at_work.wait_for(lambda: isinstance(made.window, LogInWindow), "the log-in window is back")
    first = made.window
    assert isinstance(first, LogInWindow)
    bring_up(first)
    typist = Typist(first)
    typist.wait_for(first.enter.isEnabled)
    assert first.login == LOGIN
    again = log_in(made, typist)
    assert again.entry().editor("full_name").text() == "Đậu Văn"


def test_idle_time_when_over_locks_and_keys_put_it_off(opened: tuple[Desktop, Typist]) -> None:
    made, typist = opened
    window = log_in(made, typist)
    bring_up(window)
    assert window._idle.interval() == LOCK_AFTER
    window._idle.stop()
    Typist(window).type("a")
    assert window._idle.isActive()
    window._idle.timeout.emit()
    typist.wait_for(lambda: isinstance(made.window, LogInWindow))
    first = made.window
    assert isinstance(first, LogInWindow)
    typist.wait_for(first.enter.isEnabled)


def test_window_when_closed_ends_the_program_and_frees_the_folder(
    app: QApplication, ward: DataFolder, clock: FakeClock
) -> None:
    ended: list[bool] = []
    made = Desktop(app, ward, clock, lambda: ended.append(True), LOGIN)
    made.start()
    first = made.window
    assert isinstance(first, LogInWindow)
    bring_up(first)
    typist = Typist(first)
    typist.wait_for(first.enter.isEnabled)
    window = log_in(made, typist)
    window.close()
    typist = Typist(window)
    while not ended:
        let_pass(10)
    with open_store(ward, LOGIN, PASSWORD, clock):
        pass
    made.shut()
    let_pass()


def is_replaced(made: Desktop, window: QWidget) -> bool:
    return made.window is not window


def test_look_when_changed_by_key_is_kept_and_the_slip_goes_on(
    app: QApplication, opened: tuple[Desktop, Typist], ward: DataFolder
) -> None:
    made, typist = opened
    window = log_in(made, typist)
    bring_up(window)
    window.entry().go_to("full_name")
    Typist(window).type("Đậu Văn")
    try:
        for keys, expected in (
            ("Ctrl+D", Preferences(theme.Scheme.DARK, 10.0)),
            ("Ctrl+=", Preferences(theme.Scheme.DARK, 11.0)),
            ("Ctrl+D", Preferences(theme.Scheme.LIGHT, 11.0)),
            ("Ctrl+-", Preferences(theme.Scheme.LIGHT, 10.0)),
        ):
            before = made.window
            assert before is not None
            bring_up(before)
            Typist(before).press(keys)
            typist.wait_for(partial(is_replaced, made, before), "the window is built anew")
            assert read_preferences(ward) == expected
            assert app.font().pointSizeF() == expected.points
        assert isinstance(made.window, MainWindow)
        assert made.window.entry().editor("full_name").text() == "Đậu Văn"
        bring_up(made.window)
        Typist(made.window).press("Ctrl+B")
        assert not read_preferences(ward).has_sounds
        before = made.window
        Typist(before).press("Ctrl+D")
        typist.wait_for(partial(is_replaced, made, before), "the window is built anew")
        assert not made.window.bell.is_on  # also in the window made after the choice
    finally:
        theme.apply(app)


def test_look_when_changed_leaves_the_same_slip_open(
    app: QApplication, opened: tuple[Desktop, Typist]
) -> None:
    made, typist = opened
    window = log_in(made, typist)
    household, people = save_family(window.session.store)
    bring_up(window)
    window.entry().control.open(household.household_uuid, people[1].person_uuid)
    try:
        Typist(window).press("Ctrl+D")
        typist.wait_for(partial(is_replaced, made, window), "the window is built anew")
        assert isinstance(made.window, MainWindow)
        assert made.window.entry().control.person.person_uuid == people[1].person_uuid
    finally:
        theme.apply(app)


def test_preferences_when_unreadable_are_the_usual_ones(data_folder: DataFolder) -> None:
    assert read_preferences(data_folder) == Preferences()
    keep_preferences(data_folder, Preferences(theme.Scheme.DARK, 12.0).larger(1))
    assert read_preferences(data_folder) == Preferences(theme.Scheme.DARK, 12.0)
    for spoiled in ("", "[]", "{}", '{"scheme": "rosa", "points": 10}', '{"scheme": "light", "points": 99}'):
        (data_folder.root / "preferences.json").write_text(spoiled, encoding="utf-8")
        assert read_preferences(data_folder) == Preferences()


# -- first run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "box"),
    [
        ({"unit": " "}, "unit"),
        ({"officer": ""}, "officer"),
        ({"supervisor": ""}, "supervisor"),
        ({"supervisor": "HOA"}, "supervisor"),
        ({"officer_password": "ngắn", "officer_again": "ngắn"}, "officer_password"),
        ({"officer_again": "khác hẳn mật khẩu"}, "officer_again"),
        ({"supervisor_password": "ngắn"}, "supervisor_password"),
        ({"supervisor_password": "bốn từ dài dài", "supervisor_again": "bốn từ"}, "supervisor_again"),
        ({"town_key": Path("town.pub")}, "town_key"),
    ],
)
def test_answers_when_something_is_wrong_name_the_box(change: dict[str, object], box: str) -> None:
    values = {name: getattr(GOOD, name) for name in SetUpAnswers.__dataclass_fields__}
    assert list(SetUpAnswers(**{**values, **change}).problems()) == [box]


def test_answers_when_complete_have_no_problem_and_a_town_needs_no_unit() -> None:
    assert GOOD.problems() == {}
    values = {name: getattr(GOOD, name) for name in SetUpAnswers.__dataclass_fields__}
    assert SetUpAnswers(**{**values, "is_town": True, "unit": ""}).problems() == {}


def test_units_when_offered_are_the_twelve_of_the_collection() -> None:
    assert len(unit_names()) == 12
    assert "Phường Sông Trí – 18754" in unit_names()


@pytest.mark.slow
def test_ward_when_set_up_by_keyboard_can_log_in(app: QApplication, tmp_path: Path, clock: FakeClock) -> None:
    folder = DataFolder(tmp_path / "phường")
    with desktop(app, folder, clock) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        bring_up(window)
        typist = Typist(window)
        press(typist, "set_up_button")
        assert typist.focused == "unit"
        typist.type("song tri")
        typist.press("Enter")
        typist.type("hoa")
        typist.press("Enter")
        for _twice in range(2):
            typist.type(PASSWORD)
            typist.press("Enter")
        assert typist.focused == "supervisor"
        for _step in range(3):
            typist.press("Enter")
        assert window.focusWidget() is window.go
        press(typist, "set_up_button")
        typist.wait_for(lambda: window.findChild(QPlainTextEdit, "secret"), "the result is shown")
        secret = window.findChild(QPlainTextEdit, "secret")
        go_on = window.findChild(QPushButton, "to_log_in")
        assert secret is not None
        assert go_on is not None
        assert secret.toPlainText().count("-") == 3
        assert not go_on.isEnabled()
        written = window.findChild(QCheckBox, "written_down")
        assert written is not None
        written.setChecked(True)
        press(typist, "to_log_in")
        first = made.window
        assert isinstance(first, LogInWindow)
        typist.wait_for(first.enter.isEnabled)
        assert first.login == "hoa"
    assert {one.login for one in accounts(folder)} == {"hoa", "giamsat"}
    with open_store(folder, "hoa", PASSWORD, clock) as store:
        assert store.installation.machine_role is MachineRole.WARD
        assert store.installation.unit == "18754@2015-04-10"


def test_town_when_chosen_asks_for_no_unit_and_no_key(
    app: QApplication, tmp_path: Path, clock: FakeClock
) -> None:
    with desktop(app, DataFolder(tmp_path / "thị xã"), clock) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        typist = Typist(window)
        window.town.setChecked(True)
        assert not typist.field("unit").isVisible()
        assert window.answers().is_town
        messages.next_answer(None)
        window._choose_key()
        window.ward.setChecked(True)
        messages.next_answer([str(tmp_path / "town.pub")])
        window._choose_key()
        typist.wait_for(window.banner.isVisible, "a file that is not there is told")
        assert window.answers().town_key is None
        window.refuse("Không được phép ghi.")
        assert window.banner.isVisible()
        typist.wait_for(lambda: not made.jobs.is_running)


def press(typist: Typist, name: str) -> None:
    found = typist.window.findChild(QPushButton, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    typist.settle()
