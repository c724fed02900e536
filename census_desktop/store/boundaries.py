"""Plans of boundaries followed: every household stands where the declared place and the plans say.

Called when a plan is applied or taken back and at the end of every merge, in the same transaction; what already stands
right is not written again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, text

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.boundaries import LOCATION, Place, Plans, declared, settled_place
from census_desktop.domain.merge import view
from census_desktop.domain.operations import OpKind, parse_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.rows import DERIVED, Values, record_from
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction, seen

_STEP = 500  # households between two reports of progress
_HOUSEHOLD = RecordKind.HOUSEHOLD
# Households in units that plans speak about, and those whose place is in conflict (a plan was followed meanwhile).
_CONCERNED = text(
    "SELECT o.record_uuid, o.op_id, o.line FROM operation o"
    " JOIN (SELECT household_uuid FROM household WHERE unit IN :units"
    " UNION SELECT record_uuid FROM conflict WHERE record_kind = 'household' AND cell = 'location') c"
    " ON c.household_uuid = o.record_uuid ORDER BY o.record_uuid, o.arrival"
).bindparams(bindparam("units", expanding=True))
_ADDRESSES = text(
    "SELECT household_uuid, address FROM household WHERE household_uuid IN :households"
).bindparams(bindparam("households", expanding=True))
_IN_CONFLICT = text("SELECT 1 FROM conflict WHERE record_kind = 'household' AND cell = 'location' LIMIT 1")


@dataclass(frozen=True, slots=True)
class History:
    """What was ever said about the place of one household.

    Attributes:
        household: its id.
        answers: the boxes of the sheet as they stand.
        declared: places people wrote that nobody replaced, newest first.
        said: what the present heads say.
        heads: what an operation that comes after them replaces.
    """

    household: uuid.UUID
    answers: Values
    declared: tuple[Place, ...]
    said: tuple[Place, ...]
    heads: tuple[bytes, ...]

    @property
    def number(self) -> str | None:
        """The number on the sheet."""
        return self.answers.get("household_no")


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
        told = list(group)
        yield _born(record, told[0]) if len(told) == 1 else _derived(record, told)


def _born(record: bytes, row: Any) -> History:
    """A household nobody has touched since it was typed, as nearly all are: read without deriving anything."""
    values = json.loads(row.line)["values"]
    place = Place(values.get("unit") or "", values.get("residential_group") or "")
    return History(uuid.UUID(bytes=record), values, (place,), (place,), (bytes(row.op_id),))


def _derived(record: bytes, rows: Sequence[Any]) -> History:
    operations = [parse_line(row.line.encode()) for row in rows]
    meaning = view(_HOUSEHOLD, operations)
    return History(
        uuid.UUID(bytes=record),
        meaning.answers,
        tuple(Place.said_by(operation) for operation in declared(operations)),
        tuple(Place.said_by(head) for head in meaning.heads.get(LOCATION, ())),
        seen(LOCATION, {}, meaning, []),
    )


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
    moved: list[tuple[Any, ...]] = []
    names, derive = DERIVED[_HOUSEHOLD]
    for done, each in enumerate(histories(tx.connection, units)):
        if done % _STEP == 0:
            control.step(done, 0, _("Đang chuyển hộ theo phương án"))
        target = settled_place(plans, each.household, each.declared, each.number)
        if target is None or all(said == target for said in each.said):
            continue
        boxes = target.boxes()
        tx.say(_HOUSEHOLD, each.household, OpKind.BOUNDARY, LOCATION, (boxes, each.heads))
        moved.append((*boxes.values(), *derive({**each.answers, **boxes}), each.household.bytes))
    if moved:
        run = tx.connection.exec_driver_sql
        changes = ", ".join(f"{name} = ?" for name in ("unit", "residential_group", *names))
        run(f"UPDATE household SET {changes} WHERE household_uuid = ?", moved)  # noqa: S608  names of columns
        if tx.connection.execute(_IN_CONFLICT).scalar():
            run(
                "DELETE FROM conflict WHERE record_uuid = ? AND cell = 'location'",
                [row[-1:] for row in moved],
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


def place_counts(connection: Connection) -> dict[Place, tuple[int, int]]:
    """People and households as they stand, by place; one reading, however many households there are."""
    rows = connection.execute(
        text(
            "SELECT coalesce(h.unit, '') AS unit, coalesce(h.residential_group, '') AS part, count(*) AS households,"
            " sum((SELECT count(*) FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL))"
            " AS people FROM household h WHERE h.void IS NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
    )
    return {Place(row.unit, row.part): (int(row.people), int(row.households)) for row in rows}


def addresses(store: Store, households: Sequence[uuid.UUID]) -> dict[uuid.UUID, str | None]:
    """Words of the sheet about where households are, by id."""
    found: dict[uuid.UUID, str | None] = {}
    with store.read() as connection:
        for start in range(0, len(households), _STEP):
            some = [each.bytes for each in households[start : start + _STEP]]
            for row in connection.execute(_ADDRESSES, {"households": some}):
                found[uuid.UUID(bytes=row.household_uuid)] = row.address
    return found


def touched_papers(store: Store, households: Collection[uuid.UUID]) -> tuple[int, int]:
    """Half-typed slips and confirmed prints that show one of these households as it stood."""
    names = {str(each) for each in households} | {each.hex for each in households}
    keys = {each.bytes for each in households}
    with store.read() as connection:
        bodies = connection.execute(text("SELECT body FROM draft")).scalars().all()
        printed = connection.execute(text("SELECT DISTINCT household_uuid FROM print_log")).scalars().all()
    drafts = sum(any(name in body for name in names) for body in bodies)
    return drafts, sum(bytes(each) in keys for each in printed)
