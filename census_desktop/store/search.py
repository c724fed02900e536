"""Searching people as one types, without marks and in any order of words."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import text

from census_desktop.domain.vietnamese import fold
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
