"""Colours by meaning, light and dark, and the one place that puts them on the application.

Nothing else in the program names a colour. Every pair that carries text is listed in `TEXT_PAIRS` and tested for a
contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). State is never told by colour alone: an icon and words stand beside it.
"""

from __future__ import annotations

import dataclasses
import enum

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from census_desktop.base.paths import resource
from census_desktop.gui.style import style_sheet

UI_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
UI_FAMILY = "Noto Sans"


class Scheme(enum.StrEnum):
    """Which of the two looks; stored under this value in the settings."""

    LIGHT = "light"
    DARK = "dark"


@dataclasses.dataclass(frozen=True, slots=True)
class Colours:
    """One look. Every value is "#rrggbb"; the names say what a colour means, not what it looks like."""

    window: str
    surface: str
    surface_alt: str
    header: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    link: str
    bar: str
    bar_text: str
    bar_muted: str
    bar_active: str
    focus_border: str
    focus_fill: str
    selection: str
    selection_text: str
    error: str
    error_fill: str
    warning: str
    warning_fill: str
    ok: str
    ok_fill: str
    proposed: str
    proposed_fill: str
    meter: str
    meter_low: str
    meter_mid: str
    meter_full: str


LIGHT = Colours(
    window="#eef1f5",
    surface="#ffffff",
    surface_alt="#f6f8fa",
    header="#e7ecf2",
    border="#d3dae3",
    border_strong="#a9b4c2",
    text="#17212e",
    text_muted="#4e5b6c",
    text_disabled="#6d7887",
    accent="#1d5fa8",
    accent_hover="#174d89",
    accent_text="#ffffff",
    link="#1d5fa8",
    bar="#14304f",
    bar_text="#f2f6fb",
    bar_muted="#b9c8da",
    bar_active="#2a6bb5",
    focus_border="#1f6fd0",
    focus_fill="#fff8e1",
    selection="#d6e6f8",
    selection_text="#10243b",
    error="#b1201b",
    error_fill="#fdeceb",
    warning="#7d5200",
    warning_fill="#fff3d9",
    ok="#186a37",
    ok_fill="#e5f4ea",
    proposed="#2a5d8f",
    proposed_fill="#eef5fc",
    meter="#dde4ec",
    meter_low="#b1201b",
    meter_mid="#1d5fa8",
    meter_full="#1c7a40",
)

DARK = Colours(
    window="#171c23",
    surface="#202731",
    surface_alt="#262e39",
    header="#2b3542",
    border="#3a4655",
    border_strong="#5b6a7c",
    text="#e8edf3",
    text_muted="#b0bccb",
    text_disabled="#8d99a8",
    accent="#2f73c0",
    accent_hover="#2768b0",
    accent_text="#ffffff",
    link="#86b9f2",
    bar="#0f1a28",
    bar_text="#eef3f9",
    bar_muted="#a9b9cc",
    bar_active="#2b65a8",
    focus_border="#6aa9f4",
    focus_fill="#353120",
    selection="#2c4a6b",
    selection_text="#f2f7fd",
    error="#ff9a93",
    error_fill="#43211f",
    warning="#f2c46a",
    warning_fill="#3d3216",
    ok="#84d6a0",
    ok_fill="#1c3a28",
    proposed="#a3cdf7",
    proposed_fill="#22303f",
    meter="#384554",
    meter_low="#e0655d",
    meter_mid="#4c8fdc",
    meter_full="#46a66b",
)

SCHEMES = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK}

# (ink, ground) pairs that carry words somewhere in the window.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"), ("text", "surface"), ("text", "surface_alt"), ("text", "header"), ("text", "focus_fill"),
    ("text", "error_fill"), ("text", "warning_fill"), ("text", "ok_fill"), ("text", "proposed_fill"),
    ("text_muted", "window"), ("text_muted", "surface"), ("text_muted", "surface_alt"), ("text_muted", "header"),
    ("accent_text", "accent"), ("accent_text", "accent_hover"), ("link", "surface"), ("link", "window"),
    ("bar_text", "bar"), ("bar_muted", "bar"), ("bar_text", "bar_active"), ("selection_text", "selection"),
    ("error", "surface"), ("error", "error_fill"), ("error", "window"), ("warning", "surface"),
    ("warning", "warning_fill"), ("warning", "window"), ("ok", "surface"), ("ok", "ok_fill"), ("ok", "window"),
    ("proposed", "surface"), ("proposed", "proposed_fill"),
)  # fmt: skip

_active = LIGHT


def colours() -> Colours:
    """The look in use."""
    return _active


def colour(name: str) -> QColor:
    """The colour of that meaning in the look in use, for what is painted by hand."""
    return QColor(getattr(_active, name))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two "#rrggbb" colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(text: str) -> float:
    parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def register_ui_fonts() -> str:
    """Load the bundled screen font; gives its family name, "" when the files are not there."""
    families: list[str] = []
    for name in UI_FONTS:
        path = resource(f"fonts/{name}")
        if path.exists():
            number = QFontDatabase.addApplicationFont(str(path))
            families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""


def apply(app: QApplication, scheme: Scheme = Scheme.LIGHT, points: float = 10.0) -> None:
    """Dress the whole application: Fusion, palette, font and style sheet.

    Args:
        app: the application.
        scheme: light or dark.
        points: size of the screen font in points.
    """
    global _active  # noqa: PLW0603  one process shows one look
    _active = SCHEMES[scheme]
    app.setStyle(QStyleFactory.create("Fusion"))
    family = register_ui_fonts()
    font = QFont(family) if family else QFont(app.font())
    font.setPointSizeF(points)
    # Whole-pixel glyph positions make tone marks of small letters run together on 96 dpi panels.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)
    app.setPalette(palette(_active))
    app.setStyleSheet(style_sheet(dataclasses.asdict(_active), resource("icons/tick.png")))


def palette(look: Colours) -> QPalette:
    """The Qt palette of a look, for everything the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: look.window, role.WindowText: look.text, role.Base: look.surface,
        role.AlternateBase: look.surface_alt, role.Text: look.text, role.Button: look.surface,
        role.ButtonText: look.text, role.BrightText: look.error, role.Highlight: look.selection,
        role.HighlightedText: look.selection_text, role.ToolTipBase: look.surface, role.ToolTipText: look.text,
        role.PlaceholderText: look.text_disabled, role.Link: look.link, role.LinkVisited: look.link,
        role.Light: look.surface, role.Midlight: look.header, role.Mid: look.border, role.Dark: look.border_strong,
        role.Shadow: look.border_strong, role.Accent: look.accent,
    }  # fmt: skip
    for which, value in pairs.items():
        made.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(look.text_disabled))
    return made
