"""`check`: all findings."""

from __future__ import annotations

import argparse

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command
from census_desktop.domain.findings import Finding, Severity
from census_desktop.services.checks import check_all


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "check", _("kiểm tra mọi phiếu và hộ"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """List what looks wrong; 1 when something does."""
    with context.open() as store:
        found = list(check_all(store, today(context.clock)))
    context.answer([finding_document(finding) for finding in found])
    if found:
        words = {Severity.ERROR: _("Lỗi"), Severity.WARNING: _("Nhắc")}
        context.show_table(
            (_("Mức"), _("Hồ sơ"), _("Ô"), _("Nội dung")),
            [(words[one.severity], one.record_uuid, one.field, one.text()) for one in found],
        )
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    context.show(
        _("{errors} lỗi, {warnings} điều cần xem lại.").format(
            errors=number(errors), warnings=number(len(found) - errors)
        )
    )
    return REFUSED if found else DONE


def finding_document(finding: Finding) -> dict[str, str]:
    """A finding as JSON."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "kind": finding.record_kind.value,
        "record": str(finding.record_uuid),
        "field": finding.field,
        "message": finding.text(),
    }
