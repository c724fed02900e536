"""Typing an answer anew decides a conflict of that box, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.services.editing import edit_record
from census_desktop.store.records import open_conflicts
from tests.builders import edit, merge_stores, save_family

if TYPE_CHECKING:
    from census_desktop.store.store import Store


def test_edit_when_the_shown_answer_is_typed_then_only_that_conflict_is_decided(
    ward_store: Store, town_store: Store
) -> None:
    household, (person, *_others) = save_family(ward_store)
    merge_stores(town_store, ward_store)
    edit(ward_store, person, note="Đi biển", slip_no="1/17")
    edit(ward_store, household, note="Nhà sát đê")
    edit(town_store, person, note="Ở nhà", slip_no="1/71")
    edit(town_store, household, note="Nhà trong ngõ")
    merge_stores(town_store, ward_store)
    assert len(open_conflicts(town_store)) == 3

    assert edit_record(town_store, person.person_uuid, {"slip_no": "1/71"}).operations == 1
    assert {cell for _kind, _record, cell in open_conflicts(town_store)} == {"note"}
    assert edit_record(town_store, household.household_uuid, {"note": "Nhà sát đê"}).operations == 1

    assert [record for _kind, record, _cell in open_conflicts(town_store)] == [person.person_uuid]
    merge_stores(ward_store, town_store)
    assert open_conflicts(ward_store) == open_conflicts(town_store)
