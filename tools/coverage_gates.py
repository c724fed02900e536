"""Compare the branch coverage of each layer with the least it must have (pyproject.toml, tool.census.coverage)."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def layer_of(file_name: str) -> str:
    """``census_desktop/store/keys.py`` -> ``store``; modules at the top of the package are ``app``."""
    parts = Path(file_name).parts
    return parts[1] if len(parts) > 2 else "app"


def percents(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, float]:
    """Share of lines and branches run, per layer, from the JSON report of coverage."""
    done: defaultdict[str, int] = defaultdict(int)
    total: defaultdict[str, int] = defaultdict(int)
    for name, file_report in report["files"].items():
        summary = file_report["summary"]
        layer = layer_of(name)
        done[layer] += summary["covered_lines"] + summary["covered_branches"]
        total[layer] += summary["num_statements"] + summary["num_branches"]
    return {layer: 100 * done[layer] / total[layer] for layer in total if total[layer]}


def failures(found: dict[str, float], least: dict[str, float]) -> list[str]:
    """Layers below their gate, and layers that have none."""
    missing = [f"{layer}: no gate in pyproject.toml" for layer in found if layer not in least]
    low = [
        f"{layer}: {percent:.1f} % of lines and branches run, at least {least[layer]} % wanted"
        for layer, percent in found.items()
        if layer in least and percent < least[layer]
    ]
    return missing + low


def main() -> int:
    """Print a table; 1 if a layer is below its gate."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)["tool"]["census"]
    report = json.loads((ROOT / "coverage.json").read_text(encoding="utf-8"))
    found = percents(report)
    print("Coverage by layer (lines and branches)\nlayer           now   least    goal")
    for layer, percent in sorted(found.items()):
        least, goal = settings["coverage"].get(layer, "-"), settings["coverage-goal"].get(layer, "-")
        print(f"{layer:<12}{percent:7.1f}{least:>8}{goal:>8}")
    problems = failures(found, settings["coverage"])
    for problem in problems:
        print(f"coverage: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
