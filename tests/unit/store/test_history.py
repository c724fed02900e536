"""The history of a record, and the lines that travel."""

from __future__ import annotations

import pytest

from census_desktop.domain.operations import parse_line
from census_desktop.store import operations
from census_desktop.store.operations import export_counts, history, last_arrival, operation_lines
from census_desktop.store.staged_line import read_line
from census_desktop.store.store import Store
from tests.builders import edit, make_household, make_person, merge_stores, save, save_family


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_PAGE", 3)


def test_history_when_asked_then_is_oldest_first_in_the_order_all_machines_share(
    ward_store: Store, town_store: Store
) -> None:
    _household, (person, *_others) = save_family(ward_store)
    merge_stores(town_store, ward_store)
    edit(town_store, person, note="Thị xã")
    edit(ward_store, person, note="Phường")
    edit(ward_store, person, note="Phường lần hai")
    merge_stores(town_store, ward_store)
    merge_stores(ward_store, town_store)

    here, there = history(ward_store, person.person_uuid), history(town_store, person.person_uuid)

    assert here == there
    assert len(here) == 4
    assert [each.lamport for each in here] == sorted(each.lamport for each in here)
    assert history(ward_store, ward_store.clock.new_uuid()) == ()


def test_lines_when_everything_is_asked_for_then_households_come_first_and_counts_agree(
    ward_store: Store,
) -> None:
    for number in range(3):
        save_family(ward_store, household_no=str(number))

    kinds = [parse_line(line).record_kind.value for line in operation_lines(ward_store)]

    assert kinds == ["household"] * 3 + ["person"] * 9
    assert export_counts(ward_store) == (9, 3, 12)
    assert last_arrival(ward_store) == 12


def test_lines_when_there_is_nothing_then_none_come(ward_store: Store) -> None:
    assert list(operation_lines(ward_store)) == []
    assert export_counts(ward_store) == (0, 0, 0)
    assert last_arrival(ward_store) == 0


def test_lines_when_asked_after_a_number_then_records_with_news_come_with_all_their_operations(
    ward_store: Store,
) -> None:
    _old, (head, wife, _child) = save_family(ward_store)
    edit(ward_store, wife, note="trước")
    sent = last_arrival(ward_store)
    edit(ward_store, head, note="sau")
    new = make_household(ward_store.clock, household_no="13")
    save(ward_store, new)

    found = [parse_line(line) for line in operation_lines(ward_store, after=sent)]

    assert [(each.record_uuid, each.cell) for each in found] == [
        (new.household_uuid, ""),
        (head.person_uuid, ""),
        (head.person_uuid, "note"),
    ]
    assert export_counts(ward_store, sent) == (1, 1, 3)
    assert list(operation_lines(ward_store, after=last_arrival(ward_store))) == []


def test_lines_when_something_is_typed_meanwhile_then_the_package_stays_as_counted(ward_store: Store) -> None:
    _household, (head, wife, _child) = save_family(ward_store)
    more = [make_person(ward_store.clock, full_name="LÊ VĂN BIỂN") for _each in range(5)]
    save(ward_store, *more)
    sent = last_arrival(ward_store)
    edit(ward_store, head, note="trong gói")
    for person in more:
        edit(ward_store, person, note="trong gói")
    until = last_arrival(ward_store)
    before = list(operation_lines(ward_store, sent, until))

    lines = operation_lines(ward_store, sent, until)
    found = [next(lines)]
    edit(ward_store, wife, note="gói sau")
    edit(ward_store, head, note="gói sau")
    found += lines

    assert found == before
    assert export_counts(ward_store, sent, until) == (6, 0, len(before))
    assert not any("gói sau".encode() in line for line in found)
    assert wife.person_uuid not in {parse_line(line).record_uuid for line in found}


def test_lines_when_written_here_then_any_machine_accepts_them(ward_store: Store) -> None:
    _household, (head, _wife, _child) = save_family(ward_store)
    edit(ward_store, head, note='Gọi là "Út"\t\\ \u2028 😀', void="1", void_reason=None)

    for line in operation_lines(ward_store):
        assert read_line(line).lamport == parse_line(line).lamport
