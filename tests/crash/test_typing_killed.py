"""The power goes while a slip is being typed: what was saved is saved, what was half-typed is there again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from census_desktop.store.opening import open_store
from census_desktop.store.records import iter_people
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import LOGIN, PASSWORD, make_store
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]


def type_and_kill(store: Store) -> None:
    """Let another process type into the store's folder and kill it without warning."""
    store.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.typing_child", str(store.folder.root), LOGIN, PASSWORD],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    said = child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    words = child.stderr.read()
    child.stdout.close()
    child.stderr.close()
    assert child.wait() == -signal.SIGKILL, words
    assert said.strip() == "typed", words


@pytest.mark.slow
def test_half_typed_slip_when_killed_is_there_again_with_cursor(qapp: QApplication, tmp_path: Path) -> None:
    killed = make_store(tmp_path)
    type_and_kill(killed)
    with open_store(killed.folder, LOGIN, PASSWORD, killed.clock) as store:
        assert [person.full_name for person in iter_people(store)] == ["ĐẬU VĂN THÌN"]
        with main_window(qapp, store, tmp_path) as typist:
            page = window_of(typist).entry()
            assert page.editor("full_name").text() == "NGUYỄN THỊ HOÀ"
            assert page.editor("birth_date").text() == "02/1955"
            assert page.editor("native_place").text() == "Xã Kỳ Hưng, huyện K"
            assert page.editor("head_name").text() == "ĐẬU VĂN THÌN"  # the first slip is taken for the head's
            assert typist.focused == "native_place"
            assert [line.name for line in page.members.lines] == ["ĐẬU VĂN THÌN", "NGUYỄN THỊ HOÀ"]
            typist.type("ỳ Anh")
            typist.press("F10")
        people = {person.full_name: person for person in iter_people(store)}
        assert people["NGUYỄN THỊ HOÀ"].native_place == "Xã Kỳ Hưng, huyện Kỳ Anh"
        assert verify(store).ok
