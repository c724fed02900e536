"""Decisions on pairs: who counts, groups of more than two, other machines, changed minds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME, TWINS
from census_desktop.services.counted import as_counted
from census_desktop.services.duplicates import (
    decide,
    decide_group,
    decision_on,
    group_of,
    groups,
    withdraw,
)
from census_desktop.services.pairs import Suspect, by_group, decided
from census_desktop.services.progress import progress
from census_desktop.store.operations import history
from census_desktop.store.records import load_person
from tests.builders import (
    KY_TRINH,
    SONG_TRI,
    edit,
    make_household,
    make_person,
    make_store,
    merge_stores,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def slips(store: Store) -> tuple[Person, ...]:
    """The same man on four slips in four households of two wards."""
    people = []
    for number, unit in enumerate((SONG_TRI, KY_TRINH, KY_TRINH, SONG_TRI)):
        household = make_household(store.clock, unit=unit, household_no=str(number))
        person = make_person(store.clock, household, full_name="TRẦN HỮU SỬU", note=f"phiếu {number}")
        save(store, household, person)
        people.append(person)
    return tuple(people)


def refusal(call: object, *args: object, **more: object) -> str:
    assert callable(call)
    with pytest.raises(CensusError) as caught:
        call(*args, **more)
    return caught.value.code


def people_in(store: Store) -> dict[str, tuple[int, int]]:
    found = (
        (f"{unit.code}@{unit.valid_from}", (unit.people, unit.households)) for unit in progress(store).units
    )
    return {unit: figures for unit, figures in found if figures != (0, 0)}


def test_decide_when_the_same_then_both_stay_and_one_counts(store: Store, slips: tuple[Person, ...]) -> None:
    first, second, *_others = slips
    assert people_in(store) == {SONG_TRI: (2, 2), KY_TRINH: (2, 2)}
    done = decide(
        store,
        second.person_uuid,
        first.person_uuid,
        SAME,
        leading=second.person_uuid,
        reason="Có giấy khai sinh",
    )
    assert done.group is not None
    assert done.group.members == (second.person_uuid, first.person_uuid)
    assert load_person(store, first.person_uuid) == first
    assert people_in(store) == {SONG_TRI: (1, 1), KY_TRINH: (2, 2)}
    known = decision_on(store, first.person_uuid, second.person_uuid)
    assert known is not None
    assert (known.verdict, known.reason) == (SAME, "Có giấy khai sinh")


def test_decide_when_some_of_a_household_count_elsewhere_then_the_household_still_counts(
    store: Store, slips: tuple[Person, ...]
) -> None:
    save(store, make_person(store.clock, slips[0].household_uuid, full_name="TRẦN THỊ THƠM", sex="2"))
    decide(store, slips[0].person_uuid, slips[1].person_uuid, SAME, leading=slips[1].person_uuid)
    assert people_in(store) == {SONG_TRI: (2, 2), KY_TRINH: (2, 2)}


def test_decide_when_changed_or_withdrawn_then_counts_follow_and_history_stays(
    store: Store, slips: tuple[Person, ...]
) -> None:
    one, other = slips[0].person_uuid, slips[1].person_uuid
    decide(store, one, other, SAME)
    assert people_in(store) == {SONG_TRI: (2, 2), KY_TRINH: (1, 1)}  # nobody said: the older slip counts
    decide(store, one, other, TWINS)
    assert people_in(store) == {SONG_TRI: (2, 2), KY_TRINH: (2, 2)}
    decide(store, one, other, SAME, leading=other)
    withdraw(store, one, other)
    assert (groups(store), decision_on(store, one, other)) == ((), None)
    assert people_in(store) == {SONG_TRI: (2, 2), KY_TRINH: (2, 2)}
    assert refusal(withdraw, store, one, other) == "NOT_DECIDED"
    known = decide(store, one, other, LOOK).link
    assert len(history(store, known.link_uuid)) == 5


def test_decide_when_more_than_two_then_the_chosen_one_leads_all(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c, d = (slip.person_uuid for slip in slips)
    decide(store, a, b, SAME, leading=a)
    decide(store, c, d, SAME, leading=c)
    decide(store, b, d, SAME, leading=d)
    (group,) = groups(store)
    assert (group.leading, set(group.others)) == (d, {a, b, c})
    assert people_in(store) == {SONG_TRI: (1, 1)}
    decide(store, a, c, SAME)  # said again of two others: whoever leads keeps leading
    assert groups(store)[0].leading == d
    assert group_of(store, b) == groups(store)[0]
    assert group_of(store, slips[0].household_uuid or a) is None


def test_decide_when_held_apart_before_then_refused_until_withdrawn(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c, _d = (slip.person_uuid for slip in slips)
    decide(store, a, c, DIFFERENT)
    decide(store, a, b, SAME)
    assert refusal(decide, store, b, c, SAME) == "CONTRADICTS"
    assert decision_on(store, b, c) is None
    withdraw(store, a, c)
    assert decide(store, b, c, SAME).group == groups(store)[0]


def test_group_when_decided_as_a_whole_then_one_leads_and_every_pair_is_remembered(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c, d = (slip.person_uuid for slip in slips)
    decide(store, a, b, SAME)
    group = decide_group(store, (a, b, c), c)
    assert group.members == (c, *sorted((a, b)))
    assert progress(store).total.people == 2
    assert refusal(decide_group, store, (c,), c) == "ONE_SLIP"
    assert refusal(decide_group, store, (c, store.clock.new_uuid()), c) == "NO_SUCH_RECORD"
    decide(store, a, d, DIFFERENT)
    assert refusal(decide_group, store, (c, d), d) == "CONTRADICTS"  # through a
    assert refusal(decide_group, store, (a, d), a) == "CONTRADICTS"  # directly
    assert group_of(store, d) is None
    assert [(one.first, one.second, one.verdict) for one in decided(store)][-1] == (
        *sorted((a, b)), SAME)  # fmt: skip
    assert len(decided(store)) == 4
    withdraw(store, a, d)
    assert decide_group(store, (c, d), d).leading == d
    assert len(decided(store)) >= 4


def test_pairs_when_they_share_slips_then_stand_together(store: Store, slips: tuple[Person, ...]) -> None:
    a, b, c, d = sorted(slip.person_uuid for slip in slips)
    e, f = sorted((store.clock.new_uuid(), store.clock.new_uuid()))
    found = [Suspect(a, b, 0.9, ()), Suspect(e, f, 0.8, ()), Suspect(b, c, 0.7, ())]
    groups_of = [(group.members, len(group.pairs)) for group in by_group(store, found)]
    assert groups_of == [((a, b, c), 2), ((e, f), 1)]
    decide(store, c, d, SAME)
    assert by_group(store, found)[0].members == (a, b, c, d)


def test_decide_when_void_then_the_other_counts(store: Store, slips: tuple[Person, ...]) -> None:
    edit(store, slips[0], void="1", void_reason="Ghi hai lần")
    done = decide(store, slips[0].person_uuid, slips[1].person_uuid, SAME)
    assert done.group is not None
    assert done.group.leading == slips[1].person_uuid
    assert people_in(store) == {SONG_TRI: (1, 1), KY_TRINH: (2, 2)} | {SONG_TRI: (1, 2)}


def test_as_counted_when_the_other_is_right_in_a_box_then_taken_from_it(
    store: Store, slips: tuple[Person, ...]
) -> None:
    one, other = slips[0].person_uuid, slips[1].person_uuid
    edit(store, slips[1], birth_date="1964-08-16", religion="02")
    decide(store, one, other, SAME, leading=one, taken=["birth_date", "religion"])
    for each in (one, other):
        person = as_counted(store, each)
        assert (person.person_uuid, person.birth_date, person.religion) == (one, "1964-08-16", "02")
        assert person.note == "phiếu 0"
    assert as_counted(store, slips[2].person_uuid) == slips[2]
    assert load_person(store, one) == slips[0]


def test_decide_when_it_cannot_be_then_refused_and_nothing_written(
    store: Store, slips: tuple[Person, ...]
) -> None:
    one, other = slips[0].person_uuid, slips[1].person_uuid
    assert refusal(decide, store, one, one, SAME) == "ONE_SLIP"
    assert refusal(decide, store, one, slips[0].household_uuid, SAME) == "NO_SUCH_RECORD"
    assert refusal(decide, store, one, other, "maybe") == "UNKNOWN_VERDICT"
    assert refusal(decide, store, one, other, SAME, leading=slips[2].person_uuid) == "NOT_OF_PAIR"
    assert refusal(decide, store, one, other, SAME, taken=["void"]) == "UNKNOWN_FIELD"
    assert refusal(as_counted, store, slips[0].household_uuid) == "NO_SUCH_RECORD"
    assert groups(store) == ()


def test_decide_when_two_machines_decide_the_same_pair_then_one_decision_or_a_conflict(
    tmp_path: Path,
) -> None:
    with make_store(tmp_path, "ST-01") as one, make_store(tmp_path, "ST-02") as other:
        household = make_household(one.clock)
        a, b = (make_person(one.clock, household, full_name="TRẦN HỮU SỬU") for _number in range(2))
        save(one, household, a, b)
        merge_stores(other, one)
        decide(one, a.person_uuid, b.person_uuid, SAME)
        decide(other, b.person_uuid, a.person_uuid, SAME)
        merge_stores(one, other)
        merge_stores(other, one)
        assert groups(one) == groups(other)
        assert len(groups(one)) == 1
        decide(other, a.person_uuid, b.person_uuid, TWINS)
        merge_stores(one, other)
        assert groups(one) == ()
