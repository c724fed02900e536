"""Plans of boundaries followed: every household stands where the declared place and the plans say.

Called when a plan is applied or taken back and at the end of every merge, in the same transaction; what already stands
right is not written again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, bindparam, text

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.boundaries import LOCATION, Place, Plans, declared, settled_place
from census_desktop.domain.merge import RecordView, view
from census_desktop.domain.operations import Operation, OpKind, parse_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.rows import record_from
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction, seen

_STEP = 500  # households between two reports of progress
_HOUSEHOLD = RecordKind.HOUSEHOLD
# Households in units that plans speak about, and those whose place is in conflict (a plan was followed meanwhile).
_CONCERNED = text(
    "SELECT o.record_uuid, o.line FROM operation o JOIN (SELECT household_uuid FROM household WHERE unit IN :units"
    " UNION SELECT record_uuid FROM conflict WHERE record_kind = 'household' AND cell = 'location') c"
    " ON c.household_uuid = o.record_uuid ORDER BY o.record_uuid, o.arrival"
).bindparams(bindparam("units", expanding=True))
_IN_CONFLICT = text("SELECT 1 FROM conflict WHERE record_kind = 'household' AND cell = 'location' LIMIT 1")


@dataclass(frozen=True, slots=True)
class History:
    """One household with what was ever said about it.

    Attributes:
        household: its id.
        meaning: what all its operations mean.
        declared: places people wrote that nobody replaced, newest first.
    """

    household: uuid.UUID
    meaning: RecordView
    declared: tuple[Operation, ...]

    @property
    def number(self) -> str | None:
        """The number on the sheet."""
        return self.meaning.answers.get("household_no")

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(
            self.meaning.answers.get("unit") or "", self.meaning.answers.get("residential_group") or ""
        )


def load_plans(store: Store) -> Plans:
    """All plans and rules known here."""
    with store.read() as connection:
        return read_plans(connection)


def read_plans(connection: Connection) -> Plans:
    """The same inside a transaction."""
    plans, rules = (
        [
            record_from(kind, row)
            for row in connection.execute(text(f"SELECT * FROM {kind.value}")).mappings()  # noqa: S608
        ]
        for kind in (RecordKind.BOUNDARY_PLAN, RecordKind.BOUNDARY_RULE)
    )
    return Plans(plans, rules)


def histories(connection: Connection, units: Collection[str]) -> Iterator[History]:
    """Households that stand in `units` or whose place is in conflict, by id, void ones too."""
    rows = connection.execute(_CONCERNED, {"units": sorted(units)}).all()
    for record, group in groupby(rows, key=lambda row: bytes(row.record_uuid)):
        operations = [parse_line(row.line.encode()) for row in group]
        yield History(uuid.UUID(bytes=record), view(_HOUSEHOLD, operations), declared(operations))


def follow_plans(tx: Transaction, control: JobControl, *, whole: bool = False) -> int:
    """Bring households to where they belong.

    Args:
        tx: the transaction in which plans or households changed.
        control: progress and cancel.
        whole: also look at units that plans moved households to, which matters when a plan was taken back.

    Returns:
        Number of households that stand elsewhere now, or of which the place is no conflict any more.

    Raises:
        CancelledError: stopped through `control`; the transaction rolls back.
    """
    tx.flush()
    plans = read_plans(tx.connection)
    withdrawn = {unit for plan in plans.all if plan not in plans.active for unit in plan.to_units}
    units = plans.from_units | (plans.to_units if whole else withdrawn)
    if not units:
        return 0
    moved: list[tuple[str | None, str | None, bytes]] = []
    for done, each in enumerate(histories(tx.connection, units)):
        if done % _STEP == 0:
            control.step(done, 0, _("Đang chuyển hộ theo phương án"))
        target = settled_place(
            plans, each.household, [Place.said_by(said) for said in each.declared], each.number
        )
        heads = each.meaning.heads.get(LOCATION, ())
        if target is None or all(Place.said_by(head) == target for head in heads):
            continue
        boxes = target.boxes()
        tx.say(
            _HOUSEHOLD,
            each.household,
            OpKind.BOUNDARY,
            LOCATION,
            (boxes, seen(LOCATION, boxes, each.meaning, [])),
        )
        moved.append((boxes["unit"], boxes["residential_group"], each.household.bytes))
    if moved:
        run = tx.connection.exec_driver_sql
        run("UPDATE household SET unit = ?, residential_group = ? WHERE household_uuid = ?", moved)
        if tx.connection.execute(_IN_CONFLICT).scalar():
            run(
                "DELETE FROM conflict WHERE record_uuid = ? AND cell = 'location'",
                [(record,) for _unit, _group, record in moved],
            )
        tx.detail["followed"] = len(moved)
    return len(moved)


@dataclass(frozen=True, slots=True)
class Standing:
    """A household as counts need it.

    Attributes:
        household: its id.
        place: where it stands.
        people: members whose slips are not void; 0 when the household is void.
        is_void: the household is void.
        number: number on the sheet.
    """

    household: uuid.UUID
    place: Place
    people: int
    is_void: bool
    number: str | None


def standings(connection: Connection, units: Collection[str] | None = None) -> tuple[Standing, ...]:
    """Households of some units, or all; void ones too."""
    only = "" if units is None else " WHERE h.unit IN :units"
    statement = text(
        "SELECT h.household_uuid, coalesce(h.unit, '') AS unit, coalesce(h.residential_group, '') AS part,"  # noqa: S608
        " h.void IS NOT NULL AS is_void, h.household_no, (SELECT count(*) FROM person p"
        " WHERE p.household_uuid = h.household_uuid AND p.void IS NULL) AS people"
        f" FROM household h{only} ORDER BY h.id"
    )
    values: dict[str, object] = {}
    if units is not None:
        statement, values = statement.bindparams(bindparam("units", expanding=True)), {"units": sorted(units)}
    return tuple(
        Standing(
            household=uuid.UUID(bytes=row.household_uuid),
            place=Place(row.unit, row.part),
            people=0 if row.is_void else int(row.people),
            is_void=bool(row.is_void),
            number=row.household_no,
        )
        for row in connection.execute(statement, values)
    )


def touched_papers(store: Store, households: Collection[uuid.UUID]) -> tuple[int, int]:
    """Half-typed slips and confirmed prints that show one of these households as it stood."""
    names = {str(each) for each in households} | {each.hex for each in households}
    keys = {each.bytes for each in households}
    with store.read() as connection:
        bodies = connection.execute(text("SELECT body FROM draft")).scalars().all()
        printed = connection.execute(text("SELECT DISTINCT household_uuid FROM print_log")).scalars().all()
    drafts = sum(any(name in body for name in names) for body in bodies)
    return drafts, sum(bytes(each) in keys for each in printed)
