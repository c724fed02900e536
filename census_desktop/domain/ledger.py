"""A line of the ledger of batches: how far the slips of one batch (tập phiếu) have come."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.domain.batches import Batch
from census_desktop.domain.code_names import CHECKED_TWICE, COLLECTED, ELIGIBLE, ENTERED, IN_REVIEW
from census_desktop.domain.progress import UnitProgress

_NOBODY = uuid.UUID(int=0)  # a sum is no record
# The steps after handing out, by the state a slip must have reached; merging comes last.
STEPS = (COLLECTED, ENTERED, CHECKED_TWICE, IN_REVIEW, ELIGIBLE)


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """One batch of one unit.

    Attributes:
        batch: its number as written on the slips, "" for slips without one.
        people: slips of it that are not void.
        states: slips by `slip_state`.
        merged: slips that are merged, on a ward: that the town is known to have as they are now.
        unit: unit text, "" when none is written.
        cover: the sheet that came with the paper, None when nobody entered it.
    """

    batch: str
    people: int
    states: Mapping[str, int]
    merged: int
    unit: str = ""
    cover: Batch | None = None

    @property
    def issued(self) -> int | None:
        """Blank slips handed out, None when nobody counted."""
        return int(self.cover.issued) if self.cover is not None and self.cover.issued else None

    @property
    def collected(self) -> int:
        """Filled slips on paper: as the cover sheet counts them, or as many as are known here."""
        counted = int(self.cover.people) if self.cover is not None and self.cover.people else 0
        return max(counted, self.reached(COLLECTED))

    @property
    def to_type(self) -> int:
        """Slips that lie on paper and are not typed yet."""
        return self.collected - self.reached(ENTERED)

    def reached(self, state: str) -> int:
        """Slips that have come at least as far as `state`."""
        return UnitProgress("", "", "", 0, 0, self.people, 0, None, states=self.states).reached(state)


def summed(found: Sequence[BatchProgress]) -> BatchProgress:
    """All batches as one line; what was handed out counts only where it was counted."""
    states: Counter[str] = Counter()
    for each in found:
        states.update(each.states)
    issued, collected = sum(each.issued or 0 for each in found), sum(each.collected for each in found)
    cover = Batch(batch_uuid=_NOBODY, issued=str(issued) if issued else None, people=str(collected))
    return BatchProgress(
        "",
        sum(each.people for each in found),
        MappingProxyType(states),
        sum(each.merged for each in found),
        cover=cover,
    )
