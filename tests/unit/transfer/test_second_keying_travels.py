"""What came of second keying goes with the packages: keyed again in the town, decided in the ward, counted in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import CHECKED_TWICE
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.second_keying import Outcome, Wrong
from census_desktop.services.progress import progress
from census_desktop.services.second_keying import SecondKeying, decide, draw_sample
from census_desktop.store.records import load_person
from census_desktop.store.second_keying import (
    KeyingCounts,
    compared_boxes,
    keying_counts,
    keying_tasks,
    officer_errors,
)
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.receipts import export_receipt
from tests.merge_histories import state_of
from tests.transfer_world import SONG_TRI, World, family, merge

if TYPE_CHECKING:
    from census_desktop.store.store import Store


def key_again(store: Store, **otherwise: str) -> None:
    """Key the first slip drawn, from a paper that says what the record says but for `otherwise`."""
    assert draw_sample(store, 1) > 0
    first = keying_tasks(store)[0].person_uuid
    person = load_person(store, first)
    assert person is not None
    keying = SecondKeying(store, first)
    while keying.remaining:
        field = keying.remaining[0]
        keying.key(field, otherwise.get(field) or show_answer(PERSON_FIELDS[field], getattr(person, field)))
    keying.finish()


def checked_twice(store: Store) -> int:
    return sum(unit.reached(CHECKED_TWICE) for unit in progress(store).units)


def test_slip_when_keyed_again_in_the_town_is_decided_in_the_ward_and_counted_by_progress(
    world: World,
) -> None:
    first, second = world.ward("ST-01"), world.ward("ST-02")
    _household, people = family(first.store)
    merge(world, world.export(first))
    town = world.town.store
    key_again(town, full_name="TRẦN VĂN HOÀN")
    assert (keying_counts(town).open, checked_twice(town)) == (1, 0)

    receipt = export_receipt(town, SONG_TRI, world.stick, JobControl()).path
    for ward in (first, second):
        merge_packages(ward.store, [receipt], JobControl())
    (box,) = compared_boxes(second.store)
    assert (box.first_officer, box.second_officer, box.second) == (
        "canbo1@ST-01",
        "canbo0@TX-01",
        "TRẦN VĂN HOÀN",
    )
    assert decide(second.store, box.keyed_box_uuid, "Trần Văn Hoàn") is Wrong.FIRST

    merge(world, world.export(second))
    assert keying_counts(town) == KeyingCounts(len(people) - 1, 1, 0)
    assert checked_twice(town) == 1
    assert [(one.officer, one.wrong) for one in officer_errors(town)] == [
        ("canbo0@TX-01", 0),
        ("canbo1@ST-01", 1),
    ]
    (decided,) = compared_boxes(town, (Outcome.DECIDED,))
    assert decided.decided_by == "canbo2@ST-02"
    merge_packages(
        first.store, [export_receipt(town, SONG_TRI, world.stick, JobControl()).path], JobControl()
    )
    assert state_of(first.store) == state_of(town)
