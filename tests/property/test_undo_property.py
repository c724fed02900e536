"""Whatever an officer did by hand, taking everything back in turn leads through the same states to the start."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from census_desktop.domain.dc01 import Household, Person
from census_desktop.services.households import change_head, move_person, void_household, void_person
from census_desktop.services.undo import UndoItem, undo, undoable
from census_desktop.store.records import iter_households, iter_people, members
from census_desktop.store.verify import verify
from tests.builders import edit, save_family

if TYPE_CHECKING:
    from census_desktop.store.store import Store

DEEDS = 25
ANSWERS = {
    "full_name": ["VÕ THỊ HƯỜNG", "Đậu Văn Thìn", None],
    "birth_date": ["1990", "1990-02-14", None],
    "nationality": ["VN", "LA", None],
    "presence": ["co_mat", "hen_lai", None],
    "note": ["xem lại sổ hộ khẩu", None],
}


def state(store: Store) -> list[Person | Household]:
    return [*iter_households(store), *iter_people(store)]


def do_something(store: Store, dice: random.Random) -> None:
    """One deed on a household or person that is not void; perhaps one that changes nothing."""
    households = [one for one in iter_households(store) if one.void is None]
    people = [one for one in iter_people(store) if one.void is None]
    household, person = dice.choice(households), dice.choice(people)
    present = members(store, household.household_uuid)
    match dice.choice(["edit", "edit", "edit", "void", "move", "head", "void household"]):
        case "void" if len(people) > 4:
            void_person(store, person.person_uuid, "Phiếu ghi trùng")
        case "void household" if len(households) > 2 and len(people) - len(present) > 4:
            void_household(store, household.household_uuid, "Đã chuyển đi cả hộ")
        case "move" if person.household_uuid != household.household_uuid:
            move_person(store, person.person_uuid, household.household_uuid, dice.choice([None, "HO"]))
        case "head" if present:
            change_head(store, household.household_uuid, dice.choice(present).person_uuid)
        case _:
            boxes = dice.sample(list(ANSWERS), k=dice.randint(1, 3))
            edit(store, person, **{box: dice.choice(ANSWERS[box]) for box in boxes})


@pytest.mark.parametrize("seed", range(3))
def test_undo_when_everything_is_taken_back_in_turn_passes_every_state_again(
    ward_store: Store, seed: int
) -> None:
    dice = random.Random(seed)
    for number in range(5):
        save_family(ward_store, household_no=str(number))
    states = [state(ward_store)]
    while len(states) <= DEEDS:
        do_something(ward_store, dice)
        if state(ward_store) != states[-1]:
            states.append(state(ward_store))
    while len(states) > 1:
        assert state(ward_store) == states.pop()
        item = next(item for item in undoable(ward_store, limit=200) if not item.is_redo)
        assert item.obstacle is None, item.title
        undo(ward_store, item.number)
    assert state(ward_store) == states.pop()
    assert verify(ward_store).ok


@pytest.mark.parametrize("seed", range(3))
def test_redo_when_everything_was_taken_back_does_it_all_again(ward_store: Store, seed: int) -> None:
    dice = random.Random(100 + seed)
    for number in range(4):
        save_family(ward_store, household_no=str(number))
    first = state(ward_store)
    while len([item for item in undoable(ward_store, limit=200) if item.title]) < 4 + 8:
        do_something(ward_store, dice)
    done = state(ward_store)
    taken: list[UndoItem] = []
    while state(ward_store) != first or len(taken) < 8:
        item = next(item for item in undoable(ward_store, limit=200) if not item.is_redo)
        undo(ward_store, item.number)
        taken.append(undoable(ward_store, limit=1)[0])
    for item in reversed(taken):
        assert item.is_redo
        undo(ward_store, item.number)
    assert state(ward_store) == done
