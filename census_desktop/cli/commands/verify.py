"""`verify`: is the store whole, and the audit chain unbroken?"""

from __future__ import annotations

import argparse

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command
from census_desktop.services.upkeep import verify_store


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "verify", _("kiểm tra dữ liệu và nhật ký có nguyên vẹn không"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Verify; 1 when something is wrong."""
    with context.open() as store:
        report = verify_store(store, context.control())
    context.answer(
        {
            "ok": report.ok,
            "problems": list(report.problems),
            "people": report.people,
            "households": report.households,
            "operations": report.operations,
            "audit": {"entries": report.entries, "head": report.head, "broken": report.broken_entry},
        }
    )
    for problem in report.problems:
        context.show(problem)
    if report.ok:
        context.show(
            _("Nguyên vẹn: {people} nhân khẩu, {households} hộ, {operations} thao tác.").format(
                people=number(report.people),
                households=number(report.households),
                operations=number(report.operations),
            )
        )
        context.show(
            _("Nhật ký liền mạch: {count} mục, mục cuối {head}").format(
                count=number(report.entries), head=report.head[:16]
            )
        )
    return DONE if report.ok else REFUSED
