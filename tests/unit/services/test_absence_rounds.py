"""Going round after people who are away: lists, counts, answers, slips elsewhere that somebody looked at."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.code_names import DIFFERENT
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.records import RecordKind
from census_desktop.services.absence import (
    absent_people,
    coverage,
    found_elsewhere,
    record_about,
    tet_list,
    write_about,
)
from census_desktop.services.absence_papers import coverage_paper, elsewhere_paper, told_by
from census_desktop.services.absence_rounds import Answer, Round, note_answer, round_counts, round_lines
from census_desktop.services.undo import undo, undoable
from census_desktop.store.away import told_people
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, edit, save_family

AWAY = {"presence": "vang_khai_ho", "presence_since": "2018-02", "presence_reason": "lam_viec_ngoai_tinh"}
DAY = datetime.date(2026, 11, 23)
TET = datetime.date(2027, 2, 6)


def beside(store: Store, person: uuid.UUID, *names: str) -> tuple[object, ...]:
    record = record_about(store, RecordKind.AWAY, person)
    return tuple(getattr(record, name) for name in names)


def test_lists_when_made_hold_whom_they_say(ward_store: Store) -> None:
    _household, (head, wife, child) = save_family(ward_store)
    edit(ward_store, head, **AWAY, presence_expected_return="2026-11-20")
    edit(ward_store, wife, **AWAY, presence_expected_return="2027-02-01")
    edit(ward_store, child, presence="vang_khong_lien_lac")
    people = absent_people(ward_store)

    def listed(which: Round, tet: datetime.date | None = TET) -> set[uuid.UUID]:
        return {line.told.person.person_uuid for line in round_lines(people, which, DAY, tet)}

    assert listed(Round.REMIND) == {head.person_uuid}
    assert listed(Round.TET) == {wife.person_uuid, child.person_uuid}
    assert listed(Round.TET, None) == set()
    lines = round_lines(people, Round.EVERYBODY, DAY, TET)
    assert [line.day for line in lines] == [datetime.date(2026, 11, 20), datetime.date(2027, 2, 1), None]
    assert lines[2].what == "khai báo tạm vắng"
    counts = round_counts(lines, DAY)
    assert (counts.people, counts.houses, counts.long_away, counts.undeclared) == (3, 1, 2, 3)


@pytest.mark.parametrize(
    ("answer", "boxes"),
    [
        (Answer.STILL_AWAY, ("2026-11-23", None, None, None, None)),
        (Answer.NOT_REACHED, ("2026-11-23", "2026-11-30", None, None, None)),
        (Answer.SIGNED, ("2026-11-23", None, "truc_tiep", None, None)),
        (Answer.DECLARED, ("2026-11-23", None, None, "1", "2026-11-23")),
        (Answer.BACK, ("2026-11-23", None, None, None, None)),
    ],
)
def test_answer_when_noted_is_one_change_that_can_be_undone(
    ward_store: Store, answer: Answer, boxes: tuple[object, ...]
) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, **AWAY, presence_expected_return="2026-11-20")
    person = head.person_uuid
    names = ("reminded_on", "remind_on", "slip_given", "declared", "declared_on")
    note_answer(ward_store, person, answer, {})
    assert beside(ward_store, person, *names) == boxes
    after = load_person(ward_store, person)
    assert after is not None
    is_back = answer is Answer.BACK
    assert (after.presence, after.presence_since) == (
        ("co_mat", None) if is_back else ("vang_khai_ho", "2018-02")
    )
    undo(ward_store, undoable(ward_store, 1)[0].number)
    assert beside(ward_store, person, *names) == (None,) * 5
    before = load_person(ward_store, person)
    assert before is not None
    assert (before.presence, before.presence_since) == ("vang_khai_ho", "2018-02")


def test_answer_when_a_day_is_named_is_asked_again_on_it(ward_store: Store) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    edit(ward_store, head, **AWAY)
    typed = {"remind_on": "5/12/2026", "remind_note": "Hỏi mẹ"}
    note_answer(ward_store, head.person_uuid, Answer.NOT_REACHED, typed)
    assert beside(ward_store, head.person_uuid, "remind_on", "remind_note") == ("2026-12-05", "Hỏi mẹ")
    people = absent_people(ward_store)
    assert round_lines(people, Round.REMIND, DAY, TET) == ()
    (line,) = round_lines(people, Round.REMIND, datetime.date(2026, 12, 5), TET)
    assert line.what.startswith("Hỏi mẹ")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"remind_on": "23/11/2026"}, "DAY_PASSED"),
        ({"remind_on": "31/02/2027"}, "BAD_VALUE"),
        ({"country": "Lào"}, "UNKNOWN_FIELD"),
    ],
)
def test_answer_when_typed_wrongly_changes_nothing(
    ward_store: Store, typed: dict[str, str], code: str
) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    with pytest.raises(CensusError) as caught:
        note_answer(ward_store, head.person_uuid, Answer.BACK, typed)
    assert caught.value.code == code
    assert beside(ward_store, head.person_uuid, "reminded_on") == (None,)
    with pytest.raises(CensusError) as caught:
        note_answer(ward_store, uuid.UUID(int=1), Answer.BACK, {})
    assert caught.value.code == "NO_SUCH_RECORD"


def test_tet_when_somebody_was_asked_in_its_season_leaves_the_list(ward_store: Store) -> None:
    _household, (head, wife, _child) = save_family(ward_store)
    edit(ward_store, head, **AWAY)
    edit(ward_store, wife, **AWAY)
    write_about(ward_store, RecordKind.AWAY, head.person_uuid, {"reminded_on": "20/1/2027"})
    write_about(ward_store, RecordKind.AWAY, wife.person_uuid, {"reminded_on": "20/11/2026"})
    _tet, found = tet_list(ward_store)
    assert [one.told.person.person_uuid for one in found] == [wife.person_uuid]


def test_slips_elsewhere_when_decided_to_be_two_people_are_not_shown_again(town_store: Store) -> None:
    _one, (head, *_rest) = save_family(town_store)
    _two, (same, *_others) = save_family(town_store, unit=KY_TRINH)
    edit(town_store, head, **AWAY)
    (found,) = found_elsewhere(town_store)
    assert (found.here.person.person_uuid, found.there.person.person_uuid) == (
        head.person_uuid,
        same.person_uuid,
    )
    assert not found.by_number
    assert "1" in elsewhere_paper(town_store, (found,)).footer
    assert "3" in coverage_paper(town_store, coverage(town_store)).footer
    first, second = sorted((head.person_uuid, same.person_uuid))
    link = Link(link_uuid=link_uuid_of(first, second), first=first, second=second)
    with town_store.transaction(Action.DECIDE) as tx:
        tx.save(dataclasses.replace(link, verdict=DIFFERENT))
    assert found_elsewhere(town_store) == ()


def test_person_when_read_is_told_with_the_telephone_of_the_house(ward_store: Store) -> None:
    household, (head, wife, _child) = save_family(ward_store)
    edit(ward_store, head, **AWAY, presence_declared_by="Võ Thị Hường", presence_contact="0912345678")
    edit(ward_store, wife, **AWAY)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.HOUSEHOLD, household.household_uuid, {"phone": "0393888999"})
        tx.edit(RecordKind.PERSON, wife.person_uuid, {"household_uuid": None})
    told = told_people(ward_store, (head.person_uuid, wife.person_uuid, uuid.UUID(int=1)))
    assert set(told) == {head.person_uuid}
    assert told_by(told[head.person_uuid]) == "Võ Thị Hường; 0912345678"
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, head.person_uuid, {"presence_contact": None, "presence_declared_by": None})
    told = told_people(ward_store, (head.person_uuid,))
    assert told_by(told[head.person_uuid]) == "0393888999"
