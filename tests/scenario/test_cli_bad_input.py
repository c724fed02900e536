"""Bad input gets one plain sentence, the right exit code, and changes nothing."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from census_desktop.cli.context import table_text
from census_desktop.store.opening import MachineRole
from tests.command_line import (
    OFFICER,
    SUPERVISOR_PASSWORD,
    Answered,
    Machine,
    household_rows,
    run,
    set_up,
    write_sheet,
)

if TYPE_CHECKING:
    Machines = tuple[Machine, Machine]


def is_refused(done: Answered, code: str) -> None:
    """Exit code 1, the code in JSON, one or two sentences on standard error and no stack."""
    assert (done.code, done.error) == (1, code), done.err
    error = done.json["error"]
    assert error["message"] in done.err
    assert error["message"].endswith((".", "!", ")"))
    assert "Traceback" not in done.err


def is_wrong_use(done: Answered) -> None:
    """Exit code 2 with a sentence."""
    assert done.code == 2, done.err
    assert done.err.strip()
    assert "Traceback" not in done.err


@pytest.fixture
def package(filled: Machines, stick: Path) -> Path:
    """A good package of the ward on the stick."""
    done = filled[1].ask("export", "--out", stick)
    return stick / str(done.json["file"]).rpartition("/")[2]


# ------------------------------------------------------------------------------------------------------- log-in


def test_password_when_wrong_opens_nothing(machines: Machines, tmp_path: Path) -> None:
    secret = tmp_path / "sai.txt"
    secret.write_text("mưa rào tháng bảy", encoding="utf-8")
    machine = machines[1]
    for words in (("dump",), ("--user", OFFICER, "dump"), ("--user", "ai-do", "dump")):
        done = run("--json", "--data-dir", machine.root, "--password-file", secret, *words)
        is_refused(done, "WRONG_PASSWORD")


def test_password_when_of_another_user_does_not_open_this_one(machines: Machines, tmp_path: Path) -> None:
    secret = tmp_path / "giam-sat.txt"
    secret.write_text(SUPERVISOR_PASSWORD, encoding="utf-8")
    options = ("--json", "--data-dir", machines[1].root, "--password-file", secret)
    is_refused(run(*options, "--user", OFFICER, "check"), "WRONG_PASSWORD")
    assert run(*options, "check").code == 0


def test_password_when_not_given_is_asked_for(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CENSUS_DESKTOP_PASSWORD", raising=False)
    done = run("--json", "--data-dir", machines[1].root, "dump")
    is_wrong_use(done)
    assert done.error == "NO_PASSWORD"


def test_password_file_when_missing_is_said_so(machines: Machines, tmp_path: Path) -> None:
    done = run("--json", "--data-dir", machines[1].root, "--password-file", tmp_path / "khong-co.txt", "dump")
    is_refused(done, "NO_FILE")


def test_folder_when_not_set_up_is_said_before_a_password_is_wanted(tmp_path: Path) -> None:
    is_refused(run("--json", "--data-dir", tmp_path / "trống", "dump"), "NOT_SET_UP")
    assert not (tmp_path / "trống").exists()


def test_init_when_data_are_there_is_refused(filled: Machines) -> None:
    before = filled[1].dump()
    done = filled[1].ask("init", "--role", "ward", "--unit", "18754", "--officer", "hoa")
    is_refused(done, "ALREADY_SET_UP")
    assert filled[1].dump() == before


def test_database_when_a_plain_one_lies_there_is_not_ours(machines: Machines) -> None:
    path = machines[1].folder.database_path
    path.unlink()
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE phieu (ten TEXT)")
    plain.close()
    before = path.read_bytes()
    is_refused(machines[1].ask("dump"), "NOT_OURS")
    assert path.read_bytes() == before


def test_database_when_of_another_machine_is_not_ours(machines: Machines) -> None:
    town, ward = machines
    shutil.copy(town.folder.database_path, ward.folder.database_path)
    is_refused(ward.ask("dump"), "NOT_OURS")


def test_database_when_newer_is_left_alone(machines: Machines) -> None:
    ward = machines[1]
    with ward.open() as store, store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 9999")
        connection.commit()
    is_refused(ward.ask("dump"), "NEWER_DATABASE")


def test_program_when_it_works_here_already_is_not_started_twice(filled: Machines) -> None:
    ward = filled[1]
    before = ward.dump()
    with ward.open():
        is_refused(ward.ask("dump"), "IN_USE")
        is_refused(ward.ask("edit", before[0]["household_uuid"], "note=x"), "IN_USE")
    assert ward.dump() == before


# -------------------------------------------------------------------------------------------------------- disks


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EROFS, "READ_ONLY")])
def test_export_when_the_stick_cannot_take_it_leaves_nothing(
    number: int, code: str, filled: Machines, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fails(handle: int) -> None:
        if "USB" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(number, os.strerror(number))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        is_refused(filled[1].ask("export", "--out", stick), code)
    assert list(stick.iterdir()) == []
    assert filled[1].ask("export", "--out", stick).json["sequence"] == 1


def test_export_when_the_stick_is_gone_is_said_so(filled: Machines, tmp_path: Path) -> None:
    is_refused(filled[1].ask("export", "--out", tmp_path / "không có USB"), "NO_FOLDER")


def test_export_when_the_town_is_unknown_is_refused(tmp_path: Path) -> None:
    ward = set_up(tmp_path / "ky-ha", MachineRole.WARD, 5, "18808")
    is_refused(ward.ask("export", "--out", tmp_path), "NO_RECEIVER")


def test_paper_when_the_folder_is_missing_is_said_so(filled: Machines, tmp_path: Path) -> None:
    household = filled[1].dump()[0]["household_uuid"]
    done = filled[1].ask("print", "household", household, "--out", tmp_path / "không có" / "a.pdf")
    is_refused(done, "NO_FOLDER")


# ----------------------------------------------------------------------------------------------------- packages


def refused_package(town: Machine, package: Path) -> str:
    """The code a package is refused with by plan and merge alike; the town stays empty."""
    codes = set()
    for command in ("plan", "merge"):
        done = town.ask(command, package)
        assert done.code == 1
        (line,) = done.json["packages"]
        assert line["status"] == "refused"
        assert line["message"]
        codes.add(line["code"])
    assert town.dump() == []
    (code,) = codes
    return str(code)


def test_package_when_cut_is_refused(filled: Machines, package: Path) -> None:
    package.write_bytes(package.read_bytes()[:-200])
    assert refused_package(filled[0], package) == "DAMAGED"


def test_package_when_a_letter_of_the_head_is_altered_is_refused(filled: Machines, package: Path) -> None:
    content = package.read_bytes()
    assert b'"people":3' in content
    package.write_bytes(content.replace(b'"people":3', b'"people":4', 1))
    assert refused_package(filled[0], package) == "BAD_SIGNATURE"


def test_package_when_a_byte_of_the_content_is_altered_is_refused(filled: Machines, package: Path) -> None:
    content = bytearray(package.read_bytes())
    content[-40] ^= 1
    package.write_bytes(content)
    assert refused_package(filled[0], package) == "DAMAGED"


def test_package_when_for_another_town_is_refused(filled: Machines, package: Path, tmp_path: Path) -> None:
    other = set_up(tmp_path / "thi-xa-khac", MachineRole.TOWN, 6, "449")
    other.run("register", filled[1].key)
    assert refused_package(other, package) == "NOT_FOR_US"


def test_package_when_of_an_unknown_machine_is_refused(
    machines: Machines, stick: Path, tmp_path: Path
) -> None:
    town, ward = machines
    ward.run("import", write_sheet(tmp_path / "phieu.xlsx", household_rows()))
    assert (
        refused_package(town, stick / str(ward.ask("export", "--out", stick).json["file"]))
        == "UNKNOWN_DEVICE"
    )


def test_package_when_it_is_something_else_is_refused(filled: Machines, stick: Path) -> None:
    other = stick / "ảnh.dcpkg"
    other.write_bytes(b"\x89PNG\r\n\x1a\n" * 40)
    assert refused_package(filled[0], other) == "NOT_PKG"
    assert refused_package(filled[0], stick / "không có.dcpkg")


def test_packages_when_one_is_bad_let_the_others_in(filled: Machines, package: Path) -> None:
    bad = package.with_name("18754-hong-0001.dcpkg")
    bad.write_bytes(package.read_bytes()[:-1])
    done = filled[0].ask("merge", bad, package)
    assert done.code == 1
    assert [one["status"] for one in done.json["packages"]] == ["refused", "merged"]
    assert len(filled[0].dump()) == 4


def test_merge_when_asked_of_a_ward_is_refused(filled: Machines, package: Path) -> None:
    done = filled[1].ask("merge", package)
    assert (done.code, done.json["packages"][0]["code"]) == (1, "NOT_FOR_US")
    is_refused(filled[0].ask("export", "--out", package.parent), "NOT_A_WARD")


def test_key_when_it_is_something_else_is_refused(filled: Machines, package: Path) -> None:
    is_refused(filled[0].ask("register", package), "NOT_A_KEY_FILE")


# ----------------------------------------------------------------------------------------------------- sheets


def test_sheet_when_it_lacks_the_machine_names_changes_nothing(machines: Machines, tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path / "danh-sach.xlsx", [{"Biển số": "38A-1955", "Màu xe": "đỏ"}])
    is_refused(machines[1].ask("import", sheet), "NO_MACHINE_NAMES")
    assert machines[1].dump() == []


def test_sheet_when_a_column_is_unknown_names_it(machines: Machines, tmp_path: Path) -> None:
    sheet = write_sheet(
        tmp_path / "danh-sach.xlsx", [{"full_name": "Võ Thị Hường", "nghề nghiệp": "đánh cá"}]
    )
    done = machines[1].ask("import", sheet)
    is_refused(done, "UNKNOWN_COLUMNS")
    assert "nghề nghiệp" in done.err


def test_sheet_when_it_is_no_workbook_is_refused(machines: Machines, tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_text("full_name;birth_date\n", encoding="utf-8")
    is_refused(machines[1].ask("import", path), "NOT_A_WORKBOOK")
    is_refused(machines[1].ask("import", tmp_path / "không có.xlsx"), "NO_FILE")


def test_template_when_the_name_is_taken_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    path.write_text("x")
    is_refused(run("--json", "template", path), "EXISTS")
    assert path.read_text() == "x"


# ------------------------------------------------------------------------------------------------------ records


def test_edit_when_a_value_cannot_be_read_names_the_box(filled: Machines) -> None:
    ward = filled[1]
    before = ward.dump()
    person = ward.person("Võ Thị Hường")["person_uuid"]
    done = ward.ask("edit", person, "note=x", "personal_id=0420520001234")
    is_refused(done, "BAD_VALUE")
    assert "personal_id" in done.err
    is_refused(ward.ask("edit", person, "birthdate=1955"), "UNKNOWN_FIELD")
    is_refused(ward.ask("edit", "0190b3a0-0000-7000-8000-000000000000", "note=x"), "NO_SUCH_RECORD")
    is_refused(ward.ask("history", "0190b3a0-0000-7000-8000-000000000000"), "NO_SUCH_RECORD")
    assert ward.dump() == before


# --------------------------------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("xoa-het",),
        ("init", "--role", "ward"),
        ("init", "--role", "huyện", "--officer", "hoa"),
        ("init", "--role", "ward", "--officer", "hoa"),
        ("init", "--role", "town", "--officer", "hoa", "--town-key", "town.pub"),
        ("export",),
        ("plan",),
        ("edit", "khong-phai-ma", "note=x"),
        ("edit", "0190b3a0-0000-7000-8000-000000000000", "note"),
        ("edit", "0190b3a0-0000-7000-8000-000000000000", "=x"),
        ("edit", "0190b3a0-0000-7000-8000-000000000000", "note=x", "note=y"),
        ("print",),
        ("print", "household", "x", "--out", "a.pdf"),
        ("dump", "--lang", "fr"),
        ("dump", "--khong-co"),
        ("demo", "--people", "nhiều"),
        ("demo", "--people", "0"),
    ],
)
def test_words_when_written_wrongly_end_with_two(words: tuple[str, ...]) -> None:
    told = run(*words)
    is_wrong_use(told)
    assert told.out == ""
    asked = run("--json", *words)
    is_wrong_use(asked)
    assert asked.error == "USAGE"


def test_wrong_use_when_told_is_vietnamese_unless_english_is_asked_for() -> None:
    assert "còn thiếu: --out" in run("export").err
    assert "the following arguments are required: --out" in run("--lang", "en", "export").err
    assert "không có lựa chọn 'huyện'" in run("init", "--role", "huyện", "--officer", "hoa").err


def test_table_when_a_column_holds_numbers_is_aligned_to_the_right() -> None:
    lines = table_text(
        ("Đơn vị", "Hộ"), [("Xã Kỳ Hà", "7"), ("Phường Sông Trí", "1.217"), (None, "12")]
    ).splitlines()
    assert lines[2].endswith("     7")
    assert lines[3].endswith(" 1.217")
    assert lines[4].strip() == "12"
