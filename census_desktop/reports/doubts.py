"""What a paper asks the family again: answers that look wrong, are missing, or were given in several ways.

Frozen data from wherever it is kept; here it only becomes words and marks for the pen.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS
from census_desktop.reports.wording import short_date

MISSING = ".missing"  # ending of the ids of rules about blank boxes
CHANGED_SIGN = "▲"
TAKEN_SIGN = "†"


@dataclass(frozen=True, slots=True)
class Saying:
    """One way in which a box was answered.

    Attributes:
        value: as shown on paper; None for blank.
        source: who says so: the slip, a document, a machine.
    """

    value: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A box answered in several ways that nobody has decided between.

    Attributes:
        record_uuid: the person or household.
        boxes: machine names of the boxes concerned.
        label: what it is about, in words.
        sayings: the ways, the one shown until the decision first.
    """

    record_uuid: uuid.UUID
    boxes: tuple[str, ...]
    label: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class SincePrinted:
    """What has changed since a household was last printed.

    Attributes:
        printed_on: local day of that print.
        changed: names of the boxes that changed, by record.
        has_other_people: somebody came or left.
    """

    printed_on: date
    changed: Mapping[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)
    has_other_people: bool = False

    def about(self, record_uuid: uuid.UUID) -> str | None:
        """The changes of one record in words; None when there are none."""
        return "; ".join(self.changed.get(record_uuid, ())) or None


@dataclass(frozen=True, slots=True)
class TakenBox:
    """A box in which another slip of the same person was decided to be right.

    Attributes:
        box: machine name.
        value: what the other slip says, as stored.
        source: where the other slip lies, in words.
    """

    box: str
    value: str | None
    source: str


def as_taken(person: Person, taken: Sequence[TakenBox]) -> Person:
    """The person with the boxes of the other slips."""
    theirs: dict[str, Any] = {each.box: each.value for each in taken}
    return replace(person, **theirs) if theirs else person


def taken_words(person: Person, taken: Sequence[TakenBox]) -> str | None:
    """Whose answers stand, and what the person's own slip says in these boxes; None without any."""
    words: dict[str, list[str]] = {}
    for each in taken:
        field = PERSON_FIELDS[each.box]
        own = show_answer(field, getattr(person, each.box))
        said = _("phiếu này ghi “{value}”").format(value=own) if own else _("phiếu này bỏ trống")
        words.setdefault(each.source, []).append(
            _("{box} ({remark})").format(box=_(field.label), remark=said)
        )
    return "; ".join(f"{source}: {', '.join(boxes)}" for source, boxes in words.items()) or None


@dataclass(frozen=True, slots=True)
class Doubts:
    """All that a household paper marks for the pen.

    Attributes:
        findings: open findings of the household and its people.
        variants: boxes answered in several ways.
        since: None when the household was never printed.
        taken: by person, the boxes in which another slip of the same person counts.
    """

    findings: tuple[Finding, ...] = ()
    variants: tuple[Variant, ...] = ()
    since: SincePrinted | None = None
    taken: Mapping[uuid.UUID, tuple[TakenBox, ...]] = field(default_factory=dict)

    def taken_by(self, person: Person) -> tuple[TakenBox, ...]:
        """The boxes of a person that stand as another slip says."""
        return self.taken.get(person.person_uuid, ())

    def boxes(self, record_uuid: uuid.UUID) -> frozenset[str]:
        """Machine names of the boxes of a record to be asked again."""
        asked = {each.field for each in self.findings if each.record_uuid == record_uuid}
        asked |= {name for each in self.variants if each.record_uuid == record_uuid for name in each.boxes}
        return frozenset(asked)

    def asks(self, record_uuid: uuid.UUID) -> tuple[str, ...]:
        """The questions about a record, one sentence each: variants, findings, then all blanks in one."""
        variants = [_variant(each) for each in self.variants if each.record_uuid == record_uuid]
        own = [each for each in self.findings if each.record_uuid == record_uuid]
        wrong = [each.text() for each in own if not each.rule.endswith(MISSING)]
        blank = [_blank(each) for each in own if each.rule.endswith(MISSING)]
        missing = [_("Còn thiếu: {boxes}.").format(boxes="; ".join(dict.fromkeys(blank)))] if blank else []
        return tuple(dict.fromkeys([*variants, *wrong, *missing]))

    def changes_of_household(self, household_uuid: uuid.UUID) -> str | None:
        """What the paper says about its last print; None when there was none."""
        if self.since is None:
            return None
        parts = [self.since.about(household_uuid)]
        if self.since.has_other_people:
            parts.append(_("danh sách nhân khẩu"))
        if any(record != household_uuid for record in self.since.changed):
            parts.append(_("thông tin của những người có dấu {sign}").format(sign=CHANGED_SIGN))
        changed = "; ".join(part for part in parts if part)
        day = short_date(self.since.printed_on)
        if not changed:
            return _("Đã in ngày {day}, từ đó không có gì đổi.").format(day=day)
        return _("{sign} Đã in ngày {day}; từ đó đổi: {changed}.").format(
            sign=CHANGED_SIGN, day=day, changed=changed
        )


def _variant(variant: Variant) -> str:
    said = "; ".join(
        _("“{value}” ({source})").format(value=each.value or _("bỏ trống"), source=each.source)
        for each in variant.sayings
    )
    return _("{box} có {count} cách ghi: {said}.").format(
        box=variant.label, count=len(variant.sayings), said=said
    )


def _blank(finding: Finding) -> str:
    definition = FIELDS[finding.record_kind].get(finding.field)
    return finding.text() if definition is None else _(definition.label)
