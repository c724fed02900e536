"""Phúc tra: asking at the house again. Questions are raised, put on numbered lists, and answered by line number."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.evidence import CLAIMS
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.questions import Question, line_of, list_of, place_of, question_uuid_of
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.services.checks import check_all
from census_desktop.services.editing import no_such_record
from census_desktop.services.evidence import add_evidence
from census_desktop.store.records import (
    iter_records,
    load_household,
    load_person,
    members,
    records_where,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

CORRECTED = "sua"  # outcome: corrected, with a document
_FEW_LINES = 8  # less than a page
NOT_MET = "chua_gap"  # outcome: nobody was met; the question stays open


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list to be taken along.

    Attributes:
        question: what to ask.
        household: where.
        head_name: of whom the house is known.
        person: whom it is about; None when about the household.
    """

    question: Question
    household: Household | None
    head_name: str | None
    person: Person | None


@dataclass(frozen=True, slots=True)
class FollowUpCounts:
    """How far asking has come.

    Attributes:
        asked: questions altogether.
        open: without an outcome, or nobody was met.
        by_outcome: answered ones by code of `follow_up_outcome`.
    """

    asked: int
    open: int
    by_outcome: Mapping[str, int]


def raise_questions(
    store: Store,
    *,
    unit: str | None = None,
    residential_group: str | None = None,
    collector: str | None = None,
    severities: Sequence[Severity] = (Severity.ERROR,),
    control: JobControl | None = None,
) -> int:
    """Make a question of every open finding there is, where none was made yet.

    Args:
        store: the store.
        unit: only households of this unit.
        residential_group: only of this thôn or tổ dân phố.
        collector: only of this collector.
        severities: how grave a finding must be.
        control: may stop it, before anything is written.

    Returns:
        Number of new questions.

    Raises:
        CancelledError: `control` was told to stop.
    """
    control = control or JobControl()
    homes: dict[uuid.UUID, Household | None] = {}
    made: dict[uuid.UUID, Question] = {}
    known = {one.question_uuid for one in _standing(store)}
    for finding in check_all(store, today(store.clock)):
        control.check()
        if finding.severity not in severities:
            continue
        home_uuid = _home_of(store, finding)
        if home_uuid is not None and home_uuid not in homes:
            homes[home_uuid] = load_household(store, home_uuid)
        home = homes.get(home_uuid) if home_uuid is not None else None
        if not _is_wanted(home, unit, residential_group, collector):
            continue
        question = _question_about(finding, home_uuid)
        if question.question_uuid not in known:
            made.setdefault(question.question_uuid, question)
    control.check()
    if made:
        with store.transaction(Action.FOLLOW_UP) as tx:
            for question in made.values():
                tx.save(question)  # one taken back before has its id already
    return len(made)


def ask(store: Store, about: uuid.UUID, words: str, box: str | None = None) -> Question:
    """Add a question of one's own.

    Raises:
        CensusError: NO_SUCH_RECORD, BAD_VALUE.
    """
    person = load_person(store, about)
    if person is None and load_household(store, about) is None:
        raise no_such_record(about)
    text = _read("words", words)
    if text is None:
        raise CensusError("BAD_VALUE", _("Chưa ghi câu hỏi."))
    question = Question(
        question_uuid=question_uuid_of(about, None, box, text),
        about=about,
        household=person.household_uuid if person is not None else about,
        box=box,
        words=text,
    )
    with store.transaction(Action.FOLLOW_UP) as tx:
        tx.save(question)
    return question


def open_questions(store: Store) -> tuple[Question, ...]:
    """Questions still to be asked, by place."""
    found = [one for one in _standing(store) if one.outcome in {None, NOT_MET}]
    return tuple(sorted(found, key=lambda one: (list_of(one.place), line_of(one.place))))


def make_list(
    store: Store,
    *,
    unit: str | None = None,
    residential_group: str | None = None,
    collector: str | None = None,
) -> tuple[ListRow, ...]:
    """Number the open questions that stand on no list yet, house by house, as one new list.

    Returns:
        The rows in the order of the list; empty when there is nothing to ask.
    """
    rows = [
        row for row in _not_listed(store) if _is_wanted(row.household, unit, residential_group, collector)
    ]
    return _number(store, [rows])[0] if rows else ()


def make_lists(store: Store) -> tuple[tuple[ListRow, ...], ...]:
    """Number the open questions that stand on no list yet, one list for each collector in each residential group.

    Groups with few lines share a list, and so its pages, where one collector goes to all of them.

    Returns:
        The rows of each new list, in the order one walks; empty when there is nothing to ask.
    """
    lists: dict[tuple[str, ...], list[ListRow]] = {}
    for row in _not_listed(store):
        home = row.household
        boxes = ("unit", "residential_group", "collector")
        lists.setdefault(tuple(getattr(home, name, None) or "" for name in boxes), []).append(row)
    shared: dict[tuple[str, ...], list[ListRow]] = {}
    for (unit, group, collector), rows in sorted(lists.items()):
        is_small = collector and len(rows) <= _FEW_LINES
        shared.setdefault((unit, "" if is_small else group, collector), []).extend(rows)
    return _number(store, [shared[key] for key in sorted(shared)])


def _not_listed(store: Store) -> Iterator[ListRow]:
    for one in _standing(store):
        if one.outcome in {None, NOT_MET} and one.place is None:
            yield _row(store, one)


def _number(store: Store, lists: Sequence[Iterable[ListRow]]) -> tuple[tuple[ListRow, ...], ...]:
    last = max((list_of(one.place) for one in iter_records(store, RecordKind.QUESTION)), default=0)
    numbered = tuple(
        tuple(
            dataclasses.replace(row, question=dataclasses.replace(row.question, place=place_of(number, line)))
            for line, row in enumerate(sorted(rows, key=_walking_order), start=1)
        )
        for number, rows in enumerate(lists, start=last + 1)
    )
    if numbered:
        with store.transaction(Action.FOLLOW_UP) as tx:
            for rows in numbered:
                for row in rows:
                    tx.save(row.question)
    return numbered


def list_rows(store: Store, list_no: int) -> tuple[ListRow, ...]:
    """The rows of a list made earlier, to print it again or enter what came of it."""
    found = [one for one in _standing(store) if list_of(one.place) == list_no]
    return tuple(_row(store, one) for one in sorted(found, key=lambda one: line_of(one.place)))


def answer(
    store: Store,
    place: str,
    outcome: str,
    said: Mapping[str, str] | None = None,
    document: Mapping[str, str] | None = None,
) -> Question:
    """Enter what came of one line.

    Args:
        store: the store.
        place: list and line, "3-12".
        outcome: as one would type it: a code, its number or some letters.
        said: `outcome_on`, `outcome_by` and `answer` as typed; the day is today when not said.
        document: of a correction, boxes of an `Evidence`: `value`, `document`, `document_no`, `seen_by`, `seen_on`.

    Raises:
        CensusError: NO_SUCH_LINE, BAD_VALUE, NO_DOCUMENT when a correction of a box has none, NO_ANSWER when a
            correction of anything else is not told in words; nothing has been changed.
    """
    found: tuple[Question, ...] = records_where(store, RecordKind.QUESTION, place=place)
    if not found:
        raise CensusError(
            "NO_SUCH_LINE",
            _("Không có dòng {place} trong danh sách phúc tra nào.").format(place=place),
            _("Xem lại số danh sách và số dòng in trên giấy."),
        )
    code = _read("outcome", outcome)
    if code is None:
        raise CensusError("BAD_VALUE", _("Chưa ghi kết quả."))
    typed = {"outcome_on": today(store.clock).isoformat(), **(said or {})}
    values = {name: _read(name, text) for name, text in typed.items()}
    question = dataclasses.replace(found[0], outcome=code, **values)  # type: ignore[arg-type]
    if code == CORRECTED:
        if takes_document(question):
            if not document:
                raise CensusError(
                    "NO_DOCUMENT",
                    _("Sửa có giấy tờ thì phải ghi nội dung đúng và giấy tờ đã xem."),
                    _("Nếu không có giấy tờ, ghi lời gia đình vào ô trả lời và chọn kết quả khác."),
                )
            assert question.about is not None  # `takes_document`
            assert question.box is not None
            add_evidence(store, question.about, question.box, document)
        elif question.answer is None:
            raise CensusError(
                "NO_ANSWER",
                _("Sửa có giấy tờ thì phải ghi nội dung đúng và giấy tờ đã xem vào ô trả lời."),
                _("Câu hỏi này không về riêng một mục giữ giấy tờ, nên ghi bằng lời là đủ."),
            )
    with store.transaction(Action.FOLLOW_UP) as tx:
        tx.save(question)
    return question


def takes_document(question: Question) -> bool:
    """True when the question is about a box of a person for which documents are kept.

    A correction of anything else (a household, a box beside these, the family as a whole) is told in words.
    """
    return question.box in CLAIMS and question.about is not None and question.about != question.household


def counts(store: Store) -> FollowUpCounts:
    """How far asking has come."""
    outcomes = Counter(one.outcome for one in _standing(store))
    asked = sum(outcomes.values())
    still = outcomes.pop(None, 0) + outcomes.get(NOT_MET, 0)
    return FollowUpCounts(asked, still, {str(code): count for code, count in sorted(outcomes.items())})


def _standing(store: Store) -> list[Question]:
    """All questions; one that was taken back has no words any more."""
    return [one for one in iter_records(store, RecordKind.QUESTION) if one.words is not None]


def _read(name: str, text: str) -> str | None:
    field = FIELDS[RecordKind.QUESTION][name]
    try:
        return parse_answer(field, text)
    except BadInput as problem:
        raise CensusError(
            "BAD_VALUE", _("{box}: {why}").format(box=_(field.label), why=problem.why)
        ) from problem


def _home_of(store: Store, finding: Finding) -> uuid.UUID | None:
    if finding.record_kind is RecordKind.HOUSEHOLD:
        return finding.record_uuid
    person = load_person(store, finding.record_uuid)
    return person.household_uuid if person is not None else None


def _is_wanted(
    home: Household | None, unit: str | None, residential_group: str | None, collector: str | None
) -> bool:
    wanted = {"unit": unit, "residential_group": residential_group, "collector": collector}
    return all(value is None or getattr(home, name, None) == value for name, value in wanted.items())


def _question_about(finding: Finding, home: uuid.UUID | None) -> Question:
    box = finding.field or None
    return Question(
        question_uuid=question_uuid_of(finding.record_uuid, finding.rule, box, ""),
        about=finding.record_uuid,
        household=home,
        box=box,
        rule=finding.rule,
        words=finding.text(),
    )


def _row(store: Store, question: Question) -> ListRow:
    home = load_household(store, question.household) if question.household is not None else None
    people: Iterable[Person] = members(store, question.household) if question.household is not None else ()
    head = next(iter(people), None)  # the head comes first
    person = load_person(store, question.about) if question.about is not None else None
    return ListRow(question, home, head.full_name if head is not None else None, person)


def _walking_order(row: ListRow) -> tuple[str, ...]:
    home = row.household
    number = (home.household_no if home is not None else None) or ""
    return (
        (home.unit if home is not None else None) or "",
        (home.residential_group if home is not None else None) or "",
        number.rjust(20, "0"),
        (row.question.about or row.question.question_uuid).hex,
        (row.question.rule or "") + row.question.question_uuid.hex,
    )
