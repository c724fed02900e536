"""Absence as a process: declared, reminded, asked at Tết, covered, found elsewhere."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.code_names import SAME
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.records import RecordKind
from census_desktop.services.absence import (
    absent_people,
    coverage,
    elsewhere,
    mark_reminded,
    record_about,
    reminders,
    tet_list,
    write_about,
)
from census_desktop.services.absence_papers import (
    absent_of,
    absent_paper,
    reminder_paper,
    reminders_of,
    service_of,
    service_paper,
    tet_of,
    tet_paper,
)
from census_desktop.services.field_lists import Scope
from census_desktop.services.record_history import box_histories
from census_desktop.services.service import WITHHELD, fill_by_rule, masked, service_counts, service_lines
from census_desktop.store.away import collectives
from census_desktop.store.progress import set_targets
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import KY_TRINH, SONG_TRI, SUPERVISOR, edit, make_person, merge_stores, save, save_family

AWAY = {"presence": "vang_khai_ho", "presence_since": "2018-02", "presence_reason": "lam_viec_ngoai_tinh"}
DAY = datetime.date(2026, 11, 23)


def test_absence_when_written_beside_the_slip_then_is_listed_and_travels(
    ward_store: Store, town_store: Store
) -> None:
    _household, (head, wife, child) = save_family(ward_store)
    edit(ward_store, wife, **AWAY, presence_place="Bình Dương")
    edit(ward_store, child, presence="da_chuyen_di")
    assert write_about(
        ward_store,
        RecordKind.AWAY,
        wife.person_uuid,
        {"declared": "x", "declared_on": "3/2018", "country": "VN", "slip_given": "ký khi về"},
    )
    (found,) = absent_people(ward_store)
    assert found.person.person_uuid == wife.person_uuid
    assert found.away is not None
    assert (found.away.declared, found.away.declared_on, found.away.slip_given) == (
        "1",
        "2018-03",
        "ky_khi_ve",
    )
    assert absent_people(ward_store, KY_TRINH) == ()
    assert absent_people(ward_store, SONG_TRI, "Tổ dân phố 9") == ()
    merge_stores(town_store, ward_store)
    assert record_about(town_store, RecordKind.AWAY, wife.person_uuid) == found.away
    assert record_about(town_store, RecordKind.AWAY, head.person_uuid).about == head.person_uuid
    assert verify(town_store).ok


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"declared_on": "31/02/2018"}, "BAD_VALUE"),
        ({"about": "x"}, "UNKNOWN_FIELD"),
        ({"sao": "1"}, "UNKNOWN_FIELD"),
    ],
)
def test_absence_when_typed_wrongly_then_nothing_changes(
    ward_store: Store, typed: dict[str, str], code: str
) -> None:
    _household, (head, *_rest) = save_family(ward_store)
    with pytest.raises(CensusError) as caught:
        write_about(ward_store, RecordKind.AWAY, head.person_uuid, typed)
    assert caught.value.code == code
    for kind in (RecordKind.AWAY, RecordKind.COLLECTIVE):
        with pytest.raises(CensusError) as caught:
            write_about(ward_store, kind, uuid.UUID(int=1), {})
        assert caught.value.code == "NO_SUCH_RECORD"


def test_reminders_when_their_day_has_come_then_are_listed_until_done(ward_store: Store) -> None:
    _household, (head, wife, child) = save_family(ward_store)
    edit(ward_store, head, **AWAY, presence_expected_return="2026-11")
    edit(ward_store, wife, **AWAY, presence_expected_return="2018")
    edit(ward_store, child, **AWAY)
    about = {"remind_on": "20/11/2026", "remind_note": "Xin số điện thoại"}
    write_about(ward_store, RecordKind.AWAY, child.person_uuid, about)
    write_about(ward_store, RecordKind.AWAY, wife.person_uuid, {"slip_given": "chưa có phiếu"})

    found = reminders(ward_store, DAY)
    assert [one.told.person.person_uuid for one in found] == [wife.person_uuid, child.person_uuid]
    assert "thu phiếu" in found[0].what
    assert found[1].what.startswith("Xin số điện thoại")
    assert len(reminders(ward_store, datetime.date(2026, 11, 30))) == 3
    assert "1" in reminder_paper(ward_store, found, DAY).footer

    assert mark_reminded(ward_store, (child.person_uuid, wife.person_uuid)) == 2
    assert reminders(ward_store, DAY) == ()


def test_tet_list_when_made_then_holds_those_families_expect(ward_store: Store) -> None:
    household, (head, wife, child) = save_family(ward_store)
    abroad, soldier = make_person(ward_store.clock, household), make_person(ward_store.clock, household)
    save(ward_store, abroad, soldier)
    edit(ward_store, head, **AWAY)
    edit(ward_store, wife, **AWAY, presence_expected_return="2027-02")
    edit(ward_store, child, **AWAY, presence_expected_return="2028-06")
    edit(ward_store, abroad, **(AWAY | {"presence_reason": "lam_viec_nuoc_ngoai"}))
    edit(ward_store, soldier, **AWAY)
    write_about(ward_store, RecordKind.AWAY, soldier.person_uuid, {"country": "Lào"})
    write_about(ward_store, RecordKind.AWAY, head.person_uuid, {"slip_given": "ky_khi_ve", "declared": "1"})
    tet, found = tet_list(ward_store)
    assert tet == datetime.date(2027, 2, 6)
    assert {one.told.person.person_uuid for one in found} == {head.person_uuid}
    assert found[0].what == "Hỏi khi về Tết; ký phiếu"
    edit(ward_store, wife, presence_expected_return="2027-02-01")
    assert len(tet_list(ward_store)[1]) == 2
    assert "2" in tet_paper(ward_store, tet_list(ward_store)[1], tet).footer
    assert absent_paper(ward_store, absent_people(ward_store)).blocks
    with pytest.raises(CensusError) as caught:
        tet_list(ward_store, datetime.date(2031, 1, 1))
    assert caught.value.code == "NO_TET"


def test_coverage_when_many_are_away_for_long_then_is_told_with_and_without_them(town_store: Store) -> None:
    _household, (head, wife, _child) = save_family(town_store)
    save_family(town_store, unit=KY_TRINH)
    with town_store.transaction(Action.SETTING) as tx:
        set_targets(tx, {SONG_TRI: (6, 2)})
    edit(town_store, head, **(AWAY | {"presence_reason": "lam_viec_nuoc_ngoai"}))
    edit(town_store, wife, **(AWAY | {"presence_since": "2026-10-01"}))
    write_about(town_store, RecordKind.AWAY, wife.person_uuid, {"declared": "1"})
    first, second, total = coverage(town_store)
    assert (first.unit, first.people, first.away, first.long_away, first.abroad, first.declared) == (
        SONG_TRI, 3, 2, 1, 1, 1,
    )  # fmt: skip
    assert (first.percent, first.percent_present) == (50.0, 40.0)
    assert (second.percent, second.percent_present) == (0.0, 0.0)
    assert (total.people, total.target, total.away) == (6, 6, 2)


def test_person_when_away_here_and_written_elsewhere_then_both_slips_are_named(town_store: Store) -> None:
    _one, (head, wife, _child) = save_family(town_store)
    _two, (same, same_wife, _c) = save_family(town_store, unit=KY_TRINH)
    edit(town_store, head, **AWAY)
    edit(town_store, wife, **AWAY, personal_id="042167000123")
    edit(town_store, same_wife, personal_id="042167000123")
    found = {(one.here, one.there): one.by_number for one in elsewhere(town_store)}
    assert found == {
        (head.person_uuid, same.person_uuid): False,
        (wife.person_uuid, same_wife.person_uuid): True,
    }
    assert coverage(town_store)[-1].people == 6


def test_service_when_slips_say_nothing_then_the_rule_fills_where_it_is_clear(town_store: Store) -> None:
    _household, (head, wife, child) = save_family(town_store)
    _other, (twin, *_rest) = save_family(town_store, unit=KY_TRINH)
    edit(town_store, head, service="si_quan_quan_doi", service_unit_address="Tiểu đoàn 5")
    edit(town_store, wife, service="si_quan_cong_an")
    edit(town_store, child, service="nghia_vu_quan_su", declared_on="2022-01-05")
    edit(town_store, twin, service="si_quan_quan_doi", service_counted_at="tai_ho")
    write_about(town_store, RecordKind.DUTY, head.person_uuid, {"lodging": "trong", "withheld": "1"})
    first, second = sorted((head.person_uuid, twin.person_uuid))
    link = Link(link_uuid=link_uuid_of(first, second), first=first, second=second)
    with town_store.transaction(Action.DECIDE) as tx:
        tx.save(dataclasses.replace(link, verdict=SAME, leading=head.person_uuid))

    before = service_lines(town_store)
    assert service_counts(before) == {"tai_ho": 0, "tai_don_vi": 2, "chua_ro": 1}
    assert [line.is_settled for line in before if line.told.person.person_uuid == twin.person_uuid] == [True]
    assert [line.counted for line in before if line.is_second] == [None]
    assert fill_by_rule(town_store) == 2
    assert fill_by_rule(town_store) == 0
    written = {line.told.person.person_uuid: line.said for line in service_lines(town_store)}
    assert (written[head.person_uuid], written[wife.person_uuid]) == ("tai_don_vi", None)
    assert len(service_lines(town_store, KY_TRINH)) == 1
    person = load_person(town_store, head.person_uuid)
    assert person is not None
    assert masked(town_store, person).service_unit_address == WITHHELD
    assert masked(town_store, dataclasses.replace(person, person_uuid=wife.person_uuid)).service_unit_address
    assert service_paper(town_store, service_lines(town_store)).blocks
    address = next(
        one for one in box_histories(town_store, head.person_uuid) if one.box == "service_unit_address"
    )
    assert "Tiểu đoàn 5" not in {said.value for said in address.said}
    town_store.account = SUPERVISOR
    assert masked(town_store, person) is person


def test_collective_household_when_named_then_is_listed(ward_store: Store) -> None:
    household, _people = save_family(ward_store)
    typed = {"kind": "ký túc xá", "manager": "Võ Thị Hường", "capacity": "120"}
    write_about(ward_store, RecordKind.COLLECTIVE, household.household_uuid, typed)
    (found,) = collectives(ward_store).values()
    assert (found.kind, found.capacity) == ("ky_tuc_xa", "120")
    write_about(ward_store, RecordKind.COLLECTIVE, household.household_uuid, {"kind": ""})
    assert collectives(ward_store) == {}


def test_papers_when_asked_for_a_place_then_hold_its_people_only(ward_store: Store) -> None:
    _household, (head, wife, _child) = save_family(ward_store)
    edit(ward_store, head, **AWAY, presence_expected_return="2018")
    edit(ward_store, wife, service="qncn")
    here, there = Scope(SONG_TRI, "Tổ dân phố 3"), Scope(SONG_TRI, "Tổ dân phố 9")
    for make in (absent_of, reminders_of, service_of):
        assert "1" in make(ward_store, here).footer
        assert "0" in make(ward_store, there).footer
    assert "0" in tet_of(ward_store, here).footer
