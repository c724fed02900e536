"""Town and ward on the command line: a week there and back, on one stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine

    Machines = tuple[Machine, Machine]


def test_receipt_when_it_comes_back_on_the_same_stick_then_both_hold_the_same(
    filled: Machines, stick: Path
) -> None:
    town, ward = filled
    assert ward.run("export", "--out", stick).code == 0
    assert town.run("merge", stick).code == 0
    person = town.person("Võ Thị Hường")["person_uuid"]
    assert town.run("edit", person, "note=Đi biển").code == 0
    assert ward.run("edit", person, "note=Ở nhà").code == 0
    assert ward.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["conflicts"] == 1
    assert town.run("resolve", person, "note=Ở nhà").code == 0

    sent = town.ask("export", "--to-unit", "18754", "--out", stick)
    assert (sent.code, sent.json["people"], sent.json["households"]) == (0, 3, 1)
    assert ward.ask("plan", stick).json["packages"][0]["confirmed"] == 2
    told = ward.run("merge", stick)
    assert (told.code, "2" in told.out) == (0, True)

    assert ward.dump() == town.dump()
    assert ward.ask("conflicts").json == town.ask("conflicts").json == []
    assert ward.ask("history", person).json == town.ask("history", person).json
    assert ward.ask("verify").json["ok"] is True
    assert ward.ask("export", "--out", stick).json["operations"] == 0
    assert ward.ask("export", "--all", "--out", stick).json["people"] == 3


def test_receipt_when_asked_wrongly_is_refused(filled: Machines, stick: Path) -> None:
    town, ward = filled
    assert ward.ask("export", "--to-unit", "18754", "--out", stick).error == "NOT_A_TOWN_MACHINE"
    assert town.ask("export", "--out", stick).error == "NOT_A_WARD"
    assert town.ask("export", "--to-unit", "18808", "--out", stick).error == "NO_MACHINES"
    assert town.ask("export", "--to-unit", "1", "--out", stick).error == "UNKNOWN_UNIT"
    assert ward.ask("export", "--all", "--to-unit", "18754", "--out", stick).code == 2
    assert list(stick.iterdir()) == []
