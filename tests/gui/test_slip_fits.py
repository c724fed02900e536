"""The slip on every screen of a ward: never wider than its room, each box whole and reached by the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect

from census_desktop.base.text import set_language
from census_desktop.gui import theme
from census_desktop.gui.forms.layout import SLIP
from census_desktop.gui.preferences import SIZES
from tests import windows as windows_of_tests
from tests.builders import save_family
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from census_desktop.gui.pages.entry.page import EntryPage
    from census_desktop.store.store import Store
    from tests.robot import Typist

# 1366×768 without title bar and task bar, at each enlargement, in logical pixels.
SCREENS = {100: (1366, 690), 125: (1092, 552), 150: (910, 440)}
# Letter sizes at which the whole slip is seen at once.
SEEN_WHOLE = {100: SIZES, 125: (9.0, 10.0), 150: ()}


def _place(widget: QWidget, ground: QWidget) -> QRect:
    return QRect(widget.mapTo(ground, QPoint(0, 0)), widget.size())


def _wrong(page: EntryPage, typist: Typist) -> Iterator[str]:
    area = page.scroll_area
    if area.horizontalScrollBar().maximum():
        yield f"{area.horizontalScrollBar().maximum()} px sideways"
    for name in page.box_keys():
        page.go_to(name)
        typist.settle()
        editor = page.editor(name)
        ground = page if name.startswith("household.") else area.viewport()
        if not ground.rect().contains(_place(editor, ground)):
            yield f"{name} is not seen whole with the cursor in it"
        if editor.width() < editor.minimumWidth() or editor.height() < editor.fontMetrics().height() + 6:
            yield f"{name} is squeezed"
        if editor.field.name in {"personal_id", "father_id"}:
            digits = editor.fontMetrics().horizontalAdvance("0") * 12
            if editor.width() < digits + 12:
                yield f"{name} does not show twelve digits"
    if page.member_view.viewport().height() < 2 * page.fontMetrics().height():
        yield "members are not seen"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("points", SIZES)
@pytest.mark.parametrize("scale", SCREENS)
def test_slip_when_screen_or_letters_change_never_scrolls_sideways(
    app: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch, scale: int, points: float, language: str
) -> None:
    monkeypatch.setattr(windows_of_tests, "CLIENT_AREA", SCREENS[scale])
    theme.apply(app, points=points)
    set_language(language)
    try:
        household, people = save_family(store)
        with main_window(app, store) as typist:
            page = window_of(typist).entry()
            page.control.open(household.household_uuid, people[0].person_uuid)
            typist.settle()
            assert list(_wrong(page, typist)) == []
            if points in SEEN_WHOLE[scale]:
                assert page.scroll_area.verticalScrollBar().maximum() == 0
    finally:
        theme.apply(app)
        set_language("vi")


def test_rows_when_broken_keep_the_order_of_the_paper(typist: Typist) -> None:
    window = window_of(typist)
    page = window.entry()
    window.resize(*SCREENS[150])
    typist.settle()
    places = []
    for section in SLIP:
        for row in section.rows:
            if not row.group:
                rects = [_place(page.slip.editors[name], page.slip) for name in row.names]
                places += [(rect.y(), rect.x()) for rect in rects]
    assert places == sorted(places)
    assert len({y for y, _x in places}) > sum(not row.group for section in SLIP for row in section.rows)


def test_rows_when_window_grows_again_are_one_line_each(typist: Typist) -> None:
    window = window_of(typist)
    page = window.entry()

    def seen() -> dict[str, QRect]:
        return {name: _place(page.slip.editors[name], page.slip) for name in page.slip.reachable()}

    before = seen()
    for size in (SCREENS[150], SCREENS[125], windows_of_tests.CLIENT_AREA):
        window.resize(*size)
        typist.settle()
    assert seen() == before
