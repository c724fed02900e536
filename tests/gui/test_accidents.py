"""What goes wrong at a desk: another window in front, a habitual Enter, a question left open, words taken back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from census_desktop.base.paths import DataFolder
from census_desktop.base.text import language
from census_desktop.gui import messages
from census_desktop.gui.dialogs.key_card import KeyCard
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.gui.qt_texts import VietnameseQtTexts
from census_desktop.services.set_up import NewAccount, SetUpResult
from census_desktop.store.opening import MachineRole, Role
from tests.builders import save_family
from tests.gui.test_entry import type_sheet
from tests.robot import Typist
from tests.waiting import let_pass
from tests.windows import bring_up, desktop, drop, main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.fake_clock import FakeClock


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


# -- the cursor ---------------------------------------------------------------------------------------------------


def test_half_typed_box_when_another_window_was_in_front_goes_on_where_it_was(
    typist: Typist, page: EntryPage
) -> None:
    page.go_to("full_name")
    typist.type("Nguyễn Thị ")
    other = QWidget()
    bring_up(other)
    bring_up(typist.window)
    drop(other)
    assert typist.focused == "full_name"
    typist.type("Hoà")
    assert page.editor("full_name").text() == "Nguyễn Thị Hoà"


def test_household_when_the_user_stays_in_his_slip_is_still_the_marked_one(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    save_family(store)
    page.list_households()
    type_sheet(typist)
    typist.skip_to("birth_date")
    typist.type("1990")
    messages.next_answer(False)
    typist.click(page.household_view.viewport(), QPoint(60, 10))
    assert page.editor("birth_date").text() == "1990"
    assert not page.household_view.selectionModel().hasSelection()
    assert typist.focused == "birth_date"


def test_household_when_left_by_ctrl_h_stands_in_the_list(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    typist.type("Đậu Văn Thìn")
    typist.press("Ctrl+H")
    assert [(row.household_no, row.people) for row in page.households.rows] == [("0401", 1)]


def test_new_slip_when_the_last_one_was_saved_from_an_early_box_has_no_complaint(
    typist: Typist, page: EntryPage
) -> None:
    type_sheet(typist)
    typist.fill("full_name", "Nguyễn Thị Hoà")
    typist.type("3/2001")
    typist.press("F10")
    assert typist.focused == "relation_to_head"
    assert [remark.field for remark in page.findings.remarks if remark.field] == []


def test_household_number_when_typed_stands_over_the_sheet_at_once(typist: Typist, page: EntryPage) -> None:
    type_sheet(typist)
    assert page.sheet_title.text() == "Hộ 0401 · 0 người"
    assert window_of(typist).place.text() == "Phiếu 1/1 · hộ 0401"


@pytest.mark.parametrize("typed", ["-", "/", "'", "\u200b", "…"])
@pytest.mark.parametrize("box", ["sex", "ethnicity", "relation_to_head"])
def test_code_box_when_only_a_dash_is_typed_picks_nothing(
    typist: Typist, page: EntryPage, box: str, typed: str
) -> None:
    page.go_to(box)
    typist.type(typed)
    assert typist.suggestions() == []
    typist.press("Enter")
    assert page.editor(box).text().strip("\u200b") in {typed, ""}


def test_number_box_when_a_letter_is_typed_says_why_nothing_appears(typist: Typist, page: EntryPage) -> None:
    page.go_to("personal_id")
    typist.type("04O")
    assert page.editor("personal_id").text() == "04"
    assert window_of(typist).news.text() == "Chỉ ghi chữ số 0–9."


@pytest.mark.parametrize(
    ("box", "answer"),
    [("birth_date", "31/02/1990"), ("personal_id", "042071000123"), ("old_id", "183456789")],
)
def test_figures_when_marked_as_wrong_are_still_legible(
    typist: Typist, page: EntryPage, box: str, answer: str
) -> None:
    editor = page.editor(box)
    page.go_to(box)
    typist.type(answer)
    editor.set_state(FieldState.ERROR, "sai")
    sign = next(child for child in editor.findChildren(QToolButton) if child.isVisible())
    assert editor.fontMetrics().horizontalAdvance(answer) + 8 <= sign.x()


# -- drafts -------------------------------------------------------------------------------------------------------


def test_words_when_taken_back_do_not_return_after_a_power_cut(
    app: QApplication, store: Store, tmp_path: Path
) -> None:
    with main_window(app, store, tmp_path) as typist:
        control = window_of(typist).entry().control
        window_of(typist).entry().go_to("full_name")
        typist.type("Võ Thị Hường")
        control.keep_draft()
        for _letter in "Võ Thị Hường":
            typist.press("Backspace")
        control.keep_draft()
        assert window_of(typist).session.desk.recover_draft() is None


# -- locking ------------------------------------------------------------------------------------------------------


def test_idle_lock_when_a_question_is_open_takes_it_back_first(typist: Typist, page: EntryPage) -> None:
    """The question must not be answered later over a store that is closed."""
    window = window_of(typist)
    messages.keep_silent(is_silent=False)
    page.go_to("birth_date")
    typist.type("1990")
    order: list[str] = []
    window.locked.connect(lambda: order.append("locked"))
    seen: list[bool] = []

    def idle() -> None:
        seen.append(isinstance(QApplication.activeModalWidget(), QMessageBox))
        window.lock()

    QTimer.singleShot(30, idle)
    page.control.new_household()
    order.append("answered")
    typist.wait_for(lambda: "locked" in order, "the window is locked")
    assert seen == [True]
    assert order == ["answered", "locked"]


def test_idle_lock_when_the_key_card_is_open_closes_it_too(typist: Typist) -> None:
    window = window_of(typist)
    locked: list[bool] = []
    window.locked.connect(lambda: locked.append(True))
    window.show_keys()
    assert isinstance(QApplication.activeModalWidget(), KeyCard)
    window.lock()
    typist.wait_for(lambda: locked, "the window is locked")
    assert QApplication.activeModalWidget() is None


# -- files and rooms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "written"), [("bảng tổng hợp", "bảng tổng hợp.pdf"), ("hộ 12.pdf", "hộ 12.pdf")]
)
def test_file_name_when_typed_without_ending_gets_one(
    typist: Typist, tmp_path: Path, typed: str, written: str
) -> None:
    """Windows opens no file without an ending."""
    messages.keep_silent(is_silent=False)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        assert dialog.selectedFiles() == [str(tmp_path / "gợi ý.pdf")]
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(typed)
        dialog.accept()

    QTimer.singleShot(50, answer)
    chosen = messages.choose_new_file(typist.window, "Lưu PDF", tmp_path / "gợi ý.pdf", "Tệp PDF (*.pdf)")
    assert chosen == tmp_path / written


def test_file_dialog_when_open_speaks_vietnamese(typist: Typist, tmp_path: Path) -> None:
    texts = VietnameseQtTexts()
    QApplication.instance().installTranslator(texts)  # type: ignore[union-attr]
    dialog = QFileDialog(typist.window, "Lưu PDF", str(tmp_path), "Tệp PDF (*.pdf)")
    try:
        labels = {label.text() for label in dialog.findChildren(QLabel) if label.text()}
        assert labels == {"Tìm trong:", "Tên tệp:", "Loại tệp:"}
    finally:
        QApplication.instance().removeTranslator(texts)  # type: ignore[union-attr]
        drop(dialog)


def test_findings_when_listed_open_by_enter_alone(typist: Typist, store: Store) -> None:
    save_family(store)
    window = window_of(typist)
    typist.press("Alt+3")
    page = window.page("todo")
    assert isinstance(page, TodoPage)
    typist.wait_for(lambda: page.table.rows and not window.session.jobs.is_running)
    typist.wait_for(page.view.hasFocus, "a small window over the job may have had the cursor")
    typist.press("Enter")
    assert window.property("room") == "entry"
    assert typist.focused == "full_name"


def test_findings_when_another_job_still_runs_are_looked_for_after_it(typist: Typist, store: Store) -> None:
    """Asked for in vain, the room stayed blank until somebody asked again."""
    save_family(store)
    window = window_of(typist)
    may_end = threading.Event()
    window.session.jobs.start(
        lambda _control: may_end.wait(20), lambda _nothing: None, lambda error: pytest.fail(str(error))
    )
    typist.press("Alt+3")
    page = window.page("todo")
    assert isinstance(page, TodoPage)
    may_end.set()
    typist.wait_for(lambda: page.table.rows and not window.session.jobs.is_running)


# -- first run ----------------------------------------------------------------------------------------------------


@pytest.fixture
def set_up(app: QApplication, tmp_path: Path) -> Iterator[SetUpWindow]:
    """The first-run page with a result that holds a secret."""
    window = SetUpWindow(DataFolder(tmp_path / "mới"), ("Phường Sông Trí – 18754",))
    bring_up(window)
    window.show_result(
        SetUpResult(
            unit="449",
            machine_role=MachineRole.TOWN,
            device="ab12cd34",
            public_key_file=tmp_path / "town.pub",
            accounts=(NewAccount("giamsat", Role.SUPERVISOR, "lua-chin-dong-lang"),),
            recovery_key="AGE-SECRET-KEY-1",
        )
    )
    yield window
    messages.forget_answers()
    messages.next_answer(True)
    drop(window)
    messages.forget_answers()


def test_secrets_when_shown_are_not_lost_to_a_habitual_enter(set_up: SetUpWindow) -> None:
    """Enter used to press the language, which showed another window; the recovery key is kept nowhere."""
    wanted: list[str] = []
    set_up.language_wanted.connect(wanted.append)
    typist = Typist(set_up)
    focus = set_up.focusWidget()
    assert isinstance(focus, QCheckBox)
    for _press in range(3):
        typist.press("Enter")
    assert wanted == []
    assert set_up.findChild(QPlainTextEdit, "secret") is not None
    switch = set_up.findChild(QPushButton, "language")
    assert switch is not None
    assert not switch.isVisible()


def test_secrets_when_the_window_is_closed_unwritten_are_asked_about(set_up: SetUpWindow) -> None:
    closed: list[bool] = []
    set_up.closed.connect(lambda: closed.append(True))
    messages.next_answer(False)
    set_up.close()
    assert (set_up.isVisible(), closed) == (True, [])
    messages.next_answer(True)
    set_up.close()
    assert closed == [True]


def test_secrets_when_written_down_are_not_asked_about(set_up: SetUpWindow) -> None:
    written = set_up.findChild(QCheckBox, "written_down")
    assert written is not None
    messages.keep_silent(is_silent=True)
    Typist(set_up).press("Space")
    assert written.isChecked()
    set_up.close()
    assert not set_up.isVisible()


def test_set_up_when_enter_is_pressed_on_the_kind_of_machine_goes_on(
    app: QApplication, tmp_path: Path
) -> None:
    window = SetUpWindow(DataFolder(tmp_path / "mới"), ("Phường Sông Trí – 18754",))
    bring_up(window)
    typist = Typist(window)
    typist.press("Enter")
    assert typist.focused == "unit"
    window.town.setFocus()
    window.town.setChecked(True)
    typist.press("Enter")
    assert typist.focused == "officer"
    drop(window)


@pytest.mark.parametrize("is_set_up", [False, True])
def test_first_window_when_something_breaks_can_be_used_again(
    app: QApplication, tmp_path: Path, clock: FakeClock, is_set_up: bool
) -> None:
    with desktop(app, DataFolder(tmp_path / "mới"), clock) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        if is_set_up:
            window.set_waiting(is_waiting=True)
        with pytest.raises(ValueError, match="broken"):
            made._refused(ValueError("broken"))
        assert window.go.isEnabled()
        let_pass()
        assert language() == "vi"
        assert not isinstance(made.window, LogInWindow)
        Typist(window).wait_for(lambda: not made.jobs.is_running)
