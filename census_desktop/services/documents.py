"""Papers of the store as documents, ready for preview, printer or PDF."""

from __future__ import annotations

import uuid

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.reports.document import Document
from census_desktop.reports.household_summary import household_summary
from census_desktop.reports.merge_papers import merge_journal_document as journal_paper
from census_desktop.services.merges import journal
from census_desktop.services.units import unit_name
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.store import Store


def household_document(store: Store, household_uuid: uuid.UUID) -> Document:
    """The summary of a household for its family to check and sign; a person's id means the person's household.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    household = load_household(store, household_uuid)
    if household is None:
        person = load_person(store, household_uuid)
        if person is not None and person.household_uuid is not None:
            household = load_household(store, person.household_uuid)
    if household is None:
        raise CensusError(
            "NO_SUCH_RECORD",
            _("Không có hộ nào mang mã {uuid}.").format(uuid=household_uuid),
            _("Lấy mã bằng lệnh dump; mã gồm 36 ký tự."),
        )
    return household_summary(
        household,
        members(store, household.household_uuid),
        officer=store.account.display_name,
        printed_on=today(store.clock),
        unit_name=unit_name(household.unit) if household.unit is not None else "",
    )


def merge_journal_document(store: Store) -> Document:
    """All merges and reversals of this machine."""
    return journal_paper(
        journal(store),
        body_name=unit_name(store.installation.unit),
        printed_on=today(store.clock),
        officer=store.account.display_name,
    )
