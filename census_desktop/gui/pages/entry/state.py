"""What the entry room knows about the slip in hand, apart from any widget."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import RecordKind
from census_desktop.domain.spec import FieldDef
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX
from census_desktop.gui.models.member_list import MemberLine
from census_desktop.gui.pages.entry.parts import Remark
from census_desktop.services.entry import EntryDesk, Sheet, head_of

ADDRESS_BOXES = ("permanent_address", "current_address")
_STATES = {Severity.ERROR: FieldState.ERROR, Severity.WARNING: FieldState.WARNING}

# Members that are also held against slips of other households each time lines are made (some ms a slip): a barracks of
# three hundred would be a second late at every slip. The slip at hand and the list of findings are always.
LOOKED_AT_ELSEWHERE = 30

AnswerSource = Callable[[Sheet, Person, str], str | None]


def is_stored(sheet: Sheet, person: Person) -> bool:
    """True when the slip has been saved before."""
    return any(one.person_uuid == person.person_uuid for one in sheet.members)


def previous_person(sheet: Sheet, person_uuid: uuid.UUID) -> Person | None:
    """The slip before this one in the household; the last one for a new slip."""
    before: Person | None = None
    for one in sheet.members:
        if one.person_uuid == person_uuid:
            return before
        before = one
    return before


def answer_of_previous(sheet: Sheet, person: Person, box: str) -> str | None:
    """What F3 copies; None when there is nothing."""
    previous = previous_person(sheet, person.person_uuid)
    return getattr(previous, box) if previous is not None else None


def answer_of_head(sheet: Sheet, person: Person, box: str) -> str | None:
    """What F4 copies. In boxes that ask for the head's own name and number the head's slip is the answer.

    The first slip of a household is taken for the head's: heads are typed first.
    """
    head = head_of(sheet.members) or (person if not sheet.members else None)
    source = {"head_name": "full_name", "head_id": "personal_id"}.get(box, box)
    if head is None or (head.person_uuid == person.person_uuid and source == box):
        return None
    found: str | None = getattr(person if head.person_uuid == person.person_uuid else head, source)
    return found


def address_block(sheet: Sheet, person_uuid: uuid.UUID) -> dict[str, str]:
    """What F6 copies: addresses of the head, else of the slip before, else of the sheet."""
    head = head_of(sheet.members)
    source = (
        head if head is not None and head.person_uuid != person_uuid else previous_person(sheet, person_uuid)
    )
    if source is not None:
        found = {name: getattr(source, name) for name in ADDRESS_BOXES}
    else:
        found = {"permanent_address": sheet.household.address}
    return {name: value for name, value in found.items() if value is not None}


def member_lines(desk: EntryDesk, sheet: Sheet, current: Person) -> tuple[MemberLine, ...]:
    """The slips of the household as lines, the one being typed for the first time at the end.

    What was accepted with a reason (F2) is at peace here too.
    """
    accepted = desk.acceptances(sheet, current)
    looks_elsewhere = len(sheet.members) <= LOOKED_AT_ELSEWHERE
    lines = [
        line_of(
            one,
            [
                finding
                for finding in (*desk.check(one, sheet), *(desk.elsewhere(one) if looks_elsewhere else ()))
                if accepted.reason(finding, one) is None
            ],
            is_stored=True,
        )
        for one in sheet.members
    ]
    if not is_stored(sheet, current):
        lines.append(line_of(current, (), is_stored=False))
    return tuple(lines)


def line_of(person: Person, findings: Iterable[Finding], *, is_stored: bool) -> MemberLine:
    """A slip as a line of the member list."""
    severities = [finding.severity for finding in findings]
    relation = show_answer(PERSON_FIELDS["relation_to_head"], person.relation_to_head)
    return MemberLine(
        person_uuid=person.person_uuid,
        name=person.full_name,
        relation=relation,
        born=(person.birth_date or "")[:4],
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        is_stored=is_stored,
    )


def remark_of(finding: Finding) -> Remark:
    """A finding as a line of the strip."""
    is_household = finding.record_kind == RecordKind.HOUSEHOLD
    fields = HOUSEHOLD_FIELDS if is_household else PERSON_FIELDS
    field = fields.get(finding.field)
    key = (HOUSEHOLD_PREFIX if is_household else "") + finding.field if field is not None else ""
    label = full_label(field) if field is not None else _("Hộ") if is_household else _("Phiếu")
    return Remark(key, label, short_text(finding), _STATES[finding.severity])


def accepted_remark(finding: Finding, reason: str) -> Remark:
    """A finding that was accepted, as a quiet line of the strip."""
    remark = remark_of(finding)
    text = _("Đã nhận: {reason}. {text}").format(reason=reason, text=remark.text)
    return Remark(remark.field, remark.label, text, FieldState.NORMAL)


def full_label(field: FieldDef) -> str:
    """The whole name of a box with its number on the paper."""
    return f"{field.box}. {_(field.label)}" if field.box else _(field.label)


def short_text(finding: Finding) -> str:
    """The sentence of a finding without the name of its box, which stands before it anyway."""
    fields = HOUSEHOLD_FIELDS if finding.record_kind == RecordKind.HOUSEHOLD else PERSON_FIELDS
    field = fields.get(finding.field)
    text = finding.text()
    prefix = f"{_(field.label)}: " if field is not None else ""
    if not prefix or not text.startswith(prefix):
        return text
    rest = text.removeprefix(prefix)
    return rest[:1].upper() + rest[1:]


def unreadable_remarks(unreadable: dict[str, str], *, is_household: bool = False) -> list[Remark]:
    """Boxes whose text is no answer, as lines of the strip."""
    fields = HOUSEHOLD_FIELDS if is_household else PERSON_FIELDS
    prefix = HOUSEHOLD_PREFIX if is_household else ""
    return [
        Remark(prefix + name, full_label(fields[name]), why, FieldState.ERROR)
        for name, why in unreadable.items()
    ]


def is_about_blank(finding: Finding) -> bool:
    """True for a finding that only says that something has not been typed yet."""
    return finding.rule.endswith(".missing")


def sheet_title(household: Household, people: int) -> str:
    """Number and size: "Hộ 0401 · 4 người"."""
    number = household.household_no or _("(chưa có số)")
    return _("Hộ {number} · {count} người").format(number=number, count=people)


def place_text(sheet: Sheet, person: Person, household: Household) -> str:
    """Which slip of which household is open: "Phiếu 2/4 · hộ 0401"."""
    people = [one.person_uuid for one in sheet.members]
    is_old = person.person_uuid in people
    place = people.index(person.person_uuid) + 1 if is_old else len(people) + 1
    return _("Phiếu {place}/{count} · hộ {number}").format(
        place=place, count=len(people) + (not is_old), number=household.household_no or _("mới")
    )
