"""Fields take what Vietnamese input methods send, put it in order on leaving, and guess nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent

from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.sign_editors import FlagEditor
from tests.windows import window_of

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage
    from tests.robot import Typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    """The entry room."""
    return window_of(typist).entry()


def stored(page: EntryPage, name: str) -> str | None:
    return page.editor(name).stored()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("1990", "1990", "1990"),
        ("2/1990", "1990-02", "02/1990"),
        ("14021990", "1990-02-14", "14/02/1990"),
        ("1.2.1990", "1990-02-01", "01/02/1990"),
    ],
)
def test_date_when_left_is_kept_as_precise_as_typed(
    typist: Typist, page: EntryPage, typed: str, kept: str, shown: str
) -> None:
    page.go_to("birth_date")
    typist.fill("birth_date", typed)
    assert stored(page, "birth_date") == kept
    assert page.editor("birth_date").text() == shown
    assert typist.focused == "blood_group"


def test_impossible_date_when_left_stays_as_typed_and_is_marked(typist: Typist, page: EntryPage) -> None:
    page.go_to("birth_date")
    typist.fill("birth_date", "31/02/1990")
    editor = page.editor("birth_date")
    assert editor.text() == "31/02/1990"
    assert editor.state is FieldState.ERROR
    assert editor.accessibleDescription()
    assert page.slip.read().unreadable.keys() == {"birth_date"}


def test_blank_when_left_is_no_answer(typist: Typist, page: EntryPage) -> None:
    page.go_to("native_place")
    typist.fill("native_place", "   ")
    assert stored(page, "native_place") is None
    assert page.editor("native_place").text() == ""


def test_name_when_left_keeps_its_letters_and_loses_stray_blanks(typist: Typist, page: EntryPage) -> None:
    page.go_to("full_name")
    typist.fill("full_name", "  Đậu   Thị  Thuý Hường ")
    assert stored(page, "full_name") == "Đậu Thị Thuý Hường"


def test_code_when_few_letters_typed_takes_first_choice_with_one_key(typist: Typist, page: EntryPage) -> None:
    page.go_to("ethnicity")
    typist.type("tay")
    assert typist.suggestions()[0] == "Tày"
    typist.press("Enter")
    assert page.editor("ethnicity").text() == "Tày"
    assert typist.focused == "nationality"
    assert typist.suggestions() == []


def test_code_when_number_typed_is_that_code(typist: Typist, page: EntryPage) -> None:
    page.go_to("relation_to_head")
    typist.fill("relation_to_head", "02")
    assert stored(page, "relation_to_head") == "V"


def test_code_when_word_is_being_composed_offers_choices_already(typist: Typist, page: EntryPage) -> None:
    page.go_to("ethnicity")
    typist.compose("Mươ")
    assert typist.suggestions()[0] == "Mường"
    assert page.editor("ethnicity").text() == ""
    typist.compose("", commit="Mường")
    typist.press("Enter")
    assert page.editor("ethnicity").text() == "Mường"


def test_code_when_unknown_word_typed_is_kept_and_marked(typist: Typist, page: EntryPage) -> None:
    page.go_to("religion")
    typist.fill("religion", "Zzzz")
    assert page.editor("religion").text() == "Zzzz"
    assert page.editor("religion").state is FieldState.ERROR


def test_list_when_opened_is_steered_by_arrows_and_closed_by_escape(typist: Typist, page: EntryPage) -> None:
    page.go_to("sex")
    typist.press("F9")
    offered = typist.suggestions()
    assert len(offered) >= 2
    typist.press("Down")
    typist.press("Down")
    typist.press("Up")
    typist.press("Escape")
    assert typist.suggestions() == []
    assert stored(page, "sex") is None
    typist.press("F9")
    typist.press("Down")
    typist.press("Enter")
    assert page.editor("sex").text() == offered[1]


def test_list_when_clicked_takes_that_line(typist: Typist, page: EntryPage) -> None:
    page.go_to("sex")
    typist.press("Down")  # opens the list
    editor = page.editor("sex")
    listed = editor.suggestions  # type: ignore[attr-defined]
    second = listed.visualRect(listed.model().index(1, 0)).center()
    typist.click(listed.viewport(), second)
    assert editor.text() == listed.choices[1].text
    assert typist.focused == "sex"


def test_hamlets_when_typed_are_offered_but_not_forced(typist: Typist, page: EntryPage) -> None:
    page.go_to("household.residential_group")
    groups = page.control.residential_groups()
    assert groups
    typist.type("đội 3 cũ")
    typist.press("Enter")
    assert page.sheet.editors["residential_group"].text() == "đội 3 cũ"
    page.go_to("household.residential_group")
    typist.press("F9")
    typist.press("Enter")
    assert page.sheet.editors["residential_group"].text() in groups


def test_digits_when_letters_typed_keeps_digits_only(typist: Typist, page: EntryPage) -> None:
    page.go_to("father_id")
    typist.type("04a2.0 71ê")
    assert page.editor("father_id").text() == "042071"


def test_digits_when_full_goes_on_by_itself(typist: Typist, page: EntryPage) -> None:
    page.go_to("personal_id")
    typist.type("042071000123")
    typist.settle()
    assert typist.focused == "old_id"
    assert stored(page, "personal_id") == "042071000123"


def test_digits_when_enter_follows_by_habit_does_not_skip_a_field(typist: Typist, page: EntryPage) -> None:
    page.go_to("personal_id")
    typist.type("042071000123")
    typist.press("Enter")
    assert typist.focused == "old_id"
    typist.press("Enter")
    assert typist.focused == "permanent_address"


def test_several_old_numbers_when_typed_are_all_kept(typist: Typist, page: EntryPage) -> None:
    page.go_to("old_id")
    typist.fill("old_id", "183456789; 183456790")
    assert stored(page, "old_id") == "183456789; 183456790"


def test_tick_when_keys_pressed_is_set_and_cleared(typist: Typist, page: EntryPage) -> None:
    editor = page.editor("signed_chief")
    assert isinstance(editor, FlagEditor)
    page.go_to("signed_chief")
    for keys, expected in (("x", "1"), ("0", None), (" ", "1"), (" ", None), ("1", "1")):
        typist.type(keys)
        assert editor.stored() == expected, keys
    typist.press("Backspace")
    assert editor.stored() is None
    typist.click(editor)
    assert editor.stored() == "1"
    typist.compose("ă", commit="ă")
    assert editor.stored() == "1"


def test_wheel_when_turned_over_any_field_changes_no_answer(typist: Typist, page: EntryPage) -> None:
    page.go_to("sex")
    typist.fill("sex", "nam")
    before = page.slip.read().record
    for key in page.box_keys():
        editor = page.editor(key)
        centre = QPointF(editor.rect().center())
        event = QWheelEvent(
            centre,
            editor.mapToGlobal(centre),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QGuiApplication.sendEvent(editor, event)
    assert page.slip.read().record == before


def test_composed_word_when_key_saves_is_not_lost(typist: Typist, page: EntryPage) -> None:
    page.go_to("full_name")
    typist.type("Nguyễn Thị ")
    typist.compose("Hoà")
    typist.compose("", commit="Hoà")
    typist.press("Ctrl+S")
    assert stored(page, "full_name") == "Nguyễn Thị Hoà"


def test_typing_over_a_reached_field_replaces_its_answer(typist: Typist, page: EntryPage) -> None:
    page.go_to("native_place")
    typist.fill("native_place", "Xã Kỳ Nam")
    typist.press("Shift+Enter")
    assert typist.focused == "native_place"
    typist.fill("native_place", "Xã Kỳ Hoa")
    assert stored(page, "native_place") == "Xã Kỳ Hoa"


def test_copied_answer_when_taken_back_shows_the_old_one(typist: Typist, page: EntryPage) -> None:
    page.go_to("native_place")
    typist.type("Xã Kỳ Nam")
    page.editor("native_place").copy_in("Xã Kỳ Hoa")
    assert page.editor("native_place").text() == "Xã Kỳ Hoa"
    page.editor("native_place").undo()
    assert page.editor("native_place").text() == "Xã Kỳ Nam"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("ethnicity", "1", "kinh"),
        ("ethnicity", "10", "gia_rai"),
        ("religion", "1", "01"),
        ("religion", "01", "01"),
    ],
)
def test_code_when_digits_typed_is_the_whole_code_not_a_longer_one(
    typist: Typist, page: EntryPage, name: str, typed: str, kept: str
) -> None:
    page.go_to(name)
    typist.fill(name, typed)
    assert stored(page, name) == kept


@pytest.mark.parametrize(("name", "typed"), [("religion", "0"), ("ethnicity", "77")])
def test_code_when_digits_are_no_whole_code_stay_as_typed_and_are_marked(
    typist: Typist, page: EntryPage, name: str, typed: str
) -> None:
    page.go_to(name)
    typist.fill(name, typed)
    assert page.editor(name).text() == typed
    assert page.editor(name).state is FieldState.ERROR
