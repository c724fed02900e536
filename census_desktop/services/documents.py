"""Household papers of the store as documents, ready for preview, printer or PDF, and the log of what was printed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.acceptance import Acceptances
from census_desktop.domain.area import area
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import MEMBERSHIP
from census_desktop.domain.evidence import Claim, Evidence, claim
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import show_answer
from census_desktop.domain.ledger import summed
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.progress import ranked
from census_desktop.domain.records import CELLS, FIELDS, RecordKind
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.reports.document import Document
from census_desktop.reports.doubts import Doubts, Saying, SincePrinted, Variant, as_taken
from census_desktop.reports.household_summary import content_mark, household_summary
from census_desktop.reports.issue import Issue
from census_desktop.reports.merge_papers import PlanLine
from census_desktop.reports.merge_papers import merge_journal_document as journal_paper
from census_desktop.reports.merge_papers import merge_plan_document as plan_paper
from census_desktop.reports.progress_report import TrendWeek, progress_document
from census_desktop.services.acceptance import all_acceptances
from census_desktop.services.conflicts import OpenConflict, Said, conflicts_of
from census_desktop.services.counted import TakenBoxes
from census_desktop.services.ledger import batches
from census_desktop.services.merge_plan import PlacePlan, PlanByPlace, total
from census_desktop.services.merges import journal
from census_desktop.services.progress import groups_progress, progress, weeks
from census_desktop.services.units import town_code, unit_name
from census_desktop.store.operations import last_arrival
from census_desktop.store.print_log import (
    PrintedHousehold,
    PrintEntry,
    changes_after,
    last_prints,
    log_prints,
)
from census_desktop.store.records import iter_records, load_household, load_person, open_conflicts
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.walk import HANDFUL, Home, handful


@dataclass(frozen=True, slots=True)
class HouseholdPaper:
    """A paper and what to enter in the log once it came out of the printer."""

    document: Document
    printed: PrintedHousehold


def household_papers(store: Store, households: Sequence[uuid.UUID]) -> Iterator[HouseholdPaper]:
    """Summaries of households in the order given, made while they are asked for; memory stays flat.

    Everything that looks wrong, is missing or was told in several ways is marked, and what changed since the last
    print. Findings accepted as the paper has them are not asked again.
    """
    maker = _Maker(store)
    for start in range(0, len(households), HANDFUL):
        yield from maker.papers(households[start : start + HANDFUL])


def household_paper(store: Store, record_uuid: uuid.UUID) -> HouseholdPaper:
    """The summary of one household; a person's id means the person's household.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    return next(household_papers(store, [household_of(store, record_uuid)]))


def household_of(store: Store, record_uuid: uuid.UUID) -> uuid.UUID:
    """The household meant by its own id or by that of one of its people.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    household = load_household(store, record_uuid)
    if household is None:
        person = load_person(store, record_uuid)
        if person is not None and person.household_uuid is not None:
            household = load_household(store, person.household_uuid)
    if household is None:
        raise CensusError(
            "NO_SUCH_RECORD",
            _("Không có hộ nào mang mã {uuid}.").format(uuid=record_uuid),
            _("Lấy mã bằng lệnh dump; mã gồm 36 ký tự."),
        )
    return household.household_uuid


def log_printed(store: Store, printed: Iterable[PrintedHousehold]) -> int:
    """Somebody has the paper in hand: enter it in the log; returns how many households."""
    with store.transaction(Action.PRINT) as tx:
        return log_prints(tx, printed)


def issue_of(store: Store, unit: str | None = None) -> Issue:
    """A paper printed now by the one who is logged in.

    Args:
        store: the store.
        unit: whose police issue it; this machine's own when None, left open when "".
    """
    own = store.installation.unit if unit is None else unit
    is_town = own == town_code()
    return Issue(
        body_name=unit_name(own) if own else "",
        printed_on=today(store.clock),
        officer=store.account.display_name,
        parent_name="" if is_town else area().town.name,
        printed_at=_local(store.clock.now()),
    )


def merge_journal_document(store: Store) -> Document:
    """All merges and reversals of this machine."""
    return journal_paper(
        journal(store),
        body_name=unit_name(store.installation.unit),
        printed_on=today(store.clock),
        officer=store.account.display_name,
    )


def progress_paper(store: Store, unit: str | None = None) -> Document:
    """How far the collection is, issued by this machine's unit; with a unit, its residential groups."""
    found, issue = progress(store), issue_of(store)
    chosen = next((each for each in found.units if each.unit == unit), None)
    told = [
        TrendWeek(week.begins_on, week.people if chosen is None else week.by_unit.get(chosen.unit, 0))
        for week in weeks(store)
    ]
    return progress_document(
        ranked(found.units) if chosen is None else ranked(groups_progress(store, chosen.unit)),
        issue,
        area="" if chosen is None else chosen.name,
        whole=chosen or found.total,
        weeks=told,
        ledger=summed(batches(store, chosen.unit if chosen is not None else None)),
    )


def merge_plan_document(store: Store, found: PlanByPlace) -> Document:
    """The plan of a merge: by package, and by unit and residential group."""
    plan = found.plan
    packages = [
        PlanLine(
            one.file,
            (one.added, one.changed, one.combined, one.conflicts,
             0 if one.status == "refused" else one.people + one.households - one.added - one.changed),
            "" if one.code == "OK" else one.message,
        )
        for one in plan.packages
    ]  # fmt: skip
    packages.append(
        PlanLine(
            _("Cộng"), (plan.added, plan.changed, plan.combined, plan.conflicts, plan.already), is_sum=True
        )
    )
    places: list[PlanLine] = []
    for unit, groups in found.units().items():
        places.append(
            _plan_line(unit_name(unit) if unit else _("Chưa rõ đơn vị"), total(groups), is_sum=True)
        )
        places += [_plan_line(f"   {one.group or _('Chưa ghi thôn/TDP')}", one) for one in groups]
    if places:
        places.append(_plan_line(_("Cộng"), total(found.places), is_sum=True))
    return plan_paper(
        packages,
        places,
        duplicates=plan.duplicates,
        body_name=unit_name(store.installation.unit),
        printed_on=today(store.clock),
        officer=store.account.display_name,
    )


def _plan_line(name: str, place: PlacePlan, *, is_sum: bool = False) -> PlanLine:
    counts = (
        place.people, place.households, place.new_people, place.changed_people, place.errors, place.warnings,
    )  # fmt: skip
    return PlanLine(name, counts, is_sum=is_sum)


def _local(moment: datetime) -> datetime:
    return moment.astimezone()


class _Maker:
    """Makes papers of one store; what all of them need is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._today = today(store.clock)
        self._arrival = last_arrival(store)  # before anything is read: later changes count as after the print
        self._accepted: Acceptances = all_acceptances(store)
        self._issues: dict[str | None, Issue] = {}
        self._conflicts: dict[uuid.UUID, list[tuple[RecordKind, str]]] = defaultdict(list)
        for kind, record, cell in open_conflicts(store):
            self._conflicts[record].append((kind, cell))
        self._taken = TakenBoxes(store)
        self._evidence: dict[uuid.UUID | None, list[Evidence]] = defaultdict(list)
        for each in iter_records(store, RecordKind.EVIDENCE):
            self._evidence[each.about].append(each)

    @in_vietnamese()
    def papers(self, households: Collection[uuid.UUID]) -> list[HouseholdPaper]:
        """Papers of a handful of households."""
        before = last_prints(self._store, households)
        found = handful(self._store, households)
        changed = changes_after(self._store, _to_look_at(found, before))
        return [self._paper(home, before.get(home.household.household_uuid), changed) for home in found]

    def _paper(
        self,
        home: Home,
        before: PrintEntry | None,
        changed: Mapping[uuid.UUID, tuple[Operation, ...]],
    ) -> HouseholdPaper:
        household, mark = home.household, content_mark(home.household, home.members)
        taken = {each.person_uuid: self._taken.of(each.person_uuid) for each in home.members}
        counted = tuple(as_taken(each, taken[each.person_uuid]) for each in home.members)
        doubts = Doubts(
            findings=tuple(
                self._findings(Home(household, counted))
            ),  # another slip may know the missing answer
            variants=tuple(self._variants(home)),
            since=None if before is None else _since(home, before, mark, changed),
            taken=taken,
        )
        if household.unit not in self._issues:
            self._issues[household.unit] = issue_of(self._store, household.unit or "")
        return HouseholdPaper(
            household_summary(household, home.members, self._issues[household.unit], doubts),
            PrintedHousehold(household.household_uuid, mark, len(home.members), self._arrival),
        )

    def _findings(self, home: Home) -> Iterator[Finding]:
        records = {person.person_uuid: person for person in home.members}
        found = list(check_household(home.household, home.members, self._today))
        for person in home.members:
            found += check_person(person, self._today)
        for finding in found:
            record = records.get(finding.record_uuid, home.household)
            if self._accepted.reason(finding, record) is None:
                yield finding

    def _variants(self, home: Home) -> Iterator[Variant]:
        """Boxes in conflict, each side one way in which it was answered; boxes that documents show otherwise."""
        for record in _records_of(home):
            for kind, cell in self._conflicts.get(record, ()):
                for conflict in conflicts_of(self._store, kind, record, (cell,)):
                    if conflict.field != MEMBERSHIP:
                        yield _variant(conflict)
        for person in home.members:
            shown = self._evidence.get(person.person_uuid, ())
            for box in dict.fromkeys(each.box for each in shown):
                known = claim(box or "", getattr(person, box or "", None), shown)
                if known.is_disputed:
                    yield _disputed(person.person_uuid, known)


def _records_of(home: Home) -> tuple[uuid.UUID, ...]:
    return (home.household.household_uuid, *(person.person_uuid for person in home.members))


def _to_look_at(found: Iterable[Home], before: Mapping[uuid.UUID, PrintEntry]) -> dict[uuid.UUID, int]:
    """Records of households printed before, and the newest operation that stood on their paper."""
    return {
        record: before[home.household.household_uuid].printed.last_arrival
        for home in found
        if home.household.household_uuid in before
        for record in _records_of(home)
    }


def _since(
    home: Home, before: PrintEntry, mark: str, changed: Mapping[uuid.UUID, tuple[Operation, ...]]
) -> SincePrinted:
    """What changed, from the operations; an edit that was taken back is none."""
    printed_on = _local(datetime.fromisoformat(before.at)).date()
    if mark == before.printed.mark:
        return SincePrinted(printed_on)
    known = {record: changed[record] for record in _records_of(home) if record in changed}
    came = {
        record
        for record, operations in known.items()
        if any(one.kind is OpKind.CREATE or one.cell == MEMBERSHIP for one in operations)
        and record != home.household.household_uuid
    }
    return SincePrinted(
        printed_on,
        {record: _boxes_changed(operations) for record, operations in known.items()},
        has_other_people=bool(came) or len(home.members) != before.printed.people or not known,
    )


def _boxes_changed(operations: Sequence[Operation]) -> tuple[str, ...]:
    words = []
    for operation in operations:
        if operation.kind is OpKind.CREATE:
            return (_("người mới ghi"),)
        if operation.cell == MEMBERSHIP:
            words.append(_("chuyển hộ"))
            continue
        first = CELLS[operation.record_kind][operation.cell][0]
        words.append(_(FIELDS[operation.record_kind][first].label))
    return tuple(dict.fromkeys(words))


def _variant(conflict: OpenConflict) -> Variant:
    field = FIELDS[conflict.kind][conflict.field]
    return Variant(
        conflict.record_uuid,
        tuple(conflict.values[0].boxes),
        _(field.label),
        tuple(Saying(show_answer(field, said.value) or None, _source(said)) for said in conflict.values),
    )


def _disputed(person_uuid: uuid.UUID, known: Claim) -> Variant:
    field = FIELDS[RecordKind.PERSON][known.box]
    sayings = [Saying(show_answer(field, known.declared) or None, _("phiếu khai"))]
    sayings += [Saying(show_answer(field, each.value) or None, _document_of(each)) for each in known.shown]
    return Variant(person_uuid, (known.box,), _(field.label), tuple(sayings))


def _document_of(evidence: Evidence) -> str:
    kind = code_list("document_kind").label(evidence.document) if evidence.document else _("giấy tờ")
    number = _("số {no}").format(no=evidence.document_no) if evidence.document_no else None
    confirmed = _("đã xác nhận") if evidence.confirmed else None
    return ", ".join(part for part in (kind, number, evidence.seen_by, confirmed) if part)


def _source(said: Said) -> str:
    day = _local(datetime.fromisoformat(said.at)).strftime("%d/%m/%Y")
    return _("máy {device}, {officer}, {day}").format(device=said.device, officer=said.officer, day=day)
