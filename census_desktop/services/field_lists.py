"""Lines of the lists a team takes along, from whatever is known: slips, the register, visits, findings, conflicts."""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.area import area
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.code_names import COLLECTED, HEAD, MARRIED, NOT_COLLECTED, PRESENT, UNFINISHED
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Severity
from census_desktop.domain.questions import list_of
from census_desktop.domain.records import RecordKind
from census_desktop.domain.registered import Visit
from census_desktop.domain.vietnamese import fold, name_key, natural_key
from census_desktop.reports.document import Document
from census_desktop.reports.field_lists import (
    AbsentLine,
    FollowupLine,
    HouseLine,
    MissingLine,
    absent_list,
    followup_list,
    missing_list,
)
from census_desktop.reports.household_list import household_list
from census_desktop.reports.wording import paper_date
from census_desktop.services.counted import SecondSlips
from census_desktop.services.documents import issue_of
from census_desktop.services.follow_up import ListRow, list_rows, make_list, raise_questions
from census_desktop.services.units import unit_name
from census_desktop.store.records import iter_records
from census_desktop.store.register import homes_with_gaps, untied
from census_desktop.store.store import Store
from census_desktop.store.walk import Home, homes, houses

_NO_SLIP_YET = (NOT_COLLECTED, COLLECTED, UNFINISHED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which households a paper is about.

    Attributes:
        unit: unit text; all units when None.
        residential_group: name of a thôn or tổ dân phố, however slips spell it; all when None.
        collector: who collects there; all when None, "" for households without one.
    """

    unit: str | None = None
    residential_group: str | None = None
    collector: str | None = None

    def words(self) -> str:
        """As below the title of a list: "Tổ dân phố 3, Phường Sông Trí"."""
        unit = area().town.name if self.unit is None else unit_name(self.unit)
        who = _("người thu: {name}").format(name=self.collector) if self.collector else None
        return ", ".join(part for part in (self.residential_group, unit, who) if part)

    def holds(self, unit: str | None, residential_group: str | None, collector: str | None = None) -> bool:
        """True for a place inside."""
        return (
            self.unit in {None, unit}
            and (self.residential_group is None or is_same_group(self.residential_group, residential_group))
            and self.collector in {None, collector or ""}
        )

    def place(self, unit: str | None, residential_group: str | None) -> str:
        """The place of a line: the group, and its unit when the list goes beyond one."""
        group = residential_group or _("Chưa ghi thôn/tổ dân phố")
        return (
            group if self.unit is not None else f"{unit_name(unit or '') or _('Chưa ghi đơn vị')} – {group}"
        )


@in_vietnamese()
def group_list_document(store: Store, scope: Scope) -> Document:
    """Households in the order of houses."""
    found = houses(store, unit=scope.unit, residential_group=scope.residential_group)
    slips = SecondSlips(store)
    words = {each: slips.words(each) for house in found for each in house.second}
    return household_list(found, issue_of(store, scope.unit), scope.words(), words)


@in_vietnamese()
def missing_document(store: Store, scope: Scope) -> Document:
    """Households and people without slips."""
    return missing_list(missing_lines(store, scope), issue_of(store, scope.unit), scope.words())


def absent_document(store: Store, scope: Scope) -> Document:
    """People who are away."""
    return absent_list(absent_lines(store, scope), issue_of(store, scope.unit), scope.words())


def _homes(store: Store, scope: Scope) -> Iterator[Home]:
    return homes(store, _household_ids(store, scope))


def _household_ids(store: Store, scope: Scope) -> Sequence[uuid.UUID]:
    found = houses(store, unit=scope.unit, residential_group=scope.residential_group)
    return [house.household_uuid for house in found]


# -- who has no slip ------------------------------------------------------------------------------------------------


@in_vietnamese()
def missing_lines(store: Store, scope: Scope) -> list[MissingLine]:
    """In the order of places: the register, empty households, unfinished slips, people only named on others' slips."""
    visits = _visits(store)
    lines = [*_registered_without_slips(store, scope, visits)]
    wanted = homes_with_gaps(
        store, unit=scope.unit, residential_group=scope.residential_group, collector=scope.collector
    )
    for home in homes(store, sorted(wanted, key=lambda each: each.bytes)):
        household = home.household
        went = visits.get(household.household_uuid, ())
        for name, why in _missing_at(home):
            place = scope.place(household.unit, household.residential_group)
            lines.append(
                MissingLine(
                    place, household.household_no, name, why, _shown(went), household.collector,
                    household.household_uuid, len(went),
                )
            )  # fmt: skip
    return sorted(lines, key=_walk)


@in_vietnamese()
def missing_documents(store: Store, scope: Scope) -> tuple[Document, ...]:
    """Who has no slip, a sheet of its own for each collector; households nobody collects come last."""
    found: dict[str, list[MissingLine]] = defaultdict(list)
    for line in missing_lines(store, scope):
        found[line.collector or ""].append(line)
    issue = issue_of(store, scope.unit)
    return tuple(
        missing_list(found[who], issue, dataclasses.replace(scope, collector=who or None).words())
        for who in sorted(found, key=lambda who: (who == "", name_key(who)))
    )


def _walk(line: HouseLine) -> tuple[object, ...]:
    return natural_key(line.place), line.household_no is None, natural_key(line.household_no or "")


def _registered_without_slips(
    store: Store, scope: Scope, visits: Mapping[uuid.UUID, Sequence[Visit]]
) -> Iterator[MissingLine]:
    for entry in untied(store):
        if not entry.exempt and scope.holds(entry.unit, entry.residential_group, entry.collector):
            why = _("Có trong danh sách đăng ký, chưa có phiếu")
            if entry.people:
                why = _("{why} ({people} người)").format(why=why, people=entry.people)
            went = visits.get(entry.registered_uuid, ())
            yield MissingLine(
                scope.place(entry.unit, entry.residential_group),
                entry.household_no,
                entry.head_name,
                why,
                _shown(went),
                entry.collector,
                entry.registered_uuid,
                len(went),
                is_registered=True,
            )


def _missing_at(home: Home) -> Iterator[tuple[str | None, str]]:
    """Name and reason of everybody of a household who has no finished slip."""
    if not home.members:
        yield None, _("Hộ đã mở, chưa có phiếu nào")
        return
    named = {fold(person.full_name) for person in home.members if person.full_name}
    for person in home.members:
        if person.slip_state in _NO_SLIP_YET:
            state = code_list("slip_state").label(person.slip_state)
            yield person.full_name, _("Tình trạng phiếu: {state}").format(state=state)
    for name, why in _named_only(home.members):
        if fold(name) not in named:
            named.add(fold(name))
            yield name, why


def _named_only(members: Sequence[Person]) -> Iterator[tuple[str, str]]:
    if not any(person.relation_to_head == HEAD for person in members):
        for person in members:
            if person.head_name is not None:
                yield person.head_name, _("Được ghi là chủ hộ, chưa có phiếu")
    for person in members:
        if person.spouse_name is not None and person.marital_status == MARRIED:
            yield (
                person.spouse_name,
                _("Được ghi là vợ/chồng của {name}, chưa có phiếu trong hộ").format(
                    name=person.full_name or "…"
                ),
            )


def _visits(store: Store) -> dict[uuid.UUID, list[Visit]]:
    """Visits to each registered or typed household, oldest first."""
    found: dict[uuid.UUID, list[Visit]] = defaultdict(list)
    for each in iter_records(store, RecordKind.VISIT):
        visit: Visit = each
        if visit.about is not None:
            found[visit.about].append(visit)
    for visits in found.values():
        visits.sort(key=lambda visit: visit.visited_on or "")
    return found


def _shown(visits: Sequence[Visit]) -> str | None:
    """The last visit in words, and which one it was."""
    if not visits:
        return None
    last = visits[-1]
    result = code_list("visit_result").label(last.result) if last.result else None
    if last.reason:
        result = f"{result or ''} ({last.reason})".strip()
    if len(visits) > 1:
        result = _("{result}, lần {count}").format(result=result or "", count=len(visits)).lstrip(", ")
    return ": ".join(part for part in (paper_date(last.visited_on), result) if part) or None


# -- who is away ----------------------------------------------------------------------------------------------------


@in_vietnamese()
def absent_lines(store: Store, scope: Scope) -> list[AbsentLine]:
    """People whose presence is anything but present, in the order of houses; each where counted, and only there."""
    second = SecondSlips(store)
    return [
        _absent(home.household, person, scope)
        for home in _homes(store, scope)
        for person in home.members
        if person.presence not in {None, PRESENT} and person.person_uuid not in second
    ]


def _absent(household: Household, person: Person, scope: Scope) -> AbsentLine:
    reason = code_list("absence_reason").label(person.presence_reason) if person.presence_reason else None
    return AbsentLine(
        place=scope.place(household.unit, household.residential_group),
        household_no=household.household_no,
        name=person.full_name,
        birth=paper_date(person.birth_date),
        state=code_list("presence").label(person.presence or ""),
        since=paper_date(person.presence_since),
        where=", ".join(part for part in (person.presence_place, reason) if part) or None,
        declared_by=person.presence_declared_by,
        contact=person.presence_contact,
        expected=paper_date(person.presence_expected_return),
    )


# -- what to ask again ----------------------------------------------------------------------------------------------


@in_vietnamese()
def followup_document(
    store: Store, scope: Scope, list_no: int | None = None, control: JobControl | None = None
) -> Document:
    """A numbered list of questions (phúc tra) to take to the houses; outcomes are entered by its line numbers.

    Args:
        store: the store.
        scope: households to ask; their open findings become questions first.
        list_no: a list made earlier, to print it again; a new one of what stands on none yet when None.
        control: may stop it before anything is written; a list once begun is made.

    Raises:
        CancelledError: `control` was told to stop.
        CensusError: NO_QUESTIONS when there is nothing new to ask, or no such list.
    """
    if list_no is None:
        place = {"unit": scope.unit, "residential_group": scope.residential_group}
        raise_questions(store, **place, severities=tuple(Severity), control=control)
        rows = make_list(store, **place)
    else:
        rows = list_rows(store, list_no)
    if not rows:
        raise CensusError(
            "NO_QUESTIONS",
            _("Không có câu hỏi nào chưa nằm trong danh sách.")
            if list_no is None
            else _("Không có danh sách số {number}.").format(number=list_no),
            _("Danh sách đã lập in lại được bằng số của nó."),
        )
    number = list_of(rows[0].question.place)
    scope = _scope_of([row.household for row in rows])
    area_words = _("Danh sách số {number}, {area}").format(number=number, area=scope.words())
    return followup_list([_followup(row, scope) for row in rows], issue_of(store, scope.unit), area_words)


def _scope_of(homes: Sequence[Household | None]) -> Scope:
    """What all households of a list have in common."""

    def common(box: str) -> str | None:
        found = {getattr(home, box, None) for home in homes}
        return found.pop() if len(found) == 1 else None

    unit = common("unit")
    group = common("residential_group") if unit is not None else None
    return Scope(unit, group, common("collector"))


def _followup(row: ListRow, scope: Scope) -> FollowupLine:
    home, question = row.household, row.question
    return FollowupLine(
        place=scope.place(home.unit if home else None, home.residential_group if home else None),
        household_no=home.household_no if home else None,
        name=row.head_name if row.person is None else row.person.full_name,
        code=question.place or "",
        question=question.words or "",
        address=home.address if home else None,
        phone=home.phone if home else None,
    )
