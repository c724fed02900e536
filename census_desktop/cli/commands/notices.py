"""`notices`: messages of the town to its units; `news`: everything a ward has heard from the town."""

from __future__ import annotations

import argparse
import uuid

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.notices import Notice
from census_desktop.services.from_town import NewsKind, TownNews, town_news
from census_desktop.services.notices import mark_read, notices, withdraw_notice, write_notice
from census_desktop.services.units import unit_name
from census_desktop.store.store import Store


def add_parser(commands: Commands[Parser]) -> None:
    """Declare both commands."""
    parser = add_command(commands, "notices", _("lời nhắn của thị xã: xem, viết, rút lại, đánh dấu đã đọc"))
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "write", "withdraw", "read"),
        default="list",
        help=_("việc cần làm"),
    )
    parser.add_argument("notice", nargs="?", metavar="MÃ", help=_("read, withdraw: mã của lời nhắn"))
    parser.add_argument("--words", default="", metavar="TEXT", help=_("write: lời nhắn"))
    parser.add_argument(
        "--to-unit",
        action="append",
        default=[],
        metavar="CODE",
        help=_("đơn vị nhận; viết nhiều lần cũng được"),
    )
    parser.set_defaults(run=run)
    news = add_command(commands, "news", _("máy phường, xã: những gì thị xã báo về"))
    news.set_defaults(run=run_news)


def run(args: argparse.Namespace, context: Context) -> int:
    """List, write, take back or mark as read."""
    with context.open() as store:
        if args.action == "write":
            found = write_notice(store, args.to_unit, args.words)
        elif args.action == "withdraw":
            found = (withdraw_notice(store, _uuid_in(args.notice)),)
        elif args.action == "read":
            found = (mark_read(store, _uuid_in(args.notice)),)
        else:
            found = notices(store)
    context.answer([_document(one) for one in found])
    for one in found:
        read = _("đã đọc") if one.read_on is not None else _("chưa đọc")
        if one.withdrawn_on is not None:
            read = _("đã rút lại")
        context.show(f"{one.notice_uuid}  {unit_name(one.unit or '')}  {read}: {one.words}")
    return DONE


def _uuid_in(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise WrongUse(_("Cần mã của một lời nhắn."), _("Xem mã bằng lệnh: notices")) from None


def _document(one: Notice) -> dict[str, object]:
    return without_blanks(
        {
            "notice_uuid": str(one.notice_uuid),
            "unit": one.unit,
            "words": one.words,
            "written_on": one.written_on,
            "written_by": one.written_by,
            "read_on": one.read_on,
            "read_by": one.read_by,
            "withdrawn_on": one.withdrawn_on,
            "withdrawn_by": one.withdrawn_by,
        }
    )


def run_news(_args: argparse.Namespace, context: Context) -> int:
    """Tell everything the town has told."""
    with context.open() as store:
        news = town_news(store, context.control())
        _show(news, store, context)
    return DONE


def _show(news: TownNews, store: Store, context: Context) -> None:
    context.answer(
        {
            "unit": store.installation.unit,
            "accepted": 0 if news.accepted is None else news.accepted.sequence,
            "waiting": [package.sequence for package in news.waiting],
            "lines": [
                without_blanks(
                    {
                        "kind": line.kind.value,
                        "record": str(line.record_uuid),
                        "at": line.at or None,
                        "name": line.name or None,
                        "words": line.words,
                        "open": line.is_open,
                    }
                )
                for line in news.lines
            ],
        }
    )
    context.show(
        _("Thị xã đã nhận đến gói số {accepted}; {waiting} gói chưa có biên nhận.").format(
            accepted=number(0 if news.accepted is None else news.accepted.sequence),
            waiting=number(len(news.waiting)),
        )
    )
    context.show(
        _("{messages} lời nhắn chưa đọc, {questions} câu cần hỏi lại tại hộ.").format(
            messages=number(news.count_open(NewsKind.NOTICE)),
            questions=number(news.count_open(NewsKind.QUESTION)),
        )
    )
    for line in news.lines:
        context.show(
            "  ".join(filter(None, ("!" if line.is_open else " ", line.at[:16], line.name, line.words)))
        )
