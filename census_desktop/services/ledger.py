"""The ledger of batches (sổ theo dõi tập phiếu): how far the slips of each batch have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.vietnamese import sort_key
from census_desktop.store.opening import MachineRole
from census_desktop.store.operations import last_arrival
from census_desktop.store.packages import confirmed_arrival
from census_desktop.store.progress import batch_tallies
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """One batch.

    Attributes:
        batch: its number as written on the slips, "" for slips without one.
        people: slips of it that are not void.
        states: slips by `slip_state`.
        merged: slips that are merged, on a ward: that the town is known to have as they are now.
    """

    batch: str
    people: int
    states: Mapping[str, int]
    merged: int

    def reached(self, state: str) -> int:
        """Slips that have come at least as far as `state`."""
        return UnitProgress("", "", "", 0, 0, self.people, 0, None, states=self.states).reached(state)


def batches(store: Store, unit: str | None = None) -> tuple[BatchProgress, ...]:
    """All batches in order of number, of one unit or of all."""
    is_town = store.installation.machine_role is MachineRole.TOWN
    sent = last_arrival(store) if is_town else confirmed_arrival(store)
    found = [
        BatchProgress(
            batch=batch,
            people=sum(count for state, count in states.items() if state != "sent"),
            states=MappingProxyType({state: count for state, count in states.items() if state != "sent"}),
            merged=states["sent"],
        )
        for batch, states in batch_tallies(store, unit, sent).items()
    ]
    return tuple(sorted(found, key=lambda each: sort_key(each.batch)))
