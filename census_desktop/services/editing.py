"""One record edited by machine names, and its history."""

from __future__ import annotations

import dataclasses
import difflib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, MEMBERSHIP, PERSON_FIELDS, Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.operations import Operation
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.store.operations import history
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit has done.

    Attributes:
        kind: person or household.
        record_uuid: the record.
        operations: changes written; 0 when every box already said so.
        findings: what looks wrong with the record now.
    """

    kind: RecordKind
    record_uuid: uuid.UUID
    operations: int
    findings: tuple[Finding, ...]


def edit_record(store: Store, record_uuid: uuid.UUID, typed: Mapping[str, str]) -> Edited:
    """Change boxes of one record through the same reading and the same write path as the entry window.

    Args:
        store: the store.
        record_uuid: a person or a household.
        typed: by machine name, as one would type it; "" makes the box blank. A person's ``household_uuid`` moves
            the person to another household.

    Raises:
        CensusError: NO_SUCH_RECORD, UNKNOWN_FIELD, BAD_VALUE (names the box); nothing has been changed.
    """
    person = load_person(store, record_uuid)
    if person is not None:
        return _edit_person(store, person, typed)
    household = load_household(store, record_uuid)
    if household is not None:
        return _edit_household(store, household, typed)
    raise no_such_record(record_uuid)


def no_such_record(record_uuid: uuid.UUID) -> CensusError:
    """The sentence for an id that is neither a person nor a household here."""
    return CensusError(
        "NO_SUCH_RECORD",
        _("Không có nhân khẩu hay hộ nào mang mã {uuid}.").format(uuid=record_uuid),
        _("Lấy mã bằng lệnh dump; mã gồm 36 ký tự."),
    )


def _edit_person(store: Store, person: Person, typed: Mapping[str, str]) -> Edited:
    typed = dict(typed)
    move = typed.pop(MEMBERSHIP, None)
    changes = parsed_answers(typed, PERSON_FIELDS)
    changed = dataclasses.replace(person, **changes)
    if move is not None:
        household_uuid = household_called(store, move)
        changed = dataclasses.replace(changed, household_uuid=household_uuid)
        changes[MEMBERSHIP] = household_uuid.hex if household_uuid is not None else None
    with store.transaction(
        Action.EDIT
    ) as tx:  # what was typed is said again, which decides a conflict of that box
        count = tx.edit(RecordKind.PERSON, person.person_uuid, changes)
    return Edited(RecordKind.PERSON, person.person_uuid, count, check_person(changed, today(store.clock)))


def _edit_household(store: Store, household: Household, typed: Mapping[str, str]) -> Edited:
    changes = parsed_answers(typed, HOUSEHOLD_FIELDS)
    changed = dataclasses.replace(household, **changes)
    with store.transaction(Action.EDIT) as tx:
        count = tx.edit(RecordKind.HOUSEHOLD, household.household_uuid, changes)
    people = members(store, household.household_uuid)
    findings = check_household(changed, people, today(store.clock))
    return Edited(RecordKind.HOUSEHOLD, household.household_uuid, count, findings)


def parsed_answers(typed: Mapping[str, str], fields: Mapping[str, FieldDef]) -> dict[str, Any]:
    """Answers by machine name in stored form.

    Raises:
        CensusError: UNKNOWN_FIELD, BAD_VALUE (names the box).
    """
    found: dict[str, Any] = {}
    for name, text in typed.items():
        field = fields.get(name)
        if field is None:
            raise _unknown_field(name, fields)
        try:
            found[name] = parse_answer(field, text)
        except BadInput as error:
            raise bad_value(name, _(field.label), error.why) from error
    return found


def household_called(store: Store, text: str) -> uuid.UUID | None:
    """The household whose id was typed, None when nothing was.

    Raises:
        CensusError: BAD_VALUE.
    """
    if not text.strip():
        return None
    try:
        wanted = uuid.UUID(text.strip())
    except ValueError as error:
        raise bad_value(MEMBERSHIP, _("Hộ"), _("mã hộ gồm 36 ký tự")) from error
    if load_household(store, wanted) is None:
        raise bad_value(MEMBERSHIP, _("Hộ"), _("không có hộ mang mã này"))
    return wanted


def bad_value(name: str, label: str, why: str) -> CensusError:
    """The sentence for an answer that cannot be read; it names the box."""
    return CensusError(
        "BAD_VALUE",
        _("Ô {name} ({label}): {why}").format(name=name, label=label, why=why),
        _("Không có gì được ghi."),
    )


def _unknown_field(name: str, fields: Mapping[str, FieldDef]) -> CensusError:
    near = difflib.get_close_matches(name, fields, n=3, cutoff=0.6)
    if fields is PERSON_FIELDS and name in HOUSEHOLD_FIELDS:
        advice = _("Ô này là của hộ: hãy ghi mã hộ thay cho mã nhân khẩu.")
    elif fields is HOUSEHOLD_FIELDS and name in PERSON_FIELDS:
        advice = _("Ô này là của nhân khẩu: hãy ghi mã nhân khẩu thay cho mã hộ.")
    else:
        advice = _("Có phải: {names}?").format(names=", ".join(near)) if near else ""
    return CensusError("UNKNOWN_FIELD", _("Không có ô tên {name}.").format(name=name), advice)


def history_of(store: Store, record_uuid: uuid.UUID) -> tuple[Operation, ...]:
    """Everything that was ever said about a record, oldest first.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    found = history(store, record_uuid)
    if not found:
        raise no_such_record(record_uuid)
    return found
