"""Moments as an officer reads them."""

from __future__ import annotations

from datetime import datetime


def local_moment(stamp: str | None) -> str:
    """Local time and day ("14:32 23/11/2026") of an ISO 8601 moment; "" for none, unreadable text as it is."""
    if not stamp:
        return ""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return moment.astimezone().strftime("%H:%M %d/%m/%Y")


def clock_time(moment: datetime) -> str:
    """Time of day ("14:32:07") in local time."""
    return moment.astimezone().strftime("%H:%M:%S")


def clock_time_and_day(moment: datetime) -> str:
    """Time and day ("14:32:07 23/11/2026") in local time."""
    return moment.astimezone().strftime("%H:%M:%S %d/%m/%Y")
