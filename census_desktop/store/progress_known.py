"""What progress has counted once: days of typing, and open errors by household. Kept on disk, made anew at any time.

Only what arrived since the last time is looked at, so that a town of any size is counted in a moment every morning.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from census_desktop.domain.dc01 import Person
from census_desktop.store.rows import person_from
from census_desktop.store.store import Store
from census_desktop.store.transaction import keeping_known

NO_HOUSEHOLD = b""  # stands for slips whose household is not written
_TYPED, _ERRORS = "typed", "errors"
_PAGE = 500
# The beginning of a line is fixed (`domain.operations.Operation.line`): {"at":"2026-11-25T03:21:46+00:00","cell":""
_LEARN_TYPED = text(
    "INSERT INTO typed_on (day, household_uuid, people)"
    " SELECT substr(o.line, 8, 10), coalesce(p.household_uuid, x''), count(*)"
    " FROM operation o CROSS JOIN person p ON p.person_uuid = o.record_uuid AND p.void IS NULL"
    " WHERE o.arrival > :after AND o.arrival <= :until AND o.record_kind = 'person'"
    ' AND instr(substr(o.line, 1, 60), \'"cell":""\') > 0 GROUP BY 1, 2'
    " ON CONFLICT (day, household_uuid) DO UPDATE SET people = people + excluded.people"
)


@dataclass(frozen=True, slots=True)
class Until:
    """How far something was counted.

    Attributes:
        arrival: newest operation looked at.
        day: ISO date on which.
        rules: which rules were asked.
    """

    arrival: int
    day: str
    rules: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household stands; "" for what is not written."""

    unit: str
    residential_group: str
    collector: str


def newest_arrival(store: Store) -> int:
    """Number of the newest operation."""
    with store.read() as connection:
        return _newest(connection)


def _newest(connection: Connection) -> int:
    return int(connection.execute(text("SELECT max(arrival) FROM operation")).scalar() or 0)


def _until(connection: Connection, name: str) -> Until | None:
    row = connection.execute(
        text("SELECT arrival, day, rules FROM counted_until WHERE name = :name"), {"name": name}
    ).first()
    return None if row is None else Until(int(row.arrival), row.day, row.rules)


def _keep(connection: Connection, name: str, until: Until) -> None:
    connection.execute(
        text(
            "INSERT INTO counted_until (name, arrival, day, rules) VALUES (:name, :arrival, :day, :rules)"
            " ON CONFLICT (name) DO UPDATE SET arrival = excluded.arrival, day = excluded.day, rules = excluded.rules"
        ),
        {"name": name, "arrival": until.arrival, "day": until.day, "rules": until.rules},
    )


# -- days of typing -------------------------------------------------------------------------------------------------


def typed_behind(store: Store) -> int:
    """Operations that arrived since days of typing were last counted."""
    with store.read() as connection:
        known = _until(connection, _TYPED)
        return _newest(connection) - (known.arrival if known is not None else 0)


def learn_typed(store: Store) -> None:
    """Count the days on which newly arrived slips were typed, as the typing machine wrote them (UTC)."""
    with keeping_known(store) as connection:
        known, newest = _until(connection, _TYPED), _newest(connection)
        connection.execute(
            _LEARN_TYPED, {"after": known.arrival if known is not None else 0, "until": newest}
        )
        _keep(connection, _TYPED, Until(newest, "", ""))


def typed_between(store: Store, first: str, last: str) -> dict[tuple[Place, str], int]:
    """Slips typed from one day to another (ISO dates, both included) by place and day.

    What was re-assigned counts where it lies now.
    """
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.unit, h.residential_group, h.collector, t.day, sum(t.people) AS people FROM typed_on t"
                " LEFT JOIN household h ON h.household_uuid = t.household_uuid"
                " WHERE t.day BETWEEN :first AND :last GROUP BY 1, 2, 3, 4"
            ),
            {"first": first, "last": last},
        )
        return {
            (Place(row.unit or "", row.residential_group or "", row.collector or ""), row.day): int(
                row.people
            )
            for row in rows
        }


# -- open errors ----------------------------------------------------------------------------------------------------


def errors_until(store: Store) -> Until | None:
    """How far errors were counted, None when they never were."""
    with store.read() as connection:
        return _until(connection, _ERRORS)


def keep_errors(
    store: Store,
    until: Until,
    inside: Mapping[bytes, int],
    looked_at: Collection[bytes] | None,
    elsewhere: Mapping[bytes, int],
) -> None:
    """Keep open errors by household.

    Args:
        store: the store.
        until: how far was looked.
        inside: errors of households against themselves, by id, `NO_HOUSEHOLD` for slips without one.
        looked_at: households looked at; the others keep their figure; all when None.
        elsewhere: errors of slips against other households, of all households.
    """
    with keeping_known(store) as connection:
        known: dict[bytes, int] = {}
        if looked_at is not None:
            rows = connection.execute(text("SELECT household_uuid, inside FROM open_errors WHERE inside > 0"))
            known = {bytes(row.household_uuid): int(row.inside) for row in rows}
            for each in looked_at:
                known.pop(each, None)
        known |= inside
        connection.execute(text("DELETE FROM open_errors"))
        rows_now = [
            {"home": home, "inside": known.get(home, 0), "elsewhere": elsewhere.get(home, 0)}
            for home in {*known, *elsewhere}
            if known.get(home, 0) or elsewhere.get(home, 0)
        ]
        if rows_now:
            connection.execute(
                text(
                    "INSERT INTO open_errors (household_uuid, inside, elsewhere) VALUES (:home, :inside, :elsewhere)"
                ),
                rows_now,
            )
        _keep(connection, _ERRORS, until)


def errors_by_place(store: Store) -> dict[Place, int]:
    """Open errors as last counted."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.unit, h.residential_group, h.collector, sum(e.inside + e.elsewhere) AS errors"
                " FROM open_errors e LEFT JOIN household h ON h.household_uuid = e.household_uuid GROUP BY 1, 2, 3"
            )
        )
        return {
            Place(row.unit or "", row.residential_group or "", row.collector or ""): int(row.errors)
            for row in rows
        }


def households_with_errors(store: Store) -> set[bytes]:
    """Households that had errors when they were last looked at."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT household_uuid FROM open_errors WHERE inside > 0"))
        return {bytes(row.household_uuid) for row in rows}


def erring_households(store: Store, unit: str, group: str | None) -> set[bytes]:
    """Households of a unit, or of one group of it, that had errors when they were last counted; "" for none."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT e.household_uuid FROM open_errors e LEFT JOIN household h"
                " ON h.household_uuid = e.household_uuid WHERE coalesce(h.unit, '') = :unit"
                " AND (:part IS NULL OR group_key(h.residential_group) = group_key(:part))"
            ),
            {"unit": unit, "part": group},
        ).scalars()
        return {bytes(row) for row in rows}


def touched_households(store: Store, after: int) -> set[bytes]:
    """Households that operations after `after` speak about: themselves, their people, what was accepted of either.

    Where somebody moved, the households of before are among them; what only plans of boundaries moved is not.
    """
    with store.read() as connection:
        newest = _newest(connection)
        span = {"after": after, "until": newest}
        found = set(_ids(connection, _TOUCHED_HOMES, span)) | set(
            _ids(connection, _TOUCHED_HOMES_OF_PEOPLE, span)
        )
        for accepted in (_ACCEPTED_HOMES, _ACCEPTED_HOMES_OF_PEOPLE):
            found |= set(_ids(connection, accepted, span))
        moved = _ids(connection, _MOVED, span)
        for start in range(0, len(moved), _PAGE):
            rows = connection.execute(_EVER_AT_HOME, {"records": moved[start : start + _PAGE]}).scalars()
            found |= {uuid.UUID(row).bytes for row in rows}
        return found


# ruff: noqa: S608  the statements below are made of fixed parts
_SPAN = "o.arrival > :after AND o.arrival <= :until"
# What plans of boundaries moved is not looked at again: no rule asks for the unit or the residential group.
_TOUCHED_HOMES = (
    f"SELECT DISTINCT o.record_uuid FROM operation o WHERE {_SPAN} AND o.record_kind = 'household'"
    ' AND instr(substr(o.line, 1, 400), \'"kind":"boundary"\') = 0'
)
_TOUCHED_HOMES_OF_PEOPLE = (
    "SELECT DISTINCT coalesce(p.household_uuid, x'') FROM operation o CROSS JOIN person p"
    f" ON p.person_uuid = o.record_uuid WHERE {_SPAN} AND o.record_kind = 'person'"
)
_ACCEPTED = (
    "FROM operation o CROSS JOIN acceptance a ON a.acceptance_uuid = o.record_uuid CROSS JOIN {of}"
    f" WHERE {_SPAN} AND o.record_kind = 'acceptance'"
)
_ACCEPTED_HOMES = (
    f"SELECT DISTINCT a.about {_ACCEPTED.format(of='household h ON h.household_uuid = a.about')}"
)
_ACCEPTED_HOMES_OF_PEOPLE = "SELECT DISTINCT coalesce(p.household_uuid, x'') " + _ACCEPTED.format(
    of="person p ON p.person_uuid = a.about"
)
_MOVED = (
    f"SELECT DISTINCT o.record_uuid FROM operation o WHERE {_SPAN} AND o.record_kind = 'person'"
    ' AND instr(substr(o.line, 1, 80), \'"cell":"household_uuid"\') > 0'
)
_EVER_AT_HOME = text(
    "SELECT DISTINCT json_extract(o.line, '$.values.household_uuid') AS home FROM operation o"
    " WHERE o.record_uuid IN :records AND home IS NOT NULL"
).bindparams(bindparam("records", expanding=True))


def _ids(connection: Connection, statement: str, span: Mapping[str, int]) -> list[bytes]:
    return [bytes(row) for row in connection.execute(text(statement), span).scalars()]


def sharers_of_numbers(store: Store) -> tuple[Person, ...]:
    """Live slips whose 12-digit number stands on another live slip as well."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT p.* FROM (SELECT personal_id FROM person WHERE personal_id IS NOT NULL GROUP BY personal_id"
                " HAVING count(*) > 1) s CROSS JOIN person p ON p.personal_id = s.personal_id WHERE p.void IS NULL"
            )
        ).mappings()
        return tuple(map(person_from, rows))


def live_households(store: Store) -> list[bytes]:
    """Ids of all households that are not void, in order of arrival, and of those that slips name but nobody sent."""
    with store.read() as connection:
        found = connection.execute(
            text("SELECT household_uuid FROM household WHERE void IS NULL ORDER BY id")
        )
        unknown = connection.execute(
            text(
                "SELECT DISTINCT coalesce(p.household_uuid, x'') FROM person p WHERE p.void IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM household h WHERE h.household_uuid = p.household_uuid AND h.void IS NULL)"
            )
        )
        return [bytes(row) for row in (*found.scalars(), *unknown.scalars())]
