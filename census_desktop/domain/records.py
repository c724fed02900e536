"""The kinds of records there are: the one register that operations, tables, merging and receipts read.

A kind is a frozen dataclass of boxes (`domain.spec`) with an id of its own. Whatever is registered here is written
through the one write path as operations, has a table derived from them, travels in packages, merges and comes home in
receipts. To add a kind: its dataclass in `domain`, a line here, and a migration that makes its table.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from census_desktop.domain.absence import Away, Collective, Duty
from census_desktop.domain.acceptance import Acceptance
from census_desktop.domain.area_records import AreaGroup, AreaUnit
from census_desktop.domain.batches import Batch
from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.dc01 import (
    HOUSEHOLD_CELLS,
    PERSON_CELLS,
    Household,
    Person,
)
from census_desktop.domain.evidence import Evidence
from census_desktop.domain.goals import Goal
from census_desktop.domain.keyed_twice import KeyedBox, KeyedSlip
from census_desktop.domain.links import Link
from census_desktop.domain.notices import Notice
from census_desktop.domain.questions import Question
from census_desktop.domain.registered import Registered, Visit
from census_desktop.domain.spec import FieldDef, Kind, cells_of, fields_of


class RecordKind(enum.StrEnum):
    """What an operation is about."""

    PERSON = "person"
    HOUSEHOLD = "household"
    LINK = "link"
    ACCEPTANCE = "acceptance"
    GOAL = "goal"
    BOUNDARY_PLAN = "boundary_plan"
    BOUNDARY_RULE = "boundary_rule"
    REGISTERED = "registered"
    VISIT = "visit"
    EVIDENCE = "evidence"
    QUESTION = "question"
    KEYED_SLIP = "keyed_slip"
    KEYED_BOX = "keyed_box"
    BATCH = "batch"
    NOTICE = "notice"
    AWAY = "away"
    DUTY = "duty"
    COLLECTIVE = "collective"
    AREA_UNIT = "area_unit"
    AREA_GROUP = "area_group"
    CODE_ENTRY = "code_entry"


# What a census counts; the other kinds are about these.
COUNTED = (RecordKind.PERSON, RecordKind.HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class RecordType:
    """How one kind of record is made.

    Attributes:
        kind: its name in operations; also the name of its table.
        record: the frozen dataclass.
        fields: its boxes.
        cells: boxes that merge as one, by name of the cell.
        references: boxes that hold the id of another record; 32 hex digits in operations, 16 bytes in the table.
        units: boxes that name an administrative unit.
        boxes: all boxes in the order of their columns; the membership of a person is one.
    """

    kind: RecordKind
    record: type
    fields: Mapping[str, FieldDef]
    cells: Mapping[str, tuple[str, ...]]
    references: tuple[str, ...]
    units: tuple[str, ...]
    boxes: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name of the attribute and column that holds the record's own id."""
        return f"{self.kind.value}_uuid"


def _type(kind: RecordKind, record: type, cells: Mapping[str, tuple[str, ...]] | None = None) -> RecordType:
    fields = fields_of(record)
    found = dict(cells_of(fields) if cells is None else cells)
    beside = tuple(name for names in found.values() for name in names if name not in fields)
    return RecordType(
        kind=kind,
        record=record,
        fields=fields,
        cells=MappingProxyType(found),
        references=(*beside, *(name for name, field in fields.items() if field.kind is Kind.RECORD)),
        units=tuple(name for name, field in fields.items() if field.kind is Kind.UNIT),
        boxes=(*beside, *fields),
    )


RECORD_TYPES: Mapping[RecordKind, RecordType] = MappingProxyType(
    {
        RecordKind.PERSON: _type(RecordKind.PERSON, Person, PERSON_CELLS),
        RecordKind.HOUSEHOLD: _type(RecordKind.HOUSEHOLD, Household, HOUSEHOLD_CELLS),
        RecordKind.LINK: _type(RecordKind.LINK, Link),
        RecordKind.ACCEPTANCE: _type(RecordKind.ACCEPTANCE, Acceptance),
        RecordKind.GOAL: _type(RecordKind.GOAL, Goal),
        RecordKind.BOUNDARY_PLAN: _type(RecordKind.BOUNDARY_PLAN, BoundaryPlan),
        RecordKind.BOUNDARY_RULE: _type(RecordKind.BOUNDARY_RULE, BoundaryRule),
        RecordKind.REGISTERED: _type(RecordKind.REGISTERED, Registered),
        RecordKind.VISIT: _type(RecordKind.VISIT, Visit),
        RecordKind.EVIDENCE: _type(RecordKind.EVIDENCE, Evidence),
        RecordKind.QUESTION: _type(RecordKind.QUESTION, Question),
        RecordKind.KEYED_SLIP: _type(RecordKind.KEYED_SLIP, KeyedSlip),
        RecordKind.KEYED_BOX: _type(RecordKind.KEYED_BOX, KeyedBox),
        RecordKind.BATCH: _type(RecordKind.BATCH, Batch),
        RecordKind.NOTICE: _type(RecordKind.NOTICE, Notice),
        RecordKind.AWAY: _type(RecordKind.AWAY, Away),
        RecordKind.DUTY: _type(RecordKind.DUTY, Duty),
        RecordKind.COLLECTIVE: _type(RecordKind.COLLECTIVE, Collective),
        RecordKind.AREA_UNIT: _type(RecordKind.AREA_UNIT, AreaUnit),
        RecordKind.AREA_GROUP: _type(RecordKind.AREA_GROUP, AreaGroup),
        RecordKind.CODE_ENTRY: _type(RecordKind.CODE_ENTRY, CodeEntry),
    }
)
CELLS: Mapping[RecordKind, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {kind: each.cells for kind, each in RECORD_TYPES.items()}
)
FIELDS: Mapping[RecordKind, Mapping[str, FieldDef]] = MappingProxyType(
    {kind: each.fields for kind, each in RECORD_TYPES.items()}
)
_KIND_OF = {each.record: kind for kind, each in RECORD_TYPES.items()}


def kind_of(record: Any) -> RecordKind:
    """The kind of a record."""
    return _KIND_OF[type(record)]
