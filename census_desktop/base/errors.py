"""The three kinds of bad news.

A *finding* (an answer looks wrong) is data and lives in `domain.findings`. What stands here is the other two:
the world is in the way (`CensusError`, told to the user in plain words) and the program is wrong (`BugError`).
"""

from __future__ import annotations


class CensusError(Exception):
    """Something outside the program stops the work: full disk, wrong password, foreign package.

    The user's data are untouched when this is raised.

    Attributes:
        code: stable short name, for tests, logs and `--json` (for example ``WRONG_PASSWORD``).
        message: what happened, one plain sentence in the user's language.
        advice: what to do now, one plain sentence; may be empty.
    """

    def __init__(self, code: str, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """Both sentences, as shown in a terminal."""
        return f"{self.message} {self.advice}".strip()


class BugError(Exception):
    """The program broke one of its own rules; the crash report shows it, the user is not to blame."""


class CancelledError(Exception):
    """The user asked a long job to stop; everything the job did has been rolled back."""
