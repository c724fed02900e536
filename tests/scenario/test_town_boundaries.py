"""The real changes of Kỳ Anh over a collection under way: packages made before, between and after, nobody lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from census_desktop.base.paths import resource
from census_desktop.store.opening import MachineRole
from tests.command_line import Machine, household_rows, set_up, write_sheet

SONG_TRI, KY_HUNG, KY_LOI, KY_NINH = (
    "18754@2015-04-10",
    "18817@2015-04-10",
    "18796@2015-04-10",
    "18781@2015-04-10",
)
HUNG_TRI, NEW_SONG_TRI, VUNG_ANG = "18754@2020-01-01", "18754@2025-07-01", "18823@2025-07-01"
KY_TRINH = "18820@2015-04-10"
HOANH_SON, HAI_NINH, PHUONG_KY_NINH = "18832@2025-07-01", "18781@2025-07-01", "18781@2025-01-01"


@pytest.fixture
def town(tmp_path: Path) -> Machine:
    return set_up(tmp_path / "town", MachineRole.TOWN, 1, "449")


@pytest.fixture
def wards(town: Machine, tmp_path: Path) -> dict[str, Machine]:
    made = {
        unit: set_up(tmp_path / f"ward-{number}", MachineRole.WARD, number, unit, town.key)
        for number, unit in enumerate((SONG_TRI, KY_HUNG, KY_LOI, KY_NINH), start=2)
    }
    for ward in made.values():
        assert town.run("register", ward.key).code == 0
    return made


def collect(ward: Machine, tmp_path: Path, number: str, group: str, head: str) -> str:
    """A household of three typed from a spreadsheet; returns its id."""
    people = [
        {"full_name": head, "birth_date": "1952", "sex": "Nam", "relation_to_head": "CH"},
        {"full_name": "Võ Thị Hường", "birth_date": "02/1955", "sex": "Nữ", "relation_to_head": "V"},
        {"full_name": "Đậu Thị Hoà", "birth_date": "14/02/1990", "sex": "Nữ", "relation_to_head": "Con"},
    ]
    rows = household_rows(people, residential_group=group, household_no=number, address="Xóm Đình, Kỳ Anh")
    sheet = write_sheet(tmp_path / f"{ward.root.name}-{number}.xlsx", rows)
    assert ward.run("import", sheet).code == 0
    return next(
        record["household_uuid"]
        for record in ward.dump()
        if record["kind"] == "household" and record.get("household_no") == number
    )


def send(ward: Machine, stick: Path) -> Path:
    done = ward.ask("export", "--out", stick)
    assert done.code == 0, done.err
    return Path(str(done.json["file"]))


def people_by_unit(town: Machine, *how: str) -> dict[str, int]:
    return {line["unit"]: line["people"] for line in town.ask("boundary", "report", *how).json}


def test_three_changes_when_packages_come_before_between_and_after_then_nobody_is_lost(
    town: Machine, wards: dict[str, Machine], tmp_path: Path, stick: Path
) -> None:
    first = collect(wards[SONG_TRI], tmp_path, "1", "Tổ dân phố 1", "Nguyễn Văn Thìn")
    collect(wards[KY_HUNG], tmp_path, "1", "Thôn 1", "Lê Văn Tỵ")
    loi = [collect(wards[KY_LOI], tmp_path, f"{n}", f"Thôn {n}", f"Hoàng Văn {n}") for n in (1, 2, 3)]
    collect(wards[KY_NINH], tmp_path, "1", "Thôn Tân Tiến", "Phan Văn Ngọ")
    early = [send(wards[unit], stick) for unit in (SONG_TRI, KY_LOI, KY_NINH)]
    late = send(wards[KY_HUNG], stick)  # made before the change, merged after it
    assert town.run("merge", *early).code == 0
    assert people_by_unit(town) == {SONG_TRI: 3, KY_LOI: 9, KY_NINH: 3}

    # 2020: Sông Trí and Kỳ Hưng become Hưng Trí; one code is kept, one retired.
    looked = town.ask("boundary", "plan", "--official", "01/01/2020")
    assert (looked.json["zero_sum"], looked.json["people"], looked.json["households"]) == (True, 3, 1)
    assert people_by_unit(town) == {SONG_TRI: 3, KY_LOI: 9, KY_NINH: 3}
    done = town.ask("boundary", "apply", "--official", "01/01/2020")
    assert (done.code, done.json["moved"], done.json["total_people"]) == (0, 1, 15)
    again = town.ask("boundary", "apply", "--official", "01/01/2020")
    assert (again.json["known"], again.json["moved"]) == (True, 0)
    assert town.run("merge", late).code == 0
    assert people_by_unit(town) == {HUNG_TRI: 6, KY_LOI: 9, KY_NINH: 3}

    # Between: the ward has the plan from its receipt, corrects a household and types one more under the old name.
    assert town.run("export", "--to-unit", SONG_TRI, "--out", stick).code == 0
    ward = wards[SONG_TRI]
    assert ward.run("merge", stick).code == 0
    assert people_by_unit(ward) == {HUNG_TRI: 3}
    assert ward.run("edit", first, "phone=0912345678").code == 0
    second = collect(ward, tmp_path, "2", "Tổ dân phố 1", "Võ Văn Mùi")
    # Kỳ Hưng has not heard of the plan, and corrects the group of its household meanwhile.
    (hung,) = [one for one in wards[KY_HUNG].dump() if one["kind"] == "household"]
    assert wards[KY_HUNG].run("edit", hung["household_uuid"], "residential_group=Thôn 4").code == 0
    assert town.run("merge", send(ward, stick), send(wards[KY_HUNG], stick)).code == 0
    assert town.ask("conflicts").json == []
    assert people_by_unit(town) == {HUNG_TRI: 9, KY_LOI: 9, KY_NINH: 3}
    groups = {one["household_uuid"]: one for one in town.dump() if one["kind"] == "household"}
    assert groups[hung["household_uuid"]]["residential_group"] == "Thôn 4"
    assert groups[first]["phone"] == "0912345678"

    # 2025: two kinds of unit change; then Kỳ Lợi is divided and a person has to choose.
    assert town.ask("boundary", "apply", "--official", "01/01/2025").json["moved"] == 1
    last = town.ask("boundary", "apply", "--official", "01/07/2025")
    assert (last.json["zero_sum"], last.json["waiting"], last.json["total_people"]) == (True, 3, 21)
    assert people_by_unit(town) == {NEW_SONG_TRI: 9, KY_LOI: 9, HAI_NINH: 3}
    waiting = town.ask("boundary", "waiting", "--unit", KY_LOI).json
    assert {one["household"] for one in waiting} == set(loi)
    assert set(waiting[0]["choices"]) == {NEW_SONG_TRI, VUNG_ANG, HOANH_SON}
    for household, unit in zip(loi, (NEW_SONG_TRI, VUNG_ANG, HOANH_SON), strict=True):
        assert town.ask("boundary", "choose", household, "--to", unit).json["moved"] == 1
    assert town.ask("boundary", "waiting").json == []
    # The target of the divided unit is shared out by where its households went; nothing is lost.
    offered = town.ask("boundary", "targets", last.json["plan"]).json
    assert (offered["confirmed"], offered["zero_sum"], offered["waiting"]) == (False, True, 0)
    shared = {line["unit"]: line["people"] for line in offered["units"]}
    assert (set(shared), shared[KY_LOI]) == ({NEW_SONG_TRI, VUNG_ANG, HOANH_SON, KY_LOI}, 0)
    assert sum(shared.values()) == sum(line["people_before"] for line in offered["units"])
    assert town.ask("boundary", "targets", last.json["plan"], "--confirm").json["confirmed"] is True
    wanted = {
        f"{one['code']}@{one['valid_from']}": one["target_people"]
        for one in town.ask("progress").json["units"]
    }
    assert {unit: wanted[unit] for unit in shared} == shared
    spread = {NEW_SONG_TRI: 12, VUNG_ANG: 3, HOANH_SON: 3, HAI_NINH: 3}
    assert people_by_unit(town) == spread

    # After: a package of the divided unit, still under its old name, waits; old packages again change nothing.
    collect(wards[KY_LOI], tmp_path, "9", "Thôn 1", "Trần Văn Dậu")
    assert town.run("merge", send(wards[KY_LOI], stick), *early, late).code == 0
    assert people_by_unit(town) == {**spread, KY_LOI: 3}
    assert len(town.ask("boundary", "waiting").json) == 1

    # Reports of other days, and as collected.
    assert people_by_unit(town, "--as-collected") == {SONG_TRI: 6, KY_HUNG: 3, KY_LOI: 12, KY_NINH: 3}
    assert people_by_unit(town, "--on", "31/12/2019") == people_by_unit(town, "--as-collected")
    assert people_by_unit(town, "--on", "01/02/2025") == {HUNG_TRI: 9, KY_LOI: 12, PHUONG_KY_NINH: 3}
    assert {one.get("address") for one in town.dump() if one["kind"] == "household"} == {"Xóm Đình, Kỳ Anh"}

    # The wards learn it all; what a ward typed under an old name has followed the plans there too.
    assert town.run("export", "--to-unit", SONG_TRI, "--out", stick).code == 0
    assert ward.run("merge", stick).code == 0
    assert people_by_unit(ward) == {NEW_SONG_TRI: 6}
    assert {one["unit"] for one in ward.dump() if one["kind"] == "household"} == {NEW_SONG_TRI}
    assert second in {one.get("household_uuid") for one in ward.dump()}

    # Taking the last plan back brings everybody where the plans before it had brought him.
    plan = last.json["plan"]
    back = town.ask("boundary", "undo", plan, "--reason", "Nhầm ngày hiệu lực")
    assert (back.json["moved"], back.json["total_people"]) == (7, 24)
    assert town.ask("boundary", "targets", plan).json["units"] == []
    assert people_by_unit(town) == {HUNG_TRI: 9, KY_LOI: 12, PHUONG_KY_NINH: 3}
    assert town.ask("boundary", "undo", plan, "--reason", "x").error == "ALREADY_WITHDRAWN"
    for machine in (town, ward):
        assert machine.ask("verify").json["ok"] is True
    assert town.run("export", "--to-unit", SONG_TRI, "--out", stick).code == 0
    assert ward.run("merge", stick).code == 0
    assert people_by_unit(ward) == {HUNG_TRI: 6}
    # And applied once more: the choices made then still hold.
    assert town.ask("boundary", "apply", "--official", "01/07/2025").json["moved"] == 7
    assert people_by_unit(town) == {**spread, KY_LOI: 3}
    assert town.ask("conflicts").json == []


def test_all_four_days_when_the_shipped_list_reaches_back_before_2015_then_nobody_is_lost(
    town: Machine, tmp_path: Path
) -> None:
    shipped = resource("area/ky_anh_with_2015.csv")
    assert town.ask("area", shipped).json["changed"] > 100
    old = ("18754@1995-01-01", "18820@1995-01-01", "18796@1995-01-01", KY_HUNG)
    for number, unit in enumerate(old, start=1):
        person = {
            "full_name": "Nguyễn Văn Thìn",
            "birth_date": "1952",
            "sex": "Nam",
            "relation_to_head": "CH",
        }
        rows = household_rows([person], unit=unit, residential_group="Xóm Đình", household_no=f"{number}")
        assert town.run("import", write_sheet(tmp_path / f"{number}.xlsx", rows)).code == 0
    seen = []
    for day in ("10/04/2015", "01/01/2020", "01/01/2025", "01/07/2025"):
        done = town.ask("boundary", "apply", "--official", day).json
        assert (done["zero_sum"], done["total_people"]) == (True, 4)
        seen.append(people_by_unit(town))
    assert seen == [
        {SONG_TRI: 1, KY_TRINH: 1, KY_LOI: 1, KY_HUNG: 1},
        {HUNG_TRI: 2, KY_TRINH: 1, KY_LOI: 1},
        {HUNG_TRI: 2, KY_TRINH: 1, KY_LOI: 1},
        {NEW_SONG_TRI: 3, KY_LOI: 1},
    ]
    assert people_by_unit(town, "--as-collected") == dict.fromkeys(old, 1)
    assert people_by_unit(town, "--on", "9/4/2015") == dict.fromkeys(old, 1)
