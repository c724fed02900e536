"""`area`: the units and groups the program speaks about; another town's loaded from a list."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.area import area
from census_desktop.services.areas import load_area_list


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "area", _("địa bàn: các đơn vị theo thời gian; nhập từ bảng tính"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help=_("danh sách địa bàn (.xlsx, .csv)")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Take a list, or show what is known."""
    with context.open() as store:
        if args.file is not None:
            changed = load_area_list(store, args.file)
            context.answer({"changed": changed})
            context.show(_("Đã đổi {count} mục của địa bàn.").format(count=number(changed)))
            return DONE
        units, known = area().units, area()
    context.answer(
        [
            without_blanks(
                {
                    "code": unit.key.code,
                    "valid_from": unit.key.valid_from.isoformat(),
                    "valid_to": unit.valid_to.isoformat() if unit.valid_to is not None else None,
                    "name": unit.name,
                    "kind": unit.kind,
                    "successors": [str(key) for key in unit.successors] or None,
                    "groups": [group.label for group in known.groups_of(unit.key)] or None,
                }
            )
            for unit in units
        ]
    )
    context.show_table(
        (_("Mã"), _("Có từ ngày"), _("Đến hết ngày"), _("Tên"), _("Đơn vị kế tục")),
        [
            (
                unit.key.code,
                f"{unit.key.valid_from:%d/%m/%Y}",
                f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to is not None else "",
                unit.name,
                ", ".join(map(str, unit.successors)),
            )
            for unit in units
        ],
    )
    return DONE
