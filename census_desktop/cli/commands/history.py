"""`history`: who changed what."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context, local_moment
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.operations import Operation
from census_desktop.services.editing import history_of
from census_desktop.services.record_history import KIND_WORDS
from census_desktop.services.service import WITHHELD, withheld_people


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "history", _("ai đã ghi gì vào một hồ sơ"))
    parser.add_argument("record", metavar="PERSON_UUID", help=_("mã nhân khẩu hoặc mã hộ, 36 ký tự"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List all operations of a record, oldest first."""
    record = record_uuid(args.record)
    with context.open() as store:
        found = history_of(store, record)
        is_withheld = record in withheld_people(store)
    context.answer([operation_document(operation, is_withheld=is_withheld) for operation in found])
    context.show_table(
        (_("Lúc"), _("Cán bộ"), _("Máy"), _("Việc"), _("Nội dung")),
        [
            (
                local_moment(one.at),
                one.officer,
                one.device,
                _(KIND_WORDS[one.kind]),
                _said(one, is_withheld=is_withheld),
            )
            for one in found
        ],
    )
    return DONE


def operation_document(operation: Operation, *, is_withheld: bool = False) -> dict[str, object]:
    """An operation as JSON."""
    document: dict[str, object] = {
        "id": operation.op_id.hex(),
        "at": operation.at,
        "officer": operation.officer,
        "device": operation.device,
        "kind": operation.kind.value,
        "cell": operation.cell,
        "values": _shown(operation, is_withheld=is_withheld),
    }
    if operation.replaces:
        document["replaces"] = [head.hex() for head in operation.replaces]
    return document


def _said(operation: Operation, *, is_withheld: bool) -> str:
    return ", ".join(
        f"{name}={value or ''}" for name, value in _shown(operation, is_withheld=is_withheld).items()
    )


def _shown(operation: Operation, *, is_withheld: bool) -> dict[str, str | None]:
    """What was said; an address that is kept back is dots."""
    return {
        name: WITHHELD if is_withheld and name == "service_unit_address" and value is not None else value
        for name, value in operation.values.items()
    }
