"""Boxes filled in from the family: seen as such, refused with one key, never silently wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry.page import EntryPage
from census_desktop.store.records import iter_people
from census_desktop.store.store import Store
from tests.robot import Typist
from tests.windows import main_window, window_of


@pytest.fixture
def typist(qapp: QApplication, ward_store: Store, tmp_path: Path) -> Iterator[Typist]:
    """Somebody who has typed a head and his wife and now has the slip of a child in hand."""
    with main_window(qapp, ward_store, tmp_path) as typist:
        typist.fill("household.residential_group", "Tổ dân phố 3")
        typist.fill("household.household_no", "0401")
        typist.skip_to("full_name")
        typist.fill("full_name", "Đậu Văn Thìn")
        typist.fill("birth_date", "1971")
        for name, text in (
            ("sex", "1"), ("ethnicity", "kinh"), ("nationality", "viet"), ("personal_id", "042071000123"),
            ("relation_to_head", "01"),
        ):  # fmt: skip
            typist.skip_to(name)
            typist.fill(name, text)
        typist.press("F10")
        typist.fill("relation_to_head", "vo")
        typist.fill("full_name", "Võ Thị Hường")
        typist.fill("birth_date", "1974")
        typist.press("F10")
        typist.press("F10")  # the names filled in are taken as they are
        yield typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    return window_of(typist).entry()


def test_relation_when_asked_first_brings_parents_and_surname(typist: Typist, page: EntryPage) -> None:
    assert typist.focused == "relation_to_head"
    typist.fill("relation_to_head", "con de")
    assert typist.focused == "full_name"
    shown = {
        name: page.editor(name).text() for name in ("father_name", "mother_name", "father_id", "full_name")
    }
    assert shown == {
        "father_name": "Đậu Văn Thìn",
        "mother_name": "Võ Thị Hường",
        "father_id": "042071000123",
        "full_name": "Đậu ",
    }
    assert page.editor("father_name").state is FieldState.PROPOSED
    assert "Cha, mẹ đã nhập" in page.editor("father_name").toolTip()


def test_surname_when_proposed_is_gone_on_with_by_typing(typist: Typist, page: EntryPage) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "Thị Hoài")
    assert page.editor("full_name").text() == "Đậu Thị Hoài"
    typist.press("F7")  # not a proposal any more
    assert page.editor("full_name").text() == "Đậu Thị Hoài"


def test_surname_when_typed_again_from_habit_stands_once(typist: Typist, page: EntryPage) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "ĐẬU THỊ HOÀI")
    assert page.editor("full_name").text() == "ĐẬU THỊ HOÀI"


def test_surname_when_passed_alone_is_no_name(typist: Typist, page: EntryPage, ward_store: Store) -> None:
    typist.fill("relation_to_head", "con de")
    typist.press("Enter")
    assert page.editor("full_name").text() == ""
    assert page.editor("full_name").state is FieldState.ERROR  # a name is missing and says so


def test_relation_when_changed_takes_its_proposals_back(typist: Typist, page: EntryPage) -> None:
    typist.fill("relation_to_head", "con de")
    assert page.editor("mother_name").text() == "Võ Thị Hường"
    page.go_to("relation_to_head")
    typist.fill("relation_to_head", "khác")
    assert page.editor("mother_name").text() == ""
    assert not page.editor("mother_name").is_proposed


def test_proposal_when_refused_is_empty_and_does_not_come_back(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "Văn Lợi")
    typist.skip_to("mother_name")
    typist.press("F7")
    assert page.editor("mother_name").text() == ""
    typist.press("Enter")
    assert page.editor("mother_name").text() == ""
    typist.press("F10")
    typist.press("F10")
    (child,) = [one for one in iter_people(ward_store) if one.full_name == "Đậu Văn Lợi"]
    assert (child.father_name, child.mother_name) == ("Đậu Văn Thìn", None)


def test_key_when_the_box_holds_no_proposal_says_so(typist: Typist, page: EntryPage) -> None:
    typist.press("F7")
    assert "không phải ô được điền sẵn" in window_of(typist).news.text()


def test_slip_when_finished_before_all_was_seen_goes_to_the_first_unseen_box(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "Văn Lợi")
    typist.press("F10")
    assert typist.focused == "father_name"
    assert "chưa xem" in window_of(typist).news.text()
    assert page.banner.isVisible()
    assert "cha" in page.banner.text
    assert page.editor("father_name").state is FieldState.WARNING
    assert all(one.full_name != "Đậu Văn Lợi" for one in iter_people(ward_store))
    typist.press("F10")
    (child,) = [one for one in iter_people(ward_store) if one.full_name == "Đậu Văn Lợi"]
    assert child.mother_name == "Võ Thị Hường"


def test_slip_when_left_half_typed_keeps_no_name_nobody_has_seen(
    typist: Typist, page: EntryPage, ward_store: Store
) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "Văn Lợi")
    typist.press("Ctrl+H")
    (child,) = [one for one in iter_people(ward_store) if one.full_name == "Đậu Văn Lợi"]
    assert (child.father_name, child.ethnicity) == (None, "kinh")  # what the household shares is kept


def test_proposals_when_the_power_goes_are_proposals_again(
    typist: Typist, page: EntryPage, ward_store: Store, qapp: QApplication, tmp_path: Path
) -> None:
    typist.fill("relation_to_head", "con de")
    typist.fill("full_name", "Văn Lợi")
    typist.window.close()
    with main_window(qapp, ward_store, tmp_path) as again:
        entry = window_of(again).entry()
        assert entry.editor("full_name").text() == "Đậu Văn Lợi"
        assert entry.editor("father_name").text() == "Đậu Văn Thìn"
        assert entry.editor("father_name").is_proposed
        assert not entry.editor("full_name").is_proposed
