"""Progress as it really is: states, pace, groups and collectors, closing, targets from lists."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.batches import Batch, batch_uuid_of
from census_desktop.domain.code_names import CHECKED_TWICE, ENTERED, LOOK, SAME
from census_desktop.domain.dc01 import Person
from census_desktop.domain.ledger import summed
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.progress import Lack, UnitProgress, total
from census_desktop.reports.progress_words import ledger_row, standing
from census_desktop.services.acceptance import accept
from census_desktop.services.checks import checked
from census_desktop.services.goals import close_place, goals, import_goals, open_place, place_text, set_goal
from census_desktop.services.ledger import batches
from census_desktop.services.progress import (
    catch_up,
    collectors_progress,
    groups_progress,
    households_progress,
    progress,
    weeks,
)
from census_desktop.store.records import iter_people, load_household
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import (
    KY_TRINH,
    SONG_TRI,
    SUPERVISOR,
    edit,
    make_household,
    make_person,
    save,
    save_family,
)


def line_of(store: Store, unit: str = SONG_TRI) -> UnitProgress:
    return next(one for one in progress(store).units if one.unit == unit)


def test_progress_when_nothing_changed_is_not_counted_again(town_store: Store) -> None:
    save_family(town_store)
    first = progress(town_store)
    assert progress(town_store) is first
    save_family(town_store)
    assert progress(town_store).total.people == first.total.people + 3


def test_people_when_decided_to_be_one_then_count_once(town_store: Store) -> None:
    _one, (head, *_rest) = save_family(town_store)
    _two, (again, *_more) = save_family(town_store, unit=KY_TRINH)
    first, second = sorted((head.person_uuid, again.person_uuid))
    link = Link(link_uuid=link_uuid_of(first, second), first=first, second=second)
    with town_store.transaction(Action.DECIDE) as tx:
        tx.save(dataclasses.replace(link, verdict=SAME, leading=head.person_uuid))
    assert (line_of(town_store).people, line_of(town_store, KY_TRINH).people) == (3, 2)

    edit(town_store, head, void="1", void_reason="Khai trùng")  # the other slip is the only one now
    assert (line_of(town_store).people, line_of(town_store, KY_TRINH).people) == (2, 3)

    with town_store.transaction(Action.DECIDE) as tx:
        tx.save(dataclasses.replace(link, verdict=LOOK, leading=None))
    assert progress(town_store).total.to_look_at == 1


def test_family_when_declared_twice_as_a_whole_is_one_household(town_store: Store) -> None:
    for unit in (SONG_TRI, KY_TRINH):
        save_family(town_store, unit=unit)
    halves = [(line.unit, line.people, line.households) for line in progress(town_store).units]
    assert halves == [(SONG_TRI, 3, 1), (KY_TRINH, 3, 1)]
    people = {(each.full_name, each.household_uuid): each for each in iter_people(town_store)}
    names = {name for name, _home in people}
    with town_store.transaction(Action.DECIDE) as tx:
        for name in names:
            pair = sorted(each.person_uuid for (known, _home), each in people.items() if known == name)
            leading = min(pair, key=lambda one: _unit_of(town_store, people, one) != SONG_TRI)
            tx.save(
                Link(
                    link_uuid=link_uuid_of(*pair),
                    first=pair[0],
                    second=pair[1],
                    verdict=SAME,
                    leading=leading,
                )
            )
    counted = {line.unit: (line.people, line.households) for line in progress(town_store).units}
    assert counted == {SONG_TRI: (3, 1)}


def _unit_of(
    store: Store, people: dict[tuple[str | None, uuid.UUID | None], Person], person_uuid: uuid.UUID
) -> str | None:
    (home,) = [each.household_uuid for each in people.values() if each.person_uuid == person_uuid]
    household = load_household(store, home) if home is not None else None
    return household.unit if household is not None else None


def test_day_when_a_clock_wrote_nonsense_is_no_week(town_store: Store) -> None:
    save_family(town_store)
    progress(town_store)
    with town_store.transaction(Action.SETTING) as tx:
        tx.connection.execute(text("UPDATE typed_on SET day = '2026-11-00'"))
    assert sum(week.people for week in weeks(town_store)) == 0


def test_people_when_their_household_is_void_then_stand_apart(town_store: Store) -> None:
    household, _people = save_family(town_store)
    edit(town_store, household, void="1", void_reason="Trùng với hộ 13")
    found = progress(town_store)
    assert (found.total.people, found.total.households, found.stranded) == (0, 0, 3)


def test_unit_when_asked_what_lacks_then_the_rule_answers(town_store: Store) -> None:
    _household, people = save_family(town_store)
    set_goal(town_store, SONG_TRI, {"people": "4", "households": "1", "source": "Công an thị xã"})
    assert line_of(town_store).lacks() == (Lack.SLIPS, Lack.UNCHECKED, Lack.SAMPLE, Lack.PACKAGE)
    assert standing(line_of(town_store)).startswith("còn thiếu 1 phiếu, chưa đếm lỗi")

    set_goal(town_store, SONG_TRI, {"exceptions": "1", "exceptions_reason": "Đi tàu viễn dương"})
    edit(town_store, people[0], slip_state=CHECKED_TWICE)
    errors = catch_up(town_store, JobControl())
    line = line_of(town_store)
    assert line.all_in
    assert not line.complete
    assert line.errors == errors
    assert Lack.SLIPS not in line.lacks()
    assert Lack.SAMPLE not in line.lacks()


def test_forecast_when_slips_come_in_follows_the_pace(ward_store: Store) -> None:
    save_family(ward_store)
    day = ward_store.clock.now().astimezone().date()
    set_goal(
        ward_store_supervisor(ward_store),
        SONG_TRI,
        {"people": "13", "deadline": (day + timedelta(4)).isoformat()},
    )
    line = line_of(ward_store)
    assert (line.recent, line.left) == (3, 10)
    assert line.needed_per_day(day) == pytest.approx(2.0)
    assert line.forecast(day) == day + timedelta(days=24)  # 10 slips at 3 in 7 days
    assert line.needed_per_day(day + timedelta(days=30)) == 10
    assert dataclasses.replace(line, recent=0).forecast(day) is None
    done = dataclasses.replace(line, target_people=2, recent=700)
    both = total([done, line], "Thị xã")
    assert (both.left, both.forecast(day)) == (
        10,
        line.forecast(day),
    )  # what is done types no slip of the others
    assert total([done, dataclasses.replace(line, recent=0)], "Thị xã").forecast(day) is None
    assert dataclasses.replace(line, target_people=3).forecast(day) == day
    assert weeks(ward_store)[-1].people == 3
    assert weeks(ward_store)[-1].by_unit[SONG_TRI] == 3


def ward_store_supervisor(store: Store) -> Store:
    """The same store with a supervisor at it."""
    store.account = SUPERVISOR
    return store


def test_groups_when_slips_name_them_as_the_list_offers_are_shown_once(town_store: Store) -> None:
    save_family(town_store, residential_group="Tổ dân phố Châu Phố")
    names = [line.residential_group or "" for line in groups_progress(town_store, SONG_TRI)]
    assert [name for name in names if "Châu Phố" in name] == ["Tổ dân phố Châu Phố"]


def test_groups_and_collectors_when_asked_then_add_up_to_the_unit(town_store: Store) -> None:
    save_family(town_store, collector="Nguyễn Xuân Hùng")
    save_family(town_store, collector="Lê Thị Biển", residential_group="Châu Phố")
    household, _people = save_family(town_store)
    set_goal(town_store, SONG_TRI, {"people": "9"}, group="Châu Phố")

    groups = {line.residential_group: line for line in groups_progress(town_store, SONG_TRI)}
    assert sum(line.people for line in groups.values()) == line_of(town_store).people == 9
    assert "Tổ dân phố Hưng Lợi" in groups  # of the list of the unit, without a slip yet
    assert "Châu Phố" not in groups  # slips and targets write it short; the list knows its name
    place = groups["Tổ dân phố Châu Phố"]
    assert (place.people, place.households, place.target_people) == (3, 1, 9)
    found = collectors_progress(town_store, SONG_TRI, "Tổ dân phố Châu Phố")
    assert [(line.collector, line.people) for line in found] == [("Lê Thị Biển", 3)]
    assert len(households_progress(town_store, SONG_TRI, "TDP châu phố", "Lê Thị Biển")) == 1
    who = {
        line.collector: line.households for line in collectors_progress(town_store, SONG_TRI, "Tổ dân phố 3")
    }
    assert who == {"Nguyễn Xuân Hùng": 1, "": 1}
    rows = households_progress(town_store, SONG_TRI, "Tổ dân phố 3", "")
    assert [row.household_uuid for row in rows] == [household.household_uuid]
    assert len(households_progress(town_store, SONG_TRI, "Tổ dân phố 3")) == 2
    assert groups_progress(town_store, "") == ()


def test_long_absent_when_counted_then_shown_apart(town_store: Store) -> None:
    household = make_household(town_store.clock)
    away = {"presence": "vang_khai_ho"}
    save(
        town_store, household,
        make_person(town_store.clock, household, presence_since="2020-02", **away),
        make_person(town_store.clock, household, presence_since="2026-11-01", **away),
        make_person(town_store.clock, household, service="nghia_vu_quan_su", service_counted_at="tai_don_vi"),
    )  # fmt: skip
    line = line_of(town_store)
    assert (line.people, line.away, line.at_unit) == (3, 1, 1)


def test_ledger_when_asked_then_counts_each_batch_along_its_way(town_store: Store) -> None:
    household = make_household(town_store.clock)
    people = [make_person(town_store.clock, household, slip_no=no) for no in ("7/001", "7/002", "8/001", "")]
    people[3] = dataclasses.replace(people[3], slip_no=None)
    save(town_store, household, *people)
    edit(town_store, people[1], slip_state=CHECKED_TWICE)
    with town_store.transaction(Action.EDIT) as tx:
        for no, answers in (
            ("7", {"issued": "10", "people": "6"}),
            ("9", {"people": "4"}),
            ("5", {"withdrawn": "1"}),
        ):
            tx.create(Batch(batch_uuid=batch_uuid_of(SONG_TRI, no), unit=SONG_TRI, number=no, **answers))
    save_family(town_store, unit=KY_TRINH)
    found = {each.batch: each for each in batches(town_store, SONG_TRI)}
    assert {batch: each.people for batch, each in found.items()} == {"": 1, "7": 2, "8": 1, "9": 0}
    assert (found["7"].reached(ENTERED), found["7"].reached(CHECKED_TWICE), found["7"].merged) == (2, 1, 2)
    assert ledger_row(found["7"]) == ("7", "10", "6", "2", "1", "0", "0", "2", "4")
    assert ledger_row(found["9"]) == ("9", "–", "4", "0", "0", "0", "0", "0", "4")
    assert ledger_row(found[""])[:3] == ("(không ghi)", "–", "1")
    assert ledger_row(summed(list(found.values())))[1:] == ("10", "12", "4", "1", "0", "0", "4", "8")
    assert [each.unit for each in batches(town_store)] == [*[SONG_TRI] * 4, KY_TRINH]


def make_done(store: Store, unit: str, people: tuple[Person, ...]) -> None:
    """What the rule asks for beside the slips: the sample keyed twice, errors answered, a package merged."""
    edit(store, people[0], slip_state=CHECKED_TWICE)
    found = [(finding, record) for finding, record in checked(store, today(store.clock))]
    accept(store, found, "Đúng như phiếu giấy")
    with store.transaction(Action.SETTING) as tx:
        tx.connection.execute(
            text(
                "INSERT INTO package_in (file_name, device, unit, sequence, payload_sha256, people, households,"
                " operations, added, changed, conflicts, created_at, at) VALUES ('a.dcpkg', 'ST-01', :unit, 1, :unit,"
                " 3, 1, 4, 4, 0, 0, :at, :at)"
            ),
            {"unit": unit, "at": tx.at},
        )


def test_place_when_closed_then_slips_stay_until_it_is_opened(town_store: Store) -> None:
    household, people = save_family(town_store)
    set_goal(town_store, SONG_TRI, {"people": "4"})
    with pytest.raises(CensusError, match="còn thiếu 1 phiếu") as not_done:
        close_place(town_store, SONG_TRI, "Đã đối chiếu")
    assert not_done.value.code == "NOT_DONE"
    set_goal(town_store, SONG_TRI, {"people": "3"})
    make_done(town_store, SONG_TRI, people)
    with pytest.raises(CensusError) as no_reason:
        close_place(town_store, SONG_TRI, "  ")
    assert no_reason.value.code == "REASON_MISSING"
    assert not line_of(town_store).complete  # what was answered is known once errors are counted again
    close_place(town_store, SONG_TRI, "Đã đối chiếu với sổ hộ khẩu")
    assert line_of(town_store).complete
    for act in (
        lambda: edit(town_store, people[0], full_name="ĐẬU VĂN THÌNH"),
        lambda: edit(town_store, household, phone="0912345678"),
        lambda: save_family(town_store),
    ):
        with pytest.raises(CensusError) as refused:
            act()
        assert refused.value.code == "PLACE_CLOSED"
    assert line_of(town_store).people == 3
    save_family(town_store, unit=KY_TRINH)  # other units go on
    with pytest.raises(CensusError, match="rồi"):
        close_place(town_store, SONG_TRI, "Lần nữa")
    open_place(town_store, SONG_TRI, "Có hộ mới về")
    assert edit(town_store, people[0], full_name="ĐẬU VĂN THÌNH") == 1
    with pytest.raises(CensusError, match="chưa khóa"):
        open_place(town_store, SONG_TRI, "Lần nữa")


def test_closing_when_an_officer_of_a_ward_tries_is_refused(ward_store: Store) -> None:
    with pytest.raises(CensusError) as refused:
        close_place(ward_store, SONG_TRI, "Xong")
    assert refused.value.code == "NOT_ALLOWED"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_targets_when_taken_from_a_list_then_take_the_place_of_the_first_ones(
    town_store: Store, tmp_path: Path
) -> None:
    sheet = write(
        tmp_path / "chỉ tiêu.csv",
        "unit,residential_group,people,households,source,as_of,deadline",
        "town,,7,3,Quyết định 12,01/09/2018,31/12/2018",
        "18754,,7,3,Quyết định 12,01/09/2018,",
        "Phường Sông Trí,Châu Phố,4,2,Trưởng thôn,01/09/2018,",
        "18754@2015-04-10,Hưng Lợi,3,1,Trưởng thôn,01/09/2018,",
    )
    assert (import_goals(town_store, sheet).rows, import_goals(town_store, sheet).changed) == (4, 0)
    line = line_of(town_store)
    assert (line.target_people, line.target_households, line.deadline) == (7, 3, "2018-12-31")
    assert [goal.residential_group for goal in goals(town_store)] == [
        None, "Tổ dân phố Châu Phố", "Tổ dân phố Hưng Lợi", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("18754,,8,", "18754,Châu Phố,4,", "18754,Hưng Lợi,3,"), "dòng 2: .*8 .*7"),
        (("18754,,8,", "Sông Trí,,9,"), "dòng 3: nơi này đã có ở dòng 2"),
        (("99999,,8,",), "dòng 2: .*99999"),
        (("18754,,tám,",), "dòng 2: people"),
        (("18754,,8,3",), "dòng 2: .*lý do"),
    ],
)
def test_targets_when_they_cannot_be_then_are_refused_by_row_and_nothing_changes(
    town_store: Store, tmp_path: Path, rows: tuple[str, ...], why: str
) -> None:
    sheet = write(tmp_path / "sai.csv", "unit,residential_group,people,exceptions", *rows)
    with pytest.raises(CensusError, match=why) as refused:
        import_goals(town_store, sheet)
    assert refused.value.code == "BAD_LIST"
    assert goals(town_store) == ()


def test_targets_when_groups_are_more_than_a_known_unit_are_refused(
    town_store: Store, tmp_path: Path
) -> None:
    set_goal(town_store, SONG_TRI, {"people": "8"})
    set_goal(town_store, SONG_TRI, {"people": "5"}, group="Châu Phố")
    sheet = write(tmp_path / "thôn.csv", "unit,residential_group,people", "18754,Hưng Lợi,4")
    with pytest.raises(CensusError, match=r"dòng 2: .*cộng lại được 9, quá 8") as of_list:
        import_goals(town_store, sheet)
    with pytest.raises(CensusError) as by_hand:
        set_goal(town_store, SONG_TRI, {"people": "4"}, group="Hưng Lợi")
    with pytest.raises(CensusError) as of_unit:
        set_goal(town_store, SONG_TRI, {"people": "4"})
    assert (of_list.value.code, by_hand.value.code, of_unit.value.code) == ("BAD_LIST", "BAD_SUM", "BAD_SUM")
    write(sheet, "unit,residential_group,people", "18754,Hưng Lợi,3", "18820,,5", "18820,Quyền Hành,5")
    assert import_goals(town_store, sheet).changed == 3
    write(sheet, "unit,people", "18754,7")
    with pytest.raises(CensusError, match=r"dòng 2: .*cộng lại được 8, quá 7"):
        import_goals(town_store, sheet)


def test_ward_when_it_has_exported_shows_the_age_of_its_package(ward_store: Store) -> None:
    save_family(ward_store)
    assert line_of(ward_store).last_package_at is None
    with ward_store.transaction(Action.EXPORT) as tx:
        tx.connection.execute(
            text(
                "INSERT INTO package_out (file_name, receiver, previous, payload_sha256, people, households,"
                " operations, last_arrival, at) VALUES ('a.dcpkg', 'TX-01', '', 'aa', 3, 1, 4, 4, :at)"
            ),
            {"at": tx.at},
        )
    assert line_of(ward_store).last_package_at == ward_store.clock.now().isoformat(timespec="seconds")
    assert Lack.PACKAGE not in line_of(ward_store).lacks()


def test_goal_when_a_box_is_wrong_is_refused(town_store: Store) -> None:
    with pytest.raises(CensusError) as unknown:
        set_goal(town_store, SONG_TRI, {"closed": "1"})
    with pytest.raises(CensusError) as bad:
        set_goal(town_store, SONG_TRI, {"deadline": "31/02/2019"})
    assert (unknown.value.code, bad.value.code) == ("UNKNOWN_FIELD", "BAD_VALUE")
    assert place_text("Thị xã Kỳ Anh") == "449@2015-04-10"


def test_total_when_only_some_units_were_counted_says_nothing_about_errors(town_store: Store) -> None:
    assert progress(town_store).total.errors is None
