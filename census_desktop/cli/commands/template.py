"""`template`: an empty spreadsheet with the machine names."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "template", _("tạo tệp Excel mẫu, chưa có dữ liệu"))
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help=_("tệp mới"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the template; needs no log-in."""
    from census_desktop.services.spreadsheets import make_template  # lazy: openpyxl only for spreadsheets

    make_template(args.file)
    context.answer({"file": str(args.file)})
    context.show(_("Đã tạo tệp mẫu {name}.").format(name=args.file))
    return DONE
