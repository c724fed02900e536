"""People who are away or who serve, with their households and what stands beside their slips."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text

from census_desktop.domain.absence import Away, Collective, Duty
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.records import RecordKind
from census_desktop.store.records import iter_records
from census_desktop.store.rows import TABLE_OF, household_from, person_from
from census_desktop.store.store import Store

# Slips and sheets that are not void, in the order of houses.
_PEOPLE = (
    "SELECT p.id FROM person p JOIN household h ON h.household_uuid = p.household_uuid"
    " WHERE p.void IS NULL AND h.void IS NULL AND {which}"
    " ORDER BY h.unit, h.residential_group, length(h.household_no), h.household_no, p.id"
)
_HANDFUL = 500  # people read at once
_IDS = text("SELECT id FROM person WHERE person_uuid IN :people").bindparams(
    bindparam("people", expanding=True)
)
_ROWS = text("SELECT * FROM person WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
_HOMES = text("SELECT * FROM household WHERE household_uuid IN :homes").bindparams(
    bindparam("homes", expanding=True)
)
AWAY = "p.presence LIKE 'vang%'"
# Away, or with a day to ask again beside a slip that does not say whether the person is there.
TO_ASK = (
    f"({AWAY} OR p.presence IS NULL AND p.person_uuid IN"  # noqa: S608
    f" (SELECT about FROM {TABLE_OF[RecordKind.AWAY]} WHERE remind_on IS NOT NULL))"
)
SERVING = "p.service IS NOT NULL"


def is_away(person: Person) -> bool:
    """True for a live slip that `AWAY` finds."""
    return person.void is None and (person.presence or "").startswith("vang")


@dataclass(frozen=True, slots=True)
class Told:
    """A person with the household and the records about absence and service, None where there is none."""

    person: Person
    household: Household
    away: Away | None
    duty: Duty | None


def is_to_ask(told: Told) -> bool:
    """True for somebody `TO_ASK` finds."""
    person, away = told.person, told.away
    has_day = away is not None and away.remind_on is not None
    return is_away(person) or (person.void is None and person.presence is None and has_day)


def people_where(store: Store, which: str) -> Iterator[Told]:
    """People in the order of houses.

    Args:
        store: the store.
        which: `AWAY`, `TO_ASK` or `SERVING`.
    """
    with store.read() as connection:
        ids = connection.execute(text(_PEOPLE.format(which=which))).scalars().all()
    yield from _told(store, ids)


def told_people(store: Store, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """These people, void slips too; those who are in no known household are left out."""
    ids: list[int] = []
    with store.read() as connection:
        for some in _handfuls([each.bytes for each in people]):
            ids += connection.execute(_IDS, {"people": some}).scalars()
    return {told.person.person_uuid: told for told in _told(store, ids)}


def _told(store: Store, ids: Sequence[int]) -> Iterator[Told]:
    """People by row number, in that order, with what is known beside them."""
    beside = {each.about: each for each in iter_records(store, RecordKind.AWAY)}
    duties = {each.about: each for each in iter_records(store, RecordKind.DUTY)}
    for some in _handfuls(ids):
        with store.read() as connection:
            people = {row["id"]: row for row in connection.execute(_ROWS, {"ids": some}).mappings()}
            wanted = {bytes(row["household_uuid"]) for row in people.values() if row["household_uuid"]}
            homes = {
                bytes(row["household_uuid"]): household_from(row)
                for row in connection.execute(_HOMES, {"homes": list(wanted)}).mappings()
            }
        for one in some:
            person = person_from(people[one])
            home = homes.get(person.household_uuid.bytes) if person.household_uuid is not None else None
            if home is not None:
                yield Told(person, home, beside.get(person.person_uuid), duties.get(person.person_uuid))


def _handfuls(every: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(every), _HANDFUL):
        yield list(every[start : start + _HANDFUL])


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody away here who has a slip in another unit.

    Attributes:
        here: the slip of the person who is away.
        there: the other slip.
        by_number: the personal numbers are the same; otherwise names and dates of birth are.
    """

    here: uuid.UUID
    there: uuid.UUID
    by_number: bool


def slips_elsewhere(store: Store) -> tuple[Elsewhere, ...]:
    """Slips in other units that may be of people who are away, by personal number or by name and whole birth date."""
    same = {
        1: "q.personal_id = p.personal_id",
        0: "q.name_fold = p.name_fold AND q.birth_date = p.birth_date AND length(p.birth_date) = 10"
        " AND (p.personal_id IS NULL OR q.personal_id IS NULL)",
    }
    found: dict[tuple[bytes, bytes], bool] = {}
    with store.read() as connection:
        for by_number, condition in same.items():
            rows = connection.execute(
                text(
                    "SELECT p.person_uuid AS here, q.person_uuid AS there FROM person p"  # noqa: S608
                    f" JOIN person q ON {condition} AND q.person_uuid <> p.person_uuid AND q.void IS NULL"
                    " JOIN household h ON h.household_uuid = p.household_uuid AND h.void IS NULL"
                    " JOIN household g ON g.household_uuid = q.household_uuid AND g.void IS NULL"
                    f" WHERE p.void IS NULL AND {AWAY} AND g.unit IS NOT h.unit ORDER BY p.id, q.id"
                )
            )
            for row in rows:
                found.setdefault((bytes(row.here), bytes(row.there)), bool(by_number))
    return tuple(
        Elsewhere(uuid.UUID(bytes=here), uuid.UUID(bytes=there), by_number)
        for (here, there), by_number in found.items()
    )


@dataclass(frozen=True, slots=True)
class AwayCount:
    """How many people of a unit are alike in this.

    Attributes:
        unit: unit text, "" for none.
        is_away: somebody else answered, or nobody could.
        is_long: away since the day asked about or longer.
        is_abroad: in another country.
        is_declared: tạm vắng was declared.
        people: how many.
    """

    unit: str
    is_away: bool
    is_long: bool
    is_abroad: bool
    is_declared: bool
    people: int


def away_counts(store: Store, long_ago: str) -> tuple[AwayCount, ...]:
    """People with slips by unit; `long_ago` is the ISO day since which who is away is away for long."""
    with store.read() as connection:
        rows = connection.execute(
            text(
                f"SELECT coalesce(h.unit, '') AS unit, coalesce({AWAY}, 0) AS is_away,"  # noqa: S608
                f" coalesce({AWAY} AND p.presence_since <= :long_ago, 0) AS is_long,"
                " coalesce(p.presence_reason = 'lam_viec_nuoc_ngoai' OR a.country IS NOT NULL, 0) AS is_abroad,"
                " coalesce(a.declared IS NOT NULL, 0) AS is_declared, count(*) AS people"
                " FROM person p JOIN household h ON h.household_uuid = p.household_uuid AND h.void IS NULL"
                " LEFT JOIN away a ON a.about = p.person_uuid"
                " WHERE p.void IS NULL GROUP BY 1, 2, 3, 4, 5"
            ),
            {"long_ago": long_ago},
        )
        return tuple(
            AwayCount(
                row.unit, bool(row.is_away), bool(row.is_long), bool(row.is_abroad), bool(row.is_declared),
                int(row.people),
            )
            for row in rows
        )  # fmt: skip


def collectives(store: Store) -> dict[uuid.UUID, Collective]:
    """Collective households by household."""
    return {
        each.about: each for each in iter_records(store, RecordKind.COLLECTIVE) if each.about and each.kind
    }
