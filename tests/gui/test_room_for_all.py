"""Nothing lies over anything else and nothing is squeezed: every window, every size of letters, small screens too."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from census_desktop.base.text import set_language
from census_desktop.gui import theme
from census_desktop.gui.theme import Scheme
from tests import windows as windows_of_tests
from tests.gui.test_pseudo_locale import is_cut, windows
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store

WARD_LAPTOP = (1366, 690)
ENLARGED = (1092, 552)  # the same screen at 125 %


def _laid_out(parent: QWidget) -> list[QWidget]:
    """The visible children a layout has placed; what floats above them on purpose is not among them."""
    layout = parent.layout()
    if layout is None or isinstance(parent, QAbstractScrollArea):
        return []
    children = [child for child in parent.children() if isinstance(child, QWidget)]
    return [child for child in children if child.isVisible() and layout.indexOf(child) >= 0]


def _overlapping(window: QWidget) -> Iterator[str]:
    for parent in (window, *window.findChildren(QWidget)):
        for one, other in combinations(_laid_out(parent), 2):
            if one.geometry().intersects(other.geometry()):
                yield f"{_name(one)} over {_name(other)}"


def _squeezed(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if is_cut(widget):
            yield f"cut: {_name(widget)}"
        if isinstance(widget, QLineEdit) and widget.width() < widget.minimumWidth():
            yield f"squeezed: {_name(widget)}"
        if isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height() + 4:
            yield f"low: {_name(widget)}"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel) else ""
    return text or widget.objectName() or type(widget).__name__


@pytest.mark.parametrize(
    ("points", "size", "language", "scheme"),
    [
        (9.0, WARD_LAPTOP, "en", Scheme.DARK),
        (10.0, WARD_LAPTOP, "vi", Scheme.DARK),
        (11.0, WARD_LAPTOP, "vi", Scheme.LIGHT),
        (11.0, WARD_LAPTOP, "en", Scheme.LIGHT),
        (9.0, ENLARGED, "vi", Scheme.LIGHT),
        (10.0, ENLARGED, "en", Scheme.DARK),
        (11.0, ENLARGED, "vi", Scheme.DARK),
    ],
)
def test_windows_when_letters_or_screen_change_then_nothing_overlaps(
    app: QApplication,
    machine: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    points: float,
    size: tuple[int, int],
    language: str,
    scheme: Scheme,
) -> None:
    monkeypatch.setattr(windows_of_tests, "CLIENT_AREA", size)
    theme.apply(app, scheme, points)
    set_language(language)
    found: set[str] = set()
    try:
        for name, window in windows(app, machine, tmp_path):
            found |= {f"{name}: {what}" for what in (*_overlapping(window), *_squeezed(window))}
    finally:
        theme.apply(app)
        set_language("vi")
    assert sorted(found) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_slip_at_125_percent_when_shown_needs_no_scrolling_sideways(
    app: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(windows_of_tests, "CLIENT_AREA", ENLARGED)
    set_language(language)
    try:
        with main_window(app, store) as typist:
            page = window_of(typist).entry()
            assert page.scroll_area.horizontalScrollBar().maximum() == 0
    finally:
        set_language("vi")


def test_overlap_when_two_boxes_share_a_place_is_seen(app: QApplication) -> None:
    """The check above has teeth."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    first, second = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    ground.show()
    assert list(_overlapping(ground)) == []
    second.setGeometry(first.geometry().translated(0, 4))
    assert list(_overlapping(ground)) != []
    ground.deleteLater()
