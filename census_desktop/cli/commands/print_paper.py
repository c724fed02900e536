"""`print`: papers as PDF files."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.documents import household_paper


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command and its papers."""
    parser = add_command(commands, "print", _("in ra tệp PDF"))
    papers = parser.add_subparsers(
        dest="paper", metavar=_("GIẤY"), title=_("các loại giấy"), required=True, parser_class=Parser
    )
    household = add_command(papers, "household", _("bảng tổng hợp của một hộ"))
    household.add_argument("record", metavar="HOUSEHOLD_UUID", help=_("mã hộ (hoặc mã một nhân khẩu của hộ)"))
    household.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=_("tệp PDF mới"))
    household.set_defaults(run=print_household)


def print_household(args: argparse.Namespace, context: Context) -> int:
    """Write the summary of one household."""
    from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

    record = record_uuid(args.record)
    with context.open() as store:
        document = household_paper(store, record).document
    pages = write_pdf([document], args.out, context.control())
    context.answer({"file": str(args.out), "pages": pages})
    context.show(_("Đã ghi {path} ({pages} trang).").format(path=args.out, pages=pages))
    return DONE
