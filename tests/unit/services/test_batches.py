"""Batches over a real store: cover sheets, what is left, numbers for new slips; and the typist's day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.batches import Batch, batch_uuid_of
from census_desktop.domain.pace import Pace
from census_desktop.domain.records import RecordKind
from census_desktop.services.batches import (
    BatchInHand,
    batch_state,
    batch_states,
    save_batch,
    withdraw_batch,
)
from census_desktop.services.entry import EntryDesk
from census_desktop.services.households import void_person
from census_desktop.services.typing_pace import TypingDay
from census_desktop.store.opening import open_store
from census_desktop.store.operations import history
from census_desktop.store.records import records_where
from census_desktop.store.second_keying import keying_counts
from census_desktop.store.transaction import Action
from census_desktop.store.typing_days import add_typing
from tests.builders import KY_TRINH, LOGIN, PASSWORD, SONG_TRI, make_household, make_person, save

if TYPE_CHECKING:
    from census_desktop.store.store import Store
    from tests.fake_clock import FakeClock


def type_slips(store: Store, *numbers: str, unit: str = SONG_TRI, **more: str) -> None:
    household = make_household(store.clock, unit=unit)
    save(
        store,
        household,
        *(make_person(store.clock, household, slip_no=number, **more) for number in numbers),
    )


def test_batch_when_entered_says_what_is_left(ward_store: Store) -> None:
    state = save_batch(
        ward_store,
        " 12 ",
        {
            "people": "6",
            "households": "2",
            "issued": "8",
            "collector": "Trần Thị Lan",
            "received_on": "3/11/2026",
        },
    )
    assert (state.number, state.people, state.left, state.typed) == ("12", 6, 6, 0)
    assert state.missing == (1, 2, 3, 4, 5, 6)
    type_slips(ward_store, "12/1", "12 / 2", "12/5", slip_state="da_kiem_lan_2")
    type_slips(ward_store, "12/3", slip_state="dang_nhap")
    type_slips(ward_store, "120/1", "1/2", "12/4", unit=KY_TRINH)
    state = batch_state(ward_store, "12")
    assert (state.typed, state.begun, state.households, state.checked) == (3, 1, 2, 3)
    assert keying_counts(ward_store).keyed == state.checked  # the room of second keying says the same
    assert (state.left, state.last, state.missing) == (3, 5, (4, 6))
    assert state.next_slip_no == "12/6"
    assert state.batch.received_on == "2026-11-03"


def test_batch_when_full_gives_the_missing_number_and_then_none(ward_store: Store) -> None:
    save_batch(ward_store, "A3", {"people": "3"})
    type_slips(ward_store, "A3/1", "a3/3")
    assert batch_state(ward_store, "a3").next_slip_no == "A3/2"
    type_slips(ward_store, "A3/2")
    full = batch_state(ward_store, "A3")
    assert (full.left, full.next_slip_no, full.is_over) == (0, None, False)
    type_slips(ward_store, "A3/4")
    assert batch_state(ward_store, "A3").is_over


def test_batch_when_changed_keeps_other_boxes_and_writes_nothing_for_nothing(ward_store: Store) -> None:
    save_batch(ward_store, "7", {"people": "40", "collector": "Lê Văn Biển"})
    save_batch(ward_store, "7", {"people": "41"})
    save_batch(ward_store, "7", {"people": "41"})
    (known,) = records_where(ward_store, RecordKind.BATCH)
    assert (known.people, known.collector) == ("41", "Lê Văn Biển")
    assert len(history(ward_store, known.batch_uuid)) == 2


def test_batch_when_withdrawn_is_known_from_its_slips_alone(ward_store: Store) -> None:
    save_batch(ward_store, "9", {"people": "40"})
    save_batch(ward_store, "10", {})
    type_slips(ward_store, "9/1", "2/1")
    assert [state.number for state in batch_states(ward_store)] == ["2", "9", "10"]
    withdraw_batch(ward_store, "9")
    withdraw_batch(ward_store, "10")
    states = batch_states(ward_store)
    assert [(state.number, state.left) for state in states] == [("2", None), ("9", None)]
    with pytest.raises(CensusError) as caught:
        withdraw_batch(ward_store, "9")
    assert caught.value.code == "NO_SUCH_BATCH"
    assert save_batch(ward_store, "9", {}).people == 40  # entering it again brings it back


@pytest.mark.parametrize(
    ("number", "typed", "words"),
    [
        ("", {}, "không được trống"),
        ("12/3", {}, "gạch chéo"),
        ("x" * 30, {}, "Số tập"),
        ("12", {"people": "ba"}, "Số phiếu trong tập"),
        ("12", {"people": "99999"}, "nhiều nhất 9999"),
        ("12", {"received_on": "31/02/2026"}, "Ngày nhận tập"),
    ],
)
def test_batch_when_it_cannot_be_is_refused_with_the_box(
    ward_store: Store, number: str, typed: dict[str, str], words: str
) -> None:
    with pytest.raises(CensusError, match=words) as caught:
        save_batch(ward_store, number, typed)
    assert caught.value.code == "BAD_VALUE"
    assert records_where(ward_store, RecordKind.BATCH) == ()


def test_batch_of_another_unit_is_another_batch(ward_store: Store) -> None:
    save_batch(ward_store, "3", {"people": "5"}, KY_TRINH)
    type_slips(ward_store, "3/1", unit=KY_TRINH)
    assert batch_state(ward_store, "3").typed == 0
    assert batch_state(ward_store, "3", KY_TRINH).left == 4
    assert batch_states(ward_store) == ()
    (known,) = records_where(ward_store, RecordKind.BATCH)
    assert isinstance(known, Batch)
    assert known.batch_uuid == batch_uuid_of(KY_TRINH, "3")


def test_batch_in_hand_numbers_slips_and_is_remembered(ward_store: Store) -> None:
    save_batch(
        ward_store, "5", {"people": "2", "collector": "Trần Thị Lan", "residential_group": "Tổ dân phố 1"}
    )
    desk = EntryDesk(ward_store)
    assert desk.new_member(desk.new_sheet()).slip_no is None
    desk.batch.take("5")
    sheet = desk.new_sheet(make_household(ward_store.clock))
    assert (sheet.household.collector, sheet.household.residential_group) == ("Trần Thị Lan", "Tổ dân phố 1")
    for expected in ("5/1", "5/2"):
        member = desk.new_member(sheet)
        assert member.slip_no == expected
        sheet = desk.save_slip(
            sheet.household, make_person(ward_store.clock, sheet.household, slip_no=expected)
        ).sheet
    assert desk.new_member(sheet).slip_no is None
    void_person(ward_store, sheet.members[0].person_uuid, "Phiếu ghi trùng")
    assert BatchInHand(ward_store).number == "5"
    assert EntryDesk(ward_store).new_member(sheet).slip_no == "5/1"
    desk.batch.put_away()
    assert BatchInHand(ward_store).state() is None
    with pytest.raises(CensusError):
        desk.batch.take("5/1")


def test_day_when_kept_comes_back_after_a_restart_and_only_to_its_owner(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = TypingDay(ward_store)
    for at in (1.0, 2.0, 3.0):
        day.meter.key(at)
    day.meter.slip()
    day.keep()
    day.keep()
    day.meter.error()
    assert day.today() == Pace(1, 3, 1, 2000)
    assert TypingDay(ward_store).today() == Pace(1, 3, 0, 2000)
    day.keep()
    assert TypingDay(ward_store).today() == Pace(1, 3, 1, 2000)


def test_day_when_the_disk_is_full_is_kept_later(ward_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    day = TypingDay(ward_store)
    day.meter.key(1.0)

    def full(*_args: object) -> None:
        raise CensusError("DISK_FULL", "Ổ đĩa đã đầy.")

    with monkeypatch.context() as patch:
        patch.setattr("census_desktop.services.typing_pace.add_typing", full)
        with pytest.raises(CensusError):
            day.keep()
    day.keep()
    assert TypingDay(ward_store).today().keystrokes == 1


def test_days_when_many_are_listed_newest_first(ward_store: Store, clock: FakeClock) -> None:
    for back in range(20):
        on = (clock.now() - timedelta(days=back)).date().isoformat()
        add_typing(ward_store, on, Pace(slips=back))
    days = TypingDay(ward_store).days()
    assert len(days) == 14
    assert [pace.slips for _on, pace in days[:2]] == [0, 1]
    folder, sister = ward_store.folder, ward_store.clock
    ward_store.close()
    with open_store(folder, LOGIN, PASSWORD, sister) as again:
        assert len(TypingDay(again).days()) == 14


@pytest.mark.parametrize("people", ["ba", "-3", "²", "123456"])
def test_batch_when_a_package_counts_nonsense_has_no_count(ward_store: Store, people: str) -> None:
    batch = Batch(batch_uuid=batch_uuid_of(SONG_TRI, "4"), unit=SONG_TRI, number="4", people=people)
    with ward_store.transaction(Action.BATCH) as tx:
        tx.create(batch)
    (state,) = batch_states(ward_store)
    assert (state.people, state.left, state.next_slip_no) == (None, None, "4/1")
