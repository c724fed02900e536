"""Counts what happens at the keyboard of the entry room and says how far the day and the batch are."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.code_names import UNFINISHED
from census_desktop.gui.dialogs.batches import BatchDialog
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.pages.entry import state
from census_desktop.gui.session import Session
from census_desktop.services.entry import SavedSlip
from census_desktop.services.typing_pace import TypingDay

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage

KEEP_EVERY = 10.0  # seconds; a power cut loses no more of the counts


class EntryTally(QObject):
    """Listens to the forms; touches the disk now and then only, never while a box is being left.

    Attributes:
        clock: seconds that never go back.
        day: the counts.
    """

    def __init__(self, session: Session, page: EntryPage) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.clock: Callable[[], float] = time.monotonic
        self.day = TypingDay(session.store)
        self._kept_at = self.clock()
        self._is_new = False
        self._words = ""
        for form in (page.sheet, page.slip):
            form.changed.connect(self._on_key)
            form.left.connect(self._on_key)
        page.sounded.connect(self._on_sound)
        page.control.shown.connect(self._on_shown)
        page.control.saved.connect(self._on_saved)
        self._on_shown()
        self.say()

    def text(self) -> str:
        """The day and the batch in hand, in a few words for the status bar."""
        return self._words

    def keep(self) -> None:
        """Put the counts on the disk."""
        try:
            self.day.keep()
        except CensusError as error:
            self._page.banner.say_error(error)
        self._kept_at = self.clock()

    def show(self) -> None:
        """F12."""
        dialog = BatchDialog(self._session, self.day, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._on_closed())
        dialog.open()

    def say(self) -> None:
        """Count anew what is to be said."""
        pace = self.day.today()
        parts = [_("Hôm nay {count} phiếu").format(count=number(pace.slips))]
        if pace.slips and pace.milliseconds:
            parts.append(_("{count} phiếu/giờ").format(count=number(round(pace.slips_per_hour))))
        batch = self._session.desk.batch.state()
        if batch is not None and batch.left is not None:
            parts.append(_("tập {number} còn {left}").format(number=batch.number, left=number(batch.left)))
        elif batch is not None:
            parts.append(_("tập {number}: {count}").format(number=batch.number, count=number(batch.typed)))
        self._words = " · ".join(parts)

    def _on_key(self, _name: str) -> None:
        self.day.meter.key(self.clock())

    def _on_sound(self, sound: FieldState) -> None:
        if sound is FieldState.ERROR:
            self.day.meter.error()

    def _on_shown(self) -> None:
        control = self._page.control
        is_stored = state.is_stored(control.sheet, control.person)
        self._is_new = not is_stored or control.person.slip_state == UNFINISHED

    def _on_saved(self, saved: SavedSlip) -> None:
        if self._is_new and saved.person.slip_state != UNFINISHED:
            self.day.meter.slip()
            self._is_new = False
        if self.clock() - self._kept_at >= KEEP_EVERY:
            self.keep()
        self.say()

    def _on_closed(self) -> None:
        """An empty slip takes its number from the batch that is in hand now."""
        control = self._page.control
        self.say()
        control.shown.emit()
        if state.is_stored(control.sheet, control.person) or not control.is_untouched():
            control.focus_again()
        elif control.sheet.is_stored:
            control.new_member()
        else:
            control.read_again()
