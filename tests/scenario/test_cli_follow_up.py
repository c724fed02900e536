"""`followup` and `evidence`, typed one after the other as an officer would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import (
    OFFICER,
    SUPERVISOR_PASSWORD,
    Machine,
    household_rows,
    run,
    town_and_ward,
    write_sheet,
)


@pytest.fixture
def ward(tmp_path: Path) -> Machine:
    return town_and_ward(tmp_path)[1]


def _answer(ward: Machine, *words: str) -> Any:
    """The one JSON document a command gives."""
    return ward.ask(*words).json


def test_family_when_asked_again_is_answered_by_line(ward: Machine, tmp_path: Path) -> None:
    rows = household_rows()
    rows[0].pop("sex", None)
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", rows))
    raised = _answer(ward, "followup", "raise", "--warnings")["raised"]
    assert raised > 0
    assert _answer(ward, "followup", "raise", "--warnings")["raised"] == 0
    lines = _answer(ward, "followup", "list")
    assert [line["place"] for line in lines] == [f"1-{number}" for number in range(1, raised + 1)]
    assert _answer(ward, "followup", "list", "1") == lines
    assert _answer(ward, "followup", "list", "--each") == []  # all of them stand on list 1
    sex = next(line for line in lines if line["field"] == "sex")
    told = _answer(
        ward,
        "followup",
        "answer",
        sex["place"],
        "sửa",
        "value=nam",
        "document=khai sinh",
        "outcome_by=Trần Thị Lan",
    )
    assert told == {"place": sex["place"], "outcome": "sua"}
    (claim,) = _answer(ward, "evidence", "list", sex["about"])
    assert (claim["field"], claim["standing"], claim["disputed"]) == ("sex", "1", False)
    counts = _answer(ward, "followup", "counts")
    assert counts == {"asked": raised, "open": raised - 1, "by_outcome": {"sua": 1}}
    _answer(ward, "evidence", "withdraw", claim["shown"][0]["evidence_uuid"])
    assert _answer(ward, "evidence", "list", sex["about"]) == []
    made = _answer(
        ward, "evidence", "add", sex["about"], "full_name", "value=ĐẬU VĂN THÌN", "document=hộ chiếu"
    )
    assert made["document"] == "HC"


def test_follow_up_when_written_wrongly_says_how(ward: Machine, tmp_path: Path) -> None:
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows()))
    assert ward.run("followup", "answer", "3-12").code == 2
    assert ward.run("followup", "list", "ba").code == 2
    assert ward.run("followup", "answer", "3-12", "dung", "mau=xanh").code == 2
    refused = ward.run("followup", "answer", "3-12", "dung")
    assert refused.code == 1
    assert "3-12" in refused.err
    assert ward.run("evidence", "add", "01a20606-35c0-7000-8001-3a0000000005").code == 2


def test_rates_when_an_officer_asks_are_refused_and_a_supervisor_sees_them(
    ward: Machine, tmp_path: Path
) -> None:
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows()))
    assert ward.ask("check", "--rates", "officer").error == "NOT_ALLOWED"
    secret = tmp_path / "giamsat.txt"
    secret.write_text(SUPERVISOR_PASSWORD, encoding="utf-8")
    options = ("--data-dir", ward.root, "--user", "giamsat", "--password-file", secret)
    (line,) = run(*options, "--json", "check", "--rates", "officer", clock=ward.clock).json
    assert line["name"] == OFFICER
    assert line["per_hundred"] > 0
    assert "Trên 100 phiếu" in run(*options, "check", "--rates", "group", clock=ward.clock).out
