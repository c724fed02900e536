"""`devices`: machines whose keys are known here."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.register import machine_document
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.exchange import known_machines


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "devices", _("các máy đã đăng ký"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """List them."""
    with context.open() as store:
        machines = known_machines(store)
    context.answer([machine_document(machine) for machine in machines])
    context.show_table(
        (_("Máy"), _("Đơn vị"), _("Dấu vân tay"), _("Đăng ký"), _("Thu hồi")),
        [
            (one.device, one.unit_name, one.fingerprint, one.registered_at[:10], (one.revoked_at or "")[:10])
            for one in machines
        ],
    )
    return DONE
