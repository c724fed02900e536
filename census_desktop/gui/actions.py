"""Binds the keys of `base.shortcuts` to what answers them: pages bind to names, never to keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from census_desktop.base.shortcuts import SHORTCUTS, shortcut

_OWN_KEYS = frozenset(entry.keys for entry in SHORTCUTS if entry.keys.startswith("Ctrl+"))


def commit_input() -> None:
    """Finish the word an input method is still composing; without it the last word is lost to a shortcut."""
    QGuiApplication.inputMethod().commit()


def bind(widget: QWidget, name: str, answer: Callable[[], object]) -> QShortcut:
    """Let `answer` be called when the keys of `name` are pressed inside `widget` or its children."""
    entry = shortcut(name)
    bound = QShortcut(QKeySequence(entry.keys), widget)
    bound.setObjectName(f"shortcut_{name}")
    bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    bound.setAutoRepeat(False)

    def act() -> None:
        commit_input()
        answer()

    bound.activated.connect(act)
    return bound


def would_be_eaten(watched: QObject, event: QEvent) -> bool:
    """Whether a text box is about to keep one of our keys for itself.

    On Linux Ctrl+E goes to the end of a line and Ctrl+U empties it: the shortcut would never be seen and a typed
    answer would be gone instead. Who filters events ignores this one, and the shortcut has its turn.
    """
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and isinstance(watched, QLineEdit | QTextEdit | QPlainTextEdit)
        and QKeySequence(event.keyCombination()).toString() in _OWN_KEYS
    )
