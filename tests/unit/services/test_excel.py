"""Spreadsheets out: whose people they hold, what stands in them, that writing is noted."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.services.excel import TITLES, ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope
from census_desktop.services.qcvn109 import ELEMENTS
from census_desktop.store.records import iter_people
from census_desktop.store.transaction import Action
from census_desktop.transfer.sheet_plan import look_at_book
from census_desktop.transfer.workbook_import import import_workbook
from tests.builders import KY_TRINH, SONG_TRI, make_household, make_person

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store

TO_10 = "Tổ dân phố 10"


def _fill(store: Store) -> None:
    """Three households of two units, one void slip, a soldier, a person who knows only the year."""
    clock = store.clock
    first = make_household(clock, household_no="9", phone="0393865123")
    second = make_household(clock, household_no="10a", residential_group=TO_10)
    other = make_household(clock, unit=KY_TRINH, residential_group="Tổ dân phố 2", household_no="1")
    gone = make_household(clock, void="1")
    people = [
        make_person(clock, first, full_name="Võ Thị Hường", birth_date="1967", sex="2", relation_to_head="V"),
        make_person(
            clock, first, full_name="=Đậu Văn Thìn", personal_id="042064001234", relation_to_head="CH",
            ethnicity="kinh", religion="99", marital_status="2", blood_group=None, nationality="VN",
            native_place="Xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh", old_id="183456789; 183456780",
            permanent_address="Ngõ 5, Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh", father_id="183000111",
            service="nghia_vu_quan_su", service_unit_address="Tiểu đoàn 5",
        ),
        make_person(clock, first, full_name="Đậu Thị Hoà", void="1", void_reason="trùng"),
        make_person(clock, second, full_name="Y Ngông Niê", birth_date="1980-02", sex=None),
        make_person(clock, other, full_name="Lê Minh Tú", birth_date="2010-05-01"),
    ]  # fmt: skip
    with store.transaction(Action.SAVE_SLIP) as transaction:
        for record in (first, second, other, gone, *people):
            transaction.create(record)


def _written(store: Store, path: Path, kind: ExcelKind, scope: Scope = Scope()) -> list[list[dict[str, Any]]]:  # noqa: B008
    done = write_excel(store, kind, path, scope, JobControl())
    found: list[list[dict[str, Any]]] = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
        head = int(str(sheet.auto_filter.ref).partition(":")[0].removeprefix("A"))
        names = [low or top for low, top in zip(rows[head - 2], rows[head - 1], strict=True)]
        found.append([dict(zip(names, row, strict=True)) for row in rows[head:]])
    assert done.rows == sum(map(len, found))
    return found


def test_list_when_written_holds_the_people_of_its_scope_in_house_order(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    (rows,) = _written(ward, tmp_path / "a.xlsx", ExcelKind.LIST, Scope(SONG_TRI))
    assert [row["full_name"] for row in rows] == ["=Đậu Văn Thìn", "Võ Thị Hường", "Y Ngông Niê"]
    assert [row["household_no"] for row in rows] == ["9", "9", "10a"]
    assert rows[0]["birth_date"] == datetime.datetime(1964, 8, 15)  # noqa: DTZ001
    assert [row["birth_date"] for row in rows[1:]] == ["1967", "02/1980"]
    assert (rows[0]["personal_id"], rows[0]["phone"]) == ("042064001234", "0393865123")
    assert (rows[1]["Giới tính (mã)"], rows[1]["sex"]) == ("2", "Nữ")
    assert (rows[0]["Quan hệ với chủ hộ (mã)"], rows[0]["relation_to_head"]) == ("01", "Chủ hộ")
    assert (rows[0]["Dân tộc (mã)"], rows[0]["ethnicity"]) == (
        "01",
        "Kinh",
    )  # as the list on the screen has it
    (group,) = _written(ward, tmp_path / "b.xlsx", ExcelKind.LIST, Scope(None, TO_10))
    assert [row["full_name"] for row in group] == ["Y Ngông Niê"]


@pytest.mark.parametrize(("kind", "is_hidden"), [(ExcelKind.LIST, True), (ExcelKind.QCVN109, False)])
def test_machine_names_when_they_are_for_the_import_alone_are_hidden(
    ward: Store, tmp_path: Path, kind: ExcelKind, *, is_hidden: bool
) -> None:
    _fill(ward)
    write_excel(ward, kind, tmp_path / "a.xlsx", Scope(), JobControl())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    head = int(str(sheet.auto_filter.ref).partition(":")[0].removeprefix("A"))
    assert bool(sheet.row_dimensions[head - 1].hidden) is is_hidden
    assert not sheet.row_dimensions[head].hidden


def test_list_when_read_back_knows_its_columns_and_says_the_same(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    with ward.transaction(Action.EDIT) as tx:  # a people whose official numbers of 1979 and 2008 differ
        person = next(each for each in iter_people(ward) if each.full_name == "Y Ngông Niê")
        tx.edit(RecordKind.PERSON, person.person_uuid, {"ethnicity": "ra_glai"})
    path = tmp_path / "a.xlsx"
    (rows,) = _written(ward, path, ExcelKind.LIST)
    told = next(row for row in rows if row["full_name"] == "Y Ngông Niê")
    assert (told["Dân tộc (mã)"], told["ethnicity"]) == ("19", "Ra-glai")
    done = import_workbook(ward, path, True, JobControl())
    assert (done.rows, done.added, done.errors) == (4, 0, ())


def test_town_when_written_holds_every_box_but_where_soldiers_serve(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    people, households = _written(ward, tmp_path / "a.xlsx", ExcelKind.TOWN)
    assert len(people) == 4
    assert {"father_id", "person_uuid", "household_uuid", "slip_state"} <= set(people[0])
    assert "service_unit_address" not in people[0]
    assert [(row["household_no"], row["Chủ hộ"], row["Số người"]) for row in households] == [
        ("9", "=Đậu Văn Thìn", 2), ("10a", "Y Ngông Niê", 1), ("1", "Lê Minh Tú", 1),
    ]  # fmt: skip


def test_town_when_read_back_takes_the_people_and_not_the_list_of_households(
    ward: Store, tmp_path: Path
) -> None:
    _fill(ward)
    path = tmp_path / "a.xlsx"
    _written(ward, path, ExcelKind.TOWN)
    looks = look_at_book(path).sheets
    assert [(look.name, look.is_people) for look in looks] == [("Nhân khẩu", True), ("Hộ", False)]


def test_progress_when_written_adds_up_as_values(town: Store, tmp_path: Path) -> None:
    _fill(town)
    rows, groups, batches, weeks, missing = _written(town, tmp_path / "a.xlsx", ExcelKind.PROGRESS)
    units, total = rows[:-1], rows[-1]
    assert total["people"] == sum(row["people"] for row in units) == 4
    assert sum(row["people"] for row in groups) == 4
    assert [row["Đã nhập"] for row in batches] == [3, 1]
    assert [row["people"] for row in weeks] == [4]
    assert missing == []
    one, *_parts = _written(town, tmp_path / "b.xlsx", ExcelKind.PROGRESS, Scope(SONG_TRI))
    assert [(row["code"], row["people"]) for row in one] == [("18754", 3)]


def test_findings_when_written_name_household_and_person(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    (rows,) = _written(ward, tmp_path / "a.xlsx", ExcelKind.FINDINGS, Scope(SONG_TRI))
    missing = next(row for row in rows if row["rule"] == "person.sex.missing")
    assert (missing["Họ và tên"], missing["Hộ số"], missing["Chủ hộ"]) == (
        "Y Ngông Niê",
        "10a",
        "Y Ngông Niê",
    )
    assert missing["severity"] in {"lỗi", "cảnh báo"}
    assert all(row["Họ và tên"] != "Lê Minh Tú" for row in rows)


def test_findings_when_written_go_from_house_to_house_after_the_errors(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    (rows,) = _written(ward, tmp_path / "a.xlsx", ExcelKind.FINDINGS)
    order = [(row["severity"] != "lỗi", row["Đơn vị"], row["Hộ số"]) for row in rows]
    (people,) = _written(ward, tmp_path / "b.xlsx", ExcelKind.LIST)
    houses = list(dict.fromkeys(row["household_no"] for row in people))
    places = [(is_warning, houses.index(number)) for is_warning, _unit, number in order]
    assert places == sorted(places)
    assert len(set(places)) > 1


def test_list_when_written_keeps_only_what_names_a_row_in_view(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    write_excel(ward, ExcelKind.LIST, tmp_path / "a.xlsx", Scope(), JobControl())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert str(sheet.freeze_panes).startswith("E")
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert sum(widths) < 80


@pytest.mark.parametrize(
    ("kind", "last"), [(ExcelKind.LIST, "Ghi chú"), (ExcelKind.FINDINGS, "Nội dung cần xem")]
)
def test_list_when_printed_has_a_row_on_one_sheet_and_codes_off_it(
    ward: Store, tmp_path: Path, kind: ExcelKind, last: str
) -> None:
    _fill(ward)
    write_excel(ward, kind, tmp_path / "a.xlsx", Scope(), JobControl())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.page_setup.fitToWidth == 1
    _left, _top, right, _bottom = range_boundaries(str(sheet.print_area).rpartition("!")[2].replace("$", ""))
    head = int(str(sheet.auto_filter.ref).partition(":")[0].removeprefix("A"))
    heads = [str(cell.value) for cell in sheet[head]]
    assert right is not None
    assert heads[right - 1] == last
    assert not [title for title in heads[:right] if "(mã)" in title]
    printed = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, right + 1)]
    assert sum(printed) <= 245
    assert len(heads) > right


def test_qcvn109_when_written_follows_the_mapping(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    (rows,) = _written(ward, tmp_path / "a.xlsx", ExcelKind.QCVN109, Scope(SONG_TRI))
    assert {element.path for element in ELEMENTS} <= set(rows[0])
    head, wife, lone = rows
    assert head["SoDinhDanh"] == "042064001234"
    assert head["SoCMND"] == "183456780"
    assert (head["HoVaTen.Ho"], head["HoVaTen.Ten"]) == (None, "=Đậu Văn Thìn")
    assert (head["DanToc"], head["TinhTrangHonNhan"], head["NhomMau"]) == ("01", "2", "00")
    assert (head["NgayThangNamSinh.Nam"], head["NgayThangNamSinh.NgayThangNam"]) == (
        "1964", datetime.datetime(1964, 8, 15),  # noqa: DTZ001
    )  # fmt: skip
    assert (wife["NgayThangNamSinh.Nam"], wife["NgayThangNamSinh.NgayThangNam"]) == ("1967", None)
    assert (lone["GioiTinh"], lone["NgayThangNamSinh.NgayThangNam"]) == ("0", None)
    native = [head[f"QueQuan.{part}"] for part in ("MaTinhThanh", "MaQuanHuyen", "MaPhuongXa", "QuocGia")]
    assert native == ["42", "449", "18808", "VN"]
    home = [head[f"ThuongTru.{part}"] for part in ("MaPhuongXa", "ChiTiet")]
    assert home == ["18754", "Ngõ 5, Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"]
    assert (head["Cha.SoDinhDanh"], head["Cha.SoCMND"]) == (None, "183000111")


def test_excel_when_written_is_noted_in_the_chain(ward: Store, tmp_path: Path) -> None:
    _fill(ward)
    write_excel(ward, ExcelKind.LIST, tmp_path / "a.csv", Scope(SONG_TRI), JobControl())
    with ward.read() as connection:
        entry = connection.exec_driver_sql(
            "SELECT entry FROM audit ORDER BY number DESC LIMIT 1"
        ).scalar_one()
    noted = json.loads(entry)
    assert (noted["action"], noted["kind"], noted["rows"], noted["unit"]) == ("excel", "list", 3, SONG_TRI)
    assert "Thìn" not in entry


@pytest.mark.parametrize("kind", list(ExcelKind))
def test_excel_when_nothing_is_here_is_an_empty_table(ward: Store, tmp_path: Path, kind: ExcelKind) -> None:
    sheets = _written(ward, tmp_path / "a.xlsx", kind)
    assert kind in TITLES
    assert all(not rows for rows in sheets) or kind is ExcelKind.PROGRESS
