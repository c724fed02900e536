"""`duplicates`: slips that may be of the same person, over the whole store."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.links import SameGroup
from census_desktop.services.counted import as_counted
from census_desktop.services.duplicates import groups
from census_desktop.services.units import unit_name
from census_desktop.store.records import load_household, load_person
from census_desktop.store.store import Store

if TYPE_CHECKING:
    from census_desktop.services.pairs import Suspect

_SHOWN = 50  # lines on a screen; --json gives all


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "duplicates", _("các cặp phiếu có thể là của một người"))
    parser.add_argument(
        "--at-least",
        type=float,
        default=0.5,
        metavar="SCORE",
        help=_("chỉ những cặp có điểm từ mức này, 0 đến 1 (mặc định 0.5)"),
    )
    parser.add_argument(
        "--groups", action="store_true", help=_("những người đã được kết luận có nhiều phiếu")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List pairs that wait for a decision, or the groups decided."""
    return _groups(context) if args.groups else _suspects(args.at_least, context)


def _suspects(at_least: float, context: Context) -> int:
    from census_desktop.services.suspects import suspects  # lazy: loads numpy

    with context.open() as store:
        found = suspects(store, context.control(), at_least=at_least)
        context.answer([suspect_document(one) for one in found])
        names = {
            each: person.full_name
            for one in found[:_SHOWN]
            for each in (one.first, one.second)
            if (person := load_person(store, each)) is not None
        }
    show_suspects(context, found, names)
    return DONE


def show_suspects(context: Context, found: Sequence[Suspect], names: Mapping[uuid.UUID, str | None]) -> None:
    """Print the most likely pairs.

    Args:
        context: where to.
        found: the most likely first.
        names: of the people of at least the pairs shown.
    """
    context.show_table(
        (_("Điểm"), _("Họ tên"), _("Họ tên"), _("Phiếu"), _("Phiếu"), _("Vì sao")),
        [
            (
                f"{one.score:.3f}", names.get(one.first), names.get(one.second), one.first, one.second,
                ", ".join(reason.text for reason in one.reasons[:4]),
            )
            for one in found[:_SHOWN]
        ],
    )  # fmt: skip
    if len(found) > _SHOWN:
        context.show(_("… và {count} cặp nữa; --json cho tất cả.").format(count=number(len(found) - _SHOWN)))


def _groups(context: Context) -> int:
    with context.open() as store:
        found = [_group_document(store, one) for one in groups(store)]
    context.answer(found)
    context.show_table(
        (_("Họ tên"), _("Tính ở"), _("Phiếu được tính"), _("Phiếu không tính"), _("Ô lấy theo phiếu kia")),
        [
            (
                each["name"], each["counted_at"], each["leading"], ", ".join(each["others"]),
                ", ".join(_(PERSON_FIELDS[box].label) for box in each["taken"]),
            )
            for each in found
        ],
    )  # fmt: skip
    return DONE


def _group_document(store: Store, group: SameGroup) -> dict[str, Any]:
    """Who the person is, which slip counts and where, and in which boxes another slip is right."""
    person = as_counted(store, group.leading)
    home = load_household(store, person.household_uuid) if person.household_uuid is not None else None
    place = (home.household_no, home.residential_group, unit_name(home.unit or "")) if home else ()
    return {
        "leading": str(group.leading),
        "others": [str(each) for each in group.others],
        "name": person.full_name,
        "counted_at": ", ".join(part for part in place if part),
        "taken": sorted({box for link in group.links for box in (link.taken_from_other or "").split()}),
    }


def suspect_document(one: Suspect) -> dict[str, object]:
    """A pair as JSON; reasons that speak against it have a weight below zero."""
    return without_blanks(
        {
            "a": str(one.first),
            "b": str(one.second),
            "score": round(one.score, 4),
            "reasons": [reason.text for reason in one.reasons],
            "weights": [round(reason.weight, 1) for reason in one.reasons],
            "verdict": one.verdict,
        }
    )
