"""`backup`: a verified snapshot."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.upkeep import back_up


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "backup", _("sao lưu dữ liệu và đọc lại để kiểm tra"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Make a backup."""
    with context.open() as store:
        path = back_up(store)
    context.answer({"file": str(path)})
    context.show(_("Đã sao lưu và đọc lại: {path}").format(path=path))
    return DONE
