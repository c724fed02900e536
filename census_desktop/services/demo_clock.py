"""The clock of a demonstration: what is made now looks as if it was typed over weeks."""

from __future__ import annotations

import datetime
import uuid

from census_desktop.base.clock import Clock

CAMPAIGN_DAYS = 63  # over which the slips were typed


class EarlierClock:
    """The clock of somebody who worked some days ago.

    Attributes:
        days: how many days ago.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.days: float = CAMPAIGN_DAYS + 1

    def now(self) -> datetime.datetime:
        """That moment."""
        return self._clock.now() - datetime.timedelta(days=self.days)

    def new_uuid(self) -> uuid.UUID:
        """An identifier of today."""
        return self._clock.new_uuid()
