"""The measuring itself can be believed: fresh processes, turns, medians, promises."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.harness import Comparison, as_json, cases, compare, table

if TYPE_CHECKING:
    from pathlib import Path


def leave_a_file(folder: Path) -> None:
    (folder / "runs.txt").write_text("", encoding="utf-8")


def _note(folder: Path, side: str) -> None:
    with (folder / "runs.txt").open("a", encoding="utf-8") as file:
        file.write(f"{side} {os.getpid()}\n")


def slow(folder: Path) -> dict[str, float]:
    """Counts its own part only, and says how many runs it has seen."""
    _note(folder, "slow")
    time.sleep(0.05)
    lines = (folder / "runs.txt").read_text(encoding="utf-8").split()
    return {"seconds": 0.4, "runs seen": len(lines) / 2, "processes": len(set(lines[1::2]))}


def quick(folder: Path) -> dict[str, float]:
    _note(folder, "quick")
    return {"seconds": 0.1}


def stumble(_folder: Path) -> None:
    raise ValueError("hỏng")


def test_compare_when_run_takes_turns_in_fresh_processes() -> None:
    outcome = compare(Comparison("turns", "four times", slow, quick, leave_a_file, at_most=3.0, repeats=3))
    assert outcome.ratio == pytest.approx(4.0)
    assert not outcome.is_kept
    assert "NOT KEPT" in table([outcome])
    # ours runs first, fourth and fifth: pairs change who begins
    assert outcome.ours.figures == {"runs seen": 4.0, "processes": 4.0}
    assert outcome.ours.process_seconds > 0.05
    assert as_json(outcome)["ratio"] == 4.0


def test_compare_when_a_side_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="hỏng"):
        compare(Comparison("fails", "nothing", stumble, quick, leave_a_file, repeats=1))


def test_cases_when_collected_have_names_of_their_own() -> None:
    assert "startup_store_first" in cases()
