"""Texts shown to people. Vietnamese is the source language; a catalogue gives English.

`_` translates when a text is shown, `N_` only marks a constant for the catalogue. Always
``_("… {name} …").format(name=…)``, never an f-string inside `_`.
"""

from __future__ import annotations

import contextlib
import gettext
import string
from collections.abc import Iterator
from contextvars import ContextVar

from census_desktop.base.paths import resource

LANGUAGES = ("vi", "en")

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "vi"
_source: gettext.NullTranslations = gettext.NullTranslations()
# A context variable: a paper is laid out in one thread while the window goes on speaking English in another.
_is_official: ContextVar[bool] = ContextVar("is_official", default=False)


def set_language(code: str) -> None:
    """Choose the language of everything shown from now on; unknown codes fall back to Vietnamese."""
    global _active, _language  # noqa: PLW0603  one process shows one language
    _language = code if code in LANGUAGES else "vi"
    if _language == "vi":
        _active = gettext.NullTranslations()
    else:
        _active = gettext.translation("census_desktop", resource("locale"), [_language], fallback=True)


def language() -> str:
    """The code of the language in use."""
    return "vi" if _is_official.get() else _language


@contextlib.contextmanager
def in_vietnamese() -> Iterator[None]:
    """What is worded inside is Vietnamese whatever the program speaks: official papers. Also a decorator."""
    token = _is_official.set(True)
    try:
        yield
    finally:
        _is_official.reset(token)


def _fields(text: str) -> set[str] | None:
    """Names of the placeholders; None when the text cannot be formatted at all."""
    try:
        return {name for _literal, name, _spec, _conv in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _(message: str) -> str:
    """`message` in the user's language.

    A translation whose placeholders differ from the source would crash while formatting, so it is ignored.
    """
    if not message:
        return message  # gettext keeps the head of the catalogue under ""
    translated = (_source if _is_official.get() else _active).gettext(message)
    if translated is not message and _fields(translated) != _fields(message):
        return message
    return translated


def N_(message: str) -> str:  # noqa: N802  the gettext convention
    """Mark a constant for translation; it is translated where it is shown."""
    return message


def number(value: int) -> str:
    """A whole number as written here: 17.207 in Vietnamese, 17,207 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language() == "vi" else grouped


def percent(value: float) -> str:
    """A share of 100 with one decimal: 87,5 % in Vietnamese, 87.5 % in English."""
    return f"{decimal(value)} %"


def decimal(value: float) -> str:
    """A figure with one decimal: 87,5 in Vietnamese, 87.5 in English."""
    shown = f"{value:.1f}"
    return shown.replace(".", ",") if language() == "vi" else shown
