"""Taking back saved work: by name, as a whole, never over what somebody wrote later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.evidence import add_evidence, claims_of
from census_desktop.services.follow_up import ask, counts, make_list, open_questions, raise_questions
from census_desktop.services.undo import UndoItem, undo, undoable
from census_desktop.store.operations import history
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import (
    edit,
    make_household,
    make_person,
    make_store,
    merge_stores,
    reopen,
    save,
    save_family,
)

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store


def titles(store: Store) -> list[str]:
    return [item.title for item in undoable(store)]


def newest(store: Store) -> UndoItem:
    return undoable(store)[0]


def test_undo_when_a_box_was_changed_brings_the_old_answer_back_and_redo_the_new(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, full_name="ĐẬU VĂN THÌNH", birth_date="1965", nationality="LA")
    item = newest(ward_store)
    assert item.title == "Sửa Họ và tên KS, Ngày sinh, Quốc tịch của ĐẬU VĂN THÌNH"
    assert (item.officer, item.obstacle, item.is_redo) == ("hoa.nt", None, False)
    assert item.at == ward_store.clock.now()

    assert undo(ward_store, item.number) == 3

    assert load_person(ward_store, head.person_uuid) == head
    assert history(ward_store, head.person_uuid)[-1].kind is OpKind.UNDO
    again = newest(ward_store)
    assert (again.is_redo, again.title[:4]) == (True, "Sửa ")
    undo(ward_store, again.number)
    changed = load_person(ward_store, head.person_uuid)
    assert changed is not None
    assert (changed.full_name, changed.birth_date, changed.nationality) == ("ĐẬU VĂN THÌNH", "1965", "LA")
    assert (newest(ward_store).number, newest(ward_store).is_redo) == (item.number, False)
    undo(ward_store, item.number)
    assert load_person(ward_store, head.person_uuid) == head
    assert verify(ward_store).ok


def test_undo_when_several_edits_follow_each_other_goes_back_step_by_step(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, religion="02")
    edit(ward_store, head, religion="99")
    first = undoable(ward_store)[1]
    assert first.obstacle is not None
    assert first.obstacle.startswith("Tôn giáo của ĐẬU VĂN THÌN đã được hoa.nt sửa sau đó trên máy ST-01")
    with pytest.raises(CensusError, match="giữ nguyên bản sau") as caught:
        undo(ward_store, first.number)
    assert caught.value.code == "CANNOT_UNDO"
    undo(ward_store, newest(ward_store).number)
    undo(ward_store, first.number)
    assert load_person(ward_store, head.person_uuid) == head


def test_undo_when_slip_and_household_were_new_makes_both_void_and_redo_brings_them_back(
    ward_store: Store,
) -> None:
    household = make_household(ward_store.clock)
    person = make_person(ward_store.clock, household)
    save(ward_store, household, person)
    assert titles(ward_store) == ["Thêm phiếu ĐẬU VĂN THÌN và hộ mới"]

    undo(ward_store, newest(ward_store).number)

    gone = load_person(ward_store, person.person_uuid)
    assert gone is not None
    assert (gone.void, gone.void_reason) == ("1", "Hoàn tác: Thêm phiếu ĐẬU VĂN THÌN và hộ mới")
    sheet = load_household(ward_store, household.household_uuid)
    assert sheet is not None
    assert sheet.void == "1"
    undo(ward_store, newest(ward_store).number)
    assert load_person(ward_store, person.person_uuid) == person
    assert load_household(ward_store, household.household_uuid) == household


def test_undo_when_a_new_slip_was_corrected_since_refuses(ward_store: Store) -> None:
    household = make_household(ward_store.clock)
    person = make_person(ward_store.clock, household)
    save(ward_store, household)
    save(ward_store, person)
    edit(ward_store, person, sex="2")
    assert titles(ward_store)[1:] == ["Thêm phiếu ĐẬU VĂN THÌN", "Thêm hộ số 12"]
    obstacles = [item.obstacle for item in undoable(ward_store)]
    assert obstacles[0] is None
    assert obstacles[1] is not None
    assert "Giới tính" in obstacles[1]
    assert obstacles[2] == "Hộ đã có thêm phiếu ĐẬU VĂN THÌN; hãy chuyển hoặc hủy phiếu đó trước."


def test_undo_when_the_machine_was_restarted_still_knows_the_names(tmp_path: Path) -> None:
    store = make_store(tmp_path, "ST-03")
    _household, (head, *_rest) = save_family(store)
    edit(store, head, religion="02")
    store = reopen(store)
    with store:
        assert titles(store)[0] == "Sửa Tôn giáo của ĐẬU VĂN THÌN"
        undo(store, newest(store).number)
        assert load_person(store, head.person_uuid) == head


def test_undo_when_done_twice_or_unknown_refuses(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, religion="02")
    item = newest(ward_store)
    undo(ward_store, item.number)
    for number in (item.number, 99_999):
        with pytest.raises(CensusError) as caught:
            undo(ward_store, number)
        assert caught.value.code == "CANNOT_UNDO"


def test_undo_when_another_machine_said_otherwise_meanwhile_refuses(
    tmp_path: Path, ward_store: Store
) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    with make_store(tmp_path, "KT-01") as other:
        merge_stores(other, ward_store)
        edit(other, head, religion="02")
        edit(ward_store, head, religion="99")
        item = newest(ward_store)
        assert item.obstacle is None
        merge_stores(ward_store, other)
    assert newest(ward_store).number == item.number  # merging is no deed of an officer
    assert newest(ward_store).obstacle is not None


def test_undo_when_a_decision_is_taken_back_shows_what_every_machine_showed_before(
    tmp_path: Path, ward_store: Store
) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    with make_store(tmp_path, "KT-01") as other:
        merge_stores(other, ward_store)
        edit(other, head, religion="02")
        edit(ward_store, head, religion="99")
        merge_stores(ward_store, other)
    before = load_person(ward_store, head.person_uuid)
    edit(ward_store, head, religion="05")
    undo(ward_store, newest(ward_store).number)
    assert load_person(ward_store, head.person_uuid) == before


def test_undo_when_a_void_or_a_move_was_done_is_named_so(ward_store: Store) -> None:
    household, (head, wife, child) = save_family(ward_store)
    other = make_household(ward_store.clock, household_no=None)
    save(ward_store, other)
    assert titles(ward_store)[0] == "Thêm hộ chưa ghi số"
    edit(ward_store, child, void="1", void_reason="Phiếu ghi trùng")
    assert titles(ward_store)[0] == "Hủy ĐẬU THỊ HOÀ"
    edit(ward_store, wife, household_uuid=other.household_uuid.hex)
    assert titles(ward_store)[0] == "Chuyển VÕ THỊ HƯỜNG sang hộ khác"
    edit(ward_store, head, household_uuid=other.household_uuid.hex)
    edit(ward_store, wife, household_uuid=household.household_uuid.hex)
    blocked = undoable(ward_store)[2]
    assert blocked.obstacle is not None
    assert blocked.obstacle.startswith("Hộ của VÕ THỊ HƯỜNG")
    undo(ward_store, newest(ward_store).number)
    undo(ward_store, blocked.number)
    assert {one.full_name for one in members(ward_store, household.household_uuid)} == {"VÕ THỊ HƯỜNG"}


def test_undo_when_many_boxes_were_changed_names_the_first_and_counts_the_rest(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, full_name=None, birth_date=None, sex=None, religion="02", ethnicity="02")
    assert (
        titles(ward_store)[0] == "Sửa Họ và tên KS, Ngày sinh, Giới tính và 2 ô khác của phiếu chưa ghi tên"
    )


def test_undo_when_box_was_typed_twice_in_one_go_goes_back_to_the_start(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, head.person_uuid, {"religion": "02"})
        tx.edit(RecordKind.PERSON, head.person_uuid, {"religion": "99"})
    undo(ward_store, newest(ward_store).number)
    assert load_person(ward_store, head.person_uuid) == head


def test_undoable_when_limited_gives_the_newest(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    for religion in ("01", "02", "99"):
        edit(ward_store, head, religion=religion)
    assert len(undoable(ward_store, limit=2)) == 2


def test_undoable_when_the_digest_does_not_vouch_for_the_operations_leaves_the_deed_out(
    ward_store: Store,
) -> None:
    save_family(ward_store)
    before = titles(ward_store)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.detail["arrivals"] = [1, 1]
    assert titles(ward_store) == before


def test_undo_when_a_question_or_a_document_was_new_leaves_nothing_of_it(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    ask(ward_store, head.person_uuid, "Ai là chủ hộ?")
    add_evidence(
        ward_store, head.person_uuid, "full_name", {"value": "ĐẬU VĂN THÌNH", "document": "khai sinh"}
    )
    assert titles(ward_store)[:2] == ["Thêm giấy tờ đối chiếu", "Thêm câu hỏi phúc tra"]
    undo(ward_store, newest(ward_store).number)
    assert claims_of(ward_store, head.person_uuid) == ()
    question = next(item for item in undoable(ward_store) if "câu hỏi" in item.title)
    undo(ward_store, question.number)
    assert open_questions(ward_store) == ()
    assert make_list(ward_store) == ()
    assert counts(ward_store).asked == 0
    again = newest(ward_store)
    assert again.is_redo
    undo(ward_store, again.number)
    assert [one.words for one in open_questions(ward_store)] == ["Ai là chủ hộ?"]
    assert verify(ward_store).ok


def test_questions_when_taken_back_can_be_raised_again(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, sex=None)
    assert raise_questions(ward_store) > 0
    raised = len(open_questions(ward_store))
    undo(ward_store, newest(ward_store).number)
    assert open_questions(ward_store) == ()
    assert raise_questions(ward_store) == raised
