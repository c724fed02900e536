"""`registered`, `missing` and `visit`: who should answer, who has not, and what came of going there."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.field_lists import Scope, missing_lines
from census_desktop.services.group_names import matched_rows, matched_words
from census_desktop.services.registered import (
    COLUMNS,
    add_visit,
    exempt,
    import_registered,
    registered,
    visits_of,
)
from census_desktop.services.units import resolve_unit, unit_name


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the commands."""
    parser = add_command(commands, "registered", _("danh sách hộ đăng ký; nhập từ bảng tính"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help=_("bảng hộ đăng ký (.xlsx, .csv)")
    )
    parser.set_defaults(run=run)
    missing = add_command(commands, "missing", _("ai chưa có phiếu"))
    missing.add_argument("--unit", metavar="CODE", help=_("chỉ đơn vị này (mã hoặc tên)"))
    missing.add_argument("--group", metavar="NAME", help=_("chỉ thôn/tổ dân phố này"))
    missing.add_argument("--collector", metavar="NAME", help=_("chỉ người thu này"))
    missing.set_defaults(run=run_missing)
    visit = add_command(commands, "visit", _("ghi một lần đến nhà"))
    visit.add_argument("record", metavar="UUID", help=_("mã hộ đăng ký, mã hộ hoặc mã nhân khẩu"))
    visit.add_argument(
        "answers", nargs="*", metavar="BOX=VALUE", help=_("result=vang reason=… visited_on=… collector=…")
    )
    visit.add_argument("--exempt", metavar="TEXT", help=_("hộ đăng ký này được miễn phiếu vì lý do này"))
    visit.set_defaults(run=run_visit)


def run(args: argparse.Namespace, context: Context) -> int:
    """Take a list, or show what is known."""
    with context.open() as store:
        if args.file is not None:
            taken = import_registered(store, args.file)
            context.answer(
                {
                    "rows": taken.rows, "added": taken.added, "changed": taken.changed, "tied": taken.tied,
                    "matched": matched_rows(taken.matched),
                }
            )  # fmt: skip
            context.show(
                _(
                    "Đã nhận {rows} hộ đăng ký: {added} hộ mới, {changed} hộ đổi, {tied} hộ đã thấy phiếu."
                ).format(rows=taken.rows, added=taken.added, changed=taken.changed, tied=taken.tied)
            )
            if taken.matched:
                context.show(matched_words(taken.matched))
            return DONE
        found = registered(store)
    context.answer(
        [
            {"registered_uuid": str(one.registered_uuid)}
            | {name: value for name in COLUMNS if (value := getattr(one, name)) is not None}
            | ({"household_uuid": str(one.household)} if one.household is not None else {})
            for one in found
        ]
    )
    context.show_table(
        (_("Đơn vị"), _("Thôn/TDP"), _("Hộ số"), _("Chủ hộ"), _("Số người"), _("Có phiếu")),
        [
            (
                unit_name(one.unit or ""), one.residential_group, one.household_no, one.head_name, one.people,
                _("miễn") if one.exempt else _("có") if one.household is not None else None,
            )
            for one in found
        ],
    )  # fmt: skip
    return DONE


def run_missing(args: argparse.Namespace, context: Context) -> int:
    """Show who has no slip."""
    unit = str(resolve_unit(args.unit)) if args.unit else None
    with context.open() as store:
        found = missing_lines(store, Scope(unit, args.group, args.collector))
    context.answer(
        [
            {
                "record": str(line.about),
                "place": line.place,
                "household_no": line.household_no,
                "name": line.name,
                "why": line.why,
                "last_visit": line.last_visit,
                "visits": line.visits,
                "collector": line.collector,
                "registered": line.is_registered,
            }
            for line in found
        ]
    )
    context.show_table(
        (_("Thôn/TDP"), _("Hộ số"), _("Chủ hộ hoặc người thiếu phiếu"), _("Vì sao biết là thiếu"),
         _("Lần đến gần nhất"), _("Người thu phiếu")),
        [(line.place, line.household_no, line.name, line.why, line.last_visit, line.collector) for line in found],
    )  # fmt: skip
    return DONE


def run_visit(args: argparse.Namespace, context: Context) -> int:
    """Enter a visit, an exception, or show the visits there were."""
    about = record_uuid(args.record)
    typed = dict(answer.partition("=")[::2] for answer in args.answers)
    with context.open() as store:
        if typed:
            about = add_visit(store, about, typed).about or about
        if args.exempt is not None:
            exempt(store, about, args.exempt)
        found = visits_of(store, about)
    context.answer(
        [
            {
                "visited_on": one.visited_on,
                "result": one.result,
                "reason": one.reason,
                "collector": one.collector,
            }
            for one in found
        ]
    )
    context.show_table(
        (_("Ngày đến"), _("Kết quả"), _("Lý do"), _("Người thu phiếu")),
        [(one.visited_on, one.result, one.reason, one.collector) for one in found],
    )
    return DONE
