"""``python -m tests.benchmarks [NAME…] [--repeats N] [--list]``: run comparisons; 1 if a promise is not kept."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks.harness import Outcome, cases, compare, table, write_results


def main() -> int:
    """Run what was asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="comparisons whose name begins so; all by default"
    )
    parser.add_argument("--repeats", type=int, help="pairs of runs, instead of each comparison's own number")
    parser.add_argument("--list", action="store_true", help="only say which comparisons there are")
    options = parser.parse_args()
    known = cases()
    if options.list:
        print("\n".join(f"{name:<28}{comparison.question}" for name, comparison in known.items()))
        return 0
    asked = [name for name in known if not options.names or name.startswith(tuple(options.names))]
    if not asked:
        parser.error("no comparison of that name; --list shows them")
    outcomes: list[Outcome] = []
    for name in asked:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        outcomes.append(compare(known[name], options.repeats))
    path = write_results(outcomes)
    print(table(outcomes))
    print(f"figures: {path.name}")
    return 0 if all(outcome.is_kept for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
