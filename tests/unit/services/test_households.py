"""Households put right, each time as a whole, with history, and taken back as a whole."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.dc01 import Household, Person
from census_desktop.services.households import (
    change_head,
    combine_households,
    move_person,
    propose_relations,
    split_household,
    void_household,
    void_person,
)
from census_desktop.services.undo import undo, undoable
from census_desktop.store.operations import history
from census_desktop.store.records import iter_households, iter_people, load_household, load_person, members
from census_desktop.store.verify import verify
from tests.builders import make_household, make_person, save, save_family

if TYPE_CHECKING:
    from collections.abc import Iterator

    from census_desktop.store.store import Store


def state(store: Store) -> list[Person | Household]:
    return [*iter_households(store), *iter_people(store)]


@pytest.fixture
def taken_back(ward_store: Store) -> Iterator[list[list[Person | Household]]]:
    """A test puts the state before its deed here; afterwards the deed is undone, redone and undone again."""
    before: list[list[Person | Household]] = []
    yield before
    done = state(ward_store)
    item = undoable(ward_store)[0]
    assert item.obstacle is None
    undo(ward_store, item.number)
    untouched = {
        record.household_uuid if isinstance(record, Household) else record.person_uuid for record in before[0]
    }
    assert [one for one in state(ward_store) if _key(one) in untouched] == before[0]
    undo(ward_store, undoable(ward_store)[0].number)
    assert state(ward_store) == done
    assert verify(ward_store).ok


def _key(record: Person | Household) -> uuid.UUID:
    return record.household_uuid if isinstance(record, Household) else record.person_uuid


def names(store: Store, household: Household) -> list[str | None]:
    return [person.full_name for person in members(store, household.household_uuid)]


def test_void_when_a_slip_was_typed_twice_keeps_it_readable(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    household, (_head, _wife, child) = save_family(ward_store)
    taken_back.append(state(ward_store))
    void_person(ward_store, child.person_uuid, " Phiếu ghi  trùng ")
    gone = load_person(ward_store, child.person_uuid)
    assert gone is not None
    assert (gone.void, gone.void_reason, gone.slip_state) == ("1", "Phiếu ghi trùng", "huy")
    assert names(ward_store, household) == ["ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG"]
    with pytest.raises(CensusError, match="đã hủy"):
        void_person(ward_store, child.person_uuid, "Phiếu ghi trùng")
    assert undoable(ward_store)[0].title == "Hủy ĐẬU THỊ HOÀ"


def test_void_when_a_household_goes_takes_its_slips_along(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    household, _people = save_family(ward_store)
    taken_back.append(state(ward_store))
    assert void_household(ward_store, household.household_uuid, "Đã chuyển đi cả hộ") == 3
    assert names(ward_store, household) == []
    assert undoable(ward_store)[0].title == "Hủy hộ số 12"
    with pytest.raises(CensusError, match="đã hủy"):
        void_household(ward_store, household.household_uuid, "Đã chuyển đi cả hộ")


@pytest.mark.parametrize("reason", ["", " \u200b "])
def test_void_when_no_reason_is_given_changes_nothing(ward_store: Store, reason: str) -> None:
    household, (head, *_rest) = save_family(ward_store)
    for deed in (
        lambda: void_person(ward_store, head.person_uuid, reason),
        lambda: void_household(ward_store, household.household_uuid, reason),
    ):
        with pytest.raises(CensusError) as caught:
            deed()
        assert caught.value.code == "REASON_MISSING"
    assert len(history(ward_store, head.person_uuid)) == 1


def test_deeds_when_a_record_is_unknown_say_so(ward_store: Store) -> None:
    nobody = ward_store.clock.new_uuid()
    for deed in (
        lambda: void_person(ward_store, nobody, "Trùng"),
        lambda: void_household(ward_store, nobody, "Trùng"),
    ):
        with pytest.raises(CensusError) as caught:
            deed()
        assert caught.value.code == "NO_SUCH_RECORD"


def test_move_when_a_slip_lay_in_the_wrong_sheet_keeps_what_the_paper_says(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    _household, (_head, _wife, child) = save_family(ward_store)
    other = make_household(ward_store.clock, household_no="13")
    save(ward_store, other)
    taken_back.append(state(ward_store))
    move_person(ward_store, child.person_uuid, other.household_uuid)
    moved = load_person(ward_store, child.person_uuid)
    assert moved is not None
    assert (moved.household_uuid, moved.relation_to_head) == (other.household_uuid, "CD")
    with pytest.raises(CensusError) as caught:
        move_person(ward_store, child.person_uuid, other.household_uuid)
    assert caught.value.code == "SAME_HOUSEHOLD"
    assert undoable(ward_store)[0].title == "Chuyển ĐẬU THỊ HOÀ sang hộ khác"


def test_move_when_a_relation_is_given_names_the_head_there(ward_store: Store) -> None:
    _household, (_head, _wife, child) = save_family(ward_store)
    other = make_household(ward_store.clock, household_no="13")
    head = make_person(ward_store.clock, other, full_name="HỒ SỸ DẦN", personal_id="042090001234")
    wife = make_person(ward_store.clock, other, full_name="LÊ THỊ NGỌ", sex="2", relation_to_head="V")
    save(ward_store, other, head, wife)
    move_person(ward_store, child.person_uuid, other.household_uuid, "CDAU")
    moved = load_person(ward_store, child.person_uuid)
    assert moved is not None
    assert (moved.relation_to_head, moved.head_name, moved.head_id) == ("CDAU", "HỒ SỸ DẦN", "042090001234")
    assert undoable(ward_store)[0].title == "Chuyển ĐẬU THỊ HOÀ sang hộ khác"


def test_move_when_the_other_household_has_no_head_names_none(ward_store: Store) -> None:
    _household, (_head, _wife, child) = save_family(ward_store)
    empty = make_household(ward_store.clock, household_no="14")
    save(ward_store, empty)
    move_person(ward_store, child.person_uuid, empty.household_uuid, "CH")
    moved = load_person(ward_store, child.person_uuid)
    assert moved is not None
    assert moved.head_name is None


def test_split_when_a_daughter_founds_a_household_takes_place_but_no_number(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    household, (_head, _wife, child) = save_family(ward_store, household_book_no="420012345")
    taken_back.append(state(ward_store))
    made = split_household(ward_store, household.household_uuid, [child.person_uuid], child.person_uuid)
    assert load_household(ward_store, made.household_uuid) == made
    assert (made.unit, made.residential_group) == (household.unit, household.residential_group)
    assert (made.household_no, made.household_book_no) == (None, None)
    (moved,) = members(ward_store, made.household_uuid)
    assert (moved.relation_to_head, moved.head_name) == ("CH", "ĐẬU THỊ HOÀ")
    assert names(ward_store, household) == ["ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG"]
    assert undoable(ward_store)[0].title == "Tách 1 người thành hộ mới"


def test_split_when_no_head_is_named_leaves_relations_as_written(ward_store: Store) -> None:
    household, (_head, wife, child) = save_family(ward_store)
    made = split_household(ward_store, household.household_uuid, [wife.person_uuid, child.person_uuid])
    assert [one.relation_to_head for one in members(ward_store, made.household_uuid)] == ["V", "CD"]


def test_split_when_the_choice_makes_no_sense_changes_nothing(ward_store: Store) -> None:
    household, people = save_family(ward_store)
    before = state(ward_store)
    everybody = [one.person_uuid for one in people]
    stranger = ward_store.clock.new_uuid()
    for chosen, head in (
        ([], None),
        (everybody, None),
        ([stranger], None),
        (everybody[:1], everybody[1]),
    ):
        with pytest.raises(CensusError) as caught:
            split_household(ward_store, household.household_uuid, chosen, head)
        assert caught.value.code == "BAD_CHOICE"
    assert state(ward_store) == before


def test_combine_when_two_sheets_are_one_household_fills_and_points_out(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    household, (head, *_rest) = save_family(ward_store)
    other = make_household(ward_store.clock, household_no="12a", phone="0912345678")
    again = make_person(ward_store.clock, other, full_name="Đậu Văn Thìn")
    mother = make_person(ward_store.clock, other, full_name="LÊ THỊ NGỌ", relation_to_head="MD", sex="2")
    save(ward_store, other, again, mother)
    taken_back.append(state(ward_store))

    done = combine_households(ward_store, household.household_uuid, other.household_uuid)

    assert (done.moved, done.filled, done.differing) == (2, ("phone",), ("household_no",))
    assert done.twice == ((head.person_uuid, again.person_uuid),)
    assert load_household(ward_store, household.household_uuid) == done.household
    assert len(members(ward_store, household.household_uuid)) == 5
    gone = load_household(ward_store, other.household_uuid)
    assert gone is not None
    assert (gone.void, gone.void_reason) == ("1", "Trùng với hộ 12")
    assert undoable(ward_store)[0].title == "Gộp hộ số 12a vào hộ khác"


def test_combine_when_both_are_one_refuses(ward_store: Store) -> None:
    household, _people = save_family(ward_store)
    with pytest.raises(CensusError) as caught:
        combine_households(ward_store, household.household_uuid, household.household_uuid)
    assert caught.value.code == "SAME_HOUSEHOLD"


def test_change_head_when_the_wife_takes_over_renames_head_and_relations_everywhere(
    ward_store: Store, taken_back: list[list[Person | Household]]
) -> None:
    household, (head, wife, child) = save_family(ward_store)
    taken_back.append(state(ward_store))
    proposed = propose_relations(ward_store, household.household_uuid, wife.person_uuid)
    assert proposed == {head.person_uuid: "C", wife.person_uuid: "CH", child.person_uuid: "CD"}

    written = change_head(ward_store, household.household_uuid, wife.person_uuid, {child.person_uuid: "CR"})

    assert written[child.person_uuid] == "CR"
    people = members(ward_store, household.household_uuid)
    assert [(one.full_name, one.relation_to_head) for one in people] == [
        ("VÕ THỊ HƯỜNG", "CH"),
        ("ĐẬU VĂN THÌN", "C"),
        ("ĐẬU THỊ HOÀ", "CR"),
    ]
    assert {one.head_name for one in people} == {"VÕ THỊ HƯỜNG"}
    assert undoable(ward_store)[0].title == "Đổi chủ hộ sang VÕ THỊ HƯỜNG"


def test_change_head_when_the_chosen_is_no_member_changes_nothing(ward_store: Store) -> None:
    household, _people = save_family(ward_store)
    before = state(ward_store)
    with pytest.raises(CensusError) as caught:
        change_head(ward_store, household.household_uuid, ward_store.clock.new_uuid())
    assert caught.value.code == "BAD_CHOICE"
    assert state(ward_store) == before
