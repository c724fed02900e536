"""`waiting`: rows of spreadsheets that an import has put aside; decide about one."""

from __future__ import annotations

import argparse
from typing import Any

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.services.waiting_rows import (
    WaitingRow,
    ask_again,
    leave_out,
    look_at_row,
    take_as_new,
    take_into,
    waiting_rows,
)
from census_desktop.store.store import Store


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "waiting", _("các dòng Excel chờ xem lại: liệt kê, hoặc quyết định một dòng")
    )
    parser.add_argument(
        "row", type=int, nargs="?", metavar="N", help=_("số của dòng chờ; bỏ trống: liệt kê tất cả")
    )
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument("--into", metavar="PERSON_UUID", help=_("là người này; chỉ lấy các ô ghi ở --take"))
    deeds.add_argument("--new", action="store_true", help=_("là người khác: thêm phiếu mới"))
    deeds.add_argument("--drop", action="store_true", help=_("bỏ dòng này"))
    deeds.add_argument("--ask-again", action="store_true", help=_("để dòng này chờ lại"))
    parser.add_argument("--take", nargs="*", default=[], metavar="FIELD", help=_("ô lấy theo dòng Excel"))
    parser.add_argument("--household", metavar="UUID", help=_("hộ nhận phiếu mới; bỏ trống: lập hộ mới"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List, or decide."""
    is_deed = bool(args.into or args.new or args.drop or args.ask_again)
    if (args.row is None) == is_deed:
        raise WrongUse(_("Ghi số dòng chờ cùng với --into, --new, --drop hoặc --ask-again."))
    if args.take and not args.into:
        raise WrongUse(_("--take chỉ đi với --into."))
    if args.household and not args.new:
        raise WrongUse(_("--household chỉ đi với --new."))
    unknown = sorted(set(args.take) - set(PERSON_FIELDS))
    if unknown:
        raise WrongUse(_("Không có ô tên {name}.").format(name=unknown[0]))
    with context.open() as store:
        if is_deed:
            _decide(store, args, context)
        else:
            _list(store, context)
    return DONE


def _decide(store: Store, args: argparse.Namespace, context: Context) -> None:
    answer: dict[str, Any] = {"number": args.row}
    if args.into:
        answer["person_uuid"] = args.into
        answer["changed"] = take_into(store, args.row, record_uuid(args.into), args.take)
    elif args.new:
        home = record_uuid(args.household) if args.household else None
        answer["person_uuid"] = str(take_as_new(store, args.row, home).person_uuid)
    elif args.drop:
        leave_out(store, args.row)
    else:
        ask_again(store, args.row)
    context.answer(answer)
    context.show(_("Đã ghi quyết định về dòng chờ số {number}.").format(number=args.row))


def _list(store: Store, context: Context) -> None:
    found = [look_at_row(store, row.number) for row in waiting_rows(store)]
    context.answer([_told(look) for look in found])
    if not found:
        context.show(_("Không có dòng nào chờ xem lại."))
        return
    context.show_table(
        (_("Số"), _("Tệp"), _("Dòng"), _("Họ và tên"), _("Vì sao"), _("Có thể là")),
        [
            (
                look.row.number,
                look.row.file_name,
                look.row.row_no,
                look.person.full_name or "–",
                _(look.row.reason),
                ", ".join(str(one.person.person_uuid) for one in look.matches) or "–",
            )
            for look in found
        ],
    )


def _told(look: WaitingRow) -> dict[str, Any]:
    return {
        "number": look.row.number,
        "file": look.row.file_name,
        "row": look.row.row_no,
        "reason": _(look.row.reason),
        "answers": dict(look.row.answers),
        "matches": [
            {"person_uuid": str(one.person.person_uuid), "reasons": list(one.reasons)} for one in look.matches
        ],
        "households": [str(home.household_uuid) for home in look.homes],
    }
