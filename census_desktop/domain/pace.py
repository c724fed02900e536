"""How fast somebody types, pauses left out; for the typist's own eyes, so that nobody has to be watched to get better.

A key counts once: what an input method sends after it within a few milliseconds (a backspace and the letter with its
mark) was not pressed by anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

PAUSE = 60.0  # seconds without a key that are no typing any more: the telephone, the next bundle of paper
BURST = 0.015  # seconds; no finger is faster, every input method is
_HOUR = 3_600_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Some time of typing.

    Attributes:
        slips: slips finished for the first time.
        keystrokes: keys that changed a box, and one for every box left.
        errors: times a box was left with what cannot be.
        milliseconds: time spent typing, without pauses.
    """

    slips: int = 0
    keystrokes: int = 0
    errors: int = 0
    milliseconds: int = 0

    def __add__(self, other: Pace) -> Pace:
        """Both together."""
        return Pace(
            self.slips + other.slips,
            self.keystrokes + other.keystrokes,
            self.errors + other.errors,
            self.milliseconds + other.milliseconds,
        )

    @property
    def slips_per_hour(self) -> float:
        """Slips in an hour of typing at this pace, 0 before anything was typed."""
        return self.slips * _HOUR / self.milliseconds if self.milliseconds else 0.0

    @property
    def keystrokes_per_hour(self) -> float:
        """Keys in an hour of typing."""
        return self.keystrokes * _HOUR / self.milliseconds if self.milliseconds else 0.0

    @property
    def errors_per_thousand(self) -> float:
        """Errors in a thousand keys."""
        return 1000 * self.errors / self.keystrokes if self.keystrokes else 0.0


class PaceMeter:
    """Adds up what happens at the keyboard."""

    def __init__(self) -> None:
        self._slips = self._keystrokes = self._errors = 0
        self._seconds = 0.0
        self._last: float | None = None

    def key(self, at: float) -> None:
        """A key was pressed.

        Args:
            at: seconds of a clock that never goes back.
        """
        gap = at - self._last if self._last is not None else None
        if gap is not None and gap < BURST:
            return
        self._keystrokes += 1
        if gap is not None and gap <= PAUSE:
            self._seconds += gap
        self._last = at

    def error(self) -> None:
        """A box was left with what cannot be."""
        self._errors += 1

    def slip(self) -> None:
        """A slip was finished."""
        self._slips += 1

    def take(self) -> Pace:
        """What was added up; counting starts anew, the time between the last key and the next goes on."""
        taken = Pace(self._slips, self._keystrokes, self._errors, round(self._seconds * 1000))
        self._slips = self._keystrokes = self._errors = 0
        self._seconds = 0.0
        return taken
