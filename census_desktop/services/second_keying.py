"""Second keying (kiểm lần 2): drawing slips, keying them again without seeing them, deciding differences."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.merge import view
from census_desktop.domain.operations import RecordKind
from census_desktop.domain.second_keying import (
    KEYED_TWICE,
    Answer,
    Outcome,
    Verdict,
    Wrong,
    every_nth,
    is_same_answer,
    judge,
    who_was_wrong,
)
from census_desktop.domain.slip_states import checked
from census_desktop.domain.vietnamese import clean
from census_desktop.services.editing import no_such_record
from census_desktop.store.operations import history
from census_desktop.store.records import load_person
from census_desktop.store.second_keying import (
    KeyedBox,
    candidates,
    keyed_boxes,
    keying_tasks,
    looked_through,
    record_boxes,
    record_decision,
    record_draw,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction

_BATCH_END = "/"  # slip numbers are written batch/number


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of keying one slip again.

    Attributes:
        agreed: boxes the same at once.
        corrected: boxes in which the second person was wrong.
        open: boxes that a third person must decide.
    """

    agreed: int
    corrected: int
    open: int


def draw_sample(store: Store, every: int) -> int:
    """Draw the slips of every n-th household entered since the last drawing, beginning at random.

    Returns:
        Number of slips drawn.

    Raises:
        CensusError: BAD_CHOICE when `every` is below 1.
    """
    if every < 1:
        raise CensusError("BAD_CHOICE", _("Chọn mỗi mấy hộ lấy một hộ: từ 1 trở lên."))
    found = candidates(store, looked_through(store))
    households = list(dict.fromkeys(one.household for one in found))
    if not households:
        return 0
    start = store.clock.new_uuid().int % every  # the last bits of a new identifier are random
    chosen = set(every_nth(households, every, start))
    people = [one.person_uuid for one in found if one.household in chosen]
    with store.transaction(Action.SECOND_KEYING) as tx:
        record_draw(tx, people, households[-1], every=every, start=start)
    return len(people)


def draw_batch(store: Store, batch: str) -> int:
    """Draw all slips of one batch (tập phiếu); returns how many.

    Raises:
        CensusError: NO_SUCH_BATCH when no slip waits there.
    """
    wanted = clean(batch)
    found = [
        one for one in candidates(store) if (one.slip_no or "").partition(_BATCH_END)[0].strip() == wanted
    ]
    if not wanted or not found:
        raise CensusError(
            "NO_SUCH_BATCH", _("Không còn phiếu nào của tập {batch} để kiểm lần 2.").format(batch=wanted)
        )
    with store.transaction(Action.SECOND_KEYING) as tx:
        record_draw(tx, [one.person_uuid for one in found], found[-1].household, batch=wanted)
    return len(found)


class SecondKeying:
    """One slip being keyed again; nothing keyed first can be read from it before the second difference.

    Nothing is stored before `finish`: a slip interrupted half-way is keyed from the start.
    """

    def __init__(self, store: Store, person_uuid: uuid.UUID) -> None:
        """Begin.

        Raises:
            CensusError: NOT_DRAWN, SAME_PERSON when the officer typed a box of the slip.
        """
        if all(task.person_uuid != person_uuid for task in keying_tasks(store)):
            raise CensusError("NOT_DRAWN", _("Phiếu này không nằm trong danh sách kiểm lần 2."))
        self._store = store
        self._person = _person(store, person_uuid)
        self._authors = _authors(store, person_uuid)
        if store.account.login in self._authors.values():
            raise CensusError(
                "SAME_PERSON",
                _("Phiếu này do chính bạn nhập."),
                _("Kiểm lần 2 phải do người khác nhập lại từ phiếu giấy."),
            )
        self._tries: dict[str, list[str | None]] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._accepted: set[str] = set()

    @property
    def remaining(self) -> tuple[str, ...]:
        """Boxes that still want keying, in paper order."""
        return tuple(field for field in KEYED_TWICE if self._wants_keying(field))

    def key(self, field: str, typed: str) -> Verdict:
        """Take what was typed into a box and tell whether it agrees.

        Raises:
            BadInput: it cannot be read; the try does not count.
            BugError: the box is not keyed twice, or is settled.
        """
        if not self._wants_keying(field):
            raise BugError(f"{field} is not to be keyed")
        self._tries.setdefault(field, []).append(parse_answer(PERSON_FIELDS[field], typed))
        verdict = judge(field, getattr(self._person, field), self._tries[field])
        self._verdicts[field] = verdict
        return verdict

    def accept_first(self, field: str) -> None:
        """The second person sees both and finds that the first keying is what the paper says.

        Raises:
            BugError: both have not been shown.
        """
        if self._answer(field) is not Answer.DIFFERS_AGAIN:
            raise BugError(f"{field} has not been shown")
        self._accepted.add(field)

    def finish(self) -> Comparison:
        """Store the comparison; without open boxes the slip is checked.

        Raises:
            CensusError: NOT_FINISHED, names how many boxes are left; DISK_FULL …
        """
        if self.remaining:
            count = number(len(self.remaining))
            raise CensusError("NOT_FINISHED", _("Còn {count} ô chưa nhập lại.").format(count=count))
        boxes = [self._box(field) for field in KEYED_TWICE]
        outcomes = [box.outcome for box in boxes]
        with self._store.transaction(Action.SECOND_KEYING) as tx:
            record_boxes(tx, self._person.person_uuid, boxes)
            if Outcome.OPEN not in outcomes:
                _mark_checked(tx, self._person)
        return Comparison(*map(outcomes.count, (Outcome.AGREED, Outcome.CORRECTED, Outcome.OPEN)))

    def _answer(self, field: str) -> Answer | None:
        verdict = self._verdicts.get(field)
        return verdict.answer if verdict is not None else None

    def _wants_keying(self, field: str) -> bool:
        return field in KEYED_TWICE and self._answer(field) in {None, Answer.DIFFERS}

    def _box(self, field: str) -> KeyedBox:
        first, tries = getattr(self._person, field), self._tries[field]
        is_agreed = self._answer(field) is Answer.SAME
        if is_agreed and len(tries) == 1:
            outcome, wrong = Outcome.AGREED, None
        elif is_agreed or field in self._accepted:
            outcome, wrong = Outcome.CORRECTED, Wrong.SECOND
        else:
            outcome, wrong = Outcome.OPEN, None
        is_shown = outcome is not Outcome.AGREED  # no second copy of answers that agree
        return KeyedBox(
            person_uuid=self._person.person_uuid,
            field=field,
            first_officer=self._authors[field],
            second_officer=self._store.account.login,
            outcome=outcome,
            first=first if is_shown else None,
            second=tries[0 if outcome is Outcome.CORRECTED else -1] if is_shown else None,
            wrong=wrong,
        )


def decide(store: Store, box_number: int, typed: str) -> Wrong:
    """A third person says what the paper says; the record is corrected where it differs, by an edit like any other.

    Returns:
        Who was wrong.

    Raises:
        CensusError: NOT_OPEN, SAME_PERSON.
        BadInput: what was typed cannot be read.
    """
    box = next((one for one in keyed_boxes(store, outcome=Outcome.OPEN) if one.number == box_number), None)
    if box is None:
        raise CensusError("NOT_OPEN", _("Ô này không còn chờ quyết định."))
    if store.account.login in {box.first_officer, box.second_officer}:
        raise CensusError(
            "SAME_PERSON",
            _("Bạn đã nhập ô này."),
            _("Người thứ ba, cầm phiếu giấy trong tay, mới được quyết định."),
        )
    paper = parse_answer(PERSON_FIELDS[box.field], typed)
    wrong = who_was_wrong(box.field, box.first, box.second, paper)
    person = _person(store, box.person_uuid)
    left = keyed_boxes(store, person_uuid=box.person_uuid, outcome=Outcome.OPEN)
    with store.transaction(Action.SECOND_KEYING) as tx:
        record_decision(tx, box.number, paper, wrong)
        if not is_same_answer(box.field, getattr(person, box.field), paper):
            tx.edit(RecordKind.PERSON, box.person_uuid, {box.field: paper})
        if len(left) == 1:
            _mark_checked(tx, person)
    return wrong


def _mark_checked(tx: Transaction, person: Person) -> None:
    """On to "đã kiểm lần 2"; a slip that has gone further or back stays where it is."""
    if changes := checked(person):
        tx.edit(RecordKind.PERSON, person.person_uuid, changes)


def _person(store: Store, person_uuid: uuid.UUID) -> Person:
    person = load_person(store, person_uuid)
    if person is None:
        raise no_such_record(person_uuid)
    return person


def _authors(store: Store, person_uuid: uuid.UUID) -> Mapping[str, str]:
    """Who said last what stands in each box; whoever made the slip left its blank boxes blank."""
    heads = view(RecordKind.PERSON, history(store, person_uuid)).heads
    return {field: heads[PERSON_FIELDS[field].cell_name][0].officer for field in KEYED_TWICE}
