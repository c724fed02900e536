"""The entry desk: carried-over boxes, saving, drafts."""

from __future__ import annotations

import dataclasses
import uuid
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.dc01 import Household, Person
from census_desktop.services.drafts import ENTRY_SLOT
from census_desktop.services.entry import EntryDesk, head_of, with_member
from census_desktop.store.drafts import load_draft, save_draft
from census_desktop.store.operations import history
from census_desktop.store.records import counts, load_household, load_person
from tests.builders import save_family
from tests.command_line import SONG_TRI, Machine

if TYPE_CHECKING:
    from census_desktop.store.store import Store


@pytest.fixture
def desk(ward: Store) -> EntryDesk:
    return EntryDesk(ward)


def head_slip(desk: EntryDesk) -> tuple[Household, Person]:
    """A household and the slip of its head, not saved yet."""
    sheet = desk.new_sheet()
    household = dataclasses.replace(
        sheet.household, residential_group="Châu Phố", household_no="21", address="Ngõ 5 Châu Phố, Sông Trí"
    )
    person = dataclasses.replace(
        desk.new_member(sheet),
        full_name="ĐẬU VĂN THÌN",
        birth_date="1952",
        sex="1",
        ethnicity="01",
        nationality="VN",
        religion="00",
        native_place="Kỳ Anh, Hà Tĩnh",
        personal_id="042052000123",
        relation_to_head="CH",
        head_name="ĐẬU VĂN THÌN",
        household_book_no="310012345",
        signed_declarant="1",
        father_name="ĐẬU VĂN TÝ",
    )
    return household, person


def test_new_household_when_opened_on_a_ward_has_its_unit_and_is_not_stored(
    desk: EntryDesk, ward: Store
) -> None:
    sheet = desk.new_sheet()
    assert sheet.household.unit == SONG_TRI
    assert not sheet.is_stored
    assert counts(ward) == (0, 0)


def test_new_household_when_another_was_open_keeps_group_and_collector(desk: EntryDesk) -> None:
    before = Household(
        household_uuid=uuid.UUID(int=1),
        unit="18808@2015-04-10",
        residential_group="Bắc Hà",
        collector="Võ Thị Hường",
        household_no="7",
        phone="0912345678",
    )
    made = desk.new_household(before)
    assert (made.unit, made.residential_group, made.collector) == (
        "18808@2015-04-10",
        "Bắc Hà",
        "Võ Thị Hường",
    )
    assert (made.household_no, made.phone) == (None, None)
    assert made.household_uuid != before.household_uuid


def test_new_household_when_opened_in_the_town_has_no_unit(town: Store) -> None:
    assert EntryDesk(town).new_household().unit is None


def test_slip_when_saved_is_on_the_disk_for_the_next_log_in(
    desk: EntryDesk, ward: Store, machines: tuple[Machine, Machine]
) -> None:
    household, person = head_slip(desk)
    saved = desk.save_slip(household, person)
    assert saved.operations == 2
    assert saved.at == ward.clock.now()
    assert saved.person.slip_state == "da_nhap"
    assert saved.sheet.members == (saved.person,)
    ward.close()
    with machines[1].open() as store:
        assert load_person(store, person.person_uuid) == saved.person
        assert load_household(store, household.household_uuid) == household


def test_slip_when_saved_again_writes_only_what_differs(desk: EntryDesk, ward: Store) -> None:
    household, person = head_slip(desk)
    saved = desk.save_slip(household, person)
    assert desk.save_slip(household, saved.person).operations == 0
    changed = dataclasses.replace(saved.person, birth_date="1952-03")
    assert desk.save_slip(household, changed).operations == 1
    assert [one.cell for one in history(ward, person.person_uuid)] == ["", "birth_date"]


def test_slip_when_it_looks_wrong_is_saved_and_its_findings_told(desk: EntryDesk) -> None:
    household, person = head_slip(desk)
    saved = desk.save_slip(household, dataclasses.replace(person, full_name=None, birth_date="2031"))
    assert saved.operations == 2
    found = {finding.field for finding in saved.findings}
    assert {"full_name", "birth_date"} <= found
    assert {finding.record_uuid for finding in saved.findings} == {person.person_uuid}


def test_proposals_when_the_head_is_in_are_what_a_household_shares(desk: EntryDesk) -> None:
    sheet = desk.save_slip(*head_slip(desk)).sheet
    member = desk.new_member(sheet)
    assert member == Person(
        person_uuid=member.person_uuid, household_uuid=sheet.household.household_uuid
    )  # nothing is an answer yet
    found = desk.propose(sheet, member)
    values = {one.field: one.value for one in found}
    assert values["head_name"] == "ĐẬU VĂN THÌN"
    assert values["head_id"] == "042052000123"
    assert values["household_book_no"] == "310012345"
    assert values["permanent_address"] == "Ngõ 5 Châu Phố, Sông Trí"
    assert (values["ethnicity"], values["religion"], values["nationality"]) == ("01", "00", "VN")
    assert values["native_place"] == "Kỳ Anh, Hà Tĩnh"
    assert all(one.is_shared for one in found)
    assert not {"full_name", "birth_date", "sex", "personal_id", "relation_to_head", "father_name"} & set(
        values
    )


def test_proposals_when_the_sheet_is_empty_are_those_of_the_household(desk: EntryDesk) -> None:
    household = dataclasses.replace(desk.new_household(), address="Tổ dân phố 1", household_book_no="31")
    sheet = dataclasses.replace(desk.new_sheet(), household=household)
    found = {one.field: one.value for one in desk.propose(sheet, desk.new_member(sheet))}
    assert found == {"permanent_address": "Tổ dân phố 1", "household_book_no": "31"}


def test_new_member_when_two_are_asked_for_are_two(desk: EntryDesk) -> None:
    sheet = desk.new_sheet()
    assert desk.new_member(sheet).person_uuid != desk.new_member(sheet).person_uuid


def test_households_when_searched_without_marks_are_found(desk: EntryDesk) -> None:
    desk.save_slip(*head_slip(desk))
    assert [row.head_name for row in desk.households("thin dau")] == ["ĐẬU VĂN THÌN"]
    assert [row.household_no for row in desk.households("21")] == ["21"]
    assert desk.households("hường") == ()
    assert len(desk.households()) == 1


def test_household_when_saved_alone_is_an_empty_sheet(desk: EntryDesk) -> None:
    household, _person = head_slip(desk)
    assert desk.save_household(household).members == ()
    assert desk.open_household(household.household_uuid).household == household


def test_household_when_unknown_is_said_so(desk: EntryDesk) -> None:
    with pytest.raises(CensusError) as caught:
        desk.open_household(uuid.UUID(int=7))
    assert caught.value.code == "NO_SUCH_RECORD"


def test_check_when_two_heads_stand_on_a_sheet_tells_the_second(desk: EntryDesk) -> None:
    sheet = desk.save_slip(*head_slip(desk)).sheet
    second = dataclasses.replace(desk.new_member(sheet), full_name="VÕ THỊ HƯỜNG", relation_to_head="CH")
    with_two = dataclasses.replace(sheet, members=with_member(sheet.members, second))
    alone = {finding.rule for finding in desk.check_sheet(sheet)}
    together = {finding.rule for finding in desk.check_sheet(with_two)}
    assert together - alone
    assert head_of(with_two.members) == sheet.members[0]


def test_draft_when_the_power_went_comes_back_with_half_a_word_and_the_cursor(
    desk: EntryDesk, ward: Store, machines: tuple[Machine, Machine]
) -> None:
    household, person = head_slip(desk)
    desk.keep_draft(household, person, {"birth_date": "14/0", "household.household_no": "21a"}, "birth_date")
    ward.close()
    with machines[1].open() as store:
        draft = EntryDesk(store).recover_draft()
        assert draft is not None
        assert (draft.household, draft.person) == (household, person)
        assert draft.typed == {"birth_date": "14/0", "household.household_no": "21a"}
        assert draft.focus == "birth_date"
        assert counts(store) == (0, 0)


def test_draft_when_its_slip_is_saved_is_gone(desk: EntryDesk) -> None:
    household, person = head_slip(desk)
    desk.keep_draft(household, person, {"note": "x"})
    desk.save_slip(household, person)
    assert desk.recover_draft() is None


def test_draft_when_another_slip_is_saved_stays(desk: EntryDesk) -> None:
    household, person = head_slip(desk)
    other = desk.new_member(desk.new_sheet())
    desk.keep_draft(household, other)
    desk.save_slip(household, person)
    draft = desk.recover_draft()
    assert draft is not None
    assert draft.person == other


def test_draft_when_the_power_went_between_saving_and_forgetting_is_not_offered(
    desk: EntryDesk, ward: Store
) -> None:
    household, person = head_slip(desk)
    desk.keep_draft(household, person)
    body = load_draft(ward, ENTRY_SLOT)
    assert body is not None
    desk.save_slip(household, person)
    save_draft(ward, ENTRY_SLOT, body)
    assert desk.recover_draft() is None
    save_draft(ward, ENTRY_SLOT, body | {"typed": {"note": "chờ giấy khai sinh"}})
    assert desk.recover_draft() is not None


def test_draft_when_dropped_is_gone(desk: EntryDesk) -> None:
    desk.keep_draft(*head_slip(desk))
    desk.drop_draft()
    assert desk.recover_draft() is None


def test_draft_when_another_version_wrote_it_is_left_alone(desk: EntryDesk, ward: Store) -> None:
    save_draft(ward, ENTRY_SLOT, {"format": 99, "người": "?"})
    assert desk.recover_draft() is None
    assert load_draft(ward, ENTRY_SLOT) is not None


def test_draft_when_it_names_a_box_that_is_gone_keeps_the_others(desk: EntryDesk, ward: Store) -> None:
    household, person = head_slip(desk)
    desk.keep_draft(household, person)
    body = load_draft(ward, ENTRY_SLOT)
    assert body is not None
    save_draft(ward, ENTRY_SLOT, body | {"person": body["person"] | {"profession": "đánh cá"}})
    draft = desk.recover_draft()
    assert draft is not None
    assert draft.person == person


def test_propose_when_a_child_follows_the_parents_names_them(ward: Store) -> None:
    desk = EntryDesk(ward)
    household, people = save_family(ward)
    sheet = desk.open_household(household.household_uuid)
    child = dataclasses.replace(desk.new_member(sheet), relation_to_head="CD")
    found = {one.field: one for one in desk.propose(sheet, child, refused=["mother_name"])}
    assert found["father_name"].value == "ĐẬU VĂN THÌN"
    assert found["father_name"].source_person_uuid == people[0].person_uuid
    assert "mother_name" not in found
