"""Passwords, keys and a collecting machine on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.store.opening import MachineRole
from tests.command_line import SONG_TRI, Machine, household_rows, set_up, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    Machines = tuple[Machine, Machine]

NEW = "sóng biển đèo con"


def written(path: Path, text: str) -> Path:
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def test_password_when_forgotten_on_a_laptop_is_given_anew_with_the_towns_help(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = filled
    renewed = town.ask("devices", "renew", "--with-recovery").json
    key = written(tmp_path / "phong bì.txt", renewed["recovery_key"])
    told = ward.ask("register", renewed["public_key_file"]).json
    assert (told["vouched"], told["fingerprint"]) == (True, renewed["fingerprint"])
    new = written(tmp_path / "mật khẩu mới.txt", NEW)

    made = town.ask(
        "unlock", ward.folder.keys_path, "--login", "hoa", "--recovery-key-file", key, "--out", stick
    ).json
    code = written(tmp_path / "mã.txt", made["code"])
    done = ward.ask("password", "--unlock", made["file"], "--password-file", code, "--new-password-file", new)
    assert (done.code, done.json) == (0, {"login": "hoa"})

    assert ward.ask("progress").error == "WRONG_PASSWORD"
    assert ward.ask("progress", "--password-file", new).code == 0
    old = ward.password_file
    changed = ward.run("password", "--password-file", new, "--new-password-file", old)
    assert (changed.code, "hoa" in changed.out) == (0, True)
    assert ward.ask("verify").json["ok"] is True

    own = ("password", "--recovery-key-file", key, "--new-password-file", new)
    assert ward.ask(*own).code == 2
    assert ward.ask(*own, "--login", "hoa").code == 0
    assert ward.ask("progress", "--password-file", new).code == 0
    assert (
        "mã"
        in town.run(
            "unlock", ward.folder.keys_path, "--login", "hoa", "--recovery-key-file", key, "--out", stick
        ).out.casefold()
    )


def test_restore_when_nobody_remembers_a_password_takes_the_recovery_key(
    filled: Machines, tmp_path: Path
) -> None:
    town, ward = filled
    renewed = town.run("devices", "renew", "--with-recovery")
    key = written(tmp_path / "phong bì.txt", renewed.out.split("AGE-SECRET-KEY-")[1].split()[0])
    key.write_text("AGE-SECRET-KEY-" + key.read_text(encoding="utf-8"), encoding="utf-8")
    assert ward.run("register", town.key).code == 0
    backup = ward.ask("backup").json["file"]
    new = written(tmp_path / "mật khẩu mới.txt", NEW)
    other = Machine(tmp_path / "máy mới", ward.clock)

    done = other.ask("restore", backup, "--recovery-key-file", key, "--user", "hoa", "--password-file", new)

    assert (done.code, done.json["people"]) == (0, 3)
    assert other.ask("progress", "--password-file", new).code == 0


def test_collecting_when_a_lead_gathers_two_laptops_reaches_the_town(
    filled: Machines, stick: Path, tmp_path: Path
) -> None:
    town, lead = filled
    laptop = set_up(tmp_path / "máy hai", MachineRole.WARD, 5, SONG_TRI, town.key)
    assert laptop.ask("import", write_sheet(tmp_path / "b.xlsx", household_rows(household_no="13"))).code == 0
    assert lead.run("register", laptop.key).code == 0
    device = laptop.ask("register", lead.key).json["device"]

    assert laptop.run("export", "--to-device", device, "--out", stick).code == 0
    assert lead.ask("merge", stick).json["people"] == 3
    assert lead.run("export", "--out", stick).code == 0
    assert town.ask("merge", stick).json["people"] == 6
    assert lead.run("export", "--to-unit", "18754", "--out", stick).code == 0
    assert laptop.ask("merge", stick).json["packages"][0]["confirmed"] == 1
    assert laptop.dump() == town.dump()
    assert laptop.ask("export", "--all", "--to-unit", "18754", "--out", stick).code == 2
    assert laptop.ask("export", "--to-device", "khongcomay", "--out", stick).error == "NO_SUCH_MACHINE"
