"""File dialogs begin at the stick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from census_desktop.gui import messages, sticks
from census_desktop.gui.sticks import choose_stick, is_stick, start_folder

if TYPE_CHECKING:
    from tests.robot import Typist


@pytest.fixture
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sticks, "_last", None)


@pytest.mark.parametrize(
    ("root", "system", "expected"),
    [
        ("/media/hoa/KINGSTON", b"vfat", True),
        ("/run/media/hoa/USB", b"ext4", True),
        ("E:/", b"FAT32", True),
        ("F:/", b"exFAT", True),
        ("D:/", b"NTFS", False),
        ("/home", b"ext4", False),
        ("/boot/efi", b"vfat", False),
    ],
)
def test_volume_when_looked_at_is_a_stick_or_not(root: str, system: bytes, expected: bool) -> None:
    assert is_stick(root, system) is expected


@pytest.mark.usefixtures("nothing_remembered")
def test_dialog_when_a_stick_was_chosen_begins_there_next_time(
    typist: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    messages.next_answer(None)
    assert choose_stick(typist.window, "Chọn USB") is None
    messages.next_answer(stick)
    assert choose_stick(typist.window, "Chọn USB") == stick
    assert start_folder() == stick
    stick.rmdir()  # pulled out
    other = tmp_path / "USB khác"
    monkeypatch.setattr(sticks, "sticks", lambda: (other,))
    assert start_folder() == other
    monkeypatch.setattr(sticks, "sticks", lambda: ())
    assert start_folder() == Path.home()


def test_sticks_when_looked_for_do_not_hold_the_system() -> None:
    assert Path("/") not in sticks.sticks()
