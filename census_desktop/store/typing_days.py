"""How the days of typing of each officer went; local to the machine, no operation, no audit entry."""

from __future__ import annotations

from sqlalchemy import text

from census_desktop.domain.pace import Pace
from census_desktop.store.engine import WRITE
from census_desktop.store.failures import explained
from census_desktop.store.store import Store


def add_typing(store: Store, day: str, pace: Pace) -> None:
    """Add to the day (ISO date) of whoever is logged in."""
    with explained(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin():
            connection.execute(
                text(
                    "INSERT INTO typing_day (officer, day, slips, keystrokes, errors, milliseconds)"
                    " VALUES (:officer, :day, :slips, :keystrokes, :errors, :milliseconds)"
                    " ON CONFLICT (officer, day) DO UPDATE SET slips = slips + excluded.slips,"
                    " keystrokes = keystrokes + excluded.keystrokes, errors = errors + excluded.errors,"
                    " milliseconds = milliseconds + excluded.milliseconds"
                ),
                {
                    "officer": store.account.login,
                    "day": day,
                    "slips": pace.slips,
                    "keystrokes": pace.keystrokes,
                    "errors": pace.errors,
                    "milliseconds": pace.milliseconds,
                },
            )


def typing_days(store: Store, limit: int) -> tuple[tuple[str, Pace], ...]:
    """The last days of whoever is logged in, newest first; nobody can ask for another's."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT day, slips, keystrokes, errors, milliseconds FROM typing_day WHERE officer = :officer"
                " ORDER BY day DESC LIMIT :limit"
            ),
            {"officer": store.account.login, "limit": limit},
        )
        return tuple((row.day, Pace(row.slips, row.keystrokes, row.errors, row.milliseconds)) for row in rows)
