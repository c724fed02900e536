"""The history of a record box by box."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.services.record_history import BoxHistory, box_histories
from tests.builders import edit, make_household, make_person, merge_stores, save, save_family

if TYPE_CHECKING:
    from census_desktop.store.store import Store


def history(store: Store, record_uuid: uuid.UUID) -> dict[str, BoxHistory]:
    return {box.box: box for box in box_histories(store, record_uuid)}


def test_history_when_a_box_was_corrected_then_the_newest_value_comes_first(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    edit(ward_store, people[1], birth_date="1967-03-02")
    edit(ward_store, people[1], birth_date=None)
    edit(ward_store, people[1], note="giấy mờ")
    found = history(ward_store, people[1].person_uuid)["birth_date"]

    assert found.label == "Ngày, tháng, năm sinh"
    assert [(one.value, one.kind, one.is_standing) for one in found.said] == [
        ("", "sửa", True),
        ("02/03/1967", "sửa", False),
        ("1967", "lập", False),
    ]
    assert {(one.officer, one.device) for one in found.said} == {("hoa.nt", "ST-01")}
    assert found.was_changed
    assert not found.is_in_conflict


def test_history_when_nothing_was_changed_then_blank_boxes_are_left_out(ward_store: Store) -> None:
    household, people = save_family(ward_store)
    found = history(ward_store, people[0].person_uuid)

    assert "religion" not in found
    assert not found["full_name"].was_changed
    assert found["sex"].said[0].value == "Nam"
    assert list(found) == [name for name in found if name != "household_uuid"] + ["household_uuid"]
    assert found["household_uuid"].said[0].value == "Hộ 12, Tổ dân phố 3"
    assert (
        history(ward_store, household.household_uuid)["unit"].said[0].value
        == "Phường Sông Trí (từ 10/04/2015)"
    )


def test_history_when_one_box_of_a_cell_changes_then_the_others_are_not_told_again(ward_store: Store) -> None:
    person = make_person(ward_store.clock, nationality="VN", other_nationality="LA")
    save(ward_store, person)
    edit(ward_store, person, other_nationality="TH")
    found = history(ward_store, person.person_uuid)

    assert len(found["nationality"].said) == 1
    assert [one.is_standing for one in found["other_nationality"].said] == [True, False]


def test_history_when_moved_then_both_households_are_named(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    other = make_household(ward_store.clock, household_no=None, residential_group=None)
    save(ward_store, other)
    edit(ward_store, people[2], household_uuid=other.household_uuid.hex)
    gone = uuid.UUID(int=7)
    edit(ward_store, people[1], household_uuid=gone.hex)

    said = [one.value for one in history(ward_store, people[2].person_uuid)["household_uuid"].said]
    assert said == ["Hộ –", "Hộ 12, Tổ dân phố 3"]
    assert history(ward_store, people[1].person_uuid)["household_uuid"].said[0].value == (
        "hộ không có trên máy này"
    )


def test_history_when_machines_disagree_then_both_values_stand(ward_store: Store, town_store: Store) -> None:
    _household, people = save_family(ward_store)
    merge_stores(town_store, ward_store)
    edit(ward_store, people[1], birth_date="1968")
    edit(town_store, people[1], birth_date="1967-03")
    merge_stores(town_store, ward_store)
    found = history(town_store, people[1].person_uuid)["birth_date"]

    assert found.is_in_conflict
    assert {one.value for one in found.said if one.is_standing} == {"03/1967", "1968"}


def test_history_when_an_officer_looks_then_service_is_hidden(ward_store: Store, town_store: Store) -> None:
    for store, words in ((ward_store, "•••"), (town_store, "Quân nhân chuyên nghiệp")):
        person = make_person(store.clock, service="qncn")
        save(store, person)
        assert history(store, person.person_uuid)["service"].said[0].value == words


def test_history_when_nobody_knows_the_record_then_it_is_said(ward_store: Store) -> None:
    with pytest.raises(CensusError) as refused:
        box_histories(ward_store, uuid.uuid4())
    assert refused.value.code == "NO_SUCH_RECORD"
