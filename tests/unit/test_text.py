"""Texts in the language of the user, and numbers as written here."""

from __future__ import annotations

import gettext
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from census_desktop.base import text
from census_desktop.base.text import N_, _, in_vietnamese, language, number, percent, set_language


class _Catalogue(gettext.NullTranslations):
    """A catalogue as a hasty translator might leave it."""

    entries: ClassVar = {
        "Đã lưu {count} phiếu": "Saved {count} slips",
        "Hộ {number}": "Household {nummer}",
        "Ngày {day}": "Day {day",
        "Chủ hộ": "Head of household",
        "": "Project-Id-Version: census-desktop\n",
    }

    def gettext(self, message: str) -> str:
        return self.entries.get(message, message)


@pytest.fixture(autouse=True)
def _back_to_vietnamese() -> Iterator[None]:
    yield
    set_language("vi")


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_active", _Catalogue())


def test_text_when_vietnamese_then_is_the_source() -> None:
    assert _("Chủ hộ") == "Chủ hộ"
    assert N_("Chủ hộ") == "Chủ hộ"


@pytest.mark.usefixtures("catalogue")
def test_text_when_translated_then_keeps_its_placeholders() -> None:
    assert _("Chủ hộ") == "Head of household"
    assert _("Đã lưu {count} phiếu").format(count=3) == "Saved 3 slips"
    assert _("Nơi thường trú") == "Nơi thường trú"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("source", "filled"),
    [("Hộ {number}", "Hộ 7"), ("Ngày {day}", "Ngày 7")],
    ids=["other name", "open brace"],
)
def test_text_when_the_translation_cannot_be_filled_in_then_is_the_source(source: str, filled: str) -> None:
    assert _(source).format(number=7, day=7) == filled


@pytest.mark.usefixtures("catalogue")
def test_text_when_empty_then_is_empty_and_not_the_head_of_the_catalogue() -> None:
    assert not _("")


def test_language_when_unknown_then_is_vietnamese() -> None:
    set_language("en")
    assert language() == "en"

    set_language("fr")
    assert language() == "vi"


def test_numbers_when_vietnamese_then_have_dots_for_thousands_and_a_comma_for_parts() -> None:
    assert number(17207) == "17.207"
    assert number(-1_234_567) == "-1.234.567"
    assert percent(87.46) == "87,5 %"


def test_numbers_when_english_then_are_the_other_way_round() -> None:
    set_language("en")

    assert number(17207) == "17,207"
    assert percent(87.46) == "87.5 %"


@pytest.mark.usefixtures("catalogue")
def test_official_paper_when_worded_then_is_vietnamese_in_its_own_thread_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "_language", "en")
    heard: list[str] = []

    with in_vietnamese():
        window = threading.Thread(target=lambda: heard.append(f"{_('Chủ hộ')} {number(1000)}"))
        window.start()
        window.join()
        assert (_("Chủ hộ"), language(), number(1000), percent(0.5)) == ("Chủ hộ", "vi", "1.000", "0,5 %")

    assert heard == ["Head of household 1,000"]
    assert (_("Chủ hộ"), language()) == ("Head of household", "en")


def test_official_paper_when_the_program_speaks_english_then_worded_in_vietnamese() -> None:
    set_language("en")
    assert _("Chủ hộ") == "Household head"
    with in_vietnamese():
        assert language() == "vi"
        assert _("Chủ hộ") == "Chủ hộ"
        assert number(17207) == "17.207"
    assert language() == "en"


def test_official_paper_when_wording_it_fails_then_english_again() -> None:
    set_language("en")

    @in_vietnamese()
    def fail() -> None:
        raise ZeroDivisionError(_("Chủ hộ"))

    for _attempt in range(2):
        with pytest.raises(ZeroDivisionError, match=r"^Chủ hộ$"):
            fail()
    assert _("Chủ hộ") == "Household head"


def test_official_paper_when_worded_in_one_thread_then_others_speak_on_in_english() -> None:
    set_language("en")
    with in_vietnamese(), ThreadPoolExecutor(1) as other:
        assert other.submit(_, "Chủ hộ").result() == "Household head"
