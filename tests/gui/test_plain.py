"""Names with markup stay letters wherever the window shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QTextDocument

from census_desktop.gui.dialogs.comparison import ComparisonTable
from census_desktop.gui.plain import plain_tip
from census_desktop.gui.widgets import ShortenedLabel
from tests.builders import make_person

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.fake_clock import FakeClock

EVIL = '<b>Lê</b> <img src="file:///etc/hostname">'


@pytest.mark.parametrize("text", ["Đậu Văn Thìn", EVIL, "a < b & c", "", "<i>=1+1</i>"])
def test_tip_when_it_holds_markup_shows_those_letters(text: str) -> None:
    tip = plain_tip(text)
    shown = QTextDocument()
    if tip.startswith("<span>"):
        shown.setHtml(tip)
    else:
        shown.setPlainText(tip)
    assert shown.toPlainText() == text
    assert plain_tip(None) == ""


def test_names_when_they_hold_markup_are_plain_in_tables_and_labels(
    app: QApplication, clock: FakeClock
) -> None:
    assert app is not None
    table, label = ComparisonTable("a", "b"), ShortenedLabel()
    person = make_person(clock, full_name=EVIL)
    table.compare(person, person)
    label.setText(EVIL)
    item = table.item(table.names.index("full_name"), 1)
    assert item is not None
    for tip in (item.toolTip(), label.toolTip()):
        assert "<b>" not in tip
        assert "&lt;b&gt;" in tip
    table.deleteLater()
    label.deleteLater()
