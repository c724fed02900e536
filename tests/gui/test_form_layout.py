"""The form holds the whole slip in the order of the paper, and fits a ward laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PAPER_FIELDS, PERSON_FIELDS
from census_desktop.gui import theme
from census_desktop.gui.forms import layout
from census_desktop.gui.forms.layout import HOUSEHOLD, SLIP, names_of
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.robot import Typist

BESIDE_THE_PAPER = {
    "slip_state", "presence", "presence_since", "presence_place", "presence_reason", "presence_declared_by",
    "presence_contact", "presence_expected_return", "service", "service_counted_at", "service_unit_address",
}  # fmt: skip


def test_slip_form_when_read_has_each_box_of_the_paper_once() -> None:
    names = names_of(SLIP)
    assert len(set(names)) == len(names)
    assert set(names) == set(PAPER_FIELDS) | BESIDE_THE_PAPER
    assert set(PERSON_FIELDS) - set(names) == {"void", "void_reason"}


def test_slip_form_when_read_follows_the_paper() -> None:
    order = [name for name in names_of(SLIP) if name in PAPER_FIELDS]
    assert order == list(PAPER_FIELDS)


def test_household_form_when_read_has_every_box_a_person_fills() -> None:
    assert set(HOUSEHOLD_FIELDS) - set(names_of(HOUSEHOLD)) == {"unit", "void", "void_reason"}


def test_short_labels_when_given_belong_to_real_boxes() -> None:
    assert set(layout.LABELS) <= set(PERSON_FIELDS) | set(HOUSEHOLD_FIELDS)
    assert set(layout.HOUSEHOLD_LABELS) <= set(HOUSEHOLD_FIELDS)


@pytest.mark.parametrize(("points", "has_strip"), [(9.0, True), (10.0, True), (11.0, False), (12.0, False)])
def test_entry_room_at_1366_by_690_when_shown_needs_no_scrolling(
    app: QApplication, store: Store, points: float, has_strip: bool
) -> None:
    theme.apply(app, points=points)
    try:
        with main_window(app, store) as typist:
            page = window_of(typist).entry()
            assert page.findings.isVisible() is has_strip
            assert page.finding_line.isVisible() is not has_strip
            body = page.scroll_area.widget()
            assert body is not None
            room = page.scroll_area.viewport().size()
            assert body.minimumSizeHint().width() <= room.width()
            assert body.sizeHint().height() <= room.height()
            for name in page.slip.reachable():
                editor = page.slip.editors[name]
                assert page.width() >= editor.mapTo(page, editor.rect().bottomRight()).x(), name
                assert editor.height() >= editor.fontMetrics().height(), name
    finally:
        theme.apply(app)


def test_fields_when_read_aloud_have_names(typist: Typist) -> None:
    nameless = [
        box.objectName()
        for box in window_of(typist).findChildren(QLineEdit)
        if not box.accessibleName() and not box.objectName().startswith("qt_")
    ]
    assert not nameless


def test_first_fields_when_shown_start_on_one_line(typist: Typist) -> None:
    page = window_of(typist).entry()
    starts = {
        page.slip.editors[row.names[0]].mapTo(page.slip, page.slip.editors[row.names[0]].rect().topLeft()).x()
        for section in SLIP
        for row in section.rows
        if not row.group
    }
    assert len(starts) == 1


def test_absence_lines_when_person_is_away_appear(typist: Typist) -> None:
    page = window_of(typist).entry()
    assert "presence_place" not in page.slip.reachable()
    page.go_to("presence")
    typist.fill("presence", "02")
    assert typist.focused == "service"
    assert {"presence_since", "presence_reason", "presence_place"} <= set(page.slip.reachable())
    typist.fill("service", "01")
    assert typist.focused == "presence_since"
    assert "service_counted_at" in page.slip.reachable()


def test_narrow_window_when_shown_gives_its_strip_to_the_form(typist: Typist) -> None:
    window = window_of(typist)
    page = window.entry()
    assert page.findings.isVisible()
    window.resize(1100, 640)
    typist.settle()
    assert not page.findings.isVisible()


def test_finding_line_when_there_is_no_strip_tells_the_first_and_the_one_at_the_cursor(
    typist: Typist,
) -> None:
    window = window_of(typist)
    page = window.entry()
    window.resize(1100, 640)
    page.go_to("birth_date")
    typist.fill("birth_date", "31/02/1990")
    assert page.finding_line.isVisible()
    line = page.finding_line
    assert "1 lỗi" in line.text()
    assert "Ngày" in line.text()
    page.go_to("religion")
    typist.fill("religion", "Zzzz")
    assert "2 lỗi" in line.text()
    page.go_to("religion")
    typist.press("Enter")
    page.go_to("full_name")
    labels = []
    for _finding in range(2):
        typist.press("Ctrl+E")
        labels.append(page.focused_key())
    assert labels == ["birth_date", "religion"]
