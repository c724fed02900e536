"""`conflicts`: what different machines said about the same box."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.context import Context, local_moment
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.conflicts import OpenConflict, Said, conflicts


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "conflicts", _("các xung đột chờ quyết định"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """List them."""
    with context.open() as store:
        found = conflicts(store)
    context.answer([conflict_document(one) for one in found])
    context.show_table(
        (_("Hồ sơ"), _("Ô"), _("Giá trị"), _("Máy"), _("Cán bộ"), _("Lúc")),
        [
            (one.record_uuid, one.label, _words(said), said.device, said.officer, local_moment(said.at))
            for one in found
            for said in one.values
        ],
    )
    return DONE


def conflict_document(one: OpenConflict) -> dict[str, object]:
    """A conflict as JSON; a blank answer is null."""
    document: dict[str, object] = {
        "record": str(one.record_uuid),
        "kind": one.kind.value,
        "field": one.field,
        "cell": one.cell,
        "values": [_said_document(said) for said in one.values],
    }
    if one.base is not None:
        document["base"] = _said_document(one.base)
    return document


def _said_document(said: Said) -> dict[str, object]:
    document: dict[str, object] = {
        "value": said.value,
        "device": said.device,
        "officer": said.officer,
        "at": said.at,
    }
    if said.edited is not None:
        document["edited"] = said.edited
    if len(said.boxes) > 1 or said.edited is not None:
        document["boxes"] = dict(said.boxes)
    return document


def _words(said: Said) -> str:
    if said.edited is None and len(said.boxes) == 1:
        return said.value or _("(để trống)")
    return ", ".join(f"{name}={value or ''}" for name, value in said.boxes.items())
