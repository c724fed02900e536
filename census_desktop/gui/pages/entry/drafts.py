"""The half-typed slip on the disk: kept on leaving a box and shortly after typing, shown again after a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from census_desktop.base.errors import CensusError
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX
from census_desktop.services.drafts import Draft
from census_desktop.services.entry import EntryDesk

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

DRAFT_PAUSE = 700  # milliseconds without a key before the half-typed slip is kept


class DraftKeeper(QObject):
    """Keeps what stands on the page.

    Signals:
        kept(): the half-typed slip was put on the disk.
    """

    kept = Signal()

    def __init__(self, desk: EntryDesk, page: EntryPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._is_there = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_PAUSE)
        self._timer.timeout.connect(self.keep)

    @property
    def is_due(self) -> bool:
        """True when something was typed since the draft was kept."""
        return self._timer.isActive()

    def keep_soon(self) -> None:
        """A key was typed."""
        self._timer.start()

    def keep(self) -> None:
        """Put the half-typed slip on the disk; forget it when all that was typed has been taken back."""
        self._timer.stop()
        slip, sheet = self._page.slip.read(), self._page.sheet.read()
        if not self.is_needed():
            if self._is_there:
                self.forget()
            return
        typed = {**slip.typed, **{HOUSEHOLD_PREFIX + name: text for name, text in sheet.typed.items()}}
        try:
            proposed = self._page.slip.proposed()
            self._desk.keep_draft(sheet.record, slip.record, typed, self._page.focused_key(), proposed)
        except CensusError as error:
            self._page.banner.say_error(error)
            return
        self._is_there = True
        self.kept.emit()

    def is_needed(self) -> bool:
        """True when something was typed that is not stored."""
        return self._page.slip.is_changed() or self._page.sheet.is_changed()

    def show(self, draft: Draft) -> None:
        """Put a recovered draft over the slip that is open."""
        self._is_there = True
        page = self._page
        page.sheet.show_over(draft.household)
        page.slip.show_over(draft.person)
        page.slip.mark_proposed(draft.proposed)
        outside = {key: text for key, text in draft.typed.items() if key.startswith(HOUSEHOLD_PREFIX)}
        page.slip.put_typed({key: text for key, text in draft.typed.items() if key not in outside})
        page.sheet.put_typed({key.removeprefix(HOUSEHOLD_PREFIX): text for key, text in outside.items()})

    def is_saved(self) -> None:
        """The slip was saved, and its draft went with it."""
        self._timer.stop()
        self._is_there = False

    def forget(self) -> None:
        """What was half-typed is not wanted any more."""
        self.is_saved()
        self._desk.drop_draft()
