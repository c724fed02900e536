"""When the entry room rings: a box has come to look wrong that did not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.gui.forms.editors import FieldState

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry_page import EntryPage

Looks = dict[str, tuple[FieldState, str]]


class EntryAlarm:
    """Remembers how the boxes looked, so that an old warning does not ring each time the cursor passes."""

    def __init__(self, page: EntryPage) -> None:
        self._page = page
        self._seen: Looks = {}

    def begin(self) -> None:
        """Another slip is open: what is wrong with it already is no news."""
        self._seen = self._looks()

    def look(self) -> None:
        """A box was left: ring once for the worst of what is new."""
        now = self._looks()
        new = {look[0] for key, look in now.items() if look != self._seen.get(key)}
        self._seen = now
        for state in (FieldState.ERROR, FieldState.WARNING):
            if state in new:
                self._page.sounded.emit(state)
                return

    def _looks(self) -> Looks:
        editors = ((key, self._page.editor(key)) for key in self._page.all_keys())
        return {key: (editor.state, editor.accessibleDescription()) for key, editor in editors}
