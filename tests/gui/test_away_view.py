"""The view of absence by keys alone: five lists, filters, answers, taking back, both slips, papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.away_answer import AwayAnswerDialog
from census_desktop.gui.models.row_table import mark_row
from census_desktop.gui.pages.progress.away_view import AwayView
from census_desktop.gui.pages.progress.page import ProgressPage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.absence import record_about, write_about
from census_desktop.services.absence_rounds import Answer
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from tests.builders import KY_TRINH, SONG_TRI, SUPERVISOR, edit, save_family
from tests.robot import Typist
from tests.windows import main_window, room, window_of

AWAY = {"presence": "vang_khai_ho", "presence_since": "2018-02", "presence_reason": "lam_viec_ngoai_tinh"}


@pytest.fixture
def typist(app: QApplication, town_store: Store, tmp_path: Path) -> Iterator[Typist]:
    """A head and a wife away in Sông Trí, the head with a slip in Kỳ Trinh too; a child away in Kỳ Trinh."""
    town_store.account = SUPERVISOR
    _home, (head, wife, _child) = save_family(town_store, household_no="1", collector="Lê Thị Biển")
    _there, (_twin, other, child) = save_family(town_store, household_no="2", unit=KY_TRINH)
    edit(town_store, other, birth_date="1980")
    edit(town_store, head, **AWAY, presence_expected_return="2026-11-20")
    edit(town_store, wife, **AWAY, presence_contact="0912345678")
    edit(town_store, child, **AWAY)
    write_about(
        town_store, RecordKind.AWAY, wife.person_uuid, {"remind_on": "31/12/2026", "slip_given": "ky_khi_ve"}
    )
    with main_window(app, town_store, tmp_path) as made:
        room(made, "progress")
        wait(made)
        made.press("Ctrl+5")
        wait(made)
        yield made


def wait(typist: Typist) -> None:
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)


def page_of(typist: Typist) -> ProgressPage:
    page = window_of(typist).pages["progress"]
    assert isinstance(page, ProgressPage)
    return page


def view_of(typist: Typist) -> AwayView:
    return page_of(typist).away


def names(view: AwayView) -> list[str | None]:
    return [line.told.person.full_name for line in view.round_table.rows]


def cells(view: AwayView, row: int = 0) -> list[object]:
    table = view.round_table
    return [table.data(table.index(row, column)) for column in range(table.columnCount())]


def answering(typist: Typist) -> AwayAnswerDialog:
    typist.press("F2")
    dialog = next(each for each in view_of(typist).findChildren(AwayAnswerDialog) if each.isVisible())
    dialog.activateWindow()
    return dialog


def test_lists_when_chosen_by_figure_hold_their_people_with_counts_above(typist: Typist) -> None:
    view = view_of(typist)
    assert not page_of(typist).tiles.isVisible()
    assert names(view) == ["ĐẬU VĂN THÌN"]
    assert view.figures["people"].value == "1"
    assert cells(view)[0] == "20/11/2026"
    typist.press("2")
    assert "Tết 06/02/2027" in view.note.text()
    assert len(names(view)) == 2
    typist.press("3")
    assert len(names(view)) == 3
    figures = {name: tile.value for name, tile in view.figures.items()}
    assert figures == {
        "people": "3", "houses": "2", "long_away": "3", "undeclared": "3", "to_sign": "1", "no_slip": "0",
        "unreachable": "2",
    }  # fmt: skip
    typist.press("4")
    (found,) = view.elsewhere_table.rows
    assert (found.here.household.unit, found.there.household.unit) == (SONG_TRI, KY_TRINH)
    typist.press("5")
    assert [line.away for line in view.coverage_table.rows] == [2, 1, 3]
    typist.press("Enter")
    assert view.filters.scope.unit == SONG_TRI
    assert len(names(view)) == 2


def test_day_when_typed_brings_what_is_to_be_asked_by_then(typist: Typist) -> None:
    view = view_of(typist)
    typist.press("F6")
    typist.type("31/12/2026")
    typist.press("Enter")
    assert len(names(view)) == 2
    assert view.round_view.hasFocus()
    typist.press("F6")
    typist.type("31/02/2026")
    typist.press("Enter")
    assert len(names(view)) == 1


def test_filters_when_chosen_by_key_narrow_the_list(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(typist)
    typist.press("3")
    opened: list[str] = []
    for chooser in view.filters.choosers.values():
        monkeypatch.setattr(chooser, "showPopup", lambda chooser=chooser: opened.append(chooser.objectName()))
    for key in ("F9", "F10", "F11"):
        view.round_view.setFocus()
        typist.press(key)
    assert opened == ["away_unit", "away_collector"]  # groups wait for a unit
    view.filters.choose("unit", SONG_TRI)
    assert len({line.told.household.unit for line in view.round_table.rows}) == 1
    assert view.filters.choosers["group"].isEnabled()
    view.filters.choose("collector", "Lê Thị Biển")
    assert len(names(view)) == 2
    view.filters.choose("unit", None)
    assert len(names(view)) == 3
    page_of(typist).show_view(0)
    page = page_of(typist)
    page.view.selectRow([row.unit for row in page.table.rows].index(KY_TRINH))
    page.view.setFocus()
    typist.press("Enter")
    typist.press("Ctrl+5")
    wait(typist)
    assert view.filters.scope.unit == KY_TRINH
    typist.press("Escape")
    assert view.filters.scope.unit is None


def test_answer_when_given_by_one_key_is_written_and_can_be_taken_back(
    typist: Typist, town_store: Store
) -> None:
    view = view_of(typist)
    person = view.round_table.rows[0].told.person.person_uuid
    typist.press("Ctrl+Z")
    assert "Chưa ghi kết quả nào" in page_of(typist).banner.text
    dialog = answering(typist)
    dialog.boxes["remind_on"].put_text("20/11/2026")
    typist.press("1")
    assert "sau hôm nay" in dialog.banner.text
    dialog.boxes["remind_on"].put_text("05/12/2026")
    dialog.list.setFocus()
    typist.press("Down")
    typist.press("Enter")
    assert dialog.answer is Answer.NOT_REACHED
    assert names(view) == []
    assert getattr(record_about(town_store, RecordKind.AWAY, person), "remind_on", None) == "2026-12-05"
    typist.press("Ctrl+Z")
    wait(typist)
    assert names(view) == ["ĐẬU VĂN THÌN"]
    answering(typist)
    typist.press("5")
    assert names(view) == []
    after = load_person(town_store, person)
    assert after is not None
    assert (after.presence, after.presence_since) == ("co_mat", None)
    typist.press("3")
    assert len(names(view)) == 2
    typist.press("5")
    wait(typist)
    assert [line.away for line in view.coverage_table.rows] == [1, 1, 2]
    typist.press("F2")
    assert "Chọn một người" in page_of(typist).banner.text


def test_answer_when_given_in_the_list_of_tet_then_the_row_says_who_was_called_and_when_again(
    typist: Typist,
) -> None:
    view = view_of(typist)
    typist.press("2")
    row = next(at for at, line in enumerate(view.round_table.rows) if line.day is None)
    mark_row(view.round_view, row)
    before = cells(view, row)[0]
    answering(typist)
    typist.press("2")
    wait(typist)
    shown = cells(view, row)
    assert shown[0] not in {"–", before}
    assert str(shown[6]).startswith("đã hỏi ")


def test_list_when_it_is_empty_says_so_and_the_figures_are_of_the_list_shown(typist: Typist) -> None:
    view = view_of(typist)
    typist.press("4")
    assert view.figures["people"].value == "1"
    view.filters.choose("unit", KY_TRINH)
    assert view.elsewhere_table.rows == ()
    assert view.figures["people"].value == "0"
    assert "Không có ai" in view.note.text()


def test_slips_when_asked_for_open_from_the_row(typist: Typist) -> None:
    view, wanted = view_of(typist), []
    window_of(typist).session.bus.household_wanted.connect(lambda home, person: wanted.append((home, person)))
    first = view.round_table.rows[0].told
    typist.press("Enter")
    room(typist, "progress")
    typist.press("4")
    typist.press("Enter")
    room(typist, "progress")
    typist.press("F4")
    found = view.elsewhere_table.rows[0]
    assert wanted == [
        (told.household.household_uuid, told.person.person_uuid) for told in (first, found.here, found.there)
    ]


@pytest.mark.parametrize("which", ["1", "2", "3", "4", "5"])
def test_paper_when_asked_for_is_that_of_the_list(typist: Typist, which: str) -> None:
    typist.press(which)
    typist.press("F8")
    wait(typist)
    typist.wait_for(lambda: bool(window_of(typist).findChildren(PreviewDialog)))
    dialog = window_of(typist).findChildren(PreviewDialog)[-1]
    dialog.reject()
    typist.settle()
