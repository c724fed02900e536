"""Drafts, settings, targets, registers of machines and packages, rows put aside."""

from __future__ import annotations

import dataclasses

import pytest

from census_desktop.base.errors import BugError
from census_desktop.store.devices import Device, add_device, devices, find_device
from census_desktop.store.drafts import drafts, drop_draft, load_draft, save_draft
from census_desktop.store.import_queue import queue_row, queued
from census_desktop.store.operations import last_arrival
from census_desktop.store.packages import (
    InPackage,
    OutPackage,
    confirmed_arrival,
    in_package_by_hash,
    in_packages,
    next_sequence,
    out_packages,
    previous_hash,
    record_export,
    record_import,
    sequences_of,
)
from census_desktop.store.progress import household_counts, last_packages, set_targets, tallies, targets
from census_desktop.store.settings import setting
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, SONG_TRI, edit, make_person, reopen, save, save_family
from tests.fake_clock import FakeClock

OUT = OutPackage(
    sequence=1,
    file_name="18754-ST-01-000001.dcpkg",
    receiver="TX-01",
    previous="",
    payload_sha256="aa" * 32,
    people=3,
    households=1,
    operations=4,
    last_arrival=4,
    at="2026-11-23T01:30:00+00:00",
)
IN = InPackage(
    file_name="18754-ST-01-000001.dcpkg",
    device="ST-01",
    unit=SONG_TRI,
    sequence=1,
    payload_sha256="aa" * 32,
    people=3,
    households=1,
    operations=4,
    added=4,
    changed=0,
    conflicts=0,
    created_at="2026-11-23T01:30:00+00:00",
    at="2026-11-24T01:30:00+00:00",
)
DEVICE = Device(
    device="KT-01",
    unit=KY_TRINH,
    machine_role="ward",
    verify_key="k1",
    recipient="age1kt",
    label="Máy phường Kỳ Trinh",
    registered_at="2026-11-23T01:30:00+00:00",
)


def test_draft_when_kept_then_comes_back_after_the_program_was_closed(ward_store: Store) -> None:
    body = {"full_name": "ĐẬU THỊ HO", "focus": "field_birth_date", "checked": True, "members": ["a", None]}
    save_draft(ward_store, "phiếu 1", body)

    with reopen(ward_store) as store:
        assert load_draft(store, "phiếu 1") == body
        assert last_arrival(store) == 0  # a draft is no operation


def test_draft_when_kept_again_then_takes_the_place_of_the_old_one(ward_store: Store) -> None:
    clock = ward_store.clock
    assert isinstance(clock, FakeClock)
    save_draft(ward_store, "phiếu 1", {"full_name": "ĐẬU"})
    clock.advance(seconds=1)
    save_draft(ward_store, "phiếu 2", {"full_name": "VÕ"})
    clock.advance(seconds=1)
    save_draft(ward_store, "phiếu 1", {"full_name": "ĐẬU VĂN"})

    assert drafts(ward_store) == ("phiếu 1", "phiếu 2")
    assert load_draft(ward_store, "phiếu 1") == {"full_name": "ĐẬU VĂN"}


def test_draft_when_dropped_then_is_gone(ward_store: Store) -> None:
    save_draft(ward_store, "phiếu 1", {})
    drop_draft(ward_store, "phiếu 1")
    drop_draft(ward_store, "phiếu 1")

    assert load_draft(ward_store, "phiếu 1") is None
    assert drafts(ward_store) == ()


def test_setting_when_put_then_can_be_read_and_replaced(ward_store: Store) -> None:
    assert setting(ward_store, "town") is None
    for value in ("449", "448"):
        with ward_store.transaction(Action.SETTING) as transaction:
            transaction.put_setting("town", value)
        assert setting(ward_store, "town") == value


def test_targets_when_set_then_replace_those_of_the_same_unit_only(town_store: Store) -> None:
    with town_store.transaction(Action.SETTING) as transaction:
        set_targets(transaction, {SONG_TRI: (12_000, 3_400), KY_TRINH: (6_000, 1_700)})
        set_targets(transaction, {})
        set_targets(transaction, {KY_TRINH: (6_100, 1_710)})

    assert targets(town_store) == {SONG_TRI: (12_000, 3_400), KY_TRINH: (6_100, 1_710)}


def test_people_when_counted_then_by_unit_without_void_slips_and_void_households_apart(
    town_store: Store,
) -> None:
    assert tallies(town_store, "2018-01-01") == ((), 0)
    save_family(town_store)
    _household, (_head, wife, _child) = save_family(town_store, unit=KY_TRINH)
    nowhere, _people = save_family(town_store, unit=None)
    save(town_store, make_person(town_store.clock, full_name="LÊ VĂN BIỂN"))
    edit(town_store, wife, void="1", void_reason="Khai trùng")
    edit(town_store, nowhere, void="1", void_reason="Khai trùng")

    found, stranded = tallies(town_store, "2018-01-01")
    assert {tally.unit: tally.people for tally in found} == {SONG_TRI: 3, KY_TRINH: 2, "": 1}
    assert stranded == 3
    assert household_counts(town_store) == {(SONG_TRI, "Tổ dân phố 3"): 1, (KY_TRINH, "Tổ dân phố 3"): 1}


def test_export_when_entered_then_the_next_number_and_the_chain_go_on(ward_store: Store) -> None:
    assert (next_sequence(ward_store), previous_hash(ward_store), confirmed_arrival(ward_store)) == (1, "", 0)
    second = dataclasses.replace(
        OUT, sequence=2, previous=OUT.payload_sha256, payload_sha256="bb" * 32, last_arrival=9
    )
    confirmed = dataclasses.replace(second, sequence=3, last_arrival=11, confirmed_at=OUT.at)
    for package in (OUT, second):
        with ward_store.transaction(Action.EXPORT) as transaction:
            record_export(transaction, package)

    assert out_packages(ward_store) == (OUT, second)
    assert (next_sequence(ward_store), previous_hash(ward_store)) == (3, "bb" * 32)
    assert confirmed_arrival(ward_store) == 0
    with ward_store.transaction(Action.EXPORT) as transaction:
        record_export(transaction, confirmed)
    assert confirmed_arrival(ward_store) == 11


def test_import_when_entered_then_is_found_by_its_hash(town_store: Store) -> None:
    second = dataclasses.replace(IN, sequence=2, payload_sha256="bb" * 32, at="2026-11-25T01:30:00+00:00")
    with town_store.transaction(Action.MERGE) as transaction:
        record_import(transaction, IN)
        record_import(transaction, second)

    assert in_packages(town_store) == (IN, second)
    assert in_package_by_hash(town_store, "bb" * 32) == second
    assert in_package_by_hash(town_store, "cc" * 32) is None
    assert sequences_of(town_store, "ST-01") == (1, 2)
    assert sequences_of(town_store, "KT-01") == ()
    assert last_packages(town_store) == {SONG_TRI: "2026-11-25T01:30:00+00:00"}


def test_import_when_the_same_payload_is_entered_twice_then_is_a_bug(town_store: Store) -> None:
    with pytest.raises(BugError), town_store.transaction(Action.MERGE) as transaction:
        record_import(transaction, IN)
        record_import(transaction, dataclasses.replace(IN, sequence=2))

    assert in_packages(town_store) == ()


def test_device_when_registered_again_then_takes_the_new_particulars(town_store: Store) -> None:
    renewed = dataclasses.replace(DEVICE, verify_key="k2", revoked_at="2026-12-01T00:00:00+00:00")
    other = dataclasses.replace(DEVICE, device="ST-01", registered_at="2026-11-22T01:30:00+00:00")
    for machine in (DEVICE, other, renewed):
        with town_store.transaction(Action.REGISTER) as transaction:
            add_device(transaction, machine)

    assert devices(town_store) == (other, renewed)
    assert find_device(town_store, "KT-01") == renewed
    assert find_device(town_store, "KA-01") is None


def test_row_when_put_aside_then_waits_with_its_answers_and_reason(ward_store: Store) -> None:
    with ward_store.transaction(Action.IMPORT) as transaction:
        queue_row(transaction, "tổ 3.xlsx", 17, {"full_name": "ĐẬU THỊ HOÀ"}, "Trùng tên và ngày sinh")
        queue_row(transaction, "tổ 3.xlsx", 18, {}, "Dòng trống")

    first, second = queued(ward_store)
    assert (first.number, first.file_name, first.row_no) == (1, "tổ 3.xlsx", 17)
    assert (first.answers, first.reason) == ({"full_name": "ĐẬU THỊ HOÀ"}, "Trùng tên và ngày sinh")
    assert second.row_no == 18
    assert last_arrival(ward_store) == 0  # nothing of it enters the records
