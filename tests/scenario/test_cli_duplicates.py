"""`duplicates` and `decide` on a ward where a daughter was typed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.command_line import Machine

    Machines = tuple[Machine, Machine]


@pytest.fixture
def typed_twice(filled: Machines) -> tuple[Machine, str, str]:
    """The ward, and two slips of one woman: the mother's record made the daughter's."""
    _town, ward = filled
    daughter = ward.person("Nguyễn Thị Hoà")["person_uuid"]
    mother = ward.person("Võ Thị Hường")["person_uuid"]
    changes = (
        "full_name=NGUYEN THI HÒA",
        "birth_date=14/02/1990",
        "relation_to_head=Con",
        "old_id=183456789",
    )
    assert ward.run("edit", mother, *changes).code == 0
    assert ward.run("edit", daughter, "old_id=183456789").code == 0
    return ward, *sorted((daughter, mother))  # type: ignore[return-value]


def test_duplicates_when_a_woman_has_two_slips_then_listed_with_reasons_until_decided(
    typed_twice: tuple[Machine, str, str],
) -> None:
    ward, a, b = typed_twice
    (pair,) = ward.ask("duplicates").json
    assert (pair["a"], pair["b"]) == (a, b)
    assert pair["score"] > 0.9
    assert "cùng số CMND" in pair["reasons"]
    assert "họ tên chỉ khác dấu" in pair["reasons"]
    assert "Nguyễn Thị Hoà" in ward.run("duplicates").out

    assert ward.ask("decide", a, b, "look").json == {"a": a, "b": b, "verdict": "look"}
    assert [each["verdict"] for each in ward.ask("duplicates").json] == ["look"]
    done = ward.ask("decide", a, b, "same", "--leading", b, "--take", "note", "--reason", "Một người")
    assert done.json == {"a": a, "b": b, "verdict": "same", "leading": b, "group": [b, a]}
    assert ward.ask("duplicates").json == []
    (group,) = ward.ask("duplicates", "--groups").json
    assert (group["leading"], group["others"], group["taken"]) == (b, [a], ["note"])
    assert group["counted_at"].endswith("Phường Sông Trí")
    assert group["name"] == ward.person(group["name"])["full_name"]
    table = ward.run("duplicates", "--groups").out
    assert b in table
    assert "Ghi chú" in table
    assert ward.ask("progress").json["total"]["people"] == 2

    assert ward.ask("decide", a, b, "withdraw").json["verdict"] is None
    assert len(ward.ask("duplicates").json) == 1
    told = ward.run("decide", a, b, "different")
    assert (told.code, "Hai người khác nhau" in told.out) == (0, True)
    assert ward.ask("duplicates").json == []
    assert ward.run("decide", a, b, "same").code == 0
    assert ward.run("decide", a, b, "withdraw").code == 0
    assert ward.ask("verify").json["ok"] is True


def test_decide_when_written_wrongly_then_says_so(typed_twice: tuple[Machine, str, str]) -> None:
    ward, a, b = typed_twice
    assert ward.ask("decide", a, b, "twins", "--leading", a).code == 2
    assert ward.ask("decide", a, a, "same").error == "ONE_SLIP"
    assert ward.ask("decide", a, b, "perhaps").code == 2
    assert ward.ask("decide", a, b, "withdraw").error == "NOT_DECIDED"
