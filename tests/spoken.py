"""What a screen reader says: every box, button and list of a window by a name of its own."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

WORKED_WITH = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar, QTabBar,
    QTextEdit,
)  # fmt: skip


def spoken_name(widget: QWidget) -> str:
    """What is read out when the cursor comes: its own name, else the words of the label before it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def nameless(window: QWidget) -> Iterator[str]:
    """What can be worked with in a window, hidden parts too, and has no name."""
    if isinstance(window, QDialog) and not window.windowTitle():
        yield f"{_said(window)} has no title"
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, WORKED_WITH) or isinstance(widget, QHeaderView) or _is_part_of_qt(widget):
            continue
        if isinstance(widget, QAbstractButton) and widget.isHidden():
            continue  # its words come with its use
        if not spoken_name(widget):
            yield f"{_said(window)}: {_said(widget)}"


def _is_part_of_qt(widget: QWidget) -> bool:
    """Inner parts of Qt's own widgets: the cross that clears a line, the corner of a table, a dialog of the system."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QLineEdit | QAbstractItemView | QComboBox):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def _said(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()


class Listener(QObject):
    """Listens to every dialog that opens and keeps what has no name.

    Attributes:
        nameless: what was found.
        dialogs: classes of the dialogs that opened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.nameless: list[str] = []
        self.dialogs: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Look when a dialog is shown; nothing is ever kept from it."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QDialog):
            self.dialogs.add(type(watched).__name__)
            self.nameless += nameless(watched)
        return False
