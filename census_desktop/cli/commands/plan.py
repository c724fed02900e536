"""`plan`: what merging packages would do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.commands.duplicates import show_suspects, suspect_document
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command
from census_desktop.services.documents import merge_plan_document
from census_desktop.services.merge_plan import PlacePlan, plan_by_place
from census_desktop.services.units import unit_name
from census_desktop.transfer.inbox import REFUSED as REFUSED_STATUS
from census_desktop.transfer.inbox import MergePlan, PackagePlan


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "plan", _("xem trước việc gộp các gói"))
    add_packages(parser)
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("in bảng dự kiến ra tệp PDF mới"))
    parser.set_defaults(run=run)


def add_packages(parser: Parser) -> None:
    """The packages meant."""
    parser.add_argument(
        "packages", type=Path, nargs="+", metavar="PACKAGE", help=_("tệp .dcpkg, hoặc thư mục chứa các gói")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Show the plan; 1 when a package would be refused."""
    with context.open() as store:
        found = plan_by_place(store, args.packages, context.control())
        paper = merge_plan_document(store, found)
    if args.out is not None:
        from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

        write_pdf([paper], args.out, context.control())
    context.answer(
        {
            **plan_document(found.plan),
            "places": [_place_document(one) for one in found.places],
            "suspected": [suspect_document(one.suspect) for one in found.suspected],
        }
    )
    code = _show_lines(found.plan, context, _("Sẽ gộp"))
    _show_places(found.places, context)
    if found.suspected:
        names = {slip.person_uuid: slip.full_name for one in found.suspected for slip in one.slips}
        show_suspects(context, [one.suspect for one in found.suspected], names)
    return code


def _show_places(places: Sequence[PlacePlan], context: Context) -> None:
    if not places:
        return
    context.show_table(
        (
            _("Đơn vị, tổ dân phố"),
            _("Nhân khẩu"),
            _("Số hộ"),
            _("Người mới"),
            _("Người đổi"),
            _("Lỗi"),
            _("Cần xem"),
        ),
        [
            (
                ", ".join(filter(None, (unit_name(one.unit) if one.unit else "", one.group))),
                *map(
                    number,
                    (
                        one.people,
                        one.households,
                        one.new_people,
                        one.changed_people,
                        one.errors,
                        one.warnings,
                    ),
                ),
            )
            for one in places
        ],
    )


def _place_document(one: PlacePlan) -> dict[str, object]:
    return without_blanks({**asdict(one), "already": one.already})


def show_plan(found: MergePlan, context: Context, merged: str) -> int:
    """Print plan or result; the exit code says whether a package was refused."""
    context.answer(plan_document(found))
    return _show_lines(found, context, merged)


def _show_lines(found: MergePlan, context: Context, merged: str) -> int:
    words = {"merged": merged, "already": _("Đã có"), "refused": _("Từ chối")}
    context.show_table(
        (_("Gói"), _("Kết quả"), _("Thêm"), _("Đổi"), _("Kết hợp"), _("Xung đột"), _("Ghi chú")),
        [
            (one.file, words[one.status], *_numbers(one), "" if one.code == "OK" else one.message)
            for one in found.packages
        ],
    )
    context.show(
        _(
            "Tổng: {people} nhân khẩu, {households} hộ; thêm {added}, đổi {changed}, kết hợp {combined}, "
            "xung đột {conflicts}, nghi trùng {duplicates}."
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
