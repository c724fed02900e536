"""Binds the keys of `base.shortcuts` to what answers them: pages bind to names, never to keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from census_desktop.base.shortcuts import shortcut


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
