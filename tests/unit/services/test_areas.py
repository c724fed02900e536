"""The area of another town from a list: what is refused and why; kept, carried to wards, and with groups of plans."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.area import area, shipped_area
from census_desktop.domain.places import gazetteer
from census_desktop.domain.records import RecordKind
from census_desktop.services.areas import (
    base_area,
    current_groups,
    keep_area,
    learn_area,
    load_area_list,
    read_area,
    speak_about,
)
from census_desktop.services.boundaries import apply_plan
from census_desktop.services.boundary_list import official_days, official_plan
from census_desktop.services.units import resolve_unit, target_table, unit_name
from census_desktop.store.records import records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import merge_stores, save_family

HEAD = "code,valid_from,valid_to,name,kind,successors,legal_basis,group,group_kind"
# A made-up town whose first phường was divided and whose xã became a phường.
TOWN = (
    "501,2010-01-01,,Thị xã Ven Biển,Thị xã,,NQ 1,,",
    "21001,2010-01-01,2019-12-31,Phường Một,Phường,21003@2020-01-01;21004@2020-01-01,,,",
    "21002,2010-01-01,2019-12-31,Xã Hai,Xã,21002@2020-01-01,,,",
    "21002,2020-01-01,,Phường Hai,Phường,,NQ 2,,",
    "21003,2020-01-01,,Phường Ba,Phường,,NQ 2,,",
    "21004,2020-01-01,,Phường Bốn,Phường,,NQ 2,,",
    "21001,2010-01-01,,,,,,Khối 1,khối",
    "21002,2010-01-01,,,,,,Thôn Đông,thôn",
)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def test_area_when_loaded_then_units_changes_and_groups_are_its_own(
    town_store: Store, tmp_path: Path
) -> None:
    assert load_area_list(town_store, write(tmp_path / "địa bàn.csv", *TOWN)) == 8
    assert load_area_list(town_store, write(tmp_path / "địa bàn.csv", *TOWN)) == 0
    assert area().town.name == "Thị xã Ven Biển"
    assert official_days() == (datetime.date(2020, 1, 1),)
    assert [rule.to_unit for rule in official_plan(official_days()[0]).rules] == [None, "21002@2020-01-01"]
    assert str(resolve_unit("21001")) == "21001@2010-01-01"
    assert unit_name("21004@2020-01-01") == "Phường Bốn"
    assert target_table() == {}
    assert current_groups(town_store)["21002@2010-01-01"] == ["Thôn Đông"]
    assert gazetteer() is gazetteer()

    save_family(town_store, unit="21002@2010-01-01", residential_group="Thôn Đông")
    apply_plan(town_store, official_plan(official_days()[0]), JobControl())
    new = resolve_unit("21002@2020-01-01")
    assert [group.label for group in area().groups_of(new)] == ["Thôn Đông"]
    assert [group.label for group in area().groups_of(resolve_unit("21002@2010-01-01"))] == ["Thôn Đông"]

    shorter = [row for row in TOWN if not row.startswith("21004") and "Khối 1" not in row]
    shorter[1] = shorter[1].replace(";21004@2020-01-01", "")
    assert load_area_list(town_store, write(tmp_path / "ngắn.csv", *shorter)) == 3
    assert unit_name("21004@2020-01-01") == "21004@2020-01-01"


def test_area_when_it_comes_in_a_package_then_the_ward_speaks_about_it(
    town_store: Store, ward_store: Store, tmp_path: Path
) -> None:
    keep_area(town_store, read_area(write(tmp_path / "a.csv", *TOWN)))
    merge_stores(ward_store, town_store)
    learn_area(ward_store)
    assert area().town.key.code == "501"
    assert base_area(ward_store).units == base_area(town_store).units
    speak_about(None)
    assert area() is shipped_area()


def test_area_when_records_are_spoiled_then_the_rest_is_used(ward_store: Store, tmp_path: Path) -> None:
    keep_area(ward_store, read_area(write(tmp_path / "a.csv", *TOWN)))
    groups = list(records_where(ward_store, RecordKind.AREA_GROUP))
    units = [each for each in records_where(ward_store, RecordKind.AREA_UNIT) if each.code == "21004"]
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.AREA_GROUP, groups[0].area_group_uuid, {"within": "đâu đó"})
        tx.edit(RecordKind.AREA_UNIT, units[0].area_unit_uuid, {"valid_from": "hôm qua"})
    found = base_area(ward_store)
    assert len(found.units) == 5
    assert len(found.residential_groups) == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2100x,2010-01-01,,Phường,Phường,,,,", "dòng 10: mã đơn vị gồm 1 đến 5 chữ số"),
        ("21009,,,Phường Chín,Phường,,,,", "dòng 10: thiếu cột valid_from"),
        ("21009,2010,,Phường Chín,Phường,,,,", "dòng 10: 2010 không phải là một ngày"),
        ("21009,2010-01-01,,,Phường,,,,", "dòng 10: thiếu cột name"),
        ("21009,2010-01-01,2009-01-01,Phường Chín,Phường,,,,", "dòng 10: ngày cuối trước ngày đầu"),
        ("21001,2010-01-01,,Phường Một,Phường,,,,", "dòng 10: đơn vị này đã có ở dòng 3"),
        ("21001,2015-01-01,,Phường Một Mới,Phường,,,,", "dòng 10: mã 21001 còn dùng cho đơn vị ở dòng 3"),
        (
            "21009,2010-01-01,2019-12-31,Phường Chín,Phường,21099@2020-01-01,,,",
            "dòng 10: không có đơn vị kế tục",
        ),
        ("21009,2010-01-01,2018-12-31,Phường Chín,Phường,21003@2020-01-01,,,", "phải bắt đầu đúng hôm sau"),
        (
            "21009,2010-01-01,2018-12-31,Phường Chín,Phường,sau đó,,,",
            "dòng 10: Đơn vị hành chính phải có dạng",
        ),
        (
            "21009,2010-01-01,2019-12-31,Phường Chín,Phường,21009@2010-01-01,,,",
            "dòng 10: đơn vị kế tục đi vòng",
        ),
        ("21009,2010-01-01,,,,,,Khối 9,khối", "dòng 10: không có đơn vị 21009@2010-01-01"),
        ("2100x,2010-01-01,,,,,,Khối 9,khối", "dòng 10: mã đơn vị"),
        ("21001,2010-01-01,,,,,,Khối 1,khối", "dòng 10: thôn, tổ dân phố này đã có"),
    ],
)
def test_area_when_wrong_then_is_refused_with_row_and_reason(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(CensusError) as caught:
        read_area(write(tmp_path / "sai.csv", *TOWN, row))
    assert caught.value.code == "BAD_LIST"
    assert told in caught.value.message


def test_area_when_successors_go_in_a_circle_then_every_row_of_it_is_named(tmp_path: Path) -> None:
    rows = (
        "501,2010-01-01,,Thị xã Ven Biển,Thị xã,,,,",
        "1,2010-01-01,2010-12-31,Phường A,Phường,2@2011-01-01,,,",
        "2,2011-01-01,2011-12-31,Phường B,Phường,1@2010-01-01,,,",
    )
    with pytest.raises(CensusError, match=r"dòng 3: đơn vị kế tục đi vòng.*dòng 4: đơn vị kế tục đi vòng"):
        read_area(write(tmp_path / "vòng.csv", *rows))
    with pytest.raises(CensusError, match="thiếu dòng của thị xã"):
        read_area(write(tmp_path / "trống.csv", "1,2010-01-01,,Phường A,Phường,,,,"))


def test_area_when_households_lie_in_units_it_does_not_know_then_is_refused(
    town_store: Store, ward_store: Store, tmp_path: Path
) -> None:
    save_family(town_store)
    path = write(tmp_path / "a.csv", *TOWN)
    with pytest.raises(CensusError) as caught:
        load_area_list(town_store, path)
    assert caught.value.code == "UNITS_IN_USE"
    with pytest.raises(CensusError) as caught:
        load_area_list(ward_store, path)
    assert caught.value.code == "NOT_A_TOWN_MACHINE"
    assert area() is shipped_area()
