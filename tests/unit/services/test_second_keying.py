"""Second keying on a real store: drawn, keyed blind, compared, decided, counted; the first keying stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import BugError, CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.keyed_twice import KeyedBox, KeyedSlip
from census_desktop.domain.records import RecordKind
from census_desktop.domain.second_keying import KEYED_TWICE, Answer, Outcome, Verdict, Wrong
from census_desktop.domain.spec import BadInput
from census_desktop.services.households import void_person
from census_desktop.services.second_keying import (
    Comparison,
    SecondKeying,
    decide,
    draw_batch,
    draw_sample,
    keying_errors,
)
from census_desktop.store.operations import history
from census_desktop.store.records import load_person, records_where
from census_desktop.store.second_keying import (
    KeyingCounts,
    compared_boxes,
    keying_counts,
    keying_tasks,
    officer_errors,
)
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import KY_TRINH, SONG_TRI, StopAt, edit, make_household, make_person, save, save_family
from tests.three_people import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(DataFolder(tmp_path / "ST-09"))
    desk.log_in("hoa.nt")
    yield desk
    desk.store.close()


def typed_again(person: Person, field: str) -> str:
    value = getattr(person, field)
    return "" if value is None else show_answer(PERSON_FIELDS[field], value)


def key_all(keying: SecondKeying, person: Person, **otherwise: str) -> None:
    """Key what is left as the paper says, but for `otherwise`, insisting on it."""
    while keying.remaining:
        field = keying.remaining[0]
        keying.key(field, otherwise.get(field, typed_again(person, field)))


def drawn(desk: Desk) -> Person:
    """The head of a family typed by hoa.nt, drawn; huong.vt sits at the machine."""
    _household, (head, *_rest) = save_family(desk.store)
    assert draw_sample(desk.store, 1) == 3
    desk.log_in("huong.vt")
    return head


def test_slip_when_keyed_alike_is_checked_and_no_answer_is_kept_twice(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    assert keying.remaining == KEYED_TWICE
    key_all(keying, head)
    assert keying.finish() == Comparison(len(KEYED_TWICE), 0, 0)
    stored = load_person(desk.store, head.person_uuid)
    assert stored is not None
    assert stored.slip_state == "da_kiem_lan_2"
    assert compared_boxes(desk.store, tuple(Outcome)) == ()
    (kept,) = records_where(desk.store, RecordKind.KEYED_SLIP)
    assert (kept.about, kept.second_officer, kept.first_officers) == (
        head.person_uuid,
        "huong.vt@ST-09",
        "hoa.nt@ST-09 11",
    )
    assert keying_counts(desk.store) == KeyingCounts(waiting=2, keyed=1, open=0)
    edit(
        desk.store, stored, slip_state="du_dieu_kien"
    )  # the slip has moved on, and was keyed twice all the same
    assert keying_counts(desk.store).keyed == 1
    assert head.person_uuid not in {task.person_uuid for task in keying_tasks(desk.store)}
    assert verify(desk.store).ok


def test_drawing_when_stopped_draws_nothing(desk: Desk) -> None:
    head = drawn(desk)
    save_family(desk.store, household_no="77")
    before = keying_counts(desk.store).waiting
    for at in (1, 2):
        with pytest.raises(CancelledError):
            draw_sample(desk.store, 1, control=StopAt(at))
    with pytest.raises(CensusError):
        draw_batch(desk.store, "không có", control=JobControl())
    assert keying_counts(desk.store).waiting == before
    assert draw_sample(desk.store, 1, control=JobControl()) > 0
    assert head.person_uuid in {task.person_uuid for task in keying_tasks(desk.store)}


def test_slip_when_keyed_otherwise_tells_nothing_first_and_both_then(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    assert keying.key("full_name", "ĐẬU VĂN THÌNH") == Verdict(Answer.DIFFERS)
    with pytest.raises(BugError):
        keying.accept_first("full_name")
    assert keying.remaining[0] == "full_name"
    assert keying.key("full_name", "ĐẬU VĂN THÌNH") == Verdict(Answer.DIFFERS_AGAIN, "ĐẬU VĂN THÌN")
    with pytest.raises(BugError):
        keying.key("full_name", "ĐẬU VĂN THÌN")
    with pytest.raises(BugError):
        keying.key("religion", "Không")
    with pytest.raises(BadInput):
        keying.key("birth_date", "31/02/1964")
    assert "birth_date" in keying.remaining


def test_slip_when_the_second_person_slips_is_corrected_and_counted(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    keying.key("full_name", "ĐẬU VĂN THIN")
    keying.key("full_name", "ĐẬU VĂN THÌN")
    keying.key("birth_date", "15/08/1946")
    keying.key("birth_date", "15/08/1946")
    keying.accept_first("birth_date")
    key_all(keying, head)
    assert keying.finish() == Comparison(len(KEYED_TWICE) - 2, 2, 0)
    (name, birth) = compared_boxes(desk.store, (Outcome.CORRECTED,))
    assert (name.first, name.second, name.wrong) == ("ĐẬU VĂN THÌN", "ĐẬU VĂN THIN", Wrong.SECOND)
    assert (birth.second, birth.first_officer) == ("1946-08-15", "hoa.nt@ST-09")
    first, second = officer_errors(desk.store)
    assert (first.officer, first.boxes, first.wrong) == ("hoa.nt@ST-09", 11, 0)
    assert (second.officer, second.wrong) == ("huong.vt@ST-09", 2)
    assert round(second.per_thousand) == 182
    assert first.per_thousand == 0.0


def test_difference_when_both_insist_waits_for_a_third_who_has_the_paper(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    key_all(keying, head, full_name="ĐẬU VĂN THÌNH", birth_date="15/08/1946", sex="Nữ")
    assert keying.finish() == Comparison(len(KEYED_TWICE) - 3, 0, 3)
    stored = load_person(desk.store, head.person_uuid)
    assert stored == head  # nothing is settled by itself
    boxes = {box.field: box.keyed_box_uuid for box in compared_boxes(desk.store)}
    for login in ("huong.vt", "hoa.nt"):
        desk.log_in(login)
        with pytest.raises(CensusError, match="Người thứ ba"):
            decide(desk.store, boxes["full_name"], "ĐẬU VĂN THÌN")
    desk.log_in("tuan.tq")

    assert decide(desk.store, boxes["full_name"], "Đậu Văn Thình") is Wrong.FIRST
    assert decide(desk.store, boxes["sex"], "Nam") is Wrong.SECOND
    between = load_person(desk.store, head.person_uuid)
    assert between is not None
    assert between.slip_state == head.slip_state
    assert decide(desk.store, boxes["birth_date"], "15/08/1954") is Wrong.BOTH

    settled = load_person(desk.store, head.person_uuid)
    assert settled is not None
    assert (settled.full_name, settled.birth_date, settled.sex) == ("Đậu Văn Thình", "1954-08-15", "1")
    assert settled.slip_state == "da_kiem_lan_2"
    assert history(desk.store, head.person_uuid)[0].values["full_name"] == "ĐẬU VĂN THÌN"
    decided = {box.field: box for box in compared_boxes(desk.store, (Outcome.DECIDED,))}
    assert (decided["full_name"].first, decided["full_name"].decided_by) == ("ĐẬU VĂN THÌN", "tuan.tq@ST-09")
    assert [(one.officer, one.wrong) for one in officer_errors(desk.store)] == [
        ("hoa.nt@ST-09", 2),
        ("huong.vt@ST-09", 2),
    ]
    with pytest.raises(CensusError) as caught:
        decide(desk.store, head.person_uuid, "Nam")
    assert caught.value.code == "NOT_OPEN"
    assert verify(desk.store).ok


def test_decision_when_the_paper_was_read_wrongly_is_made_again(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    key_all(keying, head, full_name="ĐẬU VĂN THÌNH")
    keying.finish()
    (box,) = compared_boxes(desk.store)
    desk.log_in("tuan.tq")
    assert decide(desk.store, box.keyed_box_uuid, "ĐẬU VĂN THÌNH") is Wrong.FIRST
    assert decide(desk.store, box.keyed_box_uuid, "ĐẬU VĂN THÌN") is Wrong.SECOND
    stored = load_person(desk.store, head.person_uuid)
    assert stored is not None
    assert stored.full_name == "ĐẬU VĂN THÌN"
    names = [
        one.values["full_name"] for one in history(desk.store, head.person_uuid) if "full_name" in one.values
    ]
    assert names == ["ĐẬU VĂN THÌN", "ĐẬU VĂN THÌNH", "ĐẬU VĂN THÌN"]


def test_errors_when_asked_by_an_officer_are_only_the_own(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    key_all(keying, head, sex="Nữ")
    keying.finish()
    assert [(one.officer, one.boxes, one.wrong) for one in officer_errors(desk.store)] == [
        ("hoa.nt@ST-09", 10, 0),
        ("huong.vt@ST-09", 10, 0),
    ]
    assert [one.officer for one in keying_errors(desk.store)] == ["huong.vt"]
    desk.log_in("giamsat")
    assert [one.officer for one in keying_errors(desk.store)] == ["hoa.nt", "huong.vt"]


def test_counts_when_a_record_is_half_known_leave_it_out(desk: Desk) -> None:
    """Packages of a later release may say less, or more, than this one knows."""
    _household, (head, *_rest) = save_family(desk.store)
    new = desk.store.clock.new_uuid
    with desk.store.transaction(Action.SECOND_KEYING) as tx:
        tx.create(KeyedSlip(keyed_slip_uuid=new(), about=head.person_uuid, keyed_on="2026-11-23"))
        tx.create(KeyedBox(keyed_box_uuid=new(), about=head.person_uuid, box="sex", outcome="later"))
        tx.create(
            KeyedBox(keyed_box_uuid=new(), about=head.person_uuid, outcome="open", first_officer="hoa.nt")
        )
    assert officer_errors(desk.store) == ()
    assert keying_counts(desk.store) == KeyingCounts(waiting=0, keyed=0, open=1)
    (box,) = compared_boxes(desk.store)
    with pytest.raises(CensusError, match="không còn chờ"):
        decide(desk.store, box.keyed_box_uuid, "Nam")
    assert draw_sample(desk.store, 1) == 3


def test_sample_when_of_a_unit_leaves_the_others_for_their_own_turn(desk: Desk) -> None:
    save_family(desk.store)
    there = make_household(desk.store.clock, unit=KY_TRINH)
    save(desk.store, there, make_person(desk.store.clock, there, slip_no="3/1"))
    assert draw_batch(desk.store, "3", KY_TRINH) == 1
    assert draw_sample(desk.store, 1, KY_TRINH) == 0
    assert draw_sample(desk.store, 1, SONG_TRI) == 3
    assert {task.unit for task in keying_tasks(desk.store)} == {SONG_TRI, KY_TRINH}


def test_sample_when_slips_are_not_typed_yet_leaves_them(desk: Desk) -> None:
    household = make_household(desk.store.clock)
    slips = [
        make_person(desk.store.clock, household, slip_state=state)
        for state in ("chua_thu", "dang_nhap", "da_nhap", "phuc_tra")
    ]
    save(desk.store, household, *slips)
    assert draw_sample(desk.store, 1) == 2
    assert [(task.place, task.people) for task in keying_tasks(desk.store)] == [(3, 4), (4, 4)]


def test_slip_when_it_has_gone_further_meanwhile_stays_where_it_is(desk: Desk) -> None:
    head = drawn(desk)
    desk.log_in("hoa.nt")
    edit(desk.store, head, slip_state="tra_lai")
    desk.log_in("huong.vt")
    keying = SecondKeying(desk.store, head.person_uuid)
    key_all(keying, head)
    keying.finish()
    stored = load_person(desk.store, head.person_uuid)
    assert stored is not None
    assert stored.slip_state == "tra_lai"


def test_slip_when_the_same_person_comes_back_is_refused(desk: Desk) -> None:
    head = drawn(desk)
    desk.log_in("hoa.nt")
    with pytest.raises(CensusError) as caught:
        SecondKeying(desk.store, head.person_uuid)
    assert caught.value.code == "SAME_PERSON"


def test_slip_when_not_all_boxes_are_keyed_cannot_be_finished_and_keeps_nothing(desk: Desk) -> None:
    head = drawn(desk)
    keying = SecondKeying(desk.store, head.person_uuid)
    keying.key("full_name", "ĐẬU VĂN THÌN")
    with pytest.raises(CensusError, match="Còn 10 ô"):
        keying.finish()
    assert compared_boxes(desk.store, tuple(Outcome)) == ()
    assert len(keying_tasks(desk.store)) == 3


def test_slip_when_not_drawn_is_refused(desk: Desk) -> None:
    _household, (head, *_rest) = save_family(desk.store)
    with pytest.raises(CensusError) as caught:
        SecondKeying(desk.store, head.person_uuid)
    assert caught.value.code == "NOT_DRAWN"


def test_sample_when_drawn_again_looks_only_at_households_entered_since(desk: Desk) -> None:
    for number in range(30):
        save_family(desk.store, household_no=str(number))
    assert draw_sample(desk.store, 10) == 9
    tasks = keying_tasks(desk.store)
    numbers = sorted({int(task.household_no or -1) for task in tasks})
    assert [number - numbers[0] for number in numbers] == [0, 10, 20]
    assert {task.residential_group for task in tasks} == {"Tổ dân phố 3"}
    assert draw_sample(desk.store, 10) == 0
    save_family(desk.store, household_no="31")
    assert draw_sample(desk.store, 1) == 3


def test_sample_when_every_is_nonsense_draws_nothing(desk: Desk) -> None:
    with pytest.raises(CensusError) as caught:
        draw_sample(desk.store, 0)
    assert caught.value.code == "BAD_CHOICE"


def test_batch_when_chosen_is_drawn_once_without_void_slips(desk: Desk) -> None:
    household = make_household(desk.store.clock)
    slips = [
        make_person(desk.store.clock, household, slip_no=slip_no)
        for slip_no in ("3/1", "3/2", "3 /3", "30/1", None)
    ]
    save(desk.store, household, *slips)
    void_person(desk.store, slips[1].person_uuid, "Phiếu ghi trùng")
    assert draw_batch(desk.store, " 3") == 2
    assert [task.slip_no for task in keying_tasks(desk.store)] == ["3/1", "3 /3"]
    for batch in ("3", "", "4"):
        with pytest.raises(CensusError) as caught:
            draw_batch(desk.store, batch)
        assert caught.value.code == "NO_SUCH_BATCH"
    void_person(desk.store, slips[0].person_uuid, "Phiếu ghi trùng")
    assert len(keying_tasks(desk.store)) == 1
    assert draw_sample(desk.store, 1) == 2  # drawing a batch does not use up the households
