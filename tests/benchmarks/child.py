"""One side of a comparison, alone in its process: prints its time and peak memory as one line of JSON."""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path


def peak_mb() -> float:
    """Most memory this process ever held, in MB; 0 where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return 0.0
    import resource  # lazy: not there on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Arguments: module, function, folder."""
    module, function, folder = sys.argv[1:4]
    side = getattr(importlib.import_module(module), function)
    started = time.perf_counter()
    figures = side(Path(folder))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, **(figures or {}), "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
