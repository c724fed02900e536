"""`rekey`: typed in the ward, keyed again by its supervisor, decided by a third person in the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.command_line import (
    SUPERVISOR_PASSWORD,
    Answered,
    Machine,
    household_rows,
    run,
    town_and_ward,
    write_sheet,
)

if TYPE_CHECKING:
    from pathlib import Path

THIN = (
    "full_name=Nguyễn Văn Thìn",
    "birth_date=1952",
    "relation_to_head=CH",
    "head_name=Nguyễn Văn Thìn",
)


def as_supervisor(machine: Machine, tmp_path: Path, *words: str | Path) -> Answered:
    secret = tmp_path / "giamsat.txt"
    secret.write_text(SUPERVISOR_PASSWORD, encoding="utf-8")
    options = ("--data-dir", machine.root, "--user", "giamsat", "--password-file", secret)
    return run(*options, *words, clock=machine.clock)


def test_slip_when_keyed_again_and_decided_by_commands_is_counted(tmp_path: Path) -> None:
    town, ward = town_and_ward(tmp_path)
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows()))
    assert ward.ask("rekey", "draw", "--every", "1").json == {"drawn": 3}
    tasks = ward.ask("rekey", "list").json
    assert {"full_name", "sex"}.isdisjoint(tasks[0])
    assert (tasks[0]["place"], tasks[0]["people"]) == (1, 3)
    slip = tasks[0]["person_uuid"]
    assert ward.ask("rekey", "key", slip, *THIN).error == "SAME_PERSON"
    done = as_supervisor(ward, tmp_path, "--json", "rekey", "key", slip, *THIN, "sex=Nữ")
    assert done.json == {"agreed": 10, "corrected": 0, "open": 1}
    (box,) = ward.ask("rekey", "differences").json
    assert (box["field"], box["first"], box["second"]) == ("sex", "1", "2")
    assert "Giới tính" in ward.run("rekey", "differences").out
    number = box["keyed_box_uuid"]
    assert ward.ask("rekey", "decide", number, "Nam").error == "SAME_PERSON"

    out = tmp_path / "usb"
    out.mkdir()
    ward.run("export", "--out", out)
    town.run("register", ward.key)
    town.run("merge", *out.glob("*.dcpkg"))
    assert town.ask("rekey", "decide", number, "xanh").error == "BAD_VALUE"
    # The town's supervisor has the login of the ward's, and is another person.
    decided = as_supervisor(town, tmp_path, "--json", "rekey", "decide", number, "Nam").json
    assert decided == {"keyed_box_uuid": number, "wrong": "second"}
    found = as_supervisor(town, tmp_path, "--json", "rekey", "errors").json
    assert [(one["officer"], one["wrong"]) for one in found] == [
        ("giamsat (Phường Sông Trí)", 1),
        ("hoa (Phường Sông Trí)", 0),
    ]
    assert "Phần nghìn" in as_supervisor(town, tmp_path, "rekey", "errors").out


def test_rekey_when_written_wrongly_says_how(tmp_path: Path) -> None:
    _town, ward = town_and_ward(tmp_path)
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows(slip_no="3/1")))
    assert ward.run("rekey", "key").code == 2
    assert ward.run("rekey", "decide", "3").code == 2
    assert ward.run("rekey", "decide", "3", "Nam").code == 2
    assert ward.ask("rekey", "draw", "--batch", "9").error == "NO_SUCH_BATCH"
    assert "3 phiếu" in ward.run("rekey", "draw", "--every", "1").out
    shown = ward.run("rekey", "list").out
    slip = ward.ask("rekey", "list").json[0]["person_uuid"]
    assert slip in shown
    assert ward.run("rekey", "key", slip, "religion=0").code == 2
    refused = as_supervisor(ward, tmp_path, "--json", "rekey", "key", slip, "birth_date=31/02/1964")
    assert refused.error == "BAD_VALUE"
