"""The log: what the program did, never what a person answered.

Subject loggers below ``census`` (``census.store``, ``census.merge`` …); UTC; rotating files in the data folder.
Only identifiers, field names and counts are logged.
"""

from __future__ import annotations

import logging
import logging.handlers
import time
from pathlib import Path

from census_desktop.base.atomic import make_folder

_FORMAT = "%(asctime)sZ %(levelname)s %(name)s %(message)s"
_MEGABYTE = 1 << 20


def logger(subject: str) -> logging.Logger:
    """The logger of a subject, for example ``logger("merge")``."""
    return logging.getLogger(f"census.{subject}")


def log_to_folder(folder: Path) -> logging.Handler:
    """Write the log of this process to `folder`; the caller removes and closes the handler at the end."""
    make_folder(folder)
    handler = logging.handlers.RotatingFileHandler(
        folder / "census-desktop.log", maxBytes=_MEGABYTE, backupCount=5, encoding="utf-8", delay=True
    )
    formatter = logging.Formatter(_FORMAT)
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root = logging.getLogger("census")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Undo `log_to_folder`."""
    logging.getLogger("census").removeHandler(handler)
    handler.close()
