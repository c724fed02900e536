"""Everything that must hold before a change is kept: style, types, tests, coverage (`make test`).

All steps run even if an early one fails, so that one run shows everything; pytest's closing line comes last.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COVERAGE = ["--cov", "--cov-branch", "--cov-report=", "--cov-report=json:coverage.json"]


def steps(*, only_lint: bool) -> dict[str, list[str]]:
    """Name and arguments (after the Python interpreter) of each step."""
    lint = {
        "style": ["-m", "ruff", "check", "."],
        "format": ["-m", "ruff", "format", "--check", "--diff", "-q", "."],
        "types": ["-m", "mypy"],
    }
    tests = {"tests": ["-m", "pytest", *COVERAGE], "coverage": ["tools/coverage_gates.py"]}
    return lint if only_lint else {**lint, **tests}


def run(arguments: list[str]) -> tuple[int, str]:
    """Run one step, pass its output on line by line, return its status and last line."""
    last = ""
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


def main() -> int:
    """Run the steps; 0 if all hold."""
    failed, closing = [], ""
    for name, arguments in steps(only_lint="--lint" in sys.argv[1:]).items():
        print(f"--- {name}", flush=True)
        started = time.monotonic()
        status, last = run(arguments)
        print(
            f"--- {name}: {'ok' if status == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)",
            flush=True,
        )
        failed += [name] if status else []
        closing = last if name == "tests" else closing
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks hold.")
    if closing:
        print(closing, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
