"""`plan`: what merging packages would do."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command
from census_desktop.services.exchange import plan
from census_desktop.transfer.inbox import REFUSED as REFUSED_STATUS
from census_desktop.transfer.inbox import MergePlan, PackagePlan


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "plan", _("xem trước việc gộp các gói"))
    add_packages(parser)
    parser.set_defaults(run=run)


def add_packages(parser: Parser) -> None:
    """The packages meant."""
    parser.add_argument(
        "packages", type=Path, nargs="+", metavar="PACKAGE", help=_("tệp .dcpkg, hoặc thư mục chứa các gói")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Show the plan; 1 when a package would be refused."""
    with context.open() as store:
        found = plan(store, args.packages, context.control())
    return show_plan(found, context, _("Sẽ gộp"))


def show_plan(found: MergePlan, context: Context, merged: str) -> int:
    """Print plan or result; the exit code says whether a package was refused."""
    context.answer(plan_document(found))
    words = {"merged": merged, "already": _("Đã có"), "refused": _("Từ chối")}
    context.show_table(
        (_("Gói"), _("Kết quả"), _("Thêm"), _("Đổi"), _("Kết hợp"), _("Mâu thuẫn"), _("Ghi chú")),
        [
            (one.file, words[one.status], *_numbers(one), "" if one.code == "OK" else one.message)
            for one in found.packages
        ],
    )
    context.show(
        _(
            "Tổng: {people} nhân khẩu, {households} hộ; thêm {added}, đổi {changed}, kết hợp {combined}, "
            "mâu thuẫn {conflicts}, nghi trùng {duplicates}."
        ).format(
            people=number(found.people),
            households=number(found.households),
            added=number(found.added),
            changed=number(found.changed),
            combined=number(found.combined),
            conflicts=number(found.conflicts),
            duplicates=number(found.duplicates),
        )
    )
    is_refused = any(one.status == REFUSED_STATUS for one in found.packages)
    return REFUSED if is_refused else DONE


def _numbers(one: PackagePlan) -> tuple[str, ...]:
    return tuple(number(count) for count in (one.added, one.changed, one.combined, one.conflicts))


def plan_document(found: MergePlan) -> dict[str, object]:
    """A plan as JSON."""
    return {
        "packages": [
            without_blanks(
                {
                    "file": one.file,
                    "status": one.status,
                    "code": one.code,
                    "message": one.message,
                    "unit": one.unit,
                    "device": one.device,
                    "sequence": one.sequence,
                    "people": one.people,
                    "households": one.households,
                    "added": one.added,
                    "changed": one.changed,
                    "combined": one.combined,
                    "conflicts": one.conflicts,
                    "gap_after": one.gap_after,
                    "confirmed": one.confirmed if one.code == "RECEIPT" else None,
                }
            )
            for one in found.packages
        ],
        "added": found.added,
        "changed": found.changed,
        "combined": found.combined,
        "conflicts": found.conflicts,
        "duplicates": found.duplicates,
        "already": found.already,
        "people": found.people,
        "households": found.households,
    }
