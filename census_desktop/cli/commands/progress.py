"""`progress`: targets and what is in, per unit."""

from __future__ import annotations

import argparse
import math

from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.progress import UnitProgress
from census_desktop.reports.progress_report import progress_text
from census_desktop.services.progress import progress


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "progress", _("tiến độ từng đơn vị"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Show the table."""
    with context.open() as store:
        found = progress(store)
    context.answer(
        {
            "units": [unit_document(unit) for unit in found.units],
            "total": unit_document(found.total),
        }
    )
    context.show(progress_text(found.units).rstrip("\n"))
    return DONE


def unit_document(unit: UnitProgress) -> dict[str, object]:
    """A unit's progress as JSON; percent with one decimal, rounded down."""
    return {
        "code": unit.code,
        "valid_from": unit.valid_from,
        "name": unit.name,
        "target_people": unit.target_people,
        "target_households": unit.target_households,
        "people": unit.people,
        "households": unit.households,
        "percent": math.floor(unit.percent * 10 + 1e-9) / 10,
        "complete": unit.complete,
        "last_package_at": unit.last_package_at,
    }
