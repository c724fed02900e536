"""The history of a record box by box, in words: every value anybody ever gave, by whom, where and when."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.base.text import N_, _
from census_desktop.domain.dc01 import MEMBERSHIP
from census_desktop.domain.formats import show_answer
from census_desktop.domain.merge import heads_of, values_of
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, FIELDS, RecordKind
from census_desktop.services.editing import history_of
from census_desktop.services.rights import may_see_service
from census_desktop.services.service import UNIT_ADDRESS, withheld_people
from census_desktop.store.records import load_household
from census_desktop.store.store import Store

SERVICE_CELL = "service"
HIDDEN = "•••"
KIND_WORDS: Mapping[OpKind, str] = MappingProxyType(
    {
        OpKind.CREATE: N_("lập"),
        OpKind.EDIT: N_("sửa"),
        OpKind.DECIDE: N_("quyết định"),
        OpKind.BOUNDARY: N_("đổi địa giới"),
        OpKind.UNDO: N_("hoàn tác"),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a box.

    Attributes:
        value: in words, "" where the box was made blank.
        at: wall time of the machine it was typed on, ISO 8601.
        officer: login.
        device: machine.
        kind: what was being done, in the user's language.
        is_standing: nobody has replaced it; two standing values that differ are a conflict.
    """

    value: str
    at: str
    officer: str
    device: str
    kind: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class BoxHistory:
    """All values of one box, newest first.

    Attributes:
        box: machine name.
        label: name in the user's language.
        is_in_conflict: machines disagree and nobody has decided.
    """

    box: str
    label: str
    said: tuple[Said, ...]
    is_in_conflict: bool

    @property
    def was_changed(self) -> bool:
        """True when more than one value was ever given."""
        return len(self.said) > 1


def box_histories(store: Store, record_uuid: uuid.UUID) -> tuple[BoxHistory, ...]:
    """Boxes anybody ever filled, in the order of the paper; repeated sayings of the same value are left out.

    What concerns service is hidden from those without the right to see it, but not that something was said.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    operations = history_of(store, record_uuid)
    kind = operations[0].record_kind
    cell_of = {box: cell for cell, boxes in CELLS[kind].items() for box in boxes}
    order = [*FIELDS[kind], *(box for box in cell_of if box not in FIELDS[kind])]
    found = []
    for box in order:
        is_hidden = cell_of[box] == SERVICE_CELL and not may_see_service(store)
        is_hidden = is_hidden or (box == UNIT_ADDRESS and record_uuid in withheld_people(store))
        history = _box(store, kind, box, cell_of[box], operations, is_hidden=is_hidden)
        if history is not None:
            found.append(history)
    return tuple(found)


def _box(
    store: Store, kind: RecordKind, box: str, cell: str, operations: tuple[Operation, ...], *, is_hidden: bool
) -> BoxHistory | None:
    heads = {op_id for op_id, _operation in heads_of(cell, ((one.op_id, one) for one in operations))}
    said = list(_told(cell, box, operations))
    if not any(operation.values.get(box) is not None for operation in said):
        return None
    standing = [one for one in said if one.op_id in heads]
    boxes = CELLS[kind][cell]
    field = FIELDS[kind].get(box)
    return BoxHistory(
        box=box,
        label=_(field.label) if field is not None else _("Hộ"),
        said=tuple(
            Said(
                value=HIDDEN if is_hidden else _shown(store, kind, box, operation.values.get(box)),
                at=operation.at,
                officer=operation.officer,
                device=operation.device,
                kind=_(KIND_WORDS[operation.kind]),
                is_standing=operation.op_id in heads,
            )
            for operation in reversed(said)
        ),
        is_in_conflict=len({values_of(one, boxes) for one in standing}) > 1,
    )


def _told(cell: str, box: str, operations: tuple[Operation, ...]) -> Iterator[Operation]:
    """Operations about a box that said something new, oldest first."""
    before: str | None = None
    for operation in operations:
        if operation.kind is not OpKind.CREATE and operation.cell != cell:
            continue
        value = operation.values.get(box)
        if value != before or operation.kind is OpKind.DECIDE:
            yield operation
        before = value


def _shown(store: Store, kind: RecordKind, box: str, stored: str | None) -> str:
    if stored is None:
        return ""
    if box == MEMBERSHIP:
        return household_words(store, uuid.UUID(stored))
    return show_answer(FIELDS[kind][box], stored)


def household_words(store: Store, household_uuid: uuid.UUID) -> str:
    """A household in a few words: "Hộ 12, Tổ dân phố 3"."""
    household = load_household(store, household_uuid)
    if household is None:
        return _("hộ không có trên máy này")
    number = _("Hộ {number}").format(number=household.household_no or "–")
    return ", ".join(part for part in (number, household.residential_group) if part)
