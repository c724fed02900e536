"""`self-test`: proves an installation, also inside the frozen program."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from census_desktop import __version__
from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command

if TYPE_CHECKING:
    from census_desktop.services.self_test import Step


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "self-test", _("tự kiểm tra chương trình trên dữ liệu tạm"))
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, context: Context) -> int:
    """Try everything once on data that vanish; 1 when a step fails."""
    from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing
    from census_desktop.services.self_test import self_test  # lazy: it uses everything

    def tell(step: Step) -> None:
        context.show(f"{'✓' if step.ok else '✗'} {step.name}" + (f" ({step.detail})" if step.detail else ""))

    done = self_test(write_pdf, context.clock, tell)
    context.answer(
        {
            "ok": done.ok,
            "version": __version__,
            "steps": [{"name": step.name, "ok": step.ok, "detail": step.detail} for step in done.steps],
        }
    )
    context.show(
        _("Chương trình chạy tốt trên máy này.")
        if done.ok
        else _("Chương trình không chạy đúng trên máy này.")
    )
    return DONE if done.ok else REFUSED
