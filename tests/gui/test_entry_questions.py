"""F2 and F8: why an answer stands, and whether the person is there already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.code_names import DIFFERENT
from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.compare import CompareDialog
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.services.checks import check_all
from census_desktop.store.records import iter_people, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import save_family
from tests.robot import Typist
from tests.windows import main_window, window_of

NUMBER = "042071000123"
TODAY = date(2018, 11, 15)


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    save_family(ward_store)
    with main_window(qapp, ward_store, tmp_path) as typist:
        typist.press("Ctrl+H")
        typist.fill("household.residential_group", "Tổ dân phố 3")
        typist.fill("household.household_no", "0402")
        typist.skip_to("full_name")
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def rules_at(page: EntryPage, box: str) -> list[str]:
    return [remark.text for remark in page.findings.remarks if remark.field == box]


def test_finding_when_accepted_with_a_reason_is_at_peace_and_travels(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    typist.fill("full_name", "Thơm")  # a single word: unlikely, but the paper says so
    assert page.editor("full_name").state is FieldState.WARNING
    page.go_to("full_name")
    typist.press("F2")
    assert page.reason.is_asking
    typist.type("Đã xem giấy khai sinh")
    typist.press("Enter")
    assert typist.focused == "full_name"
    assert page.editor("full_name").state is FieldState.NORMAL
    assert rules_at(page, "full_name")[0].startswith("Đã nhận: Đã xem giấy khai sinh.")
    (kept,) = records_where(ward_store, RecordKind.ACCEPTANCE)
    assert (kept.rule, kept.answer, kept.reason) == (
        "person.name.single_word", "Thơm", "Đã xem giấy khai sinh",
    )  # fmt: skip
    typist.press("F10")
    (thom,) = [one for one in iter_people(ward_store) if one.full_name == "Thơm"]
    assert not [
        finding
        for finding in check_all(ward_store, TODAY)
        if finding.record_uuid == thom.person_uuid
        and (finding.rule, finding.field) == ("person.name.single_word", "full_name")
    ]
    assert verify(ward_store).ok


def test_accepted_warning_when_the_next_slip_is_begun_is_at_peace_in_the_list_too(
    typist: Typist, page: EntryPage
) -> None:
    def warnings() -> int:
        (line,) = [one for one in page.members.lines if one.name == "Thơm"]
        return line.warnings

    typist.fill("full_name", "Thơm")
    typist.press("F10")
    before = warnings()
    page.control.open_member(page.members.lines[0].person_uuid)
    page.go_to("full_name")
    typist.press("F2")
    typist.press("Enter")
    typist.press("Ctrl+N")
    assert warnings() == before - 1


def test_accepted_answer_when_changed_is_asked_about_again(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Thơm")
    page.go_to("full_name")
    typist.press("F2")
    typist.press("Enter")  # the usual reason
    assert page.editor("full_name").state is FieldState.NORMAL
    typist.fill("full_name", "Nhị")
    assert page.editor("full_name").state is FieldState.WARNING


def test_reason_when_emptied_opens_the_question_again(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Thơm")
    page.go_to("full_name")
    typist.press("F2")
    typist.press("Enter")
    typist.press("F2")
    typist.press("Delete")
    typist.press("Enter")
    assert page.editor("full_name").state is FieldState.WARNING


def test_reason_when_given_up_changes_nothing(typist: Typist, page: EntryPage, ward_store: Store) -> None:
    typist.fill("full_name", "Thơm")
    page.go_to("full_name")
    typist.press("F2")
    typist.press("Esc")
    assert typist.focused == "full_name"
    assert not page.reason.is_asking
    assert records_where(ward_store, RecordKind.ACCEPTANCE) == ()


def test_f2_when_nothing_is_wrong_says_so(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Võ Thị Hường")
    page.go_to("full_name")
    typist.press("F2")
    assert "không có gì phải giải thích" in window_of(typist).news.text()


def test_number_of_another_household_when_typed_is_told_and_compared(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    known = next(iter_people(ward_store))
    assert known.full_name is not None
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, known.person_uuid, {"personal_id": NUMBER})
    typist.fill("full_name", known.full_name)
    typist.skip_to("personal_id")
    typist.type(NUMBER)
    typist.settle()
    assert any(known.full_name in text for text in rules_at(page, "personal_id"))
    typist.press("F8")
    dialog = page.findChild(CompareDialog)
    assert dialog is not None
    assert "cùng số định danh" in dialog.candidates.item(0).text()
    typist.press("2")  # different people, whatever the number says
    typist.press("Esc")
    (link,) = records_where(ward_store, RecordKind.LINK)
    assert link.verdict == DIFFERENT
    assert known.person_uuid in {link.first, link.second}
    assert rules_at(page, "personal_id") == []


def test_f8_when_nobody_is_alike_says_so(typist: Typist, page: EntryPage) -> None:
    typist.fill("full_name", "Biện Thị Xoan")
    typist.press("F8")
    assert "Không thấy phiếu nào" in window_of(typist).news.text()
