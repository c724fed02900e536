"""What a stranger does to the program from outside: full disks behind pipes, Ctrl+C, no screen, wrong places."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.cli.stop_key import StopKey
from census_desktop.services.set_up import initialise
from census_desktop.store.opening import MachineRole
from tests.command_line import CHEAP, OFFICER, PASSWORD, Machine, run, set_up, write_sheet
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    Machines = tuple[Machine, Machine]


def _program(machine: Machine, *words: str | Path) -> list[str]:
    options = ["--data-dir", str(machine.root), "--password-file", str(machine.password_file)]
    return [sys.executable, "-m", "census_desktop", *options, *map(str, words)]


@pytest.mark.parametrize("command", ["dump", "check", "progress"])
def test_result_when_its_file_does_not_fit_on_the_disk_is_said_to_be_lost(
    filled: Machines, command: str
) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as nowhere:
        done = subprocess.run(
            _program(filled[1], command), stdout=nowhere, stderr=subprocess.PIPE, check=False, timeout=120
        )
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert said.startswith("Không in được hết kết quả")
    assert len(said.splitlines()) == 1


def test_check_when_its_reader_goes_away_says_nothing(filled: Machines) -> None:
    with subprocess.Popen(
        _program(filled[1], "check"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_verify_when_there_is_no_standard_output_still_ends_well(filled: Machines) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *_program(filled[1], "verify")],
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")


class PressingClock(FakeClock):
    """A clock whose owner presses Ctrl+C at one of its readings."""

    def __init__(self, reading: int) -> None:
        super().__init__()
        self._readings_left = reading

    def now(self) -> datetime:
        self._readings_left -= 1
        if self._readings_left == 0:
            os.kill(os.getpid(), signal.SIGINT)
        return super().now()


@pytest.mark.parametrize("reading", range(1, 7))
def test_merge_when_interrupted_tells_the_truth_about_what_it_has_done(
    filled: Machines, stick: Path, reading: int
) -> None:
    town, ward = filled
    assert ward.run("export", "--out", stick).code == 0
    usual, town.clock = town.clock, PressingClock(reading)
    done = town.ask("merge", stick)
    town.clock = usual
    if done.code == 0:
        assert len(town.dump()) == 4
    else:
        assert done.error == "STOPPED", done.err
        assert town.dump() == []
    assert town.run("merge", stick).code == 0
    assert len(town.dump()) == 4


@pytest.fixture
def usual_key() -> Iterator[None]:
    """Ctrl+C as Python sets it; a shell that starts the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("usual_key")
def test_stop_key_when_pressed_twice_ends_at_once() -> None:
    key = StopKey()
    job = key.watch(JobControl())
    with pytest.raises(KeyboardInterrupt), key:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(CancelledError):
            job.check()
        signal.raise_signal(signal.SIGINT)
    assert key.is_pressed
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("usual_key")
def test_stop_key_when_there_is_no_job_to_stop_ends_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), StopKey():
        signal.raise_signal(signal.SIGINT)


def test_window_when_there_is_no_screen_is_refused_with_a_sentence(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux machines lack a screen")
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "census_desktop", "--data-dir", str(tmp_path / "dữ liệu")],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("Không có màn hình")


@pytest.mark.parametrize("place", ["", ".", "/"])
def test_template_when_its_name_is_a_folder_is_refused_not_a_bug(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("--json", "template", place)
    assert (done.code, done.error) == (1, "EXISTS")
    assert list(tmp_path.iterdir()) == []


def test_folder_when_given_as_a_dot_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path) in run("--data-dir", ".", "verify").err


def test_keys_when_lost_do_not_send_to_the_first_run(machines: Machines) -> None:
    machines[1].folder.keys_path.unlink()
    done = machines[1].ask("verify")
    assert (done.code, done.error) == (1, "NOT_SET_UP")
    assert "keys.json" in done.err
    assert "đừng thiết lập lại" in done.err


def test_first_run_when_the_name_is_a_whole_page_is_refused(tmp_path: Path, machines: Machines) -> None:
    options = ("--json", "--data-dir", tmp_path / "mới", "--password-file", machines[1].password_file)
    done = run(*options, "init", "--role", "ward", "--unit", "18754", "--officer", "Đậu " * 40)
    assert (done.code, done.error) == (1, "LOGIN_TOO_LONG")
    assert not (tmp_path / "mới").exists()


def test_choice_when_not_in_its_list_is_quoted_and_short(machines: Machines, tmp_path: Path) -> None:
    rows = [
        {"full_name": "Nguyễn Thị Hoà", "sex": "đàn bà"},
        {"full_name": "Võ Thị Hường", "sex": "x" * 9000},
    ]
    first, second = machines[1].ask("import", write_sheet(tmp_path / "phieu.xlsx", rows)).json["errors"]
    assert first["message"].startswith("“đàn bà” không có trong danh mục")
    assert len(second["message"]) < 150


def test_edit_when_the_box_belongs_to_the_household_says_so(filled: Machines) -> None:
    person = filled[1].person("Võ Thị Hường")
    done = filled[1].ask("edit", person["person_uuid"], "unit=18823")
    assert (done.code, done.error) == (1, "UNKNOWN_FIELD")
    assert "là của hộ" in done.err
    done = filled[1].ask("edit", person["household_uuid"], "full_name=Võ Thị Hường")
    assert "là của nhân khẩu" in done.err


def test_history_when_read_by_a_person_is_in_plain_words_and_local_time(filled: Machines) -> None:
    person = filled[1].person("Võ Thị Hường")["person_uuid"]
    filled[1].run("edit", person, "birth_date=1954")
    table = filled[1].run("history", person).out
    moment = filled[1].clock.now().astimezone().strftime("%d/%m/%Y %H:%M:%S")
    assert [moment in line for line in table.splitlines()[2:]] == [True, True]
    assert ["lập" in line for line in table.splitlines()[2:]] == [True, False]
    assert "create" not in table


@pytest.mark.parametrize(
    "left", [(), ("census.db",), ("census.db", "census.db-wal"), ("census.db", "keys/town.pub")]
)
def test_first_run_when_cut_off_anywhere_can_be_done_again(tmp_path: Path, left: tuple[str, ...]) -> None:
    folder = DataFolder(tmp_path / "thị xã")
    (folder.root / "keys").mkdir(parents=True)
    for name in (*left, "census.db.bak"):
        (folder.root / name).write_bytes(b"x" * 9000)
    folder.setting_up_path.touch()
    assert not folder.exists
    assert run("--json", "--data-dir", folder.root, "verify").error == "NOT_SET_UP"
    again = set_up(folder.root, MachineRole.TOWN, 2, "449")
    assert again.ask("verify").json["ok"]
    assert not folder.setting_up_path.exists()
    assert (folder.root / "census.db.bak").exists(), "a copy that somebody keeps beside"


def test_first_run_when_two_are_started_never_takes_back_the_other_ones_data(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "phường")

    class HurriedClock(FakeClock):
        """While the first one is asked for its id, a second one sets the same folder up."""

        def new_uuid(self) -> UUID:
            if not folder.exists:
                set_up(folder.root, MachineRole.WARD, 2, "18754")
            return super().new_uuid()

    with pytest.raises(CensusError) as caught:
        initialise(
            folder,
            machine_role=MachineRole.WARD,
            unit_text="18754",
            officer_login=OFFICER,
            officer_password=PASSWORD,
            clock=HurriedClock(),
            cost=CHEAP,
        )
    assert caught.value.code == "ALREADY_SET_UP"
    assert Machine(folder.root, FakeClock()).ask("verify").json["ok"]


def test_mark_of_a_first_run_when_stale_never_clears_an_installation(machines: Machines) -> None:
    machines[1].folder.setting_up_path.touch()
    assert machines[1].ask("verify").json["ok"]
    done = machines[1].ask("init", "--role", "ward", "--unit", "18754", "--officer", "hoa")
    assert (done.code, done.error) == (1, "ALREADY_SET_UP")
    assert machines[1].ask("verify").json["ok"]


def test_copies_of_packages_when_a_merge_was_killed_are_cleared_by_the_next_start(
    filled: Machines, stick: Path
) -> None:
    town, ward = filled
    package = Path(ward.ask("export", "--out", stick).json["file"])
    inbox = town.folder.inbox_path
    inbox.mkdir(exist_ok=True)
    (inbox / "01a206fc9a527640a2104caa6f66b9a1.dcpkg").write_bytes(package.read_bytes())
    assert town.ask("merge", stick).json["people"] == 3
    assert list(inbox.iterdir()) == []
    assert package.exists()


def test_unit_when_named_in_a_refusal_has_its_name(filled: Machines, stick: Path, tmp_path: Path) -> None:
    town, _ward = filled
    done = town.ask("export", "--to-unit", "18823", "--out", stick)
    assert done.error == "NO_MACHINES"
    assert "Phường Kỳ Thịnh" in done.err
    receipt = town.ask("export", "--to-unit", "18754", "--out", stick).json["file"]
    other = set_up(tmp_path / "phường khác", MachineRole.WARD, 5, "18823", town.key)
    (package,) = other.ask("merge", receipt).json["packages"]
    assert package["code"] == "NOT_FOR_US"
    assert "Phường Sông Trí" in package["message"]
