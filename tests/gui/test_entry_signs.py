"""What the entry room says stays only while it is true; slips are turned by keys, and their signs agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.gui.dialogs.key_card import KeyCard
from tests.builders import edit, save_family
from tests.windows import window_of

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage
    from census_desktop.store.store import Store
    from tests.robot import Typist


@pytest.fixture
def page(typist: Typist) -> EntryPage:
    """The entry room."""
    return window_of(typist).entry()


def test_slips_when_pages_are_turned_follow_the_household(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    household, people = save_family(store)
    page.control.open(household.household_uuid)
    seen = [page.control.person.person_uuid]
    for _slip in people[1:]:
        typist.press("PgDown")
        seen.append(page.control.person.person_uuid)
    assert seen == [one.person_uuid for one in people]
    typist.press("PgDown")
    assert page.control.person.person_uuid == people[-1].person_uuid
    assert "phiếu cuối" in window_of(typist).news.text()
    typist.press("PgUp")
    assert page.control.person.person_uuid == people[-2].person_uuid
    assert window_of(typist).news.text() == ""
    page.control.new_member()
    page.go_to("household.note")
    typist.press("PgUp")
    assert page.control.person.person_uuid == people[-1].person_uuid
    page.control.open_member(people[0].person_uuid)
    typist.press("PgUp")
    assert "phiếu đầu" in window_of(typist).news.text()


def test_list_when_open_turns_its_own_pages(typist: Typist, page: EntryPage, store: Store) -> None:
    household, people = save_family(store)
    page.control.open(household.household_uuid)
    page.go_to("religion")
    typist.press("F9")
    typist.press("PgDown")
    assert page.control.person.person_uuid == people[0].person_uuid
    typist.press("Enter")
    assert page.editor("religion").text() not in {"", "Phật giáo"}


def test_words_about_the_slip_when_it_changes_go_away(typist: Typist, page: EntryPage, store: Store) -> None:
    household, _people = save_family(store)
    page.control.open(household.household_uuid)
    page.tell_of_slip("Không còn lỗi hay cảnh báo nào ở phiếu này.", "ok")
    page.go_to("birth_date")
    assert window_of(typist).news.text()
    typist.type("31/02/1990")
    assert window_of(typist).news.text() == ""
    typist.press("F10")
    assert "không đọc được" in page.banner.text
    assert page.banner.isVisible()
    typist.type("1990")
    assert not page.banner.isVisible()


def test_sign_of_a_slip_with_the_number_of_another_is_red_at_once(
    typist: Typist, page: EntryPage, store: Store
) -> None:
    _first, (theirs, *_rest) = save_family(store)
    household, (mine, *_others) = save_family(store)
    number = "042190000017"
    for one in (theirs, mine):
        edit(store, one, personal_id=number)
    page.control.open(household.household_uuid, mine.person_uuid)
    line = page.members.lines[0]
    assert line.errors
    typist.press("F10")
    assert page.control.person.person_uuid != mine.person_uuid
    assert page.members.lines[0] == line


def test_key_table_when_opened_fits_the_screen_and_scrolls_by_keys(typist: Typist) -> None:
    typist.press("F1")
    card = window_of(typist).findChild(KeyCard)
    assert card is not None
    room = card.screen().availableGeometry()
    assert card.height() <= room.height()
    card.resize(card.width(), 300)
    typist.settle()
    bar = card.table.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0
    typist.press("PgDown")
    assert bar.value() > 0
    card.reject()
    typist.settle()
