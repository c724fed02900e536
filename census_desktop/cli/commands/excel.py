"""`excel`: spreadsheets out; a name that ends in .csv gives CSV."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.units import resolve_unit, town_code


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command and its spreadsheets."""
    parser = add_command(commands, "excel", _("ghi ra tệp Excel hoặc CSV"))
    kinds = parser.add_subparsers(
        dest="kind", metavar=_("BẢNG"), title=_("các loại bảng"), required=True, parser_class=Parser
    )
    helps = {
        "list": _("danh sách nhân khẩu theo hộ"),
        "town": _("mọi ô của mọi phiếu, cả phường xã hay cả thị xã"),
        "progress": _("tiến độ từng đơn vị"),
        "findings": _("những điều cần xem lại"),
        "qcvn109": _("gửi cấp trên, dạng QCVN 109"),
    }
    for kind, words in helps.items():
        one = add_command(kinds, kind, words)
        one.add_argument("--unit", metavar="CODE", help=_("chỉ một phường hoặc xã"))
        if kind != "progress":
            one.add_argument("--group", metavar=_("TÊN"), help=_("chỉ một thôn hoặc tổ dân phố"))
        one.add_argument(
            "--out", type=Path, required=True, metavar="FILE.xlsx", help=_("tệp mới, .xlsx hoặc .csv")
        )
        one.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write it."""
    from census_desktop.services.excel import ExcelKind, write_excel  # lazy: openpyxl only for spreadsheets
    from census_desktop.services.excel_sheets import Scope  # lazy: the same

    unit = None if args.unit in {None, town_code()} else str(resolve_unit(args.unit))
    scope = Scope(unit, getattr(args, "group", None))
    with context.open() as store:
        done = write_excel(store, ExcelKind(args.kind), args.out, scope, context.control())
    context.answer({"file": str(done.path), "sheets": done.sheets, "rows": done.rows})
    context.show(_("Đã ghi và đọc lại {path}: {rows} dòng.").format(path=done.path, rows=number(done.rows)))
    return DONE
