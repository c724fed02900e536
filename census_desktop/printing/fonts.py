"""Fonts of paper and screen, bundled so that a page looks and measures the same on every laptop.

Tinos has the metrics of Times New Roman (the font Nghị định 30/2020/NĐ-CP asks for) and every Vietnamese and
minority letter. Families are ours on purpose: a font of the system wins over a bundled one of the same name, and
an old Liberation Serif has no ơ, ư or tone letters.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from census_desktop.base.errors import BugError
from census_desktop.base.paths import resource

PRINT_FAMILY = "Tinos"
UI_FAMILY = "Noto Sans"

UNITS_PER_POINT = 10  # pages are measured and painted in tenths of a point, then scaled to the device
UNITS_PER_MM = UNITS_PER_POINT * 72 / 25.4


class TextStyle(NamedTuple):
    """How a piece of text looks on paper; sizes in points."""

    size_pt: float
    is_bold: bool = False
    is_italic: bool = False


def register_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to Qt, once for each application; returns the families.

    Raises:
        BugError: there is no application yet, or a bundled font is missing or broken.
    """
    application = QCoreApplication.instance()
    if application is None:
        raise BugError("fonts can be registered only after the application is made")
    known = application.property("bundled_fonts")
    if known is None:
        known = ",".join(sorted({_register(path.name) for path in sorted(resource("fonts").glob("*.ttf"))}))
        application.setProperty("bundled_fonts", known)
    families = tuple(str(known).split(","))
    if PRINT_FAMILY not in families:
        raise BugError(f"the bundled fonts lack {PRINT_FAMILY}")
    return families


def _register(name: str) -> str:
    number = QFontDatabase.addApplicationFont(str(resource("fonts") / name))
    if number < 0:
        raise BugError(f"bundled font {name} cannot be read")
    return QFontDatabase.applicationFontFamilies(number)[0]


@functools.cache
def print_font(style: TextStyle) -> QFont:
    """The font for `style`, sized in page units, the same for measuring and for painting."""
    font = QFont(PRINT_FAMILY)
    font.setPixelSize(round(style.size_pt * UNITS_PER_POINT))
    font.setBold(style.is_bold)
    font.setItalic(style.is_italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


_kept: list[QGuiApplication] = []


def painting_application() -> QCoreApplication:
    """The running application, or an invisible one so that the command line can paint without a screen."""
    application = QCoreApplication.instance()
    if application is None:
        application = QGuiApplication(["census-desktop", "-platform", "offscreen"])
        _kept.append(application)  # Qt's own reference does not keep the Python object
    register_fonts()
    return application
