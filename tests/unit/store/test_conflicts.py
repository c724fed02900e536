"""Conflicts decided and left open; numbers that order what is shown."""

from __future__ import annotations

import dataclasses

import pytest

from census_desktop.domain.dc01 import Person
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.store.operations import history
from census_desktop.store.records import load_person, open_conflicts
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import (
    edit,
    make_operation,
    make_store,
    merge_lines,
    merge_stores,
    save,
    save_family,
)


def conflicting(one: Store, other: Store) -> Person:
    """A person whose sex and phone note were changed differently on both machines; both know it."""
    _household, (person, *_others) = save_family(one)
    merge_stores(other, one)
    edit(one, person, sex="2", note="Vắng")
    edit(other, person, sex=None, note="Đi biển")
    merge_stores(one, other)
    merge_stores(other, one)
    assert {cell for _kind, _record, cell in open_conflicts(one)} == {"sex", "note"}
    return person


def test_conflict_when_the_shown_answer_is_said_again_then_is_decided(
    ward_store: Store, town_store: Store
) -> None:
    person = conflicting(ward_store, town_store)
    shown = load_person(ward_store, person.person_uuid)
    assert shown is not None

    with ward_store.transaction(Action.EDIT) as transaction:
        count = transaction.edit(RecordKind.PERSON, person.person_uuid, {"sex": shown.sex}, OpKind.DECIDE)

    assert count == 1
    decided = history(ward_store, person.person_uuid)[-1]
    assert (decided.kind, len(decided.replaces)) == (OpKind.DECIDE, 2)
    assert [cell for _kind, _record, cell in open_conflicts(ward_store)] == ["note"]
    merge_stores(town_store, ward_store)
    assert [cell for _kind, _record, cell in open_conflicts(town_store)] == ["note"]
    assert load_person(town_store, person.person_uuid) == shown


def test_conflict_when_another_box_of_the_slip_is_saved_then_stays_open(
    ward_store: Store, town_store: Store
) -> None:
    person = conflicting(ward_store, town_store)
    shown = load_person(ward_store, person.person_uuid)
    assert shown is not None

    assert save(ward_store, dataclasses.replace(shown, blood_group="O")) == 1

    assert {cell for _kind, _record, cell in open_conflicts(ward_store)} == {"sex", "note"}


def test_conflict_when_its_own_box_is_saved_anew_then_is_decided(
    ward_store: Store, town_store: Store
) -> None:
    person = conflicting(ward_store, town_store)
    shown = load_person(ward_store, person.person_uuid)
    assert shown is not None

    assert save(ward_store, dataclasses.replace(shown, note="Đã về")) == 1

    assert [cell for _kind, _record, cell in open_conflicts(ward_store)] == ["sex"]


def test_lamport_when_foreign_operations_are_seen_then_goes_on_above_them(ward_store: Store) -> None:
    record = ward_store.clock.new_uuid()
    merge_lines(ward_store, [make_operation(record, lamport=700).line()])

    with ward_store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, record, {"note": "đã thấy"})

    assert [each.lamport for each in history(ward_store, record)] == [700, 701]


def test_lamport_when_a_foreign_one_is_the_largest_possible_then_later_operations_stay_readable(
    ward_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = ward_store.clock.new_uuid()
    merge_lines(ward_store, [make_operation(record, lamport=(1 << 53) - 1).line()])

    with ward_store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, record, {"note": "vẫn đọc được"})

    assert len(history(ward_store, record)) == 2
    with make_store(tmp_path_factory.mktemp("máy khác"), "KA-01") as other:
        merge_stores(other, ward_store)
        found = load_person(other, record)
        assert found is not None
        assert found.note == "vẫn đọc được"
