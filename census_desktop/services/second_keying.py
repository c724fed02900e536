"""Second keying (kiểm lần 2): drawing slips, keying them again without seeing them, deciding differences."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.batches import batch_of
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.keyed_twice import (
    KeyedBox,
    KeyedSlip,
    keyed_box_uuid_of,
    officer_on,
    officers_text,
)
from census_desktop.domain.merge import view
from census_desktop.domain.records import RecordKind
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
from census_desktop.services.officers import Officers
from census_desktop.store.operations import history
from census_desktop.store.records import load_person
from census_desktop.store.second_keying import (
    ComparedBox,
    OfficerErrors,
    candidates,
    compared_boxes,
    keying_tasks,
    looked_through,
    officer_errors,
    record_draw,
)
from census_desktop.store.store import Role, Store
from census_desktop.store.transaction import Action, Transaction


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


def draw_sample(store: Store, every: int, unit: str | None = None, control: JobControl | None = None) -> int:
    """Draw the slips of every n-th household entered since the last drawing, beginning at random.

    Args:
        store: the store.
        every: how many households there are to one that is drawn.
        unit: only this unit.
        control: progress and cancel.

    Returns:
        Number of slips drawn.

    Raises:
        CensusError: BAD_CHOICE when `every` is below 1.
        CancelledError: stopped through `control`; nothing was drawn.
    """
    if every < 1:
        raise CensusError("BAD_CHOICE", _("Chọn mỗi mấy hộ lấy một hộ: từ 1 trở lên."))
    if control is not None:
        control.step(0, 0, _("Đang tìm phiếu chưa kiểm"))
    found = candidates(store, looked_through(store, unit), unit)
    households = list(dict.fromkeys(one.household for one in found))
    if not households:
        return 0
    start = store.clock.new_uuid().int % every  # the last bits of a new identifier are random
    chosen = set(every_nth(households, every, start))
    people = [one.person_uuid for one in found if one.household in chosen]
    with store.transaction(Action.SECOND_KEYING) as tx:
        record_draw(tx, people, households[-1], sampled=(every, start), unit=unit, control=control)
    return len(people)


def draw_batch(store: Store, batch: str, unit: str | None = None, control: JobControl | None = None) -> int:
    """Draw all slips of one batch (tập phiếu), of one unit or of all that have a batch of this number.

    Returns:
        Number of slips drawn.

    Raises:
        CensusError: NO_SUCH_BATCH when no slip waits there.
        CancelledError: stopped through `control`; nothing was drawn.
    """
    wanted = clean(batch)
    found = [
        one for one in candidates(store, unit=unit) if batch_of(one.slip_no).casefold() == wanted.casefold()
    ]
    if not wanted or not found:
        raise CensusError(
            "NO_SUCH_BATCH", _("Không còn phiếu nào của tập {batch} để kiểm lần 2.").format(batch=wanted)
        )
    with store.transaction(Action.SECOND_KEYING) as tx:
        record_draw(
            tx,
            [one.person_uuid for one in found],
            found[-1].household,
            batch=wanted,
            unit=unit,
            control=control,
        )
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
        self._officers = Officers(store)
        if any(map(self._officers.is_me, self._authors.values())):
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
        slip = KeyedSlip(
            keyed_slip_uuid=self._store.clock.new_uuid(),
            about=self._person.person_uuid,
            second_officer=self._officers.me,
            first_officers=officers_text(self._authors.values()),
            keyed_on=today(self._store.clock).isoformat(),
        )
        outcomes = {field: self._outcome(field) for field in KEYED_TWICE}
        with self._store.transaction(Action.SECOND_KEYING) as tx:
            tx.create(slip)
            for field, outcome in outcomes.items():
                if outcome is not Outcome.AGREED:
                    tx.create(self._box(slip.keyed_slip_uuid, field, outcome))
            if Outcome.OPEN not in outcomes.values():
                _mark_checked(tx, self._person)
        found = list(outcomes.values())
        return Comparison(*map(found.count, (Outcome.AGREED, Outcome.CORRECTED, Outcome.OPEN)))

    def _answer(self, field: str) -> Answer | None:
        verdict = self._verdicts.get(field)
        return verdict.answer if verdict is not None else None

    def _wants_keying(self, field: str) -> bool:
        return field in KEYED_TWICE and self._answer(field) in {None, Answer.DIFFERS}

    def _outcome(self, field: str) -> Outcome:
        if self._answer(field) is not Answer.SAME:
            return Outcome.CORRECTED if field in self._accepted else Outcome.OPEN
        return Outcome.AGREED if len(self._tries[field]) == 1 else Outcome.CORRECTED

    def _box(self, slip: uuid.UUID, field: str, outcome: Outcome) -> KeyedBox:
        tries = self._tries[field]
        is_settled = outcome is Outcome.CORRECTED
        return KeyedBox(
            keyed_box_uuid=keyed_box_uuid_of(slip, field),
            about=self._person.person_uuid,
            slip=slip,
            box=field,
            first=getattr(self._person, field),
            second=tries[0 if is_settled else -1],
            first_officer=self._authors[field],
            second_officer=self._officers.me,
            outcome=outcome.value,
            wrong=Wrong.SECOND.value if is_settled else None,
        )


def decide(store: Store, keyed_box_uuid: uuid.UUID, typed: str) -> Wrong:
    """A third person says what the paper says; the record is corrected where it differs, by an edit like any other.

    A decision can be made again: the paper may have been read wrongly.

    Returns:
        Who was wrong.

    Raises:
        CensusError: NOT_OPEN, SAME_PERSON.
        BadInput: what was typed cannot be read.
    """
    waiting = compared_boxes(store, (Outcome.OPEN, Outcome.DECIDED))
    box = next((one for one in waiting if one.keyed_box_uuid == keyed_box_uuid), None)
    if box is None or box.field not in KEYED_TWICE:
        raise CensusError("NOT_OPEN", _("Ô này không còn chờ quyết định."))
    officers = Officers(store)
    if officers.is_me(box.first_officer) or officers.is_me(box.second_officer):
        raise CensusError(
            "SAME_PERSON",
            _("Bạn đã nhập ô này."),
            _("Người thứ ba, cầm phiếu giấy trong tay, mới được quyết định."),
        )
    paper = parse_answer(PERSON_FIELDS[box.field], typed)
    wrong = who_was_wrong(box.field, box.first, box.second, paper)
    person = _person(store, box.task.person_uuid)
    is_last = not any(
        one.task.person_uuid == person.person_uuid and one.keyed_box_uuid != keyed_box_uuid
        for one in waiting
        if one.outcome is Outcome.OPEN
    )
    with store.transaction(Action.SECOND_KEYING) as tx:
        decision = {
            "outcome": Outcome.DECIDED.value,
            "wrong": wrong.value,
            "decided": paper,
            "decided_by": officers.me,
            "decided_on": today(store.clock).isoformat(),
        }
        tx.edit(RecordKind.KEYED_BOX, keyed_box_uuid, decision)
        if not is_same_answer(box.field, getattr(person, box.field), paper):
            tx.edit(RecordKind.PERSON, person.person_uuid, {box.field: paper})
        if is_last:
            _mark_checked(tx, person)
    return wrong


def decidable(store: Store) -> tuple[ComparedBox, ...]:
    """Boxes that wait for a third person and that whoever is logged in may decide: keyed by others, both times."""
    officers = Officers(store)
    return tuple(
        box
        for box in compared_boxes(store)
        if box.field in KEYED_TWICE
        and not officers.is_me(box.first_officer)
        and not officers.is_me(box.second_officer)
    )


def keying_errors(store: Store) -> tuple[OfficerErrors, ...]:
    """Who was wrong how often, by name: everybody for a supervisor, for others only their own line."""
    officers = Officers(store)
    found: dict[str, OfficerErrors] = {}
    for one in officer_errors(store):
        if store.account.role is Role.SUPERVISOR or officers.is_me(one.officer):
            name = officers.name(one.officer)
            before = found.get(name, OfficerErrors(name, 0, 0))
            found[name] = OfficerErrors(name, before.boxes + one.boxes, before.wrong + one.wrong)
    return tuple(found[name] for name in sorted(found))


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
    said = {field: heads[PERSON_FIELDS[field].cell_name][0] for field in KEYED_TWICE}
    return {field: officer_on(head.officer, head.device) for field, head in said.items()}
