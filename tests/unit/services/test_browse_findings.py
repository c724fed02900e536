"""Whose slips have findings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.findings import Severity
from census_desktop.services.browse import records_with_findings
from census_desktop.store.browse import Filters, browse_households, browse_people
from tests.builders import make_household, make_person, save

if TYPE_CHECKING:
    from census_desktop.store.store import Store


def test_findings_when_looked_for_then_the_filter_knows_people_and_households(ward_store: Store) -> None:
    clock = ward_store.clock
    good, bad = make_household(clock, household_no="1"), make_household(clock, household_no="2", unit=None)
    early = make_person(clock, good, ethnicity="kinh", birth_date="2031")
    fine = make_person(clock, good, ethnicity="kinh", full_name="LÊ THỊ MAI", sex="2", relation_to_head="V")
    save(ward_store, good, bad, early, fine)
    steps: list[int] = []
    found = records_with_findings(
        ward_store, date(2026, 11, 27), JobControl(lambda done, _total, _text: steps.append(done))
    )

    errors = Filters(flagged=found[Severity.ERROR])
    assert [line.full_name for line in browse_people(ward_store, "", errors)] == ["ĐẬU VĂN THÌN"]
    assert (
        "2" in [line.household_no for line in browse_households(ward_store, "", errors)]
        or not found[Severity.ERROR].households
    )
    warnings = Filters(flagged=found[Severity.WARNING])
    assert "LÊ THỊ MAI" in [line.full_name for line in browse_people(ward_store, "", warnings)]
    assert steps == [0]


def test_findings_when_stopped_then_nothing_comes(ward_store: Store) -> None:
    save(ward_store, make_person(ward_store.clock, birth_date="2031"))
    control = JobControl()
    control.stop()

    with pytest.raises(CancelledError):
        records_with_findings(ward_store, date(2026, 11, 27), control)
