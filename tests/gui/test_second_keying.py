"""Second keying in the window, by keys alone: blind, first difference, second difference, a third person."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.second_keying import KEYED_TWICE, Outcome
from census_desktop.gui.dialogs.readings import marked
from census_desktop.gui.dialogs.second_keying import SecondKeyingDialog
from census_desktop.gui.forms.editors import FieldState
from census_desktop.services.second_keying import SecondKeying, draw_sample
from census_desktop.store.records import load_person
from census_desktop.store.second_keying import compared_boxes, keying_counts, keying_tasks
from tests.builders import save_family
from tests.three_people import Desk
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.robot import Typist


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(DataFolder(tmp_path / "ST-09"))
    desk.log_in("hoa.nt")
    save_family(desk.store)
    yield desk
    desk.store.close()


@contextmanager
def sitting(app: QApplication, desk: Desk, login: str) -> Iterator[tuple[Typist, SecondKeyingDialog]]:
    """Somebody with the dialog open."""
    desk.log_in(login)
    with main_window(app, desk.store) as typist:
        typist.press("Ctrl+K")
        dialog = window_of(typist).findChild(SecondKeyingDialog)
        assert dialog is not None
        yield typist, dialog
        if isValid(dialog):
            dialog.close()
        typist.settle()


def draw(typist: Typist, every: str = "1") -> None:
    typist.type(every)
    typist.press("Enter")
    drawn(typist)


def drawn(typist: Typist) -> None:
    """Wait until the worker thread has drawn."""
    typist.wait_for(lambda: not window_of(typist).session.jobs.is_running)
    typist.settle()


def paper(desk: Desk, dialog: SecondKeyingDialog) -> dict[str, str]:
    """What the paper of the slip in hand says, as one types it."""
    person = load_person(desk.store, dialog.tasks[dialog.list.currentRow()].person_uuid)
    assert isinstance(person, Person)
    return {name: show_answer(PERSON_FIELDS[name], getattr(person, name)) for name in KEYED_TWICE}


def key(typist: Typist, name: str, text: str) -> None:
    typist.fill(f"again.{name}", text)


def key_rest(typist: Typist, words: dict[str, str]) -> None:
    for name in KEYED_TWICE[KEYED_TWICE.index(typist.focused.removeprefix("again.")) :]:
        key(typist, name, words[name])


def test_slip_when_keyed_alike_is_stored_and_the_next_comes_without_the_mouse(
    app: QApplication, desk: Desk
) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        draw(typist)
        assert "3 phiếu" in dialog.banner.text
        assert "người thứ 1 trong 3" in dialog.list.item(0).text()
        typist.press("Enter")
        first = paper(desk, dialog)
        assert all(not editor.text() for editor in dialog.rekey.form.editors.values())
        key_rest(typist, first)
        assert "khớp 11 ô" in dialog.rekey.banner.text
        assert keying_counts(desk.store).keyed == 1
        assert typist.focused == "again.full_name"
        assert not dialog.rekey.form.editors["full_name"].text()


def test_box_when_it_differs_shows_nothing_first_and_both_then(app: QApplication, desk: Desk) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        rung: list[FieldState] = []
        dialog.sounded.connect(rung.append)
        draw(typist)
        typist.press("Enter")
        words = paper(desk, dialog)
        form = dialog.rekey.form
        key(typist, "full_name", "ĐẬU VĂN THÌNH")
        assert typist.focused == "again.full_name"
        assert form.editors["full_name"].text() == ""
        assert "Khác lần nhập đầu" in form.words("full_name")
        assert words["full_name"] not in " ".join(form.words(name) for name in KEYED_TWICE)
        assert not dialog.rekey.readings.isVisible()
        typist.press("Enter")  # from habit: no answer
        assert not dialog.rekey.readings.isVisible()

        key(typist, "full_name", "ĐẬU VĂN THÌNH")
        shown = dialog.rekey.readings.words()
        assert words["full_name"] in shown.split("\n")
        assert "ĐẬU VĂN THÌNH" in shown
        assert rung == [FieldState.WARNING, FieldState.WARNING]
        typist.press("Enter")  # decides nothing
        assert dialog.rekey.readings.isVisible()
        typist.press("2")
        assert form.words("full_name") == "⚑ chờ người thứ ba"
        key(typist, "birth_date", "15/08/1946")
        key(typist, "birth_date", words["birth_date"])
        assert form.words("birth_date") == "✓ khớp khi gõ lại"
        key(typist, "sex", "nữ")
        key(typist, "sex", "nữ")
        typist.press("1")
        assert typist.focused == "again.personal_id"
        key_rest(typist, words)
    (waiting,) = compared_boxes(desk.store)
    assert (waiting.field, waiting.second) == ("full_name", "ĐẬU VĂN THÌNH")
    assert {one.field for one in compared_boxes(desk.store, (Outcome.CORRECTED,))} == {"birth_date", "sex"}


def test_answer_when_it_cannot_be_read_stays_for_correcting_and_is_no_try(
    app: QApplication, desk: Desk
) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        draw(typist)
        typist.press("Enter")
        words = paper(desk, dialog)
        key(typist, "full_name", words["full_name"])
        key(typist, "birth_date", "31/02/1964")
        assert typist.focused == "again.birth_date"
        assert dialog.rekey.form.editors["birth_date"].text() == "31/02/1964"
        assert dialog.rekey.form.words("birth_date")
        typist.press("Shift+Enter")
        assert "không quay lại" in dialog.rekey.banner.text
        key(typist, "birth_date", words["birth_date"])
        assert dialog.rekey.form.words("birth_date").startswith("✓ khớp")


def differ(desk: Desk, **otherwise: str) -> Person:
    """huong.vt keys the head's slip again, otherwise, and insists."""
    draw_sample(desk.store, 1)
    desk.log_in("huong.vt")
    person = load_person(desk.store, keying_tasks(desk.store)[0].person_uuid)
    assert person is not None
    keying = SecondKeying(desk.store, person.person_uuid)
    while keying.remaining:
        name = keying.remaining[0]
        said = show_answer(PERSON_FIELDS[name], getattr(person, name))
        keying.key(name, otherwise.get(name, said))
    keying.finish()
    return person


def test_differences_when_a_third_person_has_the_paper_are_decided_by_one_key_each(
    app: QApplication, desk: Desk
) -> None:
    head = differ(desk, full_name="ĐẬU VĂN THÌNH", birth_date="15/08/1946", sex="Nữ")
    with sitting(app, desk, "tuan.tq") as (typist, dialog):
        typist.press("Alt+2")
        view = dialog.decision
        typist.wait_for(view.readings.hasFocus)  # a button looks pressed for a moment before it acts
        assert "1 trong 3" in view.tally.text()
        typist.press("N")
        typist.press("P")
        typist.press("1")
        assert "Lần nhập 2 nhầm" in view.banner.text
        typist.press("U")
        typist.press("2")
        assert "Lần nhập đầu nhầm" in view.banner.text
        assert view.box.field == "birth_date"
        typist.press("3")
        typist.type("31/02/1964")
        typist.press("Enter")
        assert view.editor is not None
        assert view.editor.text() == "31/02/1964"
        typist.press("Shift+Enter")
        assert view.readings.hasFocus()
        typist.press("3")
        typist.type("1954")
        typist.press("Enter")
        assert "Cả hai" in view.banner.text
        typist.press("1")
        assert "Lần nhập 2 nhầm" in dialog.banner.text
        assert "Nhầm qua kiểm lần 2" not in dialog.errors.text()  # not a supervisor, and keyed nothing
    stored = load_person(desk.store, head.person_uuid)
    assert stored is not None
    assert (stored.full_name, stored.birth_date, stored.sex) == ("ĐẬU VĂN THÌNH", "1954", head.sex)
    assert stored.slip_state == "da_kiem_lan_2"


def test_list_when_all_slips_are_ones_own_says_who_must_do_it(app: QApplication, desk: Desk) -> None:
    with sitting(app, desk, "hoa.nt") as (typist, dialog):
        draw(typist)
        typist.press("Enter")
        assert "do chính bạn nhập" in dialog.banner.text
        assert dialog.list.isVisible()
    differ(desk, sex="Nữ")
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        typist.press("Alt+2")
        typist.wait_for(lambda: "cần người thứ ba" in dialog.banner.text)
        assert "huong.vt: nhầm 0 trong 10 ô" in dialog.errors.text()


def test_draw_when_nothing_is_there_says_so(app: QApplication, desk: Desk) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        draw(typist, "0")
        assert "từ 1 trở lên" in dialog.banner.text
        draw(typist)
        dialog.every.setFocus()
        dialog.every.selectAll()
        draw(typist)
        assert "Chưa có hộ nào nhập thêm" in dialog.banner.text
        dialog.batch.setFocus()
        typist.type("99")
        typist.press("Enter")
        drawn(typist)
        assert "tập 99" in dialog.banner.text


def test_escape_when_boxes_are_keyed_asks_once_and_keeps_nothing(app: QApplication, desk: Desk) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        draw(typist)
        typist.press("Enter")
        key(typist, "full_name", paper(desk, dialog)["full_name"])
        typist.press("Esc")
        assert "Esc lần nữa" in dialog.rekey.banner.text
        assert typist.focused == "again.birth_date"
        typist.press("Esc")
        assert dialog.list.isVisible()
        typist.press("Esc")
        assert window_of(typist).findChild(SecondKeyingDialog) is None
    assert keying_counts(desk.store).waiting == 3
    assert compared_boxes(desk.store, tuple(Outcome)) == ()


def test_slip_when_it_cannot_be_stored_is_stored_by_enter_later(
    app: QApplication, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(app, desk, "huong.vt") as (typist, dialog):
        draw(typist)
        typist.press("Enter")
        words = paper(desk, dialog)

        def full(_self: SecondKeying) -> None:
            raise CensusError("DISK_FULL", "Ổ đĩa đã đầy.")

        with monkeypatch.context() as patch:
            patch.setattr(SecondKeying, "finish", full)
            key_rest(typist, words)
        assert "Ổ đĩa đã đầy" in dialog.rekey.banner.text
        typist.press("Enter")
        assert keying_counts(desk.store).keyed == 1


def test_letters_when_they_differ_are_marked_and_signs_of_html_are_letters() -> None:
    assert marked("ĐẬU VĂN THÌNH", "ĐẬU VĂN THÌN") == "ĐẬU VĂN THÌN<b><u>H</u></b>"
    assert marked("<b>", "") == "<b><u>&lt;b&gt;</u></b>"
    assert marked("LÊ", "LÊ") == "LÊ"
