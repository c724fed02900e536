"""`resolve`: decide conflicts of one record."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid, typed_changes
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.conflicts import decide, keep


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "resolve", _("quyết định xung đột của một hồ sơ"))
    parser.add_argument("record", metavar="RECORD_UUID", help=_("mã nhân khẩu hoặc mã hộ, 36 ký tự"))
    parser.add_argument(
        "fields",
        nargs="*",
        metavar="FIELD=VALUE",
        help=_("giá trị đúng, như khi gõ; cùng với --keep thì chỉ ghi tên ô"),
    )
    parser.add_argument("--keep", metavar="DEVICE", help=_("giữ giá trị của máy này"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the decision, an operation that covers what all sides said."""
    record = record_uuid(args.record)
    if args.keep is None and not args.fields:
        raise WrongUse(_("Chưa có quyết định nào."), _('Ví dụ: note="Đi biển", hoặc --keep MÃ_MÁY'))
    if args.keep is not None and any("=" in field for field in args.fields):
        raise WrongUse(_("Cùng với --keep chỉ ghi tên ô, không ghi giá trị."))
    typed = typed_changes(args.fields) if args.keep is None else {}
    with context.open() as store:
        done = (
            decide(store, record, typed) if args.keep is None else keep(store, record, args.keep, args.fields)
        )
    context.answer(
        {
            "record": str(done.record_uuid),
            "kind": done.kind.value,
            "fields": list(done.fields),
            "operations": done.operations,
            "left": done.left,
        }
    )
    context.show(
        _("Đã quyết định: {fields}. Hồ sơ này còn {left} xung đột.").format(
            fields=", ".join(done.fields), left=done.left
        )
    )
    return DONE
