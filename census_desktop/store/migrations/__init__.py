"""Steps from one schema version to the next, oldest first. A released step is never edited."""

from __future__ import annotations

from census_desktop.store.migrations import (
    v001,
    v002,
    v003,
    v004,
    v005,
    v006,
    v007,
    v008,
    v009,
    v010,
    v011,
    v012,
    v013,
    v014,
    v015,
)

STEPS: tuple[str, ...] = (
    v001.STATEMENTS,
    v002.STATEMENTS,
    v003.STATEMENTS,
    v004.STATEMENTS,
    v005.STATEMENTS,
    v006.STATEMENTS,
    v007.STATEMENTS,
    v008.STATEMENTS,
    v009.STATEMENTS,
    v010.STATEMENTS,
    v011.STATEMENTS,
    v012.STATEMENTS,
    v013.STATEMENTS,
    v014.STATEMENTS,
    v015.STATEMENTS,
)
LATEST = len(STEPS)
