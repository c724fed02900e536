"""`export`: the ward's package for the town, or the town's receipt for a unit, on a stick."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, WrongUse, add_command
from census_desktop.reports.document import Document
from census_desktop.services.exchange import export_receipt_to, export_to
from census_desktop.services.outgoing import handover_paper


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "export", _("xuất gói gửi thị xã, hoặc biên nhận gửi phường, xã"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("thư mục, thường là USB"))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--to-unit", metavar="CODE", help=_("máy thị xã: biên nhận cho đơn vị này, ví dụ 18754"))
    way.add_argument(
        "--to-device", metavar="DEVICE", help=_("máy phường, xã: gói cho máy cùng đơn vị đang gom dữ liệu")
    )
    parser.add_argument("--all", action="store_true", help=_("gửi lại cả những gì thị xã đã xác nhận"))
    parser.add_argument(
        "--paper", type=Path, metavar="FILE.pdf", help=_("máy phường, xã: cả phiếu giao nhận đi kèm USB")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the package, read it back and compare."""
    if args.all and args.to_unit is not None:
        raise WrongUse(_("--all không dùng cùng với --to-unit."))
    if args.paper is not None and args.to_unit is not None:
        raise WrongUse(_("--paper không dùng cùng với --to-unit."))
    with context.open() as store:
        done = (
            export_to(store, args.out, context.control(), everything=args.all, to_device=args.to_device)
            if args.to_unit is None
            else export_receipt_to(store, args.to_unit, args.out, context.control())
        )
        paper = (
            None
            if args.paper is None
            else handover_paper(store, done.sequence, args.to_device, everything=args.all)
        )
    context.answer(
        {
            "file": str(done.path),
            "sequence": done.sequence,
            "people": done.people,
            "households": done.households,
            "operations": done.operations,
        }
    )
    context.show(
        _("Gói số {sequence}: {people} nhân khẩu, {households} hộ.").format(
            sequence=done.sequence, people=number(done.people), households=number(done.households)
        )
    )
    context.show(str(done.path))
    context.show(_("Đã đọc lại và so khớp; có thể rút USB."))
    return DONE if paper is None else _print(paper, args.paper)


def _print(paper: Document, path: Path) -> int:
    """Write the paper; the package stands on the stick even when this fails."""
    from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

    try:
        write_pdf((paper,), path)
    except CensusError as error:
        print(
            _("Gói đã xuất xong, nhưng chưa có phiếu giao nhận: {error}").format(error=error), file=sys.stderr
        )
        return REFUSED
    return DONE
