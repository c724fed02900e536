"""`registered`, `missing`, `visit`, `goal`, `close`, `progress`, typed as a supervisor of the town would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Machine, household_rows, town_and_ward, write_sheet

REGISTER = (
    {"unit": "18754", "residential_group": "Tổ dân phố 3", "household_no": "90", "head_name": "Trần Hữu Lý",
     "people": "4", "collector": "Lê Thị Biển"},
    {"unit": "18754", "residential_group": "Tổ dân phố 3", "household_no": "91", "head_name": "Hồ Thị Lành",
     "people": "2", "collector": "Phan Văn Cừ"},
)  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Machine:
    machine = town_and_ward(tmp_path)[0]
    taken = machine.ask("registered", write_sheet(tmp_path / "hộ.xlsx", REGISTER)).json
    assert taken == {"rows": 2, "added": 2, "changed": 0, "tied": 0, "matched": []}
    return machine


def missing(town: Machine, *words: str) -> Any:
    return town.ask("missing", *words).json


def song_tri(town: Machine, *words: str) -> Any:
    return next(unit for unit in town.ask("progress", *words).json["units"] if unit["code"] == "18754")


def test_household_when_visited_is_told_with_its_last_visit(town: Machine, tmp_path: Path) -> None:
    assert [line["head_name"] for line in town.ask("registered").json] == ["Trần Hữu Lý", "Hồ Thị Lành"]
    assert "Trần Hữu Lý" in town.run("registered").out
    (line,) = missing(town, "--unit", "18754", "--collector", "Lê Thị Biển")
    assert (line["name"], line["visits"], line["registered"]) == ("Trần Hữu Lý", 0, True)
    visits = town.ask(
        "visit", line["record"], "result=vắng", "reason=Đi làm xa", "visited_on=20/11/2026"
    ).json
    assert visits == [
        {"visited_on": "2026-11-20", "result": "vang", "reason": "Đi làm xa", "collector": None}
    ]
    assert "vang" in town.run("visit", line["record"]).out
    (again,) = missing(town, "--group", "Tổ dân phố 3", "--collector", "Lê Thị Biển")
    assert (again["visits"], again["last_visit"]) == (1, "20/11/2026: Vắng nhà (Đi làm xa)")
    assert "Vắng nhà" in town.run("missing").out
    town.ask("visit", line["record"], "--exempt", "Cả nhà ở nước ngoài")
    assert [each["name"] for each in missing(town)] == ["Hồ Thị Lành"]
    refused = town.ask("visit", line["record"], "result=tu_choi")
    assert (refused.code, refused.error) == (1, "BAD_VALUE")
    done = town.run("print", "missing", "--unit", "18754", "--out", tmp_path / "m.pdf")
    assert done.code == 0
    assert town.run("print", "progress", "--unit", "18754", "--out", tmp_path / "p.pdf").code == 0


def test_target_when_set_from_the_command_line_is_what_progress_counts(town: Machine) -> None:
    unit = song_tri(town)
    assert (unit["target_people"], unit["unanswered"], unit["source"]) == (8174, 2, None)
    assert town.ask("goal", "18754", "people=9", "households=3", "source=Quyết định 12").json["people"] == "9"
    assert town.ask("goal", "town", "deadline=30/11/2026").code == 0
    unit = song_tri(town, "--check")
    assert (unit["source"], unit["target_people"], unit["left"], unit["deadline"]) == (
        "Quyết định 12",
        9,
        9,
        "2026-11-30",
    )
    assert (unit["needed_per_day"], unit["forecast"], unit["complete"]) == (1.12, None, False)
    assert "slips" in unit["lacks"]
    assert town.ask("goal", "18754", "exceptions=2").error == "REASON_MISSING"
    refused = town.ask("close", "18754", "--reason", "Xong")
    assert refused.error == "NOT_DONE"
    assert "còn thiếu 9 phiếu" in refused.json["error"]["message"]


def test_ledger_when_shown_follows_each_batch(tmp_path: Path) -> None:
    ward = town_and_ward(tmp_path)[1]
    rows = household_rows()
    for number, row in enumerate(rows):
        row["slip_no"] = f"7/{number + 1}"
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", rows))
    (batch,) = ward.ask("progress", "--batches").json["batches"]
    assert (batch["batch"], batch["collected"], batch["da_nhap"], batch["merged"]) == (
        "7",
        len(rows),
        len(rows),
        0,
    )
    assert "Phường Sông Trí" in ward.run("progress", "--batches").out
    assert ward.ask("progress", "--weeks").json["weeks"][-1]["people"] == len(rows)
