"""Every window in a made-up language: what stays Vietnamese was not marked, what is cut has too little room.

The made-up texts keep the placeholders of their sources, have no Vietnamese letter and are 40 % longer.
"""

from __future__ import annotations

import gettext
import math
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)

from census_desktop.base import text
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import set_language
from census_desktop.domain.vietnamese import fold
from census_desktop.gui.application import unit_names
from census_desktop.gui.dialogs.key_card import KeyCard
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.main_window import MainWindow
from census_desktop.gui.rooms import ROOMS
from census_desktop.gui.widgets import ShortenedLabel
from census_desktop.store.opening import accounts
from census_desktop.store.records import list_households, members
from tests.arch.test_catalogue import VIETNAMESE
from tests.waiting import let_pass
from tests.windows import bring_up, drop, main_window, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store

_LETTERS = str.maketrans("aeiountsc", "åěïøûňťšč")
_FILLED_IN = re.compile(r"(\{[^}]*\}|%\(\w+\)[rs]|%s)")
_MADE_UP = re.compile(r"\[!!!.*?!!!\]", re.DOTALL)
OWN_NAMES = {"Tiếng Việt", "English"}  # of languages
PRODUCT = "Census Desktop"


class _MadeUp(gettext.NullTranslations):
    """`[!!! Ťěxť ~~~ !!!]`; without the brackets when only the length is wanted."""

    def __init__(self, *, with_brackets: bool) -> None:
        super().__init__()
        self._with_brackets = with_brackets

    def gettext(self, message: str) -> str:
        if message == PRODUCT:
            return message
        parts = _FILLED_IN.split(message)
        parts[::2] = [re.sub(r"\w+", self._word, part) for part in parts[::2]]
        more = "~" * math.ceil(0.4 * sum(map(len, parts[::2])))
        made = "".join(parts)
        return f"[!!! {made} {more} !!!]" if self._with_brackets else made + more

    @staticmethod
    def _word(found: re.Match[str]) -> str:
        return fold(found[0]).translate(_LETTERS)


@contextmanager
def speaking(translations: gettext.NullTranslations) -> Iterator[None]:
    set_language("en")
    before = text._active, text._language
    text._active, text._language = translations, "made-up"
    try:
        yield
    finally:
        text._active, text._language = before
        set_language("vi")


def open_family(window: MainWindow) -> None:
    """Open the second slip of the first household, whose findings fill the strip, and save it."""
    for row in list_households(window.session.store):
        person = members(window.session.store, row.household_uuid)[1]
        window.entry().control.open(row.household_uuid, person.person_uuid)
        window.entry().control.save()


def windows(app: QApplication, machine: Store, tmp_path: Path) -> Iterator[tuple[str, QWidget]]:
    """Every window and every room, one after the other, on screen."""
    folder = machine.folder
    log_in = LogInWindow(folder)
    log_in.show_accounts(accounts(folder))
    for name, first in (
        ("log-in", log_in),
        ("set-up", SetUpWindow(DataFolder(tmp_path / "moi"), unit_names())),
    ):
        bring_up(first)
        yield name, first
        drop(first)
    with main_window(app, machine) as typist:
        window = window_of(typist)
        card = KeyCard(window)
        bring_up(card)
        yield "key card", card
        drop(card)
        for room in ROOMS:
            window.enter(room.name)
            typist.wait_for(lambda: not window.session.jobs.is_running)
            if room.name == "entry":
                open_family(window)
            let_pass(20)
            yield room.name, window


# -- unmarked texts -------------------------------------------------------------------------------------------------


def shown_texts(window: QWidget) -> Iterator[str]:
    """Every text of our own that can be seen, pointed at or read aloud."""
    yield window.windowTitle()
    for widget in (window, *window.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.statusTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QTableView):
            model = widget.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if isinstance(widget, QListView) and not widget.isHidden():
            model = widget.model()
            for row in range(model.rowCount()):
                yield str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or "")


def _is_plain_vietnamese(shown: str, data: re.Pattern[str]) -> bool:
    return bool(VIETNAMESE.search(data.sub("", _MADE_UP.sub("", shown))))


@pytest.mark.usefixtures("qapp")
def test_windows_when_speaking_a_made_up_language_then_no_vietnamese_shows(
    app: QApplication, machine: Store, tmp_path: Path
) -> None:
    data = re.compile(
        "|".join([*OWN_NAMES, r"Thị xã Kỳ Anh", r"(Phường|Xã) [\w ]+", re.escape(str(machine.folder.root)),
                  r"[\w ]*(ĐẬU|VÕ|NGUYỄN|Đậu|Võ|Nguyễn)[\w ]*", r"Tổ dân phố \d", r"Nghị quyết [^\n]*"]),
    )  # fmt: skip
    found: list[str] = []
    with speaking(_MadeUp(with_brackets=True)):
        for name, window in windows(app, machine, tmp_path):
            found += [
                f"{name}: {shown}" for shown in shown_texts(window) if _is_plain_vietnamese(shown, data)
            ]
    assert sorted(set(found)) == []


# -- texts cut off --------------------------------------------------------------------------------------------------


def is_cut(widget: QWidget) -> bool:
    """True when a label or button has less room than its text needs."""
    if isinstance(widget, QLabel):
        if not widget.text() or not widget.pixmap().isNull() or isinstance(widget, ShortenedLabel):
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, QPushButton | QRadioButton | QCheckBox):
        return bool(widget.text()) and widget.sizeHint().width() > widget.width() + 1
    return False


def _overlaps(widget: QWidget) -> bool:
    """True when a label lies under an input box beside it."""
    parent = widget.parentWidget()
    if not isinstance(widget, QLabel) or parent is None:
        return False
    beside = parent.findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return any(box.isVisible() and box.geometry().intersects(widget.geometry()) for box in beside)


def _is_outside(widget: QWidget) -> bool:
    """True when a part of the widget lies beyond the window or beyond a parent that does not scroll."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent.parentWidget(), QAbstractScrollArea):
        corner = widget.mapTo(parent, QPoint(0, 0))
        if not parent.rect().contains(QRect(corner, widget.size())):
            return True
        if parent.isWindow():
            return False
        parent = parent.parentWidget()
    return False


def _cut_texts(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget.parentWidget(), QHeaderView):
            continue
        if not isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            continue
        shown = widget.text() or widget.objectName()
        if is_cut(widget):
            yield f"cut: {shown}"
        if _overlaps(widget):
            yield f"overlapped: {shown}"
        if _is_outside(widget):
            yield f"outside: {shown}"


@pytest.mark.parametrize("language", ["vi", "en", "made-up"])
def test_windows_when_shown_on_a_ward_laptop_then_no_text_is_cut(
    app: QApplication, machine: Store, tmp_path: Path, language: str
) -> None:
    found: list[str] = []
    set_language(language)
    translations = _MadeUp(with_brackets=False) if language == "made-up" else text._active
    with speaking(translations):
        for name, window in windows(app, machine, tmp_path):
            found += [f"{name}: {what}" for what in _cut_texts(window)]
    assert sorted(set(found)) == []


def test_cut_when_a_label_has_too_little_room_then_seen(app: QApplication) -> None:
    """The check above has teeth."""
    label = QLabel("Họ, chữ đệm và tên khai sinh")
    label.resize(label.sizeHint())
    assert not is_cut(label)
    label.resize(label.width() // 2, label.height())
    assert is_cut(label)
    label.setWordWrap(True)
    assert is_cut(label)
    label.resize(label.width(), label.height() * 3)
    assert not is_cut(label)
    label.deleteLater()
