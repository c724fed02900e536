"""Every record by machine names, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.records import RecordKind
from census_desktop.domain.spec import answers
from census_desktop.services.service import withheld_people
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Store


def dump_records(store: Store) -> Iterator[dict[str, str]]:
    """Households by uuid, then people by uuid, void ones too; blank boxes are absent, and so are withheld addresses."""
    withheld = withheld_people(store)
    for household in iter_households(store):
        yield {
            "kind": RecordKind.HOUSEHOLD.value,
            "household_uuid": str(household.household_uuid),
            **answers(household, HOUSEHOLD_FIELDS),
        }
    for person in iter_people(store):
        record = {"kind": RecordKind.PERSON.value, "person_uuid": str(person.person_uuid)}
        if person.household_uuid is not None:
            record["household_uuid"] = str(person.household_uuid)
        said = answers(person, PERSON_FIELDS)
        if person.person_uuid in withheld:
            said.pop("service_unit_address", None)
        yield {**record, **said}
