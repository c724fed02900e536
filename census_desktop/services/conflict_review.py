"""Conflicts in the words of the person who decides them: where everybody started, what each machine says, the paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.merge import REMOVAL, values_of
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, FIELDS, RECORD_TYPES, RecordKind
from census_desktop.services.conflicts import OpenConflict, Said, conflicts
from census_desktop.services.deed_titles import box_label, record_name
from census_desktop.services.exchange import machine_names
from census_desktop.store.operations import history
from census_desktop.store.records import find_record, load_household, load_person
from census_desktop.store.store import Store

_STEP = 50  # conflicts between two reports of progress


@dataclass(frozen=True, slots=True)
class Side:
    """One answer to choose.

    Attributes:
        said: the answer with who, when and where.
        words: the answer as people read it.
        machine: the machine as people call it.
    """

    said: Said
    words: str
    machine: str


@dataclass(frozen=True, slots=True)
class Review:
    """One conflict, ready to be decided.

    Attributes:
        conflict: what is decided.
        name: the person or household.
        place: household, group and unit, and the number of the slip: where to find the paper.
        base: what all sides started from, None when they had nothing in common.
        sides: what the machines say, in the order of `conflict.values`.
        slip: what was typed from the slip when it was first entered, None when nothing was.
        household_uuid: household to open, None when it has not come yet.
    """

    conflict: OpenConflict
    name: str
    place: str
    base: Side | None
    sides: tuple[Side, ...]
    slip: Side | None
    household_uuid: uuid.UUID | None


def review(store: Store, control: JobControl) -> tuple[Review, ...]:
    """All open conflicts in words.

    Raises:
        CancelledError: the user stopped.
    """
    found = conflicts(store)
    names = machine_names(store)
    lines = []
    for done, conflict in enumerate(found):
        if done % _STEP == 0:
            control.step(done, len(found), _("Đang đọc các xung đột"))
        lines.append(_review(store, conflict, names))
    return tuple(lines)


def _review(store: Store, conflict: OpenConflict, names: Mapping[str, str]) -> Review:
    person, household = _home(store, conflict)
    slip = _first_typed(conflict, history(store, conflict.record_uuid))
    return Review(
        conflict=conflict,
        name=record_name(store, conflict.kind, conflict.record_uuid),
        place=_place(person, household),
        base=None if conflict.base is None else _side(store, conflict, conflict.base, names),
        sides=tuple(_side(store, conflict, said, names) for said in conflict.values),
        slip=None if slip is None else _side(store, conflict, slip, names),
        household_uuid=None if household is None else household.household_uuid,
    )


def _home(store: Store, conflict: OpenConflict) -> tuple[Person | None, Household | None]:
    if conflict.kind is RecordKind.PERSON:
        person = load_person(store, conflict.record_uuid)
        home = person.household_uuid if person is not None else None
        return person, None if home is None else load_household(store, home)
    if conflict.kind is RecordKind.HOUSEHOLD:
        return None, load_household(store, conflict.record_uuid)
    return None, None


def _place(person: Person | None, household: Household | None) -> str:
    parts = []
    if person is not None and person.birth_date:
        parts.append(
            _("sinh {date}").format(date=show_answer(PERSON_FIELDS["birth_date"], person.birth_date))
        )
    if person is not None and person.slip_no:
        parts.append(_("phiếu số {number}").format(number=person.slip_no))
    if household is not None:
        if household.household_no:
            parts.append(_("hộ số {number}").format(number=household.household_no))
        unit = show_answer(HOUSEHOLD_FIELDS["unit"], household.unit)
        parts += [part for part in (household.residential_group, unit) if part]
    return " · ".join(parts)


def _first_typed(conflict: OpenConflict, operations: tuple[Operation, ...]) -> Said | None:
    """What the slip said when it was typed for the first time."""
    births = [one for one in operations if one.kind is OpKind.CREATE]
    if not births or conflict.cell == REMOVAL:
        return None
    first = min(births, key=lambda one: (one.lamport, one.op_id))
    names = CELLS[conflict.kind][conflict.cell]
    boxes = dict(zip(names, values_of(first, names), strict=True))
    return Said(boxes[conflict.field], boxes, first.device, first.officer, first.at)


def _side(store: Store, conflict: OpenConflict, said: Said, names: Mapping[str, str]) -> Side:
    machine = names.get(said.device) or _("máy {device}").format(device=said.device)
    return Side(said, _words(store, conflict, said), machine)


def _words(store: Store, conflict: OpenConflict, said: Said) -> str:
    if said.edited is not None:
        box = box_label(conflict.kind, said.edited)
        words = _boxes(store, conflict.kind, said.boxes)
        return _("Giữ lại, vì đã sửa {box}: {words}").format(box=box, words=words)
    if conflict.cell == REMOVAL:
        if said.value is None:
            return _("Giữ lại")
        reason = said.boxes.get("void_reason")
        return _("Hủy: {reason}").format(reason=reason) if reason else _("Hủy")
    return _boxes(store, conflict.kind, said.boxes)


def _boxes(store: Store, kind: RecordKind, boxes: Mapping[str, str | None]) -> str:
    """One box as its answer, several as "label: answer"."""
    shown = {name: _answer(store, kind, name, value) for name, value in boxes.items()}
    blank = _("(để trống)")
    if len(shown) == 1:
        return next(iter(shown.values())) or blank
    filled = [
        f"{_(FIELDS[kind][name].label)}: {words}"
        for name, words in shown.items()
        if words and name in FIELDS[kind]
    ]
    return " · ".join(filled) or blank


def _answer(store: Store, kind: RecordKind, name: str, value: str | None) -> str:
    if value is None:
        return ""
    if name in RECORD_TYPES[kind].references:
        other = uuid.UUID(value)
        return record_name(store, find_record(store, other) or RecordKind.HOUSEHOLD, other)
    return show_answer(FIELDS[kind][name], value)
