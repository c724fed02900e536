"""Households in the order of houses, with their people, a handful at a time: for long papers and spreadsheets."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.vietnamese import natural_key
from census_desktop.store.links import LEFT_OUT, left_out_of_counts
from census_desktop.store.rows import household_from, person_from
from census_desktop.store.store import Store

HANDFUL = 200  # households read at once


@dataclass(frozen=True, slots=True)
class House:
    """Where a household stands in the order of houses.

    Attributes:
        unit: unit text.
        residential_group: name of the thôn or tổ dân phố.
        head_name: name of the member whose relation is head, else of the first member, else None.
        people: members without void slips.
        second: of them those who are counted on another slip.
    """

    household_uuid: uuid.UUID
    unit: str | None
    residential_group: str | None
    household_no: str | None
    head_name: str | None
    people: int
    second: tuple[uuid.UUID, ...] = ()

    @property
    def counted(self) -> int:
        """Members who count here."""
        return self.people - len(self.second)

    @property
    def is_counted(self) -> bool:
        """False for a sheet on which everybody is counted elsewhere."""
        return self.counted > 0 or not self.second


@dataclass(frozen=True, slots=True)
class Home:
    """A household and its people, head first, without void slips."""

    household: Household
    members: tuple[Person, ...]


def houses(
    store: Store, *, unit: str | None = None, residential_group: str | None = None
) -> tuple[House, ...]:
    """Households without void ones: by unit, residential group and number; numbers by value, blanks last.

    Args:
        store: the store.
        unit: only of this unit ("18754@2015-04-10").
        residential_group: only of this one, however slips spell it.
    """
    conditions, values = ["h.void IS NULL"], {"head": HEAD}
    if unit is not None:
        conditions.append("h.unit = :unit")
        values["unit"] = unit
    if residential_group is not None:
        conditions.append("group_key(h.residential_group) = group_key(:residential_group)")
        values["residential_group"] = residential_group
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT h.household_uuid, h.unit, h.residential_group, h.household_no,"  # noqa: S608  fixed parts
                " (SELECT p.full_name FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL"
                "  ORDER BY p.relation_to_head IS NOT :head, p.id LIMIT 1) AS head_name,"
                " (SELECT count(*) FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL)"
                f" AS people FROM household h WHERE {' AND '.join(conditions)} ORDER BY h.id"
            ),
            values,
        ).all()
        second = _second_by_household(connection)
        found = [
            House(
                uuid.UUID(bytes=row.household_uuid),
                row.unit,
                row.residential_group,
                row.household_no,
                row.head_name,
                int(row.people),
                second.get(row.household_uuid, ()),
            )
            for row in rows
        ]
    return tuple(sorted(found, key=_place))


def second_by_household(store: Store) -> dict[uuid.UUID, tuple[uuid.UUID, ...]]:
    """Live slips that are not counted because their people are counted elsewhere, by household."""
    with store.read() as connection:
        return {uuid.UUID(bytes=home): slips for home, slips in _second_by_household(connection).items()}


def _second_by_household(connection: Connection) -> dict[bytes, tuple[uuid.UUID, ...]]:
    given = left_out_of_counts(connection)
    found: dict[bytes, tuple[uuid.UUID, ...]] = {}
    if given["left_out"] != "[]":
        rows = connection.execute(
            text(
                f"SELECT p.household_uuid, p.person_uuid FROM ({LEFT_OUT}) s"  # noqa: S608  fixed parts
                " CROSS JOIN person p ON p.person_uuid = s.second_uuid"
                " WHERE p.void IS NULL AND p.household_uuid IS NOT NULL ORDER BY p.id"
            ),
            given,
        )
        for row in rows:
            found[row.household_uuid] = (
                *found.get(row.household_uuid, ()),
                uuid.UUID(bytes=row.person_uuid),
            )
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A residential group of a unit, with how many households are known there."""

    unit: str | None
    residential_group: str | None
    households: int


def places(store: Store) -> tuple[Place, ...]:
    """Where there are households, in the order of houses."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT unit, residential_group, count(*) AS households FROM household WHERE void IS NULL"
                " GROUP BY unit, residential_group"
            )
        )
        found = [Place(row.unit, row.residential_group, int(row.households)) for row in rows]
    return tuple(sorted(found, key=_place))


def _place(house: House | Place) -> tuple[object, ...]:
    number = house.household_no if isinstance(house, House) else None
    parts = (house.unit, house.residential_group, number)
    return tuple((part is None, natural_key(part or "")) for part in parts)


def homes(store: Store, households: Sequence[uuid.UUID]) -> Iterator[Home]:
    """These households in this order, unknown ones left out; read a handful at a time so that memory stays flat."""
    for start in range(0, len(households), HANDFUL):
        yield from handful(store, households[start : start + HANDFUL])


def handful(store: Store, households: Collection[uuid.UUID]) -> tuple[Home, ...]:
    """A few households in this order, unknown ones left out; void ones too."""
    wanted = {"wanted": [each.bytes for each in households], "head": HEAD}
    with store.read() as connection:
        sheets = connection.execute(_HOUSEHOLDS, {"wanted": wanted["wanted"]}).mappings().all()
        people = connection.execute(_MEMBERS, wanted).mappings().all()
    members: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
    for row in people:
        person = person_from(row)
        members[person.household_uuid].append(person)
    known = {sheet.household_uuid: sheet for sheet in map(household_from, sheets)}
    return tuple(Home(known[each], tuple(members[each])) for each in households if each in known)


_HOUSEHOLDS = text("SELECT * FROM household WHERE household_uuid IN :wanted").bindparams(
    bindparam("wanted", expanding=True)
)
_MEMBERS = text(
    "SELECT * FROM person WHERE household_uuid IN :wanted AND void IS NULL"
    " ORDER BY relation_to_head IS NOT :head, id"
).bindparams(bindparam("wanted", expanding=True))
