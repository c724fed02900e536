"""Phúc tra in the window: a list is made and printed, what came back is entered line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.follow_up import FollowUpDialog
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.evidence import claims_of
from census_desktop.services.field_lists import Scope, followup_document
from census_desktop.services.follow_up import ask, counts, list_rows, make_list
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import save_family
from tests.robot import Typist
from tests.windows import bring_up, main_window, room, window_of


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    _household, people = save_family(ward_store)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, people[1].person_uuid, {"sex": None})
    with main_window(qapp, ward_store, tmp_path) as typist:
        room(typist, "todo")
        typist.press("Ctrl+P")
        yield typist


@pytest.fixture
def dialog(typist: Typist) -> FollowUpDialog:
    page = typist.window.findChild(TodoPage)
    assert page is not None
    found = page.findChild(FollowUpDialog)
    assert found is not None
    return found


def test_list_when_made_is_shown_as_it_will_be_printed(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    dialog.make_from_all()
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    preview = dialog.findChild(PreviewDialog) or typist.window.findChild(PreviewDialog)
    assert preview is not None
    preview.close()
    assert "Đã lập 1 danh sách, số 1 đến 1" in dialog.banner.text
    assert dialog.place.text() == "1-1"
    rows = list_rows(ward_store, 1)
    assert f"{len(rows)}" in dialog.tally.text()
    words = str(followup_document(ward_store, Scope(), 1))
    assert all((row.question.words or "") in words for row in rows)
    dialog.make_from_errors()
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    assert "Không có câu hỏi mới" in dialog.banner.text
    dialog.print_last()
    again = typist.window.findChildren(PreviewDialog)[-1]
    again.close()


def test_outcome_when_entered_by_line_goes_on_to_the_next(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    dialog.make_from_all()
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    for preview in typist.window.findChildren(PreviewDialog):
        preview.close()
    typist.settle()
    bring_up(dialog)
    dialog.place.setFocus()
    dialog.place.selectAll()
    typist.type("1 1")
    typist.press("Enter")
    assert dialog.question.text()
    typist.type("1")
    typist.press("Enter")
    typist.type("Đúng rồi")
    typist.press("Enter")
    typist.type("Trần Thị Lan")
    typist.press("Enter")
    assert "Đã lưu dòng 1-1" in dialog.banner.text
    assert dialog.place.text() == "1-2"
    assert [dialog.boxes[name].text() for name in ("outcome", "answer")] == ["", ""]  # said by another family
    assert dialog.boxes["outcome_by"].text() == "Trần Thị Lan"
    assert counts(ward_store).by_outcome == {"dung": 1}
    assert list_rows(ward_store, 1)[0].question.outcome_by == "Trần Thị Lan"


def test_last_line_when_entered_goes_on_to_the_next_list(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    _household, people = save_family(ward_store, collector="Lê Thị Biển", residential_group="Tổ dân phố 1")
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, people[1].person_uuid, {"sex": None})
    dialog.make_from_errors()
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    for preview in typist.window.findChildren(PreviewDialog):
        preview.close()
    typist.settle()
    first, second = (len(list_rows(ward_store, number)) for number in (1, 2))
    bring_up(dialog)
    for place, next_place in ((f"1-{first}", "2-1"), (f"2-{second}", f"2-{second + 1}")):
        dialog.place.setFocus()
        dialog.place.selectAll()
        for typed in (place, "1", "", ""):
            typist.type(typed)
            typist.press("Enter")
        assert dialog.place.text() == next_place


def test_correction_when_entered_asks_for_the_document(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    dialog.make_from_all()
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    for preview in typist.window.findChildren(PreviewDialog):
        preview.close()
    typist.settle()
    row = next(row for row in list_rows(ward_store, 1) if row.question.box == "sex")
    assert row.person is not None
    bring_up(dialog)
    dialog.place.setText(row.question.place or "")
    dialog.place.setFocus()
    typist.press("Enter")
    assert dialog.boxes["value"].isHidden()
    typist.type("2")
    typist.press("Enter")
    assert not dialog.boxes["value"].isHidden()
    for text in ("nữ", "khai sinh", "45/1990", "", ""):
        typist.type(text)
        typist.press("Enter")
    (known,) = claims_of(ward_store, row.person.person_uuid)
    assert (known.box, known.standing, known.shown[0].document_no) == ("sex", "2", "45/1990")


def test_correction_when_the_box_keeps_no_documents_is_told_in_words(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    _household, people = save_family(ward_store)
    ask(ward_store, people[0].person_uuid, "Là chủ hộ nhưng mục số của chủ hộ là số khác.", "head_id")
    (row,) = make_list(ward_store)
    bring_up(dialog)
    dialog.place.setText(row.question.place or "")
    dialog.place.setFocus()
    for text in ("", "2", ""):
        typist.type(text)
        typist.press("Enter")
    assert dialog.boxes["value"].isHidden()
    typist.press("Enter")  # nothing said: refused, and the cursor stands where it is to be said
    assert "vào ô trả lời" in dialog.banner.text
    typist.type("Số 042064001234, đã xem căn cước")
    for _each in range(2):
        typist.press("Enter")
    assert f"Đã lưu dòng {row.question.place}" in dialog.banner.text
    assert counts(ward_store).by_outcome == {"sua": 1}


def test_line_when_unknown_says_so_and_nothing_is_kept(
    typist: Typist, dialog: FollowUpDialog, ward_store: Store
) -> None:
    dialog.print_last()
    assert "Chưa có danh sách nào" in dialog.banner.text
    bring_up(dialog)
    dialog.place.setFocus()
    typist.type("9-9")
    typist.press("Enter")
    assert "Không có dòng 9-9" in dialog.banner.text
    assert counts(ward_store).by_outcome == {}
