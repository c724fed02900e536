"""Findings: what looks wrong in the answers, as data.

An error cannot be, a warning is unlikely. Neither ever stops anybody from saving: the paper may really say so.
"""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.base.text import _
from census_desktop.domain.dc01 import MEMBERSHIP
from census_desktop.domain.records import FIELDS, RecordKind

_NO_PARAMS: Mapping[str, str] = MappingProxyType({})


class Severity(enum.StrEnum):
    """How sure it is that something is wrong."""

    ERROR = "error"  # cannot be
    WARNING = "warning"  # unlikely


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer, or a missing one, that looks wrong.

    Attributes:
        rule: id of the rule, for example ``person.birth_date.missing``.
        severity: error or warning.
        record_kind: what the record is.
        record_uuid: the record.
        field: machine name of the box to look at, "" when it is about the whole record.
        message: the sentence as message id, with placeholders; ``{box}`` stands for the name of the box.
        params: what goes into the other placeholders.
    """

    rule: str
    severity: Severity
    record_kind: RecordKind
    record_uuid: uuid.UUID
    field: str
    message: str
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NO_PARAMS)

    def text(self) -> str:
        """The sentence in the user's language."""
        return _(self.message).format(box=box_label(self.record_kind, self.field), **self.params)


@dataclass(frozen=True, slots=True)
class RuleDef:
    """What one rule says; the checking itself is a function of the rules_* modules.

    Attributes:
        id: stable name: record, box, what is wrong.
        severity: error or warning.
        record_kind: the record its findings point at.
        message: the sentence, see `Finding.message`.
        source: law, circular or practice behind it (message id).
    """

    id: str
    severity: Severity
    record_kind: RecordKind
    message: str
    source: str

    def at(self, record_uuid: uuid.UUID, box: str, **params: str) -> Finding:
        """A finding of this rule at one box of one record."""
        return Finding(self.id, self.severity, self.record_kind, record_uuid, box, self.message, params)


def box_label(record_kind: RecordKind, box: str) -> str:
    """Full name of a box in the user's language, "" for a whole record or a membership."""
    if box in {"", MEMBERSHIP}:
        return ""
    definition = FIELDS[record_kind].get(box)
    return box if definition is None else _(definition.label)
