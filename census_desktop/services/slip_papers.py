"""Slips of the store as the official form."""

from __future__ import annotations

import uuid

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.area import area
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.places import PROVINCE_NAME
from census_desktop.reports.dc01_form import SlipPlace, dc01_form
from census_desktop.reports.document import Document
from census_desktop.reports.wording import name_without_type
from census_desktop.services.documents import issue_of
from census_desktop.services.units import unit_name
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.store import Store


def slip_documents(store: Store, record_uuid: uuid.UUID, layout: str | None = None) -> tuple[Document, ...]:
    """The slip of a person, or all slips of a household, as form DC01.

    Args:
        store: the store.
        record_uuid: a person or a household.
        layout: `LAYOUT_2015` or `LAYOUT_2020` of `reports.dc01_form`; that of each slip when None.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    person = load_person(store, record_uuid)
    if person is not None:
        household = None if person.household_uuid is None else load_household(store, person.household_uuid)
        return (_document(store, person, household, layout),)
    household = load_household(store, record_uuid)
    if household is None:
        raise CensusError(
            "NO_SUCH_RECORD",
            _("Không có phiếu hay hộ nào mang mã {uuid}.").format(uuid=record_uuid),
            _("Lấy mã bằng lệnh dump; mã gồm 36 ký tự."),
        )
    return tuple(_document(store, each, household, layout) for each in members(store, record_uuid))


def blank_slip(store: Store, layout: str | None = None) -> Document:
    """An empty form to hand out, with the place of this machine."""
    own = store.installation.unit
    is_town = unit_name(own) == area().town.name
    place = Household(household_uuid=uuid.UUID(int=0), unit=None if is_town else own)
    return dc01_form(None, _place(place), issue_of(store, own), layout)


def _document(store: Store, person: Person, household: Household | None, layout: str | None) -> Document:
    unit = "" if household is None else household.unit or ""
    return dc01_form(person, _place(household), issue_of(store, unit), layout)


def _place(household: Household | None) -> SlipPlace:
    """Places without their kind, which the form prints."""
    if household is None:
        return SlipPlace()
    return SlipPlace(
        province=PROVINCE_NAME,
        district=name_without_type(area().town.name),
        commune=name_without_type(unit_name(household.unit)) if household.unit else None,
        residential_group=household.residential_group,
        house=household.address,
    )
