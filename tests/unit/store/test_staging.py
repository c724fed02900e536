"""Foreign operations on their way in."""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.dc01 import Person
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.store import staging as module
from census_desktop.store.operations import history
from census_desktop.store.records import counts, load_person, open_conflicts
from census_desktop.store.search import search_people
from census_desktop.store.staging import MergeCounts, StagedCounts, open_staging
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import (
    StopAt,
    all_lines,
    edit,
    leftovers,
    lines_of,
    make_household,
    make_operation,
    make_person,
    make_store,
    merge_lines,
    merge_stores,
    rows_of,
    save,
    save_family,
)

NOTHING = MergeCounts(added=0, changed=0, combined=0, already=0, conflicts=0)


def test_merge_when_the_town_is_empty_then_everything_enters(ward_store: Store, town_store: Store) -> None:
    household, people = save_family(ward_store)
    edit(ward_store, people[1], note="Sửa trước khi gửi")

    merged = merge_stores(town_store, ward_store)

    assert merged == MergeCounts(added=4, changed=0, combined=0, already=0, conflicts=0)
    assert rows_of(town_store) == rows_of(ward_store)
    assert all_lines(town_store) == all_lines(ward_store)
    assert [row.household_uuid for row in search_people(town_store, "huong")] == [household.household_uuid]
    assert verify(town_store).ok
    assert leftovers(town_store) == []


def test_merge_when_the_same_package_comes_again_then_nothing_changes(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    lines = lines_of(ward_store)
    merge_lines(town_store, lines)
    before = rows_of(town_store), all_lines(town_store)

    assert merge_lines(town_store, lines) == MergeCounts(
        added=0, changed=0, combined=0, already=4, conflicts=0
    )
    assert merge_lines(town_store, lines, lines[::-1], lines * 3) == MergeCounts(
        added=0, changed=0, combined=0, already=4, conflicts=0
    )
    assert (rows_of(town_store), all_lines(town_store)) == before


def test_merge_when_duplicated_packages_come_at_once_then_each_record_enters_once(
    ward_store: Store, town_store: Store
) -> None:
    _household, people = save_family(ward_store)
    edit(ward_store, people[0], note="x")
    lines = lines_of(ward_store)

    assert merge_lines(town_store, lines, lines + lines, lines[::-1]).added == 4
    assert rows_of(town_store) == rows_of(ward_store)
    assert verify(town_store).ok


def exchanged(one: Store, other: Store) -> Person:
    """A person both machines know."""
    _household, (person, *_others) = save_family(one)
    merge_stores(other, one)
    return person


def test_merge_when_different_boxes_were_edited_then_they_combine(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="Đi biển")
    edit(town_store, person, blood_group="O")

    assert merge_stores(town_store, ward_store) == MergeCounts(
        added=0, changed=1, combined=1, already=3, conflicts=0
    )
    found = load_person(town_store, person.person_uuid)
    assert found is not None
    assert (found.note, found.blood_group) == ("Đi biển", "O")
    assert verify(town_store).ok


def test_merge_when_only_the_sender_edited_then_it_is_a_change_and_no_combination(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, full_name="ĐẬU VĂN THÌN (CỤ)")

    assert merge_stores(town_store, ward_store) == MergeCounts(
        added=0, changed=1, combined=0, already=3, conflicts=0
    )
    assert [row.person_uuid for row in search_people(town_store, "cu")] == [person.person_uuid]


def test_merge_when_one_box_was_edited_differently_then_it_is_a_conflict_on_both_machines_alike(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="Đi biển")
    edit(town_store, person, note="Ở nhà")

    assert merge_stores(town_store, ward_store).conflicts == 1
    assert merge_stores(ward_store, town_store).conflicts == 1
    assert open_conflicts(town_store) == ((RecordKind.PERSON, person.person_uuid, "note"),)
    assert rows_of(town_store) == rows_of(ward_store)
    assert merge_stores(town_store, ward_store).conflicts == 0  # not counted again


def test_merge_when_a_decision_comes_back_then_the_conflict_is_gone(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="Đi biển")
    edit(town_store, person, note="Ở nhà")
    merge_stores(town_store, ward_store)
    with town_store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, person.person_uuid, {"note": "Ở nhà"}, OpKind.DECIDE)

    merge_stores(ward_store, town_store)

    assert open_conflicts(ward_store) == ()
    assert rows_of(town_store) == rows_of(ward_store)


def test_merge_when_packages_come_in_any_order_and_overlap_then_the_state_is_the_same(
    ward_store: Store, town_store: Store, make_town: Callable[[str], Store]
) -> None:
    person = exchanged(ward_store, town_store)
    packages = [lines_of(ward_store)]
    for note in ("một", "hai", "ba"):
        edit(ward_store, person, note=note)
        packages.append(lines_of(ward_store))
    edit(town_store, person, note="bốn")
    packages.append(lines_of(town_store))

    states = []
    for number, order in enumerate(itertools.islice(itertools.permutations(packages), 0, 120, 29)):
        town = make_town(f"TX-1{number}")
        for package in order:
            merge_lines(town, package)
        assert verify(town).ok
        states.append((rows_of(town), all_lines(town)))

    assert len(states) == 5
    assert all(state == states[0] for state in states)


@pytest.fixture
def make_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Store]]:
    """More town machines, closed at the end."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(
            make_store(tmp_path_factory.mktemp("town"), name, MachineRole.TOWN)
        )


def test_merge_when_lines_are_shuffled_then_the_state_is_the_same(
    ward_store: Store, town_store: Store
) -> None:
    _household, people = save_family(ward_store)
    for person in people:
        edit(ward_store, person, note="một", full_name="NGUYỄN THỊ HOÀ")
        edit(ward_store, person, note="hai")
    lines = lines_of(ward_store)
    random.Random(7).shuffle(lines)

    merge_lines(town_store, lines)

    assert rows_of(town_store) == rows_of(ward_store)
    assert verify(town_store).ok


def test_merge_when_one_package_knows_less_of_a_record_then_they_complete_each_other(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    old = lines_of(ward_store)
    edit(ward_store, person, note="mới")

    assert merge_lines(town_store, old, lines_of(ward_store)).changed == 1
    assert rows_of(town_store) == rows_of(ward_store)


def test_merge_when_the_birth_of_a_record_comes_later_then_it_completes_the_record(
    ward_store: Store, town_store: Store
) -> None:
    _household, (person, *_others) = save_family(ward_store)
    edit(ward_store, person, note="mới")
    lines = lines_of(ward_store)

    merge_lines(town_store, [lines[-1]])
    assert verify(town_store).ok
    merge_lines(town_store, lines[:-1])

    assert rows_of(town_store) == rows_of(ward_store)
    assert verify(town_store).ok


def test_merge_when_two_births_of_one_record_differ_then_it_is_a_conflict_and_not_a_crash(
    town_store: Store,
) -> None:
    record = uuid.UUID(int=77)
    births = [make_operation(record, values={"full_name": name}) for name in ("LÊ VĂN BIỂN", "LÊ VĂN BIÊN")]

    merged = merge_lines(town_store, [births[0].line()], [births[1].line()])

    assert (merged.added, merged.conflicts) == (1, 1)
    assert open_conflicts(town_store) == ((RecordKind.PERSON, record, "full_name"),)
    assert verify(town_store).ok


def test_plan_when_asked_then_foretells_the_merge_and_changes_nothing(
    ward_store: Store, town_store: Store
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="Đi biển")
    edit(town_store, person, note="Ở nhà")
    first = lines_of(ward_store)
    save_family(ward_store, household_no="13")
    second = lines_of(ward_store)
    before = rows_of(town_store), all_lines(town_store)

    with open_staging(town_store) as staging:
        assert staging.add_package("gói 1", first, JobControl()) == StagedCounts(3, 1, 5)
        assert staging.add_package("gói 2", second, JobControl()) == StagedCounts(6, 2, 9)
        one, two = staging.package_number("gói 1"), staging.package_number("gói 2")
        assert staging.counts(one) == MergeCounts(added=0, changed=1, combined=1, already=3, conflicts=1)
        assert staging.counts(two) == MergeCounts(added=4, changed=1, combined=1, already=3, conflicts=1)
        foretold = staging.counts()
        assert foretold == MergeCounts(added=4, changed=1, combined=1, already=3, conflicts=1)
        assert (rows_of(town_store), all_lines(town_store)) == before
        with town_store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            assert staging.apply(transaction, JobControl()) == foretold
        assert staging.counts() == MergeCounts(added=0, changed=0, combined=0, already=8, conflicts=0)


def test_merge_when_a_package_is_empty_then_nothing_happens(town_store: Store) -> None:
    assert merge_lines(town_store, []) == NOTHING
    assert merge_lines(town_store) == NOTHING


@pytest.mark.parametrize("report", [1, 2])
def test_merge_when_stopped_then_the_store_is_as_before(
    ward_store: Store, town_store: Store, report: int
) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="mới")
    save_family(ward_store, household_no="13")
    before = rows_of(town_store), all_lines(town_store)

    with pytest.raises(CancelledError):
        merge_lines(town_store, lines_of(ward_store), control=StopAt(report))

    assert (rows_of(town_store), all_lines(town_store)) == before
    assert verify(town_store).ok
    assert leftovers(town_store) == []
    merge_stores(town_store, ward_store)
    assert rows_of(town_store) == rows_of(ward_store)


def test_merge_when_many_records_come_then_batches_lose_none(
    ward_store: Store, town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 7)
    household = make_household(ward_store.clock)
    save(ward_store, household, *(make_person(ward_store.clock, household) for _each in range(40)))

    merge_stores(town_store, ward_store)

    assert counts(town_store) == (40, 1)
    assert len(search_people(town_store, "thin", limit=99)) == 40
    assert rows_of(town_store) == rows_of(ward_store)


def test_merge_when_people_have_no_name_then_the_index_stays_sound(
    ward_store: Store, town_store: Store
) -> None:
    save(
        ward_store, *(make_person(ward_store.clock, full_name=None, note=str(number)) for number in range(3))
    )
    person = make_person(ward_store.clock, full_name=None)
    save(ward_store, person)
    edit(ward_store, person, note="chưa có tên")

    merge_stores(town_store, ward_store)

    assert verify(town_store).ok


def test_history_when_merged_then_is_that_of_the_sender(ward_store: Store, town_store: Store) -> None:
    person = exchanged(ward_store, town_store)
    edit(ward_store, person, note="mới")
    merge_stores(town_store, ward_store)

    assert history(town_store, person.person_uuid) == history(ward_store, person.person_uuid)
