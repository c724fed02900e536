"""Lists of registered households: taken in, tied to what is typed, visited, counted as the denominator."""

from __future__ import annotations

import uuid
from pathlib import Path

import openpyxl
import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.registered import Registered
from census_desktop.services.goals import set_goal
from census_desktop.services.progress import collectors_progress, groups_progress, progress
from census_desktop.services.registered import (
    add_visit,
    exempt,
    import_registered,
    registered,
    tie_households,
    visits_of,
)
from census_desktop.store.records import load_household
from census_desktop.store.store import Store
from tests.builders import SONG_TRI, SUPERVISOR, edit, make_household, make_person, save, save_family

HEAD = "unit,residential_group,household_no,household_book_no,head_name,people,collector,exempt,exempt_reason"
GROUP = "Tổ dân phố 3"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def by_number(store: Store) -> dict[str | None, Registered]:
    return {entry.household_no: entry for entry in registered(store)}


def test_list_when_taken_twice_is_one_list_and_says_what_changed(town_store: Store, tmp_path: Path) -> None:
    sheet = write(
        tmp_path / "hộ đăng ký 2018.csv", HEAD,
        f"18754,{GROUP},1,HK 01,Đậu Văn Thìn,4,Lê Ý,,", f"Phường Sông Trí,{GROUP},2,,Võ Thị Hường,3,Lê Ý,,",
    )  # fmt: skip
    taken = import_registered(town_store, sheet)
    assert (taken.rows, taken.added, taken.changed, taken.tied) == (2, 2, 0, 0)
    assert {entry.source for entry in registered(town_store)} == {"hộ đăng ký 2018"}
    write(
        sheet, HEAD, f"18754,{GROUP},1,HK 01,Đậu Văn Thìn,5,Lê Ý,,", f"18754,{GROUP},2,,Võ Thị Hường,3,Lê Ý,,"
    )
    again = import_registered(town_store, sheet)
    assert (again.rows, again.added, again.changed) == (2, 0, 1)
    assert by_number(town_store)["1"].people == "5"


def test_list_when_headed_in_the_words_of_offices_is_read(ward_store: Store, tmp_path: Path) -> None:
    ward_store.account = SUPERVISOR
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Danh sách", 0)
    for row in (
        ["DANH SÁCH HỘ ĐĂNG KÝ THƯỜNG TRÚ"],
        [],
        ["STT", "Họ và tên chủ hộ", "Thôn/TDP", "Hộ số", "Số  khẩu", "Địa chỉ", "Ghi chú"],
        [1, "Đậu Văn Thìn", GROUP, 12, 4, "Ngõ 5", "xem lại"],
        [None, None, None, None, None, None, "cộng"],
    ):
        sheet.append(row)
    book.save(tmp_path / "ds.xlsx")
    assert import_registered(ward_store, tmp_path / "ds.xlsx").rows == 1
    (entry,) = registered(ward_store)
    assert (entry.unit, entry.household_no, entry.people, entry.address) == (SONG_TRI, "12", "4", "Ngõ 5")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((f"99999,{GROUP},1,,Đậu Văn Thìn,4,,,",), "dòng 2: .*99999"),
        ((f"18754,{GROUP},1,,Đậu Văn Thìn,bốn,,,",), "dòng 2: Số nhân khẩu"),
        ((f"18754,{GROUP},,,Đậu Văn Thìn,4,,,",), "dòng 2: phải có số thứ tự hộ hoặc số sổ hộ khẩu"),
        (("18754,,1,,Đậu Văn Thìn,4,,,",), "dòng 2: chưa ghi Thôn"),
        ((f"18754,{GROUP},1,,,4,,,",), "dòng 2: chưa ghi Họ tên chủ hộ"),
        ((f"18754,{GROUP},1,,Đậu Văn Thìn,4,,1,",), "dòng 2: hộ được miễn phiếu phải có lý do"),
        (
            (f"18754,{GROUP},1,,A Bình,4,,,", f"18754,{GROUP},1,,Võ Hường,4,,,"),
            "dòng 3: hộ này đã có ở dòng 2",
        ),
    ],
)
def test_list_when_a_row_cannot_be_is_refused_whole(
    town_store: Store, tmp_path: Path, rows: tuple[str, ...], why: str
) -> None:
    with pytest.raises(CensusError, match=why) as refused:
        import_registered(town_store, write(tmp_path / "sai.csv", HEAD, *rows))
    assert refused.value.code == "BAD_LIST"
    assert registered(town_store) == ()


def test_list_when_an_officer_of_a_ward_brings_it_is_refused(ward_store: Store, tmp_path: Path) -> None:
    with pytest.raises(CensusError) as refused:
        import_registered(ward_store, write(tmp_path / "a.csv", HEAD, f",{GROUP},1,,Đậu Văn Thìn,4,,,"))
    assert refused.value.code == "NOT_ALLOWED"


def family(store: Store, name: str, **answers: str | None) -> uuid.UUID:
    home = make_household(store.clock, **answers)
    save(store, home, make_person(store.clock, home, full_name=name))
    return home.household_uuid


def test_households_when_typed_are_tied_by_number_book_or_a_name_that_is_there_once(
    town_store: Store, tmp_path: Path
) -> None:
    one = family(town_store, "ĐẬU VĂN THÌN", household_no="1")
    family(town_store, "LÊ VĂN BIỂN", household_no="2")
    by_book = family(town_store, "HỒ THỊ LÀNH", household_no="30", household_book_no="HK 09")
    by_name = family(town_store, "TRẦN VĂN SƠN", household_no=None)
    for number in ("51", "52"):
        family(town_store, "VÕ THỊ HƯỜNG", household_no=number)
    family(town_store, "PHAN VĂN HẢI", household_no="60")
    sheet = write(
        tmp_path / "a.csv", HEAD,
        f"18754,{GROUP},1,,Đậu Văn Thìn,4,,,", f"18754,{GROUP},2,,Nguyễn Thị Sen,4,,,",
        f"18754,{GROUP},,HK 09,Hồ Thị Lành,4,,,", f"18754,{GROUP},4,,Trần Văn Sơn,4,,,",
        f"18754,{GROUP},5,,Võ Thị Hường,4,,,", f"18754,{GROUP},61,,Phan Văn Hải,4,,,",
    )  # fmt: skip
    assert import_registered(town_store, sheet).tied == 3
    tied = {
        entry.household_no or entry.household_book_no: entry.household for entry in registered(town_store)
    }
    assert tied == {"1": one, "2": None, "HK 09": by_book, "4": by_name, "5": None, "61": None}
    assert tie_households(town_store) == 0
    late = family(town_store, "NGUYỄN THỊ SEN", household_no="2", residential_group="tổ dân phố 3")
    assert tie_households(town_store) == 1
    assert by_number(town_store)["2"].household == late
    typed = load_household(town_store, one)
    assert typed is not None
    edit(town_store, typed, void="1", void_reason="Gõ nhầm")
    again = family(town_store, "ĐẬU VĂN THÌN", household_no="1")
    assert tie_households(town_store) == 1
    assert by_number(town_store)["1"].household == again != one


def test_register_when_there_is_no_target_is_the_denominator(town_store: Store, tmp_path: Path) -> None:
    save_family(town_store, household_no="1", collector="Lê Ý")
    sheet = write(
        tmp_path / "danh sách.csv", HEAD,
        f"18754,{GROUP},1,,Đậu Văn Thìn,3,Lê Ý,,", f"18754,{GROUP},2,,Võ Hường,2,Lê Ý,,",
        f"18754,{GROUP},3,,Hồ Lành,4,Trần Quốc Tuấn,1,Cả nhà ở nước ngoài",
    )  # fmt: skip
    import_registered(town_store, sheet)
    (line,) = progress(town_store).units
    assert (line.target_people, line.target_households, line.exceptions) == (9, 3, 4)
    assert (line.left, line.unanswered, line.source) == (2, 1, "danh sách hộ đăng ký")
    groups = {each.residential_group: each for each in groups_progress(town_store, SONG_TRI)}
    assert (groups[GROUP].target_people, groups[GROUP].unanswered) == (9, 1)
    who = {each.collector: each for each in collectors_progress(town_store, SONG_TRI, GROUP)}
    assert (who["Lê Ý"].target_people, who["Lê Ý"].people, who["Lê Ý"].recent) == (5, 3, 3)
    assert (who["Trần Quốc Tuấn"].target_people, who["Trần Quốc Tuấn"].left) == (4, 0)
    set_goal(town_store, SONG_TRI, {"people": "12", "source": "Quyết định 12"})
    assert (progress(town_store).units[0].target_people, progress(town_store).units[0].source) == (
        12, "Quyết định 12",
    )  # fmt: skip


def test_exception_when_made_by_a_supervisor_needs_a_reason_and_can_be_taken_back(
    town_store: Store, tmp_path: Path
) -> None:
    import_registered(town_store, write(tmp_path / "a.csv", HEAD, f"18754,{GROUP},1,,Đậu Văn Thìn,3,,,"))
    (entry,) = registered(town_store)
    with pytest.raises(CensusError) as bare:
        exempt(town_store, entry.registered_uuid, " ")
    with pytest.raises(CensusError) as unknown:
        exempt(town_store, uuid.UUID(int=1), "Đã chuyển đi")
    assert (bare.value.code, unknown.value.code) == ("REASON_MISSING", "NO_SUCH_RECORD")
    exempt(town_store, entry.registered_uuid, "Cả nhà đã chuyển đi")
    assert progress(town_store).total.unanswered == 0
    exempt(town_store, entry.registered_uuid, None)
    assert progress(town_store).total.unanswered == 1


def test_visit_when_entered_is_kept_with_its_day_and_result(town_store: Store, tmp_path: Path) -> None:
    import_registered(town_store, write(tmp_path / "a.csv", HEAD, f"18754,{GROUP},1,,Đậu Văn Thìn,3,,,"))
    (entry,) = registered(town_store)
    about = entry.registered_uuid
    add_visit(town_store, about, {"result": "vắng", "visited_on": "20/11/2026", "collector": "lê ý"})
    add_visit(town_store, about, {"result": "3", "reason": "Bảo đã khai ở quê"})
    first, second = visits_of(town_store, about)
    assert (first.visited_on, first.result) == ("2026-11-20", "vang")
    assert (second.visited_on, second.result, second.reason) == ("2026-11-23", "tu_choi", "Bảo đã khai ở quê")
    household, people = save_family(town_store)
    add_visit(town_store, people[0].person_uuid, {"result": "chua_gap"})
    assert len(visits_of(town_store, household.household_uuid)) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "BAD_VALUE"),
        ({"result": "tu_choi"}, "BAD_VALUE"),
        ({"result": "vang", "visited_on": "24/11/2026"}, "BAD_VALUE"),
        ({"result": "vang", "visited_on": "31/02/2026"}, "BAD_VALUE"),
        ({"result": "bay đi"}, "BAD_VALUE"),
        ({"result": "vang", "about": "x"}, "UNKNOWN_FIELD"),
    ],
)
def test_visit_when_it_cannot_be_is_refused(town_store: Store, typed: dict[str, str], code: str) -> None:
    household, _people = save_family(town_store)
    with pytest.raises(CensusError) as refused:
        add_visit(town_store, household.household_uuid, typed)
    assert refused.value.code == code
    assert visits_of(town_store, household.household_uuid) == ()


def test_visit_when_about_nothing_known_is_refused(town_store: Store) -> None:
    with pytest.raises(CensusError) as refused:
        add_visit(town_store, uuid.UUID(int=9), {"result": "vang"})
    assert refused.value.code == "NO_SUCH_RECORD"
