"""The typist's own day: slips, pace and errors, kept over restarts."""

from __future__ import annotations

from census_desktop.base.clock import today
from census_desktop.domain.pace import Pace, PaceMeter
from census_desktop.store.store import Store
from census_desktop.store.typing_days import add_typing, typing_days

_DAYS = 14


class TypingDay:
    """Counts for whoever is logged in; `keep` puts what was counted on the disk.

    Attributes:
        meter: told of keys, errors and slips.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.meter = PaceMeter()
        self._days = dict(typing_days(store, _DAYS))
        self._unkept: dict[str, Pace] = {}

    def keep(self) -> None:
        """Put what was counted since the last time on the disk.

        Raises:
            CensusError: DISK_FULL …; what was counted is kept for the next time.
        """
        self._add_up()
        for day, pace in list(self._unkept.items()):
            add_typing(self._store, day, pace)
            del self._unkept[day]

    def today(self) -> Pace:
        """The day so far."""
        self._add_up()
        return self._days.get(self._today(), Pace())

    def days(self) -> tuple[tuple[str, Pace], ...]:
        """The last days, newest first, by ISO date."""
        self._add_up()
        return tuple(sorted(self._days.items(), reverse=True))[:_DAYS]

    def _today(self) -> str:
        return today(self._store.clock).isoformat()

    def _add_up(self) -> None:
        """What was counted belongs to the day it is looked at on; a night shift is nobody's here."""
        more = self.meter.take()
        if more != Pace():
            day = self._today()
            self._days[day] = self._days.get(day, Pace()) + more
            self._unkept[day] = self._unkept.get(day, Pace()) + more
