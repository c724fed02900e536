"""Measure ours against a baseline: fresh processes, in turns, medians, one ratio.

A case file ``tests/benchmarks/case_<name>.py`` lists `Comparison`s in `CASES`. Each side is a function in that file,
``def side(folder: Path) -> Mapping[str, float] | None``; `folder` is what `prepare` left, shared by all runs of the
comparison. A function that must prepare something itself returns ``{"seconds": …}`` of the part that counts; further
figures it returns are kept beside. Without a return value the whole call counts.
"""

from __future__ import annotations

import importlib
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).resolve().parent / "results"

Side = Callable[[Path], Mapping[str, float] | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question with two answers.

    Attributes:
        name: stable; names the result.
        question: what is compared, for the printed table.
        ours: what the program does.
        baseline: what it is held against, measured in the same run.
        prepare: fills the shared folder once, not counted.
        at_most: ours ÷ baseline should not exceed this; None where there is no promise.
        repeats: pairs of runs.
    """

    name: str
    question: str
    ours: Side
    baseline: Side
    prepare: Callable[[Path], None] | None = None
    at_most: float | None = None
    repeats: int = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """One side after all its runs; times in seconds, memory in MB (0 where the system does not tell)."""

    seconds: float
    spread: tuple[float, float]
    process_seconds: float
    peak_mb: float
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A comparison with its figures. `ratio` is the median over the pairs of ours ÷ baseline."""

    name: str
    question: str
    ours: Measured
    baseline: Measured
    ratio: float
    at_most: float | None

    @property
    def is_kept(self) -> bool:
        """True if there is no promise or it is kept."""
        return self.at_most is None or self.ratio <= self.at_most


def cases() -> dict[str, Comparison]:
    """All comparisons of all case files by name."""
    found: dict[str, Comparison] = {}
    for path in sorted(Path(__file__).resolve().parent.glob("case_*.py")):
        for comparison in importlib.import_module(f"tests.benchmarks.{path.stem}").CASES:
            if comparison.name in found:
                raise ValueError(f"two comparisons are called {comparison.name}")
            found[comparison.name] = comparison
    return found


def compare(comparison: Comparison, repeats: int | None = None) -> Outcome:
    """Run both sides in turns, each time in a fresh process, the first of a pair changing."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "baseline": []}
    with tempfile.TemporaryDirectory(prefix="census-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if comparison.prepare is not None:
            _in_process(comparison.prepare, folder)
        for number in range(repeats or comparison.repeats):
            turns = ("ours", "baseline") if number % 2 == 0 else ("baseline", "ours")
            for side in turns:
                runs[side].append(_in_process(getattr(comparison, side), folder))
    pairs = zip(runs["ours"], runs["baseline"], strict=True)
    ratio = statistics.median(ours["seconds"] / max(baseline["seconds"], 1e-9) for ours, baseline in pairs)
    return Outcome(
        comparison.name,
        comparison.question,
        _summary(runs["ours"]),
        _summary(runs["baseline"]),
        ratio,
        comparison.at_most,
    )


def _in_process(function: Callable[[Path], object], folder: Path) -> dict[str, float]:
    started = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.child", function.__module__, function.__qualname__, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    wall = time.perf_counter() - started
    if result.returncode != 0:
        raise RuntimeError(f"{function.__qualname__} ended with {result.returncode}:\n{result.stderr}")
    figures: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return {**figures, "process_seconds": wall}


def _summary(runs: Sequence[Mapping[str, float]]) -> Measured:
    def middle(name: str) -> float:
        return statistics.median(run[name] for run in runs)

    own = {"seconds", "process_seconds", "peak_mb"}
    times = [run["seconds"] for run in runs]
    others = {name: middle(name) for name in runs[0] if name not in own}
    return Measured(
        middle("seconds"), (min(times), max(times)), middle("process_seconds"), middle("peak_mb"), others
    )


def as_json(outcome: Outcome) -> dict[str, object]:
    """The figures of one comparison, rounded to what can be believed."""

    def side(measured: Measured) -> dict[str, object]:
        return {
            "seconds": round(measured.seconds, 4),
            "fastest": round(measured.spread[0], 4),
            "slowest": round(measured.spread[1], 4),
            "process_seconds": round(measured.process_seconds, 3),
            "peak_mb": round(measured.peak_mb, 1),
            **{name: round(value, 4) for name, value in measured.figures.items()},
        }

    return {
        "question": outcome.question,
        "ours": side(outcome.ours),
        "baseline": side(outcome.baseline),
        "ratio": round(outcome.ratio, 3),
        "at_most": outcome.at_most,
        "kept": outcome.is_kept,
    }


def write_results(outcomes: Sequence[Outcome]) -> Path:
    """Write all figures into ``results/latest.json``; comparisons not run this time keep theirs."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "latest.json"
    kept = json.loads(path.read_text(encoding="utf-8"))["comparisons"] if path.exists() else {}
    kept.update({outcome.name: as_json(outcome) for outcome in outcomes})
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
    }
    text = json.dumps(
        {"machine": machine, "comparisons": dict(sorted(kept.items()))}, ensure_ascii=False, indent=1
    )
    path.write_text(text + "\n", encoding="utf-8")
    return path


def table(outcomes: Sequence[Outcome]) -> str:
    """A table for people."""
    head = f"{'comparison':<28}{'ours':>10}{'baseline':>10}{'ratio':>8}{'at most':>9}{'MB':>7}  question"
    lines = [head, "-" * len(head)]
    for outcome in outcomes:
        promised = "" if outcome.at_most is None else f"{outcome.at_most:g}"
        lines.append(
            f"{outcome.name:<28}{outcome.ours.seconds:>9.3f}s{outcome.baseline.seconds:>9.3f}s"
            f"{outcome.ratio:>8.2f}{promised:>9}{outcome.ours.peak_mb:>7.0f}  {outcome.question}"
            + ("" if outcome.is_kept else "   <-- NOT KEPT")
        )
        figures = {**outcome.ours.figures}
        if figures:
            lines.append(" " * 28 + ", ".join(f"{name} {value:g}" for name, value in figures.items()))
    return "\n".join(lines)
