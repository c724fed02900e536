"""What is written and told when the program itself fails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from census_desktop.gui import messages
from census_desktop.gui.crash import report_text, watch_for_crashes, write_report

if TYPE_CHECKING:
    from census_desktop.base.paths import DataFolder


def _fail_on(name: str) -> None:
    raise ValueError(f"cannot read {name}")


def test_crash_report_when_written_names_places_but_no_person(data_folder: DataFolder) -> None:
    with pytest.raises(ValueError, match="Hoà") as caught:
        _fail_on("Nguyễn Thị Hoà")
    path = write_report(data_folder, ValueError, caught.tb)
    words = report_text(ValueError, caught.tb)
    assert "Hoà" not in words
    assert "_fail_on" in words
    assert "builtins.ValueError" in words
    assert path.startswith(str(data_folder.logs_path))
    assert [found.read_text(encoding="utf-8") for found in data_folder.logs_path.iterdir()] == [words]


def test_unhandled_error_when_watched_is_reported_and_told(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", sys.modules["threading"].excepthook)
    watch_for_crashes(data_folder)
    messages.forget_answers()
    messages.next_answer(None)
    with pytest.raises(ValueError, match="Hường") as caught:
        _fail_on("Võ Thị Hường")
    sys.excepthook(ValueError, caught.value, caught.tb)
    assert len(messages.shown) == 1
    assert len(list(data_folder.logs_path.iterdir())) == 1
    messages.forget_answers()
