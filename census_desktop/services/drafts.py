"""The half-typed slip, kept in the store so that a power cut loses nothing that left a field.

A draft is not an edit: it has no operation and never travels. It holds the records as far as they could be read, and
beside them what stands in the boxes, also where that is not an answer yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.spec import answers

FORMAT = 1
ENTRY_SLOT = "entry"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the officer was typing.

    Attributes:
        household: the sheet, perhaps not stored yet.
        person: the slip as far as its boxes could be read.
        typed: text of each box by machine name that is not (yet) what `person` or `household` says; household boxes
            are written ``household.<name>``.
        focus: machine name of the box the cursor was in, "" when none.
        proposed: boxes of the slip that hold a proposal nobody has passed over yet.
    """

    household: Household
    person: Person
    typed: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    proposed: tuple[str, ...] = ()


def draft_body(draft: Draft) -> dict[str, object]:
    """The draft as plain JSON data."""
    person = answers(draft.person, PERSON_FIELDS)
    if draft.person.household_uuid is not None:
        person["household_uuid"] = draft.person.household_uuid.hex
    return {
        "format": FORMAT,
        "household_uuid": draft.household.household_uuid.hex,
        "household": answers(draft.household, HOUSEHOLD_FIELDS),
        "person_uuid": draft.person.person_uuid.hex,
        "person": person,
        "typed": dict(draft.typed),
        "focus": draft.focus,
        "proposed": list(draft.proposed),
    }


def draft_from(body: Mapping[str, Any]) -> Draft | None:
    """The draft written as `body`, or None when another version of the program wrote it."""
    if body.get("format") != FORMAT:
        return None
    person = dict(body["person"])
    membership = person.pop("household_uuid", None)
    return Draft(
        household=Household(
            household_uuid=uuid.UUID(hex=body["household_uuid"]),
            **_known(body["household"], HOUSEHOLD_FIELDS),
        ),
        person=Person(
            person_uuid=uuid.UUID(hex=body["person_uuid"]),
            household_uuid=uuid.UUID(hex=membership) if membership else None,
            **_known(person, PERSON_FIELDS),
        ),
        typed={str(name): str(text) for name, text in body["typed"].items()},
        focus=str(body["focus"]),
        proposed=tuple(map(str, body.get("proposed", ()))),
    )


def _known(values: Mapping[str, str], fields: Mapping[str, object]) -> dict[str, str]:
    """Answers to boxes that exist; a box taken out of the program must not make a draft unreadable."""
    return {name: value for name, value in values.items() if name in fields}
