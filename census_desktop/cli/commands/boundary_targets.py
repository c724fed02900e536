"""`boundary targets`: the target of a divided unit shared out by where its households went."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _, number
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE
from census_desktop.services.target_shares import confirm_shares, share_proposal
from census_desktop.services.units import unit_name


def run_targets(args: argparse.Namespace, context: Context) -> int:
    """What a plan proposes as targets, or let them hold."""
    plan = record_uuid(args.plan)
    with context.open() as store:
        found = confirm_shares(store, plan) if args.confirm else share_proposal(store, plan)
    lines = found.lines if found is not None else ()
    context.answer(
        {
            "confirmed": bool(args.confirm) or (found is not None and found.is_confirmed),
            "waiting": found.waiting if found is not None else 0,
            "zero_sum": found.is_zero_sum if found is not None else True,
            "units": [
                {
                    "unit": line.unit, "name": unit_name(line.unit), "people_before": line.people_before,
                    "people": line.people, "households_before": line.households_before,
                    "households": line.households,
                }
                for line in lines
            ],
        }
    )  # fmt: skip
    context.show_table(
        (_("Đơn vị"), _("Chỉ tiêu nhân khẩu"), _("sau"), _("Chỉ tiêu hộ"), _("sau")),
        [
            (
                unit_name(line.unit), number(line.people_before), number(line.people),
                number(line.households_before), number(line.households),
            )
            for line in lines
        ],
    )  # fmt: skip
    return DONE
