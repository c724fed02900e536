"""`groups`: residential groups listed, renamed, put together, divided; their history."""

from __future__ import annotations

import argparse

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.cli.commands.boundary import day_from
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.boundaries import apply_plan
from census_desktop.services.boundary_papers import place_words
from census_desktop.services.groups import change_groups, group_history, groups_of
from census_desktop.services.units import resolve_unit, unit_name


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command and what it does."""
    parser = add_command(commands, "groups", _("thôn, tổ dân phố: danh sách, đổi tên, gộp, tách, lịch sử"))
    deeds = parser.add_subparsers(
        dest="deed", metavar=_("VIỆC"), title=_("các việc"), required=True, parser_class=Parser
    )
    listed = add_command(deeds, "list", _("danh sách thôn, tổ dân phố"))
    listed.add_argument("unit", metavar="UNIT", nargs="?", help=_("mã hoặc tên đơn vị"))
    listed.set_defaults(run=run_list)
    told = add_command(deeds, "history", _("các lần thay đổi thôn, tổ dân phố của một đơn vị"))
    told.add_argument("unit", metavar="UNIT", help=_("mã hoặc tên đơn vị"))
    told.set_defaults(run=run_history)
    for name, words in (
        ("rename", _("đổi tên một thôn, tổ dân phố")),
        ("merge", _("gộp nhiều thôn, tổ dân phố thành một")),
        ("split", _("tách một phần theo số hộ thành thôn, tổ dân phố mới")),
    ):
        deed = add_command(deeds, name, words)
        deed.add_argument("unit", metavar="UNIT", help=_("mã hoặc tên đơn vị"))
        deed.add_argument(
            "groups", metavar="GROUP", nargs="+" if name == "merge" else 1, help=_("tên hiện nay")
        )
        deed.add_argument("--to", required=True, metavar="NAME", help=_("tên mới"))
        deed.add_argument("--on", metavar="DAY", help=_("ngày hiệu lực (mặc định: hôm nay)"))
        deed.add_argument("--basis", metavar="TEXT", help=_("căn cứ pháp lý"))
        if name == "split":
            deed.add_argument("--first", metavar="NO", help=_("từ hộ số"))
            deed.add_argument("--last", metavar="NO", help=_("đến hộ số"))
        deed.set_defaults(run=run_change, first=None, last=None)


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Groups with people and households."""
    unit = str(resolve_unit(args.unit)) if args.unit is not None else None
    with context.open() as store:
        found = groups_of(store, unit)
    context.answer(
        [
            without_blanks(
                {
                    "unit": line.place.unit,
                    "residential_group": line.place.group,
                    "people": line.people,
                    "households": line.households,
                    "listed": line.is_listed,
                    "since": line.since.isoformat() if line.since is not None else None,
                }
            )
            for line in found
        ]
    )
    context.show_table(
        (_("Đơn vị"), _("Thôn/TDP"), _("Nhân khẩu"), _("Số hộ"), _("Từ ngày")),
        [
            (
                unit_name(line.place.unit),
                line.place.group,
                number(line.people),
                number(line.households),
                f"{line.since:%d/%m/%Y}" if line.since is not None else "",
            )
            for line in found
        ],
    )
    return DONE


def run_history(args: argparse.Namespace, context: Context) -> int:
    """What became of the groups of a unit."""
    unit = str(resolve_unit(args.unit))
    with context.open() as store:
        found = group_history(store, unit)
    context.answer(
        [
            without_blanks(
                {
                    "effective_on": change.plan.effective_on,
                    "before": change.before,
                    "after": place_words(change.after) if change.after is not None else None,
                    "title": change.plan.title,
                    "legal_basis": change.plan.legal_basis,
                    "withdrawn": change.plan.withdrawn_reason,
                }
            )
            for change in found
        ]
    )
    context.show_table(
        (_("Ngày hiệu lực"), _("Trước"), _("Sau"), _("Căn cứ pháp lý"), _("Đã rút lại")),
        [
            (
                change.plan.effective_on,
                change.before,
                place_words(change.after) if change.after is not None else _("phải chọn từng hộ"),
                change.plan.legal_basis,
                change.plan.withdrawn_reason,
            )
            for change in found
        ],
    )
    return DONE


def run_change(args: argparse.Namespace, context: Context) -> int:
    """Rename, put together or divide."""
    unit, day = str(resolve_unit(args.unit)), day_from(args.on)
    with context.open() as store:
        draft = change_groups(
            store,
            unit,
            args.groups,
            args.to,
            day or today(store.clock),
            basis=args.basis,
            numbers=(args.first, args.last),
        )
        done = apply_plan(store, draft, context.control())
    context.answer(
        {"plan": str(done.plan.boundary_plan_uuid), "moved": done.households, "total_people": done.people}
    )
    context.show(
        _("{title}: {households} hộ đổi thôn, tổ dân phố.").format(
            title=done.plan.title, households=number(done.households)
        )
    )
    return DONE
