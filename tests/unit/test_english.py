"""The whole program in English: answers, findings, tables; official papers stay Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.text import set_language
from census_desktop.domain.codes import CODES, TRANSLATED_LISTS, code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import parse_answer, show_answer
from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.rules.person import check_person
from census_desktop.reports.document import Document, texts
from census_desktop.reports.household_list import household_list
from census_desktop.reports.progress_report import progress_document, progress_text
from tests.arch.test_catalogue import VIETNAMESE
from tests.papers import ISSUE, PRINTED_ON, four_people, person, summary

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("vi")


@pytest.mark.parametrize("name", TRANSLATED_LISTS)
def test_labels_when_shown_in_english_then_read_back_and_suggested(name: str) -> None:
    codes = code_list(name)
    labels = [codes.label(item.code) for item in codes]
    assert len(set(labels)) == len(labels)
    for item, label in zip(codes, labels, strict=True):
        assert codes.parse(label) == item.code
        assert codes.parse(item.label) == item.code, "what a colleague wrote in Vietnamese"
        assert codes.suggest(label)[0] == item


def test_labels_when_peoples_faiths_and_places_then_by_their_own_names() -> None:
    for name in sorted(set(CODES) - set(TRANSLATED_LISTS)):
        assert all(CODES[name].label(item.code) == item.label for item in CODES[name])


def test_answers_when_typed_in_english_then_stored_as_ever() -> None:
    assert parse_answer(PERSON_FIELDS["sex"], "female") == "2"
    assert parse_answer(PERSON_FIELDS["relation_to_head"], "daughter-in-law") == "CDAU"
    assert parse_answer(PERSON_FIELDS["marital_status"], "Đang có vợ/chồng") == "2"
    assert show_answer(PERSON_FIELDS["marital_status"], "2") == "Married"


def test_labels_when_the_language_changes_then_follow_it() -> None:
    assert [code_list("sex").shown(item) for item in code_list("sex").suggest("f")] == ["Female"]
    set_language("vi")
    assert code_list("sex").suggest("fem") == ()
    assert code_list("sex").label("2") == "Nữ"


def test_findings_when_english_then_no_vietnamese_in_them() -> None:
    wife = person(2, sex="1", marital_status="2", relation_to_head="V", birth_date="2015")
    found = [finding.text() for finding in check_person(wife, PRINTED_ON)]
    assert "Under 20 but married." in found
    assert "The relation “Wife” does not fit the sex Male." in found
    assert not [text for text in found if VIETNAMESE.search(text)]


UNITS = (UnitProgress("18754", "2015-04-10", "Phường Sông Trí", 8000, 2000, 1234, 300, None),)


def test_progress_when_english_then_the_table_of_the_terminal_is_too() -> None:
    shown = progress_text(UNITS)
    assert "Households" in shown
    assert "1,234" in shown
    assert "15.4 %" in shown


def _papers() -> tuple[Document, ...]:
    return (
        summary(four_people()),
        progress_document(UNITS, ISSUE),
        household_list((), ISSUE),
    )


def test_official_papers_when_the_program_speaks_english_then_word_for_word_as_in_vietnamese() -> None:
    english = _papers()
    set_language("vi")
    assert english == _papers()
    assert "BẢNG TỔNG HỢP THÔNG TIN HỘ GIA ĐÌNH" in set(texts(english[0]))
