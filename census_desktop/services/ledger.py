"""The ledger of batches (sổ theo dõi tập phiếu): phát → thu → nhập → kiểm lần 2 → phúc tra → đủ điều kiện → đã gộp."""

from __future__ import annotations

from types import MappingProxyType

from census_desktop.domain.batches import Batch
from census_desktop.domain.ledger import BatchProgress
from census_desktop.domain.records import RecordKind
from census_desktop.domain.vietnamese import natural_key
from census_desktop.store.opening import MachineRole
from census_desktop.store.operations import last_arrival
from census_desktop.store.packages import confirmed_arrival
from census_desktop.store.progress import batch_tallies
from census_desktop.store.records import iter_records
from census_desktop.store.store import Store


def batches(store: Store, unit: str | None = None) -> tuple[BatchProgress, ...]:
    """All batches by unit and number, of one unit or of all; those with only a cover sheet too."""
    is_town = store.installation.machine_role is MachineRole.TOWN
    sent = last_arrival(store) if is_town else confirmed_arrival(store)
    covers: dict[tuple[str, str], Batch] = {}
    for each in iter_records(store, RecordKind.BATCH):
        if each.withdrawn is None and unit in {None, each.unit}:
            covers[each.unit or "", (each.number or "").casefold()] = each
    found: list[BatchProgress] = []
    for (of, batch), tally in batch_tallies(store, unit, sent).items():
        merged = tally.pop("sent")
        cover = covers.pop((of, batch.casefold()), None)
        found.append(BatchProgress(batch, sum(tally.values()), MappingProxyType(tally), merged, of, cover))
    found += [
        BatchProgress(cover.number or "", 0, MappingProxyType({}), 0, of, cover)
        for (of, _batch), cover in covers.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.unit, natural_key(each.batch))))
