"""`waiting`: rows an import has put aside, listed and decided from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.command_line import household_rows, town_and_ward, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine


@pytest.fixture
def ward(tmp_path: Path) -> Machine:
    """A ward into which the same household was imported twice, the second time with other answers."""
    ward = town_and_ward(tmp_path)[1]
    rows = household_rows()
    ward.run("import", write_sheet(tmp_path / "a.xlsx", rows))
    changed = [{**row, "religion": "Phật giáo", "note": "bản mới"} for row in rows]
    ward.run("import", write_sheet(tmp_path / "b.xlsx", changed))
    return ward


def _rows(ward: Machine) -> list[dict[str, Any]]:
    found = ward.ask("waiting").json
    assert isinstance(found, list)
    return found


def test_rows_when_listed_say_whom_they_may_be_and_each_can_be_decided(ward: Machine) -> None:
    rows = _rows(ward)
    assert len(rows) == len(household_rows())
    first = rows[0]
    assert first["file"] == "b.xlsx"
    assert first["answers"]["note"] == "bản mới"
    assert first["reason"]
    (match,) = first["matches"]
    assert "b.xlsx" in ward.run("waiting").out
    into = ward.ask("waiting", str(first["number"]), "--into", match["person_uuid"], "--take", "religion")
    assert (into.code, into.json["changed"]) == (0, 1)
    new = ward.ask("waiting", str(rows[1]["number"]), "--new", "--household", rows[1]["households"][0])
    assert new.code == 0
    assert new.json["person_uuid"] != rows[1]["matches"][0]["person_uuid"]
    assert ward.ask("waiting", str(rows[2]["number"]), "--drop").code == 0
    left = len(rows) - 3
    assert len(_rows(ward)) == left
    assert ward.ask("waiting", str(rows[2]["number"]), "--ask-again").code == 0
    assert len(_rows(ward)) == left + 1
    assert ward.ask("waiting", str(rows[2]["number"]), "--new").code == 0


def test_rows_when_none_wait_say_so(tmp_path: Path) -> None:
    ward = town_and_ward(tmp_path)[1]
    assert ward.ask("waiting").json == []
    assert "Không có dòng nào chờ" in ward.run("waiting").out
    assert ward.ask("waiting", "7", "--drop").error == "NO_SUCH_ROW"


@pytest.mark.parametrize(
    "words",
    [("1",), ("--drop",), ("1", "--drop", "--take", "sex"), ("1", "--drop", "--household", "x"),
     ("1", "--into", "x", "--take", "shoe_size")],
)  # fmt: skip
def test_waiting_when_asked_wrongly_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert town_and_ward(tmp_path)[1].ask("waiting", *words).code == 2
