"""What is drawn for second keying, what came of it, and who was wrong how often. Stays on this machine."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, text

from census_desktop.domain.second_keying import Outcome, Wrong
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slip that could be drawn; households in order of entry."""

    person_uuid: uuid.UUID
    household: int
    slip_no: str | None


@dataclass(frozen=True, slots=True)
class KeyingTask:
    """A slip waiting for its second keying: only what is needed to find the paper, no answers."""

    person_uuid: uuid.UUID
    slip_no: str | None
    household_no: str | None
    residential_group: str | None


@dataclass(frozen=True, slots=True)
class KeyedBox:
    """One box keyed twice.

    Attributes:
        number: 0 while it is not stored.
        first: what was keyed first; None also for blank and for boxes that agreed.
        decided: what the paper says.
    """

    person_uuid: uuid.UUID
    field: str
    first_officer: str
    second_officer: str
    outcome: Outcome
    first: str | None = None
    second: str | None = None
    wrong: Wrong | None = None
    decided: str | None = None
    decided_by: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class OfficerErrors:
    """How often somebody was wrong, as first and as second.

    Attributes:
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


def candidates(store: Store, after: int = 0) -> tuple[Candidate, ...]:
    """Slips not drawn yet of households entered after the household with id `after`."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT p.person_uuid, p.slip_no, h.id FROM household h JOIN person p USING (household_uuid)"
                " WHERE h.id > :after AND h.void IS NULL AND p.void IS NULL"
                " AND p.person_uuid NOT IN (SELECT person_uuid FROM second_keying_slip) ORDER BY h.id, p.id"
            ),
            {"after": after},
        )
        return tuple(Candidate(uuid.UUID(bytes=row.person_uuid), int(row.id), row.slip_no) for row in rows)


def looked_through(store: Store) -> int:
    """Id of the last household that has had its chance to be drawn by number."""
    with store.read() as connection:
        statement = "SELECT max(through) FROM second_keying_draw WHERE every IS NOT NULL"
        return int(connection.execute(text(statement)).scalar() or 0)


def record_draw(
    tx: Transaction,
    people: Iterable[uuid.UUID],
    through: int,
    *,
    every: int | None = None,
    start: int | None = None,
    batch: str | None = None,
) -> None:
    """Keep what was drawn and how."""
    number = tx.connection.execute(
        text(
            "INSERT INTO second_keying_draw (every, start, batch, through, officer, at)"
            " VALUES (:every, :start, :batch, :through, :officer, :at) RETURNING number"
        ),
        {
            "every": every,
            "start": start,
            "batch": batch,
            "through": through,
            "officer": tx.store.account.login,
            "at": tx.at,
        },
    ).scalar_one()
    for person in people:
        tx.connection.execute(
            text("INSERT INTO second_keying_slip (person_uuid, draw) VALUES (:person, :draw)"),
            {"person": person.bytes, "draw": number},
        )


def keying_tasks(store: Store) -> tuple[KeyingTask, ...]:
    """Slips drawn and not keyed again yet, in order of drawing."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT s.person_uuid, p.slip_no, h.household_no, h.residential_group FROM second_keying_slip s"
                " JOIN person p USING (person_uuid) LEFT JOIN household h USING (household_uuid)"
                " WHERE s.done_at IS NULL AND p.void IS NULL ORDER BY s.draw, h.id, p.id"
            )
        )
        return tuple(
            KeyingTask(uuid.UUID(bytes=row[0]), row.slip_no, row.household_no, row.residential_group)
            for row in rows
        )


def record_boxes(tx: Transaction, person_uuid: uuid.UUID, boxes: Iterable[KeyedBox]) -> None:
    """Keep the comparison of one slip and close its task."""
    for box in boxes:
        tx.connection.execute(
            text(
                "INSERT INTO second_keying_box (person_uuid, field, first, second, first_officer, second_officer,"
                " outcome, wrong) VALUES (:person, :field, :first, :second, :one, :two, :outcome, :wrong)"
            ),
            {
                "person": person_uuid.bytes,
                "field": box.field,
                "first": box.first,
                "second": box.second,
                "one": box.first_officer,
                "two": box.second_officer,
                "outcome": box.outcome.value,
                "wrong": box.wrong.value if box.wrong is not None else None,
            },
        )
    tx.connection.execute(
        text("UPDATE second_keying_slip SET done_by = :officer, done_at = :at WHERE person_uuid = :person"),
        {"officer": tx.store.account.login, "at": tx.at, "person": person_uuid.bytes},
    )


def keyed_boxes(
    store: Store, *, person_uuid: uuid.UUID | None = None, outcome: Outcome | None = None
) -> tuple[KeyedBox, ...]:
    """Boxes keyed twice, of one person or of one outcome, oldest first."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT * FROM second_keying_box WHERE (:person IS NULL OR person_uuid = :person)"
                " AND (:outcome IS NULL OR outcome = :outcome) ORDER BY number"
            ),
            {
                "person": person_uuid.bytes if person_uuid is not None else None,
                "outcome": outcome.value if outcome is not None else None,
            },
        )
        return tuple(map(_box, rows))


def record_decision(tx: Transaction, number: int, decided: str | None, wrong: Wrong) -> None:
    """Keep what a third person found on the paper."""
    tx.connection.execute(
        text(
            "UPDATE second_keying_box SET outcome = 'decided', decided = :decided, wrong = :wrong,"
            " decided_by = :officer, decided_at = :at WHERE number = :number"
        ),
        {
            "decided": decided,
            "wrong": wrong.value,
            "officer": tx.store.account.login,
            "at": tx.at,
            "number": number,
        },
    )


def officer_errors(store: Store) -> tuple[OfficerErrors, ...]:
    """Everybody who keyed boxes that were compared, by login."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT officer, count(*) AS boxes, sum(is_wrong) AS wrong FROM ("
                " SELECT first_officer AS officer, ifnull(wrong IN ('first', 'both'), 0) AS is_wrong"
                " FROM second_keying_box WHERE outcome <> 'open' UNION ALL"
                " SELECT second_officer, ifnull(wrong IN ('second', 'both'), 0)"
                " FROM second_keying_box WHERE outcome <> 'open') GROUP BY officer ORDER BY officer"
            )
        )
        return tuple(OfficerErrors(row.officer, int(row.boxes), int(row.wrong)) for row in rows)


def _box(row: Row[tuple[object, ...]]) -> KeyedBox:
    return KeyedBox(
        person_uuid=uuid.UUID(bytes=row.person_uuid),
        field=row.field,
        first_officer=row.first_officer,
        second_officer=row.second_officer,
        outcome=Outcome(row.outcome),
        first=row.first,
        second=row.second,
        wrong=Wrong(row.wrong) if row.wrong is not None else None,
        decided=row.decided,
        decided_by=row.decided_by,
        number=int(row.number),
    )
