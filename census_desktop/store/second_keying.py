"""What is drawn for second keying, what came of it, and who was wrong how often.

What is drawn stays on the machine that has the paper beside it; what came of it are records and travels.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, text

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.code_names import CHECKED_TWICE, COLLECTED, NOT_COLLECTED, UNFINISHED
from census_desktop.domain.keyed_twice import officers_from
from census_desktop.domain.second_keying import Outcome, Wrong
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction

_KEYED = "EXISTS (SELECT 1 FROM keyed_slip k WHERE k.about = {about} AND k.second_officer IS NOT NULL)"
_AT_ONCE = 1000  # slips written between two looks at whether to stop
_NOT_TYPED = (NOT_COLLECTED, COLLECTED, UNFINISHED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slip that could be drawn; households in order of entry."""

    person_uuid: uuid.UUID
    household: int
    slip_no: str | None


@dataclass(frozen=True, slots=True)
class KeyingTask:
    """A slip waiting for its second keying: only what is needed to find the paper, no answers.

    Attributes:
        place: which slip of its household it is, in order of entry, from 1.
        people: slips of that household.
    """

    person_uuid: uuid.UUID
    slip_no: str | None
    household_no: str | None
    residential_group: str | None
    unit: str | None
    place: int
    people: int


@dataclass(frozen=True, slots=True)
class ComparedBox:
    """One box in which two keyings differed, as a third person sees it.

    Attributes:
        first: what was keyed first; None for blank.
        decided: what the paper says.
        task: where the paper is.
    """

    keyed_box_uuid: uuid.UUID
    field: str
    first_officer: str
    second_officer: str
    outcome: Outcome
    first: str | None
    second: str | None
    wrong: Wrong | None
    decided: str | None
    decided_by: str | None
    task: KeyingTask


@dataclass(frozen=True, slots=True)
class OfficerErrors:
    """How often somebody was wrong, as first and as second.

    Attributes:
        officer: who, see `domain.keyed_twice.officer_on`; where people read it, a name.
        boxes: boxes of this officer that were compared and are not open.
        wrong: how many of them differed from the paper.
    """

    officer: str
    boxes: int
    wrong: int

    @property
    def per_thousand(self) -> float:
        """Wrong boxes among a thousand."""
        return 1000 * self.wrong / self.boxes if self.boxes else 0.0


@dataclass(frozen=True, slots=True)
class KeyingCounts:
    """How far second keying has come.

    Attributes:
        waiting: slips drawn on this machine and not keyed again yet.
        keyed: slips keyed twice that agree, on any machine, those said to be so by their state among them.
        open: boxes that wait for a third person.
    """

    waiting: int
    keyed: int
    open: int


def candidates(store: Store, after: int = 0, unit: str | None = None) -> tuple[Candidate, ...]:
    """Slips typed to their end, neither drawn nor keyed twice yet, of households entered after the one with id `after`.

    Args:
        store: the store.
        after: id of a household.
        unit: only this unit.
    """
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT p.person_uuid, p.slip_no, h.id FROM household h JOIN person p USING (household_uuid)"  # noqa: S608
                " WHERE h.id > :after AND h.void IS NULL AND p.void IS NULL"
                " AND (:unit IS NULL OR h.unit = :unit) AND coalesce(p.slip_state, '') NOT IN :untyped"
                " AND p.person_uuid NOT IN (SELECT person_uuid FROM second_keying_slip)"
                f" AND NOT {_KEYED.format(about='p.person_uuid')} ORDER BY h.id, p.id"
            ).bindparams(bindparam("untyped", list(_NOT_TYPED), expanding=True)),
            {"after": after, "unit": unit},
        )
        return tuple(Candidate(uuid.UUID(bytes=row.person_uuid), int(row.id), row.slip_no) for row in rows)


def looked_through(store: Store, unit: str | None = None) -> int:
    """Id of the last household (of the unit) that has had its chance to be drawn by number."""
    with store.read() as connection:
        statement = (
            "SELECT max(through) FROM second_keying_draw WHERE every IS NOT NULL"
            " AND (unit IS NULL OR unit IS :unit)"
        )
        return int(connection.execute(text(statement), {"unit": unit}).scalar() or 0)


def record_draw(
    tx: Transaction,
    people: Iterable[uuid.UUID],
    through: int,
    *,
    sampled: tuple[int, int] | None = None,
    batch: str | None = None,
    unit: str | None = None,
    control: JobControl | None = None,
) -> None:
    """Keep what was drawn and how.

    Args:
        tx: the transaction.
        people: slips drawn.
        through: id of the last household looked at.
        sampled: of every how many households one was drawn, and with which it began; None for a batch.
        batch: number of the batch.
        unit: only of this unit.
        control: progress and cancel.

    Raises:
        CancelledError: stopped through `control`; the transaction rolls back.
    """
    every, first = sampled or (None, None)
    number = tx.connection.execute(
        text(
            "INSERT INTO second_keying_draw (every, start, batch, through, officer, at, unit)"
            " VALUES (:every, :start, :batch, :through, :officer, :at, :unit) RETURNING number"
        ),
        {
            "every": every,
            "start": first,
            "batch": batch,
            "through": through,
            "officer": tx.store.account.login,
            "at": tx.at,
            "unit": unit,
        },
    ).scalar_one()
    rows = [{"person": person.bytes, "draw": number} for person in people]
    for start in range(0, len(rows), _AT_ONCE):
        if control is not None:
            control.step(start, len(rows), _("Đang ghi phiếu đã lấy"))
        tx.connection.execute(
            text("INSERT INTO second_keying_slip (person_uuid, draw) VALUES (:person, :draw)"),
            rows[start : start + _AT_ONCE],
        )
    if control is not None:
        control.step(len(rows), len(rows), _("Đang ghi phiếu đã lấy"))


# Where the paper of a slip is: never what it says.
_PLACE = (
    "p.slip_no, h.household_no, h.residential_group, h.unit,"
    " (SELECT count(*) FROM person q WHERE q.household_uuid = p.household_uuid AND q.void IS NULL AND q.id <= p.id)"
    " AS place,"
    " (SELECT count(*) FROM person q WHERE q.household_uuid = p.household_uuid AND q.void IS NULL) AS people"
)


def keying_tasks(store: Store) -> tuple[KeyingTask, ...]:
    """Slips drawn and not keyed again yet, in order of drawing."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT s.person_uuid, {_PLACE} FROM second_keying_slip s"  # noqa: S608
                " JOIN person p USING (person_uuid) LEFT JOIN household h USING (household_uuid)"
                f" WHERE p.void IS NULL AND NOT {_KEYED.format(about='s.person_uuid')} ORDER BY s.draw, h.id, p.id"
            )
        )
        return tuple(map(_task, rows))


def compared_boxes(store: Store, outcomes: Sequence[Outcome] = (Outcome.OPEN,)) -> tuple[ComparedBox, ...]:
    """Boxes in which two keyings differed, oldest first; what a newer release says about them is left out."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT b.*, b.about AS person_uuid, {_PLACE} FROM keyed_box b"  # noqa: S608
                " JOIN person p ON p.person_uuid = b.about"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
                " WHERE b.outcome IN :outcomes AND p.void IS NULL ORDER BY b.id"
            ).bindparams(bindparam("outcomes", expanding=True)),
            {"outcomes": [outcome.value for outcome in outcomes]},
        )
        return tuple(map(_box, rows))


# A live slip `p` that was keyed twice and agrees, or that somebody says was; also when its state has moved on since.
KEYED_TWICE_SQL = (
    f"(p.slip_state = '{CHECKED_TWICE}' OR p.person_uuid IN (SELECT about FROM keyed_slip"  # noqa: S608  fixed parts
    " WHERE second_officer IS NOT NULL) AND p.person_uuid NOT IN (SELECT about FROM keyed_box"
    f" WHERE outcome = '{Outcome.OPEN.value}'))"
)


def keying_counts(store: Store) -> KeyingCounts:
    """How far second keying has come; slips are counted as on the cover sheets of batches."""
    with store.read() as connection:
        keyed = connection.execute(
            text(f"SELECT count(*) FROM person p WHERE p.void IS NULL AND {KEYED_TWICE_SQL}")  # noqa: S608
        ).scalar_one()
        waiting = connection.execute(
            text(
                "SELECT count(*) FROM second_keying_slip s JOIN person p USING (person_uuid)"  # noqa: S608
                f" WHERE p.void IS NULL AND NOT {_KEYED.format(about='s.person_uuid')}"
            )
        ).scalar_one()
    return KeyingCounts(int(waiting), int(keyed), len(compared_boxes(store)))


def officer_errors(store: Store) -> tuple[OfficerErrors, ...]:
    """Everybody who keyed boxes that were compared, by machine and login."""
    boxes: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with store.read() as connection:
        slips = connection.execute(
            text("SELECT second_officer, first_officers FROM keyed_slip WHERE second_officer IS NOT NULL")
        )
        for row in slips:
            firsts = officers_from(row.first_officers)
            boxes.update(firsts)
            boxes[row.second_officer] += sum(firsts.values())
        for row in connection.execute(
            text("SELECT first_officer, second_officer, outcome, wrong FROM keyed_box")
        ):
            if row.first_officer is None or row.second_officer is None:
                continue
            if row.outcome == Outcome.OPEN:
                boxes[row.first_officer] -= 1
                boxes[row.second_officer] -= 1
            wrong[row.first_officer] += row.wrong in {Wrong.FIRST, Wrong.BOTH}
            wrong[row.second_officer] += row.wrong in {Wrong.SECOND, Wrong.BOTH}
    return tuple(
        OfficerErrors(officer, max(0, count), wrong[officer]) for officer, count in sorted(boxes.items())
    )


def _task(row: Row[tuple[object, ...]]) -> KeyingTask:
    return KeyingTask(
        person_uuid=uuid.UUID(bytes=row.person_uuid),
        slip_no=row.slip_no,
        household_no=row.household_no,
        residential_group=row.residential_group,
        unit=row.unit,
        place=int(row.place),
        people=int(row.people),
    )


def _box(row: Row[tuple[object, ...]]) -> ComparedBox:
    return ComparedBox(
        keyed_box_uuid=uuid.UUID(bytes=row.keyed_box_uuid),
        field=row.box or "",
        first_officer=row.first_officer or "",
        second_officer=row.second_officer or "",
        outcome=Outcome(row.outcome),
        first=row.first,
        second=row.second,
        wrong=Wrong(row.wrong) if row.wrong in set(Wrong) else None,
        decided=row.decided,
        decided_by=row.decided_by,
        task=_task(row),
    )
