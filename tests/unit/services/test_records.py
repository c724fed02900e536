"""Editing, history, dump, papers and findings of stored records."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.checks import check_all
from census_desktop.services.documents import household_paper
from census_desktop.services.dumping import dump_records
from census_desktop.services.editing import edit_record, history_of
from census_desktop.services.upkeep import back_up, verify_store
from census_desktop.store.records import load_household, load_person
from census_desktop.store.transaction import Action
from tests.command_line import SONG_TRI

if TYPE_CHECKING:
    from census_desktop.store.store import Store

TODAY = date(2026, 11, 23)
HOME = Household(
    household_uuid=uuid.UUID(int=0x10), unit=SONG_TRI, residential_group="Châu Phố", household_no="21"
)
OTHER_HOME = Household(household_uuid=uuid.UUID(int=0x11), unit=SONG_TRI, household_no="22")
THIN = Person(
    person_uuid=uuid.UUID(int=0x21),
    household_uuid=HOME.household_uuid,
    full_name="Đậu Văn Thìn",
    birth_date="1952",
    sex="1",
    relation_to_head="CH",
    head_name="Đậu Văn Thìn",
    ethnicity="01",
    nationality="VN",
)
HUONG = dataclasses.replace(
    THIN, person_uuid=uuid.UUID(int=0x20), full_name="Võ Thị Hường", sex="2", relation_to_head="V"
)


@pytest.fixture
def typed(ward: Store) -> Store:
    """A couple in one household, and an empty household."""
    with ward.transaction(Action.SAVE_SLIP) as tx:
        for household in (OTHER_HOME, HOME):
            tx.create_household(household)
        for person in (THIN, HUONG):
            tx.create_person(person)
    return ward


def refusal(store: Store, record: uuid.UUID, **typed: str) -> CensusError:
    with pytest.raises(CensusError) as caught:
        edit_record(store, record, typed)
    return caught.value


def test_person_when_edited_as_typed_is_stored_as_stored(typed: Store) -> None:
    done = edit_record(
        typed, HUONG.person_uuid, {"birth_date": "14/2/1955", "religion": "Phật giáo", "note": "  "}
    )
    assert (done.kind, done.operations) == (RecordKind.PERSON, 2)
    changed = load_person(typed, HUONG.person_uuid)
    assert changed is not None
    assert changed.birth_date == "1955-02-14"
    assert changed.religion is not None
    assert changed == dataclasses.replace(HUONG, birth_date="1955-02-14", religion=changed.religion)


def test_person_when_a_box_is_emptied_is_blank_and_the_finding_told(typed: Store) -> None:
    done = edit_record(typed, HUONG.person_uuid, {"birth_date": ""})
    changed = load_person(typed, HUONG.person_uuid)
    assert changed is not None
    assert changed.birth_date is None
    assert "birth_date" in {finding.field for finding in done.findings}


def test_person_when_nothing_differs_writes_nothing(typed: Store) -> None:
    assert edit_record(typed, HUONG.person_uuid, {"full_name": "Võ Thị Hường"}).operations == 0
    assert len(history_of(typed, HUONG.person_uuid)) == 1


def test_person_when_moved_belongs_to_the_other_household(typed: Store) -> None:
    assert (
        edit_record(typed, HUONG.person_uuid, {"household_uuid": str(OTHER_HOME.household_uuid)}).operations
        == 1
    )
    moved = load_person(typed, HUONG.person_uuid)
    assert moved is not None
    assert moved.household_uuid == OTHER_HOME.household_uuid
    edit_record(typed, HUONG.person_uuid, {"household_uuid": ""})
    alone = load_person(typed, HUONG.person_uuid)
    assert alone is not None
    assert alone.household_uuid is None


def test_household_when_edited_keeps_its_number(typed: Store) -> None:
    done = edit_record(typed, HOME.household_uuid, {"address": "Ngõ 5", "phone": "0912 345 678"})
    assert (done.kind, done.operations) == (RecordKind.HOUSEHOLD, 2)
    assert load_household(typed, HOME.household_uuid) == dataclasses.replace(
        HOME, address="Ngõ 5", phone="0912345678"
    )


def test_edit_when_an_answer_cannot_be_read_names_the_box_and_changes_nothing(typed: Store) -> None:
    error = refusal(typed, HUONG.person_uuid, full_name="Võ Thị Hương", birth_date="31/02/1955")
    assert error.code == "BAD_VALUE"
    assert "birth_date" in error.message
    assert load_person(typed, HUONG.person_uuid) == HUONG


def test_edit_when_a_box_does_not_exist_proposes_the_nearest(typed: Store) -> None:
    error = refusal(typed, HUONG.person_uuid, birthdate="1955")
    assert error.code == "UNKNOWN_FIELD"
    assert "birth_date" in error.advice
    assert refusal(typed, HOME.household_uuid, full_name="Võ Thị Hường").code == "UNKNOWN_FIELD"


def test_edit_when_the_household_is_none_is_refused(typed: Store) -> None:
    assert refusal(typed, HUONG.person_uuid, household_uuid="21").code == "BAD_VALUE"
    assert refusal(typed, HUONG.person_uuid, household_uuid=str(uuid.UUID(int=9))).code == "BAD_VALUE"
    assert load_person(typed, HUONG.person_uuid) == HUONG


def test_edit_when_the_record_is_unknown_is_refused(typed: Store) -> None:
    assert refusal(typed, uuid.UUID(int=9), full_name="Võ Thị Hường").code == "NO_SUCH_RECORD"
    with pytest.raises(CensusError, match="mã"):
        history_of(typed, uuid.UUID(int=9))


def test_history_when_edited_twice_names_what_each_replaced(typed: Store) -> None:
    for year in ("1953", "1954"):
        edit_record(typed, THIN.person_uuid, {"birth_date": year})
    first, second, third = history_of(typed, THIN.person_uuid)
    assert [one.kind for one in (first, second, third)] == [OpKind.CREATE, OpKind.EDIT, OpKind.EDIT]
    assert second.replaces == (first.op_id,)
    assert third.replaces == (second.op_id,)
    assert third.values == {"birth_date": "1954"}


def test_dump_when_read_is_households_then_people_by_uuid_without_blanks(typed: Store) -> None:
    lines = list(dump_records(typed))
    assert [one["kind"] for one in lines] == ["household", "household", "person", "person"]
    assert [one["household_uuid"] for one in lines[:2]] == [
        str(HOME.household_uuid),
        str(OTHER_HOME.household_uuid),
    ]
    assert [one["person_uuid"] for one in lines[2:]] == [str(HUONG.person_uuid), str(THIN.person_uuid)]
    assert lines[1] == {
        "kind": "household",
        "household_uuid": str(OTHER_HOME.household_uuid),
        "unit": SONG_TRI,
        "household_no": "22",
    }
    assert lines[2]["household_uuid"] == str(HOME.household_uuid)
    assert len(lines[2]["person_uuid"]) == 36
    assert all(value for line in lines for value in line.values())


def test_check_when_a_person_is_void_or_alone_looks_at_the_right_ones(typed: Store) -> None:
    alone = dataclasses.replace(
        HUONG, person_uuid=uuid.UUID(int=0x30), household_uuid=None, full_name=None, relation_to_head=None
    )
    gone = dataclasses.replace(alone, person_uuid=uuid.UUID(int=0x31), void="1", void_reason="nhập hai lần")
    with typed.transaction(Action.SAVE_SLIP) as tx:
        tx.create_person(alone)
        tx.create_person(gone)
    found = list(check_all(typed, TODAY))
    about = {finding.record_uuid for finding in found}
    assert alone.person_uuid in about
    assert gone.person_uuid not in about
    assert list(check_all(typed, TODAY)) == found


def test_paper_when_asked_by_a_members_id_is_the_households(typed: Store) -> None:
    by_household = household_paper(typed, HOME.household_uuid).document
    assert household_paper(typed, HUONG.person_uuid).document == by_household
    assert "21" in by_household.title
    with pytest.raises(CensusError) as caught:
        household_paper(typed, uuid.UUID(int=9))
    assert caught.value.code == "NO_SUCH_RECORD"


def test_store_when_backed_up_and_verified_is_whole(typed: Store) -> None:
    path = back_up(typed)
    assert path.parent == typed.folder.backups_path
    report = verify_store(typed)
    assert report.ok, report.problems
    assert (report.people, report.households) == (2, 2)
