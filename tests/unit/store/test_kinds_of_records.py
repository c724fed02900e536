"""Records beside people and households go the same way: written, derived, sent, merged, brought home."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from census_desktop.base.errors import BugError
from census_desktop.domain.code_names import DIFFERENT, SAME, TWINS
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.records import RECORD_TYPES, RecordKind
from census_desktop.store.operations import export_counts, operation_lines
from census_desktop.store.records import iter_records, load, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import save_family


def link(one: uuid.UUID, other: uuid.UUID, verdict: str) -> Link:
    first, second = sorted((one, other))
    return Link(
        link_uuid=link_uuid_of(one, other), first=first, second=second, verdict=verdict, leading=first
    )


def test_link_uuid_when_asked_in_either_order_then_is_the_same_lawful_id() -> None:
    one, other, third = (uuid.UUID(int=number << 64 | 77) for number in (1, 2, 3))

    assert link_uuid_of(one, other) == link_uuid_of(other, one)
    assert link_uuid_of(one, other) != link_uuid_of(one, third)
    assert link_uuid_of(one, other).version == 8
    assert link_uuid_of(one, other).variant == uuid.RFC_4122


def test_link_when_saved_then_comes_back_whole_and_the_store_verifies(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    decision = link(people[0].person_uuid, people[1].person_uuid, SAME)
    with ward_store.transaction(Action.DECIDE) as tx:
        assert tx.save(decision) == 1
    with ward_store.transaction(Action.DECIDE) as tx:
        assert tx.save(replace(decision, verdict=TWINS, leading=None)) == 1
        assert tx.save(replace(decision, verdict=TWINS, leading=None)) == 0

    kept = load(ward_store, RecordKind.LINK, decision.link_uuid)

    assert kept == replace(decision, verdict=TWINS, leading=None)
    assert records_where(ward_store, RecordKind.LINK, verdict=TWINS, leading=None) == (kept,)
    assert records_where(ward_store, RecordKind.LINK, first=decision.second) == ()
    assert list(iter_records(ward_store, RecordKind.LINK)) == [kept]
    assert load(ward_store, RecordKind.LINK, people[0].person_uuid) is None
    assert verify(ward_store).ok


def test_records_when_asked_by_a_name_that_is_no_box_then_it_is_a_mistake_of_ours(ward_store: Store) -> None:
    with pytest.raises(BugError, match="full_name"):
        records_where(ward_store, RecordKind.LINK, full_name="ĐẬU VĂN THÌN")


def test_package_lines_when_there_are_links_then_they_follow_the_people(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    with ward_store.transaction(Action.DECIDE) as tx:
        tx.create(link(people[0].person_uuid, people[1].person_uuid, DIFFERENT))

    lines = list(operation_lines(ward_store))

    assert b'"of":"link"' in lines[-1]
    assert export_counts(ward_store) == (len(people), 1, len(lines))


@pytest.mark.parametrize("kind", list(RecordKind))
def test_kind_when_registered_then_every_box_stands_in_exactly_one_cell(kind: RecordKind) -> None:
    each = RECORD_TYPES[kind]
    named = [name for names in each.cells.values() for name in names]

    assert sorted(named) == sorted(each.boxes)
    assert each.key not in each.boxes
