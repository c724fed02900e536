"""The command line in English, from its help to the result of a merge: no word of Vietnamese but names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from census_desktop.cli.main import main
from tests.arch.test_catalogue import VIETNAMESE
from tests.command_line import Machine, run

if TYPE_CHECKING:
    from pathlib import Path

Machines = tuple[Machine, Machine]

HELP = [
    "init", "import", "template", "export", "register", "devices", "plan", "merge", "check", "progress", "print",
    "edit", "history", "dump", "backup", "verify", "self-test", "demo",
]  # fmt: skip
# Units, groups and people keep their names.
NAMES = re.compile(
    r"(Thị xã|Phường|Xã|Tổ dân phố|thị xã|Thôn)( [\w-]+)*|[A-ZĐÀ-Ỹ]{2,}( [A-ZĐÀ-Ỹ]{2,})+|Võ Thị Hường"
)


def vietnamese_in(text: str, folder: Path) -> list[str]:
    """Lines that hold a Vietnamese letter outside names and paths of the test."""
    plain = text.replace(str(folder), "").replace("USB của phường", "")
    return [line for line in plain.splitlines() if VIETNAMESE.search(NAMES.sub("", line))]


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in HELP)], ids=lambda words: "-".join(words) or "all"
)
def test_help_when_english_then_no_vietnamese(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", *command, "--help"])
    shown = capsys.readouterr().out
    assert "usage: census-desktop" in shown
    assert vietnamese_in(shown, tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [(), ("exprt",), ("export",), ("plan",), ("edit", "x"), ("edit", "x", "note=1"), ("init", "--role", "ward"),
     ("print",), ("--json=1",), ("demo", "--people", "-5"), ("progress",), ("import", "no.xlsx"), ("verify", "x")],
    ids=" ".join,
)  # fmt: skip
def test_refusal_when_english_then_no_vietnamese(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run("--data-dir", tmp_path / "none", "--lang", "en", *words)
    assert done.code
    assert done.err
    assert vietnamese_in(done.err, tmp_path) == []


def test_main_job_when_english_then_no_vietnamese_but_names(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    household = ward.dump()[0]["household_uuid"]
    said: list[str] = []
    for machine, words in (
        (ward, ("edit", household, "note=")),
        (ward, ("edit", household, "note=OK")),
        (ward, ("edit", household, "phone=abc")),
        (ward, ("edit", household, "religoin=1")),
        (ward, ("check",)),
        (ward, ("history", household)),
        (ward, ("export", "--out", stick)),
        (town, ("plan", stick)),
        (town, ("merge", stick)),
        (town, ("plan", stick)),
        (town, ("devices",)),
        (town, ("progress",)),
        (town, ("backup",)),
        (town, ("verify",)),
        (town, ("export", "--out", stick)),
        (ward, ("print", "household", household, "--out", tmp_path / "a.pdf")),
        (ward, ("template", tmp_path / "a.xlsx")),
    ):
        done = machine.run("--lang", "en", *words)
        assert done.out + done.err, words
        said += vietnamese_in(done.out + done.err, tmp_path)
    assert said == []
