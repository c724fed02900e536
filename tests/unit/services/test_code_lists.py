"""Code lists of the town: what is taken and refused, how it travels, and what a ward makes of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import RecordKind
from census_desktop.services.code_lists import load_codes, save_code_sheet, set_code
from census_desktop.services.known_codes import code_entries, code_entry_words, code_list_title, learn_codes
from census_desktop.services.learning import forget
from census_desktop.services.merges import journal, reverse
from census_desktop.store.records import records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import merge_stores
from tests.fake_clock import FakeClock

HEAD = "list_name,code,valid_from,valid_to,label,other,note,number,same_as,legal_basis"
GOOD = (
    "ethnic,pa_ko,01/11/2026,,Pa Kô,Pa Cô mới,,57,,NQ 12/2026",
    "Tôn giáo,02,2026-11-01,,Công giáo La Mã,,,,,",
    "relation_to_head,CDO,1/1/2027,,Con đỡ đầu,,,,CD,",
    "religion,03,2026-11-01,2026-11-02,Phật giáo Hòa Hảo,,,,,",
)


def write(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_list_when_taken_then_kept_once_and_read_at_once(town_store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "mã.csv", *GOOD)
    looked = load_codes(town_store, path, dry_run=True)
    assert (looked.rows, looked.added, looked.changed) == (4, 4, 0)
    assert code_entries(town_store) == ()
    taken = load_codes(town_store, path)
    assert (taken.rows, taken.added, taken.changed) == (4, 4, 0)
    assert code_list("ethnic").parse("Pa Kô") == "pa_ko"
    assert code_list("religion").label("02") == "Công giáo La Mã"
    assert code_list("relation_to_head").get("CDO") is None  # its day has not come
    assert [item.code for item in code_list("religion").ended] == ["03"]
    again = load_codes(town_store, path)
    assert (again.rows, again.added, again.changed) == (4, 0, 0)
    better = write(tmp_path / "sửa.csv", GOOD[0].replace("Pa Kô", "Pa-Kô"))
    assert load_codes(town_store, better).changed == 1
    assert code_list("ethnic").label("pa_ko") == "Pa-Kô"
    assert len(code_entries(town_store)) == 4  # what a list does not hold stays
    assert [entry.list_name for entry in code_entries(town_store)] == [
        "ethnic", "religion", "religion", "relation_to_head",
    ]  # fmt: skip


def test_list_when_headed_by_labels_or_made_by_the_program_then_taken_alike(
    town_store: Store, tmp_path: Path
) -> None:
    labels = "Danh mục,Mã,Dùng từ ngày,Tên gọi,Ghi thêm"
    load_codes(town_store, write(tmp_path / "a.csv", "dân tộc,pa_ko,1/11/2026,Pa Kô,của sở", head=labels))
    path = tmp_path / "danh mục.xlsx"
    assert save_code_sheet(town_store, path) == 1
    again = load_codes(town_store, path)
    assert (again.rows, again.added, again.changed) == (1, 0, 0)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Mã mới", "Hướng dẫn", "Danh mục"]
    assert ["ethnic", "Dân tộc", "pa_ko", "Pa Kô"] in [
        [cell.value for cell in row[:4]] for row in book["Danh mục"].iter_rows()
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",x,1/1/2026,,A,,,,,", "Danh mục: không có danh mục “”"),
        ("slip_state,x,1/1/2026,,A,,,,,", "danh mục slip_state gắn với cách phần mềm làm việc"),
        ("nghề,x,1/1/2026,,A,,,,,", "không có danh mục “nghề”; thêm được vào: ethnic, "),
        ("ethnic,x,01/2026,,A,,,,,", "Dùng từ ngày: cần đủ ngày, tháng, năm"),
        ("ethnic,x,31/2/2026,,A,,,,,", "Dùng từ ngày: Tháng 2/2026 không có ngày 31"),
        ("ethnic,x,,,A,,,,,", "Dùng từ ngày: còn trống"),
        ("ethnic,x,1/1/2026,2026,A,,,,,", "Dùng đến hết ngày: cần đủ ngày, tháng, năm"),
        ("ethnic,x,1/1/2026,31/12/2025,A,,,,,", "Dùng đến hết ngày: trước ngày bắt đầu"),
        ("ethnic,x,1/1/2026,,,,,,,", "Tên gọi: còn trống"),
        (f"ethnic,x,1/1/2026,,{'a' * 121},,,,,", "Tên gọi: Dài 121 ký tự"),
        ("ethnic,,1/1/2026,,A,,,,,", "Mã: còn trống"),
        ("ethnic,kình,1/1/2026,,A,,,,,", "Mã: chỉ gồm chữ không dấu"),
        ("ethnic,KINH,1/1/2026,,A,,,,,", "Mã: chỉ khác chữ hoa, chữ thường với mã kinh"),
        ("ethnic,kinh,1/1/2026,,Tày,,,,,", "Tên gọi: “Tày” đang chỉ mã tay – Tày"),
        ("ethnic,x,1/1/2026,,A,Thái Trắng,,,,", "Cách ghi khác: “Thái Trắng” đang chỉ mã thai – Thái"),
        ("ethnic,x,1/1/2026,,A,,,03,,", "Số: “03” đang chỉ mã thai – Thái"),
        ("religion,1,1/1/2026,,A,,,,,", "Mã: “1” đang chỉ mã 01 – Phật giáo"),
        ("ethnic,x,1/1/2026,,A,,,,zzz,", "Giống như mã: không có mã zzz trong danh mục"),
        (
            "relation_to_head,CH,1/1/2026,,Trưởng hộ,,,,,",
            "phần mềm dựa vào mã CH – Chủ hộ, không đổi tên được",
        ),
        ("relation_to_head,CH,1/1/2026,1/2/2026,Chủ hộ,,,,,", "mã CH – Chủ hộ, không thôi dùng được"),
        ("ethnic,pa_ko,1/11/2026,,Pa Kô khác,,,,,", "mã và ngày này đã có ở dòng 2"),
        ("ethnic,pa_kh,1/11/2026,,Pa Kô,,,,,", "Tên gọi: “Pa Kô” đang chỉ mã pa_ko – Pa Kô"),
    ],
)
def test_list_when_a_row_is_wrong_then_row_and_box_are_told_and_nothing_is_taken(
    town_store: Store, tmp_path: Path, row: str, told: str
) -> None:
    with pytest.raises(CensusError) as refused:
        load_codes(town_store, write(tmp_path / "mã.csv", GOOD[0], row))
    assert refused.value.code == "BAD_LIST"
    assert "dòng 3: " in str(refused.value)
    assert told in str(refused.value)
    assert code_entries(town_store) == ()
    assert "pa_ko" not in code_list("ethnic")


def test_code_the_program_leans_on_when_only_spelled_otherwise_then_taken(town_store: Store) -> None:
    set_code(
        town_store,
        {
            "list_name": "relation_to_head", "code": "CH", "valid_from": "1/1/2026", "label": "Chủ hộ",
            "other": "Trưởng hộ", "note": " ",
        },
    )  # fmt: skip
    assert code_list("relation_to_head").parse("trưởng hộ") == "CH"


def test_code_when_typed_wrong_by_hand_then_box_is_told(town_store: Store, ward_store: Store) -> None:
    said = {"list_name": "ethnic", "code": "x", "valid_from": "1/1/2026", "label": "Tày"}
    with pytest.raises(CensusError) as refused:
        set_code(town_store, said)
    assert refused.value.code == "BAD_VALUE"
    assert "Tên gọi: “Tày” đang chỉ mã tay – Tày" in str(refused.value)
    with pytest.raises(CensusError) as refused:
        set_code(ward_store, said)
    assert refused.value.code == "NOT_A_TOWN_MACHINE"


def test_codes_when_they_come_to_a_ward_then_old_slips_keep_their_words(
    town_store: Store, ward_store: Store, tmp_path: Path
) -> None:
    load_codes(town_store, write(tmp_path / "mã.csv", *GOOD))
    forget()
    box = PERSON_FIELDS["religion"]
    assert show_answer(box, "02") == "Công giáo"
    merge_stores(ward_store, town_store)
    learn_codes(ward_store)
    assert code_entries(ward_store) == code_entries(town_store)
    assert (show_answer(box, "02"), show_answer(box, "03")) == ("Công giáo La Mã", "Phật giáo Hòa Hảo")
    words = [code_entry_words(entry) for entry in code_entries(ward_store)]
    assert words[0] == "pa_ko – Pa Kô, dùng từ 01/11/2026 (NQ 12/2026)"
    assert words[2] == "03 – Phật giáo Hòa Hảo, dùng từ 01/11/2026 đến hết 02/11/2026"
    assert [code_list_title(name) for name in ("ethnic", "khác", None)] == ["Dân tộc", "khác", ""]


def test_codes_when_a_day_comes_then_read_after_the_next_log_in(town_store: Store, tmp_path: Path) -> None:
    load_codes(town_store, write(tmp_path / "mã.csv", GOOD[2]))
    assert "CDO" not in code_list("relation_to_head")
    assert isinstance(town_store.clock, FakeClock)
    town_store.clock.advance(days=39)
    learn_codes(town_store)
    assert code_list("relation_to_head").label("CDO") == "Con đỡ đầu"


def test_codes_when_spoiled_on_the_way_then_the_rest_is_used(town_store: Store, tmp_path: Path) -> None:
    load_codes(town_store, write(tmp_path / "mã.csv", *GOOD[:2]))
    (ethnic, _religion) = records_where(town_store, RecordKind.CODE_ENTRY)
    with town_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.CODE_ENTRY, ethnic.code_entry_uuid, {"label": None})
    learn_codes(town_store)
    assert "pa_ko" not in code_list("ethnic")
    assert code_list("religion").label("02") == "Công giáo La Mã"


def test_codes_when_the_merge_that_brought_them_is_taken_back_then_they_stay(
    town_store: Store, ward_store: Store, tmp_path: Path
) -> None:
    load_codes(town_store, write(tmp_path / "mã.csv", GOOD[0]))
    merge_stores(ward_store, town_store)
    plan = reverse(ward_store, journal(ward_store)[0].number, JobControl())
    assert (plan.voided, plan.restored, plan.untouched) == (0, 0, 1)
    assert [entry.label for entry in code_entries(ward_store)] == ["Pa Kô"]
