"""The demonstration town, small here and whole on demand."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.cli.commands.demo import has_display
from census_desktop.domain.area import unit_targets
from census_desktop.printing.pdf import write_pdf
from census_desktop.services.demo import make_demo
from census_desktop.services.demo_plan import full_people
from census_desktop.services.recovery import reset_password
from tests.command_line import CHEAP, Answered, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fake_clock import FakeClock

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
    assert all(
        done[unit["code"]] - 25 < unit["percent"] <= done[unit["code"]] for unit in units
    )  # whole households


def test_demo_when_made_is_a_sound_town_with_sound_wards(made: Any, town: str, folder: Path) -> None:
    assert ask(town, "verify")["ok"] is True
    assert len(ask(town, "devices")) == 12
    wards = sorted(path.name for path in (folder / "wards").iterdir())
    assert wards == sorted(target.unit.code for target in unit_targets())
    assert ask(folder / "wards" / "18754", "verify")["ok"] is True
    asked = ask(town, "progress")
    assert asked["total"] == made["progress"]["total"]
    for told, unit in zip(made["progress"]["units"], asked["units"], strict=True):
        assert told.items() <= unit.items()  # which adds the day it will be done
    assert (
        ask(folder / "wards" / "18796", "progress")["total"]["people"]
        > ask(town, "progress")["units"][2]["people"]
    )


def test_demo_when_made_leaves_a_package_to_try(made: Any, town: str) -> None:
    planned = ask(town, "plan", made["waiting_package"])
    assert planned["packages"][0]["status"] == "merged"
    assert planned["packages"][0]["sequence"] == 2
    assert planned["added"] > 0


def test_demo_when_made_prints_a_household_and_writes_how_to_log_in(made: Any, folder: Path) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made["summary"]).pages)
    assert "CÔNG AN THỊ XÃ KỲ ANH" in " ".join(text.split())
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for account in made["accounts"]:
        assert account["login"] in readme
        assert account["password"] in readme
    assert made["town"] in readme
    assert made["recovery_key"] in readme
    assert [account["role"] for account in made["accounts"]] == ["officer", "supervisor"]


def test_demo_when_made_again_needs_to_be_told_so_and_opens_the_towns_window(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "demo"
    first = make_demo(place, 120, 2018, JobControl(), print_pdf=write_pdf, clock=clock, cost=CHEAP)
    refused = run("demo", "--dir", place, "--people", "121", "--no-window", "--json")
    assert (refused.code, refused.error) == (1, "DEMO_EXISTS")  # another size would throw the first away
    monkeypatch.setenv("CENSUS_DESKTOP_PASSWORD", first.accounts[0].password)
    before = run("--data-dir", first.folder.town.root, "dump").out

    started: list[Sequence[str]] = []
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr("subprocess.run", lambda words, **_options: started.append(words))
    again = run("demo", "--dir", place, "--people", "120", "--again")
    assert again.code == 0, again.err
    assert "Phường Sông Trí" in again.out
    assert str(first.summary) in again.out
    assert "Khóa khôi phục" in again.out
    assert run("--data-dir", first.folder.town.root, "dump").out == before  # the same seed, the same people
    assert started[0][:3] == [sys.executable, "-m", "census_desktop"]
    assert str(first.folder.town.root) in started[0]


def test_demo_when_there_already_is_opened_as_it_stands(tmp_path: Path, clock: FakeClock) -> None:
    place = tmp_path / "demo"
    first = make_demo(place, 120, 2018, JobControl(), print_pdf=write_pdf, clock=clock, cost=CHEAP)
    held = {path: path.read_bytes() for path in place.rglob("*.dcpkg")}
    second = run("demo", "--dir", place, "--people", "120", "--no-window", "--json")
    assert second.code == 0, second.err
    shown = second.json
    assert shown["progress"]["total"]["people"] == first.progress.total.people
    assert shown["summary"] == str(first.summary)
    assert "merge" not in shown, "nothing was merged this time"
    assert {path: path.read_bytes() for path in place.rglob("*.dcpkg")} == held
    assert shown["recovery_key"] == first.recovery_key
    ward = next(iter(sorted((place / "wards").iterdir())))
    key, new = first.folder.known_recovery_key(), "nui-xanh-bien-rong"
    reset_password(DataFolder(ward), key, "canbo", new, clock)  # a forgotten password can be rehearsed
    first.folder.recovery.unlink()
    third = run("demo", "--dir", place, "--people", "120", "--no-window")
    assert "Khóa khôi phục" not in third.out


def test_demo_when_stopped_can_be_made_again(tmp_path: Path, clock: FakeClock) -> None:
    def stop_while_exporting(_done: int, _total: int, text: str) -> None:
        if "Kỳ Lợi" in text and text.startswith("Nhập phiếu"):
            control.stop()

    control = JobControl(stop_while_exporting)
    place = tmp_path / "demo"
    with pytest.raises(CancelledError):
        make_demo(place, 120, 7, control, print_pdf=write_pdf, clock=clock, cost=CHEAP)
    assert not (place / "README.txt").exists()
    done = make_demo(place, 120, 7, JobControl(), print_pdf=write_pdf, clock=clock, cost=CHEAP, again=True)
    assert done.merged is not None
    assert done.progress.total.people == done.merged.people


@pytest.mark.parametrize(
    ("variables", "is_there"),
    [({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True), ({}, False)],
)
def test_display_when_named_in_the_environment_is_there(
    variables: dict[str, str], is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_display() is is_there


def test_demo_when_the_town_would_be_too_small_is_refused(tmp_path: Path) -> None:
    done = run("--json", "demo", "--dir", tmp_path / "demo", "--people", "11")
    assert (done.code, done.error) == (1, "TOO_FEW_PEOPLE")
    assert not (tmp_path / "demo").exists()


@pytest.mark.long
def test_demo_when_whole_holds_the_whole_town(tmp_path: Path) -> None:
    words = ["demo", "--dir", str(tmp_path / "demo"), "--people", str(full_people()), "--no-window", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "census_desktop", *words], capture_output=True, check=True, timeout=600
    )
    answered = Counter(line.strip() for line in done.stdout.decode().splitlines())
    assert answered['"target_people": 60191,'] == 1
