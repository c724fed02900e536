"""The journal of merges on the command line, on paper, and taking a merge back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import save_family

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine

    Machines = tuple[Machine, Machine]


def test_merges_when_one_was_wrong_shows_prints_and_reverses_it(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    assert ward.run("export", "--out", stick).code == 0
    assert town.run("merge", stick).code == 0
    person = town.person("Võ Thị Hường")["person_uuid"]

    (entry,) = town.ask("merges").json
    assert (entry["added"], entry["changed"], entry["conflicts"]) == (4, 0, 0)
    assert "18754-" in town.run("merges").out
    trial = town.ask("merges", "--reverse", str(entry["number"]), "--dry-run").json
    assert town.ask("progress").json["total"]["people"] == 3
    assert town.run("edit", person, "note=Nhà đang sửa").code == 0

    done = town.run("merges", "--reverse", str(entry["number"]))
    assert done.code == 0
    assert "VÕ THỊ HƯỜNG" in done.out.upper()
    assert (trial["voided"], trial["kept"]) == (4, [])
    assert town.ask("progress").json["total"]["people"] == 1
    back, first = town.ask("merges").json
    assert (back["reverses"], first["reversed_by"]) == (first["number"], back["number"])
    assert "hoàn tác" in town.run("merges").out

    again = town.ask("merges", "--reverse", str(entry["number"]))
    assert (again.code, again.error) == (1, "ALREADY_REVERSED")
    assert town.ask("merges", "--dry-run").code == 2
    paper = tmp_path / "sổ gộp.pdf"
    assert town.ask("merges", "--out", paper).json["pages"] == 1
    assert paper.read_bytes().startswith(b"%PDF")
    assert town.ask("verify").json["ok"] is True


def test_plan_when_asked_counts_by_place_with_findings_and_prints(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    child = ward.person("Nguyễn Thị Hoà")["person_uuid"]
    assert ward.run("edit", child, "birth_date=1940").code == 0
    assert ward.run("export", "--out", stick).code == 0
    paper = tmp_path / "dự kiến.pdf"

    told = town.ask("plan", stick, "--out", paper)

    (place,) = told.json["places"]
    assert (place["unit"], place["group"]) == ("18754@2015-04-10", "Tổ dân phố 3")
    assert (place["people"], place["households"], place["new_people"], place["already"]) == (3, 1, 3, 0)
    assert place["warnings"] + place["errors"] > 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert "Phường Sông Trí, Tổ dân phố 3" in town.run("plan", stick).out

    assert town.run("merge", stick).code == 0
    assert ward.run("edit", child, "note=Xem lại").code == 0
    assert ward.run("export", "--out", stick).code == 0
    (place,) = town.ask("plan", stick).json["places"]
    assert (place["new_people"], place["changed_people"]) == (0, 1)

    with ward.open() as store:
        for number in ("88", "89"):  # one family twice
            save_family(store, household_no=number)
    assert ward.run("export", "--out", stick).code == 0
    told = town.ask("plan", stick).json
    assert len(told["suspected"]) == told["duplicates"] > 0
    assert told["suspected"][0]["reasons"]
    assert "cùng tên" in town.run("plan", stick).out
