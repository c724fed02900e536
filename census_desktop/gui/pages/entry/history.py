"""Taking back inside the open slip: one history over all its boxes and those of the sheet.

While a box holds words typed since the cursor came, Ctrl+Z is the box's own; after that it goes through the slip box by
box. What was saved is taken back elsewhere, by name (`gui.dialogs.undo_list`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

from census_desktop.base.text import _

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

Texts = Mapping[str, str]


class _Change(QUndoCommand):
    """Some boxes got other words."""

    def __init__(self, history: SlipHistory, before: Texts, after: Texts) -> None:
        super().__init__()
        self._history, self._before, self._after = history, before, after
        self._is_first = True  # pushing a command runs it, but the words stand there already

    def redo(self) -> None:
        if self._is_first:
            self._is_first = False
            return
        self._history.put(self._after)

    def undo(self) -> None:
        self._history.put(self._before)


class SlipHistory:
    """What was typed in the open slip, step by step."""

    def __init__(self, page: EntryPage) -> None:
        self._page = page
        self._stack = QUndoStack(page)
        self._seen: dict[str, str] = {}

    def begin(self) -> None:
        """Another slip is open."""
        self._stack.clear()
        self.look()

    def look(self) -> None:
        """What stands on the page now is where the next step begins; proposals are not steps of the officer."""
        self._seen = self._texts()

    def keep(self) -> None:
        """A box was left, or several were filled at once: one step."""
        now = self._texts()
        changed = [key for key, text in now.items() if text != self._seen.get(key, "")]
        if changed:
            before = {key: self._seen.get(key, "") for key in changed}
            self._stack.push(_Change(self, before, {key: now[key] for key in changed}))
        self._seen = now

    def undo(self) -> bool:
        """Take one step back; False when there is none."""
        self.keep()
        if not self._stack.canUndo():
            self._page.news.emit(_("Phiếu này không còn gì để lùi. Ctrl+U: lùi việc đã lưu."), "")
            return False
        self._stack.undo()
        return True

    def redo(self) -> bool:
        """Do again what was taken back; False when there is nothing."""
        self.keep()
        if not self._stack.canRedo():
            self._page.news.emit(_("Không có gì để làm lại."), "")
            return False
        self._stack.redo()
        return True

    def put(self, texts: Texts) -> None:
        """Show other words in some boxes and go to the first of them."""
        for key, text in texts.items():
            editor = self._page.editor(key)
            editor.put_back(text)
        self.look()
        self._page.go_to(next(iter(texts)))

    def _texts(self) -> dict[str, str]:
        return {key: self._page.editor(key).text() for key in self._page.all_keys()}
