"""`targets`, `goal`, `close` and `reopen`: what is to be collected, and places closed or opened again."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.goals import (
    COLUMNS,
    close_place,
    goals,
    import_goals,
    open_place,
    place_text,
    set_goal,
)
from census_desktop.services.group_names import matched_rows, matched_words
from census_desktop.services.units import resolve_unit, unit_name


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the commands."""
    parser = add_command(commands, "targets", _("chỉ tiêu từng đơn vị, thôn; nhập từ bảng tính"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help=_("bảng chỉ tiêu (.xlsx, .csv)")
    )
    parser.set_defaults(run=run)
    one = add_command(commands, "goal", _("chỉ tiêu, số được miễn phiếu, hạn của một nơi"))
    one.add_argument("unit", metavar="UNIT", help=_("mã hoặc tên đơn vị; town là cả thị xã"))
    one.add_argument(
        "answers", nargs="+", metavar="BOX=VALUE", help=_("people=8174 households=2437 source=… as_of=…")
    )
    one.add_argument("--group", metavar="GROUP", help=_("chỉ thôn, tổ dân phố này"))
    one.set_defaults(run=run_goal)
    for name, words, act in (
        ("close", _("khóa sổ một đơn vị hoặc thôn"), run_close),
        ("reopen", _("mở lại nơi đã khóa sổ"), run_reopen),
    ):
        each = add_command(commands, name, words)
        each.add_argument("unit", metavar="UNIT", help=_("mã hoặc tên đơn vị"))
        each.add_argument("--group", metavar="GROUP", help=_("chỉ thôn, tổ dân phố này"))
        each.add_argument("--reason", required=True, metavar="TEXT", help=_("lý do"))
        each.set_defaults(run=act)


def run(args: argparse.Namespace, context: Context) -> int:
    """Take a list, or show what is known."""
    with context.open() as store:
        if args.file is not None:
            taken = import_goals(store, args.file)
            context.answer(
                {"rows": taken.rows, "changed": taken.changed, "matched": matched_rows(taken.matched)}
            )
            context.show(
                _("Đã nhận {rows} dòng, {changed} nơi có chỉ tiêu mới.").format(
                    rows=taken.rows, changed=taken.changed
                )
            )
            if taken.matched:
                context.show(matched_words(taken.matched))
            return DONE
        found = goals(store)
    context.answer(
        [
            without_blanks({name: getattr(goal, name) for name in (*COLUMNS, "closed", "closing_reason")})
            for goal in found
        ]
    )
    context.show_table(
        (
            _("Đơn vị"),
            _("Thôn/TDP"),
            _("Chỉ tiêu nhân khẩu"),
            _("Chỉ tiêu hộ"),
            _("Nguồn số liệu"),
            _("Khóa sổ"),
        ),
        [
            (
                unit_name(goal.unit or ""),
                goal.residential_group,
                goal.people,
                goal.households,
                goal.source,
                goal.closing_reason if goal.closed else None,
            )
            for goal in found
        ],
    )
    return DONE


def run_goal(args: argparse.Namespace, context: Context) -> int:
    """Change boxes of one target."""
    typed = dict(answer.partition("=")[::2] for answer in args.answers)
    with context.open() as store:
        goal = set_goal(store, place_text(args.unit), typed, args.group)
    context.answer(without_blanks({name: getattr(goal, name) for name in COLUMNS}))
    context.show(_("Đã lưu chỉ tiêu."))
    return DONE


def run_close(args: argparse.Namespace, context: Context) -> int:
    """Close a place."""
    with context.open() as store:
        close_place(store, str(resolve_unit(args.unit)), args.reason, args.group)
    return _done(context, _("Đã khóa sổ."), closed=True)


def run_reopen(args: argparse.Namespace, context: Context) -> int:
    """Open a place again."""
    with context.open() as store:
        open_place(store, str(resolve_unit(args.unit)), args.reason, args.group)
    return _done(context, _("Đã mở lại."), closed=False)


def _done(context: Context, words: str, *, closed: bool) -> int:
    context.answer({"closed": closed})
    context.show(words)
    return DONE
