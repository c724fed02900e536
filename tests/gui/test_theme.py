"""Colours can be read, words stand beside them, every meaning is used."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage, QRawFont
from PySide6.QtWidgets import QCheckBox, QWidget

from census_desktop.base.paths import resource
from census_desktop.gui import style, theme
from census_desktop.gui.dialogs.household_parts import Ticks
from census_desktop.gui.theme import SCHEMES, TEXT_PAIRS, Scheme, contrast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LETTERS = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰÝỲỶỸỴ ƀčñŭĭŏĕ"


def test_contrast_of_black_on_white_is_what_the_guideline_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_on_its_ground_when_measured_has_contrast_enough(scheme: Scheme, pair: tuple[str, str]) -> None:
    ink, ground = (getattr(SCHEMES[scheme], name) for name in pair)
    assert contrast(ink, ground) >= 4.5


def test_style_sheet_when_filled_names_no_unknown_colour() -> None:
    for look in SCHEMES.values():
        assert "@" not in style.style_sheet(dataclasses.asdict(look), Path("tick.png"))


def test_pairs_when_listed_name_real_colours() -> None:
    names = {field.name for field in dataclasses.fields(theme.Colours)}
    assert {name for pair in TEXT_PAIRS for name in pair} <= names
    for look in SCHEMES.values():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in dataclasses.asdict(look).values())


def test_screen_font_when_bundled_has_every_letter_of_our_people(app: QApplication) -> None:
    raw = QRawFont.fromFont(app.font())
    assert app.font().family() == theme.UI_FAMILY
    missing = [letter for letter in LETTERS + LETTERS.lower() if not raw.supportsCharacter(ord(letter))]
    assert not missing


def test_apply_when_dark_wanted_dresses_application_dark_and_back(app: QApplication) -> None:
    theme.apply(app, Scheme.DARK)
    try:
        assert theme.colours() == theme.DARK
        assert theme.DARK.window in app.styleSheet()
        assert app.palette().window().color().name() == theme.DARK.window
    finally:
        theme.apply(app)
    assert app.palette().window().color().name() == theme.LIGHT.window


def test_letter_with_two_marks_when_measured_fits_into_a_field(app: QApplication) -> None:
    metrics = QFontMetrics(app.font())
    assert metrics.tightBoundingRect("ẪỆ").height() <= metrics.height()


def _white_dots(widget: QWidget, left: int) -> int:
    """Dots of the tick's colour in the left part of what a widget shows."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    inner = range(5, picture.height() - 5)
    return sum(picture.pixelColor(x, y).lightness() > 240 for x in range(left, left + 10) for y in inner)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_box_when_ticked_shows_a_tick_on_coloured_ground(app: QApplication, scheme: Scheme) -> None:
    theme.apply(app, scheme)
    try:
        box = QCheckBox("In hai mặt")
        box.setChecked(True)
        box.resize(box.sizeHint())
        assert 8 < _white_dots(box, 7) < 60
        box.setEnabled(False)
        assert 8 < _white_dots(box, 7) < 60
        lines = Ticks("people", "Người")
        lines.put([("ĐẬU VĂN THÌN", 1)])
        lines.item(0).setCheckState(Qt.CheckState.Checked)
        lines.resize(200, 28)
        assert _white_dots(lines.viewport(), 5) > 8
    finally:
        theme.apply(app)


def test_tick_when_drawn_is_there_for_screens_of_more_dots() -> None:
    for times in (1, 2, 3):
        name = "icons/tick.png" if times == 1 else f"icons/tick@{times}x.png"
        assert QImage(str(resource(name))).width() == 14 * times
