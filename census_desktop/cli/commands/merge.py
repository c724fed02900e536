"""`merge`: packages into the town's store, receipts into a ward's."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.plan import add_packages, show_plan
from census_desktop.cli.context import Context
from census_desktop.cli.parser import Commands, Parser, add_command
from census_desktop.services.exchange import merge


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "merge", _("gộp các gói vào dữ liệu của máy này"))
    add_packages(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Merge what is good; 1 when a package was refused."""
    with context.open() as store:
        done = merge(store, args.packages, context.control())
    return show_plan(done, context, _("Đã gộp"))
