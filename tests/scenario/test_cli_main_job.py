"""The main job by the command line alone: set up, fill in, carry up, merge, look, print, correct, carry up again."""

from __future__ import annotations

import io
import json
import uuid
from typing import TYPE_CHECKING

import openpyxl
import pypdf

from census_desktop.base.paths import DataFolder
from census_desktop.store.opening import find_account
from tests.command_line import (
    FAMILY,
    PASSWORD,
    SONG_TRI,
    SUPERVISOR_PASSWORD,
    household_rows,
    run,
    write_sheet,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.command_line import Machine

    Machines = tuple[Machine, Machine]


def test_init_when_town_and_ward_are_set_up_answers_as_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_DESKTOP_PASSWORD", PASSWORD)
    secret = tmp_path / "giam-sat.txt"
    secret.write_text(f"{SUPERVISOR_PASSWORD}\n", encoding="utf-8")
    town = run("--data-dir", tmp_path / "town", "init", "--role", "town", "--officer", "thin", "--json")
    assert town.code == 0, town.err
    assert town.json["unit"] == "449"
    assert town.json["role"] == "town"
    assert town.json["recovery_key"].startswith("AGE-SECRET-KEY-")
    phrase = town.json["accounts"][1]["password"]
    assert find_account(DataFolder(tmp_path / "town"), phrase) == "giamsat"
    ward = run(
        "init", "--role", "ward", "--unit", "18754", "--officer", "Nguyễn Thị Hoà", "--json",
        "--town-key", town.json["public_key_file"], "--data-dir", tmp_path / "ward",
        "--supervisor", "duong", "--supervisor-password-file", secret,
    )  # fmt: skip
    assert ward.code == 0, ward.err
    assert ward.json["unit"] == SONG_TRI
    assert ward.json["accounts"] == [
        {"login": "Nguyễn Thị Hoà", "role": "officer"},
        {"login": "duong", "role": "supervisor"},
    ]
    assert "recovery_key" not in ward.json
    assert ward.json["public_key_file"].endswith(f"{ward.json['device']}.pub")
    assert (
        run("verify", "--data-dir", tmp_path / "ward").code == 0
    )  # the password from the environment finds its user


def test_init_when_told_in_words_shows_the_made_up_password(tmp_path: Path) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    done = run("init", "--role", "ward", "--unit", "18754", "--officer", "hoa", "--data-dir", tmp_path / "w",
               "--password-file", secret)  # fmt: skip
    assert done.code == 0, done.err
    phrase = next(line for line in done.out.splitlines() if "giamsat" in line).rpartition(": ")[2]
    assert find_account(DataFolder(tmp_path / "w"), phrase) == "giamsat"


def test_init_when_the_officer_has_the_supervisors_usual_name_gives_another(tmp_path: Path) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    done = run("init", "--role", "town", "--officer", "giamsat", "--data-dir", tmp_path / "t",
               "--password-file", secret, "--json")  # fmt: skip
    assert done.code == 0, done.err
    assert [account["login"] for account in done.json["accounts"]] == ["giamsat", "phutrach"]


def test_slips_when_carried_to_the_town_are_the_same_there(filled: Machines, stick: Path) -> None:
    town, ward = filled
    exported = ward.ask("export", "--out", stick)
    assert exported.code == 0, exported.err
    assert exported.json["file"].startswith(str(stick))
    assert {key: exported.json[key] for key in ("sequence", "people", "households")} == {
        "sequence": 1, "people": 3, "households": 1,
    }  # fmt: skip

    planned = town.ask("plan", exported.json["file"])
    assert planned.code == 0
    assert [one["status"] for one in planned.json["packages"]] == ["merged"]
    assert town.dump() == []
    merged = town.ask("merge", stick)
    assert merged.json.items() <= planned.json.items()  # a plan also tells it by place
    assert (merged.json["people"], merged.json["households"], merged.json["added"]) == (3, 1, 4)
    assert town.dump() == ward.dump()

    again = town.ask("merge", stick)
    assert (again.code, again.json["packages"][0]["status"], again.json["added"]) == (0, "already", 0)
    assert town.ask("verify").json["ok"] is True
    assert [one["device"] for one in town.ask("devices").json] == [merged.json["packages"][0]["device"]]


def test_dump_when_read_gives_stored_forms_by_machine_name(filled: Machines) -> None:
    _town, ward = filled
    kinds = [record["kind"] for record in ward.dump()]
    assert kinds == ["household", "person", "person", "person"]
    household, person = ward.dump()[0], ward.person("Võ Thị Hường")
    assert (household["unit"], household["residential_group"]) == (SONG_TRI, "Tổ dân phố 3")
    assert (person["birth_date"], person["sex"], person["nationality"]) == ("1955-02", "2", "VN")
    assert person["household_uuid"] == household["household_uuid"]
    assert "note" not in person


def test_progress_when_a_ward_has_sent_counts_it(filled: Machines, stick: Path) -> None:
    town, ward = filled
    ward.run("export", "--out", stick)
    town.run("merge", stick)
    found = town.ask("progress").json
    assert len(found["units"]) == 12
    unit = next(one for one in found["units"] if one["code"] == "18754")
    assert unit["last_package_at"].startswith("2026-11-23")
    assert (unit["name"], unit["valid_from"], unit["people"]) == ("Phường Sông Trí", "2015-04-10", 3)
    assert (unit["percent"], unit["complete"], unit["target_people"]) == (0.0, False, 8174)
    assert (found["total"]["people"], found["total"]["target_people"]) == (3, 60_191)
    table = town.run("progress").out
    assert "Phường Sông Trí" in table
    assert "60.191" in table


def test_paper_when_printed_names_everybody(filled: Machines, tmp_path: Path) -> None:
    _town, ward = filled
    household = ward.dump()[0]["household_uuid"]
    paper = tmp_path / "hộ 12.pdf"
    done = ward.ask("print", "household", household, "--out", paper)
    assert done.code == 0, done.err
    assert {"file": str(paper), "pages": 1}.items() <= done.json.items()
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.read_bytes())).pages)
    words = " ".join(text.split())
    for person in FAMILY:
        assert person["full_name"].upper() in words
    assert "__/__/1952" in words
    again = ward.ask("print", "household", household, "--out", paper)
    assert (again.code, again.error) == (1, "EXISTS")


def test_edit_when_made_in_the_ward_changes_the_town_with_the_next_package(
    filled: Machines, stick: Path
) -> None:
    town, ward = filled
    ward.run("export", "--out", stick)
    town.run("merge", stick)
    person = ward.person("Võ Thị Hường")["person_uuid"]
    ward.clock.advance(days=1)
    edited = ward.ask("edit", person, "birth_date=14/02/1955", "religion=", "note=theo giấy khai sinh")
    assert edited.code == 0, edited.err
    assert (edited.json["kind"], edited.json["record"], edited.json["operations"]) == ("person", person, 2)
    assert isinstance(edited.json["findings"], list)

    second = ward.ask("export", "--out", stick).json
    assert second["sequence"] == 2
    merged = town.ask("merge", second["file"]).json
    assert (merged["added"], merged["changed"], merged["conflicts"]) == (0, 1, 0)
    assert town.dump() == ward.dump()

    said = town.ask("history", person).json
    assert [one["kind"] for one in said] == ["create", "edit", "edit"]
    assert {one["officer"] for one in said} == {"hoa"}
    assert said[1]["replaces"] == [said[0]["id"]]
    assert said[2]["at"] > said[0]["at"]
    assert next(one for one in said if one["cell"] == "birth_date")["values"] == {"birth_date": "1955-02-14"}
    table = town.run("history", person).out
    assert "birth_date=1955-02-14" in table


def test_edits_when_made_on_both_sides_combine(filled: Machines, stick: Path) -> None:
    town, ward = filled
    ward.run("export", "--out", stick)
    town.run("merge", stick)
    person = ward.person("Võ Thị Hường")["person_uuid"]
    ward.run("edit", person, "birth_date=1954")
    town.run("edit", person, "note=đã xem giấy tờ")
    merged = town.ask("merge", ward.ask("export", "--out", stick).json["file"]).json
    assert (merged["combined"], merged["conflicts"]) == (1, 0)
    both = town.person("Võ Thị Hường")
    assert (both["birth_date"], both["note"]) == ("1954", "đã xem giấy tờ")


def test_check_when_a_slip_lacks_its_birth_date_says_so_and_ends_with_one(filled: Machines) -> None:
    _town, ward = filled
    person = ward.person("Võ Thị Hường")["person_uuid"]
    edited = ward.ask("edit", person, "birth_date=")
    assert edited.code == 0
    assert "birth_date" in {one["field"] for one in edited.json["findings"]}
    found = ward.ask("check")
    assert found.code == 1
    about = [one for one in found.json if one["record"] == person and one["field"] == "birth_date"]
    assert about
    assert set(about[0]) >= {"rule", "severity", "record", "field", "message"}
    assert about[0]["message"] in ward.run("check").out


def test_check_when_there_is_nothing_to_say_ends_with_zero(machines: Machines) -> None:
    done = machines[1].ask("check")
    assert (done.code, done.json) == (0, [])


def test_import_when_run_dry_changes_nothing_and_says_the_same(machines: Machines, tmp_path: Path) -> None:
    _town, ward = machines
    rows = [*household_rows(), {"full_name": "Đậu Văn Thìn", "birth_date": "31/02/1990"}]
    sheet = write_sheet(tmp_path / "phieu.xlsx", rows)
    dry = ward.ask("import", sheet, "--dry-run")
    assert dry.code == 1
    assert ward.dump() == []
    real = ward.ask("import", sheet)
    assert real.json == dry.json
    assert {key: real.json[key] for key in ("rows", "added", "skipped", "queued")} == {
        "rows": 4, "added": 3, "skipped": 0, "queued": 0,
    }  # fmt: skip
    (error,) = real.json["errors"]
    assert (error["row"], error["field"]) == (5, "birth_date")
    assert ward.ask("import", sheet).json["skipped"] == 3
    assert len(ward.dump()) == 4
    told = ward.run("import", sheet)
    assert "birth_date" in told.out


def test_template_when_made_holds_the_machine_names_and_imports_back(
    machines: Machines, tmp_path: Path
) -> None:
    path = tmp_path / "mau.xlsx"
    assert run("template", path).code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    assert {"full_name", "birth_date", "residential_group", "household_no"} <= set(names)
    assert machines[1].ask("import", path).json["rows"] == 0


def test_backup_when_asked_for_is_a_new_file(filled: Machines) -> None:
    _town, ward = filled
    first, second = ward.ask("backup").json["file"], ward.ask("backup").json["file"]
    assert first != second
    assert uuid.UUID(ward.dump()[0]["household_uuid"]).version == 7


def test_commands_when_spoken_to_in_words_answer_in_words(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    household = ward.dump()[0]["household_uuid"]
    for words in (
        ("export", "--out", stick), ("backup",), ("verify",), ("edit", household, "note=x"),
        ("edit", household, "note=x"), ("print", "household", household, "--out", tmp_path / "a.pdf"), ("devices",),
    ):  # fmt: skip
        done = ward.run(*words)
        assert done.code == 0, done.err
        assert done.out.strip()
        assert not done.out.startswith(("{", "["))
    assert "Sẽ gộp" in town.run("plan", stick).out
    assert "Đã gộp" in town.run("merge", stick).out
    assert "Đã có" in town.run("plan", stick).out


def test_dump_when_the_language_is_english_is_the_same(filled: Machines) -> None:
    _town, ward = filled
    vietnamese, english = ward.run("dump"), ward.run("--lang", "en", "dump")
    assert vietnamese.out == english.out
    assert json.loads(english.out.splitlines()[0])["kind"] == "household"
