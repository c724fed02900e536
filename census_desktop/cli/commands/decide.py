"""`decide`: keep, change or withdraw what a person decided about two slips."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.codes import code_list
from census_desktop.services.duplicates import VERDICTS, decide, withdraw

_WITHDRAW = "withdraw"


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "decide", _("kết luận về hai phiếu có thể là của một người"))
    parser.add_argument("one", metavar="PERSON_UUID", help=_("mã phiếu thứ nhất"))
    parser.add_argument("other", metavar="PERSON_UUID", help=_("mã phiếu thứ hai"))
    parser.add_argument(
        "verdict",
        choices=(*VERDICTS, _WITHDRAW),
        help=_("một người, hai người, sinh đôi, xem phiếu giấy; withdraw: rút lại kết luận"),
    )
    parser.add_argument(
        "--leading", metavar="PERSON_UUID", help=_("phiếu được tính; phiếu kia không đếm nữa")
    )
    parser.add_argument("--take", nargs="*", default=[], metavar="FIELD", help=_("ô lấy theo phiếu kia"))
    parser.add_argument("--reason", metavar="TEXT", help=_("lý do"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the decision; both slips stay as they are."""
    one, other = record_uuid(args.one), record_uuid(args.other)
    if args.verdict != "same" and (args.leading or args.take):
        raise WrongUse(_("--leading và --take chỉ đi với kết luận same."))
    with context.open() as store:
        if args.verdict == _WITHDRAW:
            withdraw(store, one, other)
            context.answer({"a": str(min(one, other)), "b": str(max(one, other)), "verdict": None})
            context.show(_("Đã rút lại kết luận."))
            return DONE
        leading = record_uuid(args.leading) if args.leading else None
        done = decide(store, one, other, args.verdict, leading=leading, taken=args.take, reason=args.reason)
    link, group = done.link, done.group
    context.answer(
        without_blanks(
            {
                "a": str(link.first),
                "b": str(link.second),
                "verdict": link.verdict,
                "leading": None if group is None else str(group.leading),
                "group": None if group is None else [str(each) for each in group.members],
            }
        )
    )
    label = next(item.label for item in code_list("link_verdict") if item.code == link.verdict)
    context.show(_("Đã ghi kết luận: {verdict}.").format(verdict=_(label)))
    if group is not None:
        context.show(
            _("Phiếu được tính: {leading}. Cả hai phiếu vẫn được giữ.").format(leading=group.leading)
        )
    return DONE
