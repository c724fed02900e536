"""`edit`: one edit through the same reading, write path and checks as the entry window."""

from __future__ import annotations

import argparse
import uuid

from census_desktop.base.text import _
from census_desktop.cli.commands.check import finding_document
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.editing import edit_record


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "edit", _("sửa ô của một nhân khẩu hay một hộ"))
    parser.add_argument("record", metavar="RECORD_UUID", help=_("mã nhân khẩu hoặc mã hộ, 36 ký tự"))
    parser.add_argument(
        "changes", nargs="+", metavar="field=value", help=_("tên ô và giá trị như khi gõ; để trống là xóa")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Edit; findings are shown and never an obstacle."""
    record, typed = record_uuid(args.record), typed_changes(args.changes)
    with context.open() as store:
        done = edit_record(store, record, typed)
    context.answer(
        {
            "record": str(done.record_uuid),
            "kind": done.kind.value,
            "operations": done.operations,
            "findings": [finding_document(finding) for finding in done.findings],
        }
    )
    context.show(
        _("Đã ghi {count} thay đổi.").format(count=done.operations)
        if done.operations
        else _("Không có gì thay đổi.")
    )
    for finding in done.findings:
        context.say(f"{finding.field}: {finding.text()}")
    return DONE


def record_uuid(text: str) -> uuid.UUID:
    """The id written as `text`.

    Raises:
        WrongUse: it is not an id.
    """
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise WrongUse(
            _("{text} không phải là mã hồ sơ.").format(text=text),
            _("Lấy mã bằng lệnh dump; mã gồm 36 ký tự."),
        ) from error


def typed_changes(changes: list[str]) -> dict[str, str]:
    """What `field=value` words say.

    Raises:
        WrongUse: a word without a name or sign, or a box named twice.
    """
    typed: dict[str, str] = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign or not name.strip():
            raise WrongUse(
                _("{text} chưa đúng dạng ô=giá trị.").format(text=change), _("Ví dụ: birth_date=14/02/1990")
            )
        if name.strip() in typed:
            raise WrongUse(_("Ô {name} được ghi hai lần.").format(name=name.strip()))
        typed[name.strip()] = value
    return typed
