"""UniKey and IBus in every kind of editor, and whatever else may come in by pasting."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.household_deeds import HouseholdDeeds
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.store.records import iter_people, records_where
from census_desktop.store.store import Store
from tests.builders import save_family
from tests.input_methods import telex_keys, type_by_ibus, type_by_unikey, unikey_signs
from tests.robot import Typist
from tests.windows import main_window, window_of

Hand = Callable[[Typist, str], None]
HANDS = pytest.mark.parametrize("hand", [type_by_unikey, type_by_ibus], ids=["unikey", "ibus"])

# One box of every kind of editor: what is typed, what is kept.
KINDS = [
    ("full_name", "Đậu Thị Hường", "Đậu Thị Hường"),
    ("full_name", "H'Nguyệt Kđăm", "H'Nguyệt Kđăm"),
    ("note", "Ở trọ từ đầu năm, chờ xác nhận", "Ở trọ từ đầu năm, chờ xác nhận"),
    ("birth_date", "14/02/1990", "1990-02-14"),
    ("birth_date", "2/1990", "1990-02"),
    ("ethnicity", "Tày", "tay"),
    ("relation_to_head", "Vợ", "V"),
    ("marital_status", "Đã ly hôn", "3a"),
    ("native_place", "Xóm Đò, bến Nước Ngọt", "Xóm Đò, bến Nước Ngọt"),
    ("household.residential_group", "Xóm Đồng Nước", "Xóm Đồng Nước"),
    ("household.address", "Ngõ 5 đường Nguyễn Thị Bích Châu", "Ngõ 5 đường Nguyễn Thị Bích Châu"),
    ("personal_id", "042071000123", "042071000123"),
    ("old_id", "183456789; 183456790", "183456789; 183456790"),
]


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    save_family(ward_store, household_no="0401")
    with main_window(qapp, ward_store, tmp_path) as typist:
        typist.press("Ctrl+H")
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def paste(typist: Typist, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    typist.press("Ctrl+V")


def news(typist: Typist) -> str:
    return window_of(typist).news.text()


def test_unikey_when_a_syllable_has_marks_takes_letters_back() -> None:
    assert "".join(unikey_signs("Đậu")) == "D\bĐa\bâu\b\bậu"
    assert telex_keys("Đậu") == len("Ddaauj")


@HANDS
@pytest.mark.parametrize(("box", "typed", "kept"), KINDS)
def test_box_of_every_kind_when_typed_by_an_input_method_keeps_what_was_meant(
    typist: Typist, page: EntryPage, hand: Hand, box: str, typed: str, kept: str
) -> None:
    page.go_to(box)
    hand(typist, typed)
    if typist.focused == box:
        typist.press("Enter")
    assert page.editor(box).stored() == kept


def test_tick_when_an_input_method_is_on_is_set_by_keys_only(typist: Typist, page: EntryPage) -> None:
    page.go_to("signed_chief")
    type_by_ibus(typist, "ă")
    assert page.editor("signed_chief").stored() is None
    type_by_unikey(typist, "x")
    assert page.editor("signed_chief").stored() == "1"


@HANDS
def test_list_when_letters_are_taken_back_meanwhile_still_follows(
    typist: Typist, page: EntryPage, hand: Hand
) -> None:
    page.go_to("ethnicity")
    hand(typist, "Mường")
    assert typist.suggestions()[0] == "Mường"


@HANDS
def test_reason_when_typed_by_an_input_method_is_kept(
    typist: Typist, page: EntryPage, ward_store: Store, hand: Hand
) -> None:
    page.go_to("full_name")
    typist.fill("full_name", "Thơm")
    page.go_to("full_name")
    typist.press("F2")
    hand(typist, "Bà nội nói đúng như vậy")
    typist.press("Enter")
    (kept,) = records_where(ward_store, RecordKind.ACCEPTANCE)
    assert kept.reason == "Bà nội nói đúng như vậy"


@HANDS
def test_search_lines_when_typed_by_an_input_method_find(typist: Typist, page: EntryPage, hand: Hand) -> None:
    typist.press("Ctrl+F")
    hand(typist, "Hường")
    typist.press("Enter")
    assert page.control.sheet.household.household_no == "0401"
    typist.press("Ctrl+N")
    typist.press("F5")
    typist.press("3")
    dialog = page.findChild(HouseholdDeeds)
    assert dialog is not None
    hand(typist, "Hường")
    typist.press("Up")
    assert dialog.picker.found.count() == 0  # the open household is none to choose
    typist.press("Esc")
    typist.press("Esc")


def test_key_of_the_slip_when_a_word_is_being_composed_keeps_the_word(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    page.go_to("full_name")
    type_by_ibus(typist, "Võ Thị")
    typist.type(" ")
    typist.compose("Hường")
    typist.compose("", commit="Hường")  # what `commit_input` makes a real input method send
    typist.press("F10")
    assert "Võ Thị Hường" in [one.full_name for one in iter_people(ward_store)]


# -- pasting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "kept", "unseen"),
    [
        ("ĐẬU VĂN\tTHÌN", "ĐẬU VĂN THÌN", 1),
        ("ĐẬU VĂN\r\nTHÌN\r\n", "ĐẬU VĂN THÌN", 4),
        ("ĐẬU\x07 VĂN\x00 THÌN", "ĐẬU VĂN THÌN", 2),
        ("ĐẬU VĂN\u200b THÌN\ufeff", "ĐẬU VĂN THÌN", 2),
        ("\u202eĐẬU VĂN THÌN\u202c", "ĐẬU VĂN THÌN", 2),
    ],
)
def test_unseen_signs_when_pasted_go_with_a_word_about_it(
    typist: Typist, page: EntryPage, pasted: str, kept: str, unseen: int
) -> None:
    page.go_to("full_name")
    paste(typist, pasted)
    came = page.editor("full_name").text()
    typist.press("Enter")
    assert page.editor("full_name").text() == kept
    assert page.editor("full_name").stored() == kept
    lost = unseen - (len(pasted) - len(came))  # what the clipboard itself has changed
    assert f"đã bỏ {lost} ký tự không nhìn thấy" in news(typist)


def test_letters_in_pieces_when_pasted_are_whole_letters(typist: Typist, page: EntryPage) -> None:
    page.go_to("full_name")
    paste(typist, unicodedata.normalize("NFD", "Đậu Thị Hường"))
    typist.press("Enter")
    assert page.editor("full_name").text() == "Đậu Thị Hường"
    assert page.editor("full_name").state is FieldState.NORMAL


@pytest.mark.parametrize(
    "box", ["full_name", "note", "native_place", "birth_date", "ethnicity", "relation_to_head"]
)
def test_ten_thousand_letters_when_pasted_are_kept_and_marked(
    typist: Typist, page: EntryPage, ward_store: Store, box: str
) -> None:
    page.go_to(box)
    text = "Đậu Văn Thìn " * 769 + "cả"
    paste(typist, text)
    assert len(page.editor(box).text()) == 9999
    typist.press("Enter")
    assert page.editor(box).text() == text
    assert page.editor(box).state is FieldState.ERROR
    typist.press("Ctrl+S")
    assert typist.focused == box  # nothing was saved, nothing was cut
    assert page.editor(box).text() == text
    assert "Chưa lưu" in page.banner.text


def test_text_beyond_any_line_when_pasted_says_that_its_end_is_missing(
    typist: Typist, page: EntryPage
) -> None:
    page.go_to("note")
    paste(typist, "ơ" * 40_000)
    assert "phần cuối không vào được" in news(typist)


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("full_name", "NguyÔn V¨n §øc"),  # TCVN3
        ("full_name", "Nguyeãn Vaên Ñöùc"),  # VNI
        ("native_place", "X· Kú Hµ, huyÖn Kú Anh"),
    ],
)
def test_letters_of_old_fonts_when_pasted_are_kept_and_marked(
    typist: Typist, page: EntryPage, box: str, text: str
) -> None:
    page.go_to(box)
    paste(typist, text)
    typist.press("Enter")
    assert page.editor(box).text() == text
    assert page.editor(box).state is FieldState.WARNING
    assert "phông cũ" in page.editor(box).accessibleDescription()


def test_letter_of_an_old_font_that_nobody_sees_does_not_vanish(typist: Typist, page: EntryPage) -> None:
    page.go_to("full_name")
    text = "NguyÔn ThÞ H\u00adêng"
    paste(typist, text)
    typist.press("Enter")
    assert page.editor("full_name").text() == text
    assert page.editor("full_name").state is FieldState.ERROR
    assert "TCVN3" in page.editor("full_name").accessibleDescription()


def test_pictures_when_pasted_are_kept_and_marked_in_a_name(typist: Typist, page: EntryPage) -> None:
    page.go_to("full_name")
    paste(typist, "Võ Thị Hường 😀")
    typist.press("Enter")
    assert page.editor("full_name").text() == "Võ Thị Hường 😀"
    assert page.editor("full_name").state is FieldState.WARNING
    page.go_to("note")
    paste(typist, "đã gọi điện 👍")
    typist.press("Enter")
    assert page.editor("note").stored() == "đã gọi điện 👍"


@pytest.mark.parametrize("text", ["30/02/1990", "32/01/1990", "14/13/1990", "0/0/1990", "hôm qua", "14😀02"])
def test_date_that_does_not_exist_when_pasted_is_kept_and_marked(
    typist: Typist, page: EntryPage, text: str
) -> None:
    page.go_to("birth_date")
    paste(typist, text)
    typist.press("Enter")
    assert page.editor("birth_date").text() == text
    assert page.editor("birth_date").state is FieldState.ERROR


@pytest.mark.parametrize(
    "text", ["042.071.000.123", "042 071 000 123", "042-071-000-123", "\u200b042071000123\n"]
)
def test_number_with_signs_between_when_pasted_is_digits(typist: Typist, page: EntryPage, text: str) -> None:
    page.go_to("father_id")
    paste(typist, text)
    assert page.editor("father_id").stored() == "042071000123"
    assert news(typist) == ""


def test_number_with_letters_when_pasted_says_what_was_left_out(typist: Typist, page: EntryPage) -> None:
    page.go_to("old_id")
    paste(typist, "CMND 183456789")
    assert page.editor("old_id").text().strip() == "183456789"
    assert "chữ số" in news(typist)


def test_number_too_long_when_pasted_is_kept_and_marked(typist: Typist, page: EntryPage) -> None:
    page.go_to("father_id")
    paste(typist, "0420 7100 0123 9")
    assert page.editor("father_id").text() == "0420710001239"
    assert "12" in news(typist)
    typist.press("Enter")
    assert page.editor("father_id").text() == "0420710001239"
    assert page.editor("father_id").state is FieldState.ERROR


def test_digit_too_many_when_typed_inside_changes_nothing(typist: Typist, page: EntryPage) -> None:
    page.go_to("father_id")
    paste(typist, "042071000123")
    page.go_to("father_id")
    typist.press("Home")
    typist.type("9")
    assert page.editor("father_id").text() == "042071000123"
    assert page.editor("father_id").cursorPosition() == 0
