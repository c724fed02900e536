"""What one merge changed, record by record, in words: for whoever receives decisions and corrections."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from census_desktop.base.text import _
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.deed_titles import box_label, record_name
from census_desktop.store.merge_journal import brought
from census_desktop.store.operations import history
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge brought to one record.

    Attributes:
        kind: what the record is.
        record_uuid: the record.
        name: how people call it.
        what: "mới", or the boxes that were written.
        officers: who wrote it.
    """

    kind: RecordKind
    record_uuid: uuid.UUID
    name: str
    what: str
    officers: str


def changes_of(store: Store, number: int) -> Iterator[Change]:
    """Records of one entry of the journal, people before households."""
    for record, ids in brought(store, number):
        made = [one for one in history(store, record) if one.op_id in ids]
        kind = made[0].record_kind
        is_new = any(one.kind is OpKind.CREATE for one in made)
        boxes = dict.fromkeys(box_label(kind, one.cell) for one in made if one.cell)
        words = [*((_("mới"),) if is_new else ()), *boxes]
        yield Change(
            kind=kind,
            record_uuid=record,
            name=record_name(store, kind, record),
            what=", ".join(words),
            officers=", ".join(dict.fromkeys(one.officer for one in made)),
        )
