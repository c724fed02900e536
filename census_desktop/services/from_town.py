"""What the town has told this ward: how far it has our packages, messages, questions, decisions and corrections."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.evidence import Evidence
from census_desktop.domain.formats import show_answer
from census_desktop.domain.goals import Goal
from census_desktop.domain.links import Link
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, COUNTED, FIELDS, RecordKind
from census_desktop.services.deed_titles import box_label, record_name
from census_desktop.services.follow_up import open_questions
from census_desktop.services.known_codes import code_entry_words, code_list_title
from census_desktop.services.notices import notices
from census_desktop.services.units import town_code, unit_name
from census_desktop.store.merge_journal import MergeEntry, brought, merge_journal
from census_desktop.store.operations import history
from census_desktop.store.packages import OutPackage, in_packages, out_packages
from census_desktop.store.records import iter_records, load, load_person
from census_desktop.store.store import Store
from census_desktop.transfer.machine import town

_STEP = 100  # records between two reports of progress
_MOST_BOXES = 3  # told one by one


class NewsKind(enum.StrEnum):
    """What a line is about; open things first."""

    NOTICE = "notice"
    QUESTION = "question"
    DECISION = "decision"
    CORRECTION = "correction"
    NEW = "new"
    BOUNDARY = "boundary"
    GOAL = "goal"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One thing the town has told.

    Attributes:
        kind: what it is about.
        record_uuid: the notice, question, person, household or plan.
        at: day of a message or plan, moment of a change; "" when not known.
        name: whom it is about, as people call it; "" when about nobody in particular.
        words: what is said.
        is_open: somebody here still has to do something about it.
        household_uuid: household to open, None when there is none.
        person_uuid: slip to open, None for none.
    """

    kind: NewsKind
    record_uuid: uuid.UUID
    at: str
    name: str
    words: str
    is_open: bool
    household_uuid: uuid.UUID | None = None
    person_uuid: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class TownNews:
    """What is known here of the town.

    Attributes:
        accepted: newest package the receiver has confirmed, None before the first receipt.
        waiting: packages without a receipt, oldest first.
        receipt: newest merge that brought something from the town, None before the first.
        lines: what was told; what is open comes first.
    """

    accepted: OutPackage | None
    waiting: tuple[OutPackage, ...]
    receipt: MergeEntry | None
    lines: tuple[NewsLine, ...]

    def count_open(self, kind: NewsKind) -> int:
        """Open lines of a kind."""
        return sum(line.is_open for line in self.lines if line.kind is kind)


def town_news(store: Store, control: JobControl | None = None) -> TownNews:
    """Everything the town has told this ward, corrections and decisions of the newest receipt included.

    Raises:
        CancelledError: the user stopped.
    """
    watch = control or JobControl()
    written = out_packages(store)
    confirmed = [each for each in written if each.confirmed_at is not None]
    newest = confirmed[-1].sequence if confirmed else 0
    senders = _town_devices(store)
    receipt = next(
        (entry for entry in merge_journal(store) if any(one.device in senders for one in entry.packages)),
        None,
    )
    lines = [*_messages(store), *_questions(store), *_plans(store)]
    if receipt is not None:
        lines += _changes(store, receipt, senders, watch)
    lines.sort(key=lambda line: not line.is_open)
    return TownNews(
        accepted=confirmed[-1] if confirmed else None,
        waiting=tuple(each for each in written if each.sequence > newest),
        receipt=receipt,
        lines=tuple(lines),
    )


def _town_devices(store: Store) -> frozenset[str]:
    """Machines that speak for the town, the present one and those it had before."""
    receiver = town(store)
    known = {one.device for one in in_packages(store) if one.unit == town_code()}
    return frozenset(known if receiver is None else {receiver.device, *known})


def _day(stored: str | None) -> str:
    return show_answer(FIELDS[RecordKind.NOTICE]["written_on"], stored)


def _messages(store: Store) -> Iterator[NewsLine]:
    for one in notices(store, store.installation.unit):
        read = (
            ""
            if one.read_on is None
            else " " + _("({who} đã đọc {day})").format(who=one.read_by or "", day=_day(one.read_on))
        )
        if one.withdrawn_on is not None:
            read += " " + _("(thị xã đã rút lại {day})").format(day=_day(one.withdrawn_on))
        yield NewsLine(
            NewsKind.NOTICE,
            one.notice_uuid,
            _day(one.written_on),
            one.written_by or "",
            (one.words or "") + read,
            one.is_open,
        )


def _questions(store: Store) -> Iterator[NewsLine]:
    for one in open_questions(store):
        person = load_person(store, one.about) if one.about is not None else None
        kind = RecordKind.PERSON if person is not None else RecordKind.HOUSEHOLD
        where = "" if one.place is None else " " + _("(danh sách phúc tra {place})").format(place=one.place)
        yield NewsLine(
            NewsKind.QUESTION,
            one.question_uuid,
            "",
            record_name(store, kind, one.about) if one.about is not None else "",
            (one.words or "") + where,
            is_open=True,
            household_uuid=one.household,
            person_uuid=one.about if person is not None else None,
        )


def _plans(store: Store) -> Iterator[NewsLine]:
    for one in iter_records(store, RecordKind.BOUNDARY_PLAN):
        withdrawn = " " + _("(đã rút lại)") if one.withdrawn else ""
        yield NewsLine(
            NewsKind.BOUNDARY,
            one.boundary_plan_uuid,
            _day(one.effective_on),
            "",
            ", ".join(filter(None, (one.title, one.legal_basis))) + withdrawn,
            is_open=False,
        )


def _changes(
    store: Store, receipt: MergeEntry, senders: frozenset[str], control: JobControl
) -> Iterator[NewsLine]:
    for done, (record, ids) in enumerate(brought(store, receipt.number)):
        if done % _STEP == 0:
            control.step(done, 0, _("Đang đọc biên nhận"))
        made = [one for one in history(store, record) if one.op_id in ids and one.device in senders]
        if made and made[0].record_kind in COUNTED:
            yield _change(store, record, made)
        elif made:
            line = _other(store, record, made[-1])
            if line is not None:
                yield line


def _change(store: Store, record: uuid.UUID, made: Sequence[Operation]) -> NewsLine:
    kind = made[0].record_kind
    person = load_person(store, record) if kind is RecordKind.PERSON else None
    if any(one.kind is OpKind.DECIDE for one in made):
        told = NewsKind.DECISION
    elif any(one.kind is OpKind.CREATE for one in made):
        told = NewsKind.NEW
    else:
        told = NewsKind.CORRECTION
    newest = {one.cell: one for one in made if one.cell}
    boxes = [_said(kind, one) for one in newest.values()]
    words = "; ".join(boxes[:_MOST_BOXES])
    if len(boxes) > _MOST_BOXES:
        words = _("{boxes} và {count} ô khác").format(boxes=words, count=len(boxes) - _MOST_BOXES)
    return NewsLine(
        told,
        record,
        made[-1].at,
        record_name(store, kind, record),
        words or _("bản ghi mới do thị xã lập"),
        is_open=False,
        household_uuid=person.household_uuid if person is not None else record,
        person_uuid=record if person is not None else None,
    )


def _other(store: Store, record: uuid.UUID, newest: Operation) -> NewsLine | None:
    """What the town said about pairs, documents, targets, codes; None for kinds told elsewhere or not at all."""
    held = load(store, newest.record_kind, record)
    if isinstance(held, Link) and held.first is not None and held.second is not None:
        names = (record_name(store, RecordKind.PERSON, one) for one in (held.first, held.second))
        verdict = show_answer(FIELDS[RecordKind.LINK]["verdict"], held.verdict)
        words = ": ".join(filter(None, (verdict, held.reason)))
        return _about(store, NewsKind.DECISION, record, newest, held.first, (" – ".join(names), words))
    if isinstance(held, Evidence) and held.about is not None and held.box is not None:
        box = FIELDS[RecordKind.PERSON][held.box]
        document = show_answer(FIELDS[RecordKind.EVIDENCE]["document"], held.document)
        words = _("{box}: {document} ghi {value}").format(
            box=_(box.form_label), document=document, value=show_answer(box, held.value)
        )
        name = record_name(store, RecordKind.PERSON, held.about)
        return _about(store, NewsKind.CORRECTION, record, newest, held.about, (name, words))
    if isinstance(held, Goal):
        place = ", ".join(filter(None, (held.residential_group, unit_name(held.unit or ""))))
        words = _("{people} người, {households} hộ").format(
            people=held.people or "–", households=held.households or "–"
        )
        if held.closed:
            words += " " + _("(đã khóa sổ: {reason})").format(reason=held.closing_reason or "")
        return NewsLine(NewsKind.GOAL, record, newest.at, place, words, is_open=False)
    if isinstance(held, CodeEntry):
        title = code_list_title(held.list_name)
        return NewsLine(NewsKind.CODES, record, newest.at, title, code_entry_words(held), is_open=False)
    return None


def _about(
    store: Store,
    kind: NewsKind,
    record: uuid.UUID,
    newest: Operation,
    person_uuid: uuid.UUID,
    said: tuple[str, str],
) -> NewsLine:
    person = load_person(store, person_uuid)
    return NewsLine(
        kind,
        record,
        newest.at,
        *said,
        is_open=False,
        household_uuid=person.household_uuid if person is not None else None,
        person_uuid=person_uuid,
    )


def _said(kind: RecordKind, operation: Operation) -> str:
    """A box and what it says now: "Ngày sinh: 14/02/1990"."""
    shown = [
        show_answer(FIELDS[kind][name], value)
        for name in CELLS[kind][operation.cell]
        if name in FIELDS[kind] and (value := operation.values.get(name))
    ]
    return f"{box_label(kind, operation.cell)}: {', '.join(shown) or _('(để trống)')}"
