"""Findings and conflicts of the whole store as lines to work off; runs in the worker thread."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.services.checks import check_all
from census_desktop.services.deed_titles import record_name
from census_desktop.store.records import load_household, load_person, open_conflicts
from census_desktop.store.store import Store

MOST_LINES = 2000
_STEP = 200


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One thing to look at.

    Attributes:
        sign: "error", "warning" or "refused" (a conflict).
        kind: the sign in words.
        who: person or household.
        where: the box.
        text: what looks wrong.
        household_uuid: household to open, None when it has not come yet.
        person_uuid: slip to open, None for a household.
    """

    sign: str
    kind: str
    who: str
    where: str
    text: str
    household_uuid: uuid.UUID | None
    person_uuid: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Todo:
    """All lines that are shown, and how many there are altogether."""

    lines: tuple[TodoLine, ...]
    errors: int
    warnings: int
    conflicts: int


def collect(store: Store, day: date, control: JobControl) -> Todo:
    """Look through everything; conflicts first, then errors, then warnings."""
    conflicts = open_conflicts(store)
    found: dict[Severity, list[Finding]] = {Severity.ERROR: [], Severity.WARNING: []}
    counted = {Severity.ERROR: 0, Severity.WARNING: 0}
    for number, finding in enumerate(check_all(store, day)):
        counted[finding.severity] += 1
        if len(found[finding.severity]) < MOST_LINES:
            found[finding.severity].append(finding)
        if number % _STEP == 0:
            control.step(number, 0, _("Đã thấy {count} lỗi và cảnh báo").format(count=number))
    lines = [_conflict_line(store, *conflict) for conflict in conflicts[:MOST_LINES]]
    for severity in (Severity.ERROR, Severity.WARNING):
        room = MOST_LINES - len(lines)
        lines += [_finding_line(store, finding) for finding in found[severity][: max(0, room)]]
    return Todo(tuple(lines), counted[Severity.ERROR], counted[Severity.WARNING], len(conflicts))


def _finding_line(store: Store, finding: Finding) -> TodoLine:
    record_uuid = finding.record_uuid
    is_error = finding.severity is Severity.ERROR
    kind = RecordKind(finding.record_kind)
    who, household_uuid = _who(store, kind, record_uuid)
    return TodoLine(
        sign="error" if is_error else "warning",
        kind=_("Lỗi") if is_error else _("Cảnh báo"),
        who=who,
        where=_box(kind, finding.field),
        text=finding.text(),
        household_uuid=household_uuid,
        person_uuid=record_uuid if kind is RecordKind.PERSON else None,
    )


def _conflict_line(store: Store, kind: RecordKind, record_uuid: uuid.UUID, cell: str) -> TodoLine:
    who, household_uuid = _who(store, kind, record_uuid)
    return TodoLine(
        sign="refused",
        kind=_("Xung đột"),
        who=who,
        where=_box(kind, cell),
        text=_("Hai máy ghi khác nhau ở ô này; cần người quyết định theo phiếu giấy."),
        household_uuid=household_uuid,
        person_uuid=record_uuid if kind is RecordKind.PERSON else None,
    )


def _who(store: Store, kind: RecordKind, record_uuid: uuid.UUID) -> tuple[str, uuid.UUID | None]:
    if kind is RecordKind.PERSON:
        person = load_person(store, record_uuid)
        return (person.full_name or _("(chưa có tên)"), person.household_uuid) if person else ("", None)
    if kind is not RecordKind.HOUSEHOLD:
        return record_name(store, kind, record_uuid), None
    household = load_household(store, record_uuid)
    number = household.household_no if household is not None else None
    return _("Hộ {number}").format(number=number or "–"), record_uuid


def _box(kind: RecordKind, name: str) -> str:
    field = FIELDS[kind].get(name)
    return _(field.label) if field is not None else ""
