"""`batch`: cover sheets entered in the ward travel to the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.command_line import FAMILY, SONG_TRI, household_rows, town_and_ward, write_sheet

if TYPE_CHECKING:
    from pathlib import Path


def test_batch_when_entered_in_the_ward_is_known_in_the_town(tmp_path: Path) -> None:
    town, ward = town_and_ward(tmp_path)
    people = [{**person, "slip_no": f"12/{place}"} for place, person in enumerate(FAMILY, start=1)]
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows(people)))
    made = ward.ask("batch", "set", "12", "people=5", "issued=8", "collector=Trần Thị Lan").json
    assert (made["typed"], made["left"], made["missing"]) == (3, 2, [4, 5])
    assert ward.ask("batch", "list").json == [made]
    assert "Trần Thị Lan" in ward.run("batch", "list").out
    out = tmp_path / "usb"
    out.mkdir()
    ward.run("export", "--out", out)
    town.run("register", ward.key)
    town.run("merge", *out.glob("*.dcpkg"))
    assert town.ask("batch", "list").json == []
    assert town.ask("batch", "list", "--unit", SONG_TRI).json == [made]
    assert ward.ask("batch", "withdraw", "12").json == {"number": "12", "withdrawn": True}


def test_batch_when_written_wrongly_says_how(tmp_path: Path) -> None:
    _town, ward = town_and_ward(tmp_path)
    assert ward.run("batch", "set").code == 2
    assert ward.run("batch", "set", "12", "mau=xanh").code == 2
    assert ward.ask("batch", "set", "12/1").error == "BAD_VALUE"
    assert ward.ask("batch", "withdraw", "12").error == "NO_SUCH_BATCH"
    ward.run("batch", "set", "7")
    assert "phiếu vẫn giữ nguyên" in ward.run("batch", "withdraw", "7").out
