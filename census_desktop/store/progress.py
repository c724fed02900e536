"""Targets and what is in, per unit, residential group and collector."""

from __future__ import annotations

import string
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, text

from census_desktop.domain.code_names import BY_LIST, ENTERED
from census_desktop.store.links import COUNTED_HOUSEHOLD, LEFT_OUT, left_out_of_counts
from census_desktop.store.progress_known import Place
from census_desktop.store.store import Store
from census_desktop.store.transaction import Transaction

# States told apart, each with a letter; whatever else stands there, nothing most of all, counts as typed.
_STATES = dict(
    zip(string.ascii_letters, (each for each in BY_LIST["slip_state"] if each != ENTERED), strict=False)
)
_LETTER = " ".join(f"WHEN '{state}' THEN '{letter}'" for letter, state in _STATES.items())
# The order of this join is given: households in the order of their place, so that groups come one after the other,
# and of each its people from an index alone (`tables.person_in_household`). Grouping by state as well, or joining the
# other way round, takes three to five times as long; a count for every state twice as long as letters strung together.
_FIGURES = (
    f"count(*) AS people, group_concat(CASE p.slip_state WHEN '{ENTERED}' THEN NULL {_LETTER} END, '') AS states,"
    " count(*) FILTER (WHERE p.presence_since <= :long_ago AND substr(p.presence, 1, 4) = 'vang') AS away,"
    " count(*) FILTER (WHERE p.service_counted_at = 'tai_don_vi' AND p.service IS NOT NULL) AS at_unit"
)
_AT_HOME = "household h CROSS JOIN person p ON p.household_uuid = h.household_uuid"
_SECOND_SLIPS = (
    f"({LEFT_OUT}) s CROSS JOIN person p ON p.person_uuid = s.second_uuid"
    " CROSS JOIN household h ON h.household_uuid = p.household_uuid"
)
_ASTRAY = "person p LEFT JOIN household h ON h.household_uuid = p.household_uuid"
IN_GROUP = "group_key(h.residential_group) = group_key(:group)"  # however slips spell it
_PARTS = {"residential_group": "h.residential_group", "collector": "h.collector"}


@dataclass(slots=True)
class Tally:
    """Slips that count, of one unit and one part of it.

    Attributes:
        unit: unit text, "" for none.
        part: residential group or collector, "" for none.
        people: how many.
        states: the same by slip state; nothing written counts as typed.
        away: people away for long.
        at_unit: people in service who are counted where the unit is stationed.
    """

    unit: str
    part: str
    people: int = 0
    states: Counter[str] = field(default_factory=Counter)
    away: int = 0
    at_unit: int = 0

    def add(self, row: Row[tuple[object, ...]], times: int) -> None:
        """Count a row of figures, or take it away again with -1."""
        counts = Counter(row.states or "")
        for letter, count in counts.items():
            self.states[_STATES[letter]] += times * count
        typed = int(row.people) - counts.total()
        if typed:
            self.states[ENTERED] += times * typed
        self.people += times * int(row.people)
        self.away += times * int(row.away)
        self.at_unit += times * int(row.at_unit)

    def join(self, other: Tally) -> None:
        """Count another tally with this one."""
        self.states.update(other.states)
        self.people += other.people
        self.away += other.away
        self.at_unit += other.at_unit


def set_targets(transaction: Transaction, targets: Mapping[str, tuple[int, int]]) -> None:
    """Set people and households to be collected, by unit text "18754@2015-04-10"."""
    if not targets:
        return
    transaction.connection.execute(
        text(
            "INSERT INTO target (unit, people, households) VALUES (:unit, :people, :households)"
            " ON CONFLICT (unit) DO UPDATE SET people = excluded.people, households = excluded.households"
        ),
        [
            {"unit": unit, "people": people, "households": households}
            for unit, (people, households) in targets.items()
        ],
    )


def targets(store: Store) -> dict[str, tuple[int, int]]:
    """People and households to be collected as given at set-up, by unit text; goals take their place."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, people, households FROM target ORDER BY unit"))
        return {row.unit: (int(row.people), int(row.households)) for row in rows}


def tallies(
    store: Store,
    long_ago: str,
    *,
    part: str = "residential_group",
    unit: str | None = None,
    group: str | None = None,
) -> tuple[tuple[Tally, ...], int]:
    """People that count, by what matters for progress.

    Args:
        store: the store.
        long_ago: who has been away since that day (ISO date) or longer is away for long.
        part: "residential_group" or "collector".
        unit: only this unit, "" for households without one.
        group: only this residential group in all spellings, "" for households without one.

    Returns:
        The tallies, and how many live slips lie in void households, which count nowhere (0 when only a part was asked
        for).
    """
    only, values = _only(unit, group)
    values["long_ago"] = long_ago
    found: dict[tuple[str, str], Tally] = {}

    def count(connection: Connection, source: str, condition: str, times: int = 1) -> int:
        rows = connection.execute(
            text(
                f"SELECT h.unit, {_PARTS[part]} AS part, {_FIGURES} FROM {source}"  # noqa: S608  fixed parts
                f" WHERE p.void IS NULL AND {condition}{only} GROUP BY 1, 2"
            ),
            values,
        ).all()
        for row in rows:
            key = (row.unit or "", row.part or "")
            found.setdefault(key, Tally(*key)).add(row, times)
        return sum(int(row.people) for row in rows)

    with store.read() as connection:
        counted = count(connection, _AT_HOME, "h.void IS NULL")
        stranded = 0
        if not only:
            # the index just read for the figures: the planner would fetch a larger one from the disk
            live = connection.execute(
                text("SELECT count(*) FROM person INDEXED BY person_in_household WHERE void IS NULL")
            ).scalar_one()
            if live > counted:
                stranded = live - counted - count(connection, _ASTRAY, "h.household_uuid IS NULL")
        elif unit == "":
            count(connection, _ASTRAY, "h.household_uuid IS NULL")
        second = left_out_of_counts(connection)
        if second["left_out"] != "[]":
            values |= second
            count(connection, _SECOND_SLIPS, "h.void IS NULL", -1)
    return tuple(tally for tally in found.values() if tally.people), stranded


def _only(unit: str | None, group: str | None) -> tuple[str, dict[str, str]]:
    conditions = ""
    values: dict[str, str] = {}
    if unit is not None:
        conditions += " AND h.unit IS NULL" if unit == "" else " AND h.unit = :unit"
        values |= {"unit": unit} if unit else {}
    if group is not None:
        conditions += " AND h.residential_group IS NULL" if group == "" else f" AND {IN_GROUP}"
        values |= {"group": group} if group else {}
    return conditions, values


def household_counts(
    store: Store,
    *,
    part: str = "residential_group",
    unit: str | None = None,
    group: str | None = None,
) -> dict[tuple[str, str], int]:
    """Households that count, by unit text and part, see `tallies`."""
    only, values = _only(unit, group)
    with store.read() as connection:
        second = left_out_of_counts(connection)
        every = _households(connection, part, f"h.void IS NULL{only}", values)
        if second["left_out"] == "[]":
            return every
        of_second = f"SELECT p.household_uuid FROM person p WHERE p.person_uuid IN ({LEFT_OUT})"  # noqa: S608
        condition = (
            f"h.household_uuid IN ({of_second}) AND h.void IS NULL AND NOT ({COUNTED_HOUSEHOLD}){only}"
        )
        for place, households in _households(connection, part, condition, values | second).items():
            every[place] -= households
    return {place: households for place, households in every.items() if households}


def _households(
    connection: Connection, part: str, condition: str, values: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    rows = connection.execute(
        text(
            f"SELECT h.unit, {_PARTS[part]} AS part, count(*) AS households FROM household h"  # noqa: S608
            f" WHERE {condition} GROUP BY 1, 2"
        ),
        values,
    )
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found[row.unit or "", row.part or ""] += int(row.households)
    return dict(found)


def households_of(store: Store, unit: str, group: str, collector: str | None) -> tuple[uuid.UUID, ...]:
    """Households of a group, or of one collector in it, by number; "" stands for blank."""
    only, values = _only(unit, group)
    if collector is not None:
        only += " AND coalesce(h.collector, '') = :collector"
        values["collector"] = collector
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT h.household_uuid FROM household h WHERE h.void IS NULL{only}"  # noqa: S608
                " ORDER BY length(h.household_no), h.household_no, h.id LIMIT 5000"
            ),
            values,
        ).scalars()
        return tuple(uuid.UUID(bytes=row) for row in rows)


def last_packages(store: Store) -> dict[str, str]:
    """When the newest package of each unit was merged (ISO 8601), by unit text."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT unit, max(at) AS at FROM package_in GROUP BY unit"))
        return {row.unit: row.at for row in rows}


def last_export(store: Store, unit: str) -> dict[str, str]:
    """When a ward last exported a package (ISO 8601), by its own unit; {} before the first one."""
    with store.read() as connection:
        at = connection.execute(text("SELECT max(at) FROM package_out")).scalar()
    return {} if at is None else {unit: str(at)}


def conflicts_by_place(store: Store) -> dict[Place, int]:
    """Cells in conflict by place."""
    return _by_place(
        store,
        "conflict c LEFT JOIN person p ON p.person_uuid = c.record_uuid"
        " LEFT JOIN household h ON h.household_uuid = coalesce(p.household_uuid, c.record_uuid)",
    )


def doubts_by_place(store: Store) -> dict[Place, int]:
    """Pairs of slips that wait for a look at the paper, by place of the first."""
    return _by_place(
        store,
        "link l LEFT JOIN person p ON p.person_uuid = l.first"
        " LEFT JOIN household h ON h.household_uuid = p.household_uuid WHERE l.verdict = 'look'",
    )


def _by_place(store: Store, source: str) -> dict[Place, int]:
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT coalesce(h.unit, '') AS unit, coalesce(h.residential_group, '') AS part,"  # noqa: S608  fixed parts
                f" coalesce(h.collector, '') AS collector, count(*) AS found FROM {source} GROUP BY 1, 2, 3"
            )
        )
        return {Place(row.unit, row.part, row.collector): int(row.found) for row in rows}


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """What the register of households says about a place.

    Attributes:
        people: people it knows.
        households: households it knows.
        exempt: people of households that justly have no slip.
        unanswered: households without a slip that are not exempt.
    """

    people: int
    households: int
    exempt: int
    unanswered: int

    def __add__(self, other: RegisterCount) -> RegisterCount:
        """Both together."""
        return RegisterCount(
            self.people + other.people,
            self.households + other.households,
            self.exempt + other.exempt,
            self.unanswered + other.unanswered,
        )


def register_by_place(store: Store) -> dict[Place, RegisterCount]:
    """The register of households (danh sách hộ đăng ký) counted by place."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT coalesce(unit, '') AS unit, coalesce(residential_group, '') AS part,"
                " coalesce(collector, '') AS collector, count(*) AS households, sum(coalesce(people, 0)) AS people,"
                " sum(CASE WHEN exempt IS NOT NULL AND household IS NULL THEN coalesce(people, 0) ELSE 0 END)"
                " AS exempt,"
                " count(CASE WHEN household IS NULL AND exempt IS NULL THEN 1 END) AS unanswered"
                " FROM registered GROUP BY 1, 2, 3"
            )
        )
        return {
            Place(row.unit, row.part, row.collector): RegisterCount(
                int(row.people), int(row.households), int(row.exempt), int(row.unanswered)
            )
            for row in rows
        }


def state_number(store: Store) -> tuple[int, int, int]:
    """Changes whenever anything progress is made of may have changed."""
    with store.read() as connection:
        row = connection.execute(
            text(
                "SELECT (SELECT max(arrival) FROM operation), (SELECT max(number) FROM package_in),"
                " (SELECT max(number) FROM audit)"
            )
        ).one()
    return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)


def batch_tallies(store: Store, unit: str | None, sent: int) -> dict[tuple[str, str], dict[str, int]]:
    """People by unit and batch (what stands before "/" in the slip number) and by slip state.

    Args:
        store: the store.
        unit: only this unit.
        sent: newest operation that the other side is known to have; "sent" counts slips it has as they are now.
    """
    only, values = _only(unit, None)
    found: dict[tuple[str, str], dict[str, int]] = {}
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.unit, CASE WHEN instr(p.slip_no, '/') THEN trim(substr(p.slip_no, 1, instr(p.slip_no, '/') - 1))"  # noqa: S608, E501
                " ELSE '' END AS batch, coalesce(p.slip_state, :entered) AS state,"
                " p.person_uuid NOT IN (SELECT o.record_uuid FROM operation o WHERE o.arrival > :sent"
                " AND o.record_kind = 'person') AS is_sent, count(*) AS people"
                " FROM household h CROSS JOIN person p ON p.household_uuid = h.household_uuid"
                f" WHERE p.void IS NULL AND h.void IS NULL{only} GROUP BY 1, 2, 3, 4"
            ),
            {**values, "entered": ENTERED, "sent": sent},
        )
        for row in rows:
            batch = found.setdefault((row.unit or "", row.batch or ""), {"sent": 0})
            batch[row.state] = batch.get(row.state, 0) + int(row.people)
            batch["sent"] += int(row.people) * bool(row.is_sent)
    return found
