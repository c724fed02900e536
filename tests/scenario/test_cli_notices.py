"""Messages of the town and what a ward hears, by command; and what set-up and verify tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from census_desktop.services.exchange import look_at_key
from tests.command_line import FAMILY, Machine, town_and_ward, write_sheet
from tests.fake_clock import FakeClock


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    town, ward = town_and_ward(tmp_path)
    assert town.run("register", ward.key).code == 0
    return town, ward


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "usb"
    path.mkdir()
    return path


def test_message_when_written_by_command_is_read_at_the_ward_and_known_at_the_town(
    machines: tuple[Machine, Machine], stick: Path
) -> None:
    town, ward = machines
    (said,) = town.ask("notices", "write", "--to-unit", "18754", "--words", "Nộp gói thứ Sáu").json
    assert said["words"] == "Nộp gói thứ Sáu"
    assert "chưa đọc" in town.run("notices").out
    assert town.ask("export", "--to-unit", "18754", "--out", stick).code == 0
    assert ward.ask("merge", stick).code == 0
    news = ward.ask("news").json
    assert (news["accepted"], news["waiting"]) == (0, [])
    assert [(line["kind"], line["open"]) for line in news["lines"]] == [("notice", True)]
    assert "Nộp gói thứ Sáu" in ward.run("news").out
    (read,) = ward.ask("notices", "read", said["notice_uuid"]).json
    assert read["read_by"] == "hoa"
    assert ward.ask("export", "--out", stick).code == 0
    assert town.ask("merge", stick).code == 0
    assert "đã đọc" in town.run("notices").out
    (gone,) = town.ask("notices", "withdraw", said["notice_uuid"]).json
    assert gone["withdrawn_by"] == "hoa"
    assert "đã rút lại" in town.run("notices").out
    (machine,) = town.ask("devices").json
    assert (machine["last_sequence"], machine["missing"], machine["twice"]) == (1, [], [])
    assert "1 (2026-11-23)" in town.run("devices").out


def test_news_when_packages_wait_names_them(
    machines: tuple[Machine, Machine], stick: Path, tmp_path: Path
) -> None:
    town, ward = machines
    ward.run("import", write_sheet(tmp_path / "phiếu.xlsx", FAMILY))
    ward.run("export", "--out", stick)
    assert ward.ask("news").json["waiting"] == [1]
    town.run("merge", stick)
    town.run("export", "--to-unit", "18754", "--out", stick)
    ward.run("merge", stick)
    assert ward.ask("news").json["accepted"] == 1
    assert "gói số 1" in ward.run("news").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("read",), 2),
        (("read", "không phải mã"), 2),
        (("write", "--to-unit", "18754"), 1),
        (("write", "--words", "x"), 1),
    ],
)
def test_notices_when_badly_asked_are_refused(
    machines: tuple[Machine, Machine], words: tuple[str, ...], code: int
) -> None:
    assert machines[0].ask("notices", *words).code == code


def test_verify_when_whole_tells_the_head_of_the_journal(machines: tuple[Machine, Machine]) -> None:
    found = machines[1].ask("verify").json["audit"]
    assert found["broken"] is None
    assert len(found["head"]) == 64
    assert f"{found['entries'] + 1} mục" in machines[1].run("verify").out  # the log-in before is one more


def test_key_when_its_fingerprint_is_not_the_one_read_out_is_refused(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    town, ward = machines
    mark = look_at_key(ward.key).fingerprint
    assert town.ask("register", ward.key, "--fingerprint", "AAAA-BBBB-CCCC-DDDD-EEEE").error == (
        "FINGERPRINT_DIFFERS"
    )
    assert town.run("register", ward.key, "--fingerprint", mark.lower().replace("-", " ")).code == 0
    new = Machine(tmp_path / "mới", FakeClock(machine=8))
    words = ("init", "--role", "ward", "--unit", "18754", "--officer", "hoa")
    key = ("--town-key", town.key)
    assert new.ask(*words, *key, "--fingerprint", mark).error == "FINGERPRINT_DIFFERS"
    assert not new.folder.exists
    assert new.run(*words, "--fingerprint", mark).code == 2
    assert new.run("init", "--role", "town", "--officer", "hoa", "--collects").code == 2
    mark = look_at_key(town.key).fingerprint
    done = new.ask(*words, *key, "--fingerprint", mark, "--collects")
    assert done.code == 0
    assert look_at_key(Path(done.json["public_key_file"])).fingerprint == done.json["fingerprint"]


def test_export_when_a_paper_is_wanted_has_it_beside_the_stick(
    machines: tuple[Machine, Machine], stick: Path, tmp_path: Path
) -> None:
    town, ward = machines
    ward.run("import", write_sheet(tmp_path / "phiếu.xlsx", FAMILY))
    paper = tmp_path / "giao nhận.pdf"
    assert ward.run("export", "--out", stick, "--paper", paper).code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    again = ward.run("export", "--out", stick, "--paper", tmp_path / "không có" / "x.pdf")
    assert again.code == 1
    assert "Gói đã xuất xong" in again.err
    assert len(list(stick.glob("*.dcpkg"))) == 2
    assert town.run("export", "--out", stick, "--to-unit", "18754", "--paper", paper).code == 2
