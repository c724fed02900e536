"""The one way to write: everything of a block, or nothing."""

from __future__ import annotations

import dataclasses
import json
import threading
import uuid
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from census_desktop.base.errors import BugError, CensusError
from census_desktop.domain.dc01 import HOUSEHOLD_CELLS, PERSON_CELLS, PERSON_FIELDS, Household, Person
from census_desktop.domain.operations import MAX_ANSWER, MalformedOperation, OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.store import transaction as module
from census_desktop.store.operations import history, last_arrival
from census_desktop.store.records import find_record, load_household, load_person
from census_desktop.store.search import search_people
from census_desktop.store.settings import setting
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import (
    all_lines,
    edit,
    make_household,
    make_person,
    raw_connection,
    reopen,
    save,
    save_family,
)
from tests.disk_faults import database_may_not_grow


def audit_entries(store: Store) -> list[dict[str, object]]:
    with store.read() as connection:
        entries = connection.exec_driver_sql("SELECT entry FROM audit ORDER BY number").scalars()
        return [json.loads(entry) for entry in entries]


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, the search index among them."""
    with store.read() as connection:
        run = connection.exec_driver_sql
        names = run(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_config'"
        ).scalars()
        return {name: [tuple(row) for row in run(f"SELECT * FROM {name}")] for name in list(names)}


def test_slip_when_saved_then_row_operation_index_and_audit_agree(ward_store: Store) -> None:
    household = make_household(ward_store.clock)
    person = make_person(ward_store.clock, household)

    with ward_store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_household(household)
        transaction.create_person(person)
        assert transaction.changed == {
            (RecordKind.HOUSEHOLD, household.household_uuid),
            (RecordKind.PERSON, person.person_uuid),
        }

    assert load_person(ward_store, person.person_uuid) == person
    assert load_household(ward_store, household.household_uuid) == household
    (birth,) = history(ward_store, person.person_uuid)
    assert (birth.kind, birth.cell, birth.replaces) == (OpKind.CREATE, "", ())
    assert (birth.device, birth.officer) == ("ST-01", "hoa.nt")
    assert birth.values["household_uuid"] == household.household_uuid.hex
    assert [row.person_uuid for row in search_people(ward_store, "thin dau")] == [person.person_uuid]
    entry = audit_entries(ward_store)[-1]
    assert (entry["action"], entry["operations"], entry["officer"]) == ("save_slip", 2, "hoa.nt")
    assert "ĐẬU" not in json.dumps(entry, ensure_ascii=False)


def test_slip_when_every_box_is_filled_then_every_box_is_kept(ward_store: Store) -> None:
    answers: dict[str, Any] = {name: f"Trả lời {name}" for name in PERSON_FIELDS}
    person = make_person(ward_store.clock, **answers)

    save(ward_store, person)

    assert load_person(ward_store, person.person_uuid) == person


def test_slip_when_entirely_blank_then_can_be_saved(ward_store: Store) -> None:
    person = Person(person_uuid=ward_store.clock.new_uuid())
    household = Household(household_uuid=ward_store.clock.new_uuid())

    save(ward_store, person, household)

    assert load_person(ward_store, person.person_uuid) == person
    assert load_household(ward_store, household.household_uuid) == household
    assert verify(ward_store).ok


def test_block_when_it_fails_then_nothing_at_all_stays(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    before = everything(ward_store)

    with pytest.raises(ZeroDivisionError), ward_store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_person(make_person(ward_store.clock, full_name="LÊ VĂN BIỂN"))
        transaction.edit(RecordKind.PERSON, people[0].person_uuid, {"full_name": "ĐẬU VĂN THÌN (CỤ)"})
        transaction.put_setting("town", "449")
        transaction.flush()
        _ = 1 / 0

    assert everything(ward_store) == before
    assert search_people(ward_store, "bien") == ()
    assert setting(ward_store, "town") is None
    assert verify(ward_store).ok


def test_block_when_it_failed_then_numbers_go_on_without_a_gap(ward_store: Store) -> None:
    person = make_person(ward_store.clock)
    save(ward_store, person)
    with pytest.raises(ZeroDivisionError), ward_store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, person.person_uuid, {"note": "bỏ"})
        _ = 1 / 0

    edit(ward_store, person, note="giữ")

    assert [(each.lamport, each.sequence) for each in history(ward_store, person.person_uuid)] == [
        (1, 1),
        (2, 2),
    ]


def test_numbers_when_the_store_is_opened_again_then_go_on(ward_store: Store) -> None:
    person = make_person(ward_store.clock)
    save(ward_store, person)

    with reopen(ward_store) as store:
        edit(store, person, note="sau khi mở lại")
        assert [each.sequence for each in history(store, person.person_uuid)] == [1, 2]


def test_edit_when_several_cells_differ_then_one_operation_each(ward_store: Store) -> None:
    household, (person, *_others) = save_family(ward_store)

    assert edit(ward_store, person, full_name="ĐẬU VĂN THÌN", note="Cụ Thìn", birth_date="1964") == 2
    assert edit(ward_store, household, unit="18820@2015-04-10", residential_group="Thôn Hoàng Trinh") == 1

    assert {each.cell for each in history(ward_store, person.person_uuid)} == {"", "note", "birth_date"}
    assert load_person(ward_store, person.person_uuid) == dataclasses.replace(
        person, note="Cụ Thìn", birth_date="1964"
    )


def test_edit_when_one_box_of_a_group_changes_then_the_operation_carries_the_group(ward_store: Store) -> None:
    household, _people = save_family(ward_store)

    assert edit(ward_store, household, residential_group="Tổ dân phố 4") == 1

    last = history(ward_store, household.household_uuid)[-1]
    assert (last.cell, dict(last.values)) == (
        "location",
        {"unit": household.unit, "residential_group": "Tổ dân phố 4"},
    )


def test_edit_when_made_then_replaces_the_heads_it_saw(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)
    edit(ward_store, person, note="một")
    edit(ward_store, person, note="hai")

    birth, first, second = history(ward_store, person.person_uuid)

    assert first.replaces == (birth.op_id,)
    assert second.replaces == (first.op_id,)
    assert birth.lamport < first.lamport < second.lamport


def test_edit_when_nothing_differs_then_nothing_is_written(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)
    lines = all_lines(ward_store)

    assert edit(ward_store, person, full_name=person.full_name, note=None) == 0
    assert save(ward_store, person) == 0
    assert all_lines(ward_store) == lines
    assert "operations" not in audit_entries(ward_store)[-1]


def test_edit_when_the_name_changes_then_only_the_new_one_is_found(ward_store: Store) -> None:
    _household, (_head, wife, _child) = save_family(ward_store)

    edit(ward_store, wife, full_name="VÕ THỊ HƯƠNG GIANG")

    assert search_people(ward_store, "huong giang")[0].full_name == "VÕ THỊ HƯƠNG GIANG"
    edit(ward_store, wife, full_name=None)
    assert search_people(ward_store, "huong") == ()
    assert verify(ward_store).ok


def test_edit_when_the_record_is_unknown_then_is_a_bug(ward_store: Store) -> None:
    with pytest.raises(BugError):
        edit(ward_store, make_person(ward_store.clock), note="ai đó")


def test_edit_when_the_record_is_of_the_other_kind_then_is_a_bug(ward_store: Store) -> None:
    household, _people = save_family(ward_store)
    lines = all_lines(ward_store)

    with pytest.raises(BugError), ward_store.transaction(Action.EDIT) as transaction:
        transaction.edit(RecordKind.PERSON, household.household_uuid, {"note": "nhầm loại"})

    assert all_lines(ward_store) == lines


@pytest.mark.parametrize("changes", [{"shoe_size": "42"}, {"household_no": "12", "note": "x"}, {"note": ""}])
def test_edit_when_a_box_does_not_exist_or_is_empty_text_then_is_refused(
    ward_store: Store, changes: dict[str, str]
) -> None:
    _household, (person, *_others) = save_family(ward_store)
    lines = all_lines(ward_store)

    with pytest.raises(MalformedOperation):
        edit(ward_store, person, **changes)

    assert all_lines(ward_store) == lines


def test_answer_when_too_long_to_travel_then_is_not_saved_and_the_user_is_told(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    with pytest.raises(CensusError) as caught:
        edit(ward_store, person, note="ố" * (MAX_ANSWER + 1))

    assert caught.value.code == "TOO_LONG"
    assert "2.000" in caught.value.message
    assert edit(ward_store, person, note="ố" * MAX_ANSWER) == 1


def test_slip_when_too_long_as_a_whole_then_is_not_saved(ward_store: Store) -> None:
    answers: dict[str, Any] = dict.fromkeys(PERSON_FIELDS, "ố" * MAX_ANSWER)
    person = make_person(ward_store.clock, **answers)

    with pytest.raises(CensusError) as caught:
        save(ward_store, person)

    assert caught.value.code == "TOO_LONG"
    assert find_record(ward_store, person.person_uuid) is None


def test_save_when_the_person_moves_to_another_household_then_it_is_one_operation(ward_store: Store) -> None:
    _household, (_head, _wife, child) = save_family(ward_store)
    other, _others = save_family(ward_store, household_no="13")

    assert save(ward_store, dataclasses.replace(child, household_uuid=other.household_uuid)) == 1
    assert save(ward_store, dataclasses.replace(child, household_uuid=None)) == 1
    assert [each.cell for each in history(ward_store, child.person_uuid)] == [
        "",
        "household_uuid",
        "household_uuid",
    ]


def test_create_when_the_record_exists_then_is_a_bug_and_nothing_changes(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)
    before = everything(ward_store)

    with pytest.raises(BugError) as caught, ward_store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_person(person)

    assert isinstance(caught.value.__cause__, IntegrityError)  # wrapped: SQLAlchemy knows the driver
    assert everything(ward_store) == before


def test_driver_error_when_shown_then_hides_answers(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    with pytest.raises(BugError) as caught, ward_store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_person(person)

    assert "ĐẬU" not in f"{caught.value} {caught.value.__cause__}"


def test_many_slips_when_created_in_one_block_then_all_are_there(ward_store: Store) -> None:
    people = [make_person(ward_store.clock) for _each in range(module._BATCH + 7)]

    with ward_store.transaction(Action.IMPORT) as transaction:
        for person in people:
            transaction.create_person(person)
        transaction.edit(RecordKind.PERSON, people[-1].person_uuid, {"note": "sửa ngay"})

    assert len(all_lines(ward_store)) == len(people) + 1
    assert len(search_people(ward_store, "thin", limit=1000)) == len(people)
    assert verify(ward_store).ok


def test_block_when_the_disk_is_full_then_says_so_and_what_was_saved_stays(ward_store: Store) -> None:
    save_family(ward_store)
    before = everything(ward_store)

    with (
        database_may_not_grow(ward_store),
        pytest.raises(CensusError) as caught,
    ):
        save(ward_store, *(make_person(ward_store.clock, note="ố" * 1500) for _each in range(20)))

    assert caught.value.code == "DISK_FULL"
    assert "còn nguyên" in caught.value.advice
    assert everything(ward_store) == before
    save_family(ward_store, household_no="13")  # once there is room again
    assert verify(ward_store).ok


def test_block_when_another_thread_writes_then_waits_its_turn(ward_store: Store) -> None:
    person = make_person(ward_store.clock)
    other = threading.Thread(target=save, args=(ward_store, person))

    with ward_store.transaction(Action.SETTING) as transaction:
        transaction.put_setting("a", "b")
        other.start()
        assert load_person(ward_store, person.person_uuid) is None
    other.join()

    assert load_person(ward_store, person.person_uuid) == person
    assert len(audit_entries(ward_store)) == 3


def test_reader_when_somebody_writes_meanwhile_then_sees_one_state(ward_store: Store) -> None:
    save_family(ward_store)
    with ward_store.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one()
        writer = threading.Thread(target=save_family, args=(ward_store,), kwargs={"household_no": "13"})
        writer.start()
        writer.join()
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one() == before

    assert last_arrival(ward_store) == 8


def test_audit_when_a_block_ends_then_has_one_entry_with_a_digest_of_its_operations(
    ward_store: Store,
) -> None:
    save_family(ward_store)
    with ward_store.transaction(Action.EXPORT) as transaction:
        transaction.detail["sequence"] = 1

    entries = audit_entries(ward_store)

    assert [entry["action"] for entry in entries] == ["set_up", "save_slip", "export"]
    assert entries[1]["operations"] == 4
    assert len(str(entries[1]["digest"])) == 32
    assert entries[2]["sequence"] == 1


def test_cells_when_all_are_edited_at_once_then_each_is_one_operation(ward_store: Store) -> None:
    household, (person, *_others) = save_family(ward_store)
    new_person = {name: "9" for names in PERSON_CELLS.values() for name in names}
    new_person["household_uuid"] = uuid.UUID(int=7).hex
    new_household = {name: "9" for names in HOUSEHOLD_CELLS.values() for name in names}

    assert edit(ward_store, person, **new_person) == len(PERSON_CELLS)
    assert edit(ward_store, household, **new_household) == len(HOUSEHOLD_CELLS)
    assert verify(ward_store).ok


def test_database_when_its_disk_is_replaced_by_noise_while_open_then_says_damaged(ward_store: Store) -> None:
    save_family(ward_store)
    with raw_connection(ward_store.folder.database_path, ward_store.key) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = ward_store.folder.database_path
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(255 - byte for byte in content[4096:])
    path.write_bytes(content)
    ward_store.engine.dispose()

    with pytest.raises(CensusError) as caught:
        search_people(ward_store, "thin")

    assert caught.value.code == "DAMAGED"
