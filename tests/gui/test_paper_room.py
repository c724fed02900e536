"""The paper room by keyboard: choose a place, households, a paper; print, save, confirm."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QPushButton

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.gui import messages
from census_desktop.gui.pages.paper import cards as paper_cards
from census_desktop.gui.pages.paper.other_papers import OTHERS
from census_desktop.gui.pages.paper.page import PaperPage
from census_desktop.gui.pages.paper.place import PaperPlace
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.field_lists import Scope
from census_desktop.store.print_log import last_prints
from census_desktop.store.records import iter_records
from tests.builders import SONG_TRI, make_household, save, save_family
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    import uuid
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.robot import Typist


@pytest.fixture
def families(store: Store) -> list[uuid.UUID]:
    """Four families in two groups, and a sheet nobody is on."""
    made = [
        save_family(store, residential_group=group, household_no=number)[0].household_uuid
        for group in ("Thôn Hoà Lộc", "Tổ dân phố 3")
        for number in ("10", "9")
    ]
    save(store, make_household(store.clock, household_no="99"))
    return made


def paper_room(typist: Typist) -> PaperPage:
    page = room(typist, "paper").pages["paper"]
    assert isinstance(page, PaperPage)
    return page


def preview_of(typist: Typist) -> PreviewDialog:
    typist.wait_for(lambda: window_of(typist).findChild(PreviewDialog))
    dialog = window_of(typist).findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    return dialog


def close(typist: Typist) -> None:
    dialog = preview_of(typist)
    dialog.reject()
    typist.settle()


def test_households_when_listed_stand_in_the_order_of_houses(
    typist: Typist, families: list[uuid.UUID]
) -> None:
    page = paper_room(typist)
    assert [(row.residential_group, row.household_no) for row in page.place.table.rows] == [
        ("Thôn Hoà Lộc", "9"), ("Thôn Hoà Lộc", "10"), ("Tổ dân phố 3", "9"), ("Tổ dân phố 3", "10"),
        ("Tổ dân phố 3", "99"),
    ]  # fmt: skip
    assert page.place.count.text() == "5 hộ"
    assert page.summaries.what.text() == "Cả danh sách: 4 hộ có phiếu"


def test_groups_when_a_town_has_one_unit_can_be_chosen_once_it_is(
    app: QApplication, town_store: Store, tmp_path: Path
) -> None:
    save_family(town_store)
    with main_window(app, town_store, tmp_path) as made:
        place = PaperPlace(window_of(made).session)
        place.refresh()
        assert place.scope().unit is None
        assert place.unit.isEnabled()
        place.unit.setCurrentIndex(place.unit.findData(SONG_TRI))
        place.unit.activated.emit(place.unit.currentIndex())
        assert place.scope().unit == SONG_TRI
        assert place.group.isEnabled()
        place.deleteLater()


def test_group_when_chosen_by_keyboard_lists_only_its_households(
    typist: Typist, families: list[uuid.UUID]
) -> None:
    page = paper_room(typist)
    page.place.group.setFocus()
    typist.press("Down")
    typist.press("Enter")
    typist.wait_for(lambda: len(page.place.table.rows) == 2)
    assert page.place.scope().residential_group == "Thôn Hoà Lộc"
    assert page.place.choice().count == 2


def test_papers_of_marked_households_when_printed_are_logged_after_the_answer(
    typist: Typist, store: Store, families: list[uuid.UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = paper_room(typist)
    page.place.view.setFocus()
    page.place.view.selectRow(0)
    typist.press("Shift+Down")
    assert page.summaries.what.text().startswith("2 hộ đang chọn")
    press(typist, "preview_household")
    dialog = preview_of(typist)
    assert dialog.pages == 2
    monkeypatch.setattr(
        "census_desktop.printing.preview.print_documents", lambda documents, _printer: len(documents)
    )
    messages.next_answer(True)  # the printer
    messages.next_answer(False)  # paper jammed
    dialog.print_now()
    typist.settle()
    assert last_prints(store, families) == {}
    button = page.findChild(QPushButton, "confirm_printed")
    assert button is not None
    assert button.isVisible()
    assert button.text() == "Giấy đã in đủ 2 hộ: ghi sổ"
    typist.click(button)
    assert len(last_prints(store, families)) == 2
    assert not button.isVisible()


def test_papers_when_sent_to_a_printer_as_a_job_ask_before_they_are_logged(
    typist: Typist, store: Store, families: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = paper_room(typist)
    monkeypatch.setattr(
        "census_desktop.printing.batch.print_documents",
        lambda documents, _printer, _control, _expected: sum(1 for _each in documents),
    )
    messages.next_answer(True)
    messages.next_answer(True)
    press(typist, "print_households")
    typist.wait_for(lambda: "ghi sổ in 4 hộ" in page.banner.text)
    assert len(last_prints(store, families)) == 4
    messages.next_answer(False)
    press(typist, "print_households")


def test_files_by_group_when_saved_wait_for_the_confirmation(
    typist: Typist, store: Store, families: list[uuid.UUID], tmp_path: Path
) -> None:
    page = paper_room(typist)
    page.summaries.duplex.setChecked(True)
    messages.next_answer(tmp_path / "in")
    press(typist, "save_by_group")
    typist.wait_for(lambda: "2 tệp" in page.banner.text)
    files = sorted((tmp_path / "in").iterdir())
    assert [path.name for path in files] == [
        "tong-hop-18754-thon-hoa-loc.pdf",
        "tong-hop-18754-to-dan-pho-3.pdf",
    ]
    assert len(PdfReader(io.BytesIO(files[0].read_bytes())).pages) == 3  # front, back left white, front
    press(typist, "confirm_printed")
    assert len(last_prints(store, families)) == 4
    messages.next_answer(tmp_path / "in")
    press(typist, "save_by_group")
    typist.wait_for(lambda: "Đã có tệp" in page.banner.text)
    messages.next_answer(None)
    press(typist, "save_by_group")


@pytest.mark.parametrize("name", [paper.name for paper in OTHERS])
def test_other_paper_when_marked_and_entered_is_shown(
    typist: Typist, families: list[uuid.UUID], name: str
) -> None:
    page = paper_room(typist)
    page.place.view.selectRow(0)
    page.others.list.setFocus()
    for _step in range([paper.name for paper in OTHERS].index(name)):
        typist.press("Down")
    typist.press("Enter")
    assert preview_of(typist).pages >= 1
    close(typist)


def test_list_when_esc_is_pressed_while_it_is_made_is_not_numbered(
    typist: Typist, store: Store, families: list[uuid.UUID]
) -> None:
    page = paper_room(typist)
    page.others.list.setCurrentRow([paper.name for paper in OTHERS].index("followup"))
    page.others.show_marked()
    window_of(typist).session.jobs.stop()  # what Esc in the small window does
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    assert page.banner.text == "Đã dừng, chưa lập giấy nào."
    assert list(iter_records(store, RecordKind.QUESTION)) == []


def test_paper_when_stopped_is_not_shown(store: Store, families: list[uuid.UUID]) -> None:
    control = JobControl()
    control.stop()
    with pytest.raises(CancelledError):
        next(paper for paper in OTHERS if paper.name == "list").made(store, Scope(), families, control)


def test_slips_when_no_household_is_marked_say_so(typist: Typist, families: list[uuid.UUID]) -> None:
    page = paper_room(typist)
    press(typist, "preview_other")
    typist.wait_for(lambda: "Chọn một hộ" in page.banner.text)


def test_preview_when_too_many_are_marked_says_what_to_do(
    typist: Typist, families: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_cards, "MOST_IN_PREVIEW", 3)
    page = paper_room(typist)
    page.place.view.selectAll()
    press(typist, "preview_household")
    assert "nhiều nhất 3 hộ" in page.banner.text


def test_household_when_entered_in_the_list_is_shown(typist: Typist, families: list[uuid.UUID]) -> None:
    page = paper_room(typist)
    page.place.search.setFocus()
    typist.type("10")
    typist.press("Enter")
    assert [row.household_no for row in page.place.table.rows] == ["10", "10"]
    typist.press("Enter")
    assert preview_of(typist).pages == 1
    close(typist)


def test_list_when_none_is_marked_is_shown_whole(typist: Typist, families: list[uuid.UUID]) -> None:
    page = paper_room(typist)
    assert page.summaries.what.text() == "Cả danh sách: 4 hộ có phiếu"
    press(typist, "preview_household")
    assert preview_of(typist).pages >= 4
    close(typist)


def test_search_when_arrow_down_is_pressed_leads_to_the_first_household_found(
    typist: Typist, families: list[uuid.UUID]
) -> None:
    page = paper_room(typist)
    page.place.search.setFocus()
    typist.type("10")
    typist.press("Down")
    assert page.place.view.hasFocus()
    assert page.place.choice().marked == (page.place.table.rows[0].household_uuid,)
