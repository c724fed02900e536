"""Conflicts listed with both sides, and decided."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.conflicts import alike, conflicts, decide, keep, settle
from census_desktop.services.undo import undo, undoable
from census_desktop.store.operations import history
from census_desktop.store.records import load_household, load_person
from census_desktop.store.verify import verify
from tests.builders import (
    KY_TRINH,
    SONG_TRI,
    edit,
    make_household,
    make_store,
    merge_stores,
    save,
    save_family,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Household, Person
    from census_desktop.store.store import Store

Pair = tuple["Store", "Store"]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two laptops of one ward; what the first has, the second does not yet."""
    with make_store(tmp_path, "ST-01") as one, make_store(tmp_path, "ST-02") as other:
        yield one, other


@pytest.fixture
def shared(pair: Pair) -> tuple[Household, tuple[Person, ...]]:
    """A family both know."""
    family = save_family(pair[0])
    merge_stores(pair[1], pair[0])
    return family


def meet(pair: Pair) -> None:
    """Both learn what the other knows."""
    merge_stores(pair[0], pair[1])
    merge_stores(pair[1], pair[0])


def refusal(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(CensusError) as caught:
        call(*args)
    return caught.value.code


def test_conflicts_when_two_laptops_disagree_list_both_sides_and_where_they_started(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[0], head, note="Đi biển")
    meet(pair)
    assert conflicts(pair[0]) == ()
    edit(pair[0], head, note="Ở nhà")
    edit(pair[1], head, note=None)
    meet(pair)

    (found,) = conflicts(pair[0])

    assert (found.kind, found.record_uuid, found.cell, found.field) == (
        RecordKind.PERSON, head.person_uuid, "note", "note",
    )  # fmt: skip
    assert {(said.value, said.device, said.officer) for said in found.values} == {
        ("Ở nhà", "ST-01", "hoa.nt"),
        (None, "ST-02", "hoa.nt"),
    }
    assert all(said.at.startswith("2026-11-23T") for said in found.values)
    shown = load_person(pair[0], head.person_uuid)
    assert shown is not None
    assert found.values[0].value == shown.note
    assert found.base is not None
    assert found.base.value == "Đi biển"
    assert conflicts(pair[1]) == conflicts(pair[0])


def test_decision_when_made_on_one_machine_then_travels_and_ends_the_conflict_on_both(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[0], head, birth_date="1964-08-16")
    edit(pair[1], head, birth_date="1965")
    meet(pair)

    done = decide(pair[1], head.person_uuid, {"birth_date": "17/08/1964"})

    assert (done.fields, done.operations, done.left) == (("birth_date",), 1, 0)
    last = history(pair[1], head.person_uuid)[-1]
    assert (last.kind, len(last.replaces)) == (OpKind.DECIDE, 2)
    meet(pair)
    for store in pair:
        assert conflicts(store) == ()
        decided = load_person(store, head.person_uuid)
        assert decided is not None
        assert decided.birth_date == "1964-08-17"
        assert verify(store).ok


@pytest.mark.parametrize(("device", "note"), [("ST-01", "Đi biển"), ("ST-02", None)])
def test_keeping_when_one_machine_is_right_then_its_answer_holds(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]], device: str, note: str | None
) -> None:
    head = shared[1][0]
    edit(pair[0], head, note="Nháp")
    meet(pair)
    edit(pair[0], head, note="Đi biển", sex="1")
    edit(pair[1], head, note=None, sex="2")
    meet(pair)

    done = keep(pair[0], head.person_uuid, device, ["note"])

    assert (done.fields, done.left) == (
        ("note",),
        0,
    )  # sex "1" was what the slip said before: no edit of ST-01
    decided = load_person(pair[0], head.person_uuid)
    assert decided is not None
    assert (decided.note, decided.sex) == (note, "2")


def test_keeping_when_no_box_is_named_then_decides_every_conflict_of_the_machine(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[0], head, note="Đi biển", sex="2")
    edit(pair[1], head, note="Ở nhà", sex=None)
    meet(pair)

    done = keep(pair[1], head.person_uuid, "ST-01")

    assert (sorted(done.fields), done.operations, done.left) == (["note", "sex"], 2, 0)


def test_boxes_when_they_are_one_cell_then_are_told_and_decided_together(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    household = shared[0]
    edit(pair[0], household, unit=KY_TRINH, residential_group="Thôn Hoà Lộc")
    edit(pair[1], household, residential_group="Tổ dân phố 4")
    meet(pair)

    (found,) = conflicts(pair[0])
    assert (found.cell, found.field) == ("location", "unit")
    assert {said.boxes["residential_group"] for said in found.values} == {"Thôn Hoà Lộc", "Tổ dân phố 4"}

    keep(pair[0], household.household_uuid, "ST-02", ["unit"])
    decided = load_household(pair[0], household.household_uuid)
    assert decided is not None
    assert (decided.unit, decided.residential_group) == (SONG_TRI, "Tổ dân phố 4")


def test_moves_when_two_machines_move_a_person_elsewhere_then_households_are_named_by_their_ids(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    child = shared[1][2]
    here, there = make_household(pair[0].clock, household_no="20"), make_household(pair[1].clock)
    save(pair[0], here)
    save(pair[1], there)
    edit(pair[0], child, household_uuid=here.household_uuid.hex)
    edit(pair[1], child, household_uuid=there.household_uuid.hex)
    meet(pair)

    (found,) = conflicts(pair[0])
    assert {said.value for said in found.values} == {str(here.household_uuid), str(there.household_uuid)}
    assert (
        refusal(decide, pair[0], child.person_uuid, {"household_uuid": str(uuid.UUID(int=7))}) == "BAD_VALUE"
    )
    decide(pair[0], child.person_uuid, {"household_uuid": str(there.household_uuid)})
    moved = load_person(pair[0], child.person_uuid)
    assert moved is not None
    assert moved.household_uuid == there.household_uuid
    assert conflicts(pair[0]) == ()


def test_removal_when_the_slip_was_edited_elsewhere_then_a_person_decides(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    wife, child = shared[1][1:]
    for person in (wife, child):
        edit(pair[0], person, void="1", void_reason="Khai trùng")
        edit(pair[1], person, note="Mới về quê")
    meet(pair)

    found = {one.record_uuid: one for one in conflicts(pair[0])}

    assert set(found) == {wife.person_uuid, child.person_uuid}
    gone, edited = found[wife.person_uuid].values
    assert (gone.value, gone.boxes["void_reason"], gone.edited) == ("1", "Khai trùng", None)
    assert (edited.device, edited.edited, edited.boxes) == ("ST-02", "note", {"note": "Mới về quê"})
    keep(pair[0], wife.person_uuid, "ST-02")
    keep(pair[0], child.person_uuid, "ST-01", ["void"])
    meet(pair)
    for store in pair:
        assert conflicts(store) == ()
        states = [load_person(store, person.person_uuid) for person in (wife, child)]
        assert [(one.void, one.note) for one in states if one] == [(None, "Mới về quê"), ("1", "Mới về quê")]
        assert verify(store).ok


def test_removal_when_what_was_removed_is_edited_afterwards_then_is_no_conflict(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    wife = shared[1][1]
    edit(pair[0], wife, void="1", void_reason="Khai trùng", note="Xem phiếu 12")
    meet(pair)
    edit(pair[1], wife, note="Xem phiếu 13")
    meet(pair)
    assert conflicts(pair[0]) == conflicts(pair[1]) == ()


def test_decisions_when_there_is_nothing_to_decide_are_refused(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    assert refusal(keep, pair[0], uuid.UUID(int=9), "ST-01") == "NO_SUCH_RECORD"
    assert refusal(keep, pair[0], head.person_uuid, "ST-01") == "NOT_IN_CONFLICT"
    assert refusal(decide, pair[0], head.person_uuid, {"note": "Đi biển"}) == "NOT_IN_CONFLICT"
    assert refusal(decide, pair[0], head.person_uuid, {"hat_size": "7"}) == "UNKNOWN_FIELD"
    edit(pair[0], head, note="Đi biển")
    edit(pair[1], head, note="Ở nhà")
    meet(pair)
    before = history(pair[0], head.person_uuid)
    assert refusal(decide, pair[0], head.person_uuid, {"note": "Đi biển", "sex": "Nam"}) == "NOT_IN_CONFLICT"
    assert refusal(keep, pair[0], head.person_uuid, "KT-01") == "NO_SUCH_SIDE"
    assert refusal(keep, pair[0], head.person_uuid, "KT-01", ["note"]) == "NO_SUCH_SIDE"
    assert refusal(keep, pair[0], head.person_uuid, "ST-01", ["sex"]) == "NOT_IN_CONFLICT"
    assert history(pair[0], head.person_uuid) == before


def test_keeping_when_cloned_laptops_of_one_name_disagree_is_refused(tmp_path: Path, pair: Pair) -> None:
    family = save_family(pair[0])
    with make_store(tmp_path / "bản sao", "ST-01") as clone:
        merge_stores(clone, pair[0])
        edit(pair[0], family[1][0], note="Đi biển")
        edit(clone, family[1][0], note="Ở nhà")
        merge_stores(clone, pair[0])
        assert refusal(keep, clone, family[1][0].person_uuid, "ST-01") == "TWO_SIDES"


def test_decision_when_taken_back_then_the_conflict_stands_open_again_with_both_sides(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[0], head, note="Đi biển")
    edit(pair[1], head, note="Ở nhà")
    meet(pair)
    (before,) = conflicts(pair[0])
    assert settle(pair[0], [(before, before.values[1])]) == 1
    assert conflicts(pair[0]) == ()

    done = undoable(pair[0])[0]
    assert undo(pair[0], done.number) == 2

    meet(pair)
    for store in pair:
        (again,) = conflicts(store)
        # Both sides are those who disagreed and where they started, not whoever took the decision back.
        assert (again.values, again.base) == (before.values, before.base)
        assert verify(store).ok
    redo = undoable(pair[0])[0]
    assert redo.is_redo
    undo(pair[0], redo.number)
    assert conflicts(pair[0]) == ()
    decided = load_person(pair[0], head.person_uuid)
    assert decided is not None
    assert decided.note == before.values[1].value
    undo(pair[0], undoable(pair[0])[0].number)
    keep(pair[0], head.person_uuid, before.values[0].device)
    kept = load_person(pair[0], head.person_uuid)
    assert kept is not None
    assert kept.note == before.values[0].value


def test_edit_when_taken_back_and_contradicted_then_who_took_it_back_stands_there(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[1], head, note="Ở nhà")
    meet(pair)
    edit(pair[1], head, note="Ở Vinh")
    edit(pair[0], head, note="Đi biển")
    undo(pair[0], undoable(pair[0])[0].number)
    meet(pair)
    (found,) = conflicts(pair[0])
    assert {(said.value, said.device) for said in found.values} == {("Ở nhà", "ST-01"), ("Ở Vinh", "ST-02")}


def test_taking_back_when_the_box_was_written_on_since_then_is_refused(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    head = shared[1][0]
    edit(pair[0], head, note="Đi biển")
    edit(pair[1], head, note="Ở nhà")
    meet(pair)
    (found,) = conflicts(pair[0])
    settle(pair[0], [(found, found.values[0])])
    number = undoable(pair[0])[0].number
    edit(pair[0], head, note="Đi làm xa")
    assert refusal(undo, pair[0], number) == "CANNOT_UNDO"


def test_settling_when_many_are_alike_then_all_are_one_deed_and_the_rest_stays(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    for number, person in enumerate(shared[1]):
        edit(pair[0], person, note=f"Đi biển {number}")
        edit(pair[1], person, note=f"Ở nhà {number}")
    edit(pair[0], shared[0], phone="0912345678")
    edit(pair[1], shared[0], phone="0987654321")
    meet(pair)
    found = conflicts(pair[0])
    first = next(one for one in found if one.cell == "note")

    group = alike(first, found)

    assert len(group) == 3
    picks = [(one, next(said for said in one.values if said.device == "ST-02")) for one in group]
    assert settle(pair[0], picks) == 3
    assert settle(pair[0], picks) == 0
    assert [one.cell for one in conflicts(pair[0])] == ["phone"]
    meet(pair)
    assert {load.note for load in (load_person(pair[1], one.person_uuid) for one in shared[1]) if load} == {
        "Ở nhà 0", "Ở nhà 1", "Ở nhà 2",
    }  # fmt: skip
    assert "2 xung đột khác" in undoable(pair[0])[0].title
    undo(pair[0], undoable(pair[0])[0].number)
    assert len(conflicts(pair[0])) == 4


def test_settling_when_removed_here_and_edited_there_then_either_may_hold(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    child = shared[1][2]
    edit(pair[0], child, void="1", void_reason="Đã chuyển đi")
    edit(pair[1], child, note="Học ở Vinh")
    meet(pair)
    (found,) = conflicts(pair[0])
    edited = next(said for said in found.values if said.edited)
    settle(pair[0], [(found, edited)])
    stands = load_person(pair[0], child.person_uuid)
    assert stands is not None
    assert (stands.void, stands.note) == (None, "Học ở Vinh")
    assert conflicts(pair[0]) == ()


def test_settling_when_two_households_are_claimed_then_the_chosen_one_has_the_person(
    pair: Pair, shared: tuple[Household, tuple[Person, ...]]
) -> None:
    child = shared[1][2]
    here, there = make_household(pair[0].clock, household_no="20"), make_household(pair[1].clock)
    save(pair[0], here)
    save(pair[1], there)
    edit(pair[0], child, household_uuid=here.household_uuid.hex)
    edit(pair[1], child, household_uuid=there.household_uuid.hex)
    meet(pair)
    (found,) = conflicts(pair[0])
    right = next(said for said in found.values if said.device == "ST-02")
    settle(pair[0], [(found, right)])
    moved = load_person(pair[0], child.person_uuid)
    assert moved is not None
    assert moved.household_uuid == there.household_uuid
