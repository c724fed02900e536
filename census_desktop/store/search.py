"""Searching people as one types, without marks and in any order of words."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import text

from census_desktop.domain.dc01 import Person
from census_desktop.domain.formats import split_many
from census_desktop.domain.vietnamese import fold
from census_desktop.store.rows import person_from
from census_desktop.store.store import Store

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a line of a list."""

    person_uuid: uuid.UUID
    household_uuid: uuid.UUID | None
    full_name: str | None
    birth_date: str | None
    sex: str | None
    personal_id: str | None
    relation_to_head: str | None
    residential_group: str | None
    unit: str | None


def match_expression(typed: str) -> str:
    """The FTS5 expression for typed words: each word the beginning of a word of the name; "" for none."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(fold(typed)))


def search_people(store: Store, typed: str, limit: int = 50) -> tuple[PersonRow, ...]:
    """People whose name has all typed words (as beginnings), or whose personal id begins with the typed digits.

    Sorted the Vietnamese way: given name, surname, middle name. Void slips are left out.
    """
    digits = re.sub(r"[ .]", "", typed)
    if digits.isdigit():
        condition = "p.personal_id >= :low AND p.personal_id < :high"
        values: dict[str, object] = {"low": digits, "high": digits + ":"}
    else:
        expression = match_expression(typed)
        if not expression:
            return ()
        condition = "p.id IN (SELECT rowid FROM person_search WHERE person_search MATCH :words)"
        values = {"words": expression}
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT p.person_uuid, p.household_uuid, p.full_name, p.birth_date, p.sex, p.personal_id,"  # noqa: S608
                " p.relation_to_head, h.residential_group, h.unit FROM person p"
                " LEFT JOIN household h ON h.household_uuid = p.household_uuid"
                f" WHERE p.void IS NULL AND {condition} ORDER BY p.name_key LIMIT :limit"
            ),
            {**values, "limit": limit},
        )
        return tuple(
            PersonRow(
                person_uuid=uuid.UUID(bytes=row.person_uuid),
                household_uuid=uuid.UUID(bytes=row.household_uuid) if row.household_uuid else None,
                full_name=row.full_name,
                birth_date=row.birth_date,
                sex=row.sex,
                personal_id=row.personal_id,
                relation_to_head=row.relation_to_head,
                residential_group=row.residential_group,
                unit=row.unit,
            )
            for row in rows
        )


def people_alike(store: Store, person: Person, limit: int) -> tuple[Person, ...]:
    """People some of whose answers are those of this slip: a first, generous choice, best matches of names first.

    The same number; the same name, or one with its words turned round; the same day of birth, also with day and month
    swapped; the same given name and year; the same given name and father or mother. No index serves all of it: the
    table is read once, which a key pressed on purpose may take. Void slips and the slip itself are left out.
    """
    words = _WORD.findall(fold(person.full_name or ""))
    born = person.birth_date or ""
    values: dict[str, object] = {
        "own": person.person_uuid.bytes,
        "limit": limit,
        "name": " ".join(words),
        "turned": " ".join([*words[-1:], *words[:-1]]),
        "given": f"% {words[-1]}" if words else "",
        "born": born if len(born) == 10 else "",
        "swapped": f"{born[:4]}-{born[8:]}-{born[5:7]}" if len(born) == 10 else "",
        "year": f"{born[:4]}%" if born else "",
        "father": person.father_name or "",
        "mother": person.mother_name or "",
        "sex": person.sex or "",
    }
    numbers = [*split_many(person.personal_id), *split_many(person.old_id)]
    values |= {f"number{place}": each for place, each in enumerate(numbers)}
    same_number = " OR ".join(
        f"personal_id = :number{place} OR instr(old_id, :number{place}) > 0" for place in range(len(numbers))
    )
    with store.read() as connection:
        rows = connection.execute(
            text(
                "SELECT * FROM person WHERE void IS NULL AND person_uuid <> :own AND ("  # noqa: S608
                + (f"{same_number} OR " if numbers else "")
                + "name_fold IN (:name, :turned) AND name_fold <> ''"
                " OR birth_date IN (:born, :swapped) AND birth_date <> '' AND (sex IS NULL OR :sex IN ('', sex))"
                " OR name_fold LIKE :given"
                " AND (birth_date LIKE :year OR father_name = :father OR mother_name = :mother))"
                " ORDER BY name_fold <> :name, id LIMIT :limit"
            ),
            values,
        ).mappings()
        return tuple(person_from(row) for row in rows)
