"""The command line as a process of its own, as scripts and people start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.paths import SETTINGS_VARIABLE, DataFolder
from census_desktop.cli.main import main
from tests.command_line import household_rows, run, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine


def start(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with a console that knows only ASCII, as old Windows consoles do."""
    known = {
        name: value for name, value in os.environ.items() if not name.startswith(("CENSUS", "LC_", "LANG"))
    }
    known[SETTINGS_VARIABLE] = os.devnull  # nobody's preferences, whoever runs the tests
    return subprocess.run(
        [sys.executable, "-m", "census_desktop", *map(str, words)],
        env=known | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"} | environment,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_program_when_the_console_is_ascii_still_speaks_vietnamese() -> None:
    done = start("--help")
    assert done.returncode == 0
    assert "tiến độ từng đơn vị" in " ".join(done.stdout.decode("utf-8").split())
    assert start("xoá").returncode == 2
    assert "không có lựa chọn" in start("xoá").stderr.decode("utf-8")


def test_dump_when_its_reader_stops_ends_quietly(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    _town, ward = machines
    people = [
        row
        for number in range(400)
        for row in household_rows(household_no=str(number), note="Võ Thị Hường" * 20)
    ]
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", people))
    program = [sys.executable, "-m", "census_desktop", "--data-dir", str(ward.root), "dump"]
    program += ["--password-file", str(ward.password_file)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
    assert first["kind"] == "household"
    assert ward.run("verify").code == 0


def test_password_when_in_the_environment_opens(machines: tuple[Machine, Machine]) -> None:
    secret = machines[1].password_file.read_text(encoding="utf-8").strip()
    done = start("check", "--json", "--data-dir", machines[1].root, CENSUS_DESKTOP_PASSWORD=secret)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_commands_when_nothing_is_printed_load_no_window_library(machines: tuple[Machine, Machine]) -> None:
    words = [
        "--data-dir",
        str(machines[1].root),
        "--password-file",
        str(machines[1].password_file),
        "progress",
    ]
    code = (
        "import sys\nfrom census_desktop.cli.main import main\n"
        f"assert main({words!r}) == 0\n"
        "loaded = {'PySide6', 'openpyxl'} & set(sys.modules)\nassert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()


def test_window_when_no_command_is_given_opens_before_the_store_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom census_desktop.cli.main import main\n"
        "def show(folder, language, login):\n"
        "    assert not {'sqlalchemy', 'PySide6', 'openpyxl'} & set(sys.modules)\n"
        "    print(folder.root.name, language, login)\n    return 0\n"
        f"sys.exit(main(['--data-dir', {str(tmp_path / 'dl')!r}, '--user', 'hoa', '--lang', 'en'], open_window=show))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.split()) == (0, [b"dl", b"en", b"hoa"]), done.stderr.decode()


def test_window_when_it_ends_gives_its_exit_code() -> None:
    seen: list[tuple[DataFolder, str, str | None]] = []

    def show(folder: DataFolder, language: str, login: str | None) -> int:
        seen.append((folder, language, login))
        return 3

    assert main([], open_window=show) == 3
    ((folder, language, login),) = seen
    assert folder.root.name == "CensusDesktop"
    assert (language, login) == ("vi", None)
    assert main(["khong-co"], open_window=show) == 2
    assert len(seen) == 1


def test_program_when_it_breaks_tells_the_place_and_no_answers(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_name: str) -> str:
        raise RuntimeError("Võ Thị Hường 042155000123")

    monkeypatch.setattr("census_desktop.services.progress.unit_name", breaks)
    done = machines[1].ask("progress")
    assert (done.code, done.error) == (1, "BUG")
    assert "RuntimeError" in done.err
    assert "test_cli_process.py" in done.err
    assert "Hường" not in done.err + done.out


def test_work_when_stopped_by_the_user_says_so(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_name: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("census_desktop.services.progress.unit_name", stopped)
    assert machines[1].ask("progress").error == "STOPPED"


@pytest.mark.slow
def test_self_test_when_all_is_well_ends_with_zero_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = run("--json", "self-test")
    assert done.code == 0, done.out
    assert len(done.json["steps"]) == 10
    assert all(step["ok"] for step in done.json["steps"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_self_test_when_a_part_is_broken_names_the_step_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacks_fonts(*_words: object, **_options: object) -> int:
        raise RuntimeError("no fonts")

    monkeypatch.setattr("census_desktop.printing.pdf.write_pdf", lacks_fonts)
    done = run("self-test")
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[-2] == "✗ In bảng tổng hợp ra PDF (RuntimeError: no fonts)"
    assert all(line.startswith("✓") for line in lines[:-2])
