"""`check`: all findings."""

from __future__ import annotations

import argparse

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command
from census_desktop.domain.findings import Finding, Severity
from census_desktop.services.checks import check_all
from census_desktop.services.rates import By, rates


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "check", _("kiểm tra mọi phiếu và hộ"))
    parser.add_argument(
        "--rates",
        choices=[by.value for by in By],
        help=_("tỷ lệ lỗi trên 100 phiếu theo cán bộ nhập, người thu hoặc thôn (chỉ người giám sát)"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List what looks wrong; 1 when something does."""
    if args.rates is not None:
        return _show_rates(By(args.rates), context)
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


def _show_rates(by: By, context: Context) -> int:
    with context.open() as store:
        found = rates(store, by)
    context.answer(
        [
            {
                "name": one.name,
                "slips": one.slips,
                "errors": one.errors,
                "warnings": one.warnings,
                "per_hundred": round(one.per_hundred, 1),
                "frequent": one.frequent,
            }
            for one in found
        ]
    )
    context.show_table(
        (_("Của ai"), _("Số phiếu"), _("Lỗi"), _("Nhắc"), _("Trên 100 phiếu"), _("Hay gặp nhất")),
        [
            (one.name or "–", number(one.slips), number(one.errors), number(one.warnings), f"{one.per_hundred:.1f}",
             one.frequent)
            for one in found
        ],
    )  # fmt: skip
    return DONE


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
