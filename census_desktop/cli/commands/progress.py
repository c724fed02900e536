"""`progress`: targets and what is in, per unit and down to residential groups; batches and weeks."""

from __future__ import annotations

import argparse
import math
from datetime import date

from census_desktop.base.clock import today
from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.ledger import STEPS
from census_desktop.domain.progress import UnitProgress
from census_desktop.reports.progress_report import progress_text
from census_desktop.reports.progress_words import LEDGER_TITLES, ledger_row, standing
from census_desktop.reports.wording import short_date
from census_desktop.services.error_counts import errors_behind
from census_desktop.services.ledger import batches
from census_desktop.services.progress import (
    Progress,
    catch_up,
    collectors_progress,
    count_days,
    groups_progress,
    progress,
    weeks,
)
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.store import Store

# Operations after which open errors are counted without being asked.
_AT_ONCE = 2000


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "progress", _("tiến độ từng đơn vị"))
    parser.add_argument("--unit", metavar="UNIT", help=_("từng thôn, tổ dân phố của một đơn vị"))
    parser.add_argument("--group", metavar="GROUP", help=_("từng người thu phiếu của một thôn, tổ dân phố"))
    parser.add_argument("--check", action="store_true", help=_("kiểm tra mọi phiếu và đếm lỗi"))
    more = parser.add_mutually_exclusive_group()
    more.add_argument("--batches", action="store_true", help=_("sổ theo dõi từng tập phiếu"))
    more.add_argument("--weeks", action="store_true", help=_("số phiếu nhập từng tuần"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Show the table asked for."""
    unit = str(resolve_unit(args.unit)) if args.unit else None
    with context.open() as store:
        count_days(store)
        behind = errors_behind(store)
        if args.check or (behind is not None and behind <= _AT_ONCE):
            catch_up(store, context.control())
        if args.batches:
            return _show_batches(store, unit, context)
        if args.weeks:
            return _show_weeks(store, context)
        if unit is not None:
            return _show_parts(store, unit, args.group, context)
        found, day = progress(store), today(store.clock)
    context.answer(progress_document(found, day))
    context.show(progress_text(found.units).rstrip("\n"))
    if args.check:
        context.show_table(
            (_("Đơn vị"), _("Tình trạng")), [(unit.name, standing(unit)) for unit in found.units]
        )
    if found.stranded:
        context.say(
            _(
                "{count} phiếu còn hiệu lực nằm trong hộ đã hủy nên chưa được tính; hãy chuyển sang hộ khác."
            ).format(count=found.stranded)
        )
    return DONE


def _show_parts(store: Store, unit: str, group: str | None, context: Context) -> int:
    lines = groups_progress(store, unit) if group is None else collectors_progress(store, unit, group)
    name = "groups" if group is None else "collectors"
    context.answer({name: [unit_document(line, today(store.clock)) for line in lines]})
    context.show(progress_text(lines).rstrip("\n"))
    return DONE


def _show_batches(store: Store, unit: str | None, context: Context) -> int:
    found = batches(store, unit)
    context.answer(
        {
            "batches": [
                {
                    "unit": one.unit,
                    "batch": one.batch,
                    "people": one.people,
                    "issued": one.issued,
                    "collected": one.collected,
                    "to_type": one.to_type,
                    "states": dict(one.states),
                    **{state: one.reached(state) for state in STEPS},
                    "merged": one.merged,
                }
                for one in found
            ]
        }
    )
    context.show_table(
        (_("Đơn vị"), *(_(title) for title in LEDGER_TITLES)),
        [(unit_name(one.unit), *ledger_row(one)) for one in found],
    )
    return DONE


def _show_weeks(store: Store, context: Context) -> int:
    found = weeks(store)
    context.answer(
        {
            "weeks": [
                {"begins_on": week.begins_on.isoformat(), "people": week.people, "units": dict(week.by_unit)}
                for week in found
            ]
        }
    )
    context.show_table(
        (_("Tuần từ ngày"), _("Phiếu nhập")), [(short_date(week.begins_on), week.people) for week in found]
    )
    return DONE


def progress_document(found: Progress, day: date) -> dict[str, object]:
    """Everything as JSON; needed and forecast as of `day`."""
    return {
        "units": [unit_document(unit, day) for unit in found.units],
        "total": unit_document(found.total, day),
        "stranded": found.stranded,
    }


def unit_document(unit: UnitProgress, day: date) -> dict[str, object]:
    """A unit's progress as JSON; percent with one decimal, rounded down."""
    document: dict[str, object] = {
        "code": unit.code,
        "valid_from": unit.valid_from,
        "name": unit.name,
        "target_people": unit.target_people,
        "target_households": unit.target_households,
        "people": unit.people,
        "households": unit.households,
        "percent": math.floor(unit.percent * 10 + 1e-9) / 10,
        "complete": unit.complete,
        "all_in": unit.all_in,
        "last_package_at": unit.last_package_at,
        "lacks": [lack.value for lack in unit.lacks()],
        "states": dict(unit.states),
        "left": unit.left,
    }
    for name in (
        "typed", "exceptions", "away", "at_unit", "conflicts", "to_look_at", "errors", "closed", "deadline",
        "source", "unanswered", "sample_left",
    ):  # fmt: skip
        document[name] = getattr(unit, name)
    for name in ("residential_group", "collector"):
        if getattr(unit, name) is not None:
            document[name] = getattr(unit, name)
    document["per_day"] = round(unit.per_day, 2)
    needed, forecast = unit.needed_per_day(day), unit.forecast(day)
    document["needed_per_day"] = None if needed is None else round(needed, 2)
    document["forecast"] = forecast.isoformat() if forecast is not None and unit.target_people else None
    return document
