"""When the entry room rings: a box has come to look wrong that did not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.gui.forms.editors import FieldState

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

Look = tuple[FieldState, str, str]  # state, why, text


class EntryAlarm:
    """Remembers what has rung, so that nothing rings again each time the cursor passes.

    A box with the cursor is not called wrong; when it is left again with the same text, that is no news either.
    """

    def __init__(self, page: EntryPage) -> None:
        self._page = page
        self._known: dict[str, Look] = {}

    def begin(self) -> None:
        """Another slip is open: what is wrong with it already is no news."""
        self._known = {key: look for key, look in self._looks().items() if look[0] is not FieldState.NORMAL}

    def look(self) -> None:
        """A box was left: ring once for the worst of what is new."""
        new: set[FieldState] = set()
        for key, look in self._looks().items():
            state, _why, text = look
            known = self._known.get(key)
            if state is not FieldState.NORMAL and look != known:
                new.add(state)
                self._known[key] = look
            elif state is FieldState.NORMAL and known is not None and known[2] != text:
                del self._known[key]
        for state in (FieldState.ERROR, FieldState.WARNING):
            if state in new:
                self._page.sounded.emit(state)
                return

    def _looks(self) -> dict[str, Look]:
        editors = ((key, self._page.editor(key)) for key in self._page.all_keys())
        return {key: (editor.state, editor.accessibleDescription(), editor.text()) for key, editor in editors}
