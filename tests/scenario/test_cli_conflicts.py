"""`conflicts` and `resolve` on a town that got different answers from two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine

    Machines = tuple[Machine, Machine]


@pytest.fixture
def disputed(filled: Machines, stick: Path) -> tuple[Machine, str]:
    """The town and a person whose note and name ward and town changed apart."""
    town, ward = filled
    assert ward.run("export", "--out", stick).code == 0
    assert town.run("merge", stick).code == 0
    person = town.person("Võ Thị Hường")["person_uuid"]
    assert town.run("edit", person, "note=Đi biển", "full_name=Võ Thị Hương").code == 0
    assert ward.run("edit", person, "note=Ở nhà", "full_name=Võ Thị Hướng").code == 0
    assert ward.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["conflicts"] == 2
    return town, person


def test_conflicts_when_there_are_none_say_so(filled: Machines) -> None:
    done = filled[0].ask("conflicts")
    assert (done.code, done.json) == (0, [])
    assert filled[0].run("conflicts").code == 0


def test_conflicts_when_sides_differ_show_both_and_resolve_ends_them(disputed: tuple[Machine, str]) -> None:
    town, person = disputed
    listed = town.ask("conflicts")
    assert listed.code == 0
    assert [(one["record"], one["field"]) for one in listed.json] == [(person, "full_name"), (person, "note")]
    sides = listed.json[1]["values"]
    assert {side["value"] for side in sides} == {"Đi biển", "Ở nhà"}
    assert all(set(side) == {"value", "device", "officer", "at"} for side in sides)
    told = town.run("conflicts").out
    assert "Ở nhà" in told
    assert "Ghi chú" in told

    done = town.ask("resolve", person, "note=Ở nhà, ốm")
    assert (done.code, done.json["fields"], done.json["left"]) == (0, ["note"], 1)
    ward_device = next(side["device"] for side in listed.json[0]["values"] if side["value"] == "Võ Thị Hướng")
    kept = town.run("resolve", person, "full_name", "--keep", ward_device)
    assert (kept.code, "full_name" in kept.out) == (0, True)
    assert town.ask("conflicts").json == []
    assert town.person("Võ Thị Hướng")["note"] == "Ở nhà, ốm"
    assert [line["kind"] for line in town.ask("history", person).json[-2:]] == ["decide", "decide"]
    assert town.ask("verify").json["ok"] is True


def test_resolve_when_written_wrongly_changes_nothing(disputed: tuple[Machine, str]) -> None:
    town, person = disputed
    assert town.ask("resolve", person).code == 2
    assert town.ask("resolve", person, "note=Ở nhà", "--keep", "ST-01").code == 2
    assert town.ask("resolve", person, "note").code == 2
    assert town.ask("resolve", "hoa", "note=Ở nhà").code == 2
    assert town.ask("resolve", person, "sex=Nam").error == "NOT_IN_CONFLICT"
    assert town.ask("resolve", person, "--keep", "KT-01").error == "NO_SUCH_SIDE"
    assert len(town.ask("conflicts").json) == 2


def test_conflicts_when_a_slip_was_removed_and_edited_apart_then_tell_both_sides(
    filled: Machines, stick: Path
) -> None:
    town, ward = filled
    assert ward.run("export", "--out", stick).code == 0
    assert town.run("merge", stick).code == 0
    person = town.person("Võ Thị Hường")["person_uuid"]
    assert town.run("edit", person, "void=x", "void_reason=Khai trùng").code == 0
    assert ward.run("edit", person, "note=Mới về quê").code == 0
    assert ward.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["conflicts"] == 1

    (found,) = town.ask("conflicts").json

    assert (found["record"], found["field"]) == (person, "void")
    assert [side["value"] for side in found["values"]] == ["1", None]
    assert found["values"][1]["edited"] == "note"
    assert "Mới về quê" in town.run("conflicts").out
    assert town.ask("resolve", person, "void=").json["left"] == 0
    assert "void" not in town.person("Võ Thị Hường")
