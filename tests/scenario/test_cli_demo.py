"""The demonstration town, small here and whole on demand."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from census_desktop.cli.commands import demo
from census_desktop.domain.area import unit_targets
from census_desktop.services.demo_plan import FULL_PEOPLE
from tests.command_line import Answered, run

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE = 400

pytestmark = pytest.mark.slow


def make(folder: Path, *words: str) -> Answered:
    """A town of 400, without a window."""
    return run("demo", "--dir", folder, "--people", str(PEOPLE), "--seed", "7", "--no-window", *words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "thị xã mẫu"


@pytest.fixture(scope="module")
def made(folder: Path) -> Any:
    """What the command answered about a small town."""
    done = make(folder, "--json")
    assert done.code == 0, done.err
    return done.json


@pytest.fixture
def town(made: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The town's data folder; its password is in the environment."""
    monkeypatch.setenv("CENSUS_DESKTOP_PASSWORD", made["accounts"][0]["password"])
    return str(made["town"])


def ask(machine: str | Path, *words: str | Path) -> Any:
    done = run("--json", "--data-dir", machine, *words)
    assert done.code == 0, done.err
    return done.json


def test_demo_when_made_has_twelve_units_with_eight_complete(made: Any) -> None:
    units = made["progress"]["units"]
    assert len(units) == 12
    assert sum(unit["complete"] for unit in units) == 8
    assert made["progress"]["total"]["target_people"] == PEOPLE == made["people"]
    assert made["merge"]["people"] == made["progress"]["total"]["people"]
    assert [one["status"] for one in made["merge"]["packages"]] == ["merged"] * 12
    done = {target.unit.code: target.demo_done_percent for target in unit_targets()}
    assert all(unit["percent"] >= done[unit["code"]] - 10 for unit in units)


def test_demo_when_made_is_a_sound_town_with_sound_wards(made: Any, town: str, folder: Path) -> None:
    assert ask(town, "verify")["ok"] is True
    assert len(ask(town, "devices")) == 12
    wards = sorted(path.name for path in (folder / "wards").iterdir())
    assert wards == sorted(target.unit.code for target in unit_targets())
    assert ask(folder / "wards" / "18754", "verify")["ok"] is True
    assert ask(town, "progress") == made["progress"]


def test_demo_when_made_leaves_a_package_to_try(made: Any, town: str) -> None:
    planned = ask(town, "plan", made["waiting_package"])
    assert planned["packages"][0]["status"] == "merged"
    assert planned["packages"][0]["sequence"] == 2
    assert planned["added"] > 0


def test_demo_when_made_prints_a_household_and_writes_how_to_log_in(made: Any, folder: Path) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made["summary"]).pages)
    assert "THỊ XÃ KỲ ANH" in text
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for account in made["accounts"]:
        assert account["login"] in readme
        assert account["password"] in readme
    assert made["town"] in readme
    assert [account["role"] for account in made["accounts"]] == ["officer", "supervisor"]


def test_demo_when_made_again_needs_to_be_told_so(made: Any, folder: Path, town: str) -> None:
    refused = make(folder, "--json")
    assert (refused.code, refused.error) == (1, "DEMO_EXISTS")
    before = run("--data-dir", town, "dump").out
    again = make(folder, "--again")
    assert again.code == 0, again.err
    assert "Phường Sông Trí" in again.out
    assert made["summary"] in again.out
    after = run("--data-dir", town, "dump").out
    assert before == after  # the same seed, the same people


@pytest.mark.parametrize(("display", "is_opened"), [(":99", True), ("", False)])
def test_demo_when_there_is_a_display_opens_the_towns_window(
    display: str, is_opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sequence[str]] = []
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(demo.subprocess, "run", lambda words, **_options: started.append(words))
    done = run("demo", "--dir", tmp_path / "demo", "--people", "120")
    assert done.code == 0, done.err
    assert len(started) == is_opened
    if is_opened:
        assert started[0][:3] == [sys.executable, "-m", "census_desktop"]
        assert str(tmp_path / "demo" / "town") in started[0]


def test_demo_when_the_town_would_be_too_small_is_refused(tmp_path: Path) -> None:
    done = run("--json", "demo", "--dir", tmp_path / "demo", "--people", "11")
    assert (done.code, done.error) == (1, "TOO_FEW_PEOPLE")
    assert not (tmp_path / "demo").exists()


@pytest.mark.long
def test_demo_when_whole_holds_the_whole_town(tmp_path: Path) -> None:
    words = ["demo", "--dir", str(tmp_path / "demo"), "--people", str(FULL_PEOPLE), "--no-window", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "census_desktop", *words], capture_output=True, check=True, timeout=600
    )
    answered = Counter(line.strip() for line in done.stdout.decode().splitlines())
    assert answered['"target_people": 60191,'] == 1
