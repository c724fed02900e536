"""Plans of boundaries from lists: what is refused and why, narrow rules, choices, conflicts that settle themselves."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.boundaries import Place
from census_desktop.domain.records import RecordKind
from census_desktop.services.areas import current_groups
from census_desktop.services.boundaries import apply_plan, find_plan, withdraw_plan
from census_desktop.services.boundary_choices import choices_of, choose_unit, waiting_households
from census_desktop.services.boundary_counts import counts_by_place
from census_desktop.services.boundary_list import PlanDraft, official_plan, plan_record, read_plan_list
from census_desktop.services.boundary_preview import preview_plan, rule_place
from census_desktop.services.merges import journal, plan_reversal
from census_desktop.store.drafts import save_draft
from census_desktop.store.records import load_household, open_conflicts
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.verify import verify
from tests.builders import KY_TRINH, SONG_TRI, StopAt, edit, make_store, merge_stores, save, save_family

HUNG_TRI, KY_HUNG, KY_LOI, VUNG_ANG = (
    "18754@2020-01-01",
    "18817@2015-04-10",
    "18796@2015-04-10",
    "18823@2025-07-01",
)
IN_2020 = datetime.date(2020, 1, 1)
HEAD = "from_unit,from_group,first_no,last_no,household,to_unit,to_group,effective_on,title,legal_basis"


def write(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def draft(path: Path, *rows: str) -> PlanDraft:
    return read_plan_list(write(path / "phương án.csv", *rows), "Đổi tổ dân phố", IN_2020)


def refusal(path: Path, *rows: str) -> CensusError:
    with pytest.raises(CensusError) as caught:
        draft(path, *rows)
    return caught.value


def group_of(store: Store, household: object) -> str | None:
    found = load_household(store, household.household_uuid)  # type: ignore[attr-defined]
    assert found is not None
    return found.residential_group


def test_plan_when_rules_go_down_to_houses_then_each_household_goes_its_way(
    town_store: Store, tmp_path: Path
) -> None:
    one, _p = save_family(town_store, residential_group="TDP 3", household_no="7")
    two, _p = save_family(town_store, residential_group="Tổ dân phố 3", household_no="12A")
    three, _p = save_family(town_store, residential_group="Tổ dân phố 4", household_no="1")
    four, _p = save_family(town_store, residential_group="Tổ dân phố 4", household_no="2")
    gone, _p = save_family(town_store, residential_group="Tổ dân phố 3", household_no="9")
    edit(town_store, gone, void="1", void_reason="Trùng")
    made = draft(
        tmp_path,
        "18754,Tổ dân phố 3,1,9,,18754,Tổ dân phố Hưng Lợi",
        "18754,Tổ dân phố 3,10,20,,18754,Tổ dân phố Hưng Hòa",
        f"18754,Tổ dân phố 4,,,{four.household_uuid},18754,Tổ dân phố 9,01/01/2020,Tên,NQ 12",
        "18754,,,,,18754,",
    )
    save_draft(town_store, "phiếu", {"household": str(one.household_uuid)})
    looked = preview_plan(town_store, made, JobControl())
    assert (looked.households, looked.people, looked.waiting) == (4, 12, 0)
    assert looked.is_zero_sum
    assert (looked.drafts, looked.prints) == (1, 0)
    assert not looked.is_known

    done = apply_plan(town_store, made, JobControl())

    assert (done.households, done.people) == (5, 12)
    assert [group_of(town_store, each) for each in (one, two, three, four, gone)] == [
        "Tổ dân phố Hưng Lợi", "Tổ dân phố Hưng Hòa", "Tổ dân phố 4", "Tổ dân phố 9", "Tổ dân phố Hưng Lợi",
    ]  # fmt: skip
    assert preview_plan(town_store, made, JobControl()).is_known
    assert verify(town_store).ok
    assert done.plan.legal_basis == "NQ 12"
    assert counts_by_place(town_store)[Place(HUNG_TRI, "Tổ dân phố Hưng Lợi")] == (3, 1)
    assert counts_by_place(town_store, as_collected=True)[Place(SONG_TRI, "TDP 3")] == (3, 1)
    assert "Tổ dân phố Hưng Lợi" in current_groups(town_store)[HUNG_TRI]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((), "danh sách không có dòng nào"),
        (("99999,,,,,18754",), "dòng 2: 99999"),
        (("18754,,,,,99999",), "dòng 2: 99999"),
        ((",,,,,18754",), "dòng 2: thiếu đơn vị"),
        (("449,,,,,18754",), "không phải là phường hay xã"),
        (("18754@2025-07-01,,,,,18754@2020-01-01",), "dòng 2"),
        (("18754,,,,,18754", "18817,,,,,18754", "18754,,,,,18754"), "dòng 4: nơi này đã có quy tắc ở dòng 2"),
        (("18820,,,,,18820",), "dòng 2: quy tắc không đổi gì"),
        (("18754,,1,9,,18754",), "dòng 2: dãy số hộ phải đi cùng"),
        (("18754,TDP 3,9,1,,18754",), "dòng 2: số hộ đầu lớn hơn"),
        (
            ("18754,TDP 3,1,9,,18754", "18754,Tổ dân phố 3,9,20,,18754"),
            "dòng 3: dãy số hộ chồng lên dãy ở dòng 2",
        ),
        (("18754,TDP 3,1,,,18754", "18754,TDP 3,20,30,,18754"), "dòng 3: dãy số hộ chồng"),
        (("18754,,,,hộ ông Thìn,18754",), "dòng 2: mã hộ gồm 36 ký tự"),
        (("18754,,,,,18754,,01/01/2020", "18817,,,,,18754,,02/01/2020"), "dòng 3: effective_on khác"),
        (("18754,,,,,18754,,30/02/2020",), "dòng 2: effective_on"),
    ],
)
def test_list_when_wrong_then_is_refused_with_row_and_reason(
    tmp_path: Path, rows: tuple[str, ...], told: str
) -> None:
    error = refusal(tmp_path, *rows)
    assert error.code == "BAD_LIST"
    assert told in error.message


def test_list_when_title_or_day_is_missing_then_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "18754,,,,,18754,,01/01/2020")
    with pytest.raises(CensusError, match="chưa có tên"):
        read_plan_list(path)
    with pytest.raises(CensusError, match="ngày hiệu lực"):
        read_plan_list(write(tmp_path / "b.csv", "18754,,,,,18754,,2020"), "Tên")
    whole = read_plan_list(write(tmp_path / "c.csv", "18754,,,,,?,,01/01/2020,Chia phường"))
    assert (whole.record.title, whole.day, whole.rules[0].to_unit) == ("Chia phường", IN_2020, None)


@pytest.mark.parametrize(
    "row",
    [
        "18754,Tổ dân phố 77,,,,18754",
        "18754,Tổ dân phố 3,50,60,,18754",
        "18754,,,,01890a5d-ac96-774b-bcce-b302099a8057,18754",
    ],
)
def test_rule_when_it_matches_nothing_then_is_refused_and_nothing_changes(
    town_store: Store, tmp_path: Path, row: str
) -> None:
    save_family(town_store)
    with pytest.raises(CensusError, match="Dòng 3") as caught:
        apply_plan(town_store, draft(tmp_path, "18817,,,,,18754", row), JobControl())
    assert caught.value.code == "RULE_MATCHES_NOTHING"
    assert counts_by_place(town_store) == {Place(SONG_TRI, "Tổ dân phố 3"): (3, 1)}


def test_rule_when_nothing_is_typed_there_yet_then_is_taken_and_told(
    town_store: Store, tmp_path: Path
) -> None:
    made = draft(tmp_path, "18817,,,,,18754", "18754,Tổ dân phố 1,1,9,,18754,Tổ dân phố 2")
    looked = preview_plan(town_store, made, JobControl())
    assert len(looked.remarks) == 2
    assert looked.moves == ()
    assert "hộ số 1–9" in rule_place(made.rules[1])


def test_plan_when_another_of_that_day_speaks_about_the_same_place_then_is_refused(
    town_store: Store, tmp_path: Path
) -> None:
    apply_plan(town_store, official_plan(IN_2020), JobControl())
    with pytest.raises(CensusError) as caught:
        preview_plan(town_store, draft(tmp_path, "18817,,,,,18754"), JobControl())
    assert caught.value.code == "RULE_TWICE"


def test_plan_when_applied_with_other_rules_then_the_former_must_be_taken_back_first(
    town_store: Store, tmp_path: Path
) -> None:
    household, _people = save_family(town_store)
    first = draft(tmp_path, "18754,,,,,18754", "18817,,,,,18754")
    done = apply_plan(town_store, first, JobControl())
    second = draft(tmp_path, "18754,,,,,18754,Tổ dân phố Một")
    with pytest.raises(CensusError) as caught:
        apply_plan(town_store, second, JobControl())
    assert caught.value.code == "PLAN_DIFFERS"
    plan = done.plan.boundary_plan_uuid
    with pytest.raises(CensusError, match="lý do"):
        withdraw_plan(town_store, plan, " ", JobControl())
    assert withdraw_plan(town_store, plan, "Sai tên", JobControl()).households == 1
    assert apply_plan(town_store, second, JobControl()).households == 1
    assert group_of(town_store, household) == "Tổ dân phố Một"
    assert [rule.from_unit for rule in find_plan(town_store, plan).rules].count(None) == 1


def test_plan_when_its_day_has_not_come_then_is_only_looked_at(town_store: Store, tmp_path: Path) -> None:
    save_family(town_store, unit="18754@2025-07-01")
    path = write(tmp_path / "sau.csv", "18754@2025-07-01,,,,,18754@2025-07-01,Khối Một,01/01/2027,Sau này")
    made = read_plan_list(path)
    assert "01/01/2027" in preview_plan(town_store, made, JobControl()).remarks[0]
    with pytest.raises(CensusError) as caught:
        apply_plan(town_store, made, JobControl())
    assert caught.value.code == "NOT_YET"


def test_plan_when_asked_on_a_ward_or_unknown_then_is_refused(ward_store: Store, town_store: Store) -> None:
    with pytest.raises(CensusError) as caught:
        apply_plan(ward_store, official_plan(IN_2020), JobControl())
    assert caught.value.code == "NOT_A_TOWN_MACHINE"
    with pytest.raises(CensusError) as caught:
        withdraw_plan(
            town_store, plan_record("Không có", IN_2020, None).boundary_plan_uuid, "x", JobControl()
        )
    assert caught.value.code == "NO_SUCH_PLAN"
    with pytest.raises(CensusError) as caught:
        official_plan(datetime.date(2018, 1, 1))
    assert "01/07/2025" in caught.value.advice


def test_plan_when_stopped_then_nothing_has_changed(town_store: Store) -> None:
    save_family(town_store)
    with pytest.raises(CancelledError):
        apply_plan(town_store, official_plan(IN_2020), StopAt(2))
    assert counts_by_place(town_store) == {Place(SONG_TRI, "Tổ dân phố 3"): (3, 1)}


def test_preview_when_an_earlier_plan_was_passed_over_then_says_so_until_it_is_applied(
    town_store: Store,
) -> None:
    save_family(town_store)
    later = official_plan(datetime.date(2025, 7, 1))
    told = preview_plan(town_store, later, JobControl()).remarks
    assert told[0].startswith("Còn 1 hộ ở đơn vị đã hết từ 01/01/2020")
    with pytest.raises(CensusError) as caught:
        apply_plan(town_store, later, JobControl())
    assert (caught.value.code, caught.value.message) == ("EARLIER_FIRST", told[0])
    assert counts_by_place(town_store) == {Place(SONG_TRI, "Tổ dân phố 3"): (3, 1)}
    apply_plan(town_store, official_plan(IN_2020), JobControl())
    assert not any(
        remark.startswith("Còn") for remark in preview_plan(town_store, later, JobControl()).remarks
    )


def test_plan_when_it_would_move_others_than_shown_then_is_refused(town_store: Store) -> None:
    save_family(town_store)
    made = official_plan(IN_2020)
    shown = preview_plan(town_store, made, JobControl())
    save_family(town_store, household_no="13")
    with pytest.raises(CensusError) as caught:
        apply_plan(town_store, made, JobControl(), shown)
    assert caught.value.code == "NOT_AS_SHOWN"
    other = preview_plan(town_store, official_plan(datetime.date(2025, 7, 1)), JobControl())
    with pytest.raises(CensusError):
        apply_plan(town_store, made, JobControl(), other)
    again = preview_plan(town_store, made, JobControl())
    assert apply_plan(town_store, made, JobControl(), again).households == 2


def test_groups_when_two_units_join_then_namesakes_are_told_apart(town_store: Store) -> None:
    day = datetime.date(2025, 7, 1)
    save_family(town_store, unit="18823@2015-04-10", residential_group="Tổ dân phố 1")
    save_family(town_store, unit="18835@2015-04-10", residential_group="Tổ dân phố 1")
    plain = preview_plan(town_store, official_plan(day), JobControl())
    assert any("cùng tên" in remark for remark in plain.remarks)
    apart = preview_plan(town_store, official_plan(day, current_groups(town_store)), JobControl())
    assert not any("cùng tên" in remark for remark in apart.remarks)
    targets = {move.target.group for move in apart.moves if move.target is not None}
    assert targets == {"Tổ dân phố 1 (Kỳ Thịnh)", "Tổ dân phố 1 (Kỳ Long)"}


def test_choice_when_wrong_then_is_refused(town_store: Store) -> None:
    one, _people = save_family(town_store, unit=KY_LOI, residential_group="Thôn 1")
    save_family(town_store, unit=KY_LOI, residential_group="Thôn 2")
    assert waiting_households(town_store) == ()
    apply_plan(town_store, official_plan(datetime.date(2025, 7, 1)), JobControl())
    assert len(waiting_households(town_store, KY_LOI, "thôn 1")) == 1
    assert waiting_households(town_store, KY_TRINH) == ()
    with pytest.raises(CensusError) as caught:
        choose_unit(town_store, [one.household_uuid], HUNG_TRI)
    assert caught.value.code == "WRONG_UNIT"
    assert choose_unit(town_store, [one.household_uuid], VUNG_ANG, "Thôn Một").households == 1
    for households in ([one.household_uuid], []):
        with pytest.raises(CensusError) as caught:
            choose_unit(town_store, households, VUNG_ANG)
        assert caught.value.code == "NOT_WAITING"
    assert len(choices_of(KY_TRINH, datetime.date(2018, 1, 1))) == 12


def test_merge_when_both_sides_moved_the_place_meanwhile_then_the_plan_settles_it(tmp_path: Path) -> None:
    with make_store(tmp_path, "ST-01") as ward, make_store(tmp_path, "TX-01", MachineRole.TOWN) as town:
        household, _people = save_family(ward)
        merge_stores(town, ward)
        edit(town, household, residential_group="Tổ dân phố 4")
        edit(ward, household, residential_group="Tổ dân phố 5")
        apply_plan(town, official_plan(IN_2020), JobControl())
        merge_stores(town, ward)
        # Two people wrote two groups: that stays for a person to decide, in the old words.
        assert open_conflicts(town) == ((RecordKind.HOUSEHOLD, household.household_uuid, "location"),)


def test_household_when_removed_before_the_plan_was_known_then_is_no_conflict(tmp_path: Path) -> None:
    with make_store(tmp_path, "ST-01") as ward, make_store(tmp_path, "TX-01", MachineRole.TOWN) as town:
        household, _people = save_family(ward)
        merge_stores(town, ward)
        apply_plan(town, official_plan(IN_2020), JobControl())
        edit(ward, household, void="1", void_reason="Trùng với hộ 13")
        merge_stores(town, ward)
        assert open_conflicts(town) == ()
        assert verify(town).ok
        save(town)
        assert journal(town)
        assert plan_reversal(town, journal(town)[-1].number, JobControl()).kept
