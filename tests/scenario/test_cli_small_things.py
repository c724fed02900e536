"""Corners of the command line that the main job does not pass."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from census_desktop.cli.context import Context
from census_desktop.cli.main import main
from tests.command_line import PASSWORD, SONG_TRI, run

if TYPE_CHECKING:
    from census_desktop.base.paths import DataFolder
    from tests.command_line import Machine
    from tests.fake_clock import FakeClock

    Machines = tuple[Machine, Machine]


class Terminal(io.StringIO):
    """Standard error or input where a person sits."""

    def isatty(self) -> bool:
        return True


def test_verify_when_the_journal_was_edited_says_where(filled: Machines) -> None:
    ward = filled[1]
    with ward.open() as store, store.engine.connect() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE audit SET entry = replace(entry, 'hoa', 'thin') WHERE number = 2")
        connection.commit()
    done = ward.ask("verify")
    assert (done.code, done.json["ok"]) == (1, False)
    assert any("2" in problem for problem in done.json["problems"])
    told = ward.run("verify")
    assert told.code == 1
    assert done.json["problems"][0] in told.out


def test_password_when_typed_at_a_terminal_opens(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.delenv("CENSUS_DESKTOP_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", typed)
    assert run("--data-dir", machines[1].root, "check", "--json").json == []
    assert len(asked) == 1


def test_user_when_named_in_the_environment_is_the_one(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_DESKTOP_USER", "giamsat")
    assert machines[1].ask("check").error == "WRONG_PASSWORD"
    assert machines[1].ask("--user", "hoa", "check").code == 0


def test_language_when_named_in_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENSUS_DESKTOP_LANG", "en")
    assert "required: --out" in run("export").err
    assert "còn thiếu" in run("--lang=vi", "export").err
    monkeypatch.setenv("CENSUS_DESKTOP_LANG", "klingon")
    assert "còn thiếu" in run("export").err


def test_progress_when_a_person_watches_is_one_line_written_over(
    data_folder: DataFolder, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    control = Context(data_folder, "vi", is_json=False, password_file=None, user=None, clock=clock).control()
    control.step(1, 4, "Xã Kỳ Hà")
    control.step(4, 4, "Xã Kỳ Nam")
    control.step(0, 0, "")
    lines = terminal.getvalue().split("\r")
    assert lines[1].startswith("██████░░░░░░░░░░░░░░░░░░  25%  Xã Kỳ Hà")
    assert "100%" in lines[2]
    assert lines[2].endswith("\n")
    assert "0%" in lines[3]


def test_devices_when_one_is_revoked_tells_when(filled: Machines) -> None:
    town = filled[0]
    with town.open() as store, store.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE device SET revoked_at = '2026-11-24T00:00:00+00:00'")
        connection.commit()
    (machine,) = town.ask("devices").json
    assert (machine["unit"], machine["revoked_at"][:10]) == (SONG_TRI, "2026-11-24")
    assert "2026-11-24" in town.run("devices").out


def test_crash_when_details_are_wanted_shows_the_stack(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_name: str) -> str:
        raise RuntimeError("Võ Thị Hường")

    monkeypatch.setenv("CENSUS_DESKTOP_DEBUG", "1")
    monkeypatch.setattr("census_desktop.services.progress.unit_name", breaks)
    assert "RuntimeError: Võ Thị Hường" in machines[1].run("progress").err


def test_words_when_taken_from_the_process_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["census-desktop", "export", "--lang", "vi"])
    assert main() == 2
    assert "còn thiếu: --out" in capsys.readouterr().err
