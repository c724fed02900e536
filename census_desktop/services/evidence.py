"""What documents show against a slip: entered, confirmed, withdrawn, and what holds then."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.evidence import CLAIMS, Claim, Evidence, claim
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.services.editing import no_such_record
from census_desktop.store.records import load, load_person, records_where
from census_desktop.store.store import Role, Store
from census_desktop.store.transaction import Action


def claims_of(store: Store, person_uuid: uuid.UUID) -> tuple[Claim, ...]:
    """Every box of a slip for which there is a document, in order of the paper.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    person = _person(store, person_uuid)
    known = records_where(store, RecordKind.EVIDENCE, about=person_uuid)
    found = (claim(box, getattr(person, box), known) for box in CLAIMS)
    return tuple(one for one in found if one.shown)


def standing(store: Store, person: Person) -> Person:
    """The person as the most trusted source has it; the slip itself stays as it was declared."""
    held = {one.box: one.standing for one in claims_of(store, person.person_uuid)}
    return dataclasses.replace(person, **held) if held else person  # type: ignore[arg-type]  # boxes hold text


def add_evidence(store: Store, person_uuid: uuid.UUID, box: str, typed: Mapping[str, str]) -> Evidence:
    """Keep what a document shows.

    Args:
        store: the store.
        person_uuid: the person.
        box: machine name of the box, one of `CLAIMS`.
        typed: boxes of an `Evidence` as one would type them; `value` is read as an answer of the slip's box.

    Raises:
        CensusError: NO_SUCH_RECORD, UNKNOWN_FIELD, BAD_VALUE; nothing has been changed.
    """
    _person(store, person_uuid)
    if box not in CLAIMS:
        raise CensusError(
            "UNKNOWN_FIELD",
            _("Ô {name} không giữ giấy tờ đối chiếu.").format(name=box),
            _("Các ô có thể đối chiếu: {names}.").format(names=", ".join(CLAIMS)),
        )
    fields = FIELDS[RecordKind.EVIDENCE]
    answers: dict[str, str | None] = {}
    for name, text in typed.items():
        field = PERSON_FIELDS[box] if name == "value" else fields.get(name)
        if field is None:
            raise CensusError("UNKNOWN_FIELD", _("Không có ô {name}.").format(name=name))
        try:
            answers[name] = parse_answer(field, text)
        except BadInput as problem:
            raise CensusError(
                "BAD_VALUE", _("{box}: {why}").format(box=_(field.label), why=problem.why)
            ) from problem
    missing = [name for name in ("value", "document") if not answers.get(name)]
    if missing:
        label = _(fields[missing[0]].label)
        raise CensusError("BAD_VALUE", _("Chưa ghi “{box}”.").format(box=label))
    made = Evidence(evidence_uuid=store.clock.new_uuid(), about=person_uuid, box=box, **answers)
    with store.transaction(Action.EVIDENCE) as tx:
        tx.create(made)
    return made


def confirm_evidence(store: Store, evidence_uuid: uuid.UUID, *, is_confirmed: bool = True) -> Evidence:
    """Confirm what a document shows, or take the confirmation back; only a supervisor may.

    Raises:
        CensusError: NOT_ALLOWED, NO_SUCH_RECORD.
    """
    if store.account.role is not Role.SUPERVISOR:
        raise CensusError(
            "NOT_ALLOWED",
            _("Chỉ người giám sát mới xác nhận giấy tờ."),
            _("Hãy để người giám sát đăng nhập và xác nhận."),
        )
    return _change(store, evidence_uuid, confirmed="1" if is_confirmed else None)


def withdraw_evidence(store: Store, evidence_uuid: uuid.UUID) -> Evidence:
    """Take back what was entered by mistake; its history stays.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    return _change(store, evidence_uuid, withdrawn="1")


def _change(store: Store, evidence_uuid: uuid.UUID, **values: str | None) -> Evidence:
    known: Evidence | None = load(store, RecordKind.EVIDENCE, evidence_uuid)
    if known is None:
        raise no_such_record(evidence_uuid)
    changed = dataclasses.replace(known, **values)  # type: ignore[arg-type]
    with store.transaction(Action.EVIDENCE) as tx:
        tx.save(changed)
    return changed


def _person(store: Store, person_uuid: uuid.UUID) -> Person:
    person = load_person(store, person_uuid)
    if person is None:
        raise no_such_record(person_uuid)
    return person
