"""`dump`: every household and person as JSON lines."""

from __future__ import annotations

import argparse
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.dumping import dump_records


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "dump", _("in mọi hộ và nhân khẩu, mỗi dòng một tài liệu JSON"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Write the lines; with or without --json they are the same."""
    with context.open() as store, _ends_quietly_with_its_reader():
        for record in dump_records(store):
            print(json.dumps(record, ensure_ascii=False))
    return DONE


@contextmanager
def _ends_quietly_with_its_reader() -> Iterator[None]:
    """In ``dump | head`` the pipe closes early; that ends the program without a complaint, as for any Unix tool."""
    broken_pipe = getattr(signal, "SIGPIPE", None)
    if broken_pipe is None:  # Windows
        yield
        return
    before = signal.signal(broken_pipe, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(broken_pipe, before)
