"""Rates of findings: for supervisors only, and looking leaves a trail."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import text

from census_desktop.base.errors import CensusError
from census_desktop.domain.code_names import DIFFERENT
from census_desktop.domain.records import RecordKind
from census_desktop.services.checks import check_all
from census_desktop.services.duplicates import decide
from census_desktop.services.rates import By, rates
from census_desktop.store.opening import open_store
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import LOGIN, SUPERVISOR, SUPERVISOR_PASSWORD, save_family

TODAY = date(2018, 11, 15)


def test_rates_when_an_officer_asks_are_refused(ward_store: Store) -> None:
    with pytest.raises(CensusError) as refused:
        rates(ward_store, By.OFFICER)
    assert refused.value.code == "NOT_ALLOWED"


def test_rates_when_a_supervisor_asks_are_told_and_leave_a_trail(ward_store: Store) -> None:
    household, people = save_family(ward_store)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.HOUSEHOLD, household.household_uuid, {"collector": "Trần Thị Lan"})
    ward_store.close()
    with open_store(ward_store.folder, SUPERVISOR.login, SUPERVISOR_PASSWORD, ward_store.clock) as store:
        by_name = {by: rates(store, by) for by in By}
        with store.read() as connection:
            entries = [
                json.loads(entry) for entry in connection.execute(text("SELECT entry FROM audit")).scalars()
            ]
    assert [line.name for line in by_name[By.OFFICER]] == [LOGIN]
    assert [line.name for line in by_name[By.COLLECTOR]] == ["Trần Thị Lan"]
    (group,) = by_name[By.GROUP]
    assert household.residential_group is not None
    assert household.residential_group in group.name
    assert group.slips == len(people)
    assert group.per_hundred == 100 * (group.errors + group.warnings) / len(people) > 0
    assert group.frequent
    assert [entry["rates"] for entry in entries if entry["action"] == "look"] == [by.value for by in By]


def test_same_number_in_two_households_when_decided_to_be_different_is_at_peace(ward_store: Store) -> None:
    _first, people = save_family(ward_store)
    _second, others = save_family(ward_store, household_no="13")
    with ward_store.transaction(Action.EDIT) as tx:
        for person in (people[0], others[0]):
            tx.edit(RecordKind.PERSON, person.person_uuid, {"personal_id": "042064000123"})

    def told() -> int:
        return sum(one.rule == "person.personal_id.elsewhere" for one in check_all(ward_store, TODAY))

    assert told() == 2
    decide(ward_store, people[0].person_uuid, others[0].person_uuid, DIFFERENT)
    assert told() == 0
